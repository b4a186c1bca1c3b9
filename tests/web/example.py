"""An invented open edition held in memory: small, whole, and with every case a page must show."""

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis.expr.schema as ibis_schema
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from louyu.district import District, district_read
from louyu.engine import Limit, Listing, engine_open, listed
from louyu.explain.building import Cell, Said
from louyu.fact_file import MONTHLY, judged
from louyu.indicators import INDICATORS, Indicator
from louyu.nouns import NOUNS
from louyu.services.policy.bulk import Bulk
from louyu.services.policy.fact import Subject
from louyu.services.policy.fact_group import At, fact_table, needs
from louyu.services.policy.rule import Rule
from louyu.web.moves_file import COLUMNS, Moved, Moving, moves_page
from louyu.web.opened import Lineage
from louyu.web.people.rights import Access, Clearance, access_of
from louyu.web.reader import Reader
from louyu.web.scoped import Scoped
from louyu.web.shelf import tenants_of

ROOT = Path(__file__).parents[2]
MONTHS = tuple(y * 100 + m for y in (2024, 2025) for m in range(1, 13) if y * 100 + m <= 202506)
LAST = MONTHS[-1]
SHEETS = {"", "入驻", "台账", "Sheet1", "税收"}


def district() -> District:
    return district_read(ROOT / "districts" / "sample")


def table(noun: str, rows: list[dict[str, object]]) -> pa.Table:
    """Rows as a table of a noun, what a row leaves out being empty."""
    schema = ibis_schema.Schema.from_tuples(NOUNS[noun].schema.items()).to_pyarrow()
    whole = [{name: row.get(name) for name in schema.names} for row in rows]
    return pa.Table.from_pylist(whole, schema=schema)


def drawn(*said: object) -> int:
    """A number between 0 and 99 that is always the same for the same words."""
    mixed = 7
    for letter in "".join(str(word) for word in said):
        mixed = (mixed * 31 + ord(letter)) % 100_003
    return mixed % 100


