"""Files that are not taken: each gets a sentence to act on, is kept, and the door stays open."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sources_examples import (
    CODES,
    DISTRICT,
    OFFICE,
    TAX,
    bomb_bytes,
    compound_bytes,
    csv_bytes,
    doctored,
    sheet_changed,
    tax_rows,
    workbook_bytes,
)

from louyu.door import batches, submit
from louyu.sources.limits import Limits
from louyu.sources.read import Parser
from louyu.sources.refusal import FileProblem

GOOD = csv_bytes([TAX, *tax_rows(1, 2)])
BOOK = workbook_bytes({"税收": [TAX, *tax_rows(1, 2)]})
TENANCY_BIG5 = "企業名稱,樓宇名稱,入駐面積\r\n某某公司,某某大樓,120\r\n"
MANY = csv_bytes([TAX, *tax_rows(1) * 1_000_000])
SPREADSHEET_XML = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'

BAD: dict[str, tuple[str, Callable[[], bytes], FileProblem, str]] = {
    "empty": ("a.csv", lambda: b"", FileProblem.EMPTY, ""),
    "blank rows only": ("a.csv", lambda: b",,,\r\n,,,\r\n", FileProblem.EMPTY, ""),
    "header only": ("税收2025年5月.csv", lambda: csv_bytes([TAX]), FileProblem.NO_ROWS, ""),
    "a zip bomb, as declared": (
        "a.xlsx",
        lambda: bomb_bytes(declared=1100 << 20),
        FileProblem.UNPACKED,
        "上限 1,073,741,824 字节",
    ),
    "a zip bomb that declares little": (
        "a.xlsx",
        lambda: bomb_bytes(declared=1000),
        FileProblem.RATIO,
        "xl/worksheets/sheet2.xml",
    ),
    "a password": (
        "a.xlsx",
        lambda: compound_bytes({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
        FileProblem.ENCRYPTED,
        "取消密码",
    ),
    "a cell at XFD1048576": (
        "a.xlsx",
        lambda: sheet_changed(BOOK, lambda xml: far_away(xml)),
        FileProblem.SHEET_TOO_LARGE,
        "第 1,048,576 行、第 16,384 列",
    ),
    "cut off": ("a.xlsx", lambda: BOOK[: len(BOOK) // 2], FileProblem.DAMAGED, "传送中断"),
    "a broken sheet": (
        "a.xlsx",
        lambda: sheet_changed(BOOK, lambda xml: xml[: len(xml) // 2]),
        FileProblem.DAMAGED,
        "",
    ),
    "a sheet that is missing": (
        "a.xlsx",
        lambda: doctored(BOOK, lambda name, part: None if "sheet1" in name else part),
        FileProblem.DAMAGED,
        "",
    ),
    "entities": (
        "a.xlsx",
        lambda: sheet_changed(BOOK, lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml),
        FileProblem.SUSPICIOUS,
        "实体",
    ),
    "a web page named .xls": (
        "导出.xls",
        lambda: "<html><body><table><tr><td>企业名称</td></tr></table>".encode("gb18030"),
        FileProblem.WEB_PAGE,
        "另存为",
    ),
    "XML of 2003": ("a.xls", SPREADSHEET_XML.encode, FileProblem.OTHER_FORMAT, "XML 表格 2003"),
    "a picture": (
        "a.xlsx",
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(99),
        FileProblem.NOT_A_TABLE,
        "PNG",
    ),
    "a document": (
        "a.xls",
        lambda: compound_bytes({"WordDocument": b"x"}),
        FileProblem.NOT_A_TABLE,
        "Word",
    ),
    "Big5": ("a.csv", lambda: TENANCY_BIG5.encode("big5"), FileProblem.DATASET_UNKNOWN, "Big5"),
    "bytes of no encoding": (
        "a.csv",
        lambda: b"\xff\xff,\x81\x00\r\n" * 9,
        FileProblem.TEXT_ENCODING,
        "UTF-8 读到第 1 行",
    ),
    "zero bytes": ("a.csv", lambda: b"a,b\0c\r\n", FileProblem.TEXT_BINARY, ""),
    "a quotation mark that never closes": (
        "a.csv",
        lambda: csv_bytes([TAX, [CODES[0], '"演示', OFFICE, 1], *tax_rows(*range(50))]),
        FileProblem.TEXT_QUOTES,
        "行附近",
    ),
    "a required column is missing": (
        "税务局2025年5月税收.csv",
        lambda: csv_bytes([["统一社会信用代码", "企业名称", "税收合计"], [CODES[0], "甲", 1]]),
        FileProblem.DATASET_UNKNOWN,
        "",
    ),
    "two columns for one": (
        "税务局2025年5月税收.csv",
        lambda: csv_bytes([[*TAX, "税收合计（万元）"], [*tax_rows(1)[0], 1]]),
        FileProblem.AMBIGUOUS_COLUMNS,
        "“税收合计（元）”和“税收合计（万元）”",
    ),
    "a unit of another kind": (
        "税务局2025年5月税收.csv",
        lambda: csv_bytes([[*TAX[:3], "税收合计（㎡）"], *tax_rows(1)]),
        FileProblem.UNIT,
        "“㎡”",
    ),
    "no month": ("税收.csv", lambda: GOOD, FileProblem.MONTH_UNKNOWN, "--month"),
    "two months": (
        "2025年6月.csv",
        lambda: csv_bytes([["2025年5月税收"], TAX, *tax_rows(1)]),
        FileProblem.MONTH_CONTRADICTED,
        "2025年5月",
    ),
    "months from to": ("2025年1-5月税收.csv", lambda: GOOD, FileProblem.MONTH_UNKNOWN, ""),
}


def far_away(xml: bytes) -> bytes:
    return xml.replace(b'<row r="3"', b'<row r="1048576"').replace(b'r="D3"', b'r="XFD1048576"')


@pytest.mark.parametrize("case", BAD, ids=str)
def test_a_file_that_is_not_taken(case: str, tmp_path: Path) -> None:
    name, make, problem, said = BAD[case]
    content = make()
    (tmp_path / name).write_bytes(content)
    receipt = submit(tmp_path / "home", DISTRICT, tmp_path / name)
    assert (receipt.outcome, receipt.rule) == ("refused", problem.value), receipt.message
    assert said in receipt.message
    assert problem.remedy in receipt.message, "what to do"
    assert receipt.message.isprintable()
    kept = next(receipt.folder.glob("original*"))
    assert kept.read_bytes() == content, "nothing is lost"
    assert not batches(tmp_path / "home")
    (tmp_path / "税收2025年5月.csv").write_bytes(GOOD)
    assert submit(tmp_path / "home", DISTRICT, tmp_path / "税收2025年5月.csv").batch, "door open"


def test_the_wrong_dataset_is_told_what_it_looks_like(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD)
    receipt = submit(
        tmp_path, DISTRICT, tmp_path / "a.csv", dataset="space", sender="潮声街道", month=202505
    )
    assert receipt.rule == FileProblem.NO_HEADER
    assert "像是“税收”" in receipt.message


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"sender": "统计局"}, FileProblem.SENDER_NOT_ALLOWED),
        ({"sender": "没有这个局"}, FileProblem.SENDER_UNKNOWN),
        ({"month": 202212}, FileProblem.MONTH_OUT_OF_RANGE),
    ],
)
def test_what_is_given_must_fit(
    given: dict[str, str | int], problem: FileProblem, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD)
    said = {"sender": "tax", "month": 202505, **given}
    receipt = submit(tmp_path, DISTRICT, tmp_path / "a.csv", **said)  # type: ignore[arg-type]
    assert receipt.rule == problem


def test_a_sender_that_the_file_contradicts(tmp_path: Path) -> None:
    rows = [["报送单位：锦帆街道"], ["企业名称", "楼宇名称"], ["甲公司", "甲大厦"]]
    (tmp_path / "a.csv").write_bytes(csv_bytes(rows))
    receipt = submit(
        tmp_path, DISTRICT, tmp_path / "a.csv", dataset="tenancy", sender="潮声街道", month=202505
    )
    assert receipt.rule == FileProblem.SENDER_CONTRADICTED


def test_a_dimension_of_two_billion_cells_is_not_believed(tmp_path: Path) -> None:
    def widened(xml: bytes) -> bytes:
        assert b'<dimension ref="A1:D3"' in xml
        return xml.replace(b'ref="A1:D3"', b'ref="A1:XFD131072"')

    (tmp_path / "2025年5月税收.xlsx").write_bytes(sheet_changed(BOOK, widened))
    receipt = submit(tmp_path, DISTRICT, tmp_path / "2025年5月税收.xlsx")
    assert receipt.batch is not None and receipt.batch.accepted == 2


@pytest.fixture
def parser() -> Iterator[Parser]:
    made = Parser()
    yield made
    made.close()


def test_a_parser_that_is_killed_takes_no_one_with_it(tmp_path: Path, parser: Parser) -> None:
    (tmp_path / "2025年5月税收.csv").write_bytes(csv_bytes([TAX, *tax_rows(1) * 300_000]))

    def kill() -> None:
        while parser.child is None:
            time.sleep(0.001)
        os.kill(parser.child, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    receipt = submit(tmp_path, DISTRICT, tmp_path / "2025年5月税收.csv", parser=parser)
    killer.join()
    assert receipt.rule == FileProblem.PARSER_DIED and "SIGKILL" in receipt.message
    (tmp_path / "2025年6月税收.csv").write_bytes(GOOD)
    assert submit(tmp_path, DISTRICT, tmp_path / "2025年6月税收.csv", parser=parser).batch


def test_the_server_of_parsers_may_die_too(tmp_path: Path, parser: Parser) -> None:
    (tmp_path / "2025年6月税收.csv").write_bytes(GOOD)
    for _ in range(2):
        parser.start()
        assert parser.process is not None
        parser.process.kill()
        parser.process.wait()
        assert submit(tmp_path, DISTRICT, tmp_path / "2025年6月税收.csv", parser=parser).batch


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (Limits(memory_bytes=4 << 20), FileProblem.PARSER_MEMORY),
        (Limits(cpu_seconds=1), FileProblem.PARSER_TIME),
        (Limits(wall_seconds=0.1), FileProblem.PARSER_TIME),
        (Limits(file_bytes=1000), FileProblem.TOO_LARGE),
        (Limits(cells=1000), FileProblem.SHEET_TOO_LARGE),
        (Limits(columns=3), FileProblem.SHEET_TOO_WIDE),
    ],
    ids=["memory", "processor time", "wall time", "bytes", "cells", "columns"],
)
def test_bounds(limits: Limits, problem: FileProblem, tmp_path: Path, parser: Parser) -> None:
    parser.limits = limits
    (tmp_path / "2025年5月税收.csv").write_bytes(MANY)
    receipt = submit(tmp_path / "home", DISTRICT, tmp_path / "2025年5月税收.csv", parser=parser)
    assert receipt.rule == problem, receipt.message
