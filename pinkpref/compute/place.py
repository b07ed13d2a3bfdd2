"""Where work runs: one way to hand a piece of it over, and to wait for what comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from contextvars import ContextVar
from enum import IntEnum
from typing import Any, NamedTuple, Protocol, TypeVar

from pinkpref.models.network import ModelSpec
from pinkpref.training import Stopped

LOOK_SECONDS = 0.25
"""How often somebody who waits for a piece asks whether to go on; a `Stop` is heard at once."""

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


class Kind(NamedTuple):
    """What is compiled for a piece of work.

    Attributes:
        spec: of the networks.
        stacked: whether many are trained at once, as for an answer, or one alone.
    """

    spec: ModelSpec
    stacked: bool


class Pending(Protocol[T_co]):
    """A piece of work that was handed over."""

    def result(self, timeout: float | None = None) -> T_co:
        """What came of it; raises its error, or `TimeoutError` if it takes longer."""

    def done(self) -> bool:
        """Whether `result` would return or raise at once."""

    def cancel(self) -> object:
        """Drops it: it does not begin, or ends when it next asks."""

    def add_done_callback(self, call: Callable[[Any], object], /) -> None:
        """Calls it with something when `done`, from any thread."""


class Place(Protocol):
    """Somewhere that work can run."""

    @property
    def cores(self) -> int:
        """How many pieces can run at the same time."""

    def submit(
        self, function: Callable[..., T], *arguments: Any, priority: Priority, kind: Kind | None = None
    ) -> Pending[T]:
        """Hands a piece of work over.

        Args:
            function: of a module, so that another process finds it.
            arguments: that can be pickled, or other pieces that were handed over here, for what comes of them.
            priority: against other pieces.
            kind: what is compiled for it.
        """


_ended: ContextVar[Callable[[], bool]] = ContextVar("_ended", default=lambda: False)


def run(ended: Callable[[], bool], function: Callable[..., T], *arguments: Any) -> T:
    """Runs a piece of work, which may ask `ended_of_this_piece`."""
    _ended.set(ended)
    return function(*arguments)


def ended_of_this_piece() -> Callable[[], bool]:
    """What tells whether nobody waits any more for the piece that runs in this thread; any thread may ask it."""
    return _ended.get()


class InProcess:
    """This process: each piece runs at once, in a thread of its own."""

    cores = 1

    def submit(
        self,
        function: Callable[..., T],
        *arguments: Any,
        priority: Priority,  # noqa: ARG002 (nothing waits)
        kind: Kind | None = None,  # noqa: ARG002 (everything is compiled here)
    ) -> Pending[T]:
        """Begins a piece of work."""
        piece: _Running[T] = _Running()
        threading.Thread(target=piece.run, args=(function, *arguments), name="piece", daemon=True).start()
        return piece


class _Running(Future[T]):
    """A piece of work that runs in this process, and hears that nobody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self._ended = threading.Event()

    def run(self, function: Callable[..., T], *arguments: Any) -> None:
        try:
            given = [one.result() if isinstance(one, _Running) else one for one in arguments]
            self.set_result(run(self._ended.is_set, function, *given))
        except Exception as error:
            self.set_exception(error)

    def cancel(self) -> bool:
        self._ended.set()
        return True


class Stop:
    """Tells work to end, once it is set.

    Attributes:
        asked: is done then; never has a result.
    """

    def __init__(self, otherwise: Callable[[], bool] = lambda: False) -> None:
        """What says so too, when it is asked."""
        self.asked: Future[None] = Future()
        self._otherwise = otherwise

    def set(self) -> None:
        """Whoever waits hears it at once."""
        with suppress(InvalidStateError):  # it was set already
            self.asked.set_result(None)

    def __call__(self) -> bool:
        """Whether to end."""
        return self.asked.done() or self._otherwise()


def wait(pending: Pending[T], stop: Callable[[], bool] | None = None) -> T:
    """What came of a piece of work.

    Raises:
        Stopped: ``stop`` said so; the piece is dropped.
    """
    over: Future[None] = Future()
    pending.add_done_callback(lambda _: over.set_result(None))
    awaited = [over, stop.asked] if isinstance(stop, Stop) else [over]
    while not (over.done() or pending.done()):
        futures.wait(awaited, LOOK_SECONDS, futures.FIRST_COMPLETED)
        if stop and not over.done() and stop():
            pending.cancel()
            raise Stopped
    return pending.result()
