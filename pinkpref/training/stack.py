"""Thousands of trainings at once: `train_many` networks with the same Settings, other seeds, splits and labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models import MAX_SEED, Settings, features
from pinkpref.models.network import spec_of
from pinkpref.tables import Dataset
from pinkpref.training import inference, memory, scheduler
from pinkpref.training.run import exact_shares
from pinkpref.training.stack_sizes import widest_stack
from pinkpref.training.stacked_rows import StackedRows, place_rows, stack_rows


@dataclass(frozen=True, eq=False)
class Stack:
    """M networks that were trained with the same Settings, each what `train` with its seeds and labels would give.

    Attributes:
        dataset, settings: what they were trained on and how; their own seeds take the place of those in ``settings``.
        seeds, split_seeds: (M,).
        loss: (M, epochs), of the training rows, during each epoch.
        correct: (M, epochs), the share of training rows called right during each epoch, as float32 has it.
        test_loss, test_accuracy: (M,), of the trained networks on their test rows.
        train_rows: how many training rows each has.
        offset, scale: (features, M): how each network's inputs are scaled.
        parameters: (parameters, M): all trained weights and biases, in the order of Keras ``get_weights``.
    """

    dataset: Dataset
    settings: Settings
    seeds: NDArray[np.int64]
    split_seeds: NDArray[np.int64]
    loss: NDArray[np.float32]
    correct: NDArray[np.float32]
    test_loss: NDArray[np.float32]
    test_accuracy: NDArray[np.float64]
    parameters: NDArray[np.float32]
    offset: NDArray[np.float64]
    scale: NDArray[np.float64]
    train_rows: int

    @cached_property
    def accuracy(self) -> NDArray[np.float64]:
        """(M, epochs), of the training rows, during each epoch; NaN where the loss is no number."""
        return exact_shares(self.correct, self.loss, self.train_rows)

    def __len__(self) -> int:
        return len(self.seeds)

    def predict(self, rgb: ArrayLike) -> NDArray[np.float64]:
        """Liking (M, m) in [0, 1] for colours (m, 3), 0-255, by every network, as `Run.predict`."""
        inputs = features.scaled(features.columns(rgb, self.settings.inputs)[..., None], self.offset, self.scale)
        return inference.liking(inference.outputs(spec_of(self.settings), self.parameters, inputs)).T


def train_many(
    dataset: Dataset,
    settings: Settings,
    seeds: ArrayLike,
    split_seeds: ArrayLike | None = None,
    labels: ArrayLike | None = None,
) -> Stack:
    """Trains M networks at once, hundreds of thousands a second on two cores where they are small.

    Neighbouring seeds (``range(1000)``) are drawn quickest.

    Args:
        dataset: rated colours, from `read_csv`.
        settings: how to train; ``seed`` and ``split_seed`` are not read where seeds are given here.
        seeds: (M,) in the place of ``settings.seed``: initial weights and the order of the rows.
        split_seeds: (M,) in the place of ``settings.split_seed``; none: all networks share that split.
        labels: (M, n) 0 or 1 in the place of LIKE, for each network its own; none: LIKE for all.

    Raises:
        ValueError: seeds or labels have another shape or other values; the test share leaves fewer than two training
            rows; there is too little memory.
    """
    starts = _seeds(seeds, "seeds")
    splits = np.full_like(starts, settings.split_seed) if split_seeds is None else _seeds(split_seeds, "split_seeds")
    if len(starts) != len(splits):
        raise _refusal(
            N_("seeds and split_seeds must have the same length, not {one} and {other}."),
            one=len(starts),
            other=len(splits),
        )
    own = None if labels is None else _labels(labels, (len(starts), len(dataset)))
    spec = spec_of(settings)
    at_once = min(len(starts), scheduler.cores() * widest_stack(spec, len(dataset)))
    memory.refuse_what_does_not_fit(memory.need_of_many(spec, len(dataset), settings.epochs, len(starts), at_once))
    train, test = features.splits(len(dataset), settings, splits)
    numbers = features.columns(dataset.rgb, settings.inputs)

    def data_of(part: slice) -> StackedRows:
        rows = place_rows(train[:, part], test[:, part], starts[part])
        return stack_rows(numbers, dataset.like if own is None else own[part].T, rows, settings)

    trained = scheduler.fit_many(spec, settings, data_of, starts, len(dataset))
    return Stack(
        dataset=dataset,
        settings=settings,
        seeds=starts,
        split_seeds=splits,
        loss=trained.loss.T,
        correct=trained.accuracy.T,
        test_loss=trained.test_loss,
        test_accuracy=exact_shares(trained.test_accuracy, trained.test_loss, len(test)),
        parameters=trained.parameters,
        offset=trained.offset,
        scale=trained.scale,
        train_rows=len(train),
    )


def _seeds(seeds: ArrayLike, name: str) -> NDArray[np.int64]:
    values = np.asarray(seeds)
    if values.ndim != 1 or not len(values) or values.dtype.kind not in "iu":
        raise _refusal(N_("{name} must be a list of one or more whole numbers."), name=name)
    if values.min() < 0 or values.max() > MAX_SEED:
        raise _refusal(N_("{name} must lie between 0 and 4,294,967,295."), name=name)
    return values.astype(np.int64)


def _labels(labels: ArrayLike, shape: tuple[int, int]) -> NDArray[np.int64]:
    values = np.asarray(labels)
    if values.shape != shape or not np.isin(values, (0, 1)).all():
        raise _refusal(
            N_("labels must be 0 or 1, a row of {rows} for each of {networks} networks."),
            rows=shape[1],
            networks=shape[0],
        )
    return values.astype(np.int64)


def _refusal(text: str, **values: object) -> SentenceError:
    return SentenceError(Sentence(text, **values))
