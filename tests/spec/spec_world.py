"""Worked examples: small tables drawn in text become statements, registers and numbers.

A drawn table has a dataset's columns; areas are in ㎡, money is in 元; an empty cell says nothing.
Columns that an example is not about may be left out; what they then say is in ``USUAL``. A column
``month`` or ``sender`` puts rows into the file of that month or sender (``publisher:name``); else
they come in the first month, from the first publisher of the contract.
"""

import datetime as dt
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from louyu.district import District, district_read
from louyu.engine import Engine, schema_arrow
from louyu.indicators import INDICATORS
from louyu.indicators.lineage import contributions, months_before
from louyu.indicators.values import indicator_values
from louyu.nouns import NOUNS, STATEMENTS, Type
from louyu.registers.order import registers

DISTRICT = district_read(Path(__file__).parents[2] / "districts" / "sample")
HERE, ELSEWHERE = "望潮区市场监督管理局", "邻区市场监督管理局"
HERE_TAX, ELSEWHERE_TAX = "望潮区税务局", "邻区税务局"
STREET, OTHER_STREET = "潮声街道", "锦帆街道"

Row = dict[str, Any]

USUAL: dict[str, Callable[[Row], Row]] = {
    "building": lambda row: {
        "building_name": row["building_code"],
        "street": STREET,
        "land_use": "商务用地",
        "floor_area": 1_000_000,
        "office_area": 1_000_000,
        "completed_on": dt.date(2020, 1, 1),
    },
    "registration": lambda row: {
        "enterprise_name": f"{row['uscc']}有限公司",
        "organisation_type": "有限责任公司",
        "authority": HERE,
        "state": "存续",
        "registered_address": "某处",
    },
    "tenancy": lambda row: {"enterprise_name": f"{row['uscc']}有限公司"},
    "tax": lambda row: {
        "enterprise_name": f"{row['uscc']}有限公司",
        "tax_authority": HERE_TAX,
    },
    "party_body": lambda row: {"founded_on": dt.date(2020, 1, 1)},
    "statistical_unit": lambda row: {"kind": "规上服务业"},
    "recognition": lambda row: {"theme": "金融"},
}


def value_of(kind: Type, text: str) -> Any:
    """A cell as the column stores it."""
    match kind:
        case _ if not text:
            return None
        case Type.AREA | Type.MONEY:
            return round(float(text.replace(",", "")) * 100)
        case Type.INTEGER | Type.MONTH:
            return int(text)
        case Type.REAL:
            return float(text)
        case Type.FLAG:
            return {"yes": True, "no": False}[text]
        case Type.DATE:
            return dt.date.fromisoformat(text)
    return text


