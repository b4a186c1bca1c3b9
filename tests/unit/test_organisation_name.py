"""企业名称的组成: names in their parts, and the traps seen on real names."""

import polars as pl
import pytest

from louyu.standards.organisation_name import name_parts

CHAINS = [
    ("云海省", "望海市", "滨江区"),
    ("浙江省", "杭州市", "滨江区"),
    ("福建省", "福州市", "永泰县"),
    ("西藏自治区", "阿里地区"),
]


def parts(name: str) -> dict[str, str | None]:
    return name_parts(pl.Series([name]), CHAINS).row(0, named=True)


@pytest.mark.parametrize(
    ("name", "place", "trade", "industry", "form", "branch"),
    [
        ("云海省望海市滨江区云帆科技有限公司", "滨江区", "云帆", "科技", "有限公司", ""),
        ("望海雲帆科技有限公司", "望海市", "云帆", "科技", "有限公司", ""),
        ("云帆（望海）科技有限公司", "望海市", "云帆", "科技", "有限公司", ""),
        ("Ｙ云帆商贸有限责任公司", None, "Y云帆", "商贸", "有限公司", ""),
        ("云帆科技", None, "云帆", "科技", None, ""),
        ("云帆", None, "云帆", "", None, ""),
        ("阿里巴巴（中国）有限公司", "中国", "阿里巴巴", "", "有限公司", ""),
        ("阿里巴巴有限公司", None, "阿里巴巴", "", "有限公司", ""),
        ("浙江永泰实业有限公司", "浙江省", "永泰", "实业", "有限公司", ""),
        ("福州永泰云帆茶业有限公司", "永泰县", "云帆", "茶业", "有限公司", ""),
        ("望海云帆商贸有限公司第三分公司", "望海市", "云帆", "商贸", "有限公司", "第三分公司"),
        ("云帆商贸望海分店", None, "云帆", "商贸", None, "望海分店"),
        ("云帆商贸第二营业部", None, "云帆", "商贸", None, "第二营业部"),
        ("中国银行股份有限公司望海支行", None, "中国银行", "", "股份公司", "望海支行"),
        ("望海市甲乙律师事务所", "望海市", "甲乙", "律师", "律师事务所", ""),
        ("望海某某投资合伙企业（有限合伙）", "望海市", "某某", "投资", "合伙企业", ""),
        ("永泰县农产品专业合作社", "永泰县", "农产品", "", "合作社", ""),
        ("望海市𠮷𠀋餐饮店（个体工商户）", "望海市", "𠮷𠀋", "餐饮店", "个体工商户", ""),
        ("Acme Trading Co., Ltd.", None, "ACME", "TRADING", None, ""),
        ("Acme Trading Inc. 望海代表处", None, "ACME", "TRADING", None, "望海代表处"),
    ],
)
def test_parts(
    name: str, place: str | None, trade: str, industry: str, form: str | None, branch: str
) -> None:
    found = parts(name)
    assert (found["place"], found["trade"], found["industry"]) == (place, trade, industry)
    assert (found["form"], found["branch"]) == (form, branch)


def test_a_street_is_no_district() -> None:
    assert parts("滨江街道社区服务中心")["place"] is None
    assert parts("杭州滨江街道办事处")["place"] == "杭州市"
    assert parts("杭州滨江街道办事处")["branch"] == ""


@pytest.mark.parametrize("name", ["", "甲", "有限公司", "科技有限公司", "甲" * 80, "（）", "\n"])
def test_odd_names_have_parts(name: str) -> None:
    found = name_parts(pl.Series([name, "云帆科技"]))
    assert found["name"].to_list() == [name, "云帆科技"]
    assert found["trade"].null_count() == 0


def test_one_character_is_no_trade_name_by_itself() -> None:
    assert parts("甲科技有限公司")["trade"] == "甲科技"


def test_rows_stay_in_order_and_repeat() -> None:
    names = ["乙丙科技", "甲丁科技", None, "乙丙科技"]
    assert name_parts(pl.Series(names))["trade"].to_list() == ["乙丙", "甲丁", "", "乙丙"]
