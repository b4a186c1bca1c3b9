"""名录与认定: organisations in the statistical register, and headquarters recognised."""

from dataclasses import dataclass

import numpy as np

from louyu.sample.enterprises import COMPANY, OTHER, Enterprises
from louyu.sample.names import TRADES
from louyu.sample.registrations import Registrations
from louyu.sample.scale import Scale
from louyu.sample.span import NEVER, Ints, part_rng
from louyu.sample.taxes import Taxes

UNIT_KINDS = ("规上服务业", "限上批发", "限上零售", "限上住餐", "资质建筑业", "房地产开发")
UNITS_AT_FIRST = 400
UNITS_A_YEAR = (108, 122, 150)
"""Entries; not all stay in a building that counts, and some leave again."""
HEADQUARTERS_AT_FIRST = 6
HEADQUARTERS_A_YEAR = (7, 12, 16, 18)
LEVELS = ("综合型总部", "区域型总部", "职能型总部")


@dataclass(frozen=True)
class Units:
    """规上限上: one row per entry; an organisation that changes its kind has two."""

    enterprise: Ints
    kind: list[str]
    entered: Ints
    left: Ints


@dataclass(frozen=True)
class Headquarters:
    """One row per recognition."""

    enterprise: Ints
    level: list[str]
    recognised: Ints
    revoked: Ints
    reported: Ints
    """The place of the month in which the recognition is first reported."""


def payers(taxes: Taxes, enterprises: Enterprises, registered: Registrations) -> Ints:
    """Companies of the district that pay tax, the greatest first."""
    paid = np.bincount(taxes.payer, weights=taxes.total, minlength=len(enterprises))
    fit = np.isin(enterprises.kind, (COMPANY, OTHER)) & (registered.listed < NEVER)
    order = np.argsort(-paid, kind="stable")
    return order[fit[order] & (paid[order] > 0)]


def unit_kind(code: str) -> str:
    """The kind of statistical unit that an industry class belongs to."""
    starts = {"51": 1, "52": 2, "62": 3, "47": 4, "50": 4, "701": 5}
    found = (place for start, place in starts.items() if code.startswith(start))
    return UNIT_KINDS[next(found, 0)]


def units(taxes: Taxes, enterprises: Enterprises, registered: Registrations, scale: Scale) -> Units:
    """Draws who enters the statistical register and who leaves it."""
    rng, span = part_rng(scale.seed, "units"), scale.span
    rich = payers(taxes, enterprises, registered)
    standing = scale.of(UNITS_AT_FIRST, 6)
    yearly = [
        scale.of(UNITS_A_YEAR[min(k, len(UNITS_A_YEAR) - 1)], 3) for k in range(len(span.years))
    ]
    begin, first = span.starts[0], enterprises.first_start[rich]
    there = (first < begin) & (enterprises.last_end[rich] > span.ends[len(span) // 2])
    # Most large ones, but not all: size by tax and size by revenue are different things. One in
    # eight is in no building.
    old = rng.permutation(rich[there][: round(standing * 1.3)])[:standing]
    outside = rich[first >= NEVER][: standing // 8]
    lasting = enterprises.last_end[rich] > span.ends[-1] - 300
    rest = rich[~np.isin(rich, old) & (first < NEVER) & lasting]
    new = rng.permutation(rest[: round(sum(yearly) * 1.5)])[: sum(yearly)]
    new = new[np.argsort(np.maximum(enterprises.first_start[new], 0), kind="stable")]
    old = np.r_[old, outside]
    entered = [span.starts[0] - 30 - rng.integers(0, 3000, size=len(old))]
    when: list[int] = []
    for year, number in zip(span.years, yearly, strict=True):
        month = rng.choice(12, size=number, p=np.array([3, 2, 1, 1, 1, 1, 1, 1, 1, 2, 2, 4]) / 20)
        firsts = [f"{year}-{m + 1:02d}-01" for m in month.tolist()]
        begins = np.array(firsts, dtype="datetime64[D]").astype(np.int64)
        when += (begins + rng.integers(0, 28, number)).tolist()
    days = np.array(when[: len(new)], dtype=np.int64)
    arrived = np.maximum(registered.founded, enterprises.first_start)[new[: len(days)]]
    entered.append(np.where(arrived < NEVER, np.maximum(days, arrived + 40), days))
    enterprise = np.r_[old, new[: len(days)]]
    day = np.concatenate(entered)
    left = day + 200 + rng.geometric(1 / 4200, size=len(day))
    left = np.where(left <= span.ends[-1], left, NEVER)
    closed = registered.ended[enterprise]
    gone = np.where(closed < len(span), span.ends[np.minimum(closed, len(span) - 1)], NEVER)
    left = np.maximum(np.minimum(left, gone), np.minimum(day + 1, NEVER))
    kind = [unit_kind(TRADES[t].code) for t in enterprises.trade[enterprise].tolist()]
    changed = np.flatnonzero((left >= NEVER) & (day < span.ends[len(span) // 3]))[:2]
    again = span.ends[len(span) // 2] + np.zeros(len(changed), dtype=np.int64)
    left[changed] = again
    seen = day <= span.ends[-1]
    keep = np.flatnonzero(seen)
    other = ["限上批发" if kind[k] != "限上批发" else "规上服务业" for k in changed.tolist()]
    return Units(
        enterprise=np.r_[enterprise[keep], enterprise[changed]],
        kind=[kind[k] for k in keep.tolist()] + other,
        entered=np.r_[day[keep], again + 1],
        left=np.r_[np.where(left > span.ends[-1], NEVER, left)[keep], np.full(len(changed), NEVER)],
    )


def headquarters(
    taxes: Taxes, enterprises: Enterprises, registered: Registrations, scale: Scale
) -> Headquarters:
    """Draws recognitions: mostly of great taxpayers in buildings; one is revoked."""
    rng, span = part_rng(scale.seed, "headquarters"), scale.span
    rich = payers(taxes, enterprises, registered)
    inside = rich[(enterprises.first_start[rich] < NEVER)]
    yearly = [
        scale.of(HEADQUARTERS_A_YEAR[min(k, len(HEADQUARTERS_A_YEAR) - 1)], 2)
        for k in range(len(span.years))
    ]
    standing = scale.of(HEADQUARTERS_AT_FIRST, 2)
    pool = rng.permutation(inside[: 2 * (standing + sum(yearly))])
    days = [span.starts[0] - 500 + rng.integers(0, 400, size=standing)]
    for year, number in zip(span.years, yearly, strict=True):
        first = np.datetime64(f"{year}-02-01", "D").astype(np.int64)
        days.append(first + rng.integers(0, 320, size=number))
    recognised = np.concatenate(days)[: len(pool)]
    chosen = pool[: len(recognised)]
    recognised = np.maximum(recognised, registered.founded[chosen] + 60)
    seen = recognised <= span.ends[-1]
    recognised, chosen = recognised[seen], chosen[seen]
    revoked = np.full(len(chosen), NEVER)
    victims = np.flatnonzero(recognised < span.starts[len(span) // 2])[::7]
    revoked[victims] = span.starts[len(span) // 2] + 40 + rng.integers(0, 200, size=len(victims))
    revoked = np.where(revoked <= span.ends[-1], revoked, NEVER)
    level = rng.choice(LEVELS, size=len(chosen)).tolist()
    late = (rng.random(len(chosen)) < 0.25).astype(np.int64)
    reported = np.clip(span.place(recognised) + late, 0, len(span) - 1)
    return Headquarters(chosen, level, recognised, revoked, reported)
