"""Where work runs: one way to hand a piece of it over, and to wait for what comes back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from typing import Any, Protocol, TypeVar

from pinkpref.models.network import ModelSpec
from pinkpref.training import Stopped

LOOK_SECONDS = 0.05
"""How often somebody who waits for a piece asks whether to go on."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Priority(IntEnum):
    """What goes first where work waits for a core; the greater, the sooner."""

    AHEAD = 0
    """What nobody has asked for yet."""
    SETTLING = 1
    """Shuffles past the first 1,000."""
    SHARPENING = 2
    """Shuffles after those of the first answer."""
    ANSWER = 3
    TRAINING = 4


class Pending(Protocol[T_co]):
    """A piece of work that was handed over."""

    def result(self, timeout: float | None = None) -> T_co:
        """What came of it; raises its error, or `TimeoutError` if it takes longer."""

    def done(self) -> bool:
        """Whether `result` would return or raise at once."""

    def cancel(self) -> object:
        """Drops it, if it has not begun."""


class Place(Protocol):
    """Somewhere that work can run."""

    @property
    def cores(self) -> int:
        """How many pieces can run at the same time."""

    def submit(
        self, function: Callable[..., T], *arguments: Any, priority: Priority, kind: ModelSpec | None = None
    ) -> Pending[T]:
        """Hands a piece of work over.

        Args:
            function: of a module, so that another process finds it.
            arguments: that can be pickled.
            priority: against other pieces.
            kind: the kind of network that is compiled for it.
        """


class InProcess:
    """This process: a piece runs at once, in the thread that hands it over."""

    cores = 1

    def submit(
        self,
        function: Callable[..., T],
        *arguments: Any,
        priority: Priority,  # noqa: ARG002 (nothing waits)
        kind: ModelSpec | None = None,  # noqa: ARG002 (everything is compiled here)
    ) -> Pending[T]:
        """Runs a piece of work."""
        done: Future[T] = Future()
        try:
            done.set_result(function(*arguments))
        except Exception as error:
            done.set_exception(error)
        return done


def wait(pending: Pending[T], stop: Callable[[], bool] | None = None) -> T:
    """What came of a piece of work.

    Raises:
        Stopped: ``stop`` said so; the piece is dropped.
    """
    while True:
        try:
            return pending.result(LOOK_SECONDS if stop else None)
        except TimeoutError:
            if pending.done():  # just now, or the error is the piece's own
                return pending.result()
            if stop and stop():
                pending.cancel()
                raise Stopped from None
