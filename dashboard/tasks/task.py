"""Work in the background: begun once, looked at, stopped, its result kept."""

from __future__ import annotations

import logging
import threading
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from dashboard import streamlit_private
from dashboard.tasks import cache
from pinkpref import Stopped
from pinkpref.i18n import Sentence, SentenceError

if TYPE_CHECKING:
    from dashboard.tasks.cache import Source
    from pinkpref import Dataset, Settings

ABSENT_SECONDS = 3.0
"""A task whose browser has not been connected for so long is ended: its tab was closed."""
LOOK_SECONDS, ASK_SECONDS = 0.05, 1.0
"""How often a task asks whether the one before it is over, and at most whether its browser is there."""

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class Task(ABC, Generic[Result]):
    """One piece of work on a dataset under some settings, from being asked for to its result.

    A kind of task says what the work is (`_work`) and what a person is told when it fails unexpectedly. Its result on
    a shipped table is kept, because it would be the same again; nothing is kept of a person's own data.

    Attributes:
        kind: the kind of task, which names its thread and its results.
        failure: the sentence for an error that nobody expected.
        dataset, settings: what it works on.
        source: where the dataset is from.
        result: what has come of it so far.
        problem: the sentence that says why there is no more, once that is known.
        share: how much of it is done, in [0, 1].
    """

    kind: ClassVar[str]
    failure: ClassVar[str]

    def __init__(self, dataset: Dataset, settings: Settings, source: Source, after: Task[Result] | None = None) -> None:
        """Asks for the work, which is over at once where its result is kept.

        Args:
            dataset: what to work on.
            settings: under which settings.
            source: where the dataset is from.
            after: a task that was stopped for this one; it comes to its end first, unless this one is to end itself,
                so that a control moved fast leaves only the first and the last of its values to be worked on.
        """
        self.dataset, self.settings, self.source = dataset, settings, source
        self.problem: SentenceError | None = None
        while after is not None and after._begun is None:  # over at once, or it will never begin: nothing to wait for
            after = after._after
        self._after: Task[Result] | None = after
        self._begun: float | None = None
        self._session = streamlit_private.current_session()
        self._asked = self._present = time.monotonic()
        self._abandoned = False
        self._stop, self._over = threading.Event(), threading.Event()
        self.result: Result | None = cache.finished.get(self._key)
        self.share = 0.0 if self.result is None else 1.0
        if self.result is not None:
            self._over.set()

    @property
    def over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self._over.is_set()

    @property
    def stopping(self) -> bool:
        """Whether it was told to end and has not ended yet."""
        return self._stop.is_set() and not self.over

    @property
    def seconds_left(self) -> float | None:
        """About how long it will still take, once that can be told."""
        if self._begun is None or not self.share:
            return None
        return (time.monotonic() - self._begun) * (1 - self.share) / self.share

    def start(self) -> None:
        """Begins in the background; does nothing the second time."""
        if self._begun is None and not self.over:
            self._begun = time.monotonic()
            threading.Thread(target=self._run, name=self.kind, daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Waits until it is over, at most so long; returns whether it is."""
        return self._over.wait(seconds)

    def stop(self) -> None:
        """Ends the work now; what has come of it stays."""
        self._stop.set()

    def abandon(self) -> None:
        """Ends the work now, because nobody wants even what has come of it; one not begun never begins."""
        self._abandoned = True
        self.stop()

    @property
    def deserted(self) -> bool:
        """Whether it was ended because its browser was gone; one that comes back may ask again."""
        return self._asked - self._present > ABSENT_SECONDS

    @abstractmethod
    def _work(self) -> bool:
        """Does the work and leaves it in `result`; returns whether that is final, so that it may be kept.

        It asks `_ended` whether to go on, and may raise `Stopped`, or a `SentenceError` that the person is told.
        """

    @property
    def _key(self) -> cache.Key | None:
        return cache.key_of(self.kind, self.dataset, self.settings, self.source)

    def _run(self) -> None:
        try:
            self._wait_for_the_one_before()
            if not self._abandoned and self._work():
                cache.finished.put(self._key, self.result)
        except Stopped:
            pass
        except SentenceError as error:
            self.problem = error.with_traceback(None)
        except Exception as error:
            if "interpreter shutdown" in str(error):  # the server is going down, and its thread pools went first
                self.stop()
                return
            _log.exception("%s failed: %s", self.kind, self.settings)
            self.problem = SentenceError(Sentence(self.failure))
        finally:
            if self.result is None and self.problem is None and not self._ended():
                self.problem = SentenceError(Sentence(self.failure))
            self._over.set()

    def _wait_for_the_one_before(self) -> None:
        while self._after and not self._stop.is_set() and not self._after.wait(LOOK_SECONDS):
            pass
        self._after = None

    def _ended(self) -> bool:
        """Whether the work is to end: somebody said so, or nobody is there any more."""
        if time.monotonic() - self._asked > ASK_SECONDS:
            self._asked = time.monotonic()
            if streamlit_private.connected(self._session):
                self._present = self._asked
        return self._stop.is_set() or self.deserted
