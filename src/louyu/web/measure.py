"""量 measure: what a page must know of an indicator to write its numbers."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True)
class Measure:
    """An indicator's name, unit and law in the words that stand beside its numbers.

    ``scale`` turns numerator over denominator into ``unit``. ``course`` says how it runs: a
    ``flow`` starts anew each January, a ``rate`` or ``stock`` stands at a month's end. The parts
    (numerator and denominator) have units of their own; ``money`` marks a restricted numerator.
    """

    key: str
    name: str
    unit: str
    scale: Fraction
    course: Literal["flow", "rate", "stock"]
    clause: str
    decision: str
    number: int | None = None
    numerator: str = ""
    numerator_unit: str = ""
    numerator_scale: Fraction = Fraction(1)
    denominator: str = ""
    denominator_unit: str = ""
    denominator_scale: Fraction = Fraction(1)
    money: bool = False

    def value(self, numerator: int, denominator: int | None) -> Fraction | None:
        """The value in ``unit``; nothing over nothing has none."""
        if denominator == 0:
            return None
        return Fraction(numerator, denominator or 1) * self.scale
