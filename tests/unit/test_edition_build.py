"""``louyu build`` and what reads its editions, on a store of eight small files (演示数据).

Two buildings, three enterprises, January and February 2025. 乙 moves from one building to the other
within February, and pays most of the tax; a corrected February list comes after the first edition.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from louyu.cli import main
from louyu.district import District, district_read
from louyu.door import batches, submit
from louyu.pipeline import build

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "districts" / "sample"

BUILDINGS = """\
楼宇编码,楼宇名称,所属街镇,用地性质,建筑面积(㎡),商务办公建筑面积(㎡),竣备日期
LY0001,演示一号大厦,潮声街道,商务用地,10000,9000,2020-05-01
LY0002,演示二号大厦,锦帆街道,商务用地,20000,15000,2021-05-01
"""
REGISTRATIONS = """\
统一社会信用代码,企业名称,市场主体类型,住所,登记机关,登记状态
919901020000000194,演示甲有限公司,有限责任公司,潮声街道1号,望潮区市场监督管理局,存续
91990102000000027Y,演示乙有限公司,有限责任公司,潮声街道1号,望潮区市场监督管理局,存续
91990102000000035R,演示丙有限公司,有限责任公司,锦帆街道2号,邻区市场监督管理局,存续
"""
TENANCY = "企业名称,统一社会信用代码,楼宇编码,楼层,房号,入驻面积(㎡),入驻日期,迁出日期\n"
FIRST = "演示甲有限公司,919901020000000194,LY0001,3,301,1000,2022-01-01,\n"
SECOND = "演示乙有限公司,91990102000000027Y,LY0001,4,401,500,2022-01-01,{left}\n"
MOVED = "演示乙有限公司,91990102000000027Y,LY0002,5,501,800,2025-02-10,\n"
THIRD = "演示丙有限公司,91990102000000035R,LY0002,6,601,{area},2022-01-01,\n"
TAX = """\
统一社会信用代码,企业名称,主管税务机关,税收合计(元),地方留成(元)
919901020000000194,演示甲有限公司,望潮区税务局,1000,500
91990102000000027Y,演示乙有限公司,望潮区税务局,{paid},0
"""


def handed(home: Path, name: str, text: str, dataset: str, sender: str, month: int) -> None:
    path = home.parent / name
    path.write_text(text, encoding="utf-8")
    submit(home, district(), path, dataset=dataset, sender=sender, month=month)


def district() -> District:
    return district_read(DISTRICT)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both editions built, the second after a corrected list of 锦帆街道."""
    home = tmp_path_factory.mktemp("store") / "var"
    lists = {
        (202501, "潮声街道"): TENANCY + FIRST + SECOND.format(left=""),
        (202501, "锦帆街道"): TENANCY + THIRD.format(area=2000),
        (202502, "潮声街道"): TENANCY + FIRST + SECOND.format(left="2025-02-10"),
        (202502, "锦帆街道"): TENANCY + MOVED + THIRD.format(area=2000),
    }
    for month, paid in ((202501, 300), (202502, 100_000_000)):
        handed(home, f"楼宇{month}.csv", BUILDINGS, "building", "housing", month)
        handed(home, f"税收{month}.csv", TAX.format(paid=paid), "tax", "tax", month)
    handed(home, "登记.csv", REGISTRATIONS, "registration", "market_regulation", 202501)
    for (month, street), text in lists.items():
        handed(home, f"入驻{street}{month}.csv", text, "tenancy", street, month)
    assert run(home, "build").exit_code == 0
    corrected = TENANCY + MOVED + THIRD.format(area=2600)
    handed(home, "入驻更正.csv", corrected, "tenancy", "锦帆街道", 202502)
    assert run(home, "build").exit_code == 0
    return home


def run(home: Path, command: str, *arguments: str) -> Result:
    placed = [command, *arguments, "--home", str(home)]
    if command in {"build", "explain", "diff", "verify"}:
        placed += ["--district", str(DISTRICT)]
    return CliRunner().invoke(main, placed, env={"COLUMNS": "200"})


