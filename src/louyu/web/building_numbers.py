"""楼宇的数 building numbers: every building's numbers of a month, an indicator at a time.

A province has tens of thousands of buildings and dozens of indicators; a page asks for a few.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True)
class Value:
    """An indicator of a scope in a month. A hidden value has neither numerator nor denominator."""

    numerator: int | None
    denominator: int | None
    hidden: bool = False


@dataclass
class BuildingNumbers:
    """Of one month, by indicator and building; ``read`` gives the rows of one indicator."""

    read: Callable[[str], pa.Table]
    held: dict[str, dict[str, tuple[int | None, int | None]]] = field(default_factory=dict)

    def of(self, indicator: str) -> dict[str, tuple[int | None, int | None]]:
        """Numerator and denominator by building."""
        if indicator not in self.held:
            rows = self.read(indicator)
            parts = (rows[name].to_pylist() for name in ("numerator", "denominator"))
            self.held[indicator] = dict(
                zip(rows["scope"].to_pylist(), zip(*parts, strict=True), strict=True)
            )
        return self.held[indicator]

    def get(self, place: tuple[str, str]) -> Value | None:
        indicator, building = place
        found = self.of(indicator).get(building)
        return None if found is None else Value(*found)

    def __getitem__(self, place: tuple[str, str]) -> Value:
        found = self.get(place)
        if found is None:
            raise KeyError(place)
        return found

    def counted(self, indicator: str) -> Iterator[str]:
        """The buildings that an indicator counts."""
        return (code for code, (numerator, _) in self.of(indicator).items() if numerator)
