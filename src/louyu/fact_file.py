"""事实表 fact_file: an edition's facts at a month's end, a file beside it per kind of subject.

Made from the edition's registers when first asked for, whole or not at all; never part of the
edition, since what policies ask for changes without any number changing.
"""

import datetime as dt
import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis import ir

from louyu.ahead import older_gone
from louyu.district import District
from louyu.edition import Edition
from louyu.engine import Engine, engine_open
from louyu.nouns import Sensitivity
from louyu.services.policy import building_facts, enterprise_facts, fact_group, yearly_tax
from louyu.services.policy.bulk import Bulk, distinct_leaves, leaf_columns
from louyu.services.policy.declared import declared
from louyu.services.policy.fact import IBIS_TYPE, Subject
from louyu.services.policy.fact_group import At, fact_table, needs
from louyu.services.policy.rule import Rule

MONTHLY = ("tax", "tenancy", "insured")
"""Registers of which it matters for which months they speak."""
GROUP = 20_000
"""Rows of a row group: one subject is found without reading many."""


@cache
def facts_code() -> str:
    """Tells one way of telling facts from another."""
    texts = (Path(str(each.__file__)).read_bytes() for each in TELLING)
    return hashlib.sha256(b"".join(texts)).hexdigest()


TELLING = (enterprise_facts, building_facts, yearly_tax, fact_group)


def fact_path(home: Path, edition: Edition, subject: Subject, month: int) -> Path:
    """Where the facts are kept; another version of the code makes them anew."""
    code = facts_code()[:12]
    return home / "cache" / f"facts-{subject}-{edition.name}-{month}-{code}.parquet"


def facts_made(home: Path, edition: Edition, subject: Subject, *, month: int | None = None) -> Path:
    """The file of facts, made when it is not there."""
    at_month = month or edition.month
    path = fact_path(home, edition, subject, at_month)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = edition.cleared(Sensitivity.RESTRICTED)
    at = At(at_month, {noun: frozenset(whole.months(noun)) for noun in MONTHLY})
    with engine_open() as engine:
        tables = {noun: whole.table(engine, noun) for noun in needs(subject)}
        rows = engine.arrow(fact_table(subject, tables, at=at))
    part = path.with_suffix(f".{os.getpid()}.part")
    part.touch(mode=0o600)  # it tells amounts of tax: only its owner may read it
    pq.write_table(rows.sort_by(subject.value), part, row_group_size=GROUP, compression="zstd")
    part.replace(path)
    older_gone(path, path.parent.glob(f"facts-{subject}-*-{at_month}-*.parquet"))
    return path


def with_declared(rows: ir.Table, district: District, subject: Subject) -> ir.Table:
    """Facts with a column of nulls for each that no register holds."""
    more = {
        fact.key: ibis.null(IBIS_TYPE[fact.kind])
        for fact in declared(district.facts, subject)
        if not fact.formula
    }
    return rows.mutate(**more) if more else rows


def judged(
    engine: Engine,
    rows: ir.Table,
    rules: Iterable[Rule],
    *,
    subject: Subject,
    district: District,
    today: dt.date,
) -> Bulk:
    """What rules ask of each subject of some facts; only the columns asked for are read."""
    asked, facts = distinct_leaves(rules), with_declared(rows, district, subject)
    columns = engine.arrow(leaf_columns(facts, asked, key=subject, today=today))
    return Bulk(in_order(columns, subject.value), asked, key=subject)


def in_order(rows: pa.Table, key: str) -> pa.Table:
    """Rows in the order of their keys; an engine may give them so, and need not."""
    keys = rows[key]
    sorted_already = rows.num_rows < 2 or pc.all(pc.less_equal(keys[:-1], keys[1:])).as_py()
    return rows if sorted_already else rows.sort_by(key)


def fact_rows(path: Path, subject: Subject, keys: list[str] | None = None) -> pa.Table:
    """The facts of some subjects, or of all."""
    where = None
    if keys is not None:  # an empty list has no type of its own
        where = pc.field(subject.value).isin(pa.array(keys, pa.string()))
    return pq.read_table(path, filters=where, partitioning=None)
