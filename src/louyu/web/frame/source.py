"""来源 source: the received row behind what a page shows."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from louyu.web.frame.figures import month_short
from louyu.web.reader import Reader


@dataclass(frozen=True)
class Source:
    """A row of a file as received."""

    file: str
    sheet: str
    row: str
    sender: str
    month: str
    batch: str
    link: str

    @property
    def named(self) -> str:
        """The file, who sent it and for which month."""
        return " · ".join(part for part in (self.file, self.sender, self.month) if part)


def source(reader: Reader, row: dict[str, Any], prefix: str = "") -> Source | None:
    """The received row that a register row names."""
    batch = row.get(f"{prefix}batch")
    if not batch:
        return None
    said = reader.batches().get(batch, {})
    return Source(
        file=said.get("file") or batch,
        sheet=row[f"{prefix}sheet"] or "",
        row="" if row[f"{prefix}row"] is None else str(row[f"{prefix}row"]),
        sender=sender_name(reader, said),
        month=month_short(said["month"]) if said.get("month") else "",
        batch=batch,
        link=received_link(batch, row[f"{prefix}sheet"], row[f"{prefix}row"]),
    )


def received_link(batch: str, sheet: str | None, row: int | None) -> str:
    if row is None:
        return ""
    return f"{reverse('received', args=[batch])}?{urlencode({'sheet': sheet or '', 'row': row})}"


def sender_name(reader: Reader, batch: dict[str, Any]) -> str:
    """The unit that sent a file, by its official name."""
    said = batch.get("sender") or ""
    known = reader.district.department_named(said)
    return known.name if known else said


NOWHERE = Source("", "", "", "", "", "", "")