class Example:
    """Three buildings in each street, one of which no rule counts; the last street pays little."""

    name = "202506.3"
    month = LAST
    months = MONTHS

    def __init__(self) -> None:
        self.district = district()
        self.indicators: dict[str, Indicator] = INDICATORS
        self.told: dict[tuple[str, int], pa.Table] = {}
        self.streets = [street.name for street in self.district.streets]
        self.buildings = [
            (f"B{n:03d}", f"示例大厦{n}号", street)
            for n, street in enumerate((s for s in self.streets for _ in range(3)), 1)
        ]
        self.tables = {
            "indicator_value": table("indicator_value", self.values()),
            "progress": table("progress", self.progress()),
            "batch": table("batch", self.batches()),
            "building": table("building", self.register()),
            "building_month": table("building_month", self.cube()),
            "tenancy": table("tenancy", self.tenancies()),
            "tax": table("tax", self.tax()),
            "enterprise": table("enterprise", self.enterprises()),
            "space": table("space", self.spaces()),
            "building_tax": table("building_tax", self.building_taxes()),
            "party_body": table("party_body", self.party_bodies()),
            "disagreement": table("disagreement", self.disagreements()),
            **{name: table(name, rows) for name, rows in self.places().items()},
        }

    def rows(
        self,
        noun: str,
        month: int | None = None,
        *,
        columns: Collection[str] | None = None,
        where: dict[str, Collection[str]] | None = None,
    ) -> pa.Table:
        found = self.tables.get(noun) if noun in self.tables else table(noun, [])
        if month is not None and "month" in found.column_names:
            found = found.filter(pc.equal(found["month"], month))
        for column, names in (where or {}).items():
            wanted = pa.array(list(names), pa.string())
            found = found.filter(pc.is_in(found[column], value_set=wanted))
        if columns is None:
            return found
        return found.select([name for name in found.column_names if name in columns])

    def facts(
        self, subject: str, keys: Collection[str] | None = None, *, month: int | None = None
    ) -> pa.Table | None:
        """What rules may ask, told by the example's own registers."""
        at = month or self.month
        if (subject, at) not in self.told:
            kind = Subject(subject)
            spoken = {noun: frozenset(MONTHS) for noun in MONTHLY}
            with engine_open() as engine:
                tables = {noun: engine.table(self.rows(noun)) for noun in needs(kind)}
                made = fact_table(kind, tables, at=At(at, spoken))
                self.told[subject, at] = engine.arrow(made).sort_by(subject)
        found = self.told[subject, at]
        if keys is None:
            return found
        wanted = pa.array(sorted(keys), pa.string())
        return found.filter(pc.is_in(found[subject], value_set=wanted))

    def judged(
        self,
        subject: str,
        rules: tuple[Rule, ...],
        day: dt.date,
        *,
        keys: Collection[str] | None = None,
        month: int | None = None,
    ) -> Bulk | None:
        rows = self.facts(subject, keys, month=month)
        if rows is None:
            return None
        kind, place = Subject(subject), self.district
        with engine_open() as engine:
            there = engine.table(rows)
            return judged(engine, there, rules, subject=kind, district=place, today=day)

    def tenants_judged(self, building: str, rules: tuple[Rule, ...], day: dt.date) -> Bulk | None:
        return self.judged(Subject.ENTERPRISE, rules, day, keys=tenants_of(self, building))

    def part(self, key: str, building: str, month: int) -> tuple[int, int | None]:
        indicator, year, of_year = self.indicators[key], month // 100, month % 100
        weight = drawn(key, building)
        if indicator.course == "rate":
            under = 4_000_000 if key == "occupancy_rate" else 20
            share = 50 + weight // 3 + (year - 2024) * 5 + of_year // 2
            return under * min(share, 100) // 100, under
        if indicator.unit == "万㎡":
            steps = of_year if indicator.course == "flow" else (year - 2024) * 12 + of_year
            return (2_000 if indicator.course == "flow" else 40_000) * weight * (steps + 20), None
        if indicator.money:
            return 60_000_000 * weight * of_year, None
        if indicator.course == "flow":
            return (weight > 60) * (of_year * weight // 400), None
        return (weight % 12) + of_year // 3, None

    def values(self) -> list[dict[str, object]]:
        rows = []
        for key in self.indicators:
            for month in MONTHS:
                sums: dict[tuple[str, str], tuple[int, int]] = {}
                for code, _, street in self.buildings:
                    over, under = self.part(key, code, month)
                    for level, scope in (
                        ("district", self.district.name), ("street", street), ("building", code),
                    ):  # fmt: skip
                        so_far = sums.get((level, scope), (0, 0))
                        sums[level, scope] = (so_far[0] + over, so_far[1] + (under or 0))
                rate = self.indicators[key].course == "rate"
                rows += [
                    {
                        "indicator": key, "level": level, "scope": scope, "month": month,
                        "numerator": over, "denominator": under if rate else None,
                    }
                    for (level, scope), (over, under) in sums.items()
                ]  # fmt: skip
        return rows

    def progress(self) -> list[dict[str, object]]:
        whole = {
            (row["indicator"], row["month"]): row
            for row in self.values()
            if row["level"] == "district"
        }
        rows = []
        for said in (*self.district.targets, *self.district.goals):
            for month in MONTHS:
                row = whole[said.indicator, month]
                indicator = self.indicators[said.indicator]
                value = float(indicator.value(row["numerator"], row["denominator"]) or 0)
                yearly = hasattr(said, "targets")
                target = said.targets.get(month // 100) if yearly else said.target
                flow = yearly and indicator.course == "flow"
                expected = target * (month % 100) / 12 if flow else target
                rows.append(
                    {
                        "indicator": said.indicator, "month": month, "value": value,
                        "target": target, "expected": expected, "gap": value - target,
                        "on_pace": value >= expected,
                    }
                )  # fmt: skip
        return rows

    def batches(self) -> list[dict[str, object]]:
        said = [("b1", "building", "street", self.streets[0], "潮声2025年6月楼宇台账.xlsx"),
                ("b2", "building", "planning", self.district.departments[4].name, "资规楼宇.xlsx"),
                ("b3", "tenancy", "street", self.streets[0], "入驻清单202506.xlsx"),
                ("b4", "tax", "tax", "区税务局", "2025年6月税收.xlsx")]  # fmt: skip
        return [
            {
                "batch": batch, "dataset": dataset, "publisher": publisher, "sender": sender,
                "month": LAST, "file": file, "sha256": batch * 32, "sequence": n, "rows_read": 9,
                "accepted": 9, "quarantined": 0, "non_data": 2, "status": "in_force",
            }
            for n, (batch, dataset, publisher, sender, file) in enumerate(said, 1)
        ]  # fmt: skip

    def register(self) -> list[dict[str, object]]:
        return [
            {
                "month": month, "building": code, "name": name, "street": street,
                "address": f"{street}示例路{n}号", "land_use": "商务用地" if n % 3 else "工业用地",
                "floor_area": 4_000_000 + n * 1000, "office_area": 3_000_000,
                "completed_on": dt.date(2019, 1, n % 28 + 1), "completed": True, "deemed": False,
                "counts": bool(n % 3), "reason": None if n % 3 else "用地性质不兼商务且未视同",
            }
            for month in MONTHS
            for n, (code, name, street) in enumerate(self.buildings, 1)
        ]  # fmt: skip

    def cube(self) -> list[dict[str, object]]:
        return [
            {
                "month": month, "building": code, "street": street, "counts": bool(n % 3),
                "floor_area": 4_000_000 + n * 1000, "occupied_area": 40_000 * (40 + n),
                "other_area": 0, "occupants": 10 + n, "staff": 100 + n, "tax": 987_654_321,
                "tax_year": 987_654_321, "tax_last_year": 987_654_321,
                "tax_12_months": 987_654_321,
            }
            for month in MONTHS
            for n, (code, _, street) in enumerate(self.buildings, 1)
        ]  # fmt: skip

    def tax(self) -> list[dict[str, object]]:
        return [
            {
                "month": month, "building": code, "street": street, "enterprise": f"E{n}-{payer}",
                "total": 123_456_700 + n, "local": 61_728_350, "batch": "b4", "sheet": "税收",
                "row": n * 3 + payer,
            }
            for month in MONTHS
            for n, (code, _, street) in enumerate(self.buildings, 1)
            for payer in range(1 if street == self.streets[-1] else 3)
        ]  # fmt: skip

    def enterprises(self) -> list[dict[str, object]]:
        return [
            {"enterprise": f"E{n}-{p}", "from_month": MONTHS[0], "to_month": 999912,
             "name": f"演示企业{n}之{p}有限公司", "kind": "company"}
            for n in range(1, len(self.buildings) + 1) for p in range(3)
        ]  # fmt: skip

    def tenancies(self) -> list[dict[str, object]]:
        return [
            {
                "month": month, "building": code, "street": street, "counts": True,
                "enterprise": f"E{n}-{p}", "enterprise_name": f"演示企业{n}之{p}有限公司",
                "kind": ("office", "company", None)[p], "floor": f"{p + 1}F", "room": f"{p + 1}01",
                "area": 62_000, "held_area": 60_000, "present": p < 2, "in_rates": bool(p),
                "registered_in_district": True, "taxed_in_district": bool(p),
                "statistical": p == 1, "carried": False, "batch": "b3", "sheet": "入驻",
                "row": n * 3 + p,
            }
            for month in MONTHS
            for n, (code, _, street) in enumerate(self.buildings, 1)
            for p in range(3)
        ]  # fmt: skip

    def spaces(self) -> list[dict[str, object]]:
        """Rooms of the first building of each street: two let, one vacant, on three floors."""
        return [
            {
                "from_month": MONTHS[0], "to_month": 999912, "building": code, "street": street,
                "floor": floor, "room": room, "area": area, "state": state,
                "asking_rent": 5_500 if state == "空置" else None,
            }
            for code, _, street in self.buildings[::3]
            for floor, room, area, state in (
                ("1F", "101", 62_000, "自用"), ("2F", "201", 62_000, "出租"),
                ("B1", "001", 31_000, "空置"),
            )
        ]  # fmt: skip

    def building_taxes(self) -> list[dict[str, object]]:
        return [
            {
                "attribution": attribution, "month": month, "building": code, "street": street,
                "total": -total if month == LAST else total, "local": total // 2, "payers": 3,
            }
            for attribution, total in (("occupancy", 300_000_00), ("registered", 200_000_00))
            for month in MONTHS
            for code, _, street in self.buildings
        ]  # fmt: skip

    def party_bodies(self) -> list[dict[str, object]]:
        return [
            {
                "building": code, "street": street, "body": f"{name}演示党支部", "kind": "单独",
                "founded_on": dt.date(2024, 7, 1), "members": 9, "has_steward": True,
                "dissolved_on": dt.date(2025, 1, 1) if n == 0 else None, "month": 202407,
            }
            for n, (code, name, street) in enumerate(self.buildings)
        ]  # fmt: skip

    def places(self) -> dict[str, list[dict[str, object]]]:
        """A project, a parcel and a facility in each street; the last of each has no place."""
        found: dict[str, list[dict[str, object]]] = {"project": [], "parcel": [], "facility": []}
        for n, street in enumerate(self.streets):
            lon = None if street == self.streets[-1] else 122.60 + n * 0.01
            at = {"street": street, "lon": lon, "lat": 29.5, "datum": "WGS-84"}
            found["project"] += [
                {**at, "month": month, "project": f"演示项目{n}", "floor_area": 1_000_000 + n,
                 "stage": ("前期", "新开工", "续建")[n % 3], "progress": 5.0 * n}
                for month in MONTHS
            ]  # fmt: skip
            found["parcel"].append(
                {**at, "month": MONTHS[n], "parcel": f"演示-{n:03d}", "land_area": 50_000 + n,
                 "planned_on": dt.date(2024, 1 + n % 12, 5), "state": "规划"}
            )  # fmt: skip
            found["facility"].append(
                {**at, "month": MONTHS[n], "facility": f"演示便民点{n}", "kind": "政务"}
            )
        return found

    def disagreements(self) -> list[dict[str, object]]:
        """Two cells of the first building are in dispute, one of them ruled on."""
        return [
            {
                "noun": "building",
                "thing": "B001",
                "column": column,
                "month": LAST,
                "value": value,
                "publisher": "planning",
                "standing": standing,
                "beaten_value": beaten,
                "beaten_publisher": "street",
            }
            for column, value, beaten, standing in (
                ("floor_area", "4001000", "3900000", "清单"),
                ("land_use", "商务用地", "工业用地", "裁定"),
            )
        ]

    def statement(self, batch: str, sheet: str, row: int) -> dict[str, object] | None:
        said: dict[str, dict[str, object]] = {
            "b1": {"building_name": "示例大厦1号", "floor_area": 3_900_000},
            "b2": {"building_name": "示例大厦1号", "floor_area": 4_001_000},
            "b3": {"enterprise_name": "演示企业1之0有限公司", "area": 62_000},
            "b4": {"enterprise_name": "演示企业1之0有限公司", "total": 123_456_701},
        }
        return said[batch] if row < 400 and sheet in SHEETS else None

    def moved(self, asked: Moving) -> Moved:
        rows = [
            {
                "change": ("entered", "left", "changed")[n % 3], "building": "B001",
                "subject": f"E1-{n % 3}", "weight": 123_456_700 + n,
                "numerator_before": 123_456_700, "numerator_after": 123_456_700 + n,
                "batch": "b4", "sheet": "税收", "row": 3 + n % 3,
            }
            for n in range(60)
        ]  # fmt: skip
        schema = COLUMNS.append(pa.field("weight", pa.int64()))
        return moves_page(pa.Table.from_pylist(rows, schema=schema), asked)

    def listed(
        self,
        noun: str,
        columns: Sequence[str],
        limits: Sequence[Limit],
        *,
        among: tuple[str, Sequence[pa.Array]] | None = None,
        offset: int = 0,
        most: int | None = None,
    ) -> Listing:
        rows = self.tables[noun]
        wanted = pa.schema([rows.schema.field(name) for name in columns])
        with TemporaryDirectory() as folder:
            file = Path(folder) / "rows.parquet"
            pq.write_table(rows, file)
            return listed(file, wanted, limits, among=among, offset=offset, most=most)

    def sites(self, enterprises: Collection[str]) -> None:
        return None

    def payers(self, level: str, window: Sequence[int], month: int) -> None:
        return None

    def names_of(self, enterprises: Collection[str]) -> None:
        return None

    def occupants(self, buildings: Collection[str]) -> None:
        return None

    def cells(self, code: str, month: int) -> list[Cell]:
        def said(value: str, batch: str, row: int) -> Said:
            return Said(value, "planning", "sender", batch, "file", "台账", row)

        return [
            Cell("address", "地址", "", said("街镇所报地址", "b1", 7), ()),
            Cell(
                "floor_area",
                "建筑面积",
                "0.01㎡",
                said("4001000", "b2", 3),
                (said("3900000", "b1", 7), said("4001000", "b1", 8)),
            ),
        ]

    def values_by(self, by: str, month: int, keys: Sequence[str]) -> pa.Table:
        """Another definition: a third less and no tier in the first street, else as in force."""
        rows = []
        for row in table("indicator_value", self.values()).to_pylist():
            if row["month"] == month and row["indicator"] in keys:
                first = row["scope"] in (self.streets[0], "B001", "B002", "B003")
                parts = 0 if self.indicators[row["indicator"]].unit == "幢" else 2
                over = row["numerator"] * parts // 3 if first else row["numerator"]
                rows.append({**row, "numerator": over})
        return table("indicator_value", rows)

    def payers_by(self, month: int) -> pa.Table:
        """Three payers behind every sum but a difference in the third street, where it is one."""
        rows = []
        for measure in ("registered", "head_office", "occupancy-registered",
                        "occupancy-head_office", "registered-head_office"):  # fmt: skip
            for n, scope in enumerate([*self.streets, self.district.name]):
                one = "-" in measure and n == 2
                payers = {"payers": 1 if one else 3, "total": 300 - 30 * (n == 1),
                          "largest": 300 if one else 90}  # fmt: skip
                level = "district" if scope == self.district.name else "street"
                rows.append(
                    {"measure": measure, "level": level, "scope": scope, "paid_month": 0, **payers}
                )
        return pa.Table.from_pylist(rows)

    def contributions(self, asked: Lineage) -> Listing:
        rows = self.lineage(asked.key, asked.level, asked.scope, asked.month, asked.by)
        taken = {"numerator": pa.scalar(not asked.hidden)}
        if asked.places is not None:
            own = pc.is_in(rows["batch"], value_set=pa.array(sorted(asked.places), pa.string()))
            taken |= dict.fromkeys(("batch", "sheet", "row"), own)
        for name, told in taken.items():
            field = rows.schema.field(name)
            kept = pc.if_else(told, rows[name], pa.scalar(None, field.type))
            rows = rows.set_column(rows.schema.get_field_index(name), field, kept)
        weighed = rows.append_column("weight", pc.abs(rows["numerator"]))
        order = ("building", "subject", "note", "denominator", "batch", "sheet", "row")
        by = [("weight", "descending"), *((name, "ascending") for name in order)]
        rows = weighed.sort_by(by).drop_columns(["weight"])
        return Listing(rows.num_rows, rows.slice(asked.offset, asked.most))

    def lineage(self, key: str, level: str, scope: str, month: int, by: str) -> pa.Table:
        rows: list[dict[str, object]] = []
        for n, (code, _, street) in enumerate(self.buildings, 1):
            if (level == "street" and street != scope) or (level == "building" and code != scope):
                continue
            over, under = self.part(key, code, month)
            rows += [
                {
                    "indicator": key, "month": month, "building": code, "street": street,
                    "subject": f"E{n}-{p}", "numerator": over // 3, "note": "月末在驻",
                    "denominator": None if under is None else under // 3,
                    "batch": "b3", "sheet": "入驻", "row": n * 3 + p,
                }
                for p in range(3)
            ]  # fmt: skip
        return table("contribution", rows)


LEADER = access_of("leader", "演示区政府", "演示", (), Clearance.BANDED, opened=False)


def reader(edition: Example, access: Access = LEADER) -> Reader:
    """The example as somebody may see it."""
    seen = edition if access.scope.whole else Scoped(edition, access.scope)
    return Reader(seen, district=edition.district, indicators=edition.indicators, access=access)
