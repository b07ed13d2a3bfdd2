"""What each of many networks trains on: its own rows, in its own places, scaled by its own training rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref.models import Settings
from pinkpref.models.features import fit_scaling, scaled
from pinkpref.random import uniforms

PLACE_STREAM = 1
"""Which of a seed's streams of random numbers decides the place of each training row."""
ORDER_STREAM = 2
"""The stream that the order of the places is drawn from, epoch by epoch; it is the same for all networks."""


class RowNumbers(NamedTuple):
    """Row numbers of the dataset for M networks.

    Attributes:
        train: (n_train, M), as scikit-learn's split has them.
        placed: (n_train, M), the same rows in the places that each network's seed gives them.
        test: (n_test, M).
    """

    train: NDArray[np.intp]
    placed: NDArray[np.intp]
    test: NDArray[np.intp]


class StackedRows(NamedTuple):
    """What networks train on: training rows in their places, then test rows.

    Attributes:
        rows: (n, features + 1, M) float32: the inputs, and last the label, 0 or 1.
        training: how many of the rows are training rows.
        offset, scale: (features, M): how the inputs were scaled.
    """

    rows: NDArray[np.float32]
    training: int
    offset: NDArray[np.float64]
    scale: NDArray[np.float64]


def place_rows(train: NDArray[np.intp], test: NDArray[np.intp], seeds: ArrayLike) -> RowNumbers:
    """The split of each network, its training rows in the places that its seed gives them."""
    distinct, back = np.unique(seeds, return_inverse=True)
    places = uniforms(distinct, PLACE_STREAM, len(train)).argsort(axis=1)
    return RowNumbers(train, np.take_along_axis(train, places[back].T, axis=0), test)


def stack_rows(
    columns: NDArray[np.float64], like: NDArray[np.integer], rows: RowNumbers, settings: Settings
) -> StackedRows:
    """Gathers for each network its rows, scaled by what its own training rows say.

    Args:
        columns: (n, features), from `features.columns`.
        like: labels, (n,) for all networks or (n, M) for each its own.
        rows: from `place_rows`.
        settings: how to scale.
    """
    every = np.concatenate([rows.placed, rows.test])
    training, networks = rows.placed.shape
    found = np.empty((len(every), columns.shape[1] + 1, networks), np.float32)
    label = like.astype(np.float32)
    found[:, -1] = label[every] if like.ndim == 1 else np.take_along_axis(label, every, axis=0)
    if settings.scaling == "standard":
        gathered = np.stack([column[every] for column in columns.T], axis=1)
        offset, scale = fit_scaling(gathered[:training], settings)
        for number in range(columns.shape[1]):
            found[:, number] = scaled(gathered[:, number], offset[number], scale[number])
    else:
        known = fit_scaling(columns, settings)
        offset, scale = (np.repeat(part[:, None], networks, axis=1) for part in known)
        for number, (column, *how) in enumerate(zip(columns.T, *known, strict=True)):
            found[:, number] = scaled(column, *how)[every]
    return StackedRows(found, training, offset, scale)


class EpochOrders:
    """For each epoch the places of the training rows in the order in which they are seen, without end.

    The same for all networks: what differs is which row stands in a place. A longer training begins as a shorter one.
    """

    def __init__(self, rows: int, state: Mapping[str, Any] | None = None) -> None:
        """Begins with the first epoch, or where ``state`` was."""
        self._places = np.arange(rows, dtype=np.int32)
        self._generator = np.random.default_rng(ORDER_STREAM)
        if state is not None:
            self._generator.bit_generator.state = state

    @property
    def state(self) -> Mapping[str, Any]:
        """Where the next epoch begins, for an `EpochOrders` that goes on from there."""
        return self._generator.bit_generator.state

    def next(self, epochs: int) -> NDArray[np.int32]:
        """The next so many epochs, (epochs, rows)."""
        return self._generator.permuted(np.tile(self._places, (epochs, 1)), axis=1)
