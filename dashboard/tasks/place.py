"""Where the page's work runs: a cluster of worker processes, made while the first page is painted; the same for all."""

from __future__ import annotations

import gc
import threading
from concurrent import futures
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from pinkpref import Stopped
from pinkpref.compute import connect

if TYPE_CHECKING:
    from pinkpref.compute import Place, Stop

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


def place(stop: Stop | None = None) -> Place:
    """The place, as soon as there is one.

    Args:
        stop: heard while it is being made.

    Raises:
        ValueError: there can be none, and why.
        Stopped: ``stop`` said so.
    """
    made = begin()
    if stop:
        either: list[Future[Any]] = [made, stop.asked]
        futures.wait(either, return_when=futures.FIRST_COMPLETED)
        if stop.asked.done():
            raise Stopped
    return made.result()


def _make(made: Future[Place]) -> None:
    try:
        made.set_result(connect())
    except Exception as error:
        made.set_exception(error)
    gc.freeze()  # all that was imported: looking through it again would hold up every session for a third of a second
