"""The training that a session's controls ask for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pinkpref as pp
from dashboard.tasks.assessment import FIRST
from dashboard.tasks.place import place
from dashboard.tasks.task import Task, crowd
from pinkpref.compute import work
from pinkpref.i18n import N_
from pinkpref.training import history

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from dashboard.tasks.cache import Source

PATIENCE = 0.25
"""Seconds after which a training is likely to be one that has to be compiled."""
_warm = threading.Event()


class Training(Task[pp.Run]):
    """One training; of a stopped one, the epochs until then are its run.

    Attributes:
        metrics: (epochs, 4), of the epochs that are done.
    """

    kind = "training"
    failure = N_(
        "The training failed in a way this page did not expect. Your settings and data are kept; "
        "move a control to try again. The server's log has the details."
    )

    def __init__(
        self, dataset: pp.Dataset, settings: pp.Settings, source: Source, after: Training | None = None
    ) -> None:
        super().__init__(dataset, settings, source, after)
        self.metrics: NDArray[np.float32] | None = None

    @property
    def run(self) -> pp.Run | None:
        """The trained run, once there is one."""
        return self.result

    @property
    def epochs(self) -> int:
        """How many epochs are done."""
        return 0 if self.metrics is None else len(self.metrics)

    @property
    def history(self) -> pd.DataFrame | None:
        """The epochs that are done as `pp.Run.history` will have them; nothing before the first."""
        if self.metrics is None or not len(self.metrics):
            return None
        return history(self.metrics, len(self.dataset), self.settings)

    def asks_for(self, dataset: pp.Dataset, settings: pp.Settings) -> bool:
        """Whether it is this training that a page showing this data and these settings needs."""
        return self.dataset is dataset and self.settings == settings and not self.deserted

    def _work(self) -> bool:
        where, given = place(self._stop), (self.dataset, self.settings)
        with work.verdict_compiled(where, *given, FIRST, patience=PATIENCE * crowd()):
            self.result = work.train(where, *given, progress=self._heard, stop=self._stop)
        _warm.set()
        return self.result.complete

    def _heard(self, share: float, metrics: NDArray[np.float32]) -> None:
        self.share, self.metrics = share, metrics


def warm() -> bool:
    """Whether a training has run in this process, so that TensorFlow is loaded and a short one is over in a moment."""
    return _warm.is_set()
