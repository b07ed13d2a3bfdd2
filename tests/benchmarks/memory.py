"""How much memory a piece of work takes at most."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import psutil

T = TypeVar("T")


def held(work: Callable[[], T]) -> tuple[T, float]:
    """What ``work`` gives, and how many MiB this process held at most meanwhile above what it held before."""
    before, over = psutil.Process().memory_info().rss, threading.Event()
    found: list[int] = [before]

    def watch() -> None:
        while not over.wait(0.002):
            found.append(psutil.Process().memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    result = work()
    over.set()
    watcher.join()
    return result, (max(found) - before) / 2**20
