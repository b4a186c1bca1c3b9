"""规模 scale: what is asked of a sample, and how its district grows.

The figures of growth are those of the plan that the sample's district imitates (300 buildings:
some 300 万㎡ and 18 buildings over the line of tax at the end of the first year), somewhat behind
what it hopes for. All other sizes follow in proportion.
"""

from dataclasses import dataclass

from louyu.sample.span import Span


@dataclass(frozen=True)
class Scale:
    """How many buildings and enterprises, over which months, drawn from which seed."""

    buildings: int
    enterprises: int
    span: Span
    seed: int

    @property
    def share(self) -> float:
        """Of a district of 300 buildings."""
        return self.buildings / 300

    @property
    def base_area(self) -> float:
        """㎡ of counting buildings at the end of the first year."""
        return 3_000_000 * self.share

    def of(self, number: float, least: int = 1) -> int:
        """A number that belongs to 300 buildings, in this district."""
        return max(least, round(number * self.share))


ADDED = (0.12, 0.19, 0.36, 0.44)
"""Floor area completed in the first, second … year, as a part of the first year end's; the last
figure stands for later years too."""
OCCUPIED = (0.905, 0.985)
"""What a building lets in the long run, at the first and at the last month."""
OCCUPIED_AT_FIRST = 0.81
REGISTERED_AT_FIRST = 0.665
"""Of the companies there at the first month."""
REGISTERED_NEW = (0.68, 0.92)
"""Of the companies that come, at the first and at the last month."""
REGISTERED_LATER = 0.009
"""Chance in a month that a company registered elsewhere changes to the district."""
TAXED_AT_FIRST = 0.83
TAXED_NEW = 0.955
TAXED_LATER = 0.015
"""Chance in a month that tax administered elsewhere changes to the district."""
COVERED_AT_FIRST = 0.16
COVERED_LATER = 0.038
"""Party organisations: buildings covered, and the chance in a month of one not covered yet."""
TAX_GROWTH = -0.04
"""A year, of an enterprise in the middle; the great ones grow, and new ones come."""
YI_AT_FIRST = 24
"""Buildings of 300 that would be over the line of tax in the first year if nobody moved or failed
to pay; some 18 are."""
