"""市场主体登记: what the district's register says of each organisation from which month on.

The first month's list is whole; later ones bring the founded, the moved in (迁入), the moved out
(迁出), the ended (注销, 吊销), new names and new addresses. Not all in it are the district's: some
are registered by the city. Some occupants are never in it.
"""

from dataclasses import dataclass

import numpy as np

from louyu.district import District
from louyu.sample.enterprises import BRANCH, COMPANY, OFFICE, OTHER, SOLE_TRADER, Enterprises
from louyu.sample.scale import REGISTERED_AT_FIRST, REGISTERED_LATER, REGISTERED_NEW, Scale
from louyu.sample.span import NEVER, Flags, Ints, part_rng
from louyu.sample.stays import Stays


@dataclass(frozen=True)
class Registrations:
    """One row per organisation: places of months, `NEVER` for what does not happen."""

    founded: Ints
    """Day."""
    listed: Ints
    """The first month in which the register names it."""
    own_from: Ints
    """From which month the district's authority is the one that registers it."""
    ended: Ints
    moved_out: Ints
    revoked: Flags
    """Whether it ended by 吊销 instead of 注销."""
    renamed: Ints
    readdressed: Ints
    seat: Ints
    later_seat: Ints
    """The building at its registered address before and after, -1 for another place."""
    capital: Ints

    def in_district(self, months: int) -> Flags:
        """Enterprise × month: whether it is registered in the district and standing."""
        place = np.arange(months)
        begun = (self.listed[:, None] <= place) & (self.own_from[:, None] <= place)
        over = (self.ended[:, None] <= place) | (self.moved_out[:, None] <= place)
        found: Flags = begun & ~over
        return found


def registrations(enterprises: Enterprises, stays: Stays, scale: Scale) -> Registrations:
    """Draws the course of each organisation's registration."""
    rng, span = part_rng(scale.seed, "registrations"), scale.span
    count, kind = len(enterprises), enterprises.kind
    begin, months = int(span.starts[0]), len(span)
    first, last = enterprises.first_start, enterprises.last_end
    arrived = np.where(first < begin, -1, span.place(first))
    tenant = first < NEVER
    founded = np.minimum(np.where(tenant, first, begin + 1), begin) - rng.integers(
        40, 365 * 14, size=count
    )
    young = (tenant & (arrived >= 1) & (rng.random(count) < 0.4)) | (
        ~tenant & (rng.random(count) < 0.25)
    )
    base = np.where(tenant, first, begin + 30 + rng.integers(0, max(30 * months - 60, 1), count))
    fresh = base - rng.integers(0, 75, size=count)
    # Three in a hundred move in before they are founded.
    fresh = np.where(rng.random(count) < 0.05, base + rng.integers(10, 70, size=count), fresh)
    founded = np.where(young, fresh, founded)
    born = np.maximum(span.place(founded), 0)

    own, city = begins(rng, enterprises, arrived, young, months)
    listed = np.where(own | city, born, NEVER)
    change = rng.geometric(REGISTERED_LATER, size=count) + np.maximum(arrived, 0)
    own_from = np.where(own, 0, np.where((kind == COMPANY) & (change < months), change, NEVER))
    listed = np.where((listed == NEVER) & (own_from < NEVER), own_from, listed)
    own_from = np.where(listed == NEVER, NEVER, own_from)

    gone = np.where(last < span.ends[-1], span.place(last), NEVER)
    after = gone + rng.integers(0, 7, size=count)
    fate = rng.random(count)
    may = (listed < after) & (gone < NEVER) & np.isin(kind, (COMPANY, BRANCH, SOLE_TRADER, OTHER))
    ended = np.where(may & (fate < 0.42), after, NEVER)
    moved_out = np.where(may & (fate > 0.8) & (own_from < after), after, NEVER)
    idle = ~tenant & (listed < NEVER) & (rng.random(count) < 0.004 * months)
    ended = np.where(idle, np.maximum(listed, 0) + rng.integers(1, months + 1, size=count), ended)
    ended, moved_out = (np.where(x < months, x, NEVER) for x in (ended, moved_out))
    ends = np.minimum(ended, moved_out)
    own_from = np.where((own_from > ends) & (listed < own_from), NEVER, own_from)
    known = np.where(listed < months, span.ends[np.minimum(listed, months - 1)], NEVER)

    has_new_name = np.array(
        [a != b for a, b in zip(enterprises.name, enterprises.later_name, strict=True)]
    )
    rename = np.maximum(listed, 0) + 1 + rng.integers(0, months, size=count)
    rename = np.where(has_new_name & (rename < np.minimum(ends, months)), rename, NEVER)
    seat, later_seat, readdressed = seats(rng, enterprises, stays, listed, ends, scale)
    return Registrations(
        founded=np.minimum(founded, known),
        listed=np.where(listed < months, listed, NEVER),
        own_from=own_from,
        ended=ended,
        moved_out=moved_out,
        revoked=rng.random(count) < 0.06,
        renamed=rename,
        readdressed=readdressed,
        seat=seat,
        later_seat=later_seat,
        capital=capitals(rng, kind),
    )


