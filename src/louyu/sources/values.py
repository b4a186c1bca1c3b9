"""格值 values: a column of cells read as its contract says, beside a column of problem codes."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from louyu.district import Contract, ContractColumn, District
from louyu.nouns import Column, Type
from louyu.sources.container import NOT_COMPUTED
from louyu.sources.header import Heading
from louyu.sources.row_problem import RowProblem
from louyu.standards import calendar, industry, quantity
from louyu.standards.address import name_key
from louyu.standards.column import BLANKS, Values, by_rule
from louyu.standards.number import QuantityProblem
from louyu.standards.problem import PROBLEMS
from louyu.standards.quantity import AREA_UNITS, MONEY_UNITS
from louyu.standards.uscc import uscc_finding, uscc_problem
from louyu.standards.width import unspaced_column

YES = frozenset({"是", "√", "✓", "✔", "有", "1", "y", "yes", "true", "对", "已", "达标", "已推选"})
NO = frozenset(
    {
        "否",
        "×",
        "✗",
        "✘",
        "x",
        "无",
        "没有",
        "0",
        "n",
        "no",
        "false",
        "未",
        "未达标",
        "不达标",
        "未推选",
    }
)
SCIENTIFIC = r"^[+-]?[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}$"
CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{202A}-\x{202E}\x{2066}-\x{2069}\x{FFFD}-\x{FFFF}]"
TURNED_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00)?$"
SPREADSHEET_ERROR = r"^#(N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|#+)$"
WIDE = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ" + "".join(
    chr(code) for code in range(0xFF41, 0xFF5B)
)
NARROW = [chr(ord(letter) - 0xFEE0) for letter in WIDE]
DTYPE = {
    Type.TEXT: pl.String(),
    Type.INTEGER: pl.Int64(),
    Type.REAL: pl.Float64(),
    Type.FLAG: pl.Boolean(),
    Type.DATE: pl.Date(),
    Type.MONTH: pl.Int32(),
    Type.MONEY: pl.Int64(),
    Type.AREA: pl.Int64(),
}


@dataclass(frozen=True)
class Reader:
    """One column of a file: what it is, and how it reads."""

    column: Column
    rules: ContractColumn
    heading: Heading
    unit: str
    district: District

    def values(self, cells: pl.Series) -> Values:
        """Values of the noun's type, null where the cell is blank or its problem is no warning."""
        values, problems = READ[self.column.type](self, cells)
        values, problems = self.within(values, problems)
        uncomputed = cells == NOT_COMPUTED
        if uncomputed.any():
            values = values.scatter(uncomputed.arg_true(), None)
            problems = problems.scatter(uncomputed.arg_true(), RowProblem.NOT_COMPUTED.value)
        return values.rename(self.column.name), problems

    def within(self, values: pl.Series, problems: pl.Series) -> Values:
        """The same with values below the minimum or above the maximum taken out."""
        low, high = self.rules.minimum, self.rules.maximum
        if low is not None and (values.min() or 0) < self.stored(low):  # type: ignore[operator]  # a number: only number columns have bounds
            below = (values < self.stored(low)).arg_true()
            values = values.scatter(below, None)
            problems = problems.scatter(below, RowProblem.BELOW.value)
        if high is not None and (values.max() or 0) > self.stored(high):  # type: ignore[operator]  # as above
            above = (values > self.stored(high)).arg_true()
            values = values.scatter(above, None)
            problems = problems.scatter(above, RowProblem.ABOVE.value)
        return values, problems

    def stored(self, bound: float) -> float:
        """A bound of the contract, which is in the contract's unit, as values are stored."""
        units = {Type.MONEY: MONEY_UNITS, Type.AREA: AREA_UNITS}.get(self.column.type)
        return float(units[self.rules.unit].scale) * bound if units and self.rules.unit else bound

    def detail(self, rule: str, value: str | None) -> str:
        """What is particular to a problem of this column."""
        unit = self.rules.unit
        match rule:
            case RowProblem.NOT_ALLOWED:
                return f"可选：{'、'.join(self.rules.allowed)}"
            case RowProblem.BELOW:
                return f"下限 {self.rules.minimum:g}{unit}"
            case RowProblem.ABOVE:
                return f"上限 {self.rules.maximum:g}{unit}"
            case _:
                finding = uscc_finding(value) if self.rules.check == "uscc" and value else None
                return finding.detail if finding else ""


