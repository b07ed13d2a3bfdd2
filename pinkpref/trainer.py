"""The training loop: a Keras network, rows in a known order, a figure for every epoch, and a way to stop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.network import OUTPUTS, build
from pinkpref.settings import Settings

if TYPE_CHECKING:
    import keras

Weights = list[NDArray[np.float32]]

ORDER_STREAM = 1
"""Which of a seed's streams of random numbers the order of the rows is drawn from."""

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
    with _borrowed(settings, initial, training) as worker:
        for number, positions in enumerate(row_orders(settings, len(training.inputs)), 1):
            figures = worker.epoch(positions, settings.batch_size, stop or _never)
            if figures is None:
                break
            epochs.append(Epoch(*figures, *evaluate(worker.network, test)))
            weights.append(worker.network.get_weights())
            if progress:
                progress(number, epochs[-1])
            if not np.isfinite(epochs[-1]).all():
                break
    return Training(epochs, weights)


def evaluate(network: keras.Sequential, rows: Rows) -> tuple[float, float]:
    """Loss and accuracy of the network as it stands."""
    network.reset_metrics()
    network.test_on_batch(rows.inputs, rows.targets)
    return _figures(network, len(rows.targets))


class _Worker:
    """A network whose training steps are compiled: Keras's own ``train_step``, looped over inside TensorFlow.

    Looping there and not in Python is several times quicker, and leaves Python free for whoever shows the page.
    """

    def __init__(self, settings: Settings, features: int) -> None:
        import tensorflow as tf

        self.network = network = build(settings, features)
        network.optimizer.build(network.trainable_variables)
        self._fresh = [variable.numpy() for variable in network.optimizer.variables]

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
                network.train_step((tf.gather(inputs, batch), tf.gather(targets, batch)))
                return (start + batch_size,)

            tf.while_loop(lambda start: start < tf.size(positions), step, (0,))

        self._steps = steps
        self._tensor = tf.constant

    def prepare(self, settings: Settings, weights: Weights, rows: Rows) -> None:
        """Gives the network these weights, an optimizer that has not moved yet, and rows to learn from."""
        optimizer = self.network.optimizer
        for variable, value in zip(optimizer.variables, self._fresh, strict=True):
            variable.assign(value)
        optimizer.learning_rate = settings.learning_rate
        self.network.set_weights(weights)
        self._rows = [self._tensor(array) for array in rows]

    def epoch(
        self, positions: NDArray[np.intp], batch_size: int, stop: Callable[[], bool]
    ) -> tuple[float, float] | None:
        """Loss and accuracy seen during one pass, or None if it was stopped on the way."""
        self.network.reset_metrics()
        stride = batch_size * STEPS_AT_ONCE
        for start in range(0, len(positions), stride):
            if stop():
                return None
            self._steps(*self._rows, positions[start : start + stride].astype(np.int32), batch_size)
        return _figures(self.network, len(positions))


_idle: defaultdict[tuple[object, ...], list[_Worker]] = defaultdict(list)
"""Workers that nobody is using, by everything their compiled steps depend on.

Compiling takes far longer than the article's whole training, and Keras keeps the memory of every compiled network,
so workers are lent and given back instead of made anew. Every thread has its own while it trains.
"""


@contextmanager
def _borrowed(settings: Settings, initial: Weights, training: Rows) -> Iterator[_Worker]:
    """A worker of the right kind, prepared to train on these rows from the weights ``initial``."""
    features = len(initial[0])
    kind = features, settings.hidden, settings.activation, settings.loss, settings.optimizer
    try:
        worker = _idle[kind].pop()
    except IndexError:
        worker = _Worker(settings, features)
    try:
        worker.prepare(settings, initial, training)
        yield worker
    finally:
        _idle[kind].append(worker)


def _figures(network: keras.Sequential, rows: int) -> tuple[float, float]:
    """Loss and accuracy as Keras's metrics hold them, the float32 accuracy as the exact share of rows it stands for."""
    figures = network.get_metrics_result()
    return float(figures["loss"]), round(float(figures["accuracy"]) * rows) / rows


def _never() -> bool:
    return False
