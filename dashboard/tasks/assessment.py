"""The verdict on a session's run: at once from a few shuffles, and then from as many as settle it."""

from __future__ import annotations

from concurrent import futures
from typing import TYPE_CHECKING

import pinkpref as pp
from dashboard.tasks.cache import key_of
from dashboard.tasks.place import place
from dashboard.tasks.task import Task, crowd
from pinkpref.compute import work
from pinkpref.i18n import N_

if TYPE_CHECKING:
    from dashboard.tasks.cache import Key, Source

FIRST = 100
"""Shuffles of the first answer."""
PAUSE, REST = 0.35, 1.0
"""Seconds before the work begins, and before it goes on after the first answer: who moves a control within that time
does not wait for it. With many people at once each waits longer, so that the cores are theirs who move."""


class Assessment(Task[pp.Verdict]):
    """One verdict, from being asked for to its last shuffle; its share is that of all shuffles, as far as is known.

    Attributes:
        run: what is judged.
    """

    kind = "assessment"
    failure = N_("The answer could not be worked out. The server's log has the details.")

    def __init__(self, run: pp.Run, source: Source, after: Assessment | None = None) -> None:
        super().__init__(run.dataset, run.settings, source, after)
        self.run = run
        if self.result and self.result.run is not run:
            self.result = self.result.with_run(run)

    @property
    def verdict(self) -> pp.Verdict | None:
        """What can be said so far."""
        return self.result

    @property
    def _key(self) -> Key | None:
        """The order of the rows decides the run, and nothing else of a verdict."""
        return None if self.source.own else key_of(self.kind, self.dataset.judged, self.settings, self.source)

    def _work(self) -> bool:
        self._pause(PAUSE)
        work.assess(place(self._stop), self.run, self._shown, first=FIRST, progress=self._heard, stop=self._stop)
        return True

    def _shown(self, verdict: pp.Verdict) -> None:
        """Gives a verdict out; before there is more of it, whoever moves a control has the cores."""
        self.result = verdict
        if verdict.so_far:
            self._pause(REST)

    def _pause(self, seconds: float) -> None:
        if futures.wait([self._stop.asked], seconds * crowd()).done:
            raise pp.Stopped

    def _heard(self, share: float) -> None:
        self.share = share
