"""一楼一册的税收: a building's tax by month and attribution (口径), and how far the next step is.

Only for whom exact tax is opened: a building's tax would tell what its largest payer paid.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from louyu.web.frame import charts
from louyu.web.frame.figures import figure, month_name, month_short
from louyu.web.frame.tiers import TIERS
from louyu.web.reader import Reader

ATTRIBUTIONS = {
    "occupancy": ("入驻口径", "在楼里办公的企业所缴，一企多址的按面积分摊"),
    "registered": ("注册地址口径", "注册地址在楼里的企业所缴"),
    "head_office": ("总部口径", "分支机构所缴并到总部所在的楼"),
}
MONTHS = 24


@dataclass(frozen=True)
class Bar:
    """A month in the drawing; ``below`` when more was refunded than paid."""

    x: str
    y: str
    height: str
    below: bool
    words: str


@dataclass(frozen=True)
class Month:
    name: str
    amounts: tuple[str, ...]
    payers: str


@dataclass(frozen=True)
class Step:
    """The next line above what a year's tax has reached."""

    label: str
    line: str
    reached: str
    missing: str
    share: str


@dataclass(frozen=True)
class BuildingTax:
    labels: tuple[tuple[str, str, str], ...]
    chosen: str
    bars: tuple[Bar, ...]
    zero: str
    months: tuple[Month, ...]
    year: str
    last_year: str
    twelve: str
    step: Step | None


def building_tax(
    reader: Reader, row: dict[str, Any], month: int, attribution: str
) -> BuildingTax | None:
    """Of a building's cube row; None to whom exact tax is not opened."""
    if not reader.access.exact:
        return None
    chosen = attribution if attribution in ATTRIBUTIONS else "occupancy"
    rows = reader.about_building("building_tax", row["building"])
    totals = {(each["attribution"], each["month"]): each for each in rows}
    shown = [each for each in reader.months if each <= month][-MONTHS:]
    amounts = [(m, (totals.get((chosen, m)) or {}).get("total") or 0) for m in shown]
    drawn, zero = bars(amounts)
    return BuildingTax(
        labels=tuple((key, *words) for key, words in ATTRIBUTIONS.items()),
        chosen=chosen,
        bars=drawn,
        zero=zero,
        months=tuple(
            Month(
                month_name(m),
                tuple(
                    yuan((totals.get((key, m)) or {}).get("total")) for key in ATTRIBUTIONS
                ),
                f"{(totals.get((chosen, m)) or {}).get('payers') or 0:,}",
            )
            for m in reversed(shown)
        ),
        year=yuan(row.get("tax_year")),
        last_year=yuan(row.get("tax_last_year")),
        twelve=yuan(row.get("tax_12_months")),
        step=step(reader, row, month),
    )  # fmt: skip


def bars(amounts: list[tuple[int, int]]) -> tuple[tuple[Bar, ...], str]:
    """Bars out of a drawing of 600 × 120, refunds below the line; and where that line is."""
    high = max([amount for _, amount in amounts] + [0])
    low = min([amount for _, amount in amounts] + [0])
    spread = (high - low) or 1
    zero = 4 + 112 * high / spread
    wide = 600 / max(len(amounts), 1)
    drawn = []
    for at, (month, amount) in enumerate(amounts):
        height = 112 * abs(amount) / spread
        drawn.append(
            Bar(
                x=charts.number(at * wide), y=charts.number(zero if amount < 0 else zero - height),
                height=charts.number(height), below=amount < 0,
                words=f"{month_short(month)} {yuan(amount)}",
            )
        )  # fmt: skip
    return tuple(drawn), charts.number(zero)


def step(reader: Reader, row: dict[str, Any], month: int) -> Step | None:
    """The first line that this year's tax has not reached yet; none above the highest."""
    reached = row.get("tax_year") or 0
    parameters = reader.district.parameters
    for tier in reversed([tier for tier in TIERS if not tier.quasi]):
        line = int(parameters[tier.line].at(month)) * 100
        if reached < line:
            return Step(
                tier.label, yuan(line), yuan(reached), yuan(line - reached),
                charts.number(max(0.0, 100 * reached / line)),
            )  # fmt: skip
    return None


def yuan(fen: int | None) -> str:
    return "—" if fen is None else f"{figure(Fraction(fen, 100), '元')} 元"
