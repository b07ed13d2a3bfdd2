"""One training in pieces of some tenths of a second: each can be made in another process, from where the last one left.

`train` makes them one after the other, here. Wherever they are made, and however long they are, a training is the same
to the last bit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.models import Settings, network
from pinkpref.models.features import Preprocessing, columns, splits
from pinkpref.models.network import ModelSpec, spec_of
from pinkpref.tables import Dataset
from pinkpref.training import memory, scheduler
from pinkpref.training.run import Run, exact_shares
from pinkpref.training.scheduler import Checkpoint
from pinkpref.training.stacked_rows import RowNumbers, StackedRows, place_rows, stack_rows

Progress = Callable[[float, NDArray[np.float32]], None]
"""Hears the share of all steps that is done, in [0, 1], and the metrics (epochs, 4) of the epochs completed so far:
loss, accuracy, test loss, test accuracy."""


class Start(NamedTuple):
    """What is settled before the first step: `Run` says what each is."""

    preprocessing: Preprocessing
    parameters: NDArray[np.float32]
    placed_rows: NDArray[np.intp]
    train_rows: NDArray[np.intp]
    test_rows: NDArray[np.intp]


class Piece(NamedTuple):
    """What one piece of a training gives.

    Attributes:
        start: only from the first piece.
        metrics: (epochs, 4) of the epochs that it completed; the last may be no numbers.
        parameters: (epochs, parameters) after each of them.
        test: (2,) test loss and test accuracy of the untrained network, where there are no epochs; otherwise zeros.
        share: of all steps of the training, the share that is done.
        checkpoint: where the next piece begins; None if there is none.
    """

    start: Start | None
    metrics: NDArray[np.float32]
    parameters: NDArray[np.float32]
    test: NDArray[np.float32]
    share: float
    checkpoint: Checkpoint | None


class Pieces:
    """The pieces of one training so far, put together."""

    def __init__(self, dataset: Dataset, settings: Settings) -> None:
        self.dataset, self.settings = dataset, settings
        self._taken: list[Piece] = []

    def take(self, piece: Piece) -> None:
        """Puts the next piece to the others."""
        self._taken.append(piece)

    @property
    def metrics(self) -> NDArray[np.float32]:
        """(epochs, 4) of the epochs completed so far."""
        return np.concatenate([np.empty((0, 4), np.float32), *(piece.metrics for piece in self._taken)])

    def run(self) -> Run:
        """What has come of the training; there is a piece at least."""
        start, metrics = self._taken[0].start, self.metrics
        if start is None:
            raise ValueError("The first piece of a training is missing.")
        test_loss, test_accuracy = metrics[-1, 2:] if len(metrics) else self._taken[-1].test
        return Run(
            dataset=self.dataset,
            settings=self.settings,
            metrics=metrics,
            test_loss=float(test_loss),
            test_accuracy=float(exact_shares(test_accuracy, test_loss, len(start.test_rows))),
            preprocessing=start.preprocessing,
            parameters=np.concatenate([start.parameters[None], *(piece.parameters for piece in self._taken)]),
            placed_rows=start.placed_rows,
            train_rows=start.train_rows,
            test_rows=start.test_rows,
        )


def train(
    dataset: Dataset,
    settings: Settings,
    *,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Run:
    """Splits the rows, trains the network of ``settings`` with Keras, and measures it on the test rows.

    The same dataset and settings give the same metrics on every run.

    Args:
        dataset: rated colours, from `read_csv`.
        settings: how to train.
        progress: called about every tenth of a second.
        stop: asked as often; once true, training ends and keeps the epochs that were completed.

    Raises:
        ValueError: the test share leaves fewer than two training rows, or there is too little memory.
    """
    found = Pieces(dataset, settings)
    if stop and stop():
        found.take(untrained(dataset, settings))
        return found.run()
    for piece in pieces(dataset, settings):
        found.take(piece)
        if progress:
            progress(piece.share, found.metrics)
        if stop and stop():
            break
    if not len(found.metrics):
        found.take(untrained(dataset, settings))
    return found.run()


def pieces(
    dataset: Dataset, settings: Settings, checkpoint: Checkpoint | None = None, *, seconds: float = 0.0
) -> Iterator[Piece]:
    """The pieces of a training, or what is left of them from a checkpoint on.

    Args:
        dataset: rated colours.
        settings: how to train.
        checkpoint: of the last piece there is; without, the training begins.
        seconds: about how long each piece takes, a tenth of a second at least.

    Raises:
        ValueError: as `train`.
    """
    spec = spec_of(settings)
    memory.refuse_what_does_not_fit(memory.need_of_one(spec, len(dataset), settings.epochs))
    start, rows, table = _begin(dataset, settings, spec)
    initial = start.parameters[:, None]
    training = scheduler.fit(
        spec, settings, table, initial, epochs=settings.epochs, recording=True, checkpoint=checkpoint
    )
    del table, rows  # `fit` lets go of the table too once it stands in TensorFlow's memory
    first = start if checkpoint is None else None
    metrics, parameters, begun = [], [], time.perf_counter()
    for call in training:
        metrics.append(call.metrics[..., 0])
        parameters.append(call.recorded[..., 0].copy())  # a view would keep all that the call had room for
        over = call.share == 1 or not np.isfinite(call.metrics).all()
        if over or time.perf_counter() - begun >= seconds:
            yield _piece(first, metrics, parameters, call, over)
            if over:
                return
            first, metrics, parameters, begun = None, [], [], time.perf_counter()


def untrained(dataset: Dataset, settings: Settings) -> Piece:
    """The piece of a training that was stopped before its first epoch was complete."""
    spec = spec_of(settings)
    start, _, table = _begin(dataset, settings, spec)
    (call,) = scheduler.fit(spec, settings, table, start.parameters[:, None], epochs=0, recording=False)
    return _piece(start, [call.metrics[..., 0]], [call.recorded[..., 0]], call, over=True)


def _begin(dataset: Dataset, settings: Settings, spec: ModelSpec) -> tuple[Start, RowNumbers, StackedRows]:
    rows = place_rows(*splits(len(dataset), settings, [settings.split_seed]), [settings.seed])
    table = stack_rows(columns(dataset.rgb, settings.inputs), dataset.like, rows, settings)
    start = Start(
        Preprocessing(settings.inputs, table.offset[:, 0], table.scale[:, 0]),
        network.initial_weights(spec, [settings.seed])[:, 0],
        rows.placed[:, 0],
        rows.train[:, 0],
        rows.test[:, 0],
    )
    return start, rows, table


def _piece(
    start: Start | None,
    metrics: list[NDArray[np.float32]],
    parameters: list[NDArray[np.float32]],
    call: scheduler.CallResult,
    over: bool,
) -> Piece:
    """A piece of these calls, of which ``call`` is the last; nothing is kept after the first that is no number."""
    every = np.concatenate(metrics)
    epochs = int(1 + np.isfinite(every).all(axis=1).cumprod().sum())
    checkpoint = None if over else call.checkpoint._replace(state=np.array(memoryview(call.checkpoint.state)))
    return Piece(
        start, every[:epochs], np.concatenate(parameters)[:epochs], call.test[:, 0].copy(), call.share, checkpoint
    )
