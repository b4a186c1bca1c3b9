"""种类 kind: what can be imported, what it is made of, and how much of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KINDS = {
    "boundaries": ("街镇边界", frozenset({"Polygon", "MultiPolygon"})),
    "footprints": ("楼宇轮廓", frozenset({"Polygon", "MultiPolygon"})),
    "roads": ("道路", frozenset({"LineString", "MultiLineString"})),
}
"""What can be imported: its name, and the geometries it is made of."""

MOST_BYTES = 256 * 1024 * 1024
"""Of a file, packed or not."""
MOST_POINTS = 5_000_000
MOST_NAMED = 20
"""Notes that are told one by one; the rest is counted."""


class GeographyError(ValueError):
    """A file that cannot be imported; says in Chinese what is wrong, where, and what to do."""


def geography_path(home: Path, kind: str) -> Path:
    return home / "geography" / f"{kind}.geojson"


@dataclass(frozen=True)
class Feature:
    """A feature as its file has it: ``where`` it stands there, coordinates as they were written."""

    where: str
    properties: dict[str, Any]
    geometry: dict[str, Any]


@dataclass
class Imported:
    """What an import came to; ``notes`` name what was left out or repaired, and what to do."""

    kind: str
    datum: str = ""
    features: int = 0
    repaired: int = 0
    left_out: int = 0
    notes: list[str] = field(default_factory=list)

    def note(self, said: str) -> None:
        self.notes.append(said)

    def told(self, most: int = MOST_NAMED) -> Iterable[str]:
        """The notes, the first of them one by one."""
        yield from self.notes[:most]
        if len(self.notes) > most:
            yield f"……另有 {len(self.notes) - most} 条同类提示"
