"""Cross-validation of many networks at once: what each says of the rows that it was not trained on."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref import trainer
from pinkpref.dataset import Dataset
from pinkpref.features import columns, feature_names
from pinkpref.folds import Labelled
from pinkpref.network import Kind
from pinkpref.settings import MAX_SEED, Settings


class LeftOut(NamedTuple):
    """How networks did on rows that they were not trained on, for m labellings of the same rows.

    Attributes:
        liking: (m, repeats, n) of each row, by the network of each repeat that did not see it.
        right: (m, repeats, n): whether that is the row's label; never where the network's outputs are no numbers.
        brier: (m,): the mean of (liking - label)^2 over a fold's rows, then over folds and repeats; 1 for a row whose
            outputs are no numbers. Smaller is better; .25 for who always says .5.
        accuracy: (m, repeats, folds): of each fold.
    """

    liking: NDArray[np.float64]
    right: NDArray[np.bool_]
    brier: NDArray[np.float64]
    accuracy: NDArray[np.float64]


def cross_validate(
    dataset: Dataset, settings: Settings, labelled: Labelled, *, stop: Callable[[], bool] | None = None
) -> LeftOut:
    """Trains a network for every fold of every repeat of every labelling, all by the same Settings.

    Scaling is fitted on each network's own training rows. The networks of one fold have the same seed whatever the
    labels: `Settings.seed` and the numbers after it.

    Args:
        dataset: whose colours are judged; its own labels are not read.
        settings: how to train; ``test_size`` and ``split_seed`` are not read.
        labelled: labels and folds, from `Folds`.
        stop: asked about every tenth of a second.

    Raises:
        Stopped: ``stop`` said so.
    """
    folds = labelled.folds
    _, repeats, rows = folds.shape
    count = int(folds.max()) + 1
    held_out = folds[:, :, None] == np.arange(count)[:, None]
    sizes = held_out.sum(axis=-1)
    starts = (settings.seed + np.arange(repeats * count).reshape(repeats, count)) % (MAX_SEED + 1)
    kind = Kind.of(settings, len(feature_names(settings)))
    numbers = columns(dataset.rgb, settings.inputs)

    def answers(labels: NDArray[np.int8], mask: NDArray[np.bool_], seeds: NDArray[np.int64]) -> NDArray[np.float64]:
        """Liking (size, M) of the rows that each mask (M, n) leaves out, by networks with these labels (M, n)."""
        train, test = (np.nonzero(chosen)[1].reshape(len(mask), -1).T for chosen in (~mask, mask))

        def given(part: slice) -> trainer.Table:
            placed = trainer.placed(train[:, part], test[:, part], seeds[part])
            return trainer.table(numbers, labels[part].T, placed, settings)

        return trainer.fit_many(kind, settings, given, seeds, rows, answering=True, stop=stop).answers

    liking = np.empty(folds.shape)
    for size in np.unique(sizes[sizes > 0]):
        labelling, repeat, fold = np.nonzero(sizes == size)
        mask = held_out[labelling, repeat, fold]
        found = answers(labelled.labels[labelling], mask, starts[repeat, fold])
        liking[labelling[:, None], repeat[:, None], np.nonzero(mask)[1].reshape(-1, size)] = found.T
    return _judged(labelled, liking, held_out, sizes)


def _judged(
    labelled: Labelled, liking: NDArray[np.float64], held_out: NDArray[np.bool_], sizes: NDArray[np.intp]
) -> LeftOut:
    label = labelled.labels[:, None]
    right = np.where(np.isnan(liking), False, (liking > 0.5) == (label == 1))
    squared = np.nan_to_num((liking - label) ** 2, nan=1.0)
    shared = np.maximum(sizes, 1)
    brier = np.einsum("mrkn,mrn->mrk", held_out, squared) / shared
    accuracy = np.einsum("mrkn,mrn->mrk", held_out, right.astype(float)) / shared
    return LeftOut(liking, right, brier.mean(axis=(1, 2)), accuracy)
