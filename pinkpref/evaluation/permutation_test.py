"""The permutation test: how often the same training does as well on shuffled labels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation.cross_validation import cross_validate
from pinkpref.evaluation.folds import Folds
from pinkpref.evaluation.statistics import FEWEST_PERMUTATIONS
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models import Settings
from pinkpref.tables import Dataset

TIE = 1e-7
"""Scores so close are equal: float32 computed them."""
STEPS_AT_ONCE = 2e7
"""Steps of single networks between two reports of progress: about half a second on two cores."""
ROWS_AT_ONCE = 2e7
"""Rows, times networks, whose folds are laid out at once."""


def p_value(extreme_shuffles: int, permutations: int) -> float:
    """How likely shuffled labels do as well as the real ones: (C + 1) / (m + 1).

    Args:
        extreme_shuffles: C, how many of the shuffles did.
        permutations: m, how many there were.

    Source: Ojala & Garriga, "Permutation tests for studying classifier performance", JMLR 11, 2010.
    """
    return (extreme_shuffles + 1) / (permutations + 1)


def check_permutations(permutations: int) -> None:
    """Refuses so few shuffles that "learned" could never come out.

    Raises:
        SentenceError: there are fewer than 19.
    """
    if permutations < FEWEST_PERMUTATIONS:
        raise SentenceError(
            Sentence(
                N_(
                    "permutations must be at least {least}, not {permutations}: with fewer, luck can never be ruled "
                    "out."
                ),
                least=FEWEST_PERMUTATIONS,
                permutations=permutations,
            )
        )


def extreme(real: float, shuffled: NDArray[np.float64], *, greater_is_better: bool) -> int:
    """How many of the shuffles' scores (m,) are as good as the real one, or better; ties count."""
    as_extreme = shuffled >= real - TIE if greater_is_better else shuffled <= real + TIE
    return int(as_extreme.sum())


def shuffle_scores(
    dataset: Dataset,
    settings: Settings,
    folds: Folds,
    numbers: range,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Brier score and accuracy on rows left out for each of the shuffles with these numbers, (m,) each.

    Args:
        dataset: whose labels are shuffled.
        settings: how to train.
        folds: which deal out the shuffles by number.
        numbers: of the shuffles, one after the other.
        progress: hears the share that is done.
        stop: asked about every tenth of a second.

    Raises:
        Stopped: ``stop`` said so.
    """
    brier, accuracy = [np.empty(0)], [np.empty(0)]
    at_once = _at_once(dataset, settings, folds)
    for first in range(numbers.start, numbers.stop, at_once):
        last = min(first + at_once, numbers.stop)
        left_out = cross_validate(dataset, settings, folds.shuffles(first, last), stop=stop)
        brier.append(left_out.brier)
        accuracy.append(left_out.right.mean(axis=(1, 2)))
        if progress:
            progress((last - numbers.start) / len(numbers))
    return np.concatenate(brier), np.concatenate(accuracy)


def _at_once(dataset: Dataset, settings: Settings, folds: Folds) -> int:
    """How many shuffles are trained between two reports of progress."""
    networks = folds.real.folds.shape[1] * folds.plan.folds
    steps = networks * settings.epochs * -(-len(dataset) // settings.batch_size)
    return max(1, int(min(STEPS_AT_ONCE / steps, ROWS_AT_ONCE / (networks * len(dataset)))))
