"""Verdicts off the page's thread: one a session, from the first 1,000 shuffles on to 10,000 if it is left alone."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict

import pinkpref as pp
from dashboard.tasks.training import UNSEEN_SECONDS, Source
from pinkpref.i18n import N_, Sentence, SentenceError

FIRST, SHARPER = 1000, (2000, 4000, 10_000)
FIRST_SECONDS, QUICK_SECONDS = 10.0, 3.0
"""A verdict is sharpened if the first, which may have to compile a network, took no longer, and each step no longer."""
PAUSE = 0.25
"""Seconds before the work begins, and again before it goes on: a control that is still moving needs the cores."""
KEPT = 64

_kept: OrderedDict[tuple[str, pp.Settings], pp.Verdict] = OrderedDict()
_lock = threading.Lock()
_log = logging.getLogger(__name__)


class Assessment:
    """One verdict, from being asked for to its last shuffle.

    Attributes:
        run: what is judged.
        source: where its data are from.
        verdict: what can be said so far.
        problem: why there is no verdict, once that is known.
        share: how much of the first verdict is done, in [0, 1].
    """

    def __init__(self, run: pp.Run, source: Source, after: Assessment | None = None) -> None:
        self.run, self.source, self._after = run, source, after
        self.problem: SentenceError | None = None
        self.share = 0.0
        self._stop, self._over = threading.Event(), threading.Event()
        self._begun = False
        self._seen = time.monotonic()
        with _lock:
            self.verdict = None if source.own else _kept.get(self._key)
        if self.verdict:
            self._over.set()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self._over.is_set()

    def start(self) -> None:
        """Begins in the background; does nothing the second time."""
        if not self._begun and not self.over:
            self._begun = True
            threading.Thread(target=self._work, name="assessment", daemon=True).start()

    def stop(self) -> None:
        """Ends it now; a verdict that is there stays."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Waits until it is over, at most so long; returns whether it is."""
        return self._over.wait(seconds)

    def look(self) -> None:
        """Tells it that a page is watching."""
        self._seen = time.monotonic()

    @property
    def _key(self) -> tuple[str, pp.Settings]:
        return self.run.dataset.fingerprint, self.run.settings

    def _work(self) -> None:
        try:
            while self._after and not self._stop.is_set() and not self._after.wait(PAUSE):
                pass
            self._after = None
            if self._stop.wait(PAUSE):
                return
            begun = time.monotonic()
            self.verdict = pp.assess(
                self.run.dataset,
                self.run.settings,
                permutations=FIRST,
                run=self.run,
                progress=self._heard,
                stop=self._ended,
            )
            if time.monotonic() - begun < FIRST_SECONDS:
                self._sharpen(self.verdict)
            self._keep(self.verdict)
        except pp.Stopped:
            pass
        except SentenceError as error:
            self.problem = error.with_traceback(None)
        except Exception as error:
            if "interpreter shutdown" in str(error):  # the server is going down, and its thread pools went first
                return
            _log.exception("judging failed: %s", self.run.settings)
            self.problem = SentenceError(
                Sentence(N_("The answer could not be worked out. The server's log has the details."))
            )
        finally:
            self._over.set()

    def _sharpen(self, verdict: pp.Verdict) -> None:
        for permutations in SHARPER:
            if verdict.permutations < FIRST:
                return
            if self._stop.wait(PAUSE):
                raise pp.Stopped
            begun = time.monotonic()
            self.verdict = verdict = verdict.sharpened(permutations, stop=self._ended)
            if time.monotonic() - begun > QUICK_SECONDS:
                return

    def _keep(self, verdict: pp.Verdict) -> None:
        """Puts a shipped table's verdict by for the next who asks."""
        if not self.source.own:
            with _lock:
                _kept[self._key] = verdict
                while len(_kept) > KEPT:
                    _kept.popitem(last=False)

    def _ended(self) -> bool:
        return self._stop.is_set() or time.monotonic() - self._seen > UNSEEN_SECONDS

    def _heard(self, share: float) -> None:
        self.share = share
