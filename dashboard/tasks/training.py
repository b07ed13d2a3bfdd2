"""Trainings off the page's thread: one job a session, progress that can be read, a stop that takes effect at once.

A finished run on a shipped table is kept for whoever asks for the same settings next, because it would be the same run.
Nothing is kept of a person's own data.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from streamlit.runtime.scriptrunner import script_runner

import pinkpref as pp
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models.features import test_rows
from pinkpref.training.run import history

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

KEPT_RUNS = 64
UNSEEN_SECONDS = 180.0
"""A training that no page has looked at for so long is stopped: its tab was closed. Browsers let a tab in the
background look only once a minute."""

LOOK_SECONDS = 0.05

_finished: OrderedDict[tuple[str, pp.Settings], pp.Run] = OrderedDict()
_lock = threading.Lock()
_warm = threading.Event()


class Source(NamedTuple):
    """Where a dataset is from: a file's name, and whether it is the person's own."""

    name: str
    own: bool = False


class Job:
    """One training, from being asked for to its run.

    Attributes:
        dataset, settings: what to train.
        source: where the dataset is from.
        after: a job that was stopped for this one; it comes to its end first, so that a control moved fast leaves only
            the first and the last of its values to be worked on.
        run: the trained run, once there is one; of a stopped job, the epochs until then.
        problem: the sentence that says why there is none, once that is known.
        share: how much of the training is done, in [0, 1].
        figures: (epochs, 4), of the epochs that are done.
    """

    def __init__(self, dataset: pp.Dataset, settings: pp.Settings, source: Source, after: Job | None = None) -> None:
        self.dataset, self.settings, self.source = dataset, settings, source
        self._after = after
        self.problem: SentenceError | None = None
        self.share = 0.0
        self.figures: NDArray[np.float32] | None = None
        self._begun: float | None = None
        self._stop = threading.Event()
        self._over = threading.Event()
        self._seen = time.monotonic()
        self._looked = self._abandoned = False
        with _lock:
            self.run = None if source.own else _finished.get(self._key)
        if self.run:
            self.share = 1.0
            self._over.set()

    @property
    def over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self._over.is_set()

    @property
    def epochs(self) -> int:
        """How many epochs are done."""
        return 0 if self.figures is None else len(self.figures)

    @property
    def history(self) -> pd.DataFrame | None:
        """The epochs that are done as `pp.Run.history` will have them; nothing before the first."""
        if self.figures is None or not len(self.figures):
            return None
        rows = len(self.dataset)
        held_out = test_rows(rows, self.settings)
        return history(self.figures, rows - held_out, held_out)

    @property
    def seconds_left(self) -> float | None:
        """About how long it will still take, once that can be told."""
        if self._begun is None or not self.share:
            return None
        return (time.monotonic() - self._begun) * (1 - self.share) / self.share

    @property
    def stopping(self) -> bool:
        """Whether it was told to end and has not ended yet."""
        return self._stop.is_set() and not self.over

    def asks_for(self, dataset: pp.Dataset, settings: pp.Settings) -> bool:
        """Whether it is this training that a page showing this data and these settings needs."""
        return self.dataset is dataset and self.settings == settings

    def start(self) -> None:
        """Begins in the background; does nothing the second time."""
        if self._begun is None and not self.over:
            self._begun = time.monotonic()
            threading.Thread(target=self._work, name="training", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Waits until the job is over, at most so long; returns whether it is."""
        return self._over.wait(seconds)

    def stop(self) -> None:
        """Ends the training now and keeps the epochs that are done."""
        self._stop.set()

    def abandon(self) -> None:
        """Ends the training now, because nobody wants even the epochs that are done; one not begun never begins."""
        self._abandoned = True
        self.stop()

    def look(self) -> bool:
        """Tells the job that a page is watching it; returns whether it was told before."""
        again = self._looked
        self._seen, self._looked = time.monotonic(), True
        return again

    @property
    def _key(self) -> tuple[str, pp.Settings]:
        return self.dataset.fingerprint, self.settings

    def _work(self) -> None:
        try:
            self._wait_for_the_one_before()
            if self._abandoned:
                return
            self.run = pp.train(self.dataset, self.settings, progress=self._heard, stop=self._ended)
            _warm.set()
            if self.run.complete and not self.source.own:
                self._keep(self.run)
        except SentenceError as error:
            self.problem = error
        except Exception:
            logging.getLogger(__name__).exception("training failed: %s", self.settings)
            self.problem = SentenceError(
                Sentence(
                    N_(
                        "The training failed in a way this page did not expect. Your settings and data are kept; "
                        "move a control to try again. The server's log has the details."
                    )
                )
            )
        finally:
            self._over.set()

    def _wait_for_the_one_before(self) -> None:
        while self._after and not self._abandoned and not self._after.wait(LOOK_SECONDS):
            pass
        self._after = None

    def _ended(self) -> bool:
        return self._stop.is_set() or time.monotonic() - self._seen > UNSEEN_SECONDS

    def _heard(self, share: float, figures: NDArray[np.float32]) -> None:
        self.share, self.figures = share, figures

    def _keep(self, run: pp.Run) -> None:
        with _lock:
            _finished[self._key] = run
            _finished.move_to_end(self._key)
            while len(_finished) > KEPT_RUNS:
                _finished.popitem(last=False)


def keep_keras_sessions() -> None:
    """Keeps Streamlit from calling ``keras.backend.clear_session()`` after every run of a script, in every session.

    That would throw away the state of a training under way, and holds up the server for a tenth of a second each time.
    """
    if not hasattr(script_runner, "_clean_problem_modules"):
        raise RuntimeError("This Streamlit clears Keras's session in a place that pinkpref does not know.")
    script_runner._clean_problem_modules = lambda: None


def warm() -> bool:
    """Whether a training has run in this process, so that TensorFlow is loaded and a short one is over in a moment."""
    return _warm.is_set()
