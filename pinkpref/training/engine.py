"""The compiled loop: many Keras networks trained at once inside TensorFlow, as one function from state to state.

Every weight has a LAST axis of ``width`` networks, and all weights are one variable, which is less to compile. A layer
is a broadcast product and a sum, which XLA turns into loops over neighbouring networks; the losses of all networks are
differentiated together, and Keras's own optimizer applies the gradients to the stacked variable. The optimizers offered
treat each weight by itself, so each network trains as if alone.

What is compiled depends on `network.ModelSpec` and on a few `Sizes` that are rounded up; epochs, rows, batch size
within its micro-batch, learning rate, seeds and splits are data.
"""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from pinkpref.models import network
from pinkpref.models.network import ModelSpec
from pinkpref.training import tensorflow_private

if keras.backend.backend() != "tensorflow":
    raise ImportError("pinkpref trains with Keras on TensorFlow; unset KERAS_BACKEND or set it to tensorflow.")

PRODUCT_LAYER = 4096
"""From so many weights on, a layer of a lone network is a matrix product; smaller ones are quicker as loops."""
OUTPUTS_AT_ONCE = 1024
"""Rows, times width, that are evaluated at once after training or after an epoch."""


class Sizes(NamedTuple):
    """What a compiled loop depends on besides the model spec.

    Attributes:
        width: networks side by side.
        rows: room for so many rows, training and test together.
        micro_batch: rows whose gradients are computed at once.
        accumulating: whether a batch is added up from several micro-batches.
        epochs_per_call: how many epochs one call can train.
        recording: whether weights and test figures of every epoch are returned.
    """

    width: int
    rows: int
    micro_batch: int
    accumulating: bool
    epochs_per_call: int
    recording: bool


class StepRange(NamedTuple):
    """Which steps a call trains, and on what: whole epochs, or a part of one.

    Attributes:
        learning_rate: of the optimizer.
        epochs: how many epochs of the order that is given.
        first, last: from which step of an epoch to before which.
        batch: rows in a batch.
        training, total: how many training rows, and rows in all; the test rows follow the training rows.
        done: steps that the optimizer has made before.
    """

    learning_rate: float
    epochs: int
    first: int
    last: int
    batch: int
    training: int
    total: int
    done: int


class Trained(NamedTuple):
    """What a call returns: the state as a tensor, and arrays that share TensorFlow's memory.

    Attributes:
        state: (state rows, width), to go on from; the weights are its first rows.
        metrics: (epochs_per_call, 4, width) loss and accuracy of every epoch; where recording, test loss and accuracy.
        test: (2, width) test loss and test accuracy at the end; zeros where recording.
        weights: (epochs_per_call, parameters, width) after every epoch where recording; otherwise of no epochs.
    """

    state: Any
    metrics: NDArray[np.float32]
    test: NDArray[np.float32]
    weights: NDArray[np.float32]


