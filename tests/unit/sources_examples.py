"""Files as departments send them, for tests: good, broken and hostile ones.

All rows are invented (演示数据).
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from louyu.district import District, district_read
from louyu.door import Batch, submit
from louyu.standards.uscc import uscc_of

SAMPLE = Path(__file__).parents[2] / "districts" / "sample"
DISTRICT: District = district_read(SAMPLE)
CODES = uscc_of("990102", np.arange(100))
TAX = ["统一社会信用代码", "企业名称", "主管税务机关", "税收合计（元）"]
OFFICE = "望潮区税务局"
MAY = "2025年5月税收"

Rows = Sequence[Sequence[Any]]


def tax_rows(*amounts: Any) -> list[list[Any]]:
    """A row of tax for each amount, of one organisation after the other."""
    return [[CODES[i], f"演示{i}有限公司", OFFICE, amount] for i, amount in enumerate(amounts)]


def taken(folder: Path, name: str, content: bytes, **said: Any) -> Batch:
    """The batch that a file becomes in the home ``home`` of the folder."""
    (folder / "file").write_bytes(content)
    receipt = submit(folder / "home", DISTRICT, folder / "file", name=name, **said)
    assert receipt.batch is not None, receipt.message
    return receipt.batch


def clean(batch: Batch) -> pl.DataFrame:
    return pl.read_parquet(batch.folder / "clean.parquet")


def non_data(batch: Batch) -> list[tuple[int, str]]:
    """The rows that are no data, each with what it is."""
    return pl.read_parquet(batch.folder / "non_data.parquet").select("row", "why").rows()


def csv_bytes(rows: Rows, encoding: str = "utf-8") -> bytes:
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows).encode(encoding)


def workbook_bytes(
    sheets: dict[str, Rows],
    *,
    hidden: Sequence[str] = (),
    formats: dict[int, str] | None = None,
    merged: Sequence[str] = (),
) -> bytes:
    """A workbook; ``formats`` are of whole columns, ``merged`` (A1:D1 …) of the first sheet."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "default_date_format": "yyyy/m/d",
    }
    with xlsxwriter.Workbook(out, options) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for column, style in (formats or {}).items():
                page.set_column(column, column, 12, book.add_format({"num_format": style}))
            for line, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is not None:
                        page.write(line, place, value)
            for area in merged if name == next(iter(sheets)) else ():
                line, place = xl_cell_to_rowcol(area.split(":")[0])
                page.merge_range(area, rows[line][place])
            if name in hidden:
                page.hide()
    return out.getvalue()


def doctored(workbook: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A workbook with its parts changed; a part becomes nothing where ``change`` says None."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            part = change(entry.filename, old.read(entry))
            if part is not None:
                new.writestr(entry.filename, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet_changed(workbook: bytes, change: Callable[[bytes], bytes]) -> bytes:
    return doctored(
        workbook, lambda name, part: change(part) if name.endswith("/sheet1.xml") else part
    )


def compound_bytes(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB, 512-byte sectors) with streams of 4,096 bytes and more."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    sectors: list[bytes] = [b"", b""]  # the allocation table and the directory, filled in below
    table = [fat_sector, end]
    entries = [directory_entry("Root Entry", 5, end, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(4096, b"\0")
        start, count = len(sectors), -(-len(content) // 512)
        padded = content.ljust(count * 512, b"\0")
        sectors += [padded[i * 512 : i * 512 + 512] for i in range(count)]
        table += [*range(start + 1, start + count), end]
        right = number + 1 if number < len(streams) else free
        entries.append(directory_entry(name, 2, start, len(content), right=right))
    assert len(table) <= 128 and len(entries) <= 4, "one sector each is enough for tests"
    sectors[0] = struct.pack("<128I", *table, *[free] * (128 - len(table)))
    sectors[1] = b"".join(entries).ljust(512, b"\0")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + b"".join(sectors)


def directory_entry(
    name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def old_workbook_bytes(rows: Rows, merged: Sequence[str] = ()) -> bytes:
    """An .xls (BIFF8) of one sheet: text as labels, numbers as numbers."""
    name = "税收"
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name), 1) + name.encode("utf-16-le")
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    end = record(0x000A, b"")
    offset = len(begin) + len(record(0x0085, bound)) + len(end)
    bound = struct.pack("<I", offset) + bound[4:]
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    width = max(map(len, rows))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                sheet += record(0x0204, struct.pack("<HHH", line, place, 0) + text)
            elif value is not None:
                sheet += record(0x0203, struct.pack("<HHHd", line, place, 0, float(value)))
    corners = [tuple(map(xl_cell_to_rowcol, area.split(":"))) for area in merged]
    areas = [struct.pack("<HHHH", top, bottom, left, right)
             for (top, left), (bottom, right) in corners]  # fmt: skip
    sheet += record(0x00E5, struct.pack("<H", len(areas)) + b"".join(areas)) if areas else b""
    return compound_bytes({"Workbook": begin + record(0x0085, bound) + end + sheet + end})


def bomb_bytes(*, declared: int, megabytes: int = 1100) -> bytes:
    """A workbook of about 1 MB with a sheet that unpacks to more than 1 GB of zeros.

    ``declared`` is the size that its table of contents gives for that sheet.
    """
    plain = workbook_bytes({"Sheet1": [TAX, *tax_rows(1)], "Sheet2": [[1]]})
    with zipfile.ZipFile(io.BytesIO(plain)) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    # A block that ends in a full flush may be repeated: so the bomb is built in no time.
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = block * megabytes + packer.flush()
    body, index = b"", b""
    for name, part in parts.items():
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed, size = packer.compress(part) + packer.flush(), len(part)
        if name == "xl/worksheets/sheet2.xml":
            packed, size = bomb, declared
        about = struct.pack(
            "<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(part), len(packed), size, len(name), 0
        )
        place = struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        index += b"PK\x01\x02" + struct.pack("<H", 20) + about + place + name.encode()
        body += b"PK\x03\x04" + about + name.encode() + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(index), len(body), 0)
    return body + index + b"PK\x05\x06" + end
