"""识别 identity: which enterprise and which building a statement means.

A USCC in a clean row is an identity: the contract has checked it. Without one, a name that is
exactly (after folding width, brackets and blanks) a name or former name of exactly one registered
organisation is that organisation; any other name is an enterprise of its own. A building is meant
by its code, else by a name or alias that only one building has, within the street if one is said.
Nothing is decided by likeness here.

Questions are small Ibis tables of distinct mentions; answers are found in memory, from Arrow to
Arrow, and joined back by `enterprise_of` and `building_of`.
"""

from collections.abc import Mapping
from functools import partial

import ibis
import polars as pl
import pyarrow as pa

from louyu.district import District
from louyu.nouns import NOUNS
from louyu.registers.judgement import NAMED, followed, standing
from louyu.registers.seat import seats
from louyu.standards.address import building_keys, name_keys
from louyu.standards.organisation import kinds

BUILDING_SAID = ("building_code", "building_name", "street")

NAME_UNKNOWN = "没有填统一社会信用代码，市场主体登记中没有这个名称"
BY_NAME = "与市场主体登记的名称或曾用名完全一致"
BY_JUDGEMENT = "人工判断"
NAME_JUDGED = "没有填统一社会信用代码，人工判断与登记中的同名企业不是同一家"
NAME_SHARED = "没有填统一社会信用代码，登记中有多个市场主体用过这个名称"
BUILDING_UNKNOWN = "楼宇台账中没有这个编码或名称"
BUILDING_SHARED = "有多幢楼宇用这个名称，请填楼宇编码"


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
        "name_known": partial(distinct, registration, "uscc", "enterprise_name", "former_names"),
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
    """Names of organisations that came without a code."""
    return distinct(sightings.filter(sightings.uscc.isnull()), "enterprise_name")


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


def answers(asked: Mapping[str, pa.Table], *, district: District) -> dict[str, pa.Table]:
    """What the mentions mean.

    - building: building_code, building_name, street (as said, or "") → building, reason
    - enterprise: enterprise_name → enterprise, evidence, reason
    - judgement: the judgements that stand, followed or not (noun judgement)
    - organisation_type: organisation_type → kind
    - name: enterprise_name → kind
    - seat: registered_address → building
    """
    table = {name: pl.DataFrame(pl.from_arrow(rows)) for name, rows in asked.items()}
    no_type = pl.lit(None, pl.String)
    enterprise, judgement = enterprises(table["name_said"], table["name_known"], table["judged"])
    found = {
        "building": buildings(table["building_said"], table["building_known"], district=district),
        "enterprise": enterprise,
        "judgement": judgement,
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
        "seat": seats(table["address_said"], table["building_known"]),
    }
    return {
        name: rows.to_arrow(compat_level=pl.CompatLevel.oldest()) for name, rows in found.items()
    }


def with_kind(rows: pl.DataFrame) -> pl.DataFrame:
    kind = kinds(rows["organisation_type"], rows["enterprise_name"])
    return rows.with_columns(kind.cast(pl.String).alias("kind"))


