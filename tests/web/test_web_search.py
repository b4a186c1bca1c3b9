"""Finding a building or an enterprise by whatever one knows of it, within one's scope."""

import os
import time
from pathlib import Path

import example
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from posts import STREET
from test_web_scope import Elsewhere

from louyu.web.people.rights import Scope
from louyu.web.people.roles import Reach
from louyu.web.search_index import index_made, query_of, search, tokens

WHOLE = Scope(Reach.DISTRICT)
OWN = Scope(Reach.STREETS, frozenset([STREET]))


class Named(example.Example):
    """The example with names as they are in life."""

    def __init__(self) -> None:
        super().__init__()
        rows = self.tables["enterprise"].to_pylist()
        told = {
            "E1-0": ("临澜市望潮栖云网络科技有限公司", "91990102MA2ABCDE1X", "老栖云信息公司"),
            "E1-1": ("栖云（临澜）餐饮有限公司", "91990102MA2ABCDE2X", None),
            "E9-0": ("远方栖云贸易有限公司", "91990102MA2ABCDE3X", None),
        }
        for row in rows:
            if row["enterprise"] in told:
                row["name"], row["uscc"], row["former_names"] = told[row["enterprise"]]
        self.tables["enterprise"] = pa.Table.from_pylist(
            rows, schema=self.tables["enterprise"].schema
        )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_made(tmp_path_factory.mktemp("index"), Named())


@pytest.mark.parametrize(
    "said",
    ["临澜市望潮栖云网络科技有限公司", "栖云网络", "栖云 科技", "qiyun", "qywl", "QYWL",
     "91990102MA2ABCDE1X", "91990102ma2abcde1", "老栖云", "wangchaoqiyun"],
)  # fmt: skip
def test_an_enterprise_is_found_by_name_part_spelling_code_or_former_name(
    index: Path, said: str
) -> None:
    assert "E1-0" in [found.code for found in search(index, said, WHOLE)]


@pytest.mark.parametrize(
    "said", ["示例大厦1号", "大厦1", "shilidasha", "slds", "示例路1号", "B001"]
)
def test_a_building_is_found_by_name_spelling_address_or_code(index: Path, said: str) -> None:
    assert "B001" in [found.code for found in search(index, said, OWN)]


def test_what_begins_so_comes_before_what_holds_it(index: Path) -> None:
    names = [found.name for found in search(index, "栖云", WHOLE)]
    assert names[0].startswith("栖云") and len(names) == 3


def test_a_street_finds_its_own_only(index: Path) -> None:
    assert {found.code for found in search(index, "栖云", OWN)} == {"E1-0", "E1-1"}
    assert {found.code for found in search(index, "栖云", WHOLE)} == {"E1-0", "E1-1", "E9-0"}
    alone = Scope(Reach.ENTERPRISE, frozenset(["E1-1"]))
    assert {found.code for found in search(index, "栖云", alone)} == {"E1-1"}
    assert search(index, "栖云", Scope(Reach.NOTHING)) == []


@settings(max_examples=5, derandomize=True)
@given(seed=st.integers(1, 10**6))
def test_rows_of_elsewhere_change_nothing_of_what_a_street_finds(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    here, there = (
        index_made(tmp_path_factory.mktemp("index"), edition)
        for edition in (example.Example(), Elsewhere(seed))
    )
    for said in ("演示", "演示企业", "公司", "101", "大厦", "yanshi", "示例路"):
        assert search(here, said, OWN) == search(there, said, OWN), said


ODD = ("", "  ", "'; DROP TABLE thing; --", '"', "*", "AND OR NOT", "（）", "𠮷", "a" * 500)


@pytest.mark.parametrize("said", ODD)
def test_whatever_is_typed_is_a_question_and_no_command(index: Path, said: str) -> None:
    search(index, said, WHOLE)
    assert search(index, "栖云", WHOLE)


def test_chinese_is_told_by_pairs() -> None:
    assert tokens("望潮科技A座") == "望潮 潮科 科技 技 a 座"
    assert query_of("望潮科技") == '"望潮 潮科 科技"'


def test_an_index_is_made_once_and_goes_when_nobody_can_be_reading_it(tmp_path: Path) -> None:
    edition = example.Example()
    path = index_made(tmp_path, edition)
    os.utime(path, (1, 1))
    assert index_made(tmp_path, edition).stat().st_mtime == 1
    edition.name = "202506.4"
    second = index_made(tmp_path, edition)
    assert time.time() - second.stat().st_mtime < 3600
    assert second != path and path.exists(), "the edition before is shown until this one is ready"
    edition.name = "202506.5"
    index_made(tmp_path, edition)
    assert second.exists() and not path.exists()
