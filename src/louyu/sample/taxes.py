"""税收与参保: what each organisation pays in each month, and how many staff it insures.

Tax is skewed over organisations and seasonal over months: quarters are settled in January, April,
July and October, the year's settlement brings refunds in May and June, December is high. The
level is set so that as many buildings reach the line in the first year as the plan starts from.
"""

from dataclasses import dataclass

import numpy as np

from louyu.sample.buildings import Buildings
from louyu.sample.enterprises import BRANCH, COMPANY, OFFICE, OTHER, SOLE_TRADER, Enterprises
from louyu.sample.names import TRADES
from louyu.sample.registrations import Registrations
from louyu.sample.scale import (
    TAX_GROWTH,
    TAXED_AT_FIRST,
    TAXED_LATER,
    TAXED_NEW,
    YI_AT_FIRST,
    Scale,
)
from louyu.sample.span import NEVER, Flags, Floats, Ints, Span, part_rng
from louyu.sample.stays import Stays

SEASON = np.array([13.5, 5.5, 5.0, 12.0, 8.0, 6.5, 12.0, 5.5, 5.5, 11.5, 6.0, 9.0]) / 100
YI = 10_000_000_000
"""One 亿元 in fen, by which the level of tax is set; the line itself is a parameter."""
GREAT, OTHERS = 1.35, 0.6
"""Of the line: what the great taxpayer pays in a year, and at most the others in its buildings."""
UNPAID = 1.07
"""By how much tax is drawn higher, since some months go unpaid and some tax is refunded."""
LEVY = (0.4, 0.55)
"""The local part of a payment lies between these."""


@dataclass(frozen=True)
class Taxes:
    """One row per payment, sorted by month and organisation. Money in fen."""

    place: Ints
    payer: Ints
    total: Ints
    local: Ints
    own: Flags
    """Whether the tax authority is the district's."""

    def __len__(self) -> int:
        return len(self.place)


def taxes(
    buildings: Buildings,
    stays: Stays,
    enterprises: Enterprises,
    registered: Registrations,
    scale: Scale,
) -> Taxes:
    """Draws every payment of the span."""
    rng, span = part_rng(scale.seed, "taxes"), scale.span
    begin, end, own_from = administrations(rng, enterprises, registered, span)
    yearly = wealth(rng, buildings, stays, enterprises)
    course = courses(rng, enterprises, span, begin)
    place = np.arange(len(span))
    active = (begin[:, None] <= place) & (place <= end[:, None])
    season = np.array([SEASON[month % 100 - 1] for month in span.months])
    noise = rng.lognormal(-0.03, 0.25, size=course.shape)
    noise[enterprises.big] = 1.0
    amount = yearly[:, None] * course * season * noise * active
    levels(amount, buildings, stays, enterprises, scale)
    month = np.array(span.months) % 100
    small = (amount.sum(axis=1) < np.quantile(amount.sum(axis=1), 0.55)) & (begin < NEVER)
    small[enterprises.big] = False
    quarterly = small[:, None] & ~np.isin(month, (1, 4, 7, 10))
    refund = rng.random(amount.shape) < np.where(np.isin(month, (5, 6)), 0.035, 0.002)
    refund[enterprises.big] = False
    amount = np.where(refund, -0.6 * amount - 50_000, amount)
    silent = rng.random(amount.shape) < 0.06
    nothing = rng.random(amount.shape) < 0.03
    fen = np.where(nothing, 0, np.round(amount)).astype(np.int64)
    row, column = np.nonzero((active & ~quarterly & ~silent).T)
    total = fen[column, row]
    share = rng.uniform(LEVY[0], LEVY[1], size=len(total))
    return Taxes(
        place=row,
        payer=column,
        total=total,
        local=np.round(total * share).astype(np.int64),
        own=own_from[column] <= row,
    )


def administrations(
    rng: np.random.Generator, enterprises: Enterprises, registered: Registrations, span: Span
) -> tuple[Ints, Ints, Ints]:
    """First and last month of an organisation's tax in the files, and since when the district's.

    Who is taxed elsewhere is either not in the files at all (a branch taxed at its head office), or
    there with another authority (administered by the city).
    """
    count, kind, months = len(enterprises), enterprises.kind, len(span)
    coded = np.array([code is not None for code in enterprises.uscc])
    begun = np.maximum(np.where(registered.listed < NEVER, registered.listed, 0), 0)
    new = registered.founded >= span.starts[0]
    chance = np.where(new, TAXED_NEW, TAXED_AT_FIRST) - 0.25 * (kind == BRANCH)
    chance = np.where(registered.own_from < NEVER, chance, 0.16)
    own = coded & (rng.random(count) < chance)
    own[enterprises.big] = True
    city = coded & ~own & (rng.random(count) < np.where(registered.own_from < NEVER, 0.4, 0.08))
    lag = np.where(new, rng.integers(1, 4, size=count), 0)
    later = begun + rng.geometric(TAXED_LATER, size=count)
    changes = coded & ~own & (registered.own_from < NEVER) & (later < months)
    own_from = np.where(own, 0, np.where(changes, later, NEVER))
    begin = np.where(own | city, begun + lag, np.where(changes, later, NEVER))
    gone = np.minimum(registered.ended, registered.moved_out)
    # Who is not in the register leaves with the last room.
    left = np.where(
        (registered.listed == NEVER) & (enterprises.last_end < NEVER),
        span.place(np.minimum(enterprises.last_end, NEVER - 1)),
        NEVER,
    )
    arrived = np.where(
        (registered.listed == NEVER) & (enterprises.first_start < NEVER),
        np.maximum(span.place(np.minimum(enterprises.first_start, NEVER - 1)), 0),
        0,
    )
    begin = np.where(begin < NEVER, np.maximum(begin, arrived), NEVER)
    return begin, np.minimum(gone - 1, left), own_from


