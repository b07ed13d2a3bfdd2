"""The training loop: a Keras network, rows in a known order, a figure for every epoch, and a way to stop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.network import build
from pinkpref.settings import Settings

if TYPE_CHECKING:
    import keras

Weights = list[NDArray[np.float32]]

ORDER_STREAM = 1
"""Which of a seed's streams of random numbers the order of the rows is drawn from."""


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
        stop: asked before each step; once true, training ends and the epoch under way is undone.
    """
    epochs: list[Epoch] = []
    weights = [initial]
    with _borrowed(settings, training.inputs.shape[1]) as network:
        network.set_weights(initial)
        for number, positions in enumerate(row_orders(settings, len(training.inputs)), 1):
            figures = _epoch(network, training, positions, settings.batch_size, stop or _never)
            if figures is None:
                break
            epochs.append(Epoch(*figures, *evaluate(network, test)))
            weights.append(network.get_weights())
            if progress:
                progress(number, epochs[-1])
            if not np.isfinite(epochs[-1].loss):
                break
    return Training(epochs, weights)


def evaluate(network: keras.Sequential, rows: Rows) -> tuple[float, float]:
    """Loss and accuracy of the network as it stands."""
    network.reset_metrics()
    figures = network.test_on_batch(rows.inputs, rows.targets, return_dict=True)
    return float(figures["loss"]), _share(figures["accuracy"], len(rows.targets))


def _share(accuracy: float, rows: int) -> float:
    """Keras's float32 accuracy as the exact share of rows that it stands for."""
    return round(float(accuracy) * rows) / rows


class _Worker(NamedTuple):
    """A network whose training step is compiled, and its optimizer's state before any step."""

    network: keras.Sequential
    optimizer_state: list[NDArray[Any]]


_idle: defaultdict[tuple[object, ...], list[_Worker]] = defaultdict(list)
"""Workers that nobody is using, by everything their compiled step depends on.

Compiling takes far longer than the article's whole training, and Keras keeps the memory of every compiled network,
so workers are lent and given back instead of made anew. Every thread has its own while it trains.
"""


@contextmanager
def _borrowed(settings: Settings, features: int) -> Iterator[keras.Sequential]:
    """A compiled network of the right kind with a fresh optimizer; its weights are whatever the last user left."""
    kind = features, settings.hidden, settings.activation, settings.loss, settings.optimizer
    try:
        worker = _idle[kind].pop()
    except IndexError:
        network = build(settings, features)
        network.optimizer.build(network.trainable_variables)
        worker = _Worker(network, [np.array(variable) for variable in network.optimizer.variables])
    optimizer = worker.network.optimizer
    for variable, value in zip(optimizer.variables, worker.optimizer_state, strict=True):
        variable.assign(value)
    optimizer.learning_rate = settings.learning_rate
    try:
        yield worker.network
    finally:
        _idle[kind].append(worker)


def _epoch(
    network: keras.Sequential,
    rows: Rows,
    positions: NDArray[np.intp],
    batch_size: int,
    stop: Callable[[], bool],
) -> tuple[float, float] | None:
    """Loss and accuracy seen during one pass, or None if it was stopped on the way."""
    loss = accuracy = 0.0
    for start in range(0, len(positions), batch_size):
        if stop():
            return None
        batch = positions[start : start + batch_size]
        figures = network.train_on_batch(rows.inputs[batch], rows.targets[batch], return_dict=True)
        loss += figures["loss"] * len(batch)
        accuracy += figures["accuracy"] * len(batch)
    return loss / len(positions), _share(accuracy / len(positions), len(positions))


def _never() -> bool:
    return False
