"""企业识别 enterprise identity: whose a name without a code is.

A name that is exactly, after folding, a name or former name of one registered organisation is that
organisation. Other names are held against all that is known by `louyu.registers.linkage`: what is
the same beyond doubt is joined, what may be is asked about, and judgements outrank both. A name
nobody can place stands for itself. A name may mean one enterprise here and another one there, so a
record is a name in a building.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from louyu.registers.judgement import DIFFERENT, NAMED, SAME, UNSURE, named, refusals, standing

NAME_UNKNOWN = "没有填统一社会信用代码，市场主体登记中没有这个名称"
NAME_SHARED = "没有填统一社会信用代码，登记中有多个市场主体用过这个名称"
NAME_ASKED = "没有填统一社会信用代码，与已知企业相近但不能断定，已列入待定归并"
NAME_JUDGED = "没有填统一社会信用代码，人工判断与登记中的同名企业不是同一家"
BY_NAME = "与市场主体登记的名称或曾用名完全一致"
BY_JUDGEMENT = "人工判断"

VERDICT = {SAME: "same", DIFFERENT: "different", UNSURE: "unsure"}
RELATION = {"branch": "总部与分支", "sister": "同一总部的分支", "successor": "承继"}
RECORD = (
    "record", "uscc", "registration_number", "name", "former_names", "person", "address",
    "building", "room", "industry", "city", "since", "registered",
)  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """What is told of names: ``mention`` (enterprise_name, building, enterprise, evidence, reason),
    ``question`` and ``relation`` (nouns identity_question and enterprise_relation, without what is
    at stake), ``judgement`` (noun judgement)."""

    mention: pl.DataFrame
    question: pl.DataFrame
    relation: pl.DataFrame
    judgement: pl.DataFrame


class Identify(Protocol):
    """`identity`, or what answers for it."""

    def __call__(
        self,
        said: pl.DataFrame,
        known: pl.DataFrame,
        coded: pl.DataFrame,
        judged: pl.DataFrame,
        seat: pl.DataFrame,
        *,
        divisions: Iterable[Sequence[str]],
    ) -> Identity: ...


def identity(
    said: pl.DataFrame,
    known: pl.DataFrame,
    coded: pl.DataFrame,
    judged: pl.DataFrame,
    seat: pl.DataFrame,
    *,
    divisions: Iterable[Sequence[str]],
) -> Identity:
    """Whose names are.

    ``said``: enterprise_name, building (null where none is known), room, first_month; ``known``:
    rows of the registration with their month; ``coded``: uscc and the names under which it was
    seen elsewhere; ``judged``: the judgements that came; ``seat``: registered_address → building,
    room.
    """
    # Loaded here: its tables of pinyin take a third of a second, and most builds need it not.
    from louyu.registers.linkage import clustered

    stands = standing(judged)
    stands = stands.with_columns(refusal=pl.Series(refusals(stands), dtype=pl.String))
    owners = owners_of(known)
    names = names_said(said).join(owners, on="named", how="left")
    exact = names.filter(pl.col("owners") == 1)
    sides = pl.concat([stands["left"], stands["right"]]).unique()
    near = exact.filter(pl.col("named").is_in(sides.implode()))
    asked = pl.concat([names.filter(pl.col("owners").fill_null(0) != 1), near]).sort("record")
    codes = sides.filter(~sides.str.starts_with(NAMED))
    records = records_of(asked, known, coded, seat, codes)
    told = judgements_of(stands, records)
    pairs = pairs_of(asked, near, records, told, divisions)
    clusters, _ = clustered(records.select(*RECORD), pairs, told)
    found = enterprises_of(records, clusters)
    mention = mentions_of(names, found, pairs, stands)
    open_pairs = questions_of(pairs, clusters, found, told)
    unsure = mention["enterprise"].is_in(
        pl.concat([open_pairs["enterprise"], open_pairs["other"]]).implode()
    )
    return Identity(
        mention=mention.with_columns(
            reason=pl.when(unsure & (pl.col("reason") == NAME_UNKNOWN))
            .then(pl.lit(NAME_ASKED))
            .otherwise("reason")
        ),
        question=open_pairs,
        relation=relations_of(pairs, found),
        judgement=stands.with_columns(followed=pl.col("refusal").is_null()).sort("left", "right"),
    )


def owners_of(known: pl.DataFrame) -> pl.DataFrame:
    """Whose a name is or was: named, owner (any), owners (how many)."""
    former = known.select("uscc", name=pl.col("former_names").str.split("、")).explode("name")
    names = pl.concat([known.select("uscc", name="enterprise_name"), former]).drop_nulls()
    names = names.with_columns(named(names["name"])).filter(pl.col("named") != NAMED)
    return names.group_by("named").agg(owner=pl.col("uscc").min(), owners=pl.col("uscc").n_unique())


def names_said(said: pl.DataFrame) -> pl.DataFrame:
    """record, named, enterprise_name, building, room (if there is only one), first_month."""
    rows = said.drop_nulls("enterprise_name")
    rows = rows.with_columns(named(rows["enterprise_name"]))
    place = pl.concat_str("named", pl.lit("@"), "building")
    rows = rows.with_columns(record=pl.coalesce(place, "named"))
    one_room = pl.when(pl.col("room").n_unique() == 1).then(pl.col("room").min())
    together = rows.group_by("record", "named", "building").agg(
        enterprise_name=pl.col("enterprise_name").min(),
        room=one_room,
        first_month=pl.col("first_month").min(),
    )
    return together.sort("record")


def records_of(
    asked: pl.DataFrame,
    known: pl.DataFrame,
    coded: pl.DataFrame,
    seat: pl.DataFrame,
    codes: pl.Series,
) -> pl.DataFrame:
    """Records for `linked`, and with them named and first_month of the names that are asked about.

    An organisation is a record under its USCC, with its last registration, and one more for every
    other name under which it was seen. ``codes`` are USCCs of which nothing else may be known.
    """
    last = known.sort(pl.all(), nulls_last=True).sort("month", maintain_order=True)
    last = last.unique("uscc", keep="last", maintain_order=True)
    others = pl.concat([known.select("uscc", "enterprise_name"), coded])
    others = others.unique().join(last, on=["uscc", "enterprise_name"], how="anti")
    nameless = codes.filter(~codes.is_in(pl.concat([last["uscc"], others["uscc"]]).implode()))
    nameless_rows = pl.DataFrame({"uscc": nameless}).with_columns(enterprise_name=pl.lit(""))
    others = pl.concat([others.drop_nulls(), nameless_rows]).sort("uscc", "enterprise_name")
    registered = last.join(seat, on="registered_address", how="left").with_columns(
        record="uscc", address="registered_address", since="founded_on", registered=pl.lit(True)
    )
    number = pl.int_range(pl.len()).over("uscc")
    first = (number == 0) & ~pl.col("uscc").is_in(last["uscc"].implode())
    beside = others.with_columns(
        record=pl.when(first).then("uscc").otherwise(pl.concat_str("uscc", pl.lit("#"), number)),
        registered=pl.lit(False),
    )
    mentioned = asked.select(
        "record", "named", "enterprise_name", "building", "room", "first_month", registered=False
    )
    rows = pl.concat([registered, beside, mentioned], how="diagonal")
    nothing = [name for name in RECORD if name not in rows.columns and name != "name"]
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in nothing)
    rows = rows.rename({"enterprise_name": "name"}).with_columns(pl.col("name").fill_null(""))
    return rows.select(*RECORD, "named", "first_month").sort("record")


def judgements_of(stands: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """left, right, verdict of records: a name is judged wherever it is said."""
    followed = stands.filter(
        pl.col("refusal").is_null() & pl.col("verdict").is_in(list(VERDICT))
    ).select("left", "right", "verdict")
    called = pl.concat(
        [
            records.select(side="record", record="record").filter(
                ~pl.col("side").str.contains("@")
            ),
            records.select(side="named", record="record").drop_nulls(),
        ]
    ).unique()
    for side in ("left", "right"):
        followed = followed.join(
            called.rename({"record": f"{side}_record"}), left_on=side, right_on="side"
        )
    ends = pl.col("left_record"), pl.col("right_record")
    return followed.select(
        left=pl.min_horizontal(*ends),
        right=pl.max_horizontal(*ends),
        verdict=pl.col("verdict").replace_strict(VERDICT, return_dtype=pl.String),
    ).unique().sort("left", "right")  # fmt: skip


def pairs_of(
    asked: pl.DataFrame,
    near: pl.DataFrame,
    records: pl.DataFrame,
    told: pl.DataFrame,
    divisions: Iterable[Sequence[str]],
) -> pl.DataFrame:
    """Pairs by linkage, and names beside the one organisation that bears them."""
    from louyu.registers.linkage import Bands, linked, scorer_learned, scorer_shipped

    chains = [tuple(chain) for chain in divisions]
    table = records.select(*RECORD)
    scorer = scorer_shipped()
    if told.height:
        scorer = scorer_learned(scorer, table, told, divisions=chains)
    pairs = linked(table, scorer=scorer, bands=Bands(), divisions=chains)
    pairs = pairs.with_columns(
        band=pl.when(doubtful(pairs, asked, records)).then(pl.lit("ask")).otherwise("band")
    )
    named = near.select(left="owner", right="record").select(
        left=pl.min_horizontal("left", "right"), right=pl.max_horizontal("left", "right")
    )
    exact = named.with_columns(
        stage=pl.lit("name"),
        score=pl.lit(1.0),
        band=pl.lit("same"),
        relation=pl.lit(None, pl.String),
        evidence=pl.lit(BY_NAME),
    )
    rest = pairs.join(named, on=["left", "right"], how="anti")
    return pl.concat([rest, exact.select(rest.columns)]).sort("left", "right")


def doubtful(pairs: pl.DataFrame, asked: pl.DataFrame, records: pl.DataFrame) -> pl.Series:
    """Pairs that likeness alone does not join, however great it is.

    Two names without a code: nothing official stands behind either. And a name that several
    organisations bear, unless it was seen in the building where one of them is registered.
    """
    shared = asked.filter(pl.col("owners") > 1)["record"]
    facts = records.select("record", "building", named=pl.col("named").is_not_null())
    rows = pairs.select("left", "right", "stage", "band")
    for side in ("left", "right"):
        names = {"record": side, "building": f"building_{side}", "named": f"named_{side}"}
        rows = rows.join(facts.rename(names), on=side, how="left", maintain_order="left")
    both = pl.col("named_left") & pl.col("named_right")
    borne = pl.col("left").is_in(shared.implode()) | pl.col("right").is_in(shared.implode())
    there = (pl.col("building_left") == pl.col("building_right")).fill_null(False)
    said = rows.select(
        (pl.col("band") == "same") & (pl.col("stage") == "likely") & (both | (borne & ~there))
    )
    return said.to_series()


def enterprises_of(records: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    """The records with ``enterprise``: the USCC in their cluster, else the name first seen."""
    rows = records.join(clusters, on="record")
    first = rows.sort("first_month", "named", nulls_last=True).group_by("cluster").agg(
        code=pl.col("uscc").drop_nulls().min(), called=pl.col("named").first()
    )  # fmt: skip
    return rows.join(first, on="cluster").select(
        "record", "name", "uscc", "named", "building", enterprise=pl.coalesce("code", "called")
    )


def mentions_of(
    names: pl.DataFrame,
    found: pl.DataFrame,
    pairs: pl.DataFrame,
    stands: pl.DataFrame,
) -> pl.DataFrame:
    """enterprise_name, building, enterprise, evidence, reason of every name said."""
    rows = names.join(found.select("record", told="enterprise"), on="record", how="left")
    rows = rows.join(evidence_of(pairs, found), on="record", how="left")
    same = stands.filter(pl.col("refusal").is_null() & (pl.col("verdict") == SAME))
    judged = pl.concat([same["left"], same["right"]]).unique()
    alone = pl.col("enterprise").str.starts_with(NAMED)
    sole = pl.col("owners") == 1
    plain = pl.when(sole).then("owner").otherwise("named")
    rows = rows.with_columns(enterprise=pl.coalesce("told", plain))
    return rows.select(
        "named",
        "building",
        "enterprise",
        evidence=pl.when(sole & (pl.col("enterprise") == pl.col("owner")))
        .then(pl.lit(BY_NAME))
        .when(pl.col("named").is_in(judged.implode()) & (pl.col("enterprise") != plain))
        .then(pl.lit(BY_JUDGEMENT))
        .otherwise("evidence"),
        reason=pl.when(~alone)
        .then(pl.lit(None, pl.String))
        .when(sole)
        .then(pl.lit(NAME_JUDGED))
        .when(pl.col("owners") > 1)
        .then(pl.lit(NAME_SHARED))
        .otherwise(pl.lit(NAME_UNKNOWN)),
    )


def evidence_of(pairs: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """record → the evidence of its strongest pair with another record of its enterprise."""
    same = pairs.filter(pl.col("band") == "same")
    whose = found.select("record", "enterprise")
    for side in ("left", "right"):
        same = same.join(
            whose.rename({"record": side, "enterprise": f"{side}_enterprise"}), on=side
        )
    kept = same.filter(pl.col("left_enterprise") == pl.col("right_enterprise"))
    both = pl.concat([kept.select("evidence", "score", record=side) for side in ("left", "right")])
    best = both.sort("score", "evidence", descending=[True, False])
    return best.group_by("record").agg(pl.col("evidence").first())


def questions_of(
    pairs: pl.DataFrame, clusters: pl.DataFrame, found: pl.DataFrame, told: pl.DataFrame
) -> pl.DataFrame:
    """Of every two enterprises that may be one the likeliest pair of records nobody has judged,
    and the chance that an answer joins them."""
    from louyu.registers.linkage.questions import questions

    nobody = pairs.join(told, on=["left", "right"], how="anti")
    worth = found.select("record", "uscc", worth=1.0)
    asked = questions(nobody, clusters, worth, stake=pl.lit(1.0))
    called = found.select("record", "name", "building", "enterprise", side=side_of())
    ends = []
    for side in ("left", "right"):
        names = {"record": side} | {
            name: f"{name}_{side}" for name in called.columns if name != "record"
        }
        asked = asked.join(called.rename(names), on=side, maintain_order="left")
        ends.append(pl.col(f"enterprise_{side}"))
    apart = asked.filter(ends[0] != ends[1])
    apart = apart.with_columns(enterprise=pl.min_horizontal(*ends), other=pl.max_horizontal(*ends))
    once = apart.unique(["enterprise", "other"], keep="first", maintain_order=True)
    return once.select(
        "enterprise",
        "other",
        "score",
        "evidence",
        chance="value",
        left="side_left",
        left_name="name_left",
        left_building="building_left",
        right="side_right",
        right_name="name_right",
        right_building="building_right",
    ).sort("enterprise", "other")


def side_of() -> pl.Expr:
    """How a judgement would call a record: by code, else by name."""
    return pl.coalesce("uscc", "named")


def relations_of(pairs: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """enterprise, other, relation, evidence of enterprises that are related and not one."""
    kin = pairs.filter(pl.col("band") == "related")
    for side in ("left", "right"):
        whose = found.select(pl.col("record").alias(side), pl.col("enterprise").alias(f"e_{side}"))
        kin = kin.join(whose, on=side)
    ends = pl.col("e_left"), pl.col("e_right")
    rows = kin.filter(ends[0] != ends[1]).select(
        enterprise=pl.min_horizontal(*ends),
        other=pl.max_horizontal(*ends),
        relation=pl.col("relation").replace_strict(RELATION, return_dtype=pl.String),
        evidence="evidence",
    )
    return rows.unique(["enterprise", "other"], keep="first").sort("enterprise", "other")
