"""交接 delivery: many files submitted by a handover list (交接清单), in its order.

The list is a CSV of ``file,dataset,sender,month,received_at``; files are named from its folder.
Two processes read and check; one puts what they made into the store, in the order of the list.
"""

import csv
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from louyu.district import District
from louyu.door.batch import DoorError, Receipt
from louyu.door.store import Given, Staged, Store
from louyu.sources.read import PARSER
from louyu.sources.visible import visible
from louyu.standards.calendar import month_of

WORKERS = 2
AHEAD = 16
"""Files read ahead of the one that is entered: keeps both workers busy, bounds what lies staged."""
COLUMNS = ("file", "dataset", "sender", "month", "received_at")
Progress = Callable[[int, int, Receipt], None]
"""Called after each file: how many are done, of how many, and its receipt."""


def deliver(
    home: Path,
    district: District,
    delivery: Path,
    *,
    progress: Progress = lambda *_: None,
    workers: int = WORKERS,
) -> list[Receipt]:
    """Submits every file of a handover list; receipts in its order.

    A delivery that was cut short is taken up by delivering again: what is in changes nothing.
    """
    given = list(handover(delivery))
    store = Store(home)
    store.remnants_remove()
    receipts: list[Receipt] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=worker_start, initargs=(home, district)
    ) as pool:
        waiting: deque[Future[Staged]] = deque()
        left = iter(given)
        try:
            while True:
                while len(waiting) < AHEAD and (one := next(left, None)) is not None:
                    waiting.append(pool.submit(worker_staged, one))
                if not waiting:
                    break
                group = [waiting.popleft().result()]
                while waiting and waiting[0].done():
                    group.append(waiting.popleft().result())
                for receipt in store.enter(group, district):
                    receipts.append(receipt)
                    progress(len(receipts), len(given), receipt)
        except BrokenProcessPool as error:
            raise DoorError("核对进程意外中止；已收的文件不受影响，请重新执行交接") from error
        finally:
            for future in waiting:
                future.cancel()
    store.remnants_remove()
    return receipts


def handover(delivery: Path) -> Iterator[Given]:
    """The lines of a handover list. Raises `DoorError` naming the line that is wrong."""
    with delivery.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if lacking := [name for name in COLUMNS[:1] if name not in (rows.fieldnames or ())]:
            raise DoorError(f"交接清单 {delivery.name} 缺少列：{'、'.join(lacking)}")
        for row in rows:
            said_file = visible(row["file"] or "")
            file = delivery.parent / (row["file"] or "")
            if not file.is_file():
                raise DoorError(f"交接清单第 {rows.line_num} 行：没有文件 {said_file}")
            # A list is written by others: what it names beside its folder is not theirs to send.
            if not file.resolve().is_relative_to(delivery.parent.resolve()):
                raise DoorError(f"交接清单第 {rows.line_num} 行：{said_file} 不在清单的文件夹里")
            said = {name: (row.get(name) or "").strip() or None for name in COLUMNS}
            month, problem = month_of(said["month"]) if said["month"] else (None, None)
            if problem:
                raise DoorError(f"交接清单第 {rows.line_num} 行的月份：{problem.sentence}")
            yield Given(file, said["dataset"], said["sender"], month, said["received_at"])


class Worker:
    """What a worker process holds from its start."""

    store: Store
    district: District


def worker_start(home: Path, district: District) -> None:
    Worker.store, Worker.district = Store(home), district


def worker_staged(given: Given) -> Staged:
    return Worker.store.staged(Worker.district, given, PARSER)
