"""生成 generate: a district with known truth, written as files, in one call."""

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import polars as pl
import pyarrow as pa

from louyu.district import District
from louyu.sample.delivery import File, files
from louyu.sample.departments import reports
from louyu.sample.files import Sheet, file_write
from louyu.sample.scale import Scale
from louyu.sample.truth import indicators
from louyu.sample.truth_lists import buildings_list, enterprises_list, identities
from louyu.sample.world import World, world

Said = Callable[[str, int, int], None]
"""Called as work goes on: what is done, how much of it, of how much."""
BATCH = 24
"""Files that a worker writes at a time."""


@dataclass(frozen=True)
class Sample:
    """What was written."""

    folder: Path
    files: int
    rows: int
    truths: int


def sample_write(
    folder: Path,
    district: District,
    scale: Scale,
    *,
    workers: int = 2,
    said: Said = lambda *_: None,
) -> Sample:
    """Writes files, handover list and truth of an invented district below a folder.

    Raises `ValueError` with a Chinese sentence when the scale cannot hold what it must.
    """
    said("推演", 0, 1)
    drawn = world(district, scale)
    tables = reports(drawn)
    every = files(tables, district, scale)
    folder.mkdir(parents=True, exist_ok=True)
    delivery_write(folder, every)
    done = 0
    with tempfile.TemporaryDirectory(prefix="louyu-sample-") as scratch:
        for dataset, table in tables.items():
            path = Path(scratch) / f"{dataset}.arrow"
            table.write_ipc(path, compression="uncompressed", compat_level=pl.CompatLevel.oldest())
        jobs = [
            (folder, Path(scratch), district.name, tuple(chunk))
            for chunk in chunks(sorted(every, key=lambda f: (f.dataset, f.start)))
        ]
        if workers <= 1:
            for job in jobs:
                files_write(*job)
                said("写文件", done := done + len(job[3]), len(every))
            truths = truth_write(folder, drawn, tables, every)
        else:
            context = get_context("spawn")
            with ProcessPoolExecutor(workers, mp_context=context) as pool:
                running = [pool.submit(files_write, *job) for job in jobs]
                truths = truth_write(folder, drawn, tables, every)
                for job, future in zip(jobs, running, strict=True):
                    future.result()
                    said("写文件", done := done + len(job[3]), len(every))
    return Sample(folder, len(every), sum(len(table) for table in tables.values()), truths)


def chunks(every: list[File]) -> Iterator[list[File]]:
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def files_write(folder: Path, scratch: Path, district: str, chosen: tuple[File, ...]) -> None:
    """Writes some files; runs in a worker."""
    for file in chosen:
        rows = rows_of(scratch / f"{file.dataset}.arrow", file)
        if file.first_try:
            rows = hasty(rows)
        file_write(sheet_of(file, district, rows), file.layout, folder / file.path)


def rows_of(path: Path, file: File) -> pl.DataFrame:
    """A file's rows, without reading the others of its dataset."""
    with pa.memory_map(str(path)) as source:
        rows = pl.from_arrow(pa.ipc.open_file(source).read_all().slice(file.start, file.length))
    assert isinstance(rows, pl.DataFrame)
    return rows


def hasty(rows: pl.DataFrame) -> pl.DataFrame:
    """What is sent first and corrected later: rows missing, amounts cut to hundreds."""
    kept = rows.with_row_index("_n").filter(pl.col("_n") % 7 != 3).drop("_n")
    kept = kept if len(kept) else rows
    amounts = [name for name in ("total", "area", "floor_area") if name in kept.columns]
    return kept.with_columns((pl.col(name) // 10_000 * 10_000) for name in amounts)


def sheet_of(file: File, district: str, rows: pl.DataFrame) -> Sheet:
    when = f"{file.month // 100}年{file.month % 100}月"
    label = Path(file.path).name.split("_")[2]
    return Sheet(
        dataset=file.dataset,
        title=f"{district}{when}{label}（演示数据）",
        sender=f"报送单位：{file.stated_sender}　所属期：{when}",
        rows=rows,
    )


def delivery_write(folder: Path, every: list[File]) -> None:
    """交接清单, in the order of receipt."""
    pl.DataFrame(
        {
            "file": [file.path for file in every],
            "dataset": [file.dataset for file in every],
            "sender": [file.stated_sender for file in every],
            "month": [f"{file.month // 100}-{file.month % 100:02d}" for file in every],
            "received_at": [f"{file.received:%Y-%m-%d %H:%M}" for file in every],
        }
    ).write_csv(folder / "delivery.csv")


def truth_write(
    folder: Path, drawn: World, tables: dict[str, pl.DataFrame], every: list[File]
) -> int:
    """The truth beside the files; returns the number of indicator values."""
    truth = folder / "truth"
    truth.mkdir(exist_ok=True)
    values = indicators(drawn)
    values.write_csv(truth / "indicators.csv")
    enterprises_list(drawn).write_csv(truth / "enterprises.csv")
    buildings_list(drawn).write_csv(truth / "buildings.csv")
    identities(drawn, tables, every).write_csv(truth / "identity.csv")
    dirt = {name: pl.String for name in ("file", "sheet", "row", "kind")}
    pl.DataFrame(schema=dirt).write_csv(truth / "dirt.csv")
    return len(values)