class Loop:
    """One loop, compiled when it is made. Any number of threads may call it at once: each borrows its own variables."""

    def __init__(self, spec: ModelSpec, sizes: Sizes) -> None:
        self._spec, self._sizes = spec, sizes
        self._shapes = network.shapes(spec.layers)
        self._parameters = spec.parameters
        self._variable = tf.Variable(tf.zeros((self._parameters, sizes.width)))
        self._optimizer = network.optimizer(spec)
        self._optimizer.build([self._variable])
        self._slot_variables = tensorflow_private.slot_variables(self._optimizer)
        initial = [np.full(int(np.prod(slot.shape[:-1])) or 1, slot.numpy().flat[0]) for slot in self._slot_variables]
        self._initial_state = np.concatenate([np.zeros(self._parameters), *initial, [0, 0]], dtype=np.float32)[:, None]
        concrete = self._trace()
        self._captured = tensorflow_private.captured_variables(concrete)
        self._function = tensorflow_private.inference_function(concrete)
        self._idle: deque[list[Any]] = deque([self._captured])

    def start(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The state before any step: these weights (parameters, M) and an optimizer that has not moved."""
        return pad(np.repeat(self._initial_state, self._sizes.width, axis=1), weights)

    def rows(self, table: NDArray[np.float32]) -> Any:
        """The rows as the loop takes them, from inputs with the label as last column: (n, features + 1, M)."""
        return tf.convert_to_tensor(
            pad(np.empty((self._sizes.rows, table.shape[1], self._sizes.width), np.float32), table)
        )

    def __call__(self, state: Any, rows: Any, order: NDArray[np.int32], step_range: StepRange) -> Trained:
        """Trains the steps of ``step_range``.

        Args:
            state: (state rows, width) float32 from `start`, or from an earlier call to go on from there.
            rows: from `rows`: training rows, then test rows.
            order: (epochs_per_call, rows + micro_batch): for each epoch the training rows in the order they are seen.
            step_range: which steps.
        """
        try:
            variables = self._idle.pop()
        except IndexError:
            variables = [tf.Variable(tf.zeros_like(variable)) for variable in self._captured]
        tensors = [
            tf.convert_to_tensor(argument) for argument in (state, rows, order, np.array(step_range, np.float64))
        ]
        state, *found = tensorflow_private.call(self._function, tensors, variables)
        self._idle.append(variables)
        return Trained(state, *map(tensorflow_private.shared_array, found))

    def _trace(self) -> Any:
        """The loop as TensorFlow compiles it."""
        width, rows, micro_batch, _, epochs_per_call, _ = self._sizes
        signature = [
            tf.TensorSpec((len(self._initial_state), width), tf.float32),
            tf.TensorSpec((rows, self._spec.layers[0] + 1, width), tf.float32),
            tf.TensorSpec((epochs_per_call, rows + micro_batch), tf.int32),
            tf.TensorSpec((len(StepRange._fields),), tf.float64),
        ]
        with tensorflow_private.names_of((self._spec, self._sizes)):
            return tf.function(self._train, autograph=False, jit_compile=True).get_concrete_function(*signature)

    def _train(self, state: Any, data: Any, order: Any, arguments: Any) -> tuple[Any, ...]:
        sizes, step_range = self._sizes, StepRange(*tf.unstack(tf.cast(arguments, tf.int32)))
        loss_sum, correct_sum = self._load_state(state)
        self._optimizer.learning_rate = arguments[0]
        self._optimizer.iterations.assign(tf.cast(arguments[-1], tf.int64))
        steps = -(-step_range.training // step_range.batch)
        order_length = order.shape[1]
        order = tf.reshape(order, [-1])  # gathered from and never sliced: XLA compiles anew for every place of a slice

        def epoch(number: Any, loss_sum: Any, correct_sum: Any, metrics: Any, weights: Any) -> tuple[Any, ...]:
            resumed = step_range.first > 0  # an earlier call trained the first steps of this epoch

            def step(step_number: Any, loss_sum: Any, correct_sum: Any) -> tuple[Any, ...]:
                loss, correct = self._step(
                    data,
                    order,
                    number * order_length + step_number * step_range.batch,
                    step_number * step_range.batch,
                    step_range,
                )
                return step_number + 1, loss_sum + loss, correct_sum + correct

            sums = tf.where(resumed, loss_sum, 0), tf.where(resumed, correct_sum, 0)
            _, loss_sum, correct_sum = tf.while_loop(
                lambda step_number, *_: step_number < step_range.last, step, (step_range.first, *sums)
            )
            mean = 1 / tf.cast(step_range.training, tf.float32)
            train_metrics = tf.stack([loss_sum * mean, correct_sum * mean])
            if sizes.recording:
                test_metrics = self._evaluate(data, step_range, step_range.last == steps)
                weights = tf.tensor_scatter_nd_update(weights, [[number]], [self._variable.read_value()])
            else:
                test_metrics = tf.zeros_like(train_metrics)
            metrics = tf.tensor_scatter_nd_update(metrics, [[number]], [tf.concat([train_metrics, test_metrics], 0)])
            return number + 1, loss_sum, correct_sum, metrics, weights

        recorded = sizes.epochs_per_call if sizes.recording else 0, self._parameters, sizes.width
        start = 0, loss_sum, correct_sum, tf.zeros((sizes.epochs_per_call, 4, sizes.width)), tf.zeros(recorded)
        _, loss_sum, correct_sum, metrics, weights = tf.while_loop(
            lambda number, *_: number < step_range.epochs, epoch, start
        )
        slot_rows = [self._state_rows(slot) for slot in self._slot_variables]
        state = tf.concat([self._variable.read_value(), *slot_rows, loss_sum[None], correct_sum[None]], 0)
        test = tf.zeros((2, sizes.width)) if sizes.recording else self._evaluate(data, step_range, True)
        return state, metrics, test, weights

    def _step(self, data: Any, order: Any, position: Any, start: Any, step_range: StepRange) -> tuple[Any, Any]:
        """One step of the optimizer on the batch from row ``start`` of an epoch on, at ``position`` of the order.

        Returns:
            Sums over its rows of the losses and of the correct answers, (width,) each.
        """
        micro_batch = self._sizes.micro_batch
        batch = tf.minimum(step_range.batch, step_range.training - start)
        weights = self._weights()

        def accumulate(first: Any, loss: Any, correct: Any, *gradients: Any) -> tuple[Any, ...]:
            valid = tf.range(micro_batch) < batch - first
            rows = tf.gather(order, position + first + tf.range(micro_batch))
            rows = tf.where(valid, rows, rows[0])  # padded by a row of the same batch: its NaN spoils no other batch
            mask = tf.cast(valid, tf.float32)[:, None]
            losses, correct_rows, batch_gradients = self._gradients(weights, tf.gather(data, rows), mask)
            sums = [total + gradient for total, gradient in zip(gradients, batch_gradients, strict=True)]
            return first + micro_batch, loss + losses, correct + correct_rows, *sums

        zeros = [tf.zeros(self._sizes.width)] * 2 + [tf.zeros_like(weight) for weight in weights]
        if self._sizes.accumulating:
            sums = tf.while_loop(lambda first, *_: first < batch, accumulate, (0, *zeros))
        else:
            sums = accumulate(0, *zeros)
        _, loss, correct, *gradients = sums
        gradient = tf.concat([tf.reshape(each, (-1, self._sizes.width)) for each in gradients], 0)
        self._optimizer.apply([gradient / tf.cast(batch, tf.float32)], [self._variable])
        return loss, correct

    def _gradients(self, weights: list[Any], rows: Any, mask: Any) -> tuple[Any, Any, list[Any]]:
        """Sums over the rows of the mask: losses and correct answers (width,), and the loss's gradient by weight."""
        inputs, like = rows[:, :-1], rows[:, -1]
        with tf.GradientTape() as tape:
            tape.watch(weights)
            logits = forward(self._spec.activation, weights, inputs)

        def loss_gradient() -> tuple[Any, Any, Any]:
            with tf.GradientTape() as inner:
                inner.watch(logits)
                losses, correct = self._losses(logits, like)
            return losses, correct, inner.gradient(losses, logits)

        if self._sizes.width == 1:
            losses, correct, gradient = loss_gradient()
        else:
            # A branch that is always taken keeps XLA from computing the losses again for every weight's gradient.
            zeros = tf.zeros_like(like), tf.zeros_like(like), tf.zeros_like(logits)
            losses, correct, gradient = tf.cond(mask[0, 0] > 0, loss_gradient, lambda: zeros)
        gradients = tape.gradient(logits, weights, output_gradients=gradient * mask[:, None])
        return tf.reduce_sum(losses * mask, 0), tf.reduce_sum(correct * mask, 0), gradients

    def _losses(self, logits: Any, like: Any) -> tuple[Any, Any]:
        """Keras's loss, and 1 where the larger output is the label, of each row and network: both (rows, width)."""
        targets = tf.transpose(tf.stack([1 - like, like], 1), (0, 2, 1))
        outputs = keras.activations.sigmoid(tf.transpose(logits, (0, 2, 1)))
        losses = keras.losses.get(self._spec.loss)(targets, outputs)
        correct = (outputs[..., 1] > outputs[..., 0]) == (like > 0)
        return losses, tf.cast(correct, tf.float32)

    def _evaluate(self, data: Any, step_range: StepRange, enabled: Any) -> Any:
        """Mean loss and accuracy on the test rows, (2, width); nothing to be read where they are not asked for."""
        width = self._sizes.width
        at_once = min(self._sizes.rows, max(8, OUTPUTS_AT_ONCE // width))
        weights = self._weights()

        def block(start: Any) -> Any:
            rows = start + tf.range(at_once)
            valid = rows < step_range.total
            rows = tf.where(valid, rows, start)
            found = tf.gather(data, rows)
            logits = forward(self._spec.activation, weights, found[:, :-1])
            metrics = tf.stack(self._losses(logits, found[:, -1]))
            return tf.reduce_sum(metrics * tf.cast(valid, tf.float32)[:, None], 1)

        if at_once == self._sizes.rows:  # a loop would only be more to compile
            sums = block(step_range.training)
        else:
            start = step_range.training, tf.zeros((2, width))
            _, sums = tf.while_loop(
                lambda start, _: enabled & (start < step_range.total),
                lambda start, sums: (start + at_once, sums + block(start)),
                start,
            )
        return sums / tf.cast(step_range.total - step_range.training, tf.float32)

    def _weights(self) -> list[Any]:
        """Kernels and biases (..., width)."""
        return split(self._variable.read_value(), self._shapes)

    def _load_state(self, state: Any) -> tuple[Any, Any]:
        """Puts the state into the variable and the slots; returns the sums of the epoch under way."""
        self._variable.assign(state[: self._parameters])
        at = self._parameters
        for slot in self._slot_variables:
            if slot.shape.rank == 0:
                slot.assign(state[at, 0])
                at += 1
            else:
                slot.assign(state[at : at + self._parameters])
                at += self._parameters
        return state[at], state[at + 1]

    def _state_rows(self, slot: Any) -> Any:
        """An optimizer's variable as rows of the state."""
        width = self._sizes.width
        return tf.fill((1, width), slot.value) if slot.shape.rank == 0 else slot.value


def pad(padded: NDArray[np.float32], array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Pads an array (m, ..., M) into ``padded`` (n, ..., width), which is returned.

    The last network is repeated up to the width; the rows after the first m are never read.
    """
    rows, networks = len(array), array.shape[-1]
    padded[:rows, ..., :networks] = array
    padded[:rows, ..., networks:] = array[..., -1:]
    return padded


def compiled_forward(layers: tuple[int, ...], activation: str, width: int, rows: int) -> Any:
    """A compiled function: weights (parameters, width), inputs (rows, features, width) to (rows, 4, width).

    Those are the two outputs, and then the logits they are the sigmoids of.
    """
    shapes = network.shapes(layers)

    def compute(weights: Any, inputs: Any) -> Any:
        logits = forward(activation, split(weights, shapes), inputs)
        return tf.concat([keras.activations.sigmoid(logits), logits], 1)

    signature = (
        tf.TensorSpec((network.parameters(layers), width), tf.float32),
        tf.TensorSpec((rows, layers[0], width), tf.float32),
    )
    with tensorflow_private.names_of((layers, activation, width, rows)):
        return tf.function(compute, autograph=False, jit_compile=True).get_concrete_function(*signature)


def split(weights: Any, shapes: list[tuple[int, ...]]) -> list[Any]:
    """Kernels (into, out, width) and biases (out, width) from all weights in rows (parameters, width)."""
    width = weights.shape[-1]
    pieces = tf.split(weights, [int(np.prod(shape)) for shape in shapes])
    return [tf.reshape(piece, (*shape, width)) for piece, shape in zip(pieces, shapes, strict=True)]


def forward(activation: str, weights: list[Any], inputs: Any) -> Any:
    """The logits of the two sigmoid outputs, (rows, 2, width), for inputs (rows, features, width).

    Args:
        activation: of the hidden layers, as Keras spells it.
        weights: kernels (into, out, width) and biases (out, width), by layer.
        inputs: of each row and network.
    """
    activations = inputs
    for layer, (kernel, bias) in enumerate(zip(weights[::2], weights[1::2], strict=True)):
        if layer:
            activations = keras.activations.get(activation)(activations)
        activations = _product(activations, kernel) + bias
    return activations


def _product(activations: Any, kernel: Any) -> Any:
    into, out, width = kernel.shape
    if width == 1 and into * out >= PRODUCT_LAYER:
        return tf.matmul(activations[:, :, 0], kernel[:, :, 0])[:, :, None]
    return tf.reduce_sum(activations[:, :, None, :] * kernel, 1)
