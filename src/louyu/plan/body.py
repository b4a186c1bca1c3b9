"""表体: a table's rows by column role, whole again, with groups and totals set apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from louyu.plan.header import TOTAL, is_number, purpose
from louyu.plan.outline import Table
from louyu.plan.piece import Place, Row, joined, key
from louyu.plan.plan import Unread

GROUP_ROW = re.compile(r"^[（(]?[一二三四五六七八九十]+[）)、.]|类|项目|[（(]共?\d+个[）)]$")


@dataclass
class Body:
    """A table's rows after continuation rows are joined to theirs and group rows set apart."""

    rows: list[tuple[dict[str, str], Place, str]] = field(default_factory=list)
    totals: list[tuple[Row, str]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def slot(table: Table, index: int) -> str:
    """The name a cell goes by: its role; years and other columns by heading."""
    column = table.columns[index]
    return column.role if column.role not in {"year", "base", "other"} else f"#{index}"


def continues(table: Table, cells: Sequence[str], before: dict[str, str] | None) -> bool:
    """A row without serial number is the rest of the row above, cut by a page end."""
    if before is None or not any(cells):
        return False
    named = {slot(table, index): cell for index, cell in enumerate(cells) if cell}
    if purpose(table.columns) == "tasks":
        if "measure" not in named or not ({"units", "lead"} & set(named)):
            return True
        return before.get("measure", "")[-1:] not in "。；;"
    figures = {"area", "stage", "unit"} & set(named)
    return not any(before.get(name) for name in figures)


def body(table: Table) -> Body:
    """The rows by role, whole."""
    found = Body()
    group = ""
    serial = next((at for at, one in enumerate(table.columns) if one.role == "number"), None)
    for row in table.rows:
        cells = [*row.cells, *[""] * (len(table.columns) - len(row.cells))]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if any(TOTAL.search(key(cell)) for cell in filled[:2]) and not is_number(filled[0]):
            found.totals.append((Row(tuple(cells), row.place), group))
            continue
        text = " | ".join(cells)
        if len(cells) > len(table.columns):
            reason = f"这一行有{len(cells)}格，表头只有{len(table.columns)}列"
            found.unread.append(Unread(text, reason, row.place))
            continue
        if len(row.cells) < len(table.columns) and len(filled) > 1:
            reason = f"这一行只有{len(row.cells)}格，表头有{len(table.columns)}列，缺的按空白处理"
            found.unread.append(Unread(text, reason, row.place))
        number = cells[serial].rstrip(".、") if serial is not None else ""
        before = found.rows[-1][0] if found.rows else None
        if serial is not None and not number.isdigit():
            if len(filled) == 1 and GROUP_ROW.search(filled[0]) and len(filled[0]) <= 30:
                group = filled[0]
                continue
            if continues(table, cells, before):
                assert before is not None
                for index, cell in enumerate(cells):
                    name = slot(table, index)
                    before[name] = joined(before.get(name, ""), cell)
                said, place, above = found.rows[-1]
                found.rows[-1] = (said, place.to(row.place), above)
                continue
        said = {slot(table, index): cell for index, cell in enumerate(cells)}
        found.numbers.append(int(number) if number.isdigit() else len(found.rows) + 1)
        found.rows.append((said, row.place, group))
    return found


def numbering(found: Body, prefix: str, unread: list[Unread]) -> list[tuple[str, int]]:
    """Item ids by serial number; by order where numbers come twice. A gap is pointed out."""
    for before, after, (_, place, _) in zip(
        found.numbers, found.numbers[1:], found.rows[1:], strict=False
    ):
        if after > before + 1:
            unread.append(Unread(prefix, f"序号从{before}跳到{after}，可能漏了行", place))
    if len(set(found.numbers)) == len(found.numbers):
        return [(f"{prefix}:{number}", number) for number in found.numbers]
    place = found.rows[0][1].to(found.rows[-1][1])
    unread.append(Unread(prefix, "表内序号有重复（重新起编），条目号按出现次序编", place))
    return [(f"{prefix}:{at}", at) for at in range(1, len(found.rows) + 1)]


def serials(table: Table) -> list[int]:
    """The serial numbers of a table that has a column of them."""
    at = next((at for at, one in enumerate(table.columns) if one.role == "number"), None)
    texts = [row.cells[at].rstrip(".、") for row in table.rows if at is not None]
    return [int(text) for text in texts if text.isdigit()]


def rejoined(tables: Sequence[Table]) -> list[Table]:
    """Tables that something has cut in two (a running head, a stray line): numbers go on."""
    found: list[Table] = []
    for table in tables:
        last = found[-1] if found else None
        roles = [one.role for one in table.columns]
        if last and roles == [one.role for one in last.columns]:
            before, after = serials(last), serials(table)
            goes_on = bool(before and after) and after[0] == before[-1] + 1
            if goes_on and last.address.annex == table.address.annex:
                last.rows += table.rows
                continue
        found.append(table)
    return found
