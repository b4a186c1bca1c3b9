"""组织类别: by registered type, else by name, else unknown."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.standards.organisation import Kind, kind_of, kinds

TYPES = [
    ("有限责任公司(自然人投资或控股)", Kind.COMPANY),
    ("有限责任公司（自然人独资）", Kind.COMPANY),
    ("股份有限公司(上市、自然人投资或控股)", Kind.COMPANY),
    ("有限责任公司分公司(自然人独资)", Kind.BRANCH),
    ("有限合伙企业分支机构", Kind.BRANCH),
    ("全民所有制分支机构(非法人)", Kind.BRANCH),
    ("外国(地区)企业常驻代表机构", Kind.OFFICE),
    ("个体工商户", Kind.SOLE_TRADER),
    ("个体", Kind.SOLE_TRADER),
    ("有限合伙企业", Kind.OTHER),
    ("个人独资企业", Kind.OTHER),
    ("农民专业合作社", Kind.OTHER),
    ("民办非企业单位", Kind.OTHER),
    ("律师事务所", Kind.OTHER),
    ("未登记", Kind.UNREGISTERED),
    ("企业", None),
    ("其他", None),
]
NAMES = [
    ("云帆（东海）科技有限公司", Kind.COMPANY),
    ("云帆科技有限公司东海分公司", Kind.BRANCH),
    ("东海银行股份有限公司望海支行", Kind.BRANCH),
    ("云帆餐饮管理有限公司海天大道店", Kind.BRANCH),
    ("云帆科技有限公司东海办事处", Kind.OFFICE),
    ("云帆贸易株式会社东海代表处", Kind.OFFICE),
    ("望海区云帆小吃店（个体工商户）", Kind.SOLE_TRADER),
    ("东海云帆投资（有限合伙）", Kind.OTHER),
    ("云帆律师事务所", Kind.OTHER),
    ("云帆会计师事务所有限公司", Kind.COMPANY),
    ("东海市物业管理协会", Kind.OTHER),
    ("望海区云帆小吃店", None),
    ("云帆工作室", None),
    ("", None),
]


@pytest.mark.parametrize(("registered", "kind"), TYPES)
def test_the_registered_type_decides(registered: str, kind: Kind | None) -> None:
    assert kind_of(registered, "云帆科技有限公司") is kind


@pytest.mark.parametrize(("name", "kind"), NAMES)
def test_the_name_speaks_only_where_there_is_no_type(name: str, kind: Kind | None) -> None:
    assert kind_of(None, name) is kind
    assert kind_of("/", name) is kind


def test_kinds_have_chinese_names() -> None:
    assert [kind.label for kind in Kind] == [
        "公司",
        "分支机构",
        "办事处",
        "个体工商户",
        "其他登记组织",
        "未登记",
    ]


PAIRS = st.tuples(
    st.sampled_from([None, "/", "", *(text for text, _ in TYPES)])
    | st.text("公司有限责任分个体工商户（）合伙", max_size=8),
    st.sampled_from([None, *(text for text, _ in NAMES)])
    | st.text("公司有限分支行店所(个体工商户)（有限合伙） ", max_size=12),
)


@settings(deadline=None)
@given(st.lists(PAIRS, max_size=20))
def test_columns_say_what_their_rows_say(pairs: list[tuple[str | None, str | None]]) -> None:
    types = pl.Series([kind for kind, _ in pairs], dtype=pl.String)
    names = pl.Series([name for _, name in pairs], dtype=pl.String)
    assert kinds(types, names).to_list() == [kind_of(kind, name) for kind, name in pairs]
