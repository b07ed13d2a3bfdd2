"""Which rows are left out together, for the labels as they are and for every shuffle of them.

Everything here is dealt out to rows in their canonical order (by R, G, B, then label; `judged`), and anew after every
shuffle, so the order of a file's rows decides nothing and a shuffle is treated exactly as the real labels are.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation.shuffles import Shuffles
from pinkpref.tables import Dataset

MOST_FOLDS = 10
MANY_ROWS = 1000
"""Above so many rows everything that trains networks again is repeated less often."""


class Plan(NamedTuple):
    """How many folds there are, and which of them a network is trained on.

    Attributes:
        folds: k.
        trained: fold numbers; network r is trained on these, each plus r modulo k, and asked about the others.
    """

    folds: int
    trained: tuple[int, ...]

    @property
    def left_out(self) -> tuple[int, ...]:
        """The fold numbers that network 0 is asked about: how many answers each row gets in a repeat."""
        return tuple(fold for fold in range(self.folds) if fold not in self.trained)


@lru_cache(maxsize=256)
def plan(groups: int, rarer: int, training: float) -> Plan:
    """The fewest folds of so many groups by which every network trains on as many of them as wanted, to within one.

    Where no plan does, it is the one that comes nearest.

    Args:
        groups: that are dealt to folds as evenly as can be.
        rarer: how many of them have the rarer label; there are no more folds, so that each can hold both labels.
        training: on how many groups to train.
    """
    found: list[tuple[float, int, Plan]] = []
    for folds in range(2, max(2, min(MOST_FOLDS, rarer, groups)) + 1):
        sizes = [len(part) for part in np.array_split(np.arange(groups), folds)]
        for trained in _windows(folds):
            reached = [sum(sizes[(fold + network) % folds] for fold in trained) for network in range(folds)]
            off = max(abs(size - training) for size in reached)
            found.append((0.0 if off <= 1 else off, folds, Plan(folds, trained)))
    return min(found)[-1]


def _windows(folds: int) -> Iterator[tuple[int, ...]]:
    """Every number of folds to train on, spread so that the larger folds, which come first, are shared out."""
    for count in range(1, folds):
        for stride in range(1, folds):
            window = {fold * stride % folds for fold in range(1, count + 1)}
            if len(window) == count:
                yield tuple(sorted(window))


class LabelledFolds(NamedTuple):
    """Labels, and the folds that go with them.

    Attributes:
        labels: (m, n) 0 or 1.
        folds: (m, repeats, n): in which fold each row is.
        plan: on which folds each network is trained.
    """

    labels: NDArray[np.int8]
    folds: NDArray[np.int8]
    plan: Plan

    def followed_by(self, others: LabelledFolds) -> LabelledFolds:
        """These labellings, and then others of the same rows."""
        return LabelledFolds(
            np.concatenate([self.labels, others.labels]), np.concatenate([self.folds, others.folds]), self.plan
        )


class Folds:
    """Repeated stratified folds of a dataset and of shuffles of its labels; rows of one group are always in one fold.

    Where every group is one row, the folds are those of scikit-learn's ``RepeatedStratifiedKFold(random_state=seed)``.
    Otherwise they are those of ``StratifiedGroupKFold`` for the groups in order of size and likes, dealt to the groups
    of each size and number of likes in their order.

    Attributes:
        shuffled: the labels and their shuffles.
        plan: how many folds there are, and on which a network is trained.
        repeats: how often the rows are dealt out.
        real: the labels of the dataset with their folds, m = 1.
    """

    def __init__(self, dataset: Dataset, repeats: int, seed: int, training: float = 0.8) -> None:
        """Deals the rows out.

        Args:
            dataset: its rows in canonical order (`Dataset.judged`).
            repeats: how often they are dealt out.
            seed: of folds and shuffles.
            training: the share of the groups that a network is to be trained on.

        Raises:
            SentenceError: all rows have nearly the same colour.
        """
        self.shuffled = Shuffles(dataset, seed)
        self.repeats = repeats
        like, blocks = self.shuffled.real, self.shuffled.blocks
        liked = self.shuffled.shares(like)
        rarer = min(int((liked > 0).sum()), int((liked < 1).sum()))
        self.plan = plan(self.groups, rarer, round(training * self.groups, 6))
        if self.shuffled.lone:
            self._tables = [_stratified(_led_by(label, like), self.plan.folds, repeats, seed) for label in (0, 1)]
        else:
            likes = tuple((block.shape[1], tuple(sorted(like[block].sum(axis=1).tolist()))) for block in blocks)
            self._tables = _grouped(likes, self.plan.folds, repeats, seed)
        self.real = self._dealt(like[None])

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return self.shuffled.groups

    @cached_property
    def rows_left_out(self) -> NDArray[np.intp]:
        """How many rows each network leaves out, repeat after repeat."""
        return np.array([len(test) for _, test in self.networks()])

    @property
    def test_to_train(self) -> float:
        """Rows left out, as a multiple of the rows trained on, over all networks."""
        left_out = self.rows_left_out.sum()
        return float(left_out / (self.rows_left_out.size * len(self.shuffled.real) - left_out))

    @property
    def seed(self) -> int:
        """The seed of folds and shuffles."""
        return self.shuffled.seed

    def shuffles(self, first: int, last: int) -> LabelledFolds:
        """The shuffles of the labels from number ``first`` to before ``last``, with their folds."""
        return self._dealt(self.shuffled.labels(first, last))

    def networks(self) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Training rows and rows left out of every network of the real labels, repeat after repeat."""
        every = []
        for fold in self.real.folds[0]:
            for network in range(self.plan.folds):
                trained = np.isin((fold - network) % self.plan.folds, self.plan.trained)
                every.append((np.flatnonzero(trained), np.flatnonzero(~trained)))
        return every

    def _dealt(self, labels: NDArray[np.int8]) -> LabelledFolds:
        """Labels (m, n) with their folds."""
        folds = self._by_row(labels) if self.shuffled.lone else self._by_group(labels)
        return LabelledFolds(labels, folds, self.plan)

    def _by_row(self, labels: NDArray[np.int8]) -> NDArray[np.int8]:
        """Stratified folds (m, repeats, n) of labels (m, n).

        scikit-learn deals its folds to one class after the other, the class of the first row first, in the rows' order.
        """
        leading = labels[:, 0]
        place = np.argsort(labels != leading[:, None], axis=1, kind="stable")
        dealt = np.stack(self._tables)[leading]
        folds = np.empty_like(dealt)
        np.put_along_axis(folds, np.broadcast_to(place[:, None], dealt.shape), dealt, axis=2)
        return folds

    def _by_group(self, labels: NDArray[np.int8]) -> NDArray[np.int8]:
        """Folds (m, repeats, n) of labels (m, n) that keep groups together.

        However the labels are shuffled, the groups of one size have the same numbers of likes, in another order.
        """
        folds = np.empty((len(labels), self.repeats, labels.shape[1]), np.int8)
        for block, table in zip(self.shuffled.blocks, self._tables, strict=True):
            place = np.argsort(labels[:, block].sum(axis=-1), axis=1, kind="stable")
            dealt = np.empty((len(labels), self.repeats, len(block)), np.int8)
            np.put_along_axis(dealt, place[:, None].repeat(self.repeats, axis=1), table[None], axis=2)
            folds[:, :, block] = dealt[..., None]
        return folds


