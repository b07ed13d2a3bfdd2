"""The permutation test: how often the same training does as well on shuffled labels."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation.cross_validation import CrossValidation, cross_validate
from pinkpref.evaluation.folds import Folds
from pinkpref.evaluation.statistics import FEWEST_PERMUTATIONS
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models import Settings
from pinkpref.tables import Dataset
from pinkpref.training.scheduler import cores, in_full_stacks, seconds_in_a_stack

TIE = 1e-7
"""Scores so close are equal: float32 computed them."""
SECONDS_AT_ONCE = 2.0
"""About how long it takes between two reports of progress."""
SECONDS_A_ROW = 6e-7
"""About how long it takes to deal out, gather and judge a row of one network."""
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


class Scores(NamedTuple):
    """How shuffles did on rows left out, and the real labels if they were among them.

    Attributes:
        real: the labels as they are, m = 1; nothing, m = 0, where they were not asked for.
        brier, accuracy: (m,) of each shuffle: `CrossValidation.brier`, and the share of rows called right.
    """

    real: CrossValidation
    brier: NDArray[np.float64]
    accuracy: NDArray[np.float64]


def scores(
    dataset: Dataset,
    settings: Settings,
    folds: Folds,
    numbers: range,
    *,
    real: bool = False,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Scores:
    """How the shuffles with these numbers do.

    Args:
        dataset: whose labels are shuffled.
        settings: how to train.
        folds: which deal out the shuffles by number.
        numbers: of the shuffles, one after the other, one at least.
        real: whether the labels as they are train with the first of them, so that one width of stack does for all.
        progress: hears the share that is done.
        stop: asked about every tenth of a second.

    Raises:
        Stopped: ``stop`` said so.
    """
    found: list[CrossValidation] = []
    for some in parts(numbers, at_once(folds, settings, SECONDS_AT_ONCE * cores())):
        labelled = folds.shuffles(some.start, some.stop)
        if real and not found:
            labelled = folds.real.followed_by(labelled)
        found.append(cross_validate(dataset, settings, labelled, stop=stop))
        if progress:
            progress((some.stop - numbers.start) / len(numbers))
    brier = np.concatenate([some.brier for some in found])
    accuracy = np.concatenate([some.right.mean(axis=(1, 2)) for some in found])
    return Scores(found[0].part(slice(int(real))), brier[int(real) :], accuracy[int(real) :])


def parts(numbers: range, most: int) -> list[range]:
    """The numbers in as many parts as it takes to have at most so many in each; all about as many."""
    ends = np.linspace(0, len(numbers), -(-len(numbers) // most) + 1).astype(int).tolist()
    return [numbers[start:end] for start, end in pairwise(ends)]


def at_once(folds: Folds, settings: Settings, seconds: float) -> int:
    """How many shuffles a core trains in about so many seconds; fewer where there are many rows, one at least."""
    networks, rows = folds.repeats * folds.plan.folds, len(folds.shuffled.real)
    each = networks * (seconds_in_a_stack(settings, rows) + SECONDS_A_ROW * rows)
    full = in_full_stacks(settings, rows, int(seconds / each * networks)) / networks
    return max(1, int(min(full, ROWS_AT_ONCE / (networks * rows))))
