"""楼宇: the buildings of the invented district, with the cases that rules must cover.

Most stand when the span begins, others are completed in it. A few have a *role*: too small, just
large enough, not commercial, approved as 视同楼宇 before or within the span, never finished,
without a date of completion, empty, over-full, demolished, handed to another street, left by a
great taxpayer for another. The last street of the district has no building.
"""

from dataclasses import dataclass

import numpy as np

from louyu.district import District
from louyu.sample.names import BUILDING_ENDS, ROADS, building_words
from louyu.sample.scale import ADDED, Scale
from louyu.sample.span import NEVER, Flags, Floats, Ints, Span, part_rng
from louyu.sample.towers import towers

COMMERCIAL = (
    "商务用地",
    "商务金融用地",
    "商业商务用地",
    "商住混合用地(兼商务)",
    "综合用地(兼商务)",
)
OTHER_USES = ("工业用地", "科研用地", "商业用地")
OPERATORS = ("演示楼宇运营一部", "演示楼宇运营二部", "演示资产运营三部", "演示园区运营四部")
DATUM = "CGCS2000"
WIDE = 4
"""Streets that lie side by side before the next row of them begins."""
CENTRE = (122.61, 29.52)
"""At sea, where no district is."""


@dataclass(frozen=True)
class Buildings:
    """One row per building, in the order of codes. Areas in 0.01 ㎡, days since 1970."""

    code: list[str]
    name: list[str]
    aliases: list[str | None]
    address: list[str]
    role: list[str]
    land_use: list[str]
    ownership: list[str]
    owner: list[str]
    operator: list[str | None]
    certificates: list[str | None]
    street: Ints
    later_street: Ints
    moved: int
    """The place of the month from which ``later_street`` holds."""
    floor_area: Ints
    office_area: Ints
    unified_area: Ints
    floors_above: Ints
    floors_below: Ints
    parking: Ints
    completed: Ints
    deemed: Ints
    listed: Ints
    delisted: Ints
    """Places of the months from which on lists name the building, and no longer name it."""
    wealth: Floats
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.code)

    def of_role(self, role: str) -> Ints:
        return np.array([b for b, r in enumerate(self.role) if r == role], dtype=np.int64)

    def streets(self, span: Span) -> Ints:
        """Month × building: the street in which it lies."""
        late = np.arange(len(span))[:, None] >= self.moved
        return np.where(late, self.later_street, self.street)

    def registered(self, span: Span) -> Flags:
        """Month × building: whether the lists of the month name it."""
        month = np.arange(len(span))[:, None]
        found: Flags = (self.listed <= month) & (month < self.delisted)
        return found


