"""The training loop: a Keras network, rows in a known order, a figure for every epoch, and a way to stop."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref import network
from pinkpref.network import OUTPUTS
from pinkpref.settings import Settings

Weights = list[NDArray[np.float32]]

ORDER_STREAM = 1
"""Which of a seed's streams of random numbers the order of the rows is drawn from."""

IDLE_WORKERS = 32

STEPS_AT_ONCE = 1000
"""Steps between two moments at which a training can be stopped: about a tenth of a second."""


class Rows(NamedTuple):
    """Network inputs (m, features) and one-hot targets (m, 2), both float32."""

    inputs: NDArray[np.float32]
    targets: NDArray[np.float32]


class Epoch(NamedTuple):
    """What Keras reports for one epoch: training figures seen during it, test figures after it."""

    loss: float
    accuracy: float
    test_loss: float
    test_accuracy: float


class Training(NamedTuple):
    """A finished or stopped training.

    Attributes:
        epochs: the figures of each epoch that was completed.
        weights: one entry more: the initial weights, then those after each epoch, in Keras ``get_weights`` order.
    """

    epochs: list[Epoch]
    weights: list[Weights]


def row_orders(settings: Settings, rows: int) -> Iterator[NDArray[np.intp]]:
    """The order in which each epoch sees the training rows: positions (rows,) for every epoch, from the seed.

    A longer training begins exactly as the shorter one.
    """
    generator = np.random.default_rng([settings.seed, ORDER_STREAM])
    for _ in range(settings.epochs):
        yield generator.permutation(rows)


def fit(
    settings: Settings,
    initial: Weights,
    training: Rows,
    test: Rows,
    *,
    progress: Callable[[int, Epoch], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Training:
    """Trains the network of ``settings`` as Keras ``fit(shuffle=False)`` does on rows laid out by `row_orders`.

    An epoch's training loss and accuracy are Keras's running means over its batches, weighted by their rows.

    Args:
        settings: everything in it but the split.
        initial: the weights to start from, in Keras ``get_weights`` order.
        training: the rows to learn from.
        test: the rows to measure on after each epoch.
        progress: called after each epoch with its number, from 1, and its figures.
        stop: asked before each epoch, and within long ones; once true, training ends and the epoch under way is
            left out.
    """
    epochs: list[Epoch] = []
    weights = [initial]
    if stop and stop():
        return Training(epochs, weights)
    with _borrowed(settings, training.inputs.shape[1]) as worker:
        worker.prepare(settings, initial)
        rows = worker.tensors(training)
        for number, positions in enumerate(row_orders(settings, len(training.inputs)), 1):
            figures = worker.epoch(rows, positions, settings.batch_size, stop or _never)
            if figures is None:
                break
            epochs.append(Epoch(*figures, *worker.measure(test)))
            weights.append(worker.network.get_weights())
            if progress:
                progress(number, epochs[-1])
            if not np.isfinite(epochs[-1]).all():
                break
    return Training(epochs, weights)


def evaluate(settings: Settings, weights: Weights, rows: Rows) -> tuple[float, float]:
    """Loss and accuracy on ``rows`` of the network of ``settings`` with these weights."""
    with _borrowed(settings, rows.inputs.shape[1]) as worker:
        worker.network.set_weights(weights)
        return worker.measure(rows)


def outputs(settings: Settings, weights: Weights, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Both outputs (m, 2) of the network of ``settings`` with these weights, for inputs (m, features)."""
    with _borrowed(settings, inputs.shape[1]) as worker:
        worker.network.set_weights(weights)
        return np.asarray(worker.network(inputs, training=False))


def summary(settings: Settings, features: int) -> pd.DataFrame:
    """The figures of Keras's ``model.summary()``: columns layer, type, outputs and parameters, a row for each layer."""
    with _borrowed(settings, features) as worker:
        return network.summary(worker.network)


class _Worker:
    """A network whose training steps are compiled: Keras's own ``train_step``, looped over inside TensorFlow.

    Looping there and not in Python is several times quicker, and leaves Python free for whoever shows the page.
    """

    def __init__(self, settings: Settings, features: int) -> None:
        import tensorflow as tf

        self.network = model = network.build(settings, features)
        model.optimizer.build(model.trainable_variables)
        self._fresh = [variable.numpy() for variable in model.optimizer.variables]

        @tf.function(
            input_signature=[
                tf.TensorSpec((None, features), tf.float32),
                tf.TensorSpec((None, OUTPUTS), tf.float32),
                tf.TensorSpec((None,), tf.int32),
                tf.TensorSpec((), tf.int32),
            ]
        )
        def steps(inputs: Any, targets: Any, positions: Any, batch_size: Any) -> None:
            def step(start: Any) -> tuple[Any]:
                batch = positions[start : start + batch_size]
                model.train_step((tf.gather(inputs, batch), tf.gather(targets, batch)))
                return (start + batch_size,)

            tf.while_loop(lambda start: start < tf.size(positions), step, (0,))

        self._steps = steps
        self._tensor = tf.constant

    def prepare(self, settings: Settings, weights: Weights) -> None:
        """Gives the network these weights and an optimizer that has not moved yet."""
        optimizer = self.network.optimizer
        for variable, value in zip(optimizer.variables, self._fresh, strict=True):
            variable.assign(value)
        optimizer.learning_rate = settings.learning_rate
        self.network.set_weights(weights)

    def tensors(self, rows: Rows) -> tuple[Any, Any]:
        """The rows as TensorFlow has them, made once a training; the worker keeps none when it is given back."""
        return self._tensor(rows.inputs), self._tensor(rows.targets)

    def epoch(
        self, rows: tuple[Any, Any], positions: NDArray[np.intp], batch_size: int, stop: Callable[[], bool]
    ) -> tuple[float, float] | None:
        """Loss and accuracy seen during one pass, or None if it was stopped on the way."""
        self.network.reset_metrics()
        stride = batch_size * STEPS_AT_ONCE
        for start in range(0, len(positions), stride):
            if stop():
                return None
            self._steps(*rows, positions[start : start + stride].astype(np.int32), batch_size)
        return self._figures(len(positions))

    def measure(self, rows: Rows) -> tuple[float, float]:
        """Loss and accuracy of the network as it stands."""
        self.network.reset_metrics()
        self.network.test_on_batch(rows.inputs, rows.targets)
        return self._figures(len(rows.targets))

    def _figures(self, rows: int) -> tuple[float, float]:
        """What Keras's metrics hold: the loss, and the float32 accuracy as the exact share of rows it stands for."""
        figures = self.network.get_metrics_result()
        return float(figures["loss"]), round(float(figures["accuracy"]) * rows) / rows


_idle: deque[tuple[tuple[object, ...], _Worker]] = deque(maxlen=IDLE_WORKERS)
"""Workers that nobody is using, each with everything its compiled steps depend on; the longest unused leaves first.

Compiling takes far longer than the article's whole training, and TensorFlow never gives back all the memory of a
network, so workers are lent and given back instead of made anew. Every thread has its own while it trains.
"""
_idle_lock = threading.Lock()


@contextmanager
def _borrowed(settings: Settings, features: int) -> Iterator[_Worker]:
    """A worker of the right kind; its weights are whatever the last user left."""
    kind = features, settings.hidden, settings.activation, settings.loss, settings.optimizer
    with _idle_lock:
        same = next((idle for idle in reversed(_idle) if idle[0] == kind), None)
        if same:
            _idle.remove(same)
    worker = same[1] if same else _Worker(settings, features)
    try:
        yield worker
    finally:
        with _idle_lock:
            _idle.append((kind, worker))


def _never() -> bool:
    return False
