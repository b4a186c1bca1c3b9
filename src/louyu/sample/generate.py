"""生成 generate: a district with known truth, written as files, in one call."""

import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from louyu.district import District
from louyu.sample.delivery import File, files
from louyu.sample.departments import reports
from louyu.sample.dirt import Dirty, damaged
from louyu.sample.geography import geography_write
from louyu.sample.job import Instead, Job
from louyu.sample.rates import Dirt
from louyu.sample.scale import Scale
from louyu.sample.truth import indicators
from louyu.sample.truth_identity import identities, relations
from louyu.sample.truth_lists import buildings_list, damages, enterprises_list
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
    dirt: Dirt = Dirt.NONE,
    workers: int = 2,
    said: Said = lambda *_: None,
) -> Sample:
    """Writes files, handover list and truth of an invented district below a folder.

    Raises `ValueError` with a Chinese sentence when the scale cannot hold what it must.
    """
    said("推演", 0, 1)
    drawn = world(district, scale)
    dirty = damaged(drawn, reports(drawn), dirt)
    planned = files(drawn, {name: d.table for name, d in dirty.items()}, dirt)
    every = [file for file in planned if file.kind != "missing"]
    folder.mkdir(parents=True, exist_ok=True)
    delivery_write(folder, every)
    geography_write(folder, drawn)
    done = 0
    with tempfile.TemporaryDirectory(prefix="louyu-sample-") as scratch:
        for dataset, table in dirty.items():
            path = Path(scratch) / f"{dataset}.arrow"
            table.table.write_ipc(
                path, compression="uncompressed", compat_level=pl.CompatLevel.oldest()
            )
        jobs = [
            Job(folder, Path(scratch), district.name, tuple(chunk), said_in(dirty, chunk))
            for chunk in chunks(sorted(every, key=lambda f: (f.dataset, f.start, f.kind)))
        ]
        if workers <= 1:
            for job in jobs:
                job.write()
                said("写文件", done := done + len(job.files), len(every))
            truths = truth_write(folder, drawn, dirty, planned)
        else:
            with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                running = [pool.submit(job.write) for job in jobs]
                truths = truth_write(folder, drawn, dirty, planned)
                for job, future in zip(jobs, running, strict=True):
                    future.result()
                    said("写文件", done := done + len(job.files), len(every))
    rows = sum(file.length for file in every)
    return Sample(folder, len(every), rows, truths)


def chunks(every: list[File]) -> Iterator[list[File]]:
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def said_in(dirty: dict[str, Dirty], chosen: list[File]) -> tuple[tuple[Instead, ...], ...]:
    """Of each file the cells that say something else than their value: row, column, text."""
    found = []
    for file in chosen:
        said = dirty[file.dataset].said
        first, after = (bisect_left(said, (row, "", "")) for row in file.run)
        found.append(tuple((row - file.start, name, text) for row, name, text in said[first:after]))
    return tuple(found)


def delivery_write(folder: Path, every: list[File]) -> None:
    """交接清单, in the order of receipt."""
    pl.DataFrame(
        {
            "file": [file.path for file in every],
            "dataset": [file.dataset for file in every],
            "sender": [file.sender for file in every],
            "month": [f"{file.month // 100}-{file.month % 100:02d}" for file in every],
            "received_at": [f"{file.received:%Y-%m-%d %H:%M}" for file in every],
        }
    ).write_csv(folder / "delivery.csv")


def truth_write(folder: Path, drawn: World, dirty: dict[str, Dirty], planned: list[File]) -> int:
    """The truth beside the files; returns the number of indicator values."""
    truth = folder / "truth"
    truth.mkdir(exist_ok=True)
    values = indicators(drawn)
    values.write_csv(truth / "indicators.csv")
    enterprises_list(drawn).write_csv(truth / "enterprises.csv")
    buildings_list(drawn).write_csv(truth / "buildings.csv")
    identities(drawn, dirty, planned).write_parquet(truth / "identity.parquet")
    relations(drawn).write_csv(truth / "relations.csv")
    damages(dirty, planned).write_csv(truth / "dirt.csv")
    return len(values)
