"""流程 pipeline: the stages in order: the whole system on one screen.

batches → coverage → registers → indicators → edition. What came through the door is read, nothing
is asked twice, and the last step publishes. A clock runs here only to say how long a stage took.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal

import polars as pl
import pyarrow as pa
from ibis import ir

from louyu.district import District
from louyu.door import Batch, batches
from louyu.edition import (
    BatchInput,
    Damage,
    Draft,
    Edition,
    EditionError,
    Inputs,
    ParameterInput,
    code_sha256,
    code_version,
    damages,
    drafting,
    editions,
    file_sha256,
)
from louyu.engine import Engine, engine_open, grown, libraries, schema_arrow
from louyu.indicators.progress import aims, progress
from louyu.nouns import NOUNS, STATEMENTS, Sensitivity
from louyu.registers.event import RESOLVED
from louyu.registers.identity import Finders
from louyu.registers.order import FACTS, asked, events, facts, of_months, things
from louyu.renewal.assembly import Assembly, events_whole, month_table
from louyu.renewal.remembered import finders
from louyu.renewal.touched import Renewal, can_be_basis, datasets_of, months_differing, renewal_of
from louyu.sources.state import coverage

Said = Callable[[str, int, int], None]
"""Called as work goes on: the stage, how much of it is done, of how much."""


def quiet(stage: str, done: int, total: int) -> None:
    """Says nothing of how far the work is."""


STAGES = ("核对批次", "数据覆盖", "台账", "指标", "写入", "封存")


WHOLE_BY_MONTH = ("building", "indicator_value")
"""Tables of a file a month of which all months are made anew: most come out as they were."""


@dataclass(frozen=True)
class Made:
    """Every table of an edition by noun: all rows, or those that ``renewal`` does not keep.

    Of ``basis`` the registers of events are that are about none of the ``datasets``.
    """

    tables: dict[str, ir.Table]
    renewal: Renewal
    basis: Edition | None
    datasets: frozenset[str]


def stages(
    engine: Engine,
    district: District,
    given: Sequence[Batch],
    until: int,
    clock: "Clock",
    basis: Edition | None = None,
    finds: Finders | None = None,
) -> Made:
    """Every table of an edition: from batches to numbers, over what of ``basis`` still holds."""
    batch = engine.table(batch_rows(given), "batch")
    covered = engine.materialise(partial(coverage, batch, district=district, until=until))
    statements = {dataset: clean_rows(engine, given, dataset) for dataset in STATEMENTS}
    engine.when_made(lambda: clock.ended("数据覆盖"))
    known = things(
        statements, covered, batch,
        until=until, district=district, keeper=engine, finders=finds or Finders(),
    )  # fmt: skip
    datasets = datasets_of(engine, basis, known, covered, statements)
    happened = partial(events, known, statements, covered, batch, district=district, keeper=engine)
    known = replace(known, made={**known.made, **events_whole(engine, basis, datasets, happened)})
    renewal = renewal_of(engine, basis, known, datasets, covered, statements)
    assembly = Assembly(engine, renewal)
    new, home = facts(
        known,
        {**statements, **speaking(engine, given, covered, renewal)},
        batch,
        engine.table(month_table(renewal.months)) if renewal.basis else None,
        district=district,
        keeper=engine,
    )
    new["building_month"] = assembly.building_month(known, new, home)
    whole = {noun: assembly.whole(noun, rows) for noun, rows in new.items()}
    made = {"batch": batch, "coverage": covered, **known.made}
    made["unresolved"] = assembly.unresolved(
        known, statements, whole["area_exception"], district=district
    )
    made["identity_question"] = asked(
        known, whole["tenancy"], whole["tax"], until=until, keeper=engine
    )
    engine.release([*made.values(), *new.values()])
    engine.when_made(lambda: clock.ended("台账"))
    values = assembly.values({**made, **whole}, new["tenancy"], district=district)
    tables = {
        **made,
        **new,
        "indicator_value": values,
        "progress": engine.materialise(partial(progress, values, engine.table(aims(district)))),
    }
    engine.release(tables.values())
    engine.when_made(lambda: clock.ended("指标"))
    return Made(tables, renewal, basis, datasets)


def speaking(
    engine: Engine, given: Sequence[Batch], coverage: ir.Table, renewal: Renewal
) -> dict[str, ir.Table]:
    """The tenancies and tax of the batches that speak for months made again, if not all are."""
    if renewal.basis is None:
        return {}
    here = coverage.filter(coverage.month.isin(sorted(renewal.months)))
    speak = set(engine.arrow(here.select("batch").distinct())["batch"].to_pylist())
    some = [batch for batch in given if batch.batch in speak]
    return {dataset: clean_rows(engine, some, dataset) for dataset in ("tenancy", "tax")}


def batch_rows(given: Sequence[Batch]) -> pa.Table:
    schema = schema_arrow(NOUNS["batch"])
    columns = {name: [getattr(batch, name) for batch in given] for name in schema.names}
    # By polars, because Arrow would load pandas to look at lists: a quarter of a second.
    typed = pl.Schema(schema)
    return pl.DataFrame(columns, typed).to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)


def clean_rows(engine: Engine, given: Sequence[Batch], dataset: str) -> ir.Table:
    """What the batches in force say for a dataset."""
    files = [
        batch.folder / "clean.parquet"
        for batch in given
        if batch.dataset == dataset and batch.status == "in_force"
    ]
    noun = STATEMENTS[dataset]
    return grown(engine.parquet(files), noun) if files else engine.parquet(files, noun)


@dataclass(frozen=True)
class Built:
    """What a build came to: a new edition, or the one that says the same already."""

    edition: Edition
    published: bool
    unchanged: Literal["", "inputs", "contents"]
    left_out: tuple[Batch, ...]
    seconds: dict[str, float]
    renewed: tuple[int, ...] | None = None
    """The months whose facts were made again; all of them if nothing is said."""


def build(
    home: Path,
    district: District,
    *,
    month: int | None = None,
    engine: str = "duckdb",
    threads: int | None = None,
    memory: str | None = None,
    said: Said = quiet,
) -> Built:
    """Builds and publishes the month's next edition.

    Without ``month``, that of the last building register (楼宇台账) received. Nothing is published
    when the month's last edition is sound and was made from the same inputs, or when other inputs
    made the same bytes. Batches of later months are left out and named. Raises `EditionError`,
    `EngineError`, `DistrictError`.
    """
    clock = Clock(said)
    received = batches(home)
    until = month or month_last(received)
    given = [batch for batch in received if batch.month <= until]
    left_out = tuple(batch for batch in received if batch.month > until)
    inputs = inputs_of(district, given, until)
    clock.ended("核对批次")
    with drafting(home, until) as draft:
        sound = edition_sound(home, until)
        last = sound if sound is not None and sound.month == until else None
        if last is not None and last.manifest.inputs == inputs:
            return Built(last, False, "inputs", left_out, clock.seconds)
        basis = sound if sound is not None and can_be_basis(sound, inputs) else None
        with engine_open(
            engine, threads=threads, memory=memory, scratch=draft.scratch, plans=plans_file(home)
        ) as running:
            found = finders(home / "cache", made_by())
            made = stages(running, district, given, until, clock, basis, found)
            write(running, draft, made, clock)
        tables = draft.sealed()
        clock.ended("封存")
        if last is not None and last.manifest.tables == tables:
            return Built(last, False, "contents", left_out, clock.seconds)
        edition = draft.publish(inputs, tables, {"engine": engine, **clock.record})
    return Built(edition, True, "", left_out, clock.seconds, made.renewal.told)


def edition_sound(home: Path, until: int) -> Edition | None:
    """The last edition up to a month, if no file of it is damaged; it may show all it has."""
    last = next((each for each in reversed(editions(home)) if each.month <= until), None)
    if last is None or any(damages(last)):
        return None
    return last.cleared(Sensitivity.PERSONAL)


def plans_file(home: Path) -> Path:
    """Where SQL is kept for the next build: of use to one version of the code and its libraries."""
    return home / "cache" / f"plans-{made_by()[:16]}.json"


def made_by() -> str:
    """Tells one version of the code and its libraries from another."""
    return hashlib.sha256(f"{code_sha256()}{libraries()}".encode()).hexdigest()


def rebuild(
    home: Path,
    district: District,
    edition: Edition,
    *,
    engine: str = "duckdb",
    said: Said = quiet,
) -> list[Damage]:
    """Builds an edition's inputs again beside it: which files come out as other bytes.

    Nothing is published. Raises `EditionError` when the inputs are no longer those of the edition:
    a batch is missing or its rows have changed, the district's folder or the code is another.
    """
    clock = Clock(said)
    then = edition.manifest.inputs
    status = {batch.batch: batch.status for batch in then.batches}
    given = [
        batch.standing(status[batch.batch]) for batch in batches(home) if batch.batch in status
    ]
    now = inputs_of(district, given, edition.month)
    differing = [name for name in Inputs.model_fields if getattr(now, name) != getattr(then, name)]
    if differing:
        raise EditionError(
            f"无法按原输入重编 {edition.name}，这些输入已不同：{'、'.join(differing)}"
        )
    with (
        drafting(home, edition.month) as draft,
        engine_open(engine, scratch=draft.scratch) as running,
    ):
        write(running, draft, stages(running, district, given, edition.month, clock), clock)
        found = {
            path.relative_to(draft.folder).as_posix(): file_sha256(path)
            for files in draft.tables.values()
            for path in files
        }
    was = edition.manifest.contents
    return [
        Damage(edition.name, path, "重编得到的字节不同")
        for path in sorted(was.keys() | found.keys())
        if was.get(path) != found.get(path)
    ]


def write(engine: Engine, draft: Draft, made: Made, clock: "Clock") -> None:
    """Writes every table; what is written needs no memory any more."""
    waiting = dict(made.tables)
    for noun, table in made.tables.items():
        engine.release(waiting.values())
        clock.under_way("写入", len(made.tables) - len(waiting), len(made.tables))
        basis = made.basis
        if basis is not None and noun in RESOLVED and noun not in made.datasets:
            draft.take_over(noun, basis)
        elif basis is not None and noun in WHOLE_BY_MONTH:
            again = months_differing(engine, basis, noun, table)
            some = partial(of_months, table, engine.table(month_table(again)))
            draft.write(engine, noun, engine.materialise(some))
            draft.take_over(noun, basis, [m for m in basis.months(noun) if m not in again])
        else:
            draft.write(engine, noun, table)
        if made.renewal.basis is not None and noun in FACTS:
            draft.take_over(noun, made.renewal.basis, made.renewal.kept(noun))
        del waiting[noun]
    engine.when_made(lambda: clock.ended("写入")).result()


def month_last(received: Sequence[Batch]) -> int:
    """The last month for which a building register came."""
    found = [b.month for b in received if b.dataset == "building" and b.status == "in_force"]
    if not found:
        raise EditionError(
            "还没有收到楼宇台账，无法编制；请先用 louyu submit 报送，或用 --month 指定月份"
        )
    return max(found)


def inputs_of(district: District, given: Sequence[Batch], until: int) -> Inputs:
    """Everything the bytes of an edition depend on."""
    return Inputs(
        month=until,
        batches=tuple(
            BatchInput(
                **{
                    name: getattr(batch, name)
                    for name in BatchInput.model_fields
                    if name in NOUNS["batch"]
                },
                clean_sha256=file_sha256(batch.folder / "clean.parquet"),
            )
            for batch in given
        ),
        district=district.name,
        district_sha256=district.fingerprint,
        code_version=code_version(),
        code_sha256=code_sha256(),
        libraries=libraries(),
        parameters={
            key: ParameterInput(label=p.label, clause=p.clause, value=p.at(until))
            for key, p in sorted(district.parameters.items())
        },
    )


class Clock:
    """How long each stage took, told as it goes: it lasts from the end of the stage before it.

    Stages overlap: while tables of one are made, the next is described. So a stage's end is told by
    the engine, when its tables are there.
    """

    def __init__(self, said: Said) -> None:
        self.said = said
        self.seconds: dict[str, float] = {}
        self.since = time.perf_counter()
        self.under_way(STAGES[0], 0, 1)

    def ended(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage], self.since = round(now - self.since, 3), now
        self.said(stage, 1, 1)
        if stage != STAGES[-1]:
            self.under_way(STAGES[len(self.seconds)], 0, 1)

    def under_way(self, stage: str, done: int, total: int) -> None:
        """Says how far a stage is, unless one before it has not ended."""
        if stage == STAGES[len(self.seconds)]:
            self.said(stage, done, total)

    @property
    def record(self) -> dict[str, object]:
        return {
            "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": self.seconds,
        }
