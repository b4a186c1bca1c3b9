"""Shapefile: a ``.shp`` beside its ``.dbf``, ``.prj`` and ``.cpg``, or all of them in a zip.

Attributes of Chinese files are in GB18030 or UTF-8; which is told by ``.cpg``, or by the bytes.
"""

import struct
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapefile

from louyu.geography.kind import MOST_BYTES, Feature, GeographyError

PARTS = (".shp", ".dbf", ".prj", ".cpg")
ENCODINGS = ("utf-8", "gb18030")
"""Tried in this order where nothing is said: text in GB18030 is hardly ever valid UTF-8."""
CODE_PAGES = {"936": "gb18030", "54936": "gb18030", "65001": "utf-8"}
HEAD = 100
"""Bytes of a ``.shp`` before its first feature; in them its length in words of two bytes."""
BROKEN = (shapefile.ShapefileException, struct.error, ValueError, IndexError, KeyError, EOFError,
          OverflowError, TypeError, AttributeError)  # fmt: skip
"""What reading bytes that are no Shapefile raises."""


@dataclass(frozen=True)
class Parts:
    """The files that make up one Shapefile."""

    shp: Path
    dbf: Path | None
    prj: str
    cpg: str


@contextmanager
def opened(file: Path) -> Iterator[Parts]:
    """A Shapefile's parts, out of a zip into a folder that is gone afterwards."""
    if file.suffix.casefold() == ".shp":
        beside = {each.suffix.casefold(): each for each in file.parent.iterdir()
                  if each.stem == file.stem and each.suffix.casefold() in PARTS}  # fmt: skip
        yield parts(beside)
        return
    with TemporaryDirectory(prefix="louyu-") as folder:
        yield parts(unpacked(file, Path(folder)))


def parts(found: dict[str, Path]) -> Parts:
    if sum(path.stat().st_size for path in found.values()) > MOST_BYTES:
        raise GeographyError(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请按街镇拆分后导入")

    def text(suffix: str) -> str:
        path = found.get(suffix)
        return path.read_bytes()[:10_000].decode("utf-8", "replace").strip("\ufeff") if path else ""

    return Parts(found[".shp"], found.get(".dbf"), text(".prj"), text(".cpg"))


def unpacked(file: Path, folder: Path) -> dict[str, Path]:
    """The parts of the one Shapefile in a zip, under names of our own."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            shapes = [each for each in members if each.filename.casefold().endswith(".shp")]
            if len(shapes) != 1:
                said = "、".join(Path(each.filename).name for each in shapes[:5]) or "没有"
                raise GeographyError(
                    f"压缩包里应有一个 .shp，现有 {len(shapes)} 个（{said}）；请一个图层打一个包"
                )
            stem = shapes[0].filename[:-4]
            wanted = {
                suffix: each
                for each in members
                for suffix in PARTS
                if each.filename[:-4] == stem and each.filename[-4:].casefold() == suffix
            }
            if sum(each.file_size for each in wanted.values()) > MOST_BYTES:
                raise GeographyError(
                    f"压缩包解开后超过 {MOST_BYTES // 1024 // 1024} MB，请按街镇拆分后导入"
                )
            found = {}
            for suffix, each in wanted.items():
                found[suffix] = folder / f"layer{suffix}"
                with archive.open(each) as packed, found[suffix].open("wb") as out:
                    while piece := packed.read(1 << 20):
                        out.write(piece)
            return found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise GeographyError("压缩包打不开（已损坏或有密码），请重新打包后导入") from None


def shapefile_features(found: Parts) -> Iterator[Feature]:
    """The features with their attributes, in the coordinates of the file."""
    encoding = encoding_of(found)
    with reader(found, encoding) as whole:
        number, records = 0, iter(whole.iterShapeRecords() if found.dbf else whole.iterShapes())
        while True:
            number += 1
            try:
                each: Any = next(records)
                shape = each.shape if found.dbf else each
                properties = each.record.as_dict() if found.dbf else {}
                geometry = shape.__geo_interface__ if shape.points else {}
            except StopIteration:
                return
            except BROKEN:
                raise GeographyError(
                    f"第 {number} 个要素读不出来：Shapefile 已损坏，"
                    "请重新导出（.shp、.dbf、.prj 一起）"
                ) from None
            yield Feature(f"第 {number} 个要素", properties, geometry)


@contextmanager
def reader(found: Parts, encoding: str) -> Iterator[shapefile.Reader]:
    with found.shp.open("rb") as stream:
        head = stream.read(HEAD)
    if len(head) < HEAD or struct.unpack(">i", head[24:28])[0] * 2 != found.shp.stat().st_size:
        raise GeographyError("文件不是 Shapefile，或没有传完整（长度与文件头所说不符），请重新导出")
    with ExitStack() as stack:
        shp = stack.enter_context(found.shp.open("rb"))
        dbf = stack.enter_context(found.dbf.open("rb")) if found.dbf else None
        try:
            whole = shapefile.Reader(shp=shp, dbf=dbf, encoding=encoding)
        except BROKEN:
            raise GeographyError("Shapefile 的文件头已损坏，请重新导出") from None
        yield whole


def encoding_of(found: Parts) -> str:
    """How the attributes are written: by ``.cpg``, else what every one of them can be read in."""
    if found.dbf is None:
        return "utf-8"
    if found.cpg.strip():
        named = code_page(found.cpg)
        if readable(found.dbf, named):
            return named
        raise GeographyError(
            f"属性表按 .cpg 所说的 {found.cpg.strip()[:20]} 读不通，"
            "请核对 .cpg（常见为 UTF-8 或 GBK）"
        )
    for encoding in ENCODINGS:
        if readable(found.dbf, encoding):
            return encoding
    raise GeographyError("属性表既不是 UTF-8 也不是 GB18030，请附上说明编码的 .cpg")


def code_page(said: str) -> str:
    """The encoding that a ``.cpg`` names in any of the ways in use."""
    word = said.strip().casefold().replace("ansi", "").replace("cp", "").strip(" -_")
    if word in CODE_PAGES:
        return CODE_PAGES[word]
    if word.startswith("gb"):
        return "gb18030"
    if word.replace("-", "") == "utf8":
        return "utf-8"
    raise GeographyError(f".cpg 里的编码“{said.strip()[:20]}”不认识，请改为 UTF-8 或 GBK")


def readable(dbf: Path, encoding: str) -> bool:
    """Whether every field name and text of an attribute table can be read so."""
    try:
        # In Latin-1 every byte is a letter: what was written comes back as it was.
        with dbf.open("rb") as stream, shapefile.Reader(dbf=stream, encoding="latin-1") as whole:
            for field in whole.fields:
                field[0].encode("latin-1").decode(encoding)
            for record in whole.iterRecords():
                for value in record:
                    if isinstance(value, str):
                        value.encode("latin-1").decode(encoding)
    except UnicodeDecodeError:
        return False
    except BROKEN:
        raise GeographyError("属性表 .dbf 已损坏，请重新导出") from None
    return True
