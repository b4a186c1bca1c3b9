"""真值·归并: of every written row, which organisation and which building it means, and relations.

A row stands under its file, sheet and row, with what it says beside what it means, so that a check
can count rows or distinct ways of naming (称谓).
"""

import polars as pl

from louyu.sample.delivery import File
from louyu.sample.dirt import Dirty
from louyu.sample.truth_lists import located
from louyu.sample.truth_stays import enterprise_ids
from louyu.sample.world import World

SAID = ("uscc", "enterprise_name", "registered_address", "building_code", "building_name")
"""What a row may say of an organisation or a building."""
SCHEMA = {
    "dataset": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "enterprise": pl.String,
    "building": pl.String,
    "room": pl.String,
    **dict.fromkeys(SAID, pl.String),
}


def identities(world: World, dirty: dict[str, Dirty], planned: list[File]) -> pl.DataFrame:
    """File, sheet and row of every row about an organisation or a building, and which it means.

    Of a registration, building and room are those of the registered address: none for an address
    that is in no building of the register. What stands corrected later is left out.
    """
    ids = pl.Series(enterprise_ids(world.enterprises), dtype=pl.String)
    codes = pl.Series(world.buildings.code, dtype=pl.String)
    parts = [pl.DataFrame(schema=SCHEMA)]
    meant = {
        dataset: meaning(found.table, ids, codes)
        for dataset, found in dirty.items()
        if found.table["_enterprise"].count() or found.table["_building"].count()
    }
    for file in planned:
        if file.kind in {"missing", "first"} or file.dataset not in meant:
            continue
        rows = meant[file.dataset][file.start : file.start + file.length]
        place = located(file, pl.int_range(len(rows), eager=True))
        parts.append(
            pl.concat([place, rows], how="horizontal")
            .with_columns(dataset=pl.lit(file.dataset))
            .cast({"row": pl.Int64})
            .select(*SCHEMA)
        )
    return pl.concat(parts)


def meaning(table: pl.DataFrame, ids: pl.Series, codes: pl.Series) -> pl.DataFrame:
    """Of each row what it means and what it says."""
    where = "_seat" if "_seat" in table.columns else "_building"
    nothing = pl.lit(None, pl.String)
    return table.select(
        enterprise=ids.gather(table["_enterprise"]),
        building=codes.gather(table[where]),
        room=pl.col("_room") if "_room" in table.columns else nothing,
        **{name: pl.col(name) if name in table.columns else nothing for name in SAID},
    )


def relations(world: World) -> pl.DataFrame:
    """Organisations that have to do with one another and are two: enterprise, other, relation.

    ``branch``: the first is a branch of the other, wherever that is; ``successor``: it has the
    other's room and 字号; ``sister``: both were in one room at a time. ``same_word`` and
    ``namesake`` (of another city) have nothing to do with one another but their names.
    """
    firms = world.enterprises
    ids = enterprise_ids(firms)
    rows = [(ids[e], head, "branch") for e, head in enumerate(firms.head_uscc) if head is not None]
    alike = firms.kin
    rows += [
        (ids[second], ids[first], relation)
        for first, second, relation in zip(
            alike.first.tolist(), alike.second.tolist(), alike.relation, strict=True
        )
    ]
    names = dict.fromkeys(("enterprise", "other", "relation"), pl.String)
    return pl.DataFrame(rows, schema=names, orient="row")
