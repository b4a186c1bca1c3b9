"""A file broken in any way gets a receipt: taken whole, or refused in a sentence; never a crash."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources_examples import (
    DISTRICT,
    MAY,
    TAX,
    clean,
    csv_bytes,
    doctored,
    old_workbook_bytes,
    tax_rows,
    workbook_bytes,
)

from louyu.door import submit
from louyu.sources.refusal import RefusalError
from louyu.sources.report import marked_workbook, report_lines, report_read

ROWS = [["税收月报"], TAX, *tax_rows(1, 2.5, "x", "1,200"), ["合计", None, None, 9]]
BOOK = workbook_bytes({"税收": ROWS, "附表": [[1]]}, merged=["B3:B4"])
PARTS = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]


def changed(content: bytes, place: int, cut: int, put: bytes) -> bytes:
    place %= len(content)
    return content[:place] + put + content[place + cut :]


CHANGES = st.tuples(
    st.integers(0, 1 << 16),
    st.integers(0, 40),
    st.one_of(st.binary(max_size=6), st.sampled_from([b"<", b'"', b"-1", b"99999999999", b"\xff"])),
)
FILES = st.one_of(
    st.builds(
        lambda part, change: doctored(
            BOOK, lambda name, content: changed(content, *change) if name == part else content
        ),
        st.sampled_from(PARTS),
        CHANGES,
    ),
    st.builds(lambda change: changed(BOOK, *change), CHANGES),
    st.builds(lambda change: changed(old_workbook_bytes(ROWS), *change), CHANGES),
    st.builds(lambda change: changed(csv_bytes(ROWS, "gb18030"), *change), CHANGES),
    st.binary(max_size=60),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("broken")


@settings(max_examples=50)
@given(content=FILES)
def test_a_broken_file_gets_a_receipt(folder: Path, content: bytes) -> None:
    file = folder / f"{MAY}.xlsx"
    file.write_bytes(content)
    receipt = submit(folder / "home", DISTRICT, file)
    assert receipt.message.isprintable()
    if receipt.batch is None:
        assert receipt.rule and (receipt.folder / "refusal.json").exists()
        return
    batch, report = receipt.batch, report_read(receipt.folder)
    assert batch.rows_read == batch.accepted + batch.quarantined + batch.non_data
    assert batch.accepted == clean(batch).height
    assert all(line.isprintable() for line in [*batch.warnings, *report_lines(report)])
    try:
        marked_workbook(batch.original, report, folder / "marked.xlsx")
    except RefusalError as error:
        assert error.sentence
