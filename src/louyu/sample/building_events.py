"""楼宇事项: party organisations, recognitions, evaluations, renovations, operated spaces."""

from dataclasses import dataclass

import numpy as np

from louyu.sample.buildings import OPERATORS, Buildings
from louyu.sample.scale import COVERED_AT_FIRST, COVERED_LATER, Scale
from louyu.sample.span import NEVER, Flags, Ints, part_rng

THEMES = (
    "软件信息",
    "商贸服务",
    "金融科技",
    "时尚设计",
    "人力资源",
    "法律服务",
    "电商直播",
    "文化创意",
)
RECOGNISED_AT_FIRST, RECOGNISED_A_YEAR = 2, (1, 2, 4, 5)
EVALUATED_A_YEAR = 34
REACHED = (7, 9, 11, 13)
RENOVATED_A_YEAR = (2, 2, 4, 6)
SPACES_AT_FIRST, SPACES_A_YEAR = 6, (5, 8, 13, 18)


@dataclass(frozen=True)
class Events:
    """One row per statement about a building; what a dataset does not use is empty."""

    building: Ints
    name: list[str]
    day: Ints
    ended: Ints
    """Day of dissolution, revocation or completion; `NEVER` for none within the span."""
    number: Ints
    yes: Flags


def party_bodies(buildings: Buildings, scale: Scale) -> Events:
    """Bodies of one building and joint ones of two or three; some are dissolved."""
    rng, span = part_rng(scale.seed, "party"), scale.span
    count = len(buildings)
    begin = np.where(buildings.completed < NEVER, span.place(buildings.completed), 0)
    founded = np.maximum(begin, 0) + rng.geometric(COVERED_LATER, size=count)
    early = (begin < 0) & (rng.random(count) < COVERED_AT_FIRST)
    founded = np.where(early, -1, founded)
    chosen = np.flatnonzero(founded < len(span))
    building, name, day = [], [], []
    joint = 0
    for k, b in enumerate(rng.permutation(chosen).tolist()):
        place = int(founded[b])
        when = int(span.starts[max(place, 0)]) + int(rng.integers(0, 28)) - 900 * (place < 0)
        joined = k % 5 == 0
        joint += joined
        body = (
            f"演示楼宇联合党支部第{joint:03d}"
            if joined
            else f"{buildings.name[b]}演示党支部{b + 1}"
        )
        near = np.flatnonzero(buildings.street == buildings.street[b])
        others = [int(o) for o in near[:3] if o != b][: 1 + k % 2] if joined else []
        for covered in [b, *others]:
            building.append(covered)
            name.append(body)
            day.append(when)
    days = np.array(day, dtype=np.int64)
    ended = np.where(rng.random(len(days)) < 0.03, days + rng.integers(300, 1500, len(days)), NEVER)
    ended = np.where(ended <= span.ends[-1], ended, NEVER)
    return Events(
        np.array(building, dtype=np.int64),
        name,
        days,
        np.where(ended < span.starts[0], NEVER, ended),
        rng.integers(3, 60, size=len(days)),
        rng.random(len(days)) < 0.5,
    )


def yearly_days(
    rng: np.random.Generator, scale: Scale, first: int, yearly: tuple[int, ...], least: int = 1
) -> Ints:
    """Days of events: some before the span, a number in each year, mostly in its second half."""
    span = scale.span
    days = [span.starts[0] - 30 - rng.integers(0, 500, size=scale.of(first) if first else 0)]
    for k, year in enumerate(span.years):
        begin = np.datetime64(f"{year}-01-01", "D").astype(np.int64)
        number = scale.of(yearly[min(k, len(yearly) - 1)], least)
        days.append(begin + np.round(rng.beta(2, 1.5, size=number) * 350).astype(np.int64))
    every = np.concatenate(days)
    found: Ints = every[every <= span.ends[-1]]
    return found


def some_buildings(rng: np.random.Generator, buildings: Buildings, days: Ints) -> Ints:
    """For each event a building that is finished by then, most often a different one."""
    order = rng.permutation(len(buildings)).tolist()
    found: list[int] = []
    for day in days.tolist():
        ready = [b for b in order if buildings.completed[b] <= day < NEVER]
        fresh = [b for b in ready if b not in found] or ready
        found.append(fresh[0])
    return np.array(found, dtype=np.int64)


