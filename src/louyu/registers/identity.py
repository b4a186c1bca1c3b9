"""识别 identity: which enterprise and which building a statement means.

A USCC in a clean row is an identity: the contract has checked it. What a name without one means is
told by `louyu.registers.enterprise_identity`, what a building's name means by
`louyu.registers.building_identity`.

Questions are small Ibis tables of distinct mentions; answers are found in memory, from Arrow to
Arrow, and joined back by `enterprise_of` and `building_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import ibis
import polars as pl
import pyarrow as pa

from louyu.district import District
from louyu.nouns import NOUNS
from louyu.registers.building_identity import BUILDING_SAID, buildings
from louyu.registers.enterprise_identity import Identify, identity
from louyu.registers.judgement import named
from louyu.registers.seat import Seated, seats
from louyu.standards.organisation import kinds


def mentions_building(dataset: str, statement: ibis.Table) -> bool:
    """Whether rows of a dataset point to a building instead of being the building list itself."""
    return dataset != "building" and "building_code" in statement.columns


def mentions_enterprise(dataset: str, statement: ibis.Table) -> bool:
    """Whether rows of a dataset point to an organisation instead of saying who is who."""
    return dataset not in ("registration", "judgement") and "uscc" in statement.columns


def questions(
    statements: Mapping[str, ibis.Table],
    batch: ibis.Table,
    building: ibis.Table,
    sightings: ibis.Table,
) -> dict[str, partial[ibis.Table]]:
    """The distinct mentions to be told and what they are told by; `answers` takes their rows.

    ``sightings`` are the names under which organisations were seen (`enterprise.sightings`).
    """
    registration = statements["registration"]
    mentions = {
        dataset: statement
        for dataset, statement in statements.items()
        if mentions_building(dataset, statement)
    }
    return {
        "building_said": partial(building_said, mentions),
        "building_known": partial(
            distinct, building, "building", "name", "aliases", "address", "street"
        ),
        "name_said": partial(name_said, sightings),
        "name_coded": partial(name_coded, sightings),
        "name_known": partial(name_known, registration),
        "type_said": partial(distinct, registration, "organisation_type"),
        "name_of_kind": partial(name_of_kind, registration, sightings),
        "address_said": partial(distinct, registration, "registered_address"),
        "judged": partial(judged, statements["judgement"], batch),
    }


def judged(statement: ibis.Table, batch: ibis.Table) -> ibis.Table:
    """Every judgement, with the order in which it came."""
    return statement.join(batch.select("batch", "sequence"), "batch")


def distinct(rows: ibis.Table, *columns: str) -> ibis.Table:
    return rows.select(*columns).distinct()


def building_said(mentions: Mapping[str, ibis.Table]) -> ibis.Table:
    """How buildings are named, in whatever dataset."""
    said = [said_building(statement).distinct() for statement in mentions.values()]
    return ibis.union(*said, distinct=True)


def name_said(sightings: ibis.Table) -> ibis.Table:
    """Names of organisations that came without a code: where and since when they were seen."""
    seen = sightings.filter(sightings.uscc.isnull(), sightings.enterprise_name.notnull())
    return seen.group_by("enterprise_name", *BUILDING_SAID).agg(
        room=seen.room.min(), first_month=seen.first_month.min()
    )


def name_coded(sightings: ibis.Table) -> ibis.Table:
    """Names of organisations that came with a code."""
    return distinct(sightings.filter(sightings.uscc.notnull()), "uscc", "enterprise_name")


def name_known(registration: ibis.Table) -> ibis.Table:
    """What is registered, with the last month that says so."""
    return registration.group_by(
        "uscc", "enterprise_name", "former_names", "registered_address", "industry", "founded_on"
    ).agg(month=registration.month.max())


def name_of_kind(registration: ibis.Table, sightings: ibis.Table) -> ibis.Table:
    """Names of organisations of which no registered type is known."""
    unregistered = sightings.anti_join(registration, "uscc")
    typeless = registration.filter(registration.organisation_type.isnull())
    return ibis.union(
        unregistered.select("enterprise_name"), typeless.select("enterprise_name"), distinct=True
    )


def said_building(statement: ibis.Table, *beside: str) -> ibis.Table:
    """The mention of a building; what is not said is the empty text, so that it joins."""
    said = {name: said_or_blank(statement, name) for name in BUILDING_SAID}
    return statement.select(*beside, **said)


@dataclass(frozen=True)
class Finders:
    """What finds whose names are, and where addresses lie."""

    identify: Identify = identity
    seated: Seated = seats


def answers(
    asked: Mapping[str, pa.Table], *, district: District, finders: Finders
) -> dict[str, pa.Table]:
    """What the mentions mean.

    - building: building_code, building_name, street (as said, or "") → building, reason
    - enterprise: enterprise_name and the building as said → enterprise, evidence, reason
    - question, relation: pairs of enterprises that may be one, or have to do with one another
    - judgement: the judgements that stand, followed or not (noun judgement)
    - organisation_type: organisation_type → kind
    - name: enterprise_name → kind
    - seat: registered_address → building, room
    """
    table = {name: pl.DataFrame(pl.from_arrow(rows)) for name, rows in asked.items()}
    no_type = pl.lit(None, pl.String)
    building = buildings(table["building_said"], table["building_known"], district=district)
    divisions = (district.province, district.city, district.name)
    streets = [street.name for street in district.streets]
    seat = finders.seated(
        table["address_said"], table["building_known"], divisions=[*divisions, *streets]
    )
    said = table["name_said"].join(
        building.select(*BUILDING_SAID, "building"), on=BUILDING_SAID, how="left"
    )
    whose = finders.identify(
        said,
        table["name_known"],
        table["name_coded"],
        table["judged"],
        seat,
        divisions=[divisions],
    )
    found = {
        "building": building,
        "enterprise": mentioned(said, whose.mention),
        "question": whose.question,
        "relation": whose.relation,
        "judgement": whose.judgement.select(*NOUNS["judgement"].schema),
        "organisation_type": table["type_said"]
        .drop_nulls()
        .with_columns(enterprise_name=no_type)
        .pipe(with_kind)
        .select("organisation_type", "kind"),
        "name": table["name_of_kind"]
        .drop_nulls()
        .with_columns(organisation_type=no_type)
        .pipe(with_kind)
        .select("enterprise_name", "kind"),
        "seat": seat.drop_nulls("building").sort("registered_address"),
    }
    return {
        name: rows.to_arrow(compat_level=pl.CompatLevel.oldest()) for name, rows in found.items()
    }


def mentioned(said: pl.DataFrame, mention: pl.DataFrame) -> pl.DataFrame:
    """What every name means where it is said (noun enterprise_mention)."""
    rows = said.with_columns(named(said["enterprise_name"]))
    rows = rows.join(mention, on=["named", "building"], how="left", nulls_equal=True)
    return rows.select(*NOUNS["enterprise_mention"].schema).sort(*NOUNS["enterprise_mention"].key)


def with_kind(rows: pl.DataFrame) -> pl.DataFrame:
    kind = kinds(rows["organisation_type"], rows["enterprise_name"])
    return rows.with_columns(kind.cast(pl.String).alias("kind"))


def building_of(statement: ibis.Table, mention: ibis.Table) -> ibis.Table:
    """The statement with ``building`` (empty where it could not be told) and ``building_reason``.

    Its own columns of the mention stay.
    """
    key = {f"{name}_key": said_or_blank(statement, name) for name in BUILDING_SAID}
    told = mention.select(
        building="building",
        building_reason="reason",
        **{f"{name}_key": mention[name] for name in BUILDING_SAID},
    )
    return (
        statement.mutate(**key)
        .left_join(told, list(key))
        .drop(*key, *[f"{name}_right" for name in key])
    )


def said_or_blank(statement: ibis.Table, name: str) -> ibis.Value:
    return statement[name].fill_null("") if name in statement.columns else ibis.literal("")


def enterprise_of(statement: ibis.Table, mention: ibis.Table) -> ibis.Table:
    """The statement with ``enterprise``, and why a name stands for itself (enterprise_reason)."""
    where = [name for name in BUILDING_SAID if name in statement.columns]
    nowhere = [mention[name] == "" for name in BUILDING_SAID if name not in where]
    told = mention.filter(*nowhere) if nowhere else mention
    told = told.select(
        named="enterprise",
        enterprise_reason="reason",
        **{f"{name}_key": mention[name] for name in ("enterprise_name", *where)},
    )
    nameless = ibis.ifelse(statement.uscc.isnull(), statement.enterprise_name, ibis.null("string"))
    key = {"enterprise_name_key": nameless}
    key |= {f"{name}_key": said_or_blank(statement, name) for name in where}
    joined = statement.mutate(**key).left_join(told, list(key))
    whole = joined.mutate(enterprise=ibis.coalesce(joined.uscc, joined.named))
    return whole.drop(*key, *[f"{name}_right" for name in key], "named")
