"""留存 kept: answers worked out once and kept while the process lives."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

MISSING = object()


UNTIL: ContextVar[float | None] = ContextVar("until", default=None)
"""Until when, by a clock that only goes forward, whoever asks waits for what takes long; without,
until it is there."""


@contextmanager
def patient(seconds: float) -> Iterator[None]:
    """Within it nobody waits longer in all for what `Kept.soon` works out."""
    before = UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        UNTIL.reset(before)


class ComingError(Exception):
    """An answer is being worked out since so many seconds: it is to be asked for again."""

    def __init__(self, since: float) -> None:
        super().__init__(since)
        self.since = since


@dataclass
class Kept:
    """Answers kept by key, the oldest let go beyond ``most``.

    Each is worked out once, however many ask at the same time; who asks for another does not wait.
    """

    most: int
    answers: dict[object, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    working: dict[object, threading.RLock] = field(default_factory=dict)
    coming: dict[object, tuple[Future[Any], float]] = field(default_factory=dict)

    def get(self, key: object, work: Callable[[], Any]) -> Any:
        found = self.answers.get(key, MISSING)
        if found is not MISSING:
            return found
        with self.lock:
            gate = self.working.setdefault(key, threading.RLock())
        with gate:
            found = self.answers.get(key, MISSING)
            if found is MISSING:
                try:
                    found = work()
                    self.keep(key, found)
                finally:
                    with self.lock:
                        self.working.pop(key, None)
        return found

    def soon(self, key: object, work: Callable[[], Any]) -> Any:
        """As `get`, of what may take long: raises `ComingError` when patience ends before it."""
        until = UNTIL.get()
        if until is None or key in self.answers:
            return self.get(key, work)
        with self.lock:
            if key not in self.coming:
                self.coming[key] = Future(), time.monotonic()
                threading.Thread(target=self.come, args=(key, work), daemon=True).start()
            future, began = self.coming[key]
        try:
            found = future.result(max(until - time.monotonic(), 0))
        except TimeoutError:
            if not future.done():
                raise ComingError(time.monotonic() - began) from None
            found = future.result()
        finally:
            if future.done():  # what went wrong is told once, and then tried again
                with self.lock:
                    self.coming.pop(key, None)
        return found

    def come(self, key: object, work: Callable[[], Any]) -> None:
        future, _ = self.coming[key]
        try:
            found = self.get(key, work)
            with self.lock:
                self.coming.pop(key, None)
            future.set_result(found)
        except BaseException as error:
            future.set_exception(error)

    def keep(self, key: object, found: Any) -> None:
        with self.lock:
            while len(self.answers) >= self.most:
                self.answers.pop(next(iter(self.answers)))
            self.answers[key] = found
