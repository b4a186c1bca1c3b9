"""写文件 job: some files of a sample, written by a worker from tables on disk."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from louyu.sample.delivery import File
from louyu.sample.files import Sheet, file_write
from louyu.sample.layout import ADDITIVE

Instead = tuple[int, str, str]
"""Row and column of a cell, and the text that stands there instead of the value."""
REMARKS = ("填表人：演示甲001　审核人：演示乙002", "注：本表为演示数据，数据截至当月末。")


@dataclass(frozen=True)
class Job:
    """Files to write, and for each the cells that say something else than their value."""

    folder: Path
    scratch: Path
    district: str
    files: tuple[File, ...]
    said: tuple[tuple[Instead, ...], ...]

    def write(self) -> None:
        for file, said in zip(self.files, self.said, strict=True):
            rows = rows_of(self.scratch / f"{file.dataset}.arrow", file)
            if file.scientific and "uscc" in rows.columns:
                said = (*said, *scientific(rows))
            if file.kind == "first":
                rows, said = hasty(rows), ()
            sheet = sheet_of(file, self.district, rows, said)
            file_write(sheet, file.layout, self.folder / file.path)


def rows_of(path: Path, file: File) -> pl.DataFrame:
    """A file's rows, without reading the others of its dataset."""
    with pa.memory_map(str(path)) as source:
        rows = pl.from_arrow(pa.ipc.open_file(source).read_all().slice(file.start, file.length))
    assert isinstance(rows, pl.DataFrame)
    return rows


def scientific(rows: pl.DataFrame) -> tuple[Instead, ...]:
    """Codes of digits only, as a spreadsheet shows them once it took them for numbers."""
    return tuple(
        (row, "uscc", f"{float(code):.5E}")
        for row, code in enumerate(rows["uscc"])
        if code is not None and code.isdigit()
    )


def hasty(rows: pl.DataFrame) -> pl.DataFrame:
    """What is sent first and corrected later: rows missing, amounts cut to hundreds."""
    kept = rows.with_row_index("_n").filter(pl.col("_n") % 7 != 3).drop("_n")
    amounts = [name for name in ("total", "area", "floor_area") if name in kept.columns]
    return kept.with_columns((pl.col(name) // 10_000 * 10_000) for name in amounts)


def sheet_of(file: File, district: str, rows: pl.DataFrame, said: tuple[Instead, ...]) -> Sheet:
    when = f"{file.month // 100}年{file.month % 100}月"
    label = Path(file.path).name.split("_")[2]
    added = [name for name in file.layout.headers if name in ADDITIVE]
    return Sheet(
        dataset=file.dataset,
        title=f"{district}{when}{label}（演示数据）",
        sender=f"报送单位：{file.sender}　所属期：{when}",
        rows=rows,
        said=said,
        notes=REMARKS,
        total={name: int(rows[name].sum()) for name in added},
    )
