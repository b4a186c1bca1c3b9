"""另一口径 definition: numbers counted by another definition, as one access sees them.

Tax by two attributions tells more than by one: what a street gains and loses between them is what
a few enterprises pay that have an office here and an address there. So another attribution's sum is
shown only where itself, its difference to every other attribution, and each month of both, stand on
enough payers; and only to posts that see the whole district.
"""

from louyu.explain.definition import Question, question_of
from louyu.web.people.disclosure import Cell, hidden_cells, tells_someone
from louyu.web.reader import HIDDEN, Reader, Value

__all__ = ["Question", "other_definition", "payers_of_building", "question_of", "value_by"]


def other_definition(key: str, said: str) -> str:
    """A definition asked for in an address, where it is another than the one in force."""
    question = question_of(key)
    if question is None or said == question.in_force or question.definition(said) is None:
        return ""
    return said


def value_by(reader: Reader, key: str, level: str, scope: str, month: int, by: str) -> Value | None:
    """A number by a definition; the one in force is the edition's own."""
    by = other_definition(key, by)
    if not by:
        return reader.value(key, level, scope, month)
    found = values(reader, key, by, month).get((key, level, scope))
    if found is None or reader.open(key):
        return found
    if level == "building" or scope in hidden(reader, key, level, month):
        return HIDDEN
    return found


def values(reader: Reader, key: str, by: str, month: int) -> dict[tuple[str, str, str], Value]:
    """A month's numbers by a definition, by indicator, level and scope: of tax, or all counts."""
    question = question_of(key)
    assert question is not None
    counts = tuple(each for each in question.indicators if not reader.indicators[each].money)
    keys = (key,) if reader.indicators[key].money else counts

    def read() -> dict[tuple[str, str, str], Value]:
        columns = reader.edition.values_by(by, month, keys).to_pydict()
        names = ("indicator", "level", "scope", "numerator", "denominator")
        return {
            (each, level, scope): Value(over, under)
            for each, level, scope, over, under in zip(*(columns[c] for c in names), strict=True)
        }

    found: dict[tuple[str, str, str], Value] = reader.tables.get(
        ("values_by", by, month, keys), read
    )
    return found


def hidden(reader: Reader, key: str, level: str, month: int) -> frozenset[str]:
    """Scopes whose tax by an attribution not in force stays hidden.

    The same whichever two are set side by side: three pages of two would tell the third.
    """

    def read() -> frozenset[str]:
        sums: dict[tuple[str, int], dict[str, Cell]] = {}
        for row in reader.edition.payers_by(month).to_pylist():
            if row["level"] == level:
                cells = sums.setdefault((row["measure"], row["paid_month"]), {})
                cells[row["scope"]] = Cell(row["payers"], row["total"], row["largest"])
        names = {reader.district.name}
        if level == "street":
            names = {street.name for street in reader.district.streets}
        found = set(names if not sums else ())
        for name in names:
            if reader.hidden(key, level, month, name) >= {name}:
                found.add(name)
        for cells in sums.values():
            # Where two attributions do not differ at all, nobody's amount is told by it.
            if level == "street":
                found |= {name for name in hidden_cells(cells) if cells[name].payers}
            else:
                found |= {name for name, cell in cells.items() if tells_someone(cell)}
        return frozenset(found)

    scopes: frozenset[str] = reader.kept.get(("hidden_by", key, level, month), read)
    return scopes


def payers_of_building(reader: Reader, month: int) -> dict[tuple[str, str], int]:
    """By attribution and building: the most payers that any month of the year so far had."""

    def read() -> dict[tuple[str, str], int]:
        seen: dict[tuple[str, str], int] = {}
        columns = ("attribution", "month", "building", "payers")
        for each in (m for m in reader.months if month // 100 * 100 < m <= month):
            for row in reader.edition.rows("building_tax", each, columns=columns).to_pylist():
                place = row["attribution"], row["building"]
                seen[place] = max(seen.get(place, 0), row["payers"] or 0)
        return seen

    found: dict[tuple[str, str], int] = reader.tables.get(("payers_by", month), read)
    return found