def answer(home: Path, command: str, *arguments: str) -> Any:
    result = run(home, command, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_same_inputs_publish_nothing_new(home: Path) -> None:
    built = answer(home, "build")
    assert (built["edition"], built["published"], built["unchanged"]) == (
        "2025-02.2",
        False,
        "inputs",
    )
    assert [each["edition"] for each in answer(home, "editions")] == ["2025-02.2", "2025-02.1"]


def test_a_number_leads_to_the_rows_of_files(home: Path) -> None:
    said = answer(home, "explain", "企业入驻率", "锦帆", "2025-02", "--edition", "2025-02.2")
    # 乙 800 ㎡ and 丙 2,600 ㎡ of 20,000 ㎡.
    assert said["value"] == {
        "month": 202502,
        "numerator": 340_000,
        "denominator": 2_000_000,
        "value": 17.0,
    }
    largest = max(said["contributions"]["first"], key=lambda line: line["numerator"])
    assert (largest["file"], largest["row"]) == ("入驻更正.csv", 3)
    assert largest["stated"]["入驻面积"] == "2,600.00 ㎡"
    assert said["changes"]["counts"] == {"entered": 1, "changed": 1}


def test_why_the_number_differs_from_last_month(home: Path) -> None:
    said = answer(home, "explain", "6", "潮声街道", "2025-02")
    (left,) = [change for change in said["changes"]["first"] if change["change"] == "left"]
    assert (left["before"][0]["subject_name"], left["numerator_before"]) == (
        "演示乙有限公司",
        50_000,
    )
    text = run(home, "explain", "6", "潮声街道", "2025-02").stdout
    assert "2025-01 是 15.00 %；退出 1" in text
    assert "入驻潮声街道202501.csv" in text


def test_the_cells_of_a_building(home: Path) -> None:
    text = run(home, "explain", "building", "演示一号大厦", "2025-02").stdout
    assert "建筑面积　10,000.00 ㎡　（望潮区住房和城乡建设局，楼宇202502.csv" in text


def test_a_difference_leads_to_the_rows_that_make_it(home: Path) -> None:
    said = answer(home, "diff", "2025-02.1", "2025-02.2", "--indicator", "occupancy_rate")
    assert [(b["change"], b["file"]) for b in said["batches"]] == [
        ("status", "入驻锦帆街道202502.csv"),
        ("entered", "入驻更正.csv"),
    ]
    (number,) = said["numbers"]
    assert (number["before"]["numerator"], number["after"]["numerator"]) == (380_000, 440_000)
    (change,) = number["rows"]["first"]
    assert change["after"][0]["stated"]["入驻面积"] == "2,600.00 ㎡"
    assert change["before"][0]["stated"]["入驻面积"] == "2,000.00 ㎡"


def test_tax_follows_the_enterprise_through_its_move(home: Path) -> None:
    said = answer(home, "explain", "楼宇税收", "LY0002", "2025-02")
    # February's 1 亿元 of 乙 is split by area, 500 : 800, and no fen is lost: the first building's
    # share is rounded down, the second's is the rest. January's 300 元 was all in the first.
    assert said["value"]["numerator"] == 100_000_000_00 - 100_000_000_00 * 500 // 1300
    assert {line["subject_name"] for line in said["contributions"]["first"]} >= {"演示乙有限公司"}


def test_indicators_for_scripts_and_spreadsheets(home: Path) -> None:
    said = answer(home, "indicators", "--level", "street", "--indicator", "企业入驻率")
    rates = {row["scope"]: row["value"] for row in said["numbers"]}
    assert (rates["潮声街道"], rates["锦帆街道"], len(rates)) == (10.0, 17.0, 14)
    text = run(home, "indicators", "--csv").stdout
    assert text.startswith("\ufeffindicator,name,level,scope,month,numerator")


def test_verify_rebuilds_the_same_bytes_and_names_damage(home: Path) -> None:
    sound = run(home, "verify", "--rebuild")
    assert sound.exit_code == 0
    assert "2025-02.2 重编后每个文件逐字节相同" in sound.stdout
    path = home / "editions" / "2025-02.1" / "enterprise.parquet"
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(whole[:-1])
    torn = run(home, "verify")
    assert torn.exit_code == 1
    assert f"2025-02.1 enterprise.parquet：大小是 {len(whole) - 1} 字节" in torn.stdout
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("explain", "入驻", "潮声街道"), "不止一个指标"),
        (("explain", "亩产", "潮声街道"), "不是已知的指标"),
        (("explain", "企业入驻率", "某某大厦"), "也不是 202502 台账里的楼宇名称或编码"),
        (("explain", "企业入驻率", "潮声街道", "2026-12"), "没有 2026-12 的数"),
        (("explain", "企业入驻率", "潮声街道", "13月"), "请"),
        (("diff", "2025-02.1", "2024-01.1"), "没有 2024-01.1 这一期"),
        (("indicators", "--edition", "二月"), "期号应如 2025-06.1"),
    ],
)
def test_what_cannot_be_answered_is_said(
    home: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = run(home, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_file_taken_in_by_older_code_is_built_from(home: Path, tmp_path: Path) -> None:
    """A column that a dataset has had only since: the row says nothing of it."""
    older = tmp_path / "var"
    shutil.copytree(home, older)
    batch = next(b for b in batches(older) if b.dataset == "building")
    clean = batch.folder / "clean.parquet"
    kept = pq.read_table(clean, partitioning=None).drop_columns(["parking"])
    clean.unlink()
    pq.write_table(kept, clean)
    built = build(older, district(), month=202502)
    assert built.published
    assert built.edition.rows("building", 202502)["parking"].null_count == 2


def test_nothing_received_is_said(tmp_path: Path) -> None:
    result = run(tmp_path, "build")
    assert (result.exit_code, "还没有收到楼宇台账" in result.stderr) == (2, True)
