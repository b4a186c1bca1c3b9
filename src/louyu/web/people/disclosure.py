"""披露 disclosure: which sums of tax may be shown to whom may not see single amounts.

Two constants, two functions. A sum of tax is open when enough units stand behind it that it tells
nobody's amount (small cells, complementary cells).
"""

from collections.abc import Mapping
from dataclasses import dataclass

MINIMUM_UNITS = 3
"""A sum over fewer payers is not shown."""

DOMINANCE_PERCENT = 85
"""Nor is a sum of which one payer makes up more than this."""

MASK = "受限"
"""What stands where a number may not be shown; the page explains it as 受限字段."""


@dataclass(frozen=True)
class Cell:
    """A sum of money over payers: how many pay, how much in all, how much the largest pays."""

    payers: int
    total: int
    largest: int


def tells_someone(cell: Cell) -> bool:
    """Whether the sum would tell one payer's amount: fewer than three, or one over 85 %."""
    return cell.payers < MINIMUM_UNITS or cell.largest * 100 > cell.total * DOMINANCE_PERCENT


def hidden_cells(cells: Mapping[str, Cell]) -> frozenset[str]:
    """The parts of a shown total that stay hidden.

    One hidden part could be had by subtracting the others from the total, so where the hidden parts
    together still tell someone's amount, the next smallest part is hidden with them.
    """
    hidden = {name for name, cell in cells.items() if tells_someone(cell)}
    paying = [name for name in cells if cells[name].payers]
    rest = sorted((name for name in paying if name not in hidden), key=lambda n: cells[n].total)
    while rest and (gone := [cells[name] for name in hidden if cells[name].payers]):
        together = Cell(
            payers=sum(cell.payers for cell in gone),
            total=sum(cell.total for cell in gone),
            largest=max(cell.largest for cell in gone),
        )
        if len(gone) > 1 and not tells_someone(together):
            break
        hidden.add(rest.pop(0))
    return frozenset(hidden)
