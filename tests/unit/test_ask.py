"""``louyu ask``: who may be who, written into a form, decided, and obeyed by the next edition."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner, Result

from louyu.cli import main
from louyu.edition import edition_open

DISTRICT = Path(__file__).parents[2] / "districts" / "sample"

# A short name, a signboard and its other spelling: nobody's full name.
FILES = {
    ("楼宇.csv", "building", "housing"): """\
楼宇编码,楼宇名称,所属街镇,用地性质,建筑面积(㎡),商务办公建筑面积(㎡),竣备日期
LY0001,演示一号大厦,潮声街道,商务用地,10000,9000,2020-05-01
""",
    ("登记.csv", "registration", "market_regulation"): """\
统一社会信用代码,企业名称,市场主体类型,住所,登记机关,登记状态
919901020000000194,临澜市云帆科技有限公司,有限责任公司,潮声街道1号,望潮区市场监督管理局,存续
""",
    ("税收.csv", "tax", "tax"): """\
统一社会信用代码,企业名称,主管税务机关,税收合计(元),地方留成(元)
919901020000000194,临澜市云帆科技有限公司,望潮区税务局,1000,500
""",
    ("入驻.csv", "tenancy", "潮声街道"): """\
企业名称,统一社会信用代码,楼宇编码,楼层,房号,入驻面积(㎡),入驻日期,迁出日期
海棠咖啡,,LY0001,3,301,100,2022-01-01,
海棠咖啡店,,LY0001,3,302,200,2022-01-01,
""",
}


def run(home: Path, command: str, *arguments: str) -> Result:
    placed = [command, *arguments, "--home", str(home), "--district", str(DISTRICT)]
    return CliRunner().invoke(main, placed, env={"COLUMNS": "200"})


def asked(home: Path, *arguments: str) -> Any:
    result = run(home, "ask", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("store") / "var"
    for (name, dataset, sender), text in FILES.items():
        (home.parent / name).write_text(text, encoding="utf-8")
        said = ["--dataset", dataset, "--sender", sender, "--month", "2025-01"]
        assert run(home, "submit", str(home.parent / name), *said).exit_code == 0
    assert run(home, "build").exit_code == 0
    return home


def occupants(home: Path) -> list[str]:
    rows = pl.DataFrame(pl.from_arrow(edition_open(home).rows("tenancy")))
    return sorted(rows["enterprise"].unique())


def test_what_is_asked_is_decided_in_a_form_and_then_obeyed(home: Path, tmp_path: Path) -> None:
    form = tmp_path / "判断.xlsx"
    (question,) = asked(home, "--form", str(form))["questions"]
    assert {question["left_name"], question["right_name"]} == {"海棠咖啡", "海棠咖啡店"}
    assert question["left_building_name"] == "演示一号大厦"
    assert occupants(home) == ["name:海棠咖啡", "name:海棠咖啡店"], "a likeness is not a verdict"

    said = ["--sender", "market_regulation"]
    unfilled = run(home, "submit", str(form), *said)
    assert unfilled.exit_code == 0, unfilled.output
    assert run(home, "build").exit_code == 0
    assert asked(home)["count"] == 1, "a line that nobody filled in decides nothing"

    book = openpyxl.load_workbook(form)
    page = book["归并判断"]
    columns = {cell.value.strip("* "): cell.column for cell in page[3] if cell.value}
    assert page.cell(4, columns["判断"]).value == "未判断"
    page.cell(4, columns["判断"], "同一")
    book.save(form)
    assert run(home, "submit", str(form), *said).exit_code == 0
    assert run(home, "build").exit_code == 0
    assert asked(home)["count"] == 0
    assert occupants(home) == ["name:海棠咖啡"], "the id is that of the name first seen"
    assert "没有待定归并" in run(home, "ask").output
