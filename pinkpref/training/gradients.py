"""Gradients of the loss: by layer after every epoch of a run, and by output for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pinkpref.models import network

if TYPE_CHECKING:
    from pinkpref.training.run import Run

MOST_ROWS = 1000
"""Of more training rows than this, so many stand for all."""
AT_ONCE = 2**22
"""How many activations of a layer may stand in memory at a time."""


def gradient_rows(run: Run) -> NDArray[np.intp]:
    """Row numbers of the training rows that `gradient_norms` looks at: all of them, or of many the first placed."""
    return run.placed_rows[:MOST_ROWS]


def gradient_norms(run: Run) -> NDArray[np.float64]:
    """The norm of the mean training loss's gradient in each layer's weights and biases, after every epoch.

    Returns:
        (epochs + 1, layers): the Euclidean norm of the gradient by the layer's kernel and bias together, the last
        column for the outputs. Where it is 0 the layer is not moved at all. The first row is the untrained network.
    """
    import keras
    import tensorflow as tf

    from pinkpref.training import engine

    rows = gradient_rows(run)
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
            outputs = keras.activations.sigmoid(tf.transpose(logits, (0, 2, 1)))
            losses = keras.losses.get(run.spec.loss)(tf.broadcast_to(targets, tf.shape(outputs)), outputs)
            total = tf.reduce_sum(losses)
        for whole, part in zip(sums, tape.gradient(total, weights), strict=True):
            whole += np.asarray(part)
    squares = [((part / len(rows)) ** 2).reshape(-1, networks).sum(axis=0) for part in sums]
    return np.asarray(
        np.sqrt(np.array([kernel + bias for kernel, bias in zip(squares[::2], squares[1::2], strict=True)]).T)
    )


def logit_gradients(loss: str, like: NDArray[np.int64], logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The gradient of each row's loss by its logits, the numbers (m, 2) below its sigmoid outputs: (m, 2).

    A row of zeros teaches nothing.
    """
    import keras
    import tensorflow as tf

    given = tf.constant(logits)
    with tf.GradientTape() as tape:
        tape.watch(given)
        value = keras.losses.get(loss)(tf.one_hot(like, network.OUTPUTS), keras.activations.sigmoid(given))
    return np.asarray(tape.gradient(value, given))
