"""图上的点 points: a month's projects by stage, parcels by state, facilities by kind.

What has no coordinates is counted, never placed by guess.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from louyu.geography import degrees
from louyu.standards.coordinates import Datum
from louyu.web.frame.figures import figure
from louyu.web.reader import Reader

STAGES = ("前期", "新开工", "续建", "竣备")
STATES = ("规划", "出让", "在建", "建成")
KINDS = ("政务", "教育", "商业", "交通", "医疗", "生态", "餐饮", "文体")
LAYERS = {
    "projects": ("重大项目", STAGES, "当月重大项目进度表，按建设阶段"),
    "parcels": ("商服地块", STATES, "当月底前已批规划的地块，状态为最近一次报送"),
    "facilities": ("公共服务设施", KINDS, "当月底前报送的设施，按类别"),
}
"""Each layer's name, the kinds of its things in order, and what is on it."""

Row = dict[str, Any]


def points(reader: Reader, month: int) -> dict[str, Any]:
    """The layers of a month: things with a place, and how many of each kind have none."""
    found: dict[str, Any] = reader.kept.get(("points", month), lambda: points_read(reader, month))
    return found


def points_read(reader: Reader, month: int) -> dict[str, Any]:
    end = month // 100, month % 100
    parcels = [
        row
        for row in reader.rows("parcel").to_pylist()
        if row["planned_on"] is None or (row["planned_on"].year, row["planned_on"].month) <= end
    ]
    facilities = [row for row in reader.rows("facility").to_pylist() if row["month"] <= month]
    return {
        "month": month,
        "projects": layer(reader, reader.rows("project", month).to_pylist(), "project", project),
        "parcels": layer(reader, parcels, "parcel", parcel),
        "facilities": layer(reader, facilities, "facility", facility),
    }


def layer(
    reader: Reader, rows: list[Row], name: str, said: Callable[[Row], tuple[str, list[Any]]]
) -> dict[str, Any]:
    """Things as name, kind, place and facts to read; and the kinds of those without a place."""
    rows = sorted(rows, key=lambda row: str(row[name]))
    placed = [row for row in rows if row["lon"] is not None and row["lat"] is not None]
    lons, lats = degrees(placed, Datum(reader.district.datum))
    things = []
    for row, lon, lat in zip(placed, lons.tolist(), lats.tolist(), strict=True):
        kind, facts = said(row)
        shown = [[label, value] for label, value in facts if value]
        things.append([row[name], kind, round(lon, 6), round(lat, 6), shown])
    unplaced = Counter(said(row)[0] for row in rows if row["lon"] is None or row["lat"] is None)
    return {"things": things, "unplaced": dict(sorted(unplaced.items()))}


def square_metres(area: int | None) -> str:
    return "" if area is None else f"{figure(area / 100, '㎡')} ㎡"


def project(row: Row) -> tuple[str, list[Any]]:
    invested = row["invested"]
    return row["stage"] or "未说明", [
        ("街镇", row["street"]),
        ("形象进度", "" if row["progress"] is None else f"{row['progress']:g} %"),
        ("建筑面积", square_metres(row["floor_area"])),
        ("累计完成投资", "" if invested is None else f"{figure(invested / 10**10, '亿元')} 亿元"),
        ("预计竣备", row["expected_on"] and str(row["expected_on"])),
    ]


def parcel(row: Row) -> tuple[str, list[Any]]:
    return row["state"] or "未说明", [
        ("街镇", row["street"]),
        ("用地面积", square_metres(row["land_area"])),
        ("规划建筑面积", square_metres(row["planned_floor_area"])),
        ("规划批准", row["planned_on"] and str(row["planned_on"])),
    ]


def facility(row: Row) -> tuple[str, list[Any]]:
    return row["kind"], [("街镇", row["street"]), ("开放时间", row["hours"])]