def wealth(
    rng: np.random.Generator, buildings: Buildings, stays: Stays, enterprises: Enterprises
) -> Floats:
    """Relative tax of a year: by area, building, trade and luck; a few pay most."""
    count = len(enterprises)
    area = np.bincount(stays.occupant, weights=np.maximum(stays.area, 1000), minlength=count)
    rich = np.full(count, 0.5)
    order = np.argsort(stays.start, kind="stable")[::-1]
    rich[stays.occupant[order]] = buildings.wealth[stays.building[order]]
    trade = np.array([t.wealth for t in TRADES])[enterprises.trade]
    by_kind = {COMPANY: 1.0, BRANCH: 0.8, OFFICE: 0.05, SOLE_TRADER: 0.04, OTHER: 0.7}
    kind = np.array([by_kind.get(k, 0.0) for k in range(6)])[enterprises.kind]
    size = np.maximum(area, 9000) ** 0.85
    paid: Floats = size * rich * trade * kind * rng.lognormal(0, 1.5, count)
    return paid


def courses(rng: np.random.Generator, enterprises: Enterprises, span: Span, begin: Ints) -> Floats:
    """Enterprise × month: growth, and the first two years of who begins small."""
    count = len(enterprises)
    year = np.arange(len(span)) / 12
    rate = rng.normal(TAX_GROWTH, 0.12, count)
    rate[enterprises.big] = 0.0
    grown = np.exp(rate[:, None] * year)
    age = np.arange(len(span)) - begin[:, None]
    young = (begin[:, None] > 0) & (age < 24)
    ramp: Floats = np.where(young, 0.3 + 0.7 * np.clip(age, 0, 24) / 24, 1.0)
    return grown * ramp


def levels(
    amount: Floats, buildings: Buildings, stays: Stays, enterprises: Enterprises, scale: Scale
) -> None:
    """Sets the level of tax, and the story of the great taxpayer, in place.

    As many buildings as the plan starts from reach the line in the first year. One building is
    over it by the great taxpayer alone and falls below when it leaves; the building it goes to
    rises over it.
    """
    span = scale.span
    months = min(12, len(span))
    first_year = slice(0, months)
    before = span.starts[min(months, len(span)) - 1]
    here = stays.start <= before
    seated = np.full(len(enterprises), -1)
    seated[stays.occupant[here]] = stays.building[here]
    story = np.r_[buildings.of_role("left"), buildings.of_role("won")]
    big = enterprises.big
    paid = np.bincount(
        seated[seated >= 0],
        weights=amount[seated >= 0, first_year].sum(axis=1) * 12 / months,
        minlength=len(buildings),
    )
    paid[story] = 0
    paid[(buildings.completed > before) | (buildings.office_area < 500_000)] = 0
    rank = scale.of(YI_AT_FIRST, 2) - 1  # the great taxpayer's building is one of them
    line = np.sort(paid)[::-1][rank - 1 : rank + 1].mean()
    amount *= YI * UNPAID / line
    season = np.array([SEASON[month % 100 - 1] for month in span.months])
    for b in story.tolist():
        others = np.isin(np.arange(len(enterprises)), stays.occupant[stays.building == b])
        others[big] = False
        monthly = amount[others].sum(axis=0)
        highest = max(monthly[at : at + 12].sum() for at in range(max(1, len(span) - 11)))
        if highest > 0:  # by themselves they never reach the line, in any twelve months
            amount[others] *= OTHERS * YI / highest
    amount[big] = GREAT * YI * season


def insured(
    stays: Stays, enterprises: Enterprises, registered: Registrations, scale: Scale
) -> tuple[Ints, Ints, Ints]:
    """参保人数: place, organisation and staff, for whoever is registered in the district."""
    rng, span = part_rng(scale.seed, "insured"), scale.span
    staff = np.bincount(
        stays.occupant, weights=np.maximum(stays.staff, 2), minlength=len(enterprises)
    )
    staff = np.maximum(np.round(staff * rng.uniform(0.5, 1.05, len(staff))), 1)
    standing = registered.in_district(len(span)) & (enterprises.kind != OFFICE)[:, None]
    yearly = rng.normal(0.03, 0.06, len(staff))
    row, column = np.nonzero((standing & (rng.random(standing.shape) < 0.985)).T)
    number = np.maximum(np.round(staff[column] * np.exp(yearly[column] * row / 12)), 1)
    return row, column, number.astype(np.int64)
