"""双塔 towers: pairs of buildings that are one complex, with one name, one road and number."""

from louyu.sample.scale import Scale
from louyu.sample.span import Ints, part_rng

TOWERS = 8
"""Complexes of two towers among 300 buildings."""
WINGS = (("A座", "B座"), ("1幢", "2幢"), ("东楼", "西楼"), ("一号楼", "二号楼"))


def towers(role: list[str], street: Ints, scale: Scale) -> list[tuple[int, int, tuple[str, str]]]:
    """Pairs of buildings that are the towers of one complex, and what the two are called."""
    rng = part_rng(scale.seed, "towers")
    standing = [b for b, r in enumerate(role) if r == "standing"]
    # The first has the name of another street's building, and two keep their streets busy.
    free = [*standing[2:], *(b for b, r in enumerate(role) if r == "new")]
    found: list[tuple[int, int, tuple[str, str]]] = []
    while free and len(found) < scale.of(TOWERS):
        one = free.pop(int(rng.integers(len(free))))
        other = next((b for b in free if street[b] == street[one]), None)
        if other is not None:
            free.remove(other)
            found.append((one, other, WINGS[int(rng.integers(len(WINGS)))]))
    return found