def buildings(district: District, scale: Scale) -> Buildings:
    """Draws the buildings. Raises `ValueError` when there are too few to hold every case."""
    rng, span = part_rng(scale.seed, "buildings"), scale.span
    role = roles(rng, scale)
    count = len(role)
    completed = completions(rng, role, span)
    floor, office = areas(rng, role, completed, scale)
    street, later = streets(rng, role, district)
    moved, delisted = quarter(span, 0.6), np.full(count, NEVER)
    for b, r in enumerate(role):
        if r == "demolished":
            delisted[b] = quarter(span, 0.5)
    listed = listings(rng, role, completed, span)
    names, aliases = named(rng, role, street)
    address = addresses(rng, district, street)
    for one, other, wings in towers(role, street, scale):
        whole = names[one].replace("金座", "中心")
        names[one], names[other] = (whole + wing for wing in wings)
        aliases[one] = aliases[other] = None
        address[other] = address[one]
    floors = np.clip(np.round(floor / 100 / rng.uniform(900, 2200, count)), 4, 68).astype(np.int64)
    uses = rng.choice(len(COMMERCIAL), size=count, p=(0.45, 0.15, 0.2, 0.12, 0.08)).tolist()
    other = rng.integers(len(OTHER_USES), size=count).tolist()
    run = operated(rng, role)
    code = f"99{district.division.code[2:]}L"
    return Buildings(
        code=[f"{code}{b + 1:04d}" for b in range(count)],
        name=names,
        aliases=aliases,
        address=address,
        role=role,
        land_use=[
            OTHER_USES[o] if r in {"other", "deemed", "deemed before"} else COMMERCIAL[u]
            for r, u, o in zip(role, uses, other, strict=True)
        ],
        ownership=rng.choice(
            ["单一产权", "分散产权", "国有"], size=count, p=(0.4, 0.42, 0.18)
        ).tolist(),
        owner=[f"演示业主{b + 1:03d}号" for b in range(count)],
        operator=[OPERATORS[o] if o >= 0 else None for o in run.tolist()],
        certificates=[
            "绿色建筑二星" if c == 1 else "LEED金级" if c == 2 else None
            for c in rng.choice(3, size=count, p=(0.8, 0.14, 0.06)).tolist()
        ],
        street=street,
        later_street=later,
        moved=moved,
        floor_area=floor,
        office_area=office,
        unified_area=np.where(run >= 0, floor // 2, 0),
        floors_above=floors,
        floors_below=rng.integers(0, 4, size=count),
        parking=np.round(floor / 100 / rng.uniform(90, 220, count)).astype(np.int64),
        completed=completed,
        deemed=approvals(rng, role, span),
        listed=listed,
        delisted=delisted,
        wealth=rng.lognormal(0, 1.25, count) * np.where(completed >= span.starts[0], 0.8, 1.0),
        lon=np.round(CENTRE[0] + 0.012 * (street % WIDE) + rng.uniform(0, 0.011, count), 6),
        lat=np.round(CENTRE[1] + 0.011 * (street // WIDE) + rng.uniform(0, 0.010, count), 6),
    )


def roles(rng: np.random.Generator, scale: Scale) -> list[str]:
    """``standing`` and ``new`` are the rule; every other role is a case some rule must cover."""
    special = (
        ["left", "won", "empty", "overfull", "edge", "demolished", "handed", "undated"]
        + ["deemed before"] * scale.of(2)
        + ["deemed"] * scale.of(4)
        + ["small"] * scale.of(12)
        + ["other"] * scale.of(7)
        + ["unfinished"] * scale.of(7)
        + ["empty"] * (scale.of(3) - 1)
    )
    rest = scale.buildings - len(special)
    new = max(4, round(scale.buildings * 0.32))
    if rest < new + 3:
        raise ValueError(f"至少需要 {len(special) + new + 3} 幢楼宇，才能容纳各种情形")
    drawn = special + ["new"] * new + ["standing"] * (rest - new)
    return [drawn[k] for k in rng.permutation(len(drawn)).tolist()]


def completions(rng: np.random.Generator, role: list[str], span: Span) -> Ints:
    """Days of completion: old ones before the span, new ones within it, late in each year."""
    count = len(role)
    begin = int(span.starts[0])
    days = begin - 1 - rng.integers(30, 365 * 24, size=count)
    new = np.array([b for b, r in enumerate(role) if r == "new"])
    share = np.array([ADDED[min(k, len(ADDED) - 1)] for k in range(len(span.years))])
    year = np.sort(rng.choice(len(span.years), size=len(new), p=share / share.sum()))
    year[: len(span.years)] = np.arange(len(span.years))
    first_of_year = np.array([np.datetime64(f"{y}-01-01") for y in span.years]).astype(np.int64)
    days[new] = first_of_year[year] + np.round(rng.beta(2.0, 1.3, size=len(new)) * 363).astype(int)
    days[new] = np.maximum(days[new], begin)
    for b, r in enumerate(role):
        if r in {"unfinished", "undated"}:
            days[b] = NEVER
    return days


def areas(
    rng: np.random.Generator, role: list[str], completed: Ints, scale: Scale
) -> tuple[Ints, Ints]:
    """Floor area and office floor area, skewed, scaled so that the district grows as it should."""
    span, count = scale.span, len(role)
    square = np.clip(rng.lognormal(9.6, 0.62, count), 5600, 160_000)
    new = np.array([r == "new" for r in role])
    square[new] *= 1.5
    share = rng.uniform(0.58, 0.98, count)
    for number, year in enumerate(span.years):
        days = np.array([f"{year}-01-01", f"{year + 1}-01-01"], dtype="datetime64[D]")
        begin, end = days.astype(np.int64).tolist()
        inside = new & (completed >= begin) & (completed < end)
        if inside.any():
            hoped = ADDED[min(number, len(ADDED) - 1)] * scale.base_area
            square[inside] = np.maximum(square[inside] * hoped / square[inside].sum(), 5600)
    plain = np.array(
        [r in {"standing", "left", "won", "empty", "handed", "overfull"} for r in role]
    )
    hoped = (1 - ADDED[0]) * scale.base_area
    square[plain] = np.maximum(square[plain] * hoped / square[plain].sum(), 5600)
    floor = np.round(square * 100).astype(np.int64)
    office = np.round(np.maximum(square * share, 5000) * 100).astype(np.int64)
    small = [b for b, r in enumerate(role) if r == "small"]
    office[small] = np.round(rng.uniform(2200, 4990, len(small)) * 100).astype(np.int64)
    office[small[0]] = 499_999
    office[role.index("edge")] = 500_000
    floor[small] = office[small] + np.round(rng.uniform(300, 900, len(small)) * 100).astype(int)
    return floor, office


def streets(rng: np.random.Generator, role: list[str], district: District) -> tuple[Ints, Ints]:
    """Each building's street, and the street that a handed-over one has later.

    The last street has none, the first ones have the most.
    """
    usable = max(len(district.streets) - 1, 1)
    weight = 0.82 ** np.arange(usable)
    street = rng.choice(usable, size=len(role), p=weight / weight.sum())
    later = street.copy()
    handed, demolished = role.index("handed"), role.index("demolished")
    street[[handed, demolished]] = later[demolished] = 0
    later[handed] = min(1, usable - 1)
    # Both streets keep buildings with tenants of their own, so that no list ever runs empty.
    one, two = keeping(role)
    street[one] = later[one] = 0
    street[two] = later[two] = later[handed]
    return street.astype(np.int64), later.astype(np.int64)


def keeping(role: list[str]) -> list[int]:
    """Two plain buildings that stay with their streets and have no operator."""
    return [b for b, r in enumerate(role) if r == "standing"][:2]


def operated(rng: np.random.Generator, role: list[str]) -> Ints:
    """The operator of each building, -1 for none; the first operator has one at least."""
    count = len(role)
    run = np.where(rng.random(count) < 0.3, rng.integers(len(OPERATORS), size=count), -1)
    run[[*keeping(role), role.index("handed"), role.index("demolished")]] = -1
    run[role.index("edge")] = 0
    return run


def quarter(span: Span, part: float) -> int:
    """The place of the quarter's first month at a part of the span: when all senders report."""
    place = round(len(span) * part)
    while place < len(span) and span.months[place] % 3 != 1:
        place += 1
    return place if place < len(span) else NEVER


def approvals(rng: np.random.Generator, role: list[str], span: Span) -> Ints:
    """Days of approval as 视同楼宇; the first is in the middle of a year."""
    days = np.full(len(role), NEVER)
    middle = span.year_place(span.years[len(span.years) // 2], 6)
    place = middle if 0 <= middle < len(span) else len(span) // 2
    for b, r in enumerate(role):
        if r == "deemed before":
            days[b] = span.starts[0] - 200
        elif r == "deemed":
            days[b] = span.starts[place] + 16
            place = int(rng.integers(1, max(len(span), 2)) % len(span))
    return days


def listings(rng: np.random.Generator, role: list[str], completed: Ints, span: Span) -> Ints:
    """New buildings are listed while they are built, some only once they are finished."""
    place = span.place(completed)
    early = rng.integers(0, 16, size=len(completed)) * (rng.random(len(completed)) < 0.7)
    unfinished = rng.integers(0, max(len(span) // 2, 1), size=len(completed))
    listed = np.where(completed >= NEVER, unfinished, place - early)
    listed[role.index("undated")] = 0
    return np.maximum(listed, 0)


def named(
    rng: np.random.Generator, role: list[str], street: Ints
) -> tuple[list[str], list[str | None]]:
    """Names and aliases; two buildings of different streets have one name."""
    words = building_words(rng, 2 * len(role))
    ends = rng.choice(BUILDING_ENDS, size=len(role)).tolist()
    names = [words[b] + ends[b] for b in range(len(role))]
    standing = [b for b, r in enumerate(role) if r == "standing"]
    twin = next((b for b in standing[1:] if street[b] != street[standing[0]]), None)
    if twin is not None:
        names[twin] = names[standing[0]]
    aliases: list[str | None] = []
    for b, chance in enumerate(rng.random(len(role)).tolist()):
        former = words[len(role) + b] + ends[b]
        short = words[b] + "楼"
        kept = [short, former] if chance < 0.2 else [short] if chance < 0.7 else []
        aliases.append("、".join(kept) if kept and b != twin else None)
    return names, aliases


def addresses(rng: np.random.Generator, district: District, street: Ints) -> list[str]:
    roads = [
        word + ROADS[k % len(ROADS)]
        for k, word in enumerate(building_words(rng, 3 * len(district.streets)))
    ]
    which = rng.integers(3, size=len(street)).tolist()
    numbers = rng.permutation(len(street) * 3)[: len(street)].tolist()
    return [
        f"{district.streets[s].name}{roads[3 * s + w]}{n + 1}号"
        for s, w, n in zip(street.tolist(), which, numbers, strict=True)
    ]
