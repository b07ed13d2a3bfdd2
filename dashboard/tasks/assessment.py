"""The verdict on a session's run: at once from a few shuffles, and then from as many as settle it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pinkpref as pp
from dashboard.tasks.cache import key_of
from dashboard.tasks.task import Task
from pinkpref.evaluation.folds import MANY_ROWS
from pinkpref.evaluation.verdict import FEWER_PERMUTATIONS, PERMUTATIONS
from pinkpref.i18n import N_

if TYPE_CHECKING:
    from dashboard.tasks.cache import Key, Source

FIRST = 100
"""Shuffles of the first answer."""
PAUSE = 0.25
"""Seconds before the work begins, and again before it goes on: a control that is still moving needs the cores."""


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
        self._pause()
        verdict = pp.assess(
            self.dataset,
            self.settings,
            permutations=FIRST,
            run=self.run,
            progress=partial(self._heard, 0, FIRST),
            stop=self._ended,
        )
        verdict = self._shown(verdict)
        while further := verdict.further_permutations:
            self._pause()
            heard = partial(self._heard, verdict.permutations, further)
            verdict = self._shown(verdict.sharpened(further, progress=heard, stop=self._ended))
        return True

    def _shown(self, verdict: pp.Verdict) -> pp.Verdict:
        """Gives a verdict out once everything that its sentences say is worked out, which no page should wait for."""
        shown = verdict.provisional()
        shown.sentence("en")
        self.result = shown
        return shown

    def _pause(self) -> None:
        if self._stop.wait(PAUSE):
            raise pp.Stopped

    def _heard(self, before: int, wanted: int, share: float) -> None:
        """Hears the share of the shuffles in hand, where there are so many before them and so many wanted."""
        last = max(wanted, FEWER_PERMUTATIONS if len(self.dataset.judged) > MANY_ROWS else PERMUTATIONS)
        self.share = (before + share * (wanted - before)) / last