def recognitions(buildings: Buildings, scale: Scale) -> Events:
    """特色楼宇; one building has two, some are revoked, one within the year of its recognition."""
    rng, span = part_rng(scale.seed, "recognitions"), scale.span
    day = yearly_days(rng, scale, RECOGNISED_AT_FIRST, RECOGNISED_A_YEAR)
    building = some_buildings(rng, buildings, day)
    building, day = np.r_[building, building[:1]], np.r_[day, span.starts[len(span) // 2] + 5]
    # Recognised in spring and revoked in autumn of one year.
    spring = span.starts[min(14, len(span) - 1)] + 3
    building, day = (
        np.r_[building, some_buildings(rng, buildings, np.array([spring]))],
        np.r_[day, spring],
    )
    ended = np.full(len(day), NEVER)
    ended[-1] = spring + 170
    ended[0] = span.starts[len(span) // 2] + 77
    return Events(
        building,
        [THEMES[k % len(THEMES)] for k in range(len(day))],
        day,
        np.where(ended <= span.ends[-1], ended, NEVER),
        np.arange(len(day)),
        np.ones(len(day), dtype=np.bool_),
    )


def evaluations(buildings: Buildings, scale: Scale) -> Events:
    """Each year a round of buildings; a building may reach the standard again or lose it."""
    rng, span = part_rng(scale.seed, "evaluations"), scale.span
    building: list[int] = []
    day: list[int] = []
    reached: list[bool] = []
    for k, year in enumerate(span.years):
        when = int(np.datetime64(f"{year}-10-10", "D").astype(np.int64))
        ready = np.flatnonzero(buildings.completed <= when)
        chosen = rng.permutation(ready)[: scale.of(EVALUATED_A_YEAR, 3)]
        good = scale.of(REACHED[min(k, len(REACHED) - 1)])
        repeat = [b for b, r in zip(building, reached, strict=True) if r][:2]
        for n, b in enumerate([*chosen.tolist(), *[b for b in repeat if b not in chosen]]):
            building.append(b)
            day.append(when + int(rng.integers(0, 60)))
            reached.append(n < good or n >= len(chosen))
    days = np.array(day, dtype=np.int64)
    keep = days <= span.ends[-1]
    score = np.where(reached, rng.integers(85, 99, len(days)), rng.integers(52, 84, len(days)))
    return Events(
        np.array(building, dtype=np.int64)[keep],
        [""] * int(keep.sum()),
        days[keep],
        np.full(int(keep.sum()), NEVER),
        score[keep],
        np.array(reached)[keep],
    )


def renovations(buildings: Buildings, scale: Scale) -> Events:
    """老旧楼宇: listed, begun, finished; ``ended`` is the completion, ``number`` the cost."""
    rng, span = part_rng(scale.seed, "renovations"), scale.span
    done = yearly_days(rng, scale, 0, RENOVATED_A_YEAR)
    done = np.r_[done, span.ends[-1] + 60 + rng.integers(0, 300, size=scale.of(5))]
    listed = done - rng.integers(200, 520, size=len(done))
    old = np.flatnonzero(buildings.completed < span.starts[0] - 365 * 3)
    building = rng.permutation(old)[: len(done)]
    number = len(building)
    keep = np.flatnonzero(listed[:number] <= span.ends[-1])
    return Events(
        building[keep],
        [("外立面", "设施设备", "整体改造")[k % 3] for k in keep.tolist()],
        listed[keep],
        np.where(done[keep] <= span.ends[-1], done[keep], NEVER),
        rng.integers(80, 4000, size=len(keep)) * 1_000_000,
        np.ones(len(keep), dtype=np.bool_),
    )


def operated_spaces(buildings: Buildings, scale: Scale) -> Events:
    """统一运营空间; one in six reaches over two buildings. ``number`` is the area."""
    rng = part_rng(scale.seed, "operated spaces")
    day = yearly_days(rng, scale, SPACES_AT_FIRST, SPACES_A_YEAR, 2)
    home = some_buildings(rng, buildings, day)
    building, name, since, area = [], [], [], []
    for k, b in enumerate(home.tolist()):
        near = np.flatnonzero(
            (buildings.street == buildings.street[b]) & (buildings.completed <= day[k])
        )
        both = [b, *[int(o) for o in near if o != b][:1]] if k % 6 == 0 else [b]
        for place in both:
            building.append(place)
            name.append(f"演示空间{k + 1:03d}号{OPERATORS[k % len(OPERATORS)][4:6]}")
            since.append(int(day[k]))
            area.append(int(rng.integers(600, 9000)) * 100)
    count = len(building)
    return Events(
        np.array(building, dtype=np.int64),
        name,
        np.array(since, dtype=np.int64),
        np.full(count, NEVER),
        np.array(area, dtype=np.int64),
        np.ones(count, dtype=np.bool_),
    )
