"""上限 limits: what a received file and the process that parses it may take.

These are bounds of the machine, not of the business: a file of a district's largest register stays
far below each of them.
"""

from dataclasses import asdict, dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bytes, seconds and counts; what goes past one is refused with its number."""

    file_bytes: int = 100 * MEGABYTE
    unpacked_bytes: int = 1024 * MEGABYTE
    ratio: int = 200
    """Unpacked over packed: office workbooks reach 50, deflate can reach 1,032."""
    ratio_from_bytes: int = 10 * MEGABYTE
    """Below this even a bomb's ratio is harmless, and small parts compress well."""
    entries: int = 5_000
    sheets: int = 100
    columns: int = 1_000
    cells: int = 30_000_000
    """Of a sheet's rectangle, blank ones too: the parser holds it whole, some 40 bytes a cell."""
    memory_bytes: int = 3072 * MEGABYTE
    """Of address space beyond what the process starts with."""
    output_bytes: int = 2048 * MEGABYTE
    cpu_seconds: int = 120
    wall_seconds: float = 180

    @property
    def record(self) -> dict[str, float]:
        return asdict(self)
