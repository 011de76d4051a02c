"""What was found once and cannot change, kept in memory as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock


class Kept:
    """Drops what was not asked for the longest once more than `limit` bytes are kept."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._found: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._lock = Lock()

    def find(self, name: Hashable) -> object | None:
        with self._lock:
            if name not in self._found:
                return None
            self._found.move_to_end(name)
            return self._found[name][0]

    def keep(self, name: Hashable, value: object, weight: int) -> None:
        """Remember `value`, which takes about `weight` bytes."""
        with self._lock:
            if name in self._found:
                self.size -= self._found.pop(name)[1]
            self._found[name] = (value, weight)
            self.size += weight
            while self.size > self.limit:
                _, (_, dropped) = self._found.popitem(last=False)
                self.size -= dropped

    def clear(self) -> None:
        with self._lock:
            self._found.clear()
            self.size = 0
