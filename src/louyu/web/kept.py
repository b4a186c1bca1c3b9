"""留存 kept: answers worked out once and kept while the process lives."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MISSING = object()


@dataclass
class Kept:
    """Answers kept by key, the oldest let go beyond ``most``.

    Each is worked out once, however many ask at the same time.
    """

    most: int
    answers: dict[object, Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def get(self, key: object, work: Callable[[], Any]) -> Any:
        found = self.answers.get(key, MISSING)
        if found is MISSING:
            with self.lock:
                found = self.answers.get(key, MISSING)
                if found is MISSING:
                    found = work()
                    while len(self.answers) >= self.most:
                        self.answers.pop(next(iter(self.answers)))
                    self.answers[key] = found
        return found