def enterprises(
    said: pl.DataFrame, known: pl.DataFrame, judged: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Names without a USCC: whose they are; and the judgements that stand.

    By judgement, else the one organisation that has or had the name, else one of its own.
    """
    owners = owners_of(known)
    stands = standing(judged)
    records = pl.concat([stands["left"], stands["right"]]).unique().to_list()
    # Nearly every name is told by the register alone; these may be told otherwise.
    sole = owners.filter(pl.col("owners") == 1)
    near = sole.filter(pl.col("record").is_in(records) | pl.col("uscc").is_in(records))
    clusters, refusals = followed(stands, near.select("record", "uscc").sort("record").iter_rows())
    stands = stands.with_columns(refusal=pl.Series(refusals, dtype=pl.String)).with_columns(
        followed=pl.col("refusal").is_null()
    )
    names = sorted(record for record in records if record.startswith(NAMED))
    told = {"record": names, "judged": [clusters.enterprise(name) for name in names]}
    moved = pl.DataFrame(told, {"record": pl.String, "judged": pl.String})
    said = said.drop_nulls()
    said = said.with_columns(record=NAMED + name_keys(said["enterprise_name"]))
    found = said.join(owners, on="record", how="left").join(moved, on="record", how="left")
    exact = pl.when(pl.col("owners") == 1).then("uscc").otherwise("record")
    found = found.with_columns(enterprise=pl.coalesce("judged", exact))
    alone = pl.col("enterprise").str.starts_with(NAMED)
    return (
        found.select(
            "enterprise_name",
            "enterprise",
            evidence=pl.when(pl.col("enterprise") != exact)
            .then(pl.lit(BY_JUDGEMENT))
            .when(~alone)
            .then(pl.lit(BY_NAME)),
            reason=pl.when(~alone)
            .then(pl.lit(None, pl.String))
            .when(pl.col("owners") == 1)
            .then(pl.lit(NAME_JUDGED))
            .when(pl.col("owners") > 1)
            .then(pl.lit(NAME_SHARED))
            .otherwise(pl.lit(NAME_UNKNOWN)),
        ).sort("enterprise_name"),
        stands.select(*NOUNS["judgement"].schema).sort("left", "right"),
    )


def owners_of(known: pl.DataFrame) -> pl.DataFrame:
    """Whose a name is or was: record, uscc (of any), owners (how many)."""
    former = known.select("uscc", pl.col("former_names").str.split("、").alias("name")).explode(
        "name"
    )
    named = pl.concat([known.select("uscc", name="enterprise_name"), former]).drop_nulls()
    named = named.with_columns(key=name_keys(named["name"])).filter(pl.col("key") != "")
    named = named.with_columns(record=NAMED + pl.col("key"))
    return named.group_by("record").agg(uscc=pl.col("uscc").min(), owners=pl.col("uscc").n_unique())


def buildings(said: pl.DataFrame, known: pl.DataFrame, *, district: District) -> pl.DataFrame:
    """Mentions of buildings: by code, else by a name that only one building has."""
    official = {alias: street.name for street in district.streets for alias in street.aliases}
    said = said.with_row_index("mention").with_columns(
        pl.col("street").replace(official).alias("within"),
        building_keys(said["building_name"]).alias("key"),
    )
    codes = known.select(building="building", by_code="building").unique()
    names = known.select(
        "building",
        "street",
        pl.concat_list("name", pl.col("aliases").str.split("、").fill_null([])).alias("name"),
    ).explode("name")
    names = names.drop_nulls("name")
    names = names.with_columns(building_keys(names["name"]).alias("key"))
    named = said.join(names.filter(pl.col("key") != ""), on="key", suffix="_known")
    named = named.filter((pl.col("within") == "") | (pl.col("within") == pl.col("street_known")))
    by_name = named.group_by("mention").agg(
        by_name=pl.col("building").min(), owners=pl.col("building").n_unique()
    )
    found = said.join(codes, left_on="building_code", right_on="building", how="left").join(
        by_name, on="mention", how="left"
    )
    unique = pl.when(pl.col("owners") == 1).then("by_name")
    found = found.with_columns(pl.coalesce("by_code", unique).alias("building"))
    return found.select(
        *BUILDING_SAID,
        "building",
        reason=pl.when(pl.col("building").is_not_null())
        .then(pl.lit(None, pl.String))
        .when(pl.col("owners") > 1)
        .then(pl.lit(BUILDING_SHARED))
        .otherwise(pl.lit(BUILDING_UNKNOWN)),
    ).sort(*BUILDING_SAID)


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
    told = mention.select(
        name_key="enterprise_name", named="enterprise", enterprise_reason="reason"
    )
    nameless = ibis.ifelse(statement.uscc.isnull(), statement.enterprise_name, ibis.null("string"))
    joined = statement.mutate(name_key=nameless).left_join(told, "name_key")
    whole = joined.mutate(enterprise=ibis.coalesce(joined.uscc, joined.named))
    return whole.drop("name_key", "name_key_right", "named")
