"""批次 batch: what the store keeps of a file that went through the door, and its receipt."""

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal

from louyu.sources.state import Status

BATCH, REFUSAL, WITHDRAWN = "batch.json", "refusal.json", "withdrawn.json"
"""Files of a folder of ``batches`` or ``refused``."""


class DoorError(RuntimeError):
    """The store cannot do what is asked; said in Chinese."""


@dataclass(frozen=True)
class Batch:
    """批次: a file that went through the door; the noun ``batch`` and where it is kept."""

    batch: str
    dataset: str
    publisher: str
    sender: str
    month: int
    file: str
    sha256: str
    sequence: int
    rows_read: int
    accepted: int
    quarantined: int
    non_data: int
    folder: Path
    status: Status = "in_force"
    received_at: str = ""
    total: int | None = None
    """Sum of the contract's expected total over the clean rows, in stored units."""
    sheets: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def standing(self, status: Status) -> "Batch":
        """The same batch with another status: as it stood at another time."""
        return replace(self, status=status)

    @property
    def original(self) -> Path:
        """The file as received."""
        return next(self.folder.glob("original*"))


@dataclass(frozen=True)
class Receipt:
    """What became of a submitted file."""

    outcome: Literal["accepted", "quarantined", "unchanged", "refused"]
    file: str
    sha256: str
    batch: Batch | None
    message: str
    folder: Path
    cell_warnings: int = 0
    rule: str = ""
    """Why it was refused: the code of the file problem."""


NAMES = frozenset(f.name for f in fields(Batch)) - {"folder", "status"}


def batch_read(folder: Path) -> Batch:
    """A batch as its record says. Raises `DoorError` when the record is damaged."""
    try:
        said = json.loads((folder / BATCH).read_text(encoding="utf-8"))
        known = {name: value for name, value in said.items() if name in NAMES}
        known |= {name: tuple(known.get(name, ())) for name in ("sheets", "warnings")}
        return Batch(folder=folder, **known)
    except (OSError, ValueError, TypeError) as error:
        raise DoorError(f"批次 {folder.name} 的记录已损坏：{error}") from error
