"""Whether the current settings do better than the pinned run's, on the same colours left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pinkpref as pp
from dashboard.tasks.place import place
from dashboard.tasks.task import Task
from pinkpref.compute import work
from pinkpref.i18n import N_

if TYPE_CHECKING:
    from dashboard.tasks.cache import Key, Source


class Comparing(Task[pp.Comparison]):
    """One comparison of a pinned run's settings with the current ones, on the current data.

    Attributes:
        pinned: the settings that were pinned.
    """

    kind = "comparison"
    failure = N_("The two runs could not be compared. The server's log has the details.")

    def __init__(self, pinned: pp.Settings, run: pp.Run, source: Source, after: Comparing | None = None) -> None:
        super().__init__(run.dataset, run.settings, source, after)
        self.pinned = pinned

    def asks_for(self, pinned: pp.Settings, run: pp.Run) -> bool:
        """Whether it is these two that it compares, and it was not stopped because nobody looked."""
        same = self.pinned == pinned and self.dataset is run.dataset and self.settings == run.settings
        return same and not (self.over and self.result is None and self.problem is None)

    @property
    def _key(self) -> Key | None:
        """None: two settings are seldom compared twice."""
        return None

    def _work(self) -> bool:
        self.result = work.compare(place(self._stop), self.dataset, self.pinned, self.settings, stop=self._stop)
        self.share = 1.0
        return True
