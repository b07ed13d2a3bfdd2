"""Cross-validation of many networks at once: what each says of the rows that it was not trained on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation.folds import Folds, LabelledFolds
from pinkpref.evaluation.statistics import Interval, resampled_interval
from pinkpref.models import MAX_SEED, Settings, feature_names
from pinkpref.models.features import columns
from pinkpref.models.network import ModelSpec
from pinkpref.tables import Dataset
from pinkpref.training import scheduler
from pinkpref.training.stacked_rows import StackedRows, place_rows, stack_rows


class CrossValidation(NamedTuple):
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
    dataset: Dataset, settings: Settings, labelled: LabelledFolds, *, stop: Callable[[], bool] | None = None
) -> CrossValidation:
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
    repeats = folds.shape[1]
    count = int(folds.max()) + 1
    held_out = folds[:, :, None] == np.arange(count)[:, None]
    sizes = held_out.sum(axis=-1)
    starts = (settings.seed + np.arange(repeats * count).reshape(repeats, count)) % (MAX_SEED + 1)
    liking = np.empty(folds.shape)
    for size in np.unique(sizes[sizes > 0]):
        labelling, repeat, fold = np.nonzero(sizes == size)
        mask = held_out[labelling, repeat, fold]
        train, test = (np.nonzero(chosen)[1].reshape(len(mask), -1) for chosen in (~mask, mask))
        splits = LabelledSplits(labelled.labels[labelling], train, test, starts[repeat, fold])
        liking[labelling[:, None], repeat[:, None], test] = predict_test_rows(dataset, settings, splits, stop=stop)
    return _judged(labelled, liking, held_out, sizes)


class LabelledSplits(NamedTuple):
    """M networks to train, and the rows to ask them about.

    Attributes:
        labels: (M, n) 0 or 1.
        train: (M, n_train) row numbers.
        test: (M, n_test) row numbers.
        seeds: (M,).
    """

    labels: NDArray[np.int8]
    train: NDArray[np.intp]
    test: NDArray[np.intp]
    seeds: NDArray[np.int64]


def predict_test_rows(
    dataset: Dataset, settings: Settings, splits: LabelledSplits, *, stop: Callable[[], bool] | None = None
) -> NDArray[np.float64]:
    """Liking (M, n_test) of each network's test rows, by the network trained on its training rows."""
    spec = ModelSpec.of(settings, len(feature_names(settings)))
    numbers = columns(dataset.rgb, settings.inputs)
    train, test = splits.train.T, splits.test.T

    def data_of(part: slice) -> StackedRows:
        placed = place_rows(train[:, part], test[:, part], splits.seeds[part])
        return stack_rows(numbers, splits.labels[part].T, placed, settings)

    rows = len(train) + len(test)
    return scheduler.fit_many(spec, settings, data_of, splits.seeds, rows, predicting=True, stop=stop).liking.T


def called_right(liking: NDArray[np.float64], labels: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether liking is on the side of the label: above .5 for 1; never where it is no number."""
    return np.where(np.isnan(liking), False, (liking > 0.5) == (labels == 1))


def left_out_interval(scores: list[float] | NDArray[np.float64], folds: Folds) -> Interval:
    """Where the share called right may lie, from the scores of every fold of every repeat."""
    return resampled_interval(scores, 1 / (folds.count - 1), folds.colours)


def _judged(
    labelled: LabelledFolds, liking: NDArray[np.float64], held_out: NDArray[np.bool_], sizes: NDArray[np.intp]
) -> CrossValidation:
    label = labelled.labels[:, None]
    right = called_right(liking, label)
    squared = np.nan_to_num((liking - label) ** 2, nan=1.0)
    shared = np.maximum(sizes, 1)
    brier = np.einsum("mrkn,mrn->mrk", held_out, squared) / shared
    accuracy = np.einsum("mrkn,mrn->mrk", held_out, right.astype(float)) / shared
    return CrossValidation(liking, right, brier.mean(axis=(1, 2)), accuracy)
