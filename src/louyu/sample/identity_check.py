"""归并对照 identity check: whom and which building an edition took rows to mean, against the truth.

What is counted is ways of naming (称谓), each once however many months repeat it: a code, a name
and the building where it was said; or a building's code and name; or a registered address. Two of
them are a *pair* when they mean one thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

ALONE = "name:"
"""Begins the id of an enterprise that is known by its name only."""
PLACE = ["file", "sheet", "row"]
ENTERPRISES = ("tenancy", "statistical_unit", "headquarters", "insured", "tax")
BUILDINGS = (
    "tenancy",
    "party_body",
    "recognition",
    "evaluation",
    "renovation",
    "operated_space",
    "power",
)


@dataclass(frozen=True)
class Resolution:
    """How ways of naming one kind of thing were understood.

    ``named`` ways, of which ``answered`` were taken to mean something the edition knows by a code,
    ``right`` of all to mean what they do (a name for itself, if that has no code). ``precision``
    and ``recall`` are of pairs; None where there is no pair.
    """

    subject: str
    named: int
    answered: int
    right: int
    precision: float | None
    recall: float | None

    @property
    def unresolved(self) -> int:
        """Neither answered nor rightly left alone."""
        return self.named - self.answered


def resolutions(truth: pl.DataFrame, said: pl.DataFrame) -> list[Resolution]:
    """``truth``: the sample's identity table. ``said``: file, sheet, row, enterprise, building.

    A row of ``said`` without a building was left without one; a row that is not in it takes no part
    in the edition, and is not counted. Subjects: enterprise, enterprise_without_code (a way of
    naming without the right code, and its pairs), building, building_without_code, and
    registered_building.
    """
    rows = truth.join(said, on=PLACE, how="inner", suffix="_said")
    listed = rows.filter(pl.col("dataset") != "registration")
    firms = (
        listed.filter(pl.col("enterprise").is_not_null(), pl.col("of_enterprise"))
        .select("uscc", "enterprise_name", "building", meant="enterprise", found="enterprise_said")
        .unique()
        .with_columns(
            sure=pl.col("uscc").eq_missing(pl.col("meant")),
            answered=~pl.col("found").str.starts_with(ALONE)
            | pl.col("meant").str.starts_with(ALONE),
        )
    )
    houses = (
        listed.filter(pl.col("building").is_not_null(), pl.col("of_building"))
        .select("building_code", "building_name", meant="building", found="building_said")
        .unique()
        .with_columns(
            sure=pl.col("building_code").eq_missing(pl.col("meant")),
            answered=pl.col("found").is_not_null(),
        )
    )
    seats = (
        rows.filter(pl.col("dataset") == "registration", pl.col("of_building"))
        .select("registered_address", meant="building", found="building_said")
        .unique()
        .with_columns(sure=pl.lit(False))
        .with_columns(answered=pl.col("found").is_not_null() | pl.col("meant").is_null())
    )
    return [
        resolution("enterprise", firms, of_all=True),
        resolution("enterprise_without_code", firms, of_all=False),
        resolution("building", houses, of_all=True),
        resolution("building_without_code", houses, of_all=False),
        resolution("registered_building", seats, of_all=True),
    ]


def resolution(subject: str, ways: pl.DataFrame, *, of_all: bool) -> Resolution:
    """``ways``: meant, found, answered, and whether it was ``sure`` by its code."""
    chosen = ways if of_all else ways.filter(~pl.col("sure"))
    known = ways.filter("sure")
    joint, meant, found = (
        pairs(ways, by) - (0 if of_all else pairs(known, by))
        for by in (["meant", "found"], ["meant"], ["found"])
    )
    return Resolution(
        subject=subject,
        named=len(chosen),
        answered=int(chosen["answered"].sum()),
        right=int(chosen["meant"].eq_missing(chosen["found"]).sum()),
        precision=joint / found if found else None,
        recall=joint / meant if meant else None,
    )


def pairs(ways: pl.DataFrame, by: list[str]) -> int:
    """Pairs of ways that are alike in all of the columns; what is null is like nothing."""
    sizes = ways.drop_nulls(by).group_by(by).len().cast({"len": pl.Int64})["len"]
    return int((sizes * (sizes - 1) // 2).sum())


def rows_said(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """File, sheet and row of an edition's rows, with the enterprise and building they were told.

    ``of_enterprise`` and ``of_building`` tell which of the two the edition speaks of. ``tables``
    are the edition's, by noun: batch, enterprise, unresolved and those of rows.
    """
    parts = []
    for noun in sorted({*ENTERPRISES, *BUILDINGS} & tables.keys()):
        of_firm, of_house = noun in ENTERPRISES, noun in BUILDINGS
        parts.append(
            tables[noun].select(
                "batch",
                "sheet",
                "row",
                enterprise=pl.col("enterprise") if of_firm else pl.lit(None, pl.String),
                building=pl.col("building") if of_house else pl.lit(None, pl.String),
                of_enterprise=pl.lit(of_firm),
                of_building=pl.lit(of_house),
            )
        )
    registered = tables["enterprise"].drop_nulls("batch").sort("from_month")
    parts.append(
        registered.select(
            "batch",
            "sheet",
            "row",
            "enterprise",
            building="registered_building",
            of_enterprise=pl.lit(False),
            of_building=pl.lit(True),
        )
    )
    nowhere = tables["unresolved"].filter(
        pl.col("subject") == "building", pl.col("reason").str.contains(BEATEN).not_()
    )
    parts.append(
        nowhere.select(
            "batch",
            "sheet",
            "row",
            enterprise=pl.lit(None, pl.String),
            building=pl.lit(None, pl.String),
            of_enterprise=pl.lit(False),
            of_building=pl.lit(True),
        )
    )
    every = pl.concat(parts).unique(["batch", "sheet", "row"], keep="last", maintain_order=True)
    files = tables["batch"].select("batch", "file")
    return every.join(files, on="batch").drop("batch").cast({"row": pl.Int64})


BEATEN = "以另一份清单为准"
"""In the reason of a row whose building is known, but told of by another list."""


def identity_read(folder: Path) -> pl.DataFrame:
    """The truth that `louyu sample` wrote below a folder, files by their names."""
    rows = pl.read_parquet(folder / "truth" / "identity.parquet")
    return rows.with_columns(pl.col("file").str.split("/").list.last())
