"""留存 kept: answers worked out once and kept while the process lives."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MISSING = object()


@dataclass
class Kept:
    """Answers kept by key, the oldest let go beyond ``most``.

    Each is worked out once, however many ask at the same time; who asks for another does not wait.
    """

    most: int
    answers: dict[object, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    working: dict[object, threading.RLock] = field(default_factory=dict)

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

    def keep(self, key: object, found: Any) -> None:
        with self.lock:
            while len(self.answers) >= self.most:
                self.answers.pop(next(iter(self.answers)))
            self.answers[key] = found
