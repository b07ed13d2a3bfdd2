"""The finished results that are kept for whoever asks for the same next: bounded, of shipped tables alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pinkpref import Dataset, Settings

KEPT_RESULTS = 128


class Source(NamedTuple):
    """Where a dataset is from: a file's name, and whether it is the person's own."""

    name: str
    own: bool = False


class Key(NamedTuple):
    """Everything that decides a result: what kind of task it is of, the data and the settings."""

    kind: str
    fingerprint: str
    settings: Settings


def key_of(kind: str, dataset: Dataset, settings: Settings, source: Source) -> Key | None:
    """The key of a task's result; None for a person's own data, of which nothing is kept."""
    return None if source.own else Key(kind, dataset.fingerprint, settings)


class Cache:
    """Results by key, of which those used last are kept; any thread may ask.

    Attributes:
        most: how many.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._results: OrderedDict[Key, Any] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._results)

    def get(self, key: Key | None) -> Any:
        """The result under a key, if it is kept."""
        with self._lock:
            if key is None or key not in self._results:
                return None
            self._results.move_to_end(key)
            return self._results[key]

    def put(self, key: Key | None, result: Any) -> None:
        """Keeps a result, unless it has no key, and lets go of the one that nobody used for longest."""
        if key is None:
            return
        with self._lock:
            self._results[key] = result
            self._results.move_to_end(key)
            while len(self._results) > self.most:
                self._results.popitem(last=False)


finished = Cache(KEPT_RESULTS)
"""The results of this process, for all its sessions."""
