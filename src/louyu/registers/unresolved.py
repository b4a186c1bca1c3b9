"""未识别 unresolved: statements that could not be placed, or take no part, and why.

Nothing disappears silently: a row that no number uses stands here, and so does a name that no
registration knows, which still occupies its room.
"""

from collections.abc import Mapping

import ibis

from louyu.nouns import NOUNS
from louyu.registers.identity import (
    building_of,
    enterprise_of,
    mentions_building,
    mentions_enterprise,
)
from louyu.registers.listing import listed
from louyu.registers.tenancy import ROW, takes_part
from louyu.standards.period import month_of

TWICE = "与前面一行完全相同"
OUTRANKED = "这幢楼宇该月以另一份清单为准"
LATER = "同一对象另有更晚或更优先的一行，以那一行为准"
NOT_YET = "入驻日期晚于所属月份"
NO_LONGER = "迁出日期早于所属月份"


def unresolved(
    statements: Mapping[str, ibis.Table],
    listings: Mapping[str, ibis.Table],
    exceptions: ibis.Table,
    answers: Mapping[str, ibis.Table],
    registers: Mapping[str, ibis.Table],
) -> ibis.Table:
    """Every such row once, in the first month it concerns. Noun unresolved.

    Of the datasets that ``statements`` have: what is told of one does not depend on the others.
    ``listings`` are those of stock lists (`louyu.registers.listing`), ``registers`` those in which
    of several rows on one thing the last one stands.
    """
    nowhere = unknown_buildings(statements, listings["tenancy"], answers["building"])
    lists = {name: rows for name, rows in listings.items() if name in statements}
    parts = [
        *nowhere.values(),
        *unknown_enterprises(statements, answers["enterprise"]),
        *[outranked(name, statements[name], rows) for name, rows in lists.items()],
        *[
            superseded(name, statements[name], register, nowhere.get(name))
            for name, register in registers.items()
        ],
    ]
    if "tenancy" in statements:
        parts += [
            out_of_time(statements["tenancy"], listings["tenancy"]),
            stated_twice(statements["tenancy"], exceptions.filter(exceptions.twice)),
        ]
    if "judgement" in statements:
        parts.append(refused(answers["judgement"]))
    key = list(NOUNS["unresolved"].key)
    parts = parts or [nothing(statement) for statement in statements.values()]
    every = ibis.union(*[rows.select(*NOUNS["unresolved"].schema) for rows in parts])
    first = ibis.row_number().over(group_by=key, order_by=["month", "reason"])
    once = every.mutate(place=first).filter(lambda t: t.place == 0).drop("place")
    return once.cast(NOUNS["unresolved"].schema)


def marked(
    rows: ibis.Table, *, dataset: str, subject: str, used: bool, **columns: ibis.Value
) -> ibis.Table:
    return rows.select(
        "month",
        "batch",
        "sheet",
        "row",
        dataset=ibis.literal(dataset),
        subject=ibis.literal(subject),
        used=ibis.literal(used),
        **columns,
    )


def nothing(statement: ibis.Table) -> ibis.Table:
    """No row: of a dataset that names neither a building nor an enterprise."""
    said = ibis.null("string")
    none = statement.filter(ibis.literal(False))
    return marked(none, dataset="", subject="", used=False, said=said, reason=said)


def unknown_buildings(
    statements: Mapping[str, ibis.Table], tenancy_listing: ibis.Table, mention: ibis.Table
) -> dict[str, ibis.Table]:
    """Rows whose building is not in the register, or of several with its name, by dataset."""
    found = {}
    for dataset, statement in statements.items():
        if not mentions_building(dataset, statement):
            continue
        if dataset == "tenancy":
            nowhere = tenancy_listing.filter(tenancy_listing.building.isnull())
            rows = listed(statement.mutate(said=said_of(statement)), nowhere)
        else:
            told = building_of(statement, mention)
            rows = told.filter(told.building.isnull(), told.building_reason.notnull())
            rows = rows.mutate(reason=rows.building_reason, said=said_of(rows))
            # A lead may want no building in particular.
            rows = rows.filter(rows.said.notnull())
        columns = {"said": rows.said, "reason": rows.reason}
        found[dataset] = marked(rows, dataset=dataset, subject="building", used=False, **columns)
    return found


