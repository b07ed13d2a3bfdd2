"""What a panel shows once it is opened: asked for where work runs, and kept as long as the run or verdict it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from dashboard.tasks.place import place
from pinkpref.compute import work

if TYPE_CHECKING:
    from pinkpref import Run, Verdict
    from pinkpref.compute import Pending

_asked: WeakKeyDictionary[Run | Verdict, dict[str, Pending[Any]]] = WeakKeyDictionary()


def ask(of: Run | Verdict, name: str) -> Pending[Any]:
    """A figure of `pinkpref.compute.worker`, which is or will be there."""
    known = _asked.setdefault(of, {})
    if name not in known:
        known[name] = work.figure(place(), of, name)
    return known[name]
