"""What the score of a network stands beside: plainer ways to answer, other splits, fewer rows, plain correlations."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.colour import rgb_to_hsv, rgb_to_oklab
from pinkpref.evaluation import statistics
from pinkpref.evaluation.cross_validation import Asked, CrossValidation, answers, called_right
from pinkpref.evaluation.folds import Folds
from pinkpref.evaluation.statistics import Interval
from pinkpref.models.features import Preprocessing
from pinkpref.models.settings import MAX_SEED, Settings
from pinkpref.tables import Dataset
from pinkpref.training.stack import Stack, train_many

MANY_ROWS = 1000
SPLITS, FEWER_SPLITS = 1000, 50
SIZES, SHUFFLES = 6, 5
BAND = (0.1, 0.9)
"""The share of repetitions that lie below and above the band of a learning curve."""


class Baseline(NamedTuple):
    """One way to answer, on rows left out.

    Attributes:
        name: "coin", "majority", "1-nearest-neighbour", "logistic regression" or "network".
        accuracy: the share of rows called right.
        interval: where that may lie; for the coin, what 95 of 100 coins get on so many rows.
    """

    name: str
    accuracy: float
    interval: Interval


def baselines(dataset: Dataset, settings: Settings, folds: Folds, network: CrossValidation) -> tuple[Baseline, ...]:
    """The network beside plainer ways to answer, all on the same folds; the models are scikit-learn's own.

    Args:
        dataset: the data.
        settings: which say what every model sees of a colour, and how it is scaled on the training rows.
        folds: which rows are left out together.
        network: the network's own cross-validation on those folds.
    """
    from scipy.stats import binom
    from sklearn.dummy import DummyClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    models = {
        "majority": DummyClassifier(strategy="most_frequent"),
        "1-nearest-neighbour": KNeighborsClassifier(1),
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    }
    scores: dict[str, list[float]] = {name: [] for name in models}
    sizes = []
    for fold in folds.real.folds[0]:
        for number in range(folds.count):
            train, test = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
            sizes.append(len(test))
            seen = Preprocessing.fit(dataset.rgb[train], settings)
            both = len(np.unique(dataset.like[train])) == 2  # otherwise every model can only answer what it has seen
            for name, model in models.items():
                able = model if both else models["majority"]
                able.fit(seen(dataset.rgb[train]), dataset.like[train])
                scores[name].append(able.score(seen(dataset.rgb[test]), dataset.like[test]))
    rows = len(dataset)
    coins = Interval(*(float(side) / rows for side in binom.interval(statistics.CONFIDENCE, rows, 0.5)))
    plain = [
        Baseline(name, float(np.average(score, weights=sizes)), left_out_interval(score, folds))
        for name, score in scores.items()
    ]
    own = Baseline("network", float(network.right[0].mean()), left_out_interval(network.accuracy[0].ravel(), folds))
    return (Baseline("coin", 0.5, coins), *plain, own)


def left_out_interval(scores: list[float] | NDArray[np.float64], folds: Folds) -> Interval:
    """Where the share called right may lie, from the scores of every fold of every repeat."""
    return statistics.resampled_interval(scores, 1 / (folds.count - 1), folds.colours)


def other_splits(dataset: Dataset, settings: Settings) -> Stack:
    """The same experiment with 1,000 other splits and starting weights (50 above 1,000 rows), the user's own first."""
    count = np.arange(SPLITS if len(dataset) <= MANY_ROWS else FEWER_SPLITS)
    seeds, split_seeds = ((seed + count) % (MAX_SEED + 1) for seed in (settings.seed, settings.split_seed))
    return train_many(dataset, settings, seeds, split_seeds)


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
    fold = folds.real.folds[0]
    repeats, rows = fold.shape
    shuffles = SHUFFLES if rows <= MANY_ROWS else 1
    pool = min(int((one != number).sum()) for one in fold for number in range(folds.count))
    sizes = np.unique(np.linspace(min(pool, max(4, pool // SIZES)), pool, SIZES).round().astype(int))
    generator = np.random.default_rng(folds.seed)
    right = np.zeros((len(sizes), shuffles, repeats, rows), bool)
    turns = [(repeat, number) for repeat in range(repeats) for number in range(folds.count)]
    for held_out in {int((fold[repeat] == number).sum()) for repeat, number in turns}:
        like = [turn for turn in turns if (fold[turn[0]] == turn[1]).sum() == held_out]
        repeat, number = np.repeat(like, shuffles, axis=0).T
        shuffle = np.tile(np.arange(shuffles), len(like))
        test = np.array([np.flatnonzero(fold[r] == k) for r, k in zip(repeat, number, strict=True)])
        pools = [np.flatnonzero(fold[r] != k) for r, k in zip(repeat, number, strict=True)]
        order = np.array([pool[_in_proportion(dataset.like[pool], generator)] for pool in pools])
        labels = np.broadcast_to(dataset.like.astype(np.int8), (len(test), rows))
        seeds = (settings.seed + repeat * folds.count + number) % (MAX_SEED + 1)
        for at, size in enumerate(sizes):
            liking = answers(dataset, settings, Asked(labels, order[:, :size], test, seeds))
            right[at, shuffle[:, None], repeat[:, None], test] = called_right(liking, dataset.like[test])
    accuracy = right.mean(axis=3).reshape(len(sizes), -1)
    low, high = np.quantile(accuracy, BAND, axis=1)
    return LearningCurve(sizes, accuracy.mean(axis=1), low, high)


def _in_proportion(like: NDArray[np.int64], generator: np.random.Generator) -> NDArray[np.intp]:
    """A random order in which every beginning holds both labels in their proportion."""
    rank = np.empty(len(like))
    for label in (0, 1):
        rows = np.flatnonzero(like == label)
        rank[rows] = (generator.permutation(len(rows)) + generator.random()) / max(1, len(rows))
    return np.argsort(rank, kind="stable")


class Correlation(NamedTuple):
    """How one number of a colour goes with LIKE: Pearson's correlation and its 95 % interval."""

    name: str
    value: float
    interval: Interval


def correlations(dataset: Dataset) -> tuple[Correlation, ...]:
    """R, G, B, hue, saturation, value and OKLab lightness against LIKE.

    Hue is counted from the data's own mean hue, in (-180, 180] degrees, so that no neighbouring colours are torn apart.
    """
    red, green, blue = dataset.rgb.T
    hue, saturation, value = rgb_to_hsv(dataset.rgb / 255).T
    turns = np.exp(2j * np.pi * hue)
    centred = np.angle(turns * np.conj(np.where(saturation > 0, turns, 0).mean()))
    lightness = rgb_to_oklab(dataset.rgb / 255)[..., 0]
    numbers = {
        "R": red,
        "G": green,
        "B": blue,
        "hue": centred,
        "saturation": saturation,
        "value": value,
        "lightness": lightness,
    }
    return tuple(Correlation(name, *statistics.correlation(column, dataset.like)) for name, column in numbers.items())
