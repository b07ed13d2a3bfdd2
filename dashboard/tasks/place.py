"""Where the page's work runs: a cluster of worker processes, made while the first page is painted; the same for all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future
from typing import TYPE_CHECKING

from pinkpref import Stopped
from pinkpref.compute import connect

if TYPE_CHECKING:
    from pinkpref.compute import Place

LOOK_SECONDS = 0.05
"""How often somebody who waits for it asks whether to go on."""

_making = threading.Lock()
_made: Future[Place] | None = None


def begin() -> Future[Place]:
    """Begins to make the place, unless there is one, or one is being made; a failure is tried again."""
    global _made
    with _making:
        if _made is None or (_made.done() and _made.exception()):
            _made = Future()
            threading.Thread(target=_make, args=(_made,), name="place", daemon=True).start()
        return _made


def place(stop: Callable[[], bool] | None = None) -> Place:
    """The place, as soon as there is one.

    Args:
        stop: asked while it is being made.

    Raises:
        ValueError: there can be none, and why.
        Stopped: ``stop`` said so.
    """
    made = begin()
    while stop and not futures.wait([made], LOOK_SECONDS).done:
        if stop():
            raise Stopped
    return made.result()


def _make(made: Future[Place]) -> None:
    try:
        made.set_result(connect())
    except Exception as error:
        made.set_exception(error)
