"""一企一档: what is known of an enterprise from one month to another.

A span begins where a registration row of the organisation comes, where its tax authority changes,
or where it is first seen in a building. Within a span every flag is constant, so a tenancy of a
month finds its flags by one join.
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import BooleanValue

from louyu.district import District
from louyu.nouns import NOUNS
from louyu.registers.building_identity import BUILDING_SAID
from louyu.registers.identity import enterprise_of
from louyu.standards.period import among, month_before

LASTING = 999912
"""The last month of a span that has not ended."""

REGISTERED = (
    "enterprise_name",
    "former_names",
    "organisation_type",
    "industry",
    "founded_on",
    "state",
    "capital",
    "registered_address",
    "authority",
    "head_office_uscc",
    "batch",
    "sheet",
    "row",
)


SEEN = ("tenancy", "statistical_unit", "headquarters", "insured")
"""Datasets in which organisations are seen under a name, beside tax."""


def payers(tax_statement: ibis.Table) -> ibis.Table:
    """Under which name and code, and at which tax authority, organisations paid tax, and when.

    Columns: uscc, enterprise_name, tax_authority, first_month, last_month. Small, while the
    statement is the largest there is: kept, since it is looked at twice.
    """
    return seen_months(tax_statement, "uscc", "enterprise_name", "tax_authority")


def sightings(statements: Mapping[str, ibis.Table], payers: ibis.Table) -> ibis.Table:
    """Under which names and codes organisations were seen other than in their registration.

    Columns: uscc, enterprise_name, building_code, building_name, street and room (of a name without
    a code, as said; the room if there is only one), first_month, last_month, in_building (seen in
    a tenancy).
    """
    whose = ["uscc", "enterprise_name"]
    paid = payers.group_by(whose).agg(
        first_month=payers.first_month.min(), last_month=payers.last_month.max()
    )
    nowhere = {name: ibis.literal("") for name in BUILDING_SAID}
    seen = [paid] + [seen_months(statements[name], *whose) for name in SEEN if name != "tenancy"]
    elsewhere = [
        rows.mutate(**nowhere, room=ibis.null("string"), in_building=ibis.literal(False))
        for rows in seen
    ]
    inside = occupants(statements["tenancy"])
    return ibis.union(*[rows.select(*inside.columns) for rows in [inside, *elsewhere]])


def occupants(tenancy_statement: ibis.Table) -> ibis.Table:
    """Sightings in buildings: of a name without a code also where."""
    nameless = tenancy_statement.uscc.isnull()
    said = {
        name: ibis.ifelse(nameless, tenancy_statement[name].fill_null(""), "")
        for name in BUILDING_SAID
    }
    rows = tenancy_statement.mutate(**said)
    seen = rows.group_by("uscc", "enterprise_name", *BUILDING_SAID).agg(
        room=ibis.ifelse(rows.room.min() == rows.room.max(), rows.room.min(), ibis.null("string")),
        first_month=rows.month.min(),
        last_month=rows.month.max(),
    )
    return seen.mutate(in_building=ibis.literal(True))


def seen_months(statement: ibis.Table, *whose: str) -> ibis.Table:
    return statement.group_by(whose).agg(
        first_month=statement.month.min(), last_month=statement.month.max()
    )


def enterprise(
    registration: ibis.Table,
    tax_statement: ibis.Table,
    payers: ibis.Table,
    sightings: ibis.Table,
    batch: ibis.Table,
    answers: Mapping[str, ibis.Table],
    *,
    district: District,
) -> ibis.Table:
    """Every organisation registered, taxed or seen in a building. Noun enterprise."""
    registered = registrations(registration, batch)
    taxed = tax_authorities(tax_statement, payers, batch, answers["enterprise"])
    seen = enterprise_of(sightings, answers["enterprise"])
    spans = spans_of(registered, taxed, seen)
    rows = described(spans, registered, taxed, seen)
    rows = with_kind(rows, answers)
    seat = answers["seat"].select(address="registered_address", registered_building="building")
    rows = rows.left_join(seat, rows.registered_address == seat.address)
    rows = rows.mutate(
        registered_in_district=registered_here(rows, district=district),
        taxed_in_district=rows.tax_authority.isin(district.authorities.tax).fill_null(False),
    )
    return rows.select(*NOUNS["enterprise"].schema).cast(NOUNS["enterprise"].schema)


def registered_here(rows: ibis.Table, *, district: District) -> BooleanValue:
    """The registering authority is the district's, and the organisation has not left or ended."""
    here = rows.authority.isin(district.authorities.registration).fill_null(False)
    return here & (rows.state.isnull() | (rows.state == "存续")).fill_null(False)


def registrations(registration: ibis.Table, batch: ibis.Table) -> ibis.Table:
    """The registration row that stands per organisation and month: the last received."""
    rows = registration.join(batch.select("batch", "sequence"), "batch")
    last = ibis.row_number().over(
        group_by=["uscc", "month"],
        order_by=[ibis.desc("sequence"), ibis.desc("sheet"), ibis.desc("row")],
    )
    standing = rows.mutate(last=last).filter(lambda t: t["last"] == 0)
    return standing.select("month", *REGISTERED, enterprise="uscc")