def _led_by(label: int, like: NDArray[np.int8]) -> NDArray[np.int8]:
    """The labels in order, the rows with this label first."""
    return np.sort(like) if label == 0 else np.sort(like)[::-1]


def _stratified(labels: NDArray[np.int8], count: int, repeats: int, seed: int) -> NDArray[np.int8]:
    from sklearn.model_selection import RepeatedStratifiedKFold

    splitter = RepeatedStratifiedKFold(n_splits=count, n_repeats=repeats, random_state=seed)
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of a label that only one row has
        left_out = [test for _, test in splitter.split(labels, labels)]
    return _numbered(left_out, count, len(labels))


@lru_cache(maxsize=64)  # scikit-learn takes longer to deal groups out than their networks to be trained
def _grouped(
    blocks: tuple[tuple[int, tuple[int, ...]], ...], count: int, repeats: int, seed: int
) -> list[NDArray[np.int8]]:
    """Of the groups of each size, in order of their likes, the folds (repeats, groups).

    Args:
        blocks: of each size of groups, the size, and how many likes each group has, in order.
        count: of folds.
        repeats: how often they are dealt out.
        seed: of that.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    ordered = [np.arange(size)[::-1] < np.array(likes)[:, None] for size, likes in blocks]
    like = np.concatenate([block.ravel() for block in ordered]).astype(np.int8)
    sizes = np.concatenate([np.full(len(block), block.shape[1]) for block in ordered])
    group = np.repeat(np.arange(len(sizes)), sizes)
    generator = np.random.RandomState(seed)
    splitters = [StratifiedGroupKFold(count, shuffle=True, random_state=generator) for _ in range(repeats)]
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        left_out = [test for splitter in splitters for _, test in splitter.split(like, like, group)]
    by_group = _numbered(left_out, count, len(like))[:, np.cumsum(sizes) - 1]
    return np.split(by_group, np.cumsum([len(block) for block in ordered])[:-1], axis=1)


def _numbered(left_out: list[NDArray[np.intp]], count: int, rows: int) -> NDArray[np.int8]:
    """In which fold each row is left out, (repeats, n), from the rows left out in each fold of each repeat."""
    folds = np.empty((len(left_out) // count, rows), np.int8)
    for number, test in enumerate(left_out):
        folds[number // count, test] = number % count
    return folds