def said_of(rows: ibis.Table) -> ibis.Value:
    """How a row names its building: by name, or by code."""
    names = [name for name in ("building_name", "building_code") if name in rows.columns]
    return ibis.coalesce(*[rows[name] for name in names])


def unknown_enterprises(
    statements: Mapping[str, ibis.Table], mention: ibis.Table
) -> list[ibis.Table]:
    """Rows whose enterprise is only a name."""
    found = []
    for dataset, statement in statements.items():
        if mentions_enterprise(dataset, statement):
            told = enterprise_of(statement, mention)
            rows = told.filter(told.enterprise_reason.notnull())
            found.append(
                marked(
                    rows,
                    dataset=dataset,
                    subject="enterprise",
                    used=True,
                    said=rows.enterprise_name,
                    reason=rows.enterprise_reason,
                )
            )
    return found


def out_of_time(tenancy_statement: ibis.Table, tenancy_listing: ibis.Table) -> ibis.Table:
    """Rows that moved in after the month or out before it."""
    moved = tenancy_statement.moved_in.notnull() | tenancy_statement.moved_out.notnull()
    rows = listed(tenancy_statement.filter(moved), tenancy_listing.filter(tenancy_listing.holds))
    rows = rows.filter(~takes_part(rows))
    late = month_of(rows.moved_in) > rows.month
    return marked(
        rows,
        dataset="tenancy",
        subject="enterprise",
        used=False,
        said=rows.enterprise_name,
        reason=ibis.ifelse(late.fill_null(False), NOT_YET, NO_LONGER),
    )


def stated_twice(tenancy_statement: ibis.Table, duplicates: ibis.Table) -> ibis.Table:
    said = tenancy_statement.select("batch", "sheet", "row", "enterprise_name")
    rows = duplicates.select(*ROW).join(said, ["batch", "sheet", "row"])
    return marked(
        rows,
        dataset="tenancy",
        subject="enterprise",
        used=False,
        said=rows.enterprise_name,
        reason=ibis.literal(TWICE),
    )


def outranked(dataset: str, statement: ibis.Table, listing: ibis.Table) -> ibis.Table:
    """Rows of a list on a building for which another publisher's list stands in that month."""
    beaten = listing.filter(listing.building.notnull(), ~listing.holds)
    rows = listed(statement.mutate(said=said_of(statement)), beaten)
    reason = ibis.literal(OUTRANKED)
    return marked(
        rows, dataset=dataset, subject="building", used=False, said=rows.said, reason=reason
    )


def refused(judgement: ibis.Table) -> ibis.Table:
    """Judgements that cannot be followed."""
    rows = judgement.filter(~judgement.followed)
    said = rows.left + " — " + rows.right
    return marked(
        rows, dataset="judgement", subject="row", used=False, said=said, reason=rows.refusal
    )


def superseded(
    dataset: str, statement: ibis.Table, register: ibis.Table, nowhere: ibis.Table | None
) -> ibis.Table:
    """Rows on a thing of which another row stands: they are told, and were once the last word."""
    place = ["batch", "sheet", "row"]
    rows = statement.anti_join(register, place)
    rows = rows if nowhere is None else rows.anti_join(nowhere, place)
    texts = ("enterprise_name", "building_name", "building_code", *NOUNS[dataset].key)
    said = [rows[name] for name in texts if name in rows.columns and rows[name].type().is_string()]
    return marked(
        rows,
        dataset=dataset,
        subject="row",
        used=False,
        said=ibis.coalesce(*said),
        reason=ibis.literal(LATER),
    )
