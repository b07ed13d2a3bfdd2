"""The commonest kinds of network are compiled while nobody asks for anything, so that nobody waits for them later."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dashboard.tasks.assessment import FIRST
from dashboard.tasks.place import place
from dashboard.tasks.task import quiet_seconds
from pinkpref.compute import work

if TYPE_CHECKING:
    from pinkpref import Dataset, Settings

QUIET = 10.0
"""Seconds without any work before this begins, and goes on."""
LOOK_SECONDS = 1.0
_log = logging.getLogger(__name__)
_begun = threading.Event()
_beginning = threading.Lock()


def common(presets: Iterable[Settings]) -> list[Settings]:
    """The presets, and what is one move of a control away from the first of them."""
    first, *others = presets
    units = [first.replace(hidden=(number,)) for number in (4, 8, 12, 16)]
    by_loss = [first.replace(loss=loss) for loss in ("mean_squared_error", "categorical_crossentropy")]
    by_optimizer = [first.replace(optimizer=optimizer) for optimizer in ("adam", "sgd")]
    return [first, *others, *units, *by_loss, *by_optimizer]


def begin(dataset: Dataset, presets: Iterable[Settings]) -> None:
    """Begins, once in this process.

    Args:
        dataset: of about the size that most have.
        presets: what most people try first; see `common`.
    """
    with _beginning:
        if _begun.is_set():
            return
        _begun.set()
    threading.Thread(target=_compile, args=(dataset, presets), name="ahead", daemon=True).start()


def _compile(dataset: Dataset, presets: Iterable[Settings]) -> None:
    for settings in common(presets):
        try:
            while not _compiled(dataset, settings):
                pass
        except Exception:
            _log.exception("A kind of network could not be compiled ahead: %s", settings)
            return


def _compiled(dataset: Dataset, settings: Settings) -> bool:
    """Compiles a kind once nobody asks for anything; returns whether it did, or left it because somebody came."""
    while quiet_seconds() < QUIET:
        time.sleep(LOOK_SECONDS)
    where = place()
    if where.cores == 1:  # whoever comes meanwhile would wait
        return True
    return work.compile_ahead(where, dataset, settings, FIRST, lambda: not quiet_seconds())
