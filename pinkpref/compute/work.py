"""Long work, piece by piece, wherever they run: progress is what has come back, to stop is not to send the next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from pinkpref.compute import worker
from pinkpref.compute.place import Kind, Pending, Place, Priority, wait
from pinkpref.evaluation import Comparison
from pinkpref.evaluation.folds import MANY_ROWS
from pinkpref.evaluation.permutation_test import Scores, parts
from pinkpref.evaluation.verdict import PERMUTATIONS, Verdict
from pinkpref.i18n import SentenceError
from pinkpref.models import Settings
from pinkpref.models.network import spec_of
from pinkpref.tables import Dataset
from pinkpref.training import Run, Stopped, padded_units
from pinkpref.training.pieces import Pieces, Progress

PIECES_A_CORE = 4
"""So many pieces of a verdict are handed over ahead: enough that an idle worker is worth a compilation there."""


def train(
    place: Place,
    dataset: Dataset,
    settings: Settings,
    *,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    most: Priority = Priority.TRAINING,
) -> Run:
    """`pinkpref.train`, at a place; the same numbers.

    Args:
        place: where the pieces run.
        dataset: rated colours.
        settings: how to train.
        progress: called when a piece has come back.
        stop: asked while a piece is waited for; once true, the epochs that have come back are the run.
        most: the priority of its pieces.

    Raises:
        ValueError: as `pinkpref.train`.
        Stopped: ``stop`` said so before an epoch had come back.
    """
    kind = _kind(settings, stacked=False)
    found, checkpoint, over = Pieces(dataset, settings), None, False
    of_run: dict[str, Any] = {}
    while not over:
        sent = place.submit(worker.advance, dataset, settings, checkpoint, priority=most, kind=kind)
        try:
            piece, of_run = wait(sent, stop)
        except Stopped:
            break
        found.take(piece)
        checkpoint, over = piece.checkpoint, piece.checkpoint is None
        if progress:
            progress(piece.share, found.metrics)
        over = over or bool(stop and stop())
    if not len(found.metrics):
        raise Stopped
    run = found.run()
    if not of_run:  # no kind: where it is at home another piece may still run
        of_run = wait(place.submit(worker.look_at, dataset, worker.without_dataset(run), priority=most))
    vars(run).update(of_run)
    return run


def assess(
    place: Place,
    run: Run,
    shown: Callable[[Verdict], None],
    *,
    first: int,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
    most: Priority = Priority.ANSWER,
) -> Verdict:
    """`pinkpref.assess` on a run, at a place; the same numbers, and as many shuffles as settle the answer.

    Args:
        place: where the pieces run.
        run: what is judged.
        shown: hears each verdict that may be shown, the first of them from ``first`` shuffles.
        first: so many, at least 19.
        seed: of the folds and the shuffles.
        progress: hears which share is done of the shuffles that are known to be needed.
        stop: asked while a piece is waited for.
        most: the priority of its first pieces; later ones have no higher one.

    Raises:
        ValueError: as `pinkpref.assess`.
        Stopped: ``stop`` said so.
    """
    kind, dataset, settings = _kind(run.settings), run.dataset, run.settings
    trained = worker.without_dataset(run)
    sent = place.submit(worker.judge, dataset, settings, trained, seed, first, priority=most, kind=kind)
    judged = wait(sent, stop)
    vars(run).update(judged.of_run)
    found = judged.scores
    verdict = Verdict(run, found.real, found.brier, found.accuracy, judged.folds)
    further, priority = min(first, verdict.further_permutations or first), most
    while further:
        send = partial(place.submit, worker.shuffle, dataset, settings, sent, priority=priority, kind=kind)
        numbers = parts(range(verdict.permutations, further), judged.next)
        for scores in _in_order(send, numbers, PIECES_A_CORE * place.cores, stop):
            verdict = verdict.with_scores(scores)
            if progress:
                progress(verdict.permutations / further)
        vars(verdict).update(judged.of_verdict)
        verdict = verdict.provisional()
        vars(verdict).update(judged.of_verdict)
        shown(verdict)
        further = verdict.further_permutations or 0
        priority = min(most, Priority.SETTLING if verdict.permutations >= PERMUTATIONS else Priority.SHARPENING)
    return verdict


def compile_ahead(place: Place, dataset: Dataset, settings: Settings, first: int, stop: Callable[[], bool]) -> bool:
    """Has compiled, where no other work waits, what a training and a first verdict of this kind take; returns whether.

    Args:
        place: where it is compiled.
        dataset: of about the size that others have.
        settings: of this kind.
        first: of how many shuffles a first verdict is.
        stop: asked while a piece is waited for; once true, the rest is left.
    """
    with suppress(Stopped):
        train(place, dataset, settings, stop=stop, most=Priority.AHEAD)
        wait(_compile_verdict(place, dataset, settings, first), stop)
        return True
    return False


@contextmanager
def verdict_compiled(
    place: Place, dataset: Dataset, settings: Settings, first: int, *, patience: float
) -> Iterator[None]:
    """Within it a run is trained. If that takes long, another worker compiles meanwhile what a first verdict takes.

    Args:
        place: where the run is trained; with one core nothing is compiled, and nothing for a large table.
        dataset: what it is trained on.
        settings: how.
        first: of so many shuffles `assess` will be asked first.
        patience: how many seconds are long; a network that was compiled before trains in less.
    """
    sent: list[Pending[None]] = []

    def begin() -> None:
        with suppress(SentenceError):  # nobody answers: whoever trains is told
            sent.append(_compile_verdict(place, dataset, settings, first))

    timer = threading.Timer(patience, begin)
    if place.cores > 1 and len(dataset) <= MANY_ROWS:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        for one in sent:
            one.cancel()


def _compile_verdict(place: Place, dataset: Dataset, settings: Settings, first: int) -> Pending[None]:
    kind = _kind(settings)
    return place.submit(worker.compile_verdict, dataset, settings, first, priority=Priority.AHEAD, kind=kind)


def _in_order(
    send: Callable[[range], Pending[Scores]], every: list[range], most: int, stop: Callable[[], bool] | None
) -> Iterator[Scores]:
    """What comes of pieces, in their order; so many of them are handed over ahead."""
    ahead: deque[Pending[Scores]] = deque()
    try:
        for numbers in every:
            ahead.append(send(numbers))
            if len(ahead) >= most:
                yield wait(ahead.popleft(), stop)
        while ahead:
            yield wait(ahead.popleft(), stop)
    finally:
        for one in ahead:
            one.cancel()


def compare(
    place: Place, dataset: Dataset, first: Settings, second: Settings, *, stop: Callable[[], bool] | None = None
) -> Comparison:
    """`pinkpref.compare`, at a place; the same numbers.

    Args:
        place: where it runs.
        dataset: rated colours.
        first: one way to train.
        second: another, with the same test share.
        stop: asked while it is waited for.

    Raises:
        ValueError: as `pinkpref.compare`.
        Stopped: ``stop`` said so.
    """
    sent = place.submit(worker.compare, dataset, first, second, priority=Priority.SHARPENING, kind=_kind(second))
    results, folds = wait(sent, stop)
    return Comparison(dataset.judged, (first, second), results, folds)


def figure(place: Place, of: Run | Verdict, name: str) -> Pending[Any]:
    """Asks for one of `worker.RUN_FIGURES`, or for a cached property of a verdict.

    Args:
        place: where it is worked out.
        of: a run or a verdict.
        name: of the figure.
    """
    run = of if isinstance(of, Run) else of.run
    given: tuple[Any, ...] = run.dataset, worker.without_dataset(run)
    if isinstance(of, Run):
        return place.submit(worker.of_run, *given, name, priority=Priority.ANSWER, kind=_kind(run.settings))
    judged = worker.without_run(of)
    return place.submit(worker.of_verdict, *given, judged, name, priority=Priority.ANSWER, kind=_kind(run.settings))


def _kind(settings: Settings, *, stacked: bool = True) -> Kind:
    return Kind(padded_units.padded(spec_of(settings)), stacked)
