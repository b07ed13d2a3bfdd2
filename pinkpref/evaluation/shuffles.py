"""Labels dealt out again at random: which could as well have come, if liking had nothing to do with colour."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation.groups import colour_groups
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.tables import Dataset


class Shuffles:
    """A dataset's labels and their numbered shuffles.

    The labels of a group's rows move together, to a group with as many rows, and are shuffled among themselves; among
    rows of exactly one colour they are then put in order, as those of the dataset are. All these moves are a group of
    permutations, so shuffled labels are treated as the real ones. Where every group is one row, the shuffles are
    those of scikit-learn's ``permutation_test_score`` with the same ``random_state``.

    Attributes:
        seed: which gives each shuffle its number.
        group: (n,) the number of each row's group.
        groups: how many groups there are.
        real: (n,) the labels of the dataset.
        blocks: for each number of rows that a group has, the rows of those groups: (groups, rows).
    """

    def __init__(self, dataset: Dataset, seed: int) -> None:
        """Finds the groups.

        Args:
            dataset: its rows in canonical order (`Dataset.judged`).
            seed: of the shuffles.

        Raises:
            SentenceError: there is one group alone.
        """
        self.seed = seed
        self.group = colour_groups(dataset.rgb)
        self.groups = int(self.group.max()) + 1
        if self.groups == 1:
            raise SentenceError(
                Sentence(
                    N_("All rows have (nearly) the same colour, so there is nothing to tell liked from not liked by.")
                )
            )
        self.real = dataset.like.astype(np.int8)
        self.blocks = _blocks(self.group)
        self._alike = [rows for rows in _blocks(dataset.colour) if rows.shape[1] > 1]
        self._drawn: tuple[int, Any] = (0, np.random.RandomState(seed).get_state())

    @property
    def lone(self) -> bool:
        """Whether every group is one row."""
        return self.groups == len(self.real)

    def labels(self, first: int, last: int) -> NDArray[np.int8]:
        """The shuffles (m, n) from number ``first`` to before ``last``."""
        count, state = self._drawn if self._drawn[0] <= first else (0, np.random.RandomState(self.seed).get_state())
        generator = np.random.RandomState()
        generator.set_state(state)
        drawn = [[_order(generator, block) for block in self.blocks] for _ in range(last - count)][first - count :]
        self._drawn = last, generator.get_state()
        labels = np.empty((len(drawn), len(self.real)), np.int8)
        for number, block in enumerate(self.blocks):
            order = np.reshape([orders[number] for orders in drawn], (len(drawn), *block.shape)).astype(np.intp)
            labels[:, block] = self.real[block.ravel()][order]
        for rows in self._alike:
            labels[:, rows] = np.sort(labels[:, rows], axis=-1)
        return labels

    def shares(self, labels: NDArray[np.int8]) -> NDArray[np.float64]:
        """The share of each group's rows that is liked, (..., groups), by labels (..., n)."""
        liked = np.empty((*labels.shape[:-1], self.groups))
        for block in self.blocks:
            liked[..., self.group[block[:, 0]]] = labels[..., block].mean(axis=-1)
        return liked

    @cached_property
    def arrangements(self) -> int:
        """In how many ways the numbers of likes can be dealt to the groups, the same for every shuffle."""
        return math.prod(_arrangements(self.real[block].sum(axis=1)) for block in self.blocks)


def _order(generator: np.random.RandomState, block: NDArray[np.intp]) -> NDArray[np.intp]:
    """Which row of a block, counted through, each one's label comes from: (groups, rows)."""
    groups, rows = block.shape
    first: NDArray[np.intp] = np.asarray(generator.permutation(groups), np.intp)[:, None] * rows
    if rows == 1:
        return first
    return np.asarray(first + generator.random_sample(block.shape).argsort(axis=1), np.intp)


def _arrangements(likes: NDArray[np.int64]) -> int:
    """The number of orders of groups that differ in their likes."""
    left, found = len(likes), 1
    for count in np.unique(likes, return_counts=True)[1].tolist():
        found *= math.comb(left, count)
        left -= count
    return found


def _blocks(group: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Row numbers by group, for each number of rows that a group has: (groups, rows)."""
    sizes = np.bincount(group)
    rows = np.argsort(group, kind="stable")
    starts = np.cumsum(sizes) - sizes
    return [rows[starts[sizes == size][:, None] + np.arange(size)] for size in np.unique(sizes)]
