"""比较 comparing: what two editions were made from, and which numbers differ between them."""

from dataclasses import dataclass
from typing import Literal

from ibis import ir

from louyu.edition.manifest import BatchInput
from louyu.edition.reader import Edition
from louyu.engine import Engine
from louyu.nouns import NOUNS

VALUE_KEY = NOUNS["indicator_value"].key


@dataclass(frozen=True)
class BatchChange:
    """A batch that only one of two editions was made from, or that stood otherwise in them."""

    change: Literal["entered", "left", "status"]
    batch: BatchInput
    before: str
    after: str


def batch_changes(a: Edition, b: Edition) -> list[BatchChange]:
    """What came, went or changed its standing from edition ``a`` to ``b``, in order of receipt."""
    before = {batch.batch: batch for batch in a.manifest.inputs.batches}
    after = {batch.batch: batch for batch in b.manifest.inputs.batches}
    found = []
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if new is None and old is not None:
            found.append(BatchChange("left", old, old.status, ""))
        elif old is None and new is not None:
            found.append(BatchChange("entered", new, "", new.status))
        elif old is not None and new is not None and old.status != new.status:
            found.append(BatchChange("status", new, old.status, new.status))
    return sorted(found, key=lambda change: (change.batch.sequence, change.batch.batch))


def other_inputs_changed(a: Edition, b: Edition) -> dict[str, tuple[object, object]]:
    """Inputs other than batches that differ: the district's folder, parameters, the code."""
    old, new = a.manifest.inputs, b.manifest.inputs
    found: dict[str, tuple[object, object]] = {
        name: (getattr(old, name), getattr(new, name))
        for name in ("month", "district", "district_sha256", "code_version", "code_sha256")
        if getattr(old, name) != getattr(new, name)
    }
    if old.libraries != new.libraries:
        found["libraries"] = (old.libraries, new.libraries)
    for key in sorted(old.parameters.keys() | new.parameters.keys()):
        values = [
            p.value if p else None for p in (old.parameters.get(key), new.parameters.get(key))
        ]
        if values[0] != values[1]:
            found[f"parameters.{key}"] = (values[0], values[1])
    return found


def months_changed(a: Edition, b: Edition, noun: str) -> list[int]:
    """Months whose file is not the same bytes in both editions."""
    before = {f.month: f.sha256 for f in a.entry(noun) if f.month is not None}
    after = {f.month: f.sha256 for f in b.entry(noun) if f.month is not None}
    return sorted(m for m in before.keys() | after.keys() if before.get(m) != after.get(m))


def value_changes(engine: Engine, a: Edition, b: Edition) -> ir.Table:
    """Indicator values that differ: key, and numerator and denominator before and after.

    A value that only one edition has is empty in the other. Months whose files are the same bytes
    are not read.
    """
    months = months_changed(a, b, "indicator_value")
    key = list(VALUE_KEY)

    def side(edition: Edition, suffix: str) -> ir.Table:
        files = [path for month in months for path in edition.files("indicator_value", month)]
        table = engine.parquet(files, NOUNS["indicator_value"])
        numbers = {f"{c}_{suffix}": table[c] for c in ("numerator", "denominator")}
        return table.select(*key, **numbers)

    before, after = side(a, "before"), side(b, "after")
    both = before.outer_join(after, key)
    numbers = [f"{c}_{s}" for s in ("before", "after") for c in ("numerator", "denominator")]
    joined = both.select(
        **{name: both[name].coalesce(both[f"{name}_right"]) for name in key},
        **{name: both[name] for name in numbers},
    )
    same = joined["numerator_before"].identical_to(joined["numerator_after"]) & joined[
        "denominator_before"
    ].identical_to(joined["denominator_after"])
    return joined.filter(~same).order_by(key)


def value_counts(engine: Engine, a: Edition, b: Edition) -> dict[str, int]:
    """How many indicator values of each level differ."""
    table = value_changes(engine, a, b)
    rows = engine.arrow(table.group_by("level").agg(n=table.count()).order_by("level"))
    return {row["level"]: row["n"] for row in rows.to_pylist()}
