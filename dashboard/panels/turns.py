"""The figures of many people are drawn one after another.

One process draws every page, and its threads share one interpreter: twenty pages drawn side by side would each take
twenty times as long, and most would be asked for again before they were done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dashboard.streamlit_private import give_way

MOST_SECONDS = 2.0
"""How long a page waits for its turn at most; then it is drawn beside the others."""
LOOK_SECONDS = 0.1
"""How often whoever waits looks whether the same person has asked for something else meanwhile."""
_guard = threading.Lock()
_waiting: dict[threading.Event, float] = {}
_somebody_draws = False


@contextmanager
def turn(since: float) -> Iterator[None]:
    """Waits for a turn, which lasts until the end of the ``with``.

    Args:
        since: when the page was drawn last. Who has waited longest since then is next: first come, first served would
            never come to those who move a control again before their turn.
    """
    mine = threading.Event()
    with _guard:
        _waiting[mine] = since
        if not _somebody_draws:
            _next()
    try:
        wait(mine.wait, MOST_SECONDS)
        yield
    finally:
        with _guard:
            if mine.is_set():
                _next()
            else:
                del _waiting[mine]


def _next() -> None:
    global _somebody_draws
    first = min(_waiting, key=_waiting.__getitem__, default=None)
    _somebody_draws = first is not None
    if first:
        del _waiting[first]
        first.set()


def wait(there: Callable[[float], bool], seconds: float) -> bool:
    """Waits for something, at most so long, and gives the run up once its person has asked for something else.

    Args:
        there: waits for it so many seconds and returns whether it is there.
        seconds: how long at most.
    """
    until = time.monotonic() + seconds
    while not there(min(seconds, LOOK_SECONDS)):
        give_way()
        if time.monotonic() > until:
            return False
    return True
