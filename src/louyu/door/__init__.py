"""门 door: the one way in. A file is kept as received and becomes a batch, or is refused."""

from pathlib import Path

from louyu.district import District
from louyu.door.batch import WITHDRAWN, Batch, DoorError, Receipt
from louyu.door.delivery import deliver
from louyu.door.files import text_write
from louyu.door.preview import Change, Comparison, Preview, preview
from louyu.door.store import Given, Store, now
from louyu.sources.read import PARSER, Parser

__all__ = [
    "Batch",
    "Change",
    "Comparison",
    "DoorError",
    "Given",
    "Preview",
    "Receipt",
    "batches",
    "deliver",
    "preview",
    "submit",
    "withdraw",
]


def submit(
    home: Path,
    district: District,
    file: Path,
    *,
    dataset: str | None = None,
    sender: str | None = None,
    month: int | None = None,
    received_at: str | None = None,
    name: str | None = None,
    parser: Parser = PARSER,
) -> Receipt:
    """Takes one file through the door.

    What is not given is recognised from the file, or it is refused. ``name`` is the name under
    which the sender knows the file, when it is not that of ``file``.
    """
    store = Store(home)
    store.remnants_remove()
    given = Given(file, dataset, sender, month, received_at, name)
    return store.enter([store.staged(district, given, parser)], district)[0]


def batches(home: Path) -> list[Batch]:
    """Every batch of the store in order of receipt, with its status."""
    return Store(home).batches()


def withdraw(home: Path, batch: str, *, reason: str = "") -> Batch:
    """Withdraws a batch: what it replaced speaks again. The same file sent again revokes this."""
    store = Store(home)
    with store.locked():
        found = next((one for one in store.batches() if one.batch == batch), None)
        if found is None:
            raise DoorError(f"没有批次 {batch}")
        said = {"withdrawn_at": now(), "reason": reason}
        text_write(found.folder / WITHDRAWN, said)
        return found.standing("withdrawn")