def begins(
    rng: np.random.Generator, enterprises: Enterprises, arrived: Ints, young: Flags, months: int
) -> tuple[Flags, Flags]:
    """Who is registered by the district, and who by the city but known to the district."""
    kind, count = enterprises.kind, len(enterprises)
    when = np.maximum(arrived, 0) / max(months - 1, 1)
    later = REGISTERED_NEW[0] + (REGISTERED_NEW[1] - REGISTERED_NEW[0]) * when
    chance = np.where(arrived < 0, REGISTERED_AT_FIRST, later) + 0.06 * young
    own = rng.random(count) < chance
    own |= np.isin(kind, (BRANCH, SOLE_TRADER)) | (enterprises.first_start >= NEVER)
    own[enterprises.big] = True
    law = np.array([name.endswith("律师事务所") for name in enterprises.name])
    own[[other for _, other in enterprises.kin.of("namesake")]] = False
    coded = np.array([code is not None for code in enterprises.uscc])
    own &= coded & ~law
    city = ~own & coded & ~law & (rng.random(count) < 0.35)
    # A foreign representative office is registered; its name says what it is all the same.
    return own, city | ((kind == OFFICE) & coded & ~own)


def seats(
    rng: np.random.Generator,
    enterprises: Enterprises,
    stays: Stays,
    listed: Ints,
    ends: Ints,
    scale: Scale,
) -> tuple[Ints, Ints, Ints]:
    """The building at the registered address: most often the one occupied, often another one."""
    count, months = len(enterprises), len(scale.span)
    tenants = int(stays.occupant.max()) + 1
    order = np.argsort(stays.start, kind="stable")
    first = np.full(count, -1)
    last = np.full(count, -1)
    last[stays.occupant[order]] = stays.building[order]
    first[stays.occupant[order[::-1]]] = stays.building[order[::-1]]
    moved_in = np.full(count, NEVER)
    moved_in[stays.occupant[order]] = scale.span.place(stays.start[order])
    other = rng.permutation(first[:tenants])
    where = rng.random(count)
    seat = first.copy()
    seat[:tenants] = np.where(where[:tenants] < 0.2, other, seat[:tenants])
    seat = np.where(where > 0.85, -1, seat)
    follows = (first != last) & (rng.random(count) < 0.6)
    place = moved_in + rng.integers(0, 3, size=count)
    in_time = (place > listed) & (place < np.minimum(ends, months))
    readdressed = np.where(follows & in_time, place, NEVER)
    return seat, np.where(readdressed < NEVER, last, seat), readdressed


def capitals(rng: np.random.Generator, kind: Ints) -> Ints:
    """注册资本 in fen: round sums of 万元, one in twelve with odd hundreds."""
    steps = np.array([10, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000])
    share = (0.1, 0.17, 0.24, 0.13, 0.15, 0.12, 0.04, 0.03, 0.015, 0.005)
    ten_thousand = rng.choice(steps, size=len(kind), p=share) * 100
    odd = np.where(rng.random(len(kind)) < 0.08, rng.integers(1, 100, size=len(kind)), 0)
    capital = (ten_thousand + odd) * 10_000
    return np.where(np.isin(kind, (COMPANY, OTHER)), capital, 0).astype(np.int64)


def authorities(district: District) -> tuple[str, str]:
    """The names of the district's authority of registration and of the city's."""
    return district.authorities.registration[0], f"{district.city}市场监督管理局"
