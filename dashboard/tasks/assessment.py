"""The verdict on a session's run, from the first 1,000 shuffles on to 10,000 if it is left alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pinkpref as pp
from dashboard.tasks.task import Task
from pinkpref.i18n import N_

if TYPE_CHECKING:
    from dashboard.tasks.cache import Source

FIRST, SHARPER = 1000, (2000, 4000, 10_000)
FIRST_SECONDS, QUICK_SECONDS = 10.0, 3.0
"""A verdict is sharpened if the first, which may have to compile a network, took no longer, and each step no longer."""
PAUSE = 0.25
"""Seconds before the work begins, and again before it goes on: a control that is still moving needs the cores."""


class Assessment(Task[pp.Verdict]):
    """One verdict, from being asked for to its last shuffle; its share is that of the first shuffles.

    Attributes:
        run: what is judged.
    """

    kind = "assessment"
    failure = N_("The answer could not be worked out. The server's log has the details.")

    def __init__(self, run: pp.Run, source: Source, after: Assessment | None = None) -> None:
        super().__init__(run.dataset, run.settings, source, after)
        self.run = run

    @property
    def verdict(self) -> pp.Verdict | None:
        """What can be said so far."""
        return self.result

    def _work(self) -> bool:
        self._pause()
        begun = time.monotonic()
        self.result = verdict = pp.assess(
            self.dataset,
            self.settings,
            permutations=FIRST,
            run=self.run,
            progress=self._heard,
            stop=self._ended,
        )
        if time.monotonic() - begun < FIRST_SECONDS:
            self._sharpen(verdict)
        return True

    def _sharpen(self, verdict: pp.Verdict) -> None:
        for permutations in SHARPER:
            if verdict.permutations < FIRST:
                return
            self._pause()
            begun = time.monotonic()
            self.result = verdict = verdict.sharpened(permutations, stop=self._ended)
            if time.monotonic() - begun > QUICK_SECONDS:
                return

    def _pause(self) -> None:
        if self._stop.wait(PAUSE):
            raise pp.Stopped

    def _heard(self, share: float) -> None:
        self.share = share
