"""Work in the background: begun once, looked at, stopped, its result kept."""

from __future__ import annotations

import logging
import threading
import time
from abc import ABC, abstractmethod
from concurrent import futures
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from dashboard import streamlit_private
from dashboard.tasks import cache
from pinkpref import Stopped
from pinkpref.compute import Stop
from pinkpref.i18n import Sentence, SentenceError

if TYPE_CHECKING:
    from dashboard.tasks.cache import Source
    from pinkpref import Dataset, Settings

ABSENT_SECONDS = 3.0
"""A task whose browser has not been connected for so long is ended: its tab was closed."""
ASK_SECONDS = 1.0
"""How often a task asks at most whether its browser is there."""

TASKS_OF_ONE, MOST_CROWD = 2, 5.0
"""How many tasks one person has at a time, and how much longer at most everything may wait where there are many."""

Result = TypeVar("Result")
_log = logging.getLogger(__name__)
_under_way: set[Task[Any]] = set()
_last_over = time.monotonic()


def crowd() -> float:
    """How many times longer than for one person everything may wait, so that the server keeps up with all of them."""
    return min(MOST_CROWD, max(1.0, len(_under_way) / TASKS_OF_ONE))


def quiet_seconds() -> float:
    """For how long no task of any session has been under way."""
    return 0.0 if _under_way else time.monotonic() - _last_over


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
        self._stop = Stop(self._nobody_is_there)
        self._over: Future[None] = Future()
        self.result: Result | None = cache.finished.get(self._key)
        self.share = 0.0 if self.result is None else 1.0
        if self.result is not None:
            self._over.set_result(None)

    @property
    def over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self._over.done()

    @property
    def stopping(self) -> bool:
        """Whether it was told to end and has not ended yet."""
        return self._stop.asked.done() and not self.over

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
            _under_way.add(self)
            threading.Thread(target=self._run, name=self.kind, daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Waits until it is over, at most so long; returns whether it is."""
        return bool(futures.wait([self._over], seconds).done)

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

        It asks `_stop` whether to go on, and may raise `Stopped`, or a `SentenceError` that the person is told.
        """

    @property
    def _key(self) -> cache.Key | None:
        return cache.key_of(self.kind, self.dataset, self.settings, self.source)

    def _run(self) -> None:
        global _last_over
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
            if self.result is None and self.problem is None and not self._stop():
                self.problem = SentenceError(Sentence(self.failure))
            _last_over = time.monotonic()
            _under_way.discard(self)
            self._over.set_result(None)

    def _wait_for_the_one_before(self) -> None:
        """And, where that was told to end before it began, for the one it waited for itself."""
        while self._after and not self._stop.asked.done():
            futures.wait([self._after._over, self._stop.asked], return_when=futures.FIRST_COMPLETED)
            if self._after.over:
                self._after = self._after._after

    def _nobody_is_there(self) -> bool:
        if time.monotonic() - self._asked > ASK_SECONDS:
            self._asked = time.monotonic()
            if streamlit_private.connected(self._session):
                self._present = self._asked
        return self.deserted
