"""Cross-validation of many networks at once: what each says of the rows that it was not trained on."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref.evaluation.folds import Folds, LabelledFolds
from pinkpref.evaluation.statistics import Interval, resampled_interval
from pinkpref.models import MAX_SEED, Settings
from pinkpref.models.features import columns
from pinkpref.models.network import spec_of
from pinkpref.tables import Dataset
from pinkpref.training import scheduler
from pinkpref.training.inference import liking_of_logits
from pinkpref.training.stacked_rows import StackedRows, place_rows, stack_rows


class CrossValidation(NamedTuple):
    """How networks did on rows that they were not trained on, for m labellings of the same rows.

    In every repeat each row is left out by as many networks as there are folds that a network is not trained on; the
    answers to a row are in the order of `Plan.left_out`.

    Attributes:
        liking: (m, answers, n) of each row, by networks that did not see it, repeat after repeat.
        right: (m, answers, n): whether that is the row's label; never where the network's outputs are no numbers.
        squared_error: (m, repeats, folds): of each network, the mean of (liking - label)^2 over the rows it left out;
            1 for a row whose outputs are no numbers.
        accuracy: (m, repeats, folds): of each network.
    """

    liking: NDArray[np.float64]
    right: NDArray[np.bool_]
    squared_error: NDArray[np.float64]
    accuracy: NDArray[np.float64]

    @property
    def brier(self) -> NDArray[np.float64]:
        """The mean squared error over networks, (m,). Smaller is better; .25 for who always says .5."""
        return np.asarray(self.squared_error.mean(axis=(1, 2)))

    def part(self, labellings: slice) -> CrossValidation:
        """Some of the labellings."""
        return CrossValidation(
            self.liking[labellings], self.right[labellings], self.squared_error[labellings], self.accuracy[labellings]
        )


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
    folds, plan = labelled.folds, labelled.plan
    labellings, repeats, rows = folds.shape
    networks = np.arange(plan.folds, dtype=np.int8)
    place = (folds[:, :, None] - networks[:, None]) % plan.folds
    answer = np.full(plan.folds, -1)
    answer[list(plan.left_out)] = np.arange(len(plan.left_out))
    held_out = answer[place] >= 0
    sizes = held_out.sum(axis=-1)
    starts = (settings.seed + np.arange(repeats * plan.folds).reshape(repeats, plan.folds)) % (MAX_SEED + 1)
    liking = np.empty((labellings, repeats, len(plan.left_out), rows))
    right = np.empty(liking.shape, bool)
    for size in np.unique(sizes[sizes > 0]):
        labelling, repeat, network = np.nonzero(sizes == size)
        mask = held_out[labelling, repeat, network]
        train, test = (np.nonzero(chosen)[1].reshape(len(mask), -1) for chosen in (~mask, mask))
        splits = LabelledSplits(labelled.labels[labelling], train, test, starts[repeat, network])
        logits = predict_test_rows(dataset, settings, splits, stop=stop)
        number = answer[place[labelling[:, None], repeat[:, None], network[:, None], test]]
        at = labelling[:, None], repeat[:, None], number, test
        liking[at] = liking_of_logits(logits)
        right[at] = called_right(logits, splits.labels[np.arange(len(test))[:, None], test])
    return _judged(labelled, liking, right, place)


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
) -> NDArray[np.float32]:
    """Logits (M, 2, n_test) of each network's test rows, by the network trained on its training rows."""
    spec = spec_of(settings)
    numbers = columns(dataset.rgb, settings.inputs)
    train, test = splits.train.T, splits.test.T

    def data_of(part: slice) -> StackedRows:
        placed = place_rows(train[:, part], test[:, part], splits.seeds[part])
        return stack_rows(numbers, splits.labels[part].T, placed, settings)

    rows = len(train) + len(test)
    found = scheduler.fit_many(spec, settings, data_of, splits.seeds, rows, predicting=True, stop=stop)
    return found.logits.transpose(2, 1, 0)


def called_right(logits: NDArray[np.float32], labels: ArrayLike) -> NDArray[np.bool_]:
    """Whether the label's logit is the larger one, (M, 2, n) and (M, n) to (M, n); never where one is no number.

    Outputs that float32 has rounded to the same number, 0 or 1, still have logits that differ; a true tie is wrong.
    """
    lead = logits[:, 1] - logits[:, 0]
    return np.where(np.asarray(labels) == 1, lead > 0, lead < 0)


def left_out_interval(scores: list[float] | NDArray[np.float64], folds: Folds) -> Interval:
    """Where the share of rows called right may lie, from the scores of every network of every repeat.

    Networks that leave out more rows weigh more, so that the middle is the share of all rows.
    """
    rows = folds.rows_left_out
    share = np.average(scores, weights=rows)
    weighed = share + (np.asarray(scores) - share) * rows / rows.mean()
    return resampled_interval(weighed, folds.test_to_train, folds.plan.folds, folds.groups)


def _judged(
    labelled: LabelledFolds, liking: NDArray[np.float64], right: NDArray[np.bool_], place: NDArray[np.int8]
) -> CrossValidation:
    """The answers (m, repeats, answers, n) as scores of each network; ``place`` (m, repeats, folds, n) says whose."""
    squared = np.nan_to_num((liking - labelled.labels[:, None, None]) ** 2, nan=1.0)
    shape = place.shape[:3]
    rows, wrong, hits = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for number, fold in enumerate(labelled.plan.left_out):
        asked = place == fold
        rows += asked.sum(axis=-1)
        wrong += np.einsum("mrkn,mrn->mrk", asked, squared[:, :, number])
        hits += np.einsum("mrkn,mrn->mrk", asked, right[:, :, number].astype(float))
    rows = np.maximum(rows, 1)
    answers = (len(liking), -1, liking.shape[-1])
    return CrossValidation(liking.reshape(answers), right.reshape(answers), wrong / rows, hits / rows)
