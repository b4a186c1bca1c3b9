"""容器 container: what a file is by its first bytes, and whether it is safe to parse.

Content decides, not the extension: systems hand out web pages and CSV text as ``.xls``. Runs in the
parsing process, so it loads nothing of the rest.
"""

import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal
from xml.etree import ElementTree

from louyu.sources.limits import Limits

Kind = Literal["xlsx", "xls", "text"]
INDEX = frozenset({"xl/workbook.xml", "xl/_rels/workbook.xml.rels"})
CHUNK = 1 << 20
OVERLAP = 512
"""Bytes seen again with the next chunk, so that a tag cut in two is found."""

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
STRANGERS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"GIF8": "GIF 图片",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"\x09\x08": "旧版（Excel 95 以前）工作簿",
    b"\x09\x04": "旧版（Excel 95 以前）工作簿",
    b"\x09\x02": "旧版（Excel 95 以前）工作簿",
    b"PAR1": "Parquet 文件",
    b"SQLite format": "SQLite 数据库",
}
ARCHIVES = {
    "xl/workbook.bin": ("workbook-other-format", "Excel 二进制工作簿（.xlsb）"),
    "content.xml": ("workbook-other-format", "OpenDocument 表格（.ods）"),
    "word/document.xml": ("file-not-a-table", "Word 文档"),
    "ppt/presentation.xml": ("file-not-a-table", "PowerPoint 文稿"),
}
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# Each begins with letters, no class or boundary, which makes the search ten times as fast.
WIDE = re.compile(rb"""r=["']([A-Z]{2,})[0-9]""")
ROW = re.compile(rb"""row\b[^>]*?\br=["']([0-9]+)["']""")
LONE = re.compile(rb"""r=["'][A-Z]+([0-9]+)["']""")
ERROR = re.compile(rb"""<(?:[a-z]+:)?c\b([^>]*\bt=["']e["'][^>]*)>""")
PLACE = re.compile(rb"""\br=["']([A-Z]+)([0-9]+)["']""")
VALUE = re.compile(rb"<(?:[a-z]+:)?v>([^<]*)<")
UNCOMPUTED = re.compile(
    rb"""<(?:[a-z]+:)?c\b[^>]*?\br=["']([A-Z]+)([0-9]+)["'][^>]*><(?:[a-z]+:)?f\b"""
    rb"""(?:[^>]*/>|[^>]*>[^<]*</(?:[a-z]+:)?f>)(?:<v></v>|<v ?/>)?</(?:[a-z]+:)?c>"""
)
MERGED = re.compile(
    rb"""<(?:[a-z]+:)?mergeCell\b[^>]*?\bref=["']([A-Z]+)([0-9]+):[A-Z]+([0-9]+)["']"""
)
NOT_COMPUTED = "#未计算"
"""Stands in a cell whose formula came without its value: blank it would be lost silently."""


class UnfitError(Exception):
    """A file that is not parsed: the code of a `FileProblem`, and what was seen."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


@dataclass
class SheetScan:
    """What a sheet's XML says before it is parsed: how far it reaches, and cells with errors."""

    columns: int = 1
    rows: int = 1
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: set[tuple[int, int, int]] = field(default_factory=set)
    """Cells merged downwards: column, first and last row, each from 0."""

    @property
    def cells(self) -> int:
        return self.columns * self.rows


@dataclass(frozen=True)
class Container:
    """A file that may be parsed; for .xlsx with the scan of each sheet by its name."""

    kind: Kind
    sheets: dict[str, SheetScan] = field(default_factory=dict)


def container(path: Path, limits: Limits) -> Container:
    """What the file is. Raises `UnfitError` when it is not to be parsed."""
    size = path.stat().st_size
    if size == 0:
        raise UnfitError("file-empty")
    if size > limits.file_bytes:
        raise UnfitError("file-too-large", f"{size:,} 字节，上限 {limits.file_bytes:,} 字节")
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(ZIP):
        return Container("xlsx", package(path, limits))
    if head.startswith(OLE):
        return Container(compound(path.read_bytes()))
    if head.startswith(b"PK\x05\x06"):
        raise UnfitError("file-archive", "空的 ZIP 压缩包")
    for magic, name in STRANGERS.items():
        if head.startswith(magic):
            raise UnfitError("file-not-a-table", name)
    markup_refuse(head)
    return Container("text")


def markup_refuse(head: bytes) -> None:
    """Web pages and XML tables that are handed out as ``.xls``."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not start.startswith(b"<"):
        return
    if b'progid="excel.sheet"' in start or b"schemas-microsoft-com:office:spreadsheet" in start:
        raise UnfitError("workbook-other-format", "XML 表格 2003")
    if re.search(rb"<(!doctype html|html|head|body|table|meta|div|style)\b", start):
        raise UnfitError("file-web-page")
    raise UnfitError("file-not-a-table", "XML 文本")


def compound(content: bytes) -> Literal["xls"]:
    """An OLE container: an old workbook, an encrypted new one, or another program's file."""
    named = {
        name: name.encode("utf-16-le") in content
        for name in ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")
    }
    if named["EncryptedPackage"]:
        raise UnfitError("workbook-encrypted")
    if named["Workbook"] or named["Book"]:
        return "xls"
    if named["WordDocument"]:
        raise UnfitError("file-not-a-table", "Word 文档")
    if named["PowerPoint Document"]:
        raise UnfitError("file-not-a-table", "PowerPoint 文稿")
    raise UnfitError("workbook-damaged", "OLE 容器里没有工作簿")


