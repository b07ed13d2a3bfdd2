"""What goes on inside a run while it trains: its outputs after every epoch, and how hard each layer is pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref.models import network
from pinkpref.training import scheduler

if TYPE_CHECKING:
    from pinkpref.training.run import Run

MOST_ROWS = 1000
"""Of more rows than this, so many stand for all."""
AT_ONCE = 2**22
"""How many sums of a layer may stand in memory at a time."""


def outputs(run: Run, rgb: ArrayLike) -> NDArray[np.float32]:
    """Both outputs, not liked and liked, after every epoch: (epochs + 1, m, 2) for colours (m, 3), 0-255.

    The first entry is the untrained network.
    """
    answered = scheduler.outputs(run.spec, run.parameters.T, run.inputs(rgb)[..., None])
    return np.ascontiguousarray(np.moveaxis(answered, -1, 0))


QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


def spread(run: Run) -> NDArray[np.float64]:
    """Least, lower quartile, median, upper quartile and greatest of each output over the rows, after every epoch.

    Returns:
        (5, epochs + 1, 2), the outputs not liked and liked last; over all rows, or of many over
        the first `MOST_ROWS`.
    """
    return np.asarray(np.quantile(outputs(run, run.dataset.rgb[:MOST_ROWS]), QUANTILES, axis=1))


def rows_told(run: Run) -> NDArray[np.intp]:
    """Row numbers of the training rows that `gradients` looks at: all of them, or of many the first placed."""
    return run.placed_rows[:MOST_ROWS]


def gradients(run: Run) -> NDArray[np.float64]:
    """How steep the mean training loss is in each layer's weights and biases, after every epoch.

    Returns:
        (epochs + 1, layers): the Euclidean length of the gradient by the layer's kernel and bias together, the last
        column for the outputs. Where it is 0 the layer is not moved at all. The first row is the untrained network.
    """
    import keras
    import tensorflow as tf

    from pinkpref.training import engine

    rows = rows_told(run)
    inputs, like = run.inputs(run.dataset.rgb[rows]), run.dataset.like[rows]
    shapes = network.shapes(run.spec.layers)
    weights = engine.split(tf.constant(run.parameters.T), shapes)
    networks = len(run.parameters)
    block = max(1, AT_ONCE // (networks * max(run.spec.layers)))
    sums = [np.zeros((*shape, networks)) for shape in shapes]
    for start in range(0, len(rows), block):
        some = slice(start, start + block)
        targets = tf.one_hot(like[some], network.OUTPUTS)[:, None]
        with tf.GradientTape() as tape:
            tape.watch(weights)
            logits = engine.forward(run.spec.activation, weights, tf.constant(inputs[some, :, None]))
            answered = keras.activations.sigmoid(tf.transpose(logits, (0, 2, 1)))
            losses = keras.losses.get(run.spec.loss)(tf.broadcast_to(targets, tf.shape(answered)), answered)
            total = tf.reduce_sum(losses)
        for whole, part in zip(sums, tape.gradient(total, weights), strict=True):
            whole += np.asarray(part)
    squares = [((part / len(rows)) ** 2).reshape(-1, networks).sum(axis=0) for part in sums]
    return np.asarray(
        np.sqrt(np.array([kernel + bias for kernel, bias in zip(squares[::2], squares[1::2], strict=True)]).T)
    )
