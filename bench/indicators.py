"""The indicator stage beside pandas and polars doing the same sums over the same Parquet files.

    python bench/indicators.py [--buildings 300] [--enterprises 30000] [--months 36] [--tax-only]

Each contestant runs alone in a fresh process with two threads; time is from opening the files to
the last number in memory, memory is the process's peak, the best of some runs counts (louyu's first
one also turns its expressions into SQL, as after an upgrade). All must come to the same numbers.
Names and figures are invented (演示数据).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from functools import cache
from importlib import import_module
from multiprocessing import Process
from pathlib import Path
from typing import Any

DISTRICT = Path(__file__).parents[1] / "districts" / "sample"
FIRST_YEAR = 2023
RATES = ["occupancy_rate", "local_registration_rate", "occupants"]


def make(folder: Path, *, buildings: int, enterprises: int, months: int, tax_only: bool) -> None:
    """Placed registers as an edition keeps them: a file a month, sorted by building."""
    import duckdb

    place = district()
    con = duckdb.connect(config={"threads": 2})
    streets = ", ".join(f"'{street.name}'" for street in place.streets)
    con.execute(
        f"""CREATE TABLE place AS SELECT b, format('{place.division.code}{{:07d}}', b) building,
        [{streets}][1 + b * {len(place.streets)} // {buildings}] street, b % 10 > 0 counts
        FROM range({buildings}) t(b)"""
    )
    for number in range(months):
        month = (FIRST_YEAR + number // 12) * 100 + number % 12 + 1
        for noun, query in drawn(month, number, buildings, enterprises).items():
            if noun == "tax" or not tax_only:
                month_write(con, noun, query, folder / noun / f"{month}.parquet")


def drawn(month: int, number: int, buildings: int, enterprises: int) -> dict[str, str]:
    """Rows of a month: three in a hundred have a second room next door, some move each month."""

    def placed(rooms: int) -> str:
        return f"""(SELECT e, (hash(e) + ({number} + e) // 50 + second) % {buildings} AS b
            FROM range({enterprises}) t(e), range({rooms}) s(second)
            WHERE second = 0 OR e % 33 = 0) JOIN place USING (b)"""

    place = f"SELECT {month} AS month, building, street, counts"
    row = "'Sheet1' AS sheet, e AS row"
    return {
        "building": f"{place} FROM place",
        "building_month": f"{place}, 3000000 AS floor_area FROM place",
        "tenancy": f"""{place}, format('9199010{{:011d}}', e) AS enterprise, 'company' AS kind,
            '1201' AS room, 5000 + e % 20000 AS area, 5000 + e % 20000 AS held_area,
            true AS present, e % 9 > 0 AS in_rates, hash(e) % 5 > 0 AS registered_in_district,
            e % 7 > 0 AS taxed_in_district, false AS statistical, false AS carried, 10 AS staff,
            'tenancy{month}' AS batch, {row} FROM {placed(2)}""",
        "tax": f"""{place}, format('9199010{{:011d}}', e) AS enterprise,
            (hash(e, {month}) % 3000000)::BIGINT - 100000 AS total,
            (hash(e, {month}) % 900000)::BIGINT AS local,
            'tax{month}' AS batch, {row} FROM {placed(1)}""",
    }


def month_write(con: Any, noun: str, query: str, path: Path) -> None:
    """Writes a month with exactly the noun's columns; those not drawn are empty."""
    from louyu.engine.on_duckdb import FORMAT
    from louyu.nouns import NOUNS, Type

    types = {Type.TEXT: "VARCHAR", Type.FLAG: "BOOLEAN", Type.DATE: "DATE", Type.MONTH: "INTEGER"}
    said = con.sql(query)
    columns = ", ".join(
        f"{column.name if column.name in said.columns else 'NULL'}"
        f"::{types.get(column.type, 'BIGINT')} AS {column.name}"
        for column in NOUNS[noun].columns
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"COPY (SELECT {columns} FROM said ORDER BY building) TO '{path}' ({FORMAT})")


def louyu_tax(folder: Path) -> list[int]:
    import pyarrow.compute as compute

    from louyu.engine import engine_open
    from louyu.indicators.values import tax_by_building
    from louyu.nouns import NOUNS

    with engine_open(threads=2) as engine:
        tax = engine.parquet(sorted((folder / "tax").glob("*.parquet")), NOUNS["tax"])
        found = engine.arrow(tax_by_building(tax).select("month", "building", "total"))
    return [found.num_rows, compute.sum(found["total"]).as_py()]


@cache
def district() -> Any:
    """The sample district: its parameters, which the others have written into their sums."""
    from louyu.district import district_read

    return district_read(DISTRICT)


def louyu_rates(folder: Path) -> list[int]:
    from louyu.engine import engine_open
    from louyu.indicators.values import indicator_values
    from louyu.nouns import NOUNS

    with engine_open(threads=2, plans=folder / "plans.json") as engine:
        tables = {
            noun: engine.parquet(sorted((folder / noun).glob("*.parquet")), NOUNS[noun])
            for noun in ("building", "building_month", "tenancy", "tax")
        }
        values = indicator_values(tables, district=district(), keeper=engine, keys=RATES)
        rows = engine.arrow(values).to_pylist()
    return total(
        (row["indicator"], row["level"], row["numerator"], row["denominator"]) for row in rows
    )


def total(rows: Any) -> list[int]:
    """A sum per indicator and level: equal only when the numbers are."""
    sums: dict[tuple[str, str], list[int]] = {}
    for indicator, level, numerator, denominator in rows:
        held = sums.setdefault((indicator, level), [0, 0])
        held[0] += int(numerator)
        held[1] += int(denominator or 0)
    return [number for key in sorted(sums) for number in sums[key]]


def polars_tax(folder: Path) -> list[int]:
    import polars as pl

    rows = pl.scan_parquet(folder / "tax" / "*.parquet").filter(pl.col("building").is_not_null())
    found = rows.group_by("month", "building").agg(pl.col("total").sum()).collect()
    return [len(found), found["total"].sum()]


def polars_rates(folder: Path) -> list[int]:
    import polars as pl

    here = pl.scan_parquet(folder / "tenancy" / "*.parquet").filter(
        pl.col("present") & pl.col("counts") & pl.col("in_rates")
    )
    whole = pl.scan_parquet(folder / "building_month" / "*.parquet").filter(pl.col("counts"))
    levels = {"building": ["month", "building"], "street": ["month", "street"],
              "district": ["month"]}  # fmt: skip
    asked, rows = [], []
    for keys in levels.values():
        area = here.group_by(keys).agg(n=pl.col("held_area").sum())
        floor = whole.group_by(keys).agg(d=pl.col("floor_area").sum())
        once = here.group_by([*keys, "enterprise"]).agg(n=pl.col("registered_in_district").max())
        rate = once.group_by(keys).agg(n=pl.col("n").sum(), d=pl.len())
        asked += [floor.join(area, on=keys, how="left"), rate]
    found = pl.collect_all(asked)
    for level, area, rate in zip(levels, found[::2], found[1::2], strict=True):
        rows += [("occupancy_rate", level, n or 0, d) for n, d in area.select("n", "d").iter_rows()]
        rows += [("local_registration_rate", level, n, d) for n, d in
                 rate.select("n", "d").iter_rows()]  # fmt: skip
        rows += [("occupants", level, d, 0) for d in rate["d"]]
    return total(rows)


def pandas_tax(folder: Path) -> list[int]:
    import pandas as pd

    rows = pd.read_parquet(folder / "tax", columns=["month", "building", "total"])
    found = rows.dropna(subset="building").groupby(["month", "building"])["total"].sum()
    return [len(found), int(found.sum())]


def pandas_rates(folder: Path) -> list[int]:
    import pandas as pd

    columns = ["month", "building", "street", "enterprise", "held_area", "registered_in_district",
               "present", "counts", "in_rates"]  # fmt: skip
    here = pd.read_parquet(folder / "tenancy", columns=columns)
    here = here[here["present"] & here["counts"] & here["in_rates"]]
    whole = pd.read_parquet(
        folder / "building_month", columns=["month", "building", "street", "counts", "floor_area"]
    )
    whole = whole[whole["counts"]]
    rows = []
    levels = {"building": ["month", "building"], "street": ["month", "street"],
              "district": ["month"]}  # fmt: skip
    for level, keys in levels.items():
        area = here.groupby(keys)["held_area"].sum()
        floor = whole.groupby(keys)["floor_area"].sum()
        rows += [("occupancy_rate", level, n, d) for n, d in
                 zip(area.reindex(floor.index, fill_value=0), floor, strict=True)]  # fmt: skip
        once = here.drop_duplicates([*keys, "enterprise"]).groupby(keys)["registered_in_district"]
        for n, d in once.agg(["sum", "size"]).itertuples(index=False):
            rows += [("local_registration_rate", level, n, d), ("occupants", level, d, 0)]
    return total(rows)


SUMS = {
    "tax": {"louyu": louyu_tax, "polars": polars_tax, "pandas": pandas_tax},
    "rates": {"louyu": louyu_rates, "polars": polars_rates, "pandas": pandas_rates},
}


def alone(what: str, who: str, folder: Path) -> None:
    """Runs one contestant in this process and says what it took.

    Libraries and the district are loaded before the clock starts: whoever asks for a number has
    them loaded.
    """
    if who == "louyu":
        import pyarrow as pa

        from louyu.engine import engine_open

        with engine_open(threads=2) as engine:
            engine.arrow(engine.table(pa.table({"one": [1]})))
        import_module("louyu.indicators.values")
        district()
    else:
        import_module(who)
    start = time.perf_counter()
    numbers = SUMS[what][who](folder)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "numbers": numbers}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--buildings", type=int, default=300)
    parser.add_argument("--enterprises", type=int, default=30_000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tax-only", action="store_true")
    parser.add_argument("--without", nargs="*", default=[], help="contestants to leave out")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--alone", nargs=2, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.alone:
        alone(*said.alone, said.folder)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = said.folder or Path(scratch)
        if not (folder / "tax").exists():
            # In a process of its own: a child's peak memory begins with what its parent holds.
            sizes = {name: getattr(said, name) for name in ("buildings", "enterprises", "months")}
            work = Process(target=make, args=(folder,), kwargs={**sizes, "tax_only": said.tax_only})
            work.start()
            work.join()
        compare(said, folder)


def compare(said: argparse.Namespace, folder: Path) -> None:
    environment = {**os.environ, "POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2"}
    print(f"{said.enterprises * said.months:,} rows of tax, {said.buildings} buildings; "
          f"best of {said.runs}")  # fmt: skip
    for what in ["tax"] if said.tax_only else list(SUMS):
        answers = set()
        for who in SUMS[what]:
            if who in said.without:
                continue
            runs = []
            for _ in range(said.runs):
                out = subprocess.run(
                    [sys.executable, __file__, "--alone", what, who, "--folder", str(folder)],
                    capture_output=True, text=True, env=environment, check=True,
                )  # fmt: skip
                runs.append(json.loads(out.stdout.splitlines()[-1]))
            answers |= {tuple(run["numbers"]) for run in runs}
            seconds = min(run["seconds"] for run in runs)
            peak = min(run["peak"] for run in runs)
            print(f"{what:6} {who:7} {seconds:7.2f} s {peak / 2**20:8.0f} MB")
        assert len(answers) == 1, f"{what}: the contestants differ: {answers}"


if __name__ == "__main__":
    main()
