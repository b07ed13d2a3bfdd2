"""Which rows are left out together, for the labels as they are and for every shuffle of them."""

from __future__ import annotations

import math
import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.tables import Dataset

MOST_FOLDS = 4
MANY_ROWS = 1000
"""Above so many rows everything that trains networks again is repeated less often."""
MOST_ARRANGEMENTS = 100
"""The logarithm of a number of arrangements beyond which it is not counted exactly."""


class LabelledFolds(NamedTuple):
    """Labels, and the folds that go with them.

    Attributes:
        labels: (m, n) 0 or 1.
        folds: (m, repeats, n): in which fold each row is left out.
    """

    labels: NDArray[np.int8]
    folds: NDArray[np.int8]


class Folds:
    """Repeated stratified folds of a dataset and of shuffles of its labels; rows of one colour are always in one fold.

    Where no colour occurs twice, the folds are those of scikit-learn's ``RepeatedStratifiedKFold(random_state=seed)``,
    and shuffles with their folds are those of ``permutation_test_score`` with it and the same ``random_state``.

    Otherwise they are those of ``StratifiedGroupKFold``, and in a shuffle the labels of a colour's rows move together,
    to a colour with as many rows, and so does their fold: rows of one colour stay in one fold, folds stay stratified.

    Attributes:
        seed: of folds and shuffles.
        count: how many folds: 4, or fewer where a class has fewer rows.
        colours: how many different colours there are.
        real: the labels of the dataset with their folds, m = 1.
    """

    def __init__(self, dataset: Dataset, repeats: int, seed: int) -> None:
        self.colours = len(dataset.liked_by_colour)
        if self.colours == 1:
            raise SentenceError(
                Sentence(N_("All rows have the same colour, so there is nothing to tell liked from not liked by."))
            )
        self._like = dataset.like.astype(np.int8)
        self.seed = seed
        self.count = int(max(2, min(MOST_FOLDS, np.bincount(dataset.like).min(), self.colours)))
        if self.colours == len(dataset):
            self._blocks = None
            self._tables = [_stratified(self._led_by(label), self.count, repeats, seed) for label in (0, 1)]
            folds = self._assigned(self._like[None])
        else:
            self._blocks = _blocks(dataset.colour)
            folds = _grouped(self._like, dataset.colour, self.count, repeats, seed)[None]
        self.real = LabelledFolds(self._like[None], folds)

    def shuffles(self, first: int, last: int) -> LabelledFolds:
        """The shuffles of the labels from number ``first`` to before ``last``; the seed gives each its number."""
        generator = np.random.RandomState(self.seed)
        sizes = [len(self._like)] if self._blocks is None else [len(block) for block in self._blocks]
        drawn = [[generator.permutation(size) for size in sizes] for _ in range(last)][first:]
        orders = [np.array([order[number] for order in drawn]) for number in range(len(sizes))]
        if self._blocks is None:
            labels = self._like[orders[0]]
            return LabelledFolds(labels, self._assigned(labels))
        return self._permuted(self._blocks, orders)

    @property
    def arrangements(self) -> float:
        """How many different labellings the shuffles choose from."""
        blocks = [self._like[:, None]] if self._blocks is None else [self._like[block] for block in self._blocks]
        return math.exp(min(sum(_arrangements(block) for block in blocks), MOST_ARRANGEMENTS))

    def _led_by(self, label: int) -> NDArray[np.int8]:
        """The labels in order, the rows with this label first."""
        return np.sort(self._like) if label == 0 else np.sort(self._like)[::-1]

    def _assigned(self, labels: NDArray[np.int8]) -> NDArray[np.int8]:
        """Stratified folds (m, repeats, n) of labels (m, n).

        scikit-learn deals its folds to one class after the other, the class of the first row first, in the rows' order.
        """
        leading = labels[:, 0]
        place = np.argsort(labels != leading[:, None], axis=1, kind="stable")
        dealt = np.stack(self._tables)[leading]
        folds = np.empty_like(dealt)
        np.put_along_axis(folds, np.broadcast_to(place[:, None], dealt.shape), dealt, axis=2)
        return folds

    def _permuted(self, blocks: list[NDArray[np.intp]], orders: list[NDArray[np.intp]]) -> LabelledFolds:
        """Each colour's labels and fold, moved to the colour whose turn it is."""
        real = self.real.folds[0]
        labels = np.empty((len(orders[0]), len(self._like)), np.int8)
        folds = np.empty((len(labels), *real.shape), np.int8)
        for block, order in zip(blocks, orders, strict=True):
            labels[:, block] = self._like[block][order]
            for repeat, fold in enumerate(real):
                folds[:, repeat, block] = fold[block][order]
        return LabelledFolds(labels, folds)


def _arrangements(labels: NDArray[np.int8]) -> float:
    """The logarithm of the number of orders of rows, (colours, rows), that differ."""
    _, alike = np.unique(labels, axis=0, return_counts=True)
    return math.lgamma(len(labels) + 1) - sum(math.lgamma(count + 1) for count in alike)


def _stratified(labels: NDArray[np.int8], count: int, repeats: int, seed: int) -> NDArray[np.int8]:
    from sklearn.model_selection import RepeatedStratifiedKFold

    splitter = RepeatedStratifiedKFold(n_splits=count, n_repeats=repeats, random_state=seed)
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of a label that only one row has
        left_out = [test for _, test in splitter.split(labels, labels)]
    return _numbered(left_out, count, len(labels))


def _grouped(
    labels: NDArray[np.int8], group: NDArray[np.intp], count: int, repeats: int, seed: int
) -> NDArray[np.int8]:
    from sklearn.model_selection import StratifiedGroupKFold

    generator = np.random.RandomState(seed)
    splitters = [StratifiedGroupKFold(count, shuffle=True, random_state=generator) for _ in range(repeats)]
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        left_out = [test for splitter in splitters for _, test in splitter.split(labels, labels, group)]
    return _numbered(left_out, count, len(labels))


def _numbered(left_out: list[NDArray[np.intp]], count: int, rows: int) -> NDArray[np.int8]:
    """In which fold each row is left out, (repeats, n), from the rows left out in each fold of each repeat."""
    folds = np.empty((len(left_out) // count, rows), np.int8)
    for number, test in enumerate(left_out):
        folds[number // count, test] = number % count
    return folds


def _blocks(group: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Row numbers by colour, for each number of rows that a colour has: (colours, rows)."""
    sizes = np.bincount(group)
    rows = np.argsort(group, kind="stable")
    starts = np.cumsum(sizes) - sizes
    return [rows[starts[sizes == size][:, None] + np.arange(size)] for size in np.unique(sizes)]
