"""What is asked of a worker: functions of their arguments alone, which any process can run again with the same numbers.

A worker keeps what it has prepared, so that nothing is prepared again for the next piece where it runs on.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import fields
from typing import Any, Generic, NamedTuple, TypeVar

from pinkpref.compute.place import ended_of_this_piece
from pinkpref.evaluation import comparison, dynamics
from pinkpref.evaluation.assessment import folds_for
from pinkpref.evaluation.cross_validation import CrossValidation
from pinkpref.evaluation.folds import Folds
from pinkpref.evaluation.misclassified import misses
from pinkpref.evaluation.permutation_test import Scores, at_once, scores
from pinkpref.evaluation.statistics import FEWEST_PERMUTATIONS
from pinkpref.evaluation.verdict import Verdict
from pinkpref.models import Settings
from pinkpref.tables import Dataset
from pinkpref.training import Run, pieces
from pinkpref.training.gradients import gradient_norms
from pinkpref.training.pieces import Piece, Pieces
from pinkpref.training.scheduler import Checkpoint

PIECE_SECONDS = 0.2
"""About how long a piece of work takes, on one core."""
MOST_KEPT = 4
"""How many trainings that are not over stand ready to go on."""

OF_RUN = ("liking", "untrained")
"""What a page shows of a run that takes TensorFlow to work out."""
OF_VERDICT = (
    *("signal", "findings", "barely_moved", "loss_reduction", "close_colours", "known_rows", "colours_needed"),
    *("left_out_interval", "left_out_accuracy", "interval", "baseline", "baseline_p_value", "rows_to_settle"),
    *("training_rows", "trained_alike", "one_label_networks", "classes", "enough_colours", "confusion"),
)
"""What the sentences say of a verdict, whatever the shuffles."""

RUN_FIGURES: dict[str, Callable[[Run], Any]] = {
    "misses": misses,
    "gradient_norms": gradient_norms,
    "spread": dynamics.spread,
}
"""What is worked out of a run when somebody asks for it."""

T = TypeVar("T")


class Kept(Generic[T]):
    """What was prepared, by name; what was left longest ago goes first. One thread has a thing at a time.

    Attributes:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: Hashable) -> T | None:
        """The thing of that name, if it is here; nobody else gets it."""
        with self._lock:
            return self._things.pop(name, None)

    def leave(self, name: Hashable, thing: T) -> None:
        """Leaves a thing for whoever asks next."""
        with self._lock:
            self._things[name] = thing
            while len(self._things) > self.most:
                self._things.popitem(last=False)


_trainings: Kept[Iterator[Piece]] = Kept(MOST_KEPT)


class Advanced(NamedTuple):
    """What one piece of a training gives.

    Attributes:
        piece: the piece itself.
        of_run: `OF_RUN`, worked out, where it is the whole training; nothing where it is only a part.
    """

    piece: Piece
    of_run: dict[str, Any]


def advance(dataset: Dataset, settings: Settings, checkpoint: Checkpoint | None) -> Advanced:
    """The next piece of a training: the first, or the one after a checkpoint."""
    training = _trainings.take(_name(dataset, settings, checkpoint))
    training = training or pieces.pieces(dataset, settings, checkpoint, seconds=PIECE_SECONDS)
    piece = next(training)
    if piece.checkpoint:
        _trainings.leave(_name(dataset, settings, piece.checkpoint), training)
    if piece.checkpoint or not piece.start:
        return Advanced(piece, {})
    whole = Pieces(dataset, settings)
    whole.take(piece)
    return Advanced(piece, figures(whole.run(), OF_RUN))


def _name(dataset: Dataset, settings: Settings, checkpoint: Checkpoint | None) -> Hashable:
    return dataset.fingerprint, settings, checkpoint and (checkpoint.epoch, checkpoint.step)


class Judged(NamedTuple):
    """What the first piece of a verdict gives.

    Attributes:
        scores: of the real labels, and of the first shuffles.
        folds: which the colours were dealt into.
        of_run, of_verdict: `OF_RUN` and `OF_VERDICT`, worked out.
        next: how many shuffles make a piece.
    """

    scores: Scores
    folds: Folds
    of_run: dict[str, Any]
    of_verdict: dict[str, Any]
    next: int


def judge(dataset: Dataset, settings: Settings, trained: dict[str, Any], seed: int, shuffles: int) -> Judged:
    """The first piece of a verdict.

    Args:
        dataset: what the run was trained on.
        settings: how.
        trained: the rest of the run, from `without_dataset`.
        seed: of the folds and the shuffles.
        shuffles: how many of them at most; at least 19.
    """
    run, folds = Run(dataset=dataset, **trained), folds_for(dataset, settings, seed)
    numbers = _first(folds, settings, shuffles)
    found = scores(dataset.judged, settings, folds, numbers, real=True, stop=ended_of_this_piece())
    verdict = Verdict(run, found.real, found.brier, found.accuracy, folds)
    further = at_once(folds, settings, PIECE_SECONDS)
    return Judged(found, folds, figures(run, OF_RUN), figures(verdict, OF_VERDICT), further)


def compile_verdict(dataset: Dataset, settings: Settings, shuffles: int) -> None:
    """Has this process compile what `judge` takes, which is the same for any number of epochs."""
    folds = folds_for(dataset, settings)
    numbers = _first(folds, settings, shuffles)
    scores(dataset.judged, settings.replace(epochs=1), folds, numbers, real=True, stop=ended_of_this_piece())


def _first(folds: Folds, settings: Settings, most: int) -> range:
    """The shuffles of the first piece of a verdict."""
    return range(min(most, max(FEWEST_PERMUTATIONS, at_once(folds, settings, PIECE_SECONDS))))


def shuffle(dataset: Dataset, settings: Settings, judged: Judged, numbers: range) -> Scores:
    """A further piece of a verdict: the shuffles with these numbers."""
    return scores(dataset.judged, settings, judged.folds, numbers, stop=ended_of_this_piece())


def compare(
    dataset: Dataset, first: Settings, second: Settings
) -> tuple[tuple[CrossValidation, CrossValidation], Folds]:
    """The results and the folds of a comparison of two settings."""
    compared = comparison.compare(dataset, first, second, stop=ended_of_this_piece())
    return compared.results, compared.folds


def look_at(dataset: Dataset, trained: dict[str, Any]) -> dict[str, Any]:
    """`OF_RUN` of a run, worked out."""
    return figures(Run(dataset=dataset, **trained), OF_RUN)


def of_run(dataset: Dataset, trained: dict[str, Any], name: str) -> Any:
    """One of `RUN_FIGURES`."""
    return RUN_FIGURES[name](Run(dataset=dataset, **trained))


def of_verdict(dataset: Dataset, trained: dict[str, Any], judged: dict[str, Any], name: str) -> Any:
    """A cached property of a verdict."""
    return getattr(Verdict(run=Run(dataset=dataset, **trained), **judged), name)


def without_run(verdict: Verdict) -> dict[str, Any]:
    """The fields of a verdict but its run."""
    return {field.name: getattr(verdict, field.name) for field in fields(verdict) if field.name != "run"}


def without_dataset(run: Run) -> dict[str, Any]:
    """The fields of a run but its dataset, which a worker has."""
    return {field.name: getattr(run, field.name) for field in fields(run) if field.name != "dataset"}


def figures(of: Run | Verdict, names: tuple[str, ...]) -> dict[str, Any]:
    """Cached properties of a run or a verdict, worked out."""
    return {name: getattr(of, name) for name in names}
