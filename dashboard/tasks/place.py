"""Where the page's work runs: a cluster of worker processes, made while the first page is painted; the same for all."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from pinkpref.compute import connect

if TYPE_CHECKING:
    from pinkpref.compute import Place

_made: Future[Place] = Future()
_begun = threading.Lock()


def begin() -> None:
    """Begins to make the place; does nothing the second time."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=_make, name="place", daemon=True).start()


def place() -> Place:
    """The place, as soon as there is one."""
    begin()
    return _made.result()


def ready() -> bool:
    """Whether there is a place, so that a short training is over in a moment."""
    return _made.done()


def _make() -> None:
    try:
        _made.set_result(connect())
    except Exception as error:
        _made.set_exception(error)
