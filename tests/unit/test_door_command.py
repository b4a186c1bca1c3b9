"""``louyu submit`` and ``louyu template`` as a clerk uses them."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from sources_examples import MAY, OFFICE, SAMPLE, TAX, csv_bytes, tax_rows

from louyu.cli import main

WRONG = ["123", "=cmd|' /C calc'!A0", OFFICE, 7]


def submitted(folder: Path, *words: str) -> Result:
    home = ("--home", str(folder / "home"), "--district", str(SAMPLE))
    return CliRunner().invoke(main, ["submit", *words, *home], catch_exceptions=False)


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        (tax_rows(1), 0, "已收"),
        ([*tax_rows(1), WRONG], 1, "已收，有隔离行"),
        ([], 2, "退回"),
    ],
    ids=["accepted", "quarantined", "refused"],
)
def test_the_exit_code_says_what_became_of_it(
    rows: list[list[object]], code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / f"{MAY}.csv").write_bytes(csv_bytes([TAX, *rows]))
    result = submitted(tmp_path, str(tmp_path / f"{MAY}.csv"))
    assert result.exit_code == code
    assert result.stdout.splitlines()[0] == f"{MAY}.csv：{said}"


def test_the_report_of_a_file_with_a_very_long_name(tmp_path: Path) -> None:
    file = tmp_path / ("很" * 60 + f"{MAY}.csv")
    file.write_bytes(csv_bytes([TAX, *tax_rows(1), WRONG]))
    result = submitted(tmp_path, str(file), "--report", str(tmp_path / "report"))
    assert result.exit_code == 1
    found = {path.suffix: path for path in (tmp_path / "report").iterdir()}
    assert found.keys() == {".json", ".txt", ".xlsx"}
    said = json.loads(found[".json"].read_text(encoding="utf-8"))
    assert (said["rows_read"], said["accepted"], said["quarantined"]) == (3, 1, 1)
    assert "第 3 行 A 列" in found[".txt"].read_text(encoding="utf-8")
    assert openpyxl.load_workbook(found[".xlsx"])["核对报告"].max_row == 2


def test_a_device_is_no_file(tmp_path: Path) -> None:
    result = submitted(tmp_path, "/dev/zero")
    assert result.exit_code != 0 and "“zero”不是普通文件" in result.output
