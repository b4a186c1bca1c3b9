"""计入面积 area: rows stated twice, and the caps of rooms and buildings.

Two tenants who each state a shared room in full hold half each; a building is at most full. Almost
no row is touched, so the rooms to look into are found first and everything after is small.
"""

import ibis
from ibis.expr.types import IntegerValue

from louyu.nouns import LINEAGE, NOUNS, STATEMENTS
from louyu.registers.split import part
from louyu.registers.tenancy import ROW

ROOM = ["month", "building", "floor", "room"]
SAID = [column.name for column in STATEMENTS["tenancy"].columns if column not in LINEAGE]


def areas_said(tenancy_said: ibis.Table) -> ibis.Table:
    """What the caps look at of each row: kept, since it is looked at four times."""
    return roomed(tenancy_said).select(*ROOM, *ROW[1:], "enterprise", "area", "present")


def roomed(rows: ibis.Table) -> ibis.Table:
    """Floor and room with nothing said as the empty text, so that they join and group."""
    return rows.mutate(floor=rows.floor.fill_null(""), room=rows.room.fill_null(""))


def rooms_in_question(areas_said: ibis.Table, space: ibis.Table) -> ibis.Table:
    """Rooms with several rows, or with more area stated than the room is known to have.

    Columns: month, building, floor, room, rows, whole (the room's area in the space register, if
    known). Room not said: a group of rows without a cap.
    """
    said = areas_said
    here = ibis.ifelse(said.present, said.area.fill_null(0), 0)
    rooms = said.group_by(ROOM).agg(rows=said.count(), stated=here.sum().cast("int64"))
    known = roomed(space.filter(space.area.notnull(), space.room.notnull()))
    known = known.select(*ROOM[1:], "from_month", "to_month", whole="area")
    during = [rooms.month >= known.from_month, rooms.month <= known.to_month]
    both = rooms.left_join(known, [*ROOM[1:], *during], rname="{name}_known")
    over = (both.stated > both.whole).fill_null(False)
    return both.filter((both.rows > 1) | over).select(*ROOM, "rows", "whole")


def rows_in_question(areas_said: ibis.Table, rooms: ibis.Table) -> ibis.Table:
    """The tenancy rows of the rooms in question."""
    return areas_said.join(rooms, ROOM)


def duplicates(
    rows_in_question: ibis.Table, tenancy_statement: ibis.Table, batch: ibis.Table
) -> ibis.Table:
    """Rows alike in everything they say to an earlier row of the month; the earlier one stays.

    Columns: month, batch, sheet, row.
    """
    several = rows_in_question.filter(rows_in_question.rows > 1).select(*ROW)
    said = tenancy_statement.select("batch", "sheet", "row", *SAID)
    rows = several.join(said, ["batch", "sheet", "row"]).join(
        batch.select("batch", "sequence"), "batch"
    )
    alike = ibis.row_number().over(group_by=["month", *SAID], order_by=["sequence", "sheet", "row"])
    return rows.mutate(alike=alike).filter(lambda t: t.alike > 0).select(*ROW)


def held_in_room(rows_in_question: ibis.Table, duplicates: ibis.Table) -> ibis.Table:
    """Areas of rows in rooms stated over their area, scaled to it.

    Columns: month, batch, sheet, row, building, area (as stated), held_area.
    """
    rows = rows_in_question.anti_join(duplicates, ROW)
    rows = rows.filter(rows.present, rows.area.notnull(), rows.whole.notnull())
    return capped(rows, group=ROOM, weight=rows.area)


def buildings_over(
    areas_said: ibis.Table,
    duplicates: ibis.Table,
    held_in_room: ibis.Table,
    building: ibis.Table,
) -> ibis.Table:
    """Buildings whose areas held add up to more than the building: month, building, whole."""
    said = areas_said.filter(areas_said.present, areas_said.area.notnull())
    place = ["month", "building"]
    stated = said.group_by(place).agg(area=said.area.sum().cast("int64"))
    twice = said.semi_join(duplicates, ROW)
    less = ibis.union(
        twice.select(*place, less="area"),
        held_in_room.select(*place, less=held_in_room.area - held_in_room.held_area),
    )
    less = less.group_by(place).agg(less=less.less.sum().cast("int64"))
    both = stated.left_join(less, place, rname="{name}_less")
    both = both.mutate(held=both.area - both.less.fill_null(0))
    known = building.filter(building.floor_area.notnull()).select(*place, whole="floor_area")
    both = both.join(known, place)
    return both.filter(both.held > both.whole).select(*place, "whole")


def held_in_building(
    areas_said: ibis.Table,
    duplicates: ibis.Table,
    held_in_room: ibis.Table,
    buildings_over: ibis.Table,
) -> ibis.Table:
    """Areas of rows in buildings stated over their floor area, scaled to it.

    Columns: month, batch, sheet, row, building, area (as stated), held_area.
    """
    said = areas_said.filter(areas_said.present, areas_said.area.notnull())
    rows = said.select(*ROW, "building", "enterprise", "area").join(
        buildings_over, ["month", "building"]
    )
    rows = rows.anti_join(duplicates, ROW)
    rows = rows.left_join(held_in_room.select(*ROW, "held_area"), ROW, rname="{name}_room")
    held = rows.held_area.fill_null(rows.area)
    return capped(rows, group=["month", "building"], weight=held)


def exceptions(
    duplicates: ibis.Table, held_in_room: ibis.Table, held_in_building: ibis.Table
) -> ibis.Table:
    """The rows that do not simply hold the area they state. Noun area_exception."""
    by_room = held_in_room.anti_join(held_in_building, ROW)
    rows = ibis.union(
        duplicates.select(*ROW, twice=ibis.literal(True), held_area=ibis.literal(0, "int64")),
        *[
            rows.select(*ROW, "held_area", twice=ibis.literal(False)).select(
                *ROW, "twice", "held_area"
            )
            for rows in (by_room, held_in_building)
        ],
    )
    return rows.select(*NOUNS["area_exception"].schema).cast(NOUNS["area_exception"].schema)


def capped(rows: ibis.Table, *, group: list[str], weight: IntegerValue) -> ibis.Table:
    """Weights of a group scaled to its ``whole``, where they add up to more."""
    rows = rows.mutate(weight=weight)
    order = ["enterprise", "batch", "sheet", "row"]
    so_far = ibis.window(group_by=group, order_by=order, following=0)
    rows = rows.mutate(
        after=rows.weight.sum().over(so_far).cast("int64"),
        sum=rows.weight.sum().over(group_by=group).cast("int64"),
    )
    over = rows.filter(rows["sum"] > rows.whole)
    held = part(over.whole, before=over.after - over.weight, after=over.after, whole=over["sum"])
    return over.select(*ROW, "building", "area", held_area=held)