def reader(
    name: str, heading: Heading, sheet_unit: str, contract: Contract, district: District
) -> Reader:
    """How a column of a file reads: its header's unit, else the sheet's, else the contract's."""
    rules = contract.columns[name]
    return Reader(
        column=contract.noun[name],
        rules=rules,
        heading=heading,
        unit=heading.unit or sheet_unit or rules.unit,
        district=district,
    )


def folded(cells: pl.Series) -> pl.Series:
    """Text with digits and letters in half width."""
    wide = cells.str.contains(f"[{WIDE}]").any()
    return cells.str.replace_many(list(WIDE), NARROW) if wide else cells


BLANK = pl.col("text").is_in([*BLANKS, *(blank.upper() for blank in BLANKS if blank.isascii())])
"""Whether a cell holds what offices write for nothing."""


def text_values(reader: Reader, cells: pl.Series) -> Values:
    """Text as the sender writes it; codes, streets, industries and allowed values by their rule."""
    if reader.rules.check == "uscc":
        return uscc_values(cells)
    text = folded(cells)
    if reader.column.name.endswith("_code"):
        text = text.to_frame("text").select(unspaced_column(pl.col("text"))).to_series()
    if reader.rules.check == "industry":
        return industry.codes(text)
    if reader.rules.check == "street":
        return by_rule(text, reader_street(reader.district), pl.String())
    if reader.rules.allowed:
        return by_rule(text, reader_allowed(reader.rules), pl.String())
    problem = (
        pl.when(pl.col("text").str.contains(SCIENTIFIC))
        .then(pl.lit(RowProblem.SCIENTIFIC.value))
        .when(pl.col("text").str.contains(CONTROL))
        .then(pl.lit(RowProblem.CONTROL.value))
        .when(pl.col("text").str.contains(TURNED_DATE))
        .then(pl.lit(RowProblem.TURNED_DATE.value))
        .when(pl.col("text").str.contains(SPREADSHEET_ERROR))
        .then(pl.lit(QuantityProblem.SPREADSHEET_ERROR.value))
    )
    read = text.to_frame("text").select(
        value=pl.when(~BLANK & problem.is_null()).then("text"), problem=problem
    )
    return read["value"], read["problem"]


def uscc_values(cells: pl.Series) -> Values:
    """Codes that hold; a code with a warning stands."""
    problems = uscc_problem(cells)
    fatal = [code for code in problems.unique().drop_nulls() if not PROBLEMS[code].warning]
    stands = ~BLANK & ~pl.col("problem").is_in(fatal).fill_null(value=False)
    read = pl.DataFrame({"text": cells, "problem": problems}).select(pl.when(stands).then("text"))
    return read["text"].rename("value"), problems


def reader_street(district: District) -> Callable[[str], tuple[str | None, str | None]]:
    def rule(said: str) -> tuple[str | None, str | None]:
        if said.lower() in BLANKS:
            return None, None
        bare = said.removeprefix(district.province).removeprefix(district.city)
        street = district.street_named(said) or district.street_named(
            bare.removeprefix(district.name)
        )
        return (street.name, None) if street else (None, RowProblem.STREET.value)

    return rule


def reader_allowed(rules: ContractColumn) -> Callable[[str], tuple[str | None, str | None]]:
    known = {name_key(value): value for value in rules.allowed}
    known |= {name_key(said): meant for said, meant in rules.lookups.items()}

    def rule(said: str) -> tuple[str | None, str | None]:
        if (meant := known.get(name_key(said))) is not None:
            return meant, None
        return (None, None) if said.lower() in BLANKS else (None, RowProblem.NOT_ALLOWED.value)

    return rule


def flag_of(said: str) -> tuple[bool | None, str | None]:
    word = said.lower()
    if word in YES:
        return True, None
    if word in NO:
        return False, None
    return (None, None) if word in BLANKS else (None, RowProblem.FLAG.value)


READ: dict[Type, Callable[[Reader, pl.Series], Values]] = {
    Type.TEXT: text_values,
    Type.INTEGER: lambda reader, cells: quantity.integer(cells, reader.unit),
    Type.REAL: lambda reader, cells: quantity.real(cells, reader.unit),
    Type.FLAG: lambda _, cells: by_rule(folded(cells), flag_of, pl.Boolean()),
    Type.DATE: lambda _, cells: calendar.dates(cells),
    Type.MONTH: lambda _, cells: calendar.months(cells),
    Type.MONEY: lambda reader, cells: quantity.money_fen(cells, reader.unit or None),
    Type.AREA: lambda reader, cells: quantity.area(cells, reader.unit or None),
}