def drawn(text: str) -> list[dict[str, str]]:
    """The rows of one or several tables drawn with bars, an empty line between two tables."""
    rows = []
    for table in textwrap.dedent(text).strip().split("\n\n"):
        header, *lines = [
            [cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()
        ]
        rows += [dict(zip(header, cells, strict=True)) for cells in lines]
    return rows


@dataclass
class World:
    """Statements of some months and everything made from them."""

    engine: Engine
    first: int
    until: int
    drawings: dict[str, str]
    district: District = DISTRICT
    batches: dict[tuple[str, str, int], str] = field(default_factory=dict)

    @cached_property
    def statements(self) -> dict[str, ibis.Table]:
        return {name: self.statement(name) for name in STATEMENTS}

    def statement(self, dataset: str) -> ibis.Table:
        noun = STATEMENTS[dataset]
        rows = []
        lines: dict[str, int] = {}
        for cells in drawn(self.drawings.get(dataset, "nothing")):
            sender = cells.pop("sender", "") or self.district.contracts[dataset].senders[0]
            month = int(cells.pop("month", "") or self.first)
            said = {name: value_of(noun[name].type, text) for name, text in cells.items()}
            usual = USUAL.get(dataset, lambda row: {})({**dict.fromkeys(noun.schema), **said})
            if said.get("enterprise_name", "") is None:
                del said["enterprise_name"]
            batch = self.batches.setdefault((dataset, sender, month), f"{dataset}-{sender}-{month}")
            lines[batch] = lines.get(batch, 1) + 1
            rows.append(
                {
                    **{name: None for name in noun.schema},
                    **usual,
                    **said,
                    "month": month,
                    "publisher": sender.split(":")[0],
                    "sender": sender,
                    "batch": batch,
                    "sheet": "Sheet1",
                    "row": lines[batch],
                }
            )
        return self.engine.table(pa.Table.from_pylist(rows, schema_arrow(noun)))

    @cached_property
    def batch(self) -> ibis.Table:
        _ = self.statements
        ordered = sorted(self.batches.items(), key=lambda item: item[0][2])
        rows = [
            {"batch": batch, "dataset": dataset, "sender": sender, "month": month, "sequence": n}
            for n, ((dataset, sender, month), batch) in enumerate(ordered, 1)
        ]
        return self.engine.table(pa.Table.from_pylist(rows, schema_arrow(NOUNS["batch"])))

    @cached_property
    def coverage(self) -> ibis.Table:
        """As `louyu.sources` makes it: a sender's last stock list stands until the next."""
        _ = self.statements
        rows = []
        for (dataset, sender, since), batch in sorted(self.batches.items(), key=lambda i: i[0][2]):
            later = [m for (d, s, m) in self.batches if (d, s) == (dataset, sender) and m > since]
            contract = self.district.contracts[dataset]
            carries = contract.speaks == "snapshot" and contract.carry
            for month in months(since, min([next_month(self.until), *later])):
                if month == since or carries:
                    rows.append(
                        {
                            "dataset": dataset,
                            "publisher": sender.split(":")[0],
                            "sender": sender,
                            "month": month,
                            "batch": batch,
                            "carried": month != since,
                        }
                    )
        return self.engine.table(pa.Table.from_pylist(rows, schema_arrow(NOUNS["coverage"])))

    @cached_property
    def registers(self) -> dict[str, ibis.Table]:
        return registers(
            self.statements,
            self.coverage,
            self.batch,
            until=self.until,
            district=self.district,
            keeper=self.engine,
        )

    @cached_property
    def numbers(self) -> dict[tuple[str, str, int], Any]:
        """Indicator, scope and month to its number, in natural units."""
        values = indicator_values(self.registers, district=self.district, keeper=self.engine)
        found = {}
        for row in self.engine.arrow(values).to_pylist():
            indicator = INDICATORS[row["indicator"]]
            number: Any = row["numerator"] * indicator.numerator_scale
            if indicator.course == "rate":
                number = (number, row["denominator"] * indicator.denominator_scale)
            scope = "district" if row["level"] == "district" else row["scope"]
            found[row["indicator"], scope, row["month"]] = number
        return found

    def number(self, indicator: str, scope: str = "district", month: int | None = None) -> Any:
        """An indicator's number: ㎡, 元, or a count; a rate as (numerator, denominator)."""
        return self.numbers[indicator, scope, month or self.until]

    def rows(self, noun: str, *columns: str, **where: object) -> list[Any]:
        """A register's rows, sorted: the values of one column, or tuples of several."""
        table = self.registers[noun]
        for name, value in where.items():
            table = table.filter(table[name] == value)
        said = self.engine.arrow(table.select(columns)).to_pylist()
        tuples = sorted((tuple(row.values()) for row in said), key=str)
        return [row[0] for row in tuples] if len(columns) == 1 else tuples

    def explained(
        self, indicator: str, scope: str = "district", month: int | None = None
    ) -> list[Row]:
        """The rows behind a number."""
        level = (
            "district"
            if scope == "district"
            else "street"
            if scope in {street.name for street in self.district.streets}
            else "building"
        )
        found = contributions(
            indicator, self.registers, district=self.district, level=level, scope=scope,
            month=month or self.until, before=months_before(month or self.until),
        )  # fmt: skip
        return sorted(self.engine.arrow(found).to_pylist(), key=str)


def months(first: int, end: int) -> list[int]:
    """Months from the first up to but not including the end."""
    found = []
    while first < end:
        found.append(first)
        first = next_month(first)
    return found


def next_month(month: int) -> int:
    return month + 89 if month % 100 == 12 else month + 1