def tax_authorities(
    tax_statement: ibis.Table, payers: ibis.Table, batch: ibis.Table, mention: ibis.Table
) -> ibis.Table:
    """The months in which an organisation's tax authority is first stated or another than before.

    Only the first month's rows and those of organisations that ever changed are looked at one by
    one; that is a few rows in a hundred.
    """
    payer = enterprise_of(payers, mention)
    payer = payer.mutate(said=payer.tax_authority.fill_null(""))
    ever = payer.group_by(whose="enterprise").agg(
        first=payer.first_month.min(), lowest=payer.said.min(), highest=payer.said.max()
    )
    rows = enterprise_of(tax_statement, mention)
    near = rows.join(ever, rows.enterprise == ever.whose)
    near = near.filter((near.month == near["first"]) | (near.lowest != near.highest))
    near = near.mutate(said=near.tax_authority.fill_null(""))
    near = near.join(batch.select("batch", "sequence"), "batch")
    last = ibis.row_number().over(
        group_by=["enterprise", "month"],
        order_by=[ibis.desc("sequence"), ibis.desc("sheet"), ibis.desc("row")],
    )
    monthly = near.mutate(last=last).filter(lambda t: t["last"] == 0)
    before = monthly.said.lag().over(group_by="enterprise", order_by="month")
    changed = monthly.mutate(before=before).filter(
        lambda t: t.before.isnull() | (t.before != t.said)
    )
    return changed.select(
        "enterprise",
        "month",
        "tax_authority",
        tax_batch="batch",
        tax_sheet="sheet",
        tax_row="row",
    )


def spans_of(registered: ibis.Table, taxed: ibis.Table, seen: ibis.Table) -> ibis.Table:
    """Spans with the month of the registration and of the tax row that hold in each."""
    stated = ibis.union(
        registered.select("enterprise", "month", by="month", tax=ibis.null("int32")),
        taxed.select("enterprise", "month", by=ibis.null("int32"), tax="month"),
    )
    # The first sight begins a span only if nothing was stated before.
    first_seen = (
        seen.filter(seen.in_building).group_by("enterprise").agg(month=seen.first_month.min())
    )
    first_said = stated.group_by("enterprise").agg(said=stated.month.min())
    early = first_seen.left_join(first_said, "enterprise")
    early = early.filter(early.said.isnull() | (early.month < early.said))
    empty = ibis.null("int32")
    points = ibis.union(stated, early.select("enterprise", "month", by=empty, tax=empty))
    monthly = points.group_by("enterprise", "month").agg(by=points.by.max(), tax=points.tax.max())
    so_far = ibis.window(group_by="enterprise", order_by="month", following=0)
    then = ibis.window(group_by="enterprise", order_by="month")
    return monthly.select(
        "enterprise",
        from_month="month",
        to_month=month_before(monthly.month.lead().over(then)).fill_null(LASTING),
        registered_month=monthly.by.max().over(so_far),
        taxed_month=monthly.tax.max().over(so_far),
    )


def described(
    spans: ibis.Table, registered: ibis.Table, taxed: ibis.Table, seen: ibis.Table
) -> ibis.Table:
    """Spans with what their registration, their tax row and their sightings say.

    Name and type are facts of the organisation, not of a month: before its first registration row
    a span takes them from that row. Authority and state are known from their month on only.
    """
    by = registered.rename(registered_month="month")
    rows = spans.left_join(by, ["enterprise", "registered_month"]).drop(
        "enterprise_right", "registered_month_right"
    )
    since = taxed.rename(taxed_month="month")
    rows = rows.left_join(since, ["enterprise", "taxed_month"]).drop(
        "enterprise_right", "taxed_month_right"
    )
    order = ibis.row_number().over(group_by="enterprise", order_by="month")
    first = registered.mutate(order=order).filter(lambda t: t.order == 0)
    first = first.select("enterprise", first_name="enterprise_name", first_type="organisation_type")
    rows = rows.left_join(first, "enterprise").drop("enterprise_right")
    latest = ibis.row_number().over(
        group_by="enterprise", order_by=[ibis.desc("last_month"), "enterprise_name"]
    )
    named = seen.mutate(latest=latest).filter(lambda t: t.latest == 0)
    named = named.select("enterprise", seen_name="enterprise_name")
    rows = rows.left_join(named, "enterprise").drop("enterprise_right")
    return rows.mutate(
        uscc=ibis.ifelse(rows.enterprise.startswith("name:"), ibis.null("string"), rows.enterprise),
        name=ibis.coalesce(rows.enterprise_name, rows.first_name, rows.seen_name),
        organisation_type=ibis.coalesce(rows.organisation_type, rows.first_type),
        head_office=rows.head_office_uscc,
    )


def with_kind(rows: ibis.Table, answers: Mapping[str, ibis.Table]) -> ibis.Table:
    """The kind by registered type; by name only where no type is stated."""
    by_type = answers["organisation_type"].rename(typed="kind")
    by_name = answers["name"].select(name="enterprise_name", called="kind")
    rows = rows.left_join(by_type, "organisation_type").drop("organisation_type_right")
    rows = rows.left_join(by_name, "name").drop("name_right")
    kind = ibis.ifelse(rows.organisation_type.isnull(), rows.called, rows.typed)
    return rows.mutate(kind=kind)


def in_rates(rows: ibis.Table, *, district: District) -> BooleanValue:
    """Whether a row's kind is one that rates count in its month; an unknown kind is not."""
    counted = district.parameters["occupant_kinds_in_rates"].values
    return among(rows.kind, rows.month, counted)
