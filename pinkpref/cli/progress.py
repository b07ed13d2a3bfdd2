"""What is said on standard error while something takes its time."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from pinkpref.i18n import Translator, percent

STEP = 0.1
"""Of the work, between two lines of progress where they do not overwrite each other."""


class Progress:
    """Tells on standard error how far something has come: in one line, or line by line where nobody watches."""

    def __init__(self, doing: str) -> None:
        self._doing, self._last = doing, -1.0
        self._watched = sys.stderr.isatty()

    def __call__(self, share: float) -> None:
        """Tells it, seldom enough to be read; a share that is smaller than the last one begins something new."""
        if share < self._last:
            self._last = -1.0
        if self._watched:
            print(f"\r{self._doing}: {percent(share)} ", end="", file=sys.stderr, flush=True)
        elif share >= self._last + STEP or share == 1 > self._last:
            print(f"{self._doing}: {percent(share)}", file=sys.stderr, flush=True)
            self._last = share

    def end(self) -> None:
        """Goes on to the next line."""
        if self._watched:
            print(file=sys.stderr)


def load_tensorflow(words: Translator) -> None:
    """Loads TensorFlow, and says so first."""
    print(words.gettext("Loading TensorFlow. This takes a few seconds, once."), file=sys.stderr, flush=True)
    _import_quietly()


def _import_quietly() -> None:
    """Imports TensorFlow without the lines that its C++ prints on standard error whatever it is asked for."""
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        importlib.import_module("pinkpref.training.engine")
    finally:
        os.dup2(kept, 2)
        os.close(kept)