def package(path: Path, limits: Limits) -> dict[str, SheetScan]:
    """A ZIP package held to its bounds, declared ones first, then as it really unpacks."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnfitError("workbook-damaged", f"ZIP 结构不完整：{error}") from error
    declared(entries, path.stat().st_size, limits)
    scans: dict[str, SheetScan] = {}
    index: dict[str, bytes] = {}
    total = 0
    with path.open("rb") as stream:
        for entry in entries:
            name = entry.filename.lower()
            if not name.endswith((".xml", ".rels")):
                continue
            scan = SheetScan() if name.startswith("xl/worksheets/") else None
            kept: list[bytes] | None = [] if name in INDEX else None
            unpacked, tail = 0, b""
            for chunk in inflated(stream, entry):
                unpacked += len(chunk)
                total += len(chunk)
                bounds_hold(entry, unpacked, total, limits)
                seen = tail + chunk
                if ENTITY.search(seen):
                    raise UnfitError("workbook-suspicious", f"{entry.filename} 里有实体定义")
                if scan is not None:
                    sheet_scan(scan, seen)
                if kept is not None:
                    kept.append(chunk)
                tail = seen[-OVERLAP:]
            if scan is not None:
                scans[name] = scan
            if kept is not None:
                index[name] = b"".join(kept)
    return {name: scans.get(part, SheetScan()) for name, part in sheet_parts(index)}


def declared(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """What the package's own table of contents says."""
    names = Counter(entry.filename.lower() for entry in entries)
    if len(entries) > limits.entries:
        raise UnfitError("workbook-entries", f"{len(entries):,} 个，上限 {limits.entries:,} 个")
    twice = [name for name, count in names.items() if count > 1]
    astray = [name for name in names if ".." in name.split("/") or name.startswith(("/", "\\"))]
    if twice or astray:
        raise UnfitError("workbook-suspicious", f"包内文件名异常：{(twice or astray)[0][:80]}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnfitError("workbook-encrypted")
    if "xl/workbook.xml" not in names:
        for part, (code, what) in ARCHIVES.items():
            if part in names:
                raise UnfitError(code, what)
        raise UnfitError("file-archive", f"ZIP 压缩包，内有 {len(entries):,} 个文件")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise UnfitError("workbook-unpacked", unpacked_detail(unpacked, limits))
    if sum(entry.compress_size for entry in entries) > size:
        raise UnfitError("workbook-suspicious", "包内各部分互相重叠")


def bounds_hold(entry: zipfile.ZipInfo, unpacked: int, total: int, limits: Limits) -> None:
    if total > limits.unpacked_bytes:
        raise UnfitError("workbook-unpacked", unpacked_detail(total, limits))
    if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * entry.compress_size:
        times = unpacked // max(entry.compress_size, 1)
        raise UnfitError("workbook-ratio", f"{entry.filename} 已是 {times:,} 倍")


def unpacked_detail(unpacked: int, limits: Limits) -> str:
    return f"{unpacked:,} 字节以上，上限 {limits.unpacked_bytes:,} 字节"


def inflated(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry as it really unpacks, whatever size its header declares."""
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != ZIP:
        raise UnfitError("workbook-damaged", f"{entry.filename} 的文件头不对")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    stream.seek(name_length + extra_length, 1)
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left and (chunk := stream.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise UnfitError("workbook-suspicious", f"{entry.filename} 用了少见的压缩方法")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pending = b""
    try:
        while not inflater.eof:
            if not pending:
                pending = stream.read(min(CHUNK, left))
                left -= len(pending)
                if not pending:
                    raise UnfitError("workbook-damaged", f"{entry.filename} 不完整")
            yield inflater.decompress(pending, CHUNK)
            pending = inflater.unconsumed_tail
    except zlib.error as error:
        raise UnfitError("workbook-damaged", f"{entry.filename} 解压失败") from error


def sheet_scan(scan: SheetScan, xml: bytes) -> None:
    """How far the sheet reaches by its cells, not by the dimension that it declares."""
    for letters in set(WIDE.findall(xml)):
        scan.columns = max(scan.columns, column_number(letters.decode()))
    rows = ROW.findall(xml) or LONE.findall(xml)
    if rows:
        scan.rows = max(scan.rows, *map(int, rows))
    scan.columns = max(scan.columns, 26)
    errors_scan(scan, xml)
    if b"mergeCell " in xml:
        for letters, first, last in MERGED.findall(xml):
            if int(first) < int(last):
                row, column = where(letters, first)
                scan.merged.add((column, row, int(last) - 1))


def errors_scan(scan: SheetScan, xml: bytes) -> None:
    """Cells that the reader gives empty, although they say something."""
    if b't="e"' in xml or b"t='e'" in xml:
        for match in ERROR.finditer(xml):
            place = PLACE.search(match[1])
            value = VALUE.search(xml, match.end(), match.end() + OVERLAP)
            if place:
                said = value[1].decode("utf-8", "replace") if value else ""
                scan.errors[where(place[1], place[2])] = said or "#N/A"
    if b"<f" in xml or b":f" in xml:
        for letters, row in UNCOMPUTED.findall(xml):
            scan.errors.setdefault(where(letters, row), NOT_COMPUTED)


def where(letters: bytes, row: bytes) -> tuple[int, int]:
    """Row and column of a cell's reference, the first of each being 0."""
    return int(row) - 1, column_number(letters.decode()) - 1


def sheet_parts(index: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part that holds it."""
    try:
        book = ElementTree.fromstring(index["xl/workbook.xml"])  # noqa: S314 (no entities: refused above; bounded process)
        links = ElementTree.fromstring(index.get("xl/_rels/workbook.xml.rels", b"<r/>"))  # noqa: S314 (as above)
    except ElementTree.ParseError as error:
        raise UnfitError("workbook-damaged", f"工作簿目录不是合法的 XML：{error}") from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(link, "").lower()
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        yield sheet.get("name", ""), part


def column_number(letters: str) -> int:
    """A is 1, XFD is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
