"""预填 prefilling: the rows that a unit's monthly list begins with: what it said last, as it stood.

Only of lists whose word carries on (沿用上期): last month's electricity is no guess at this
month's. A unit that has sent no list yet begins with what the registers hold of its scope.
"""

import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from louyu.district import Contract, District
from louyu.door import Batch
from louyu.door.preview import last_in_force
from louyu.door.store import Store, with_status
from louyu.nouns import NOUNS
from louyu.sources.written import written
from louyu.standards.calendar import month_add, month_end, month_number, month_start
from louyu.web import shelf
from louyu.web.frame.figures import month_name
from louyu.web.jobs import home
from louyu.web.ledger.draft import Draft
from louyu.web.ledger.submission import State
from louyu.web.people.rights import Access
from louyu.web.reader import Reader
from louyu.web.sending import unit_kind

MOVED_OUT = "moved_out"
STORES: dict[Path, Store] = {}
LOCK = threading.Lock()
NEXT = 999912


def fillable(access: Access, district: District) -> list[Contract]:
    """The lists that a unit may fill in on the page: its own, carried, with nothing restricted that
    it may not see."""
    kind = unit_kind(access, district)
    return [
        contract
        for contract in district.contracts.values()
        if kind in contract.senders
        and contract.carry
        and contract.cadence == "month"
        and (access.exact or not contract.noun.restricted & contract.columns.keys())
    ]


def batches_of(dataset: str, unit: str) -> list[Batch]:
    """What a unit has sent of a list. The store is read once; later only what is new in it."""
    with LOCK:
        store = STORES.setdefault(home(), Store(home()))
        store.refresh()
        return with_status(store.by_sender.get((dataset, unit), ()))


def months_open(dataset: str, access: Access) -> list[int]:
    """The months a list may be filled in for, the one that is due first: the one after the last."""
    now = month_number(datetime.now(UTC).astimezone().date())
    last = last_in_force(batches_of(dataset, access.unit), now)
    if last is None:
        return [now, month_add(now, -1)]
    after = [m for n in range(1, 4) if (m := month_add(last.month, n)) <= now]
    return [*after, last.month]


def draft_of(access: Access, contract: Contract, month: int) -> Draft:
    """A unit's draft of a month, begun if there is none; one that has gone in is begun anew."""
    found = Draft.objects.select_related("submission").filter(
        unit=access.unit, dataset=contract.dataset, month=month
    )  # fmt: skip
    draft: Draft | None = found.first()
    if draft is not None and draft.submission and draft.submission.state == State.IN_FORCE:
        draft.remove()
        draft = None
    return draft or draft_begun(access, contract, month)


def draft_begun(access: Access, contract: Contract, month: int) -> Draft:
    last = last_in_force(batches_of(contract.dataset, access.unit), month)
    left = 0
    if last is not None:
        rows = pl.read_parquet(last.folder / "clean.parquet")
        if MOVED_OUT in contract.columns and last.month < month:
            staying = pl.col(MOVED_OUT).is_null() | (pl.col(MOVED_OUT) >= month_start(month))
            left = rows.height - rows.filter(staying).height
            rows = rows.filter(staying)
        origin = f"本单位{month_name(last.month)}报的{contract.label}（{last.file}）"
        told: Iterable[dict[str, Any]] = rows.iter_rows(named=True)
    else:
        reader = shelf.reader_for(access)
        told = registered(reader, contract.dataset) if reader is not None else []
        origin = f"台账第 {reader.name} 期里本范围的{contract.label}" if reader is not None else ""
    texts = [texts_of(row, contract) for row in told]
    frame = pl.DataFrame(texts, schema=dict.fromkeys(contract.columns, pl.String))
    draft, made = Draft.objects.get_or_create(
        unit=access.unit, dataset=contract.dataset, month=month,
        defaults={
            "batch": last.batch if last is not None else "", "origin": origin[:300],
            "rows": frame.height, "left": left, "author": access.author,
        },
    )  # fmt: skip
    if made:
        draft.folder.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(draft.path)
    return draft


def texts_of(row: dict[str, Any], contract: Contract) -> dict[str, str]:
    """A row as its file writes it."""
    return {
        name: written(contract.noun[name], rules, row.get(name))
        for name, rules in contract.columns.items()
    }


def registered(reader: Reader, dataset: str) -> list[dict[str, Any]]:
    """A register's rows of the last month as rows of its list."""
    month = reader.months[-1]
    names = reader.building_names(month)
    columns = NOUNS[dataset].schema
    rows = reader.of_things(dataset, month, columns=columns, where={})
    rows = [row for row in rows if row.get("to_month", NEXT) >= month >= row.get("from_month", 0)]
    rows = [row for row in rows if row.get("present", True)]
    who = (
        reader.names_of({row.get("enterprise") for row in rows}) if "enterprise" in columns else {}
    )
    return [
        {
            **row,
            "building_code": row["building"],
            "building_name": names.get(row["building"] or ""),
            "enterprise_name": row.get("enterprise_name") or who.get(row.get("enterprise") or ""),
            "uscc": code_of(row.get("enterprise")),
        }
        for row in sorted(rows, key=lambda row: (row["building"] or "", str(row.get("room"))))
    ]


def code_of(enterprise: str | None) -> str | None:
    return None if not enterprise or enterprise.startswith("name:") else enterprise


def overtaken(draft: Draft) -> Batch | None:
    """The file that has come in since a draft was begun and speaks for its month now, if any."""
    last = last_in_force(batches_of(draft.dataset, draft.unit), draft.month)
    return last if last is not None and last.batch != draft.batch else None


def leaving_day(month: int) -> date:
    """The day that stands for 迁出 in a month: today if it is this month, else its last day."""
    today = datetime.now(UTC).astimezone().date()
    return min(today, month_end(month))
