"""How the network does with fewer rows to train on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation.cross_validation import LabelledSplits, called_right, predict_test_rows
from pinkpref.evaluation.folds import MANY_ROWS, Folds
from pinkpref.models import MAX_SEED, Settings
from pinkpref.tables import Dataset

SIZES, SHUFFLES = 6, 5
BAND = (0.1, 0.9)
"""The share of repetitions that lie below and above the band of a learning curve."""


class LearningCurve(NamedTuple):
    """Accuracy on rows left out, by the number of rows trained on.

    Attributes:
        rows: (s,) trained on.
        accuracy: (s,) the mean over repetitions.
        low, high: (s,) between which four of five repetitions lie.
    """

    rows: NDArray[np.intp]
    accuracy: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def learning_curve(dataset: Dataset, settings: Settings, folds: Folds) -> LearningCurve:
    """How the network does with fewer rows to train on, each time judged by the same rows left out.

    The training rows of each fold are taken away in a random order that keeps both labels in proportion.
    """
    networks, rows = folds.networks(), len(dataset)
    shuffles = SHUFFLES if rows <= MANY_ROWS else 1
    most = min(len(train) for train, _ in networks)
    sizes = np.unique(np.linspace(min(most, max(4, most // SIZES)), most, SIZES).round().astype(int))
    generator = np.random.default_rng(folds.seed)
    right = np.zeros((len(sizes), shuffles, len(networks) // folds.plan.folds))
    for held_out in sorted({len(test) for _, test in networks}):
        like = [number for number, (_, test) in enumerate(networks) if len(test) == held_out]
        number, shuffle = np.repeat(like, shuffles), np.tile(np.arange(shuffles), len(like))
        test = np.array([networks[at][1] for at in number])
        pools = [networks[at][0] for at in number]
        order = np.array([pool[_in_proportion(dataset.like[pool], generator)][:most] for pool in pools])
        labels = np.broadcast_to(dataset.like.astype(np.int8), (len(test), rows))
        seeds = (settings.seed + number) % (MAX_SEED + 1)
        for at, size in enumerate(sizes):
            logits = predict_test_rows(dataset, settings, LabelledSplits(labels, order[:, :size], test, seeds))
            hits = called_right(logits, dataset.like[test]).sum(axis=1)
            np.add.at(right[at], (shuffle, number // folds.plan.folds), hits)
    accuracy = right.reshape(len(sizes), -1) / (rows * len(folds.plan.left_out))
    low, high = np.quantile(accuracy, BAND, axis=1)
    return LearningCurve(sizes, accuracy.mean(axis=1), low, high)


def _in_proportion(like: NDArray[np.int64], generator: np.random.Generator) -> NDArray[np.intp]:
    """A random order in which every beginning holds both labels in their proportion."""
    rank = np.empty(len(like))
    for label in (0, 1):
        rows = np.flatnonzero(like == label)
        rank[rows] = (generator.permutation(len(rows)) + generator.random()) / max(1, len(rows))
    return np.argsort(rank, kind="stable")
