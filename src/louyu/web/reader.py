"""阅览 reader: one edition as one access sees it: its rows, its columns, plain values.

A column above the clearance never leaves it, a row outside the scope never reaches it. What it
hands out is kept while the process lives: an edition never changes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from louyu.district import District
from louyu.engine import Limit, Listing
from louyu.explain.building import Cell as BuildingCell
from louyu.indicators import Indicator
from louyu.nouns import NOUNS, STATEMENTS, Noun, Sensitivity
from louyu.web.building_numbers import BuildingNumbers, Value
from louyu.web.kept import Kept
from louyu.web.moves_file import Moved, Moving
from louyu.web.opened import Lineage, Opened
from louyu.web.payers import Payers
from louyu.web.people.bands import band, yuan
from louyu.web.people.disclosure import hidden_cells, tells_someone
from louyu.web.people.rights import Access, Clearance
from louyu.web.scoped import Scoped


@dataclass(frozen=True)
class Progress:
    """An indicator of the district against its target, as the edition holds it."""

    value: float | None
    target: float | None
    expected: float | None
    gap: float | None
    on_pace: bool | None


BY_BUILDING = ("tenancy", "tax")
"""Monthly registers of what is in buildings."""

HIDDEN = Value(None, None, hidden=True)


def beside(register: pa.Table, cube: pa.Table) -> pa.Table:
    """Rows of buildings with what else a cube has of each of them."""
    place = pc.index_in(register["building"], value_set=cube["building"])
    for name in cube.column_names:
        if name not in register.column_names:
            register = register.append_column(name, cube[name].take(place))
    return register


class Reader:
    """An edition, a district and its indicators."""

    def __init__(
        self,
        edition: Opened,
        *,
        district: District,
        indicators: Mapping[str, Indicator],
        access: Access,
    ) -> None:
        self.edition = edition
        self.access = access
        self.district = district
        self.indicators = indicators
        self.goals = {goal.indicator: goal for goal in district.goals}
        self.said = {said.indicator: said for said in (*district.targets, *district.goals)}
        self.name = edition.name
        self.kept = Kept(most=4096)
        self.tables = Kept(most=64)
        self.payers = Payers(edition, district.name)
        self.load()

    def ready(self) -> None:
        """Reads what pages of the last month ask for first, so that nobody waits for it."""
        month = self.months[-1]
        self.buildings(month)
        self.building_names(month)
        for key in (*self.said, *self.indicators):
            self.value(key, "district", self.district.name, month)
            for street in self.district.streets:
                self.value(key, "street", street.name, month)

    def name_of(self, key: str) -> str:
        """An indicator in the plan's own words, or in the catalogue's where the plan has none."""
        return self.said[key].name if key in self.said else self.indicators[key].name

    def clause_of(self, key: str) -> str:
        return self.said[key].clause if key in self.said else self.indicators[key].clause

    def load(self) -> None:
        """Reads what every page needs: the district's and streets' numbers (some ten thousand) and
        how they stand to their targets. Buildings' are read when asked for.
        """
        where = {"level": ("district", "street")}
        upper = self.edition.rows("indicator_value", where=where).to_pydict()
        self.upper = {
            (key, level, scope, month): Value(numerator, denominator)
            for key, level, scope, month, numerator, denominator in zip(
                *(
                    upper[column]
                    for column in (
                        "indicator", "level", "scope", "month", "numerator", "denominator",
                    )
                ),
                strict=True,
            )
        }  # fmt: skip
        self.months = tuple(m for m in self.edition.months if m <= self.edition.month)
        progress = self.edition.rows("progress").to_pylist()
        self.progresses = {
            (row["indicator"], row["month"]): Progress(
                row["value"], row["target"], row["expected"], row["gap"], row["on_pace"]
            )
            for row in progress
        }

    def cleared(self, noun: Noun) -> frozenset[str]:
        """The columns of a table this reader may see: exact tax to the cleared, persons never."""
        closed = {Sensitivity.PERSONAL}
        if not self.access.exact:
            closed.add(Sensitivity.RESTRICTED)
        return frozenset(c.name for c in noun.columns if c.sensitivity not in closed)

    def rows(self, noun: str, month: int | None = None) -> pa.Table:
        """A table without the columns that are not cleared."""
        seen = self.cleared(NOUNS[noun])
        table: pa.Table = self.tables.get(
            (noun, month), lambda: self.edition.rows(noun, month, columns=seen)
        )
        return table

    def value(self, key: str, level: str, scope: str, month: int) -> Value | None:
        """A number, hidden where it would tell what one enterprise paid; None if there is none."""
        if level == "building":
            read = self.kept.answers.get(("building_values", month))
            found = (
                read.get((key, scope))
                if read is not None and key in read.held
                else self.numbers_of(scope).get((key, month))
            )
        else:
            found = self.upper.get((key, level, scope, month))
        if found is None or self.open(key):
            return found
        return HIDDEN if scope in self.hidden(key, level, month, scope) else found

    def open(self, key: str) -> bool:
        """Whether a number is shown as it is: it tells no tax, or its reader may see exact tax."""
        return self.access.exact or not self.indicators[key].money

    def sees(self, level: str, scope: str) -> bool:
        """Whether numbers of a level and scope are in sight."""
        edition = self.edition
        return edition.sees(level, scope) if isinstance(edition, Scoped) else True

    def series(
        self, key: str, level: str, scope: str, *, until: int, months: int
    ) -> list[tuple[int, Value]]:
        """The last months up to one in which the number stands, in order."""
        wanted = [m for m in self.months if m <= until][-months:]
        if level == "building":
            return [(m, v) for m, v in self.building_series(key, scope) if m in wanted]
        found = ((m, self.value(key, level, scope, m)) for m in wanted)
        return [(month, value) for month, value in found if value is not None]

    def building_values(self, month: int) -> BuildingNumbers:
        """Every building's numbers of a month, by indicator and building, masked nowhere."""

        def rows(key: str) -> pa.Table:
            where = {"level": ("building",), "indicator": (key,)}
            columns = ("scope", "numerator", "denominator")
            return self.edition.rows("indicator_value", month, columns=columns, where=where)

        values: BuildingNumbers = self.kept.get(
            ("building_values", month), lambda: BuildingNumbers(rows)
        )
        return values

    def numbers_of(self, code: str) -> dict[tuple[str, int], Value]:
        """All numbers of one building, by indicator and month."""

        def read() -> dict[tuple[str, int], Value]:
            where = {"level": ("building",), "scope": (code,)}
            rows = self.edition.rows("indicator_value", where=where).to_pylist()
            return {
                (row["indicator"], row["month"]): Value(row["numerator"], row["denominator"])
                for row in rows
            }

        numbers: dict[tuple[str, int], Value] = self.kept.get(("numbers", code), read)
        return numbers

    def numbers_in(self, code: str, month: int) -> dict[tuple[str, str], Value]:
        """All numbers of one building in a month, by indicator and building."""
        numbers = self.numbers_of(code).items()
        return {(key, code): value for (key, at), value in numbers if at == month}

    def building_series(self, key: str, code: str) -> list[tuple[int, Value]]:
        if not self.open(key):
            return []
        numbers = self.numbers_of(code)
        return [(m, value) for m in self.months if (value := numbers.get((key, m))) is not None]

    def progress(self, key: str, month: int) -> Progress | None:
        """The district against its target; withheld with the value it would tell."""
        found = self.progresses.get((key, month))
        if found is None or self.open(key):
            return found
        name = self.district.name
        return None if name in self.hidden(key, "district", month, name) else found

    def hidden(self, key: str, level: str, month: int, scope: str) -> frozenset[str]:
        """The scopes of a level whose sum of tax stays hidden.

        Two sums of months that follow one another tell the month between them, so every single
        month of a sum must be open too.
        """
        if self.open(key):
            return frozenset()
        if level == "building":
            return frozenset([scope])
        window = self.window(key, month)
        sums = [self.payers.cells(level, window, month)]
        sums += [self.payers.cells(level, (each,), each) for each in window]
        if level == "street":
            return frozenset().union(*(hidden_cells(cells) for cells in sums))
        return frozenset(
            name for cells in sums for name, cell in cells.items() if tells_someone(cell)
        )

    def window(self, key: str, month: int) -> tuple[int, ...]:
        """The months a sum of tax covers: the year so far for a flow, else the last twelve."""
        if self.indicators[key].course == "flow":
            return tuple(m for m in self.months if month // 100 * 100 < m <= month)
        return tuple(m for m in self.months if m <= month)[-12:]

    def buildings(self, month: int) -> pa.Table:
        """Every building of a month: its register row with the cube's open columns beside it."""
        table: pa.Table = self.tables.get(
            ("buildings", month),
            lambda: beside(self.rows("building", month), self.rows("building_month", month)),
        )
        return table

    def buildings_of(self, codes: Collection[str], month: int) -> list[dict[str, Any]]:
        """Some buildings of a month, as `buildings` has them."""
        parts = (
            self.edition.rows(
                noun, month, columns=self.cleared(NOUNS[noun]), where={"building": codes}
            )
            for noun in ("building", "building_month")
        )
        return beside(*parts).to_pylist() if codes else []

    def building(self, code: str, month: int) -> dict[str, Any] | None:
        row: dict[str, Any] | None = self.kept.get(
            ("building", code, month), lambda: next(iter(self.buildings_of([code], month)), None)
        )
        return row

    def building_names(self, month: int) -> dict[str, str]:
        def read() -> dict[str, str]:
            rows = self.edition.rows("building", month, columns=("building", "name"))
            return dict(zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True))

        names: dict[str, str] = self.kept.get(("names", month), read)
        return names

    def building_names_in(self, street: str, month: int) -> dict[str, str]:
        """The buildings of a street, by code."""
        where = {"street": (street,)}
        rows = self.edition.rows("building", month, columns=("building", "name"), where=where)
        return dict(zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True))

    def about_building(
        self, noun: str, code: str, month: int | None = None, *, columns: Collection[str] = ()
    ) -> list[dict[str, Any]]:
        """The rows of a register that are about one building, of every month where none is said."""
        seen = self.cleared(NOUNS[noun])
        seen = seen & frozenset(columns) if columns else seen
        where = {"building": (code,)}
        return self.edition.rows(noun, month, columns=seen, where=where).to_pylist()

    def disputes(self, noun: str, thing: str, month: int) -> list[dict[str, Any]]:
        """What sources state differently of one thing in a month."""
        where = {"noun": (noun,), "thing": (thing,)}
        seen = self.cleared(NOUNS["disagreement"])
        return self.edition.rows("disagreement", month, columns=seen, where=where).to_pylist()

    def of_enterprise(
        self, noun: str, enterprise: str, month: int | None = None, *, columns: Collection[str] = ()
    ) -> list[dict[str, Any]]:
        """The rows of a register that are about one enterprise, or some columns of them."""
        seen = self.cleared(NOUNS[noun])
        seen = seen & frozenset(columns) if columns else seen
        where = self.where_enterprise(noun, enterprise)
        return self.edition.rows(noun, month, columns=seen, where=where).to_pylist()

    def of_things(
        self,
        noun: str,
        month: int | None = None,
        *,
        columns: Collection[str],
        where: dict[str, Collection[str | None]],
    ) -> list[dict[str, Any]]:
        """The rows of a register about many things at once, in some columns that are cleared."""
        seen = self.cleared(NOUNS[noun]) & frozenset(columns)
        return self.edition.rows(noun, month, columns=seen, where=where).to_pylist()

    def listed(
        self,
        columns: Sequence[str],
        limits: Sequence[Limit],
        *,
        among: Sequence[pa.Array] = (),
        offset: int = 0,
        most: int | None = None,
    ) -> Listing:
        """A page of the enterprises in sight, in the order of their ids."""
        asked = {*columns, *(limit.column for limit in limits)}
        assert asked <= self.cleared(NOUNS["enterprise"])
        within = ("enterprise", among) if among else None
        return self.edition.listed(
            "enterprise", columns, limits, among=within, offset=offset, most=most
        )

    def where_enterprise(self, noun: str, enterprise: str) -> dict[str, Collection[str | None]]:
        """What limits a register to an enterprise's rows.

        Monthly registers lie in the order of their buildings, so those are named where they are
        known: what lies elsewhere is not read. What an enterprise paid while in no building counts.
        """
        where: dict[str, Collection[str | None]] = {"enterprise": (enterprise,)}
        sites = self.edition.sites((enterprise,)) if noun in BY_BUILDING else None
        return where if sites is None else {**where, "building": {*sites[enterprise], None}}

    def tax_of_enterprise(self, enterprise: str) -> list[tuple[int, str]]:
        """What an enterprise paid by month, in 元: exact, in bands, or not told, by clearance."""
        if self.access.clearance is Clearance.HIDDEN:
            return []
        where = self.where_enterprise("tax", enterprise)
        rows = self.edition.rows("tax", columns=("month", "total", "enterprise"), where=where)
        sums = rows.group_by("month").aggregate([("total", "sum")]).sort_by("month").to_pylist()
        exact = self.access.exact
        return [
            (row["month"], yuan(row["total_sum"]) if exact else band(row["total_sum"]))
            for row in sums
        ]

    def paid(self, enterprises: Collection[str], months: Collection[int]) -> dict[str, int | str]:
        """What some enterprises paid over some months: fen, or its band, by clearance."""
        if self.access.clearance is Clearance.HIDDEN or not enterprises:
            return {}
        sums: dict[str, int] = {}
        for month in months:
            where = {"enterprise": enterprises}
            rows = self.edition.rows("tax", month, columns=("enterprise", "total"), where=where)
            for row in rows.group_by("enterprise").aggregate([("total", "sum")]).to_pylist():
                sums[row["enterprise"]] = sums.get(row["enterprise"], 0) + row["total_sum"]
        exact = self.access.exact
        return {name: total if exact else band(total) for name, total in sums.items()}

    def contributions(
        self, key: str, level: str, scope: str, month: int, by: str = "", *,
        offset: int = 0, most: int | None,
    ) -> Listing:  # fmt: skip
        """The rows behind a number (``by`` another definition), all or a page of them, an amount
        of tax taken out of each."""
        asked = Lineage(
            key, level, scope, month, by, hidden=not self.open(key), offset=offset, most=most
        )
        return self.edition.contributions(asked) if most is None else self.lineage(asked)

    def lineage(self, asked: Lineage) -> Listing:
        found: Listing = self.tables.get(asked, lambda: self.edition.contributions(asked))
        return found

    def moved(
        self, key: str, level: str, scope: str, months: tuple[int, int], *, offset: int, most: int
    ) -> Moved:
        """A page of the subjects that make a number another than a month before, the largest
        first; of tax without amounts, and in an order that tells nothing of them."""
        hidden = not self.open(key)
        return self.edition.moved(Moving(key, level, scope, months, hidden, offset, most))

    def batches(self) -> dict[str, dict[str, Any]]:
        """Every batch the edition was made from, by id."""
        found: dict[str, dict[str, Any]] = self.kept.get(
            "batches", lambda: {row["batch"]: row for row in self.rows("batch").to_pylist()}
        )
        return found

    def statement(self, batch: str, sheet: str, row: int) -> dict[str, Any] | None:
        """An accepted row as it came, without the columns that are not cleared."""
        found = self.edition.statement(batch, sheet, row)
        if found is None:
            return None
        seen = self.cleared(STATEMENTS[self.batches()[batch]["dataset"]])
        return {name: value for name, value in found.items() if name in seen}

    def cells(self, code: str, month: int) -> list[BuildingCell]:
        """Every stated cell of a building in a month: who won and what lost."""
        cells: list[BuildingCell] = self.kept.get(
            ("cells", code, month), lambda: self.edition.cells(code, month)
        )
        return cells

    def names_of(self, enterprises: Collection[str | None]) -> dict[str, str]:
        """The last known names of some enterprises."""
        if "enterprise_names" in self.kept.answers:
            return self.enterprise_names()
        wanted = frozenset(each for each in enterprises if each)
        told = self.edition.names_of(wanted)
        if told is not None:
            return told
        columns = ("enterprise", "name", "from_month")
        where = {"enterprise": wanted}
        rows = self.edition.rows("enterprise", columns=columns, where=where).sort_by("from_month")
        return {row["enterprise"]: row["name"] for row in rows.to_pylist()}

    def enterprise_names(self) -> dict[str, str]:
        """The last known name of every enterprise."""

        def read() -> dict[str, str]:
            table = self.rows("enterprise").select(["enterprise", "name", "from_month"])
            columns = table.sort_by("from_month").to_pydict()
            return dict(zip(columns["enterprise"], columns["name"], strict=True))

        names: dict[str, str] = self.kept.get("enterprise_names", read)
        return names
