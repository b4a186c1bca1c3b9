"""其他报表: 重大项目进度, 公共服务设施, 步行路网, 招商线索. No indicator is counted from them."""

import numpy as np
import polars as pl

from louyu.sample.buildings import CENTRE, DATUM, WIDE
from louyu.sample.names import TRADES
from louyu.sample.report import Cell, department, report, stated
from louyu.sample.span import Ints, dates, part_rng, taken
from louyu.sample.world import World

FACILITIES = (
    ("政务", "便民服务点", "09:00-17:00"),
    ("教育", "成人学校", "08:30-20:30"),
    ("商业", "便利超市", "07:00-23:00"),
    ("交通", "公交站", "06:00-22:00"),
    ("医疗", "卫生服务站", "08:00-17:30"),
    ("生态", "口袋公园", "全天"),
    ("餐饮", "白领食堂", "07:00-19:30"),
    ("文体", "健身驿站", "06:00-22:00"),
)


def project(world: World) -> pl.DataFrame:
    """The plan's projects each month, from start to completion."""
    span, plan = world.span, world.district.projects
    rng = part_rng(world.scale.seed, "projects")
    count = len(plan)
    pace = rng.uniform(1.6, 3.0, count)
    done = np.array([{"竣备": 60.0, "续建": 30.0}.get(p.stage, 0.0) for p in plan])
    area = np.array([round((p.floor_area or 50_000) * 100) for p in plan], dtype=np.int64)
    place, row = (
        x.ravel() for x in np.meshgrid(np.arange(len(span)), np.arange(count), indexing="ij")
    )
    progress = np.round(np.minimum(done[row] + pace[row] * place, 100.0), 1)
    stage = np.digitize(progress, [5, 15, 100])
    streets = [street.name for street in world.district.streets]
    columns: dict[str, Cell] = {
        "project": taken([p.name for p in plan], row),
        "street": taken(streets, row % len(streets)),
        "stage": taken(["前期", "新开工", "续建", "竣备"], stage),
        "floor_area": area[row],
        "progress": pl.Series(progress),
        "invested": (area[row] // 100 * (progress * 10).astype(np.int64) * 6 // 10_000) * 1_000_000,
        "expected_on": dates(
            span.starts[0] + ((100 - done[row]) / pace[row] * 30.4).astype(np.int64)
        ),
        **placed(world, "project places", row % len(streets), row),
    }
    return report(world, place, department(world, "project_office"), columns)


def placed(world: World, part: str, street: Ints, row: Ints) -> dict[str, Cell]:
    """A point in its street for each thing, the same in every month; one in seven has none."""
    rng = part_rng(world.scale.seed, part)
    count = int(row.max()) + 1
    off = rng.uniform(0.001, 0.010, (count, 2))
    known = row % 7 != 6
    lon = CENTRE[0] + 0.012 * (street % WIDE) + off[row, 0]
    lat = CENTRE[1] + 0.011 * (street // WIDE) + off[row, 1]
    degrees = [pl.Series(np.round(np.where(known, said, np.nan), 6)) for said in (lon, lat)]
    return {
        "lon": degrees[0].fill_nan(None),
        "lat": degrees[1].fill_nan(None),
        "datum": taken([DATUM], np.where(known, 0, -1)),
    }


def facility(world: World) -> pl.DataFrame:
    """Points of daily life, all in the first month, a few later."""
    rng, span = part_rng(world.scale.seed, "facilities"), world.span
    count = world.scale.of(260, 16)
    kind = np.arange(count) % len(FACILITIES)
    street = rng.integers(len(world.district.streets), size=count)
    place = np.where(rng.random(count) < 0.9, 0, rng.integers(0, len(span), size=count))
    streets = [s.name for s in world.district.streets]
    columns: dict[str, Cell] = {
        "facility": [f"演示{FACILITIES[k][1]}{n + 1:03d}" for n, k in enumerate(kind.tolist())],
        "kind": taken([f[0] for f in FACILITIES], kind),
        "street": taken(streets, street),
        "lon": pl.Series(
            np.round(CENTRE[0] + 0.012 * (street % 4) + rng.uniform(0, 0.012, count), 6)
        ),
        "lat": pl.Series(
            np.round(CENTRE[1] + 0.011 * (street // 4) + rng.uniform(0, 0.011, count), 6)
        ),
        "datum": pl.repeat(DATUM, count, eager=True),
        "hours": taken([f[2] for f in FACILITIES], kind),
    }
    turns = [department(world, "services"), department(world, "map")]
    return report(world, place, taken(turns, np.minimum(kind, 1)), columns)


def walk_network(world: World) -> pl.DataFrame:
    """A grid of paths over the district, some of them missing."""
    rng = part_rng(world.scale.seed, "paths")
    side = max(6, round(20 * world.scale.share**0.5))
    step = 0.05 / side
    across = [(x, y, x + 1, y) for x in range(side) for y in range(side + 1)]
    along = [(x, y, x, y + 1) for x in range(side + 1) for y in range(side)]
    ends = np.array([*across, *along])
    ends = ends[rng.random(len(ends)) < 0.92]
    lon, lat = CENTRE[0] + ends[:, [0, 2]] * step, CENTRE[1] + ends[:, [1, 3]] * step
    east = (lon[:, 1] - lon[:, 0]) * 111_320 * np.cos(np.radians(CENTRE[1]))
    north = (lat[:, 1] - lat[:, 0]) * 110_900
    length = np.hypot(east, north) * rng.uniform(1, 1.25, len(ends))
    columns: dict[str, Cell] = {
        "edge": [f"演示路段{k + 1:05d}" for k in range(len(ends))],
        "from_lon": pl.Series(np.round(lon[:, 0], 6)),
        "from_lat": pl.Series(np.round(lat[:, 0], 6)),
        "to_lon": pl.Series(np.round(lon[:, 1], 6)),
        "to_lat": pl.Series(np.round(lat[:, 1], 6)),
        "datum": pl.repeat(DATUM, len(ends), eager=True),
        "length": pl.Series(np.round(length, 1)),
    }
    place = np.zeros(len(ends), dtype=np.int64)
    return report(world, place, department(world, "map"), columns)


def lead(world: World) -> pl.DataFrame:
    """Investment leads: new ones each month, followed up in later months."""
    rng, span = part_rng(world.scale.seed, "leads"), world.span
    count = world.scale.of(9 * len(span), 12)
    born = rng.integers(0, len(span), size=count)
    number = rng.integers(1, 5, size=count)
    row = np.repeat(np.arange(count), number)
    step = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)
    place = born[row] + step * 2
    kept = place < len(span)
    row, step, place = row[kept], step[kept], place[kept]
    fails = (rng.random(count) < 0.3)[row] & (step == number[row] - 1) & (step > 0)
    wanted = np.maximum(np.round(rng.lognormal(6, 0.8, count)), 30).astype(np.int64) * 100
    trade = rng.integers(len(TRADES), size=count)
    streets = [s.name for s in world.district.streets]
    budget = rng.integers(25, 90, size=count) * 100
    target = rng.choice(np.flatnonzero(world.buildings.listed == 0), size=count)
    columns: dict[str, Cell] = {
        "lead": [f"演示线索{r + 1:04d}" for r in row.tolist()],
        "source": taken(["以商招商", "展会", "中介推荐", "部门推送"], row % 4),
        "wanted_area": wanted[row],
        "industry": taken([t.word for t in TRADES], trade[row]),
        "budget": stated(budget[row], row % 5 > 0),
        "state": taken(["新增", "洽谈", "签约", "落地", "终止"], np.where(fails, 4, step)),
        "building_code": taken(world.buildings.code, np.where(row % 3 == 0, target[row], -1)),
        "street": taken(streets, row % len(streets)),
    }
    return report(world, place, department(world, "investment"), columns)
