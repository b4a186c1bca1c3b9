"""规上限上 statistical thresholds: from what size on a unit enters the statistical register.

Industry 规上工业 (2000万元 since 2011, 国统字〔2010〕87号), wholesale, retail, lodging and catering
限上 (2000, 500, 200万元), services 规上服务业 (2000, 1000 or 500万元 by industry since 2020; until
2019 1000 or 500万元 or 50 staff), construction with a qualification and real-estate development
without a line in money. Each row of ``statistical_thresholds.csv`` has its dates, its source and,
where a date or source could not be verified, a note that says so. Industry codes are those of GB/T
4754-2017, also for years before it. A unit is a legal person; whether it is *in* the register is
for the bureau of statistics to say, this only tells who is near or over the line.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from louyu.standards.industry import lineage

FEN_IN_WAN = 10_000 * 100


@dataclass(frozen=True)
class Threshold:
    """A line, the industries it holds for, and when. ``revenue`` is in fen, of a year."""

    kind: str
    industries: tuple[str, ...]
    revenue: int | None
    staff: int | None
    basis: str
    since: date
    until: date | None
    source: str
    note: str

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def is_reached(self, *, revenue: int, staff: int) -> bool | None:
        """Whether a year's revenue (fen) or the staff at its end reach the line (以上 includes it).

        None where the line is a qualification or an activity, which figures cannot tell.
        """
        if self.revenue is None:
            return None
        return revenue >= self.revenue or (self.staff is not None and staff >= self.staff)


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Every line, past and present."""
    path = resources.files("louyu.standards").joinpath("statistical_thresholds.csv")
    return tuple(
        Threshold(
            kind=row["kind"],
            industries=tuple(row["industries"].split()),
            revenue=int(row["revenue_wan"]) * FEN_IN_WAN if row["revenue_wan"] else None,
            staff=int(row["staff"]) if row["staff"] else None,
            basis=row["basis"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            source=row["source"],
            note=row["note"],
        )
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
    )


class CoarseIndustryError(LookupError):
    """An industry code under which several lines hold (F: wholesale and retail)."""

    def __init__(self, code: str) -> None:
        super().__init__(f"行业代码 {code!r} 之下有几种标准，请用更细的代码")


def threshold_of(industry_code: str, *, on: date) -> Threshold | None:
    """The line for an industry on a day; None where there is none (farming, finance, offices).

    Raises:
        UnknownIndustryError: the code is not in GB/T 4754-2017.
        CoarseIndustryError: lines differ below the code.
    """
    valid = [threshold for threshold in thresholds() if threshold.holds_on(on)]
    codes = [entry.code for entry in lineage(industry_code)]
    for threshold in valid:
        if any(code in threshold.industries for code in codes):
            return threshold
    lined = {code for threshold in valid for code in threshold.industries}
    if any(
        code != industry_code and industry_code in {above.code for above in lineage(code)}
        for code in lined
    ):
        raise CoarseIndustryError(industry_code)
    return None


def kinds() -> tuple[str, ...]:
    """The kinds of statistical units, in the table's order."""
    return tuple(dict.fromkeys(threshold.kind for threshold in thresholds()))
