"""The compiled loop: many Keras networks trained at once inside TensorFlow, as one function from state to state.

Every weight has a LAST axis of ``width`` networks. A layer is a broadcast product and a sum, which XLA turns into loops
over neighbouring networks; the losses of all networks are differentiated together, and Keras's own optimizer applies
the gradients to the stacked variables. The optimizers offered treat each weight by itself, so each network trains as if
alone.

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
MEASURED_AT_ONCE = 1024
"""Outputs of networks, rows times width, that are measured at once after training or after an epoch."""


class Sizes(NamedTuple):
    """What a compiled loop depends on besides the kind of network.

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
        test: (2, width) test loss and test accuracy at the end; where recording, only if no epoch was trained.
        weights: (epochs_per_call, parameters, width) after every epoch where recording, otherwise empty.
    """

    state: Any
    metrics: NDArray[np.float32]
    test: NDArray[np.float32]
    weights: NDArray[np.float32]


class Loop:
    """One loop, compiled when it is made. Any number of threads may call it at once: each borrows its own variables."""

    def __init__(self, spec: ModelSpec, sizes: Sizes) -> None:
        self._kind, self._sizes = spec, sizes
        self._shapes = network.shapes(spec.layers)
        self._parameters = spec.parameters
        lone = sizes.width == 1  # one variable for all weights is quicker for one network, and slower for many
        self._variables = [
            tf.Variable(tf.zeros((*shape, sizes.width))) for shape in ([(self._parameters,)] if lone else self._shapes)
        ]
        self._optimizer = network.optimizer(spec)
        self._optimizer.build(self._variables)
        self._slot_variables = tensorflow_private.slot_variables(self._optimizer)
        fresh = [np.full(int(np.prod(slot.shape[:-1])) or 1, slot.numpy().flat[0]) for slot in self._slot_variables]
        self._fresh = np.concatenate([np.zeros(self._parameters), *fresh, [0, 0]], dtype=np.float32)[:, None]
        concrete = self._traced()
        self._function = tensorflow_private.inference_function(concrete)
        self._captured = tensorflow_private.captured_variables(concrete)
        self._idle: deque[list[Any]] = deque()

    def start(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The state before any step: these weights (parameters, M) and an optimizer that has not moved."""
        return pad(np.repeat(self._fresh, self._sizes.width, axis=1), weights)

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

    def _traced(self) -> Any:
        """The loop as TensorFlow compiles it."""
        width, rows, micro_batch, _, epochs_per_call, _ = self._sizes
        signature = [
            tf.TensorSpec((len(self._fresh), width), tf.float32),
            tf.TensorSpec((rows, self._kind.layers[0] + 1, width), tf.float32),
            tf.TensorSpec((epochs_per_call, rows + micro_batch), tf.int32),
            tf.TensorSpec((len(StepRange._fields),), tf.float64),
        ]
        return tf.function(self._train, autograph=False, jit_compile=True).get_concrete_function(*signature)

    def _train(self, state: Any, table: Any, order: Any, numbers: Any) -> tuple[Any, ...]:
        sizes, step_range = self._sizes, StepRange(*tf.unstack(tf.cast(numbers, tf.int32)))
        seen, right = self._unpack(state)
        self._optimizer.learning_rate = numbers[0]
        self._optimizer.iterations.assign(tf.cast(numbers[-1], tf.int64))
        steps = -(-step_range.training // step_range.batch)
        order_length = order.shape[1]
        order = tf.reshape(order, [-1])  # gathered from and never sliced: XLA compiles anew for every place of a slice

        def epoch(number: Any, seen: Any, right: Any, metrics: Any, weights: Any) -> tuple[Any, ...]:
            begun = step_range.first > 0  # the epoch was, in an earlier call

            def step(at: Any, seen: Any, right: Any) -> tuple[Any, ...]:
                loss, correct = self._step(
                    table, order, number * order_length + at * step_range.batch, at * step_range.batch, step_range
                )
                return at + 1, seen + loss, right + correct

            sums = tf.where(begun, seen, 0), tf.where(begun, right, 0)
            _, seen, right = tf.while_loop(lambda at, *_: at < step_range.last, step, (step_range.first, *sums))
            mean = 1 / tf.cast(step_range.training, tf.float32)
            row = tf.stack([seen * mean, right * mean])
            if sizes.recording:
                measured = self._measured(table, step_range, step_range.last == steps)
                weights = tf.tensor_scatter_nd_update(weights, [[number]], [self._flat(self._variables)])
            else:
                measured = tf.zeros_like(row)
            metrics = tf.tensor_scatter_nd_update(metrics, [[number]], [tf.concat([row, measured], 0)])
            return number + 1, seen, right, metrics, weights

        recorded = (sizes.epochs_per_call, self._parameters, sizes.width) if sizes.recording else (0, 0, 0)
        start = 0, seen, right, tf.zeros((sizes.epochs_per_call, 4, sizes.width)), tf.zeros(recorded)
        _, seen, right, metrics, weights = tf.while_loop(lambda number, *_: number < step_range.epochs, epoch, start)
        slot_rows = [self._rows(slot) for slot in self._slot_variables]
        state = tf.concat([self._flat(self._variables), *slot_rows, seen[None], right[None]], 0)
        test = self._measured(table, step_range, step_range.epochs == 0 if sizes.recording else True)
        return state, metrics, test, weights

    def _step(self, table: Any, order: Any, place: Any, start: Any, step_range: StepRange) -> tuple[Any, Any]:
        """One step of the optimizer on the batch from row ``start`` of an epoch on, at ``place`` of the order.

        Returns:
            Sums of the losses and of the correct of its rows, (width,) each.
        """
        micro_batch = self._sizes.micro_batch
        batch = tf.minimum(step_range.batch, step_range.training - start)
        parts = self._parts()

        def added_up(at: Any, loss: Any, correct: Any, *gradients: Any) -> tuple[Any, ...]:
            within = tf.range(micro_batch) < batch - at
            rows = tf.gather(order, place + at + tf.range(micro_batch))
            rows = tf.where(within, rows, rows[0])  # a row of the same batch: what is no number there spoils no other
            share = tf.cast(within, tf.float32)[:, None]
            losses, right, parts_gradients = self._gradients(parts, tf.gather(table, rows), share)
            sums = [total + gradient for total, gradient in zip(gradients, parts_gradients, strict=True)]
            return at + micro_batch, loss + losses, correct + right, *sums

        none = [tf.zeros(self._sizes.width)] * 2 + [tf.zeros_like(part) for part in parts]
        if self._sizes.accumulating:
            sums = tf.while_loop(lambda at, *_: at < batch, added_up, (0, *none))
        else:
            sums = added_up(0, *none)
        _, loss, correct, *gradients = sums
        gradients = [gradient / tf.cast(batch, tf.float32) for gradient in gradients]
        if len(self._variables) == 1:
            gradients = [self._flat(gradients)]
        self._optimizer.apply(gradients, self._variables)
        return loss, correct

    def _gradients(self, parts: list[Any], rows: Any, share: Any) -> tuple[Any, Any, list[Any]]:
        """Sums over the rows of the mask: losses and correct answers (width,), and the loss's gradient by part."""
        inputs, liked = rows[:, :-1], rows[:, -1]
        with tf.GradientTape() as tape:
            tape.watch(parts)
            logits = forward(self._kind.activation, parts, inputs)

        def loss_gradient() -> tuple[Any, Any, Any]:
            with tf.GradientTape() as inner:
                inner.watch(logits)
                losses, correct = self._losses(logits, liked)
            return losses, correct, inner.gradient(losses, logits)

        if self._sizes.width == 1:
            losses, correct, gradient = loss_gradient()
        else:
            # A branch that is always taken keeps XLA from computing the losses anew for every weight they bear on.
            nothing = tf.zeros_like(liked), tf.zeros_like(liked), tf.zeros_like(logits)
            losses, correct, gradient = tf.cond(share[0, 0] > 0, loss_gradient, lambda: nothing)
        gradients = tape.gradient(logits, parts, output_gradients=gradient * share[:, None])
        return tf.reduce_sum(losses * share, 0), tf.reduce_sum(correct * share, 0), gradients

    def _losses(self, logits: Any, liked: Any) -> tuple[Any, Any]:
        """Keras's loss, and 1 where the larger output is the label, of each row and network: both (rows, width)."""
        targets = tf.transpose(tf.stack([1 - liked, liked], 1), (0, 2, 1))
        outputs = keras.activations.sigmoid(tf.transpose(logits, (0, 2, 1)))
        losses = keras.losses.get(self._kind.loss)(targets, outputs)
        correct = (outputs[..., 1] > outputs[..., 0]) == (liked > 0)
        return losses, tf.cast(correct, tf.float32)

    def _measured(self, table: Any, step_range: StepRange, wanted: Any) -> Any:
        """Mean loss and accuracy on the test rows, (2, width); zeros where they are not wanted."""
        width = self._sizes.width
        at_once = min(self._sizes.rows, max(8, MEASURED_AT_ONCE // width))
        parts = self._parts()

        def some(start: Any, sums: Any) -> tuple[Any, Any]:
            rows = start + tf.range(at_once)
            within = rows < step_range.total
            rows = tf.where(within, rows, start)
            found = tf.gather(table, rows)
            logits = forward(self._kind.activation, parts, found[:, :-1])
            metrics = tf.stack(self._losses(logits, found[:, -1]))
            return start + at_once, sums + tf.reduce_sum(metrics * tf.cast(within, tf.float32)[:, None], 1)

        start = step_range.training, tf.zeros((2, width))
        _, sums = tf.while_loop(lambda start, _: wanted & (start < step_range.total), some, start)
        return sums / tf.cast(step_range.total - step_range.training, tf.float32)

    def _parts(self) -> list[Any]:
        """Kernels and biases (..., width), whether they are variables of their own or not."""
        if len(self._variables) > 1:
            return [variable.read_value() for variable in self._variables]
        return split(self._variables[0].read_value(), self._shapes)

    def _unpack(self, state: Any) -> tuple[Any, Any]:
        """Puts the state into the variables; returns the sums of the epoch under way."""
        weights = state[: self._parameters]
        for variable, value in zip(
            self._variables, [weights] if len(self._variables) == 1 else split(weights, self._shapes), strict=True
        ):
            variable.assign(value)
        at = self._parameters
        for slot in self._slot_variables:
            if slot.shape.rank == 0:
                slot.assign(state[at, 0])
                at += 1
            else:
                count = int(np.prod(slot.shape[:-1]))
                slot.assign(tf.reshape(state[at : at + count], slot.shape))
                at += count
        return state[at], state[at + 1]

    def _rows(self, slot: Any) -> Any:
        """An optimizer's variable as rows of the state."""
        width = self._sizes.width
        return tf.fill((1, width), slot.value) if slot.shape.rank == 0 else tf.reshape(slot.value, (-1, width))

    def _flat(self, parts: list[Any]) -> Any:
        return tf.concat([tf.reshape(part, (-1, self._sizes.width)) for part in parts], 0)


def pad(room: NDArray[np.float32], array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Puts an array (m, ..., M) into the first rows of a room (n, ..., width), and returns the room.

    Places to spare repeat the last network. The rows to spare are never read.
    """
    rows, networks = len(array), array.shape[-1]
    room[:rows, ..., :networks] = array
    room[:rows, ..., networks:] = array[..., -1:]
    return room


def compiled_forward(layers: tuple[int, ...], activation: str, width: int, rows: int) -> Any:
    """A compiled function: weights (parameters, width), inputs (rows, features, width) to outputs (rows, 2, width)."""
    shapes = network.shapes(layers)

    def compute(weights: Any, inputs: Any) -> Any:
        return keras.activations.sigmoid(forward(activation, split(weights, shapes), inputs))

    signature = (
        tf.TensorSpec((network.parameters(layers), width), tf.float32),
        tf.TensorSpec((rows, layers[0], width), tf.float32),
    )
    return tf.function(compute, autograph=False, jit_compile=True).get_concrete_function(*signature)


def split(weights: Any, shapes: list[tuple[int, ...]]) -> list[Any]:
    """Kernels (into, out, width) and biases (out, width) from all weights in rows (parameters, width)."""
    width = weights.shape[-1]
    pieces = tf.split(weights, [int(np.prod(shape)) for shape in shapes])
    return [tf.reshape(piece, (*shape, width)) for piece, shape in zip(pieces, shapes, strict=True)]


def forward(activation: str, parts: list[Any], inputs: Any) -> Any:
    """What the two sigmoid outputs are made from, (rows, 2, width), for inputs (rows, features, width).

    Args:
        activation: of the hidden layers, as Keras spells it.
        parts: kernels (into, out, width) and biases (out, width), by layer.
        inputs: of each row and network.
    """
    signal = inputs
    for layer, (kernel, bias) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        if layer:
            signal = keras.activations.get(activation)(signal)
        signal = _product(signal, kernel) + bias
    return signal


def _product(signal: Any, kernel: Any) -> Any:
    into, out, width = kernel.shape
    if width == 1 and into * out >= PRODUCT_LAYER:
        return tf.matmul(signal[:, :, 0], kernel[:, :, 0])[:, :, None]
    return tf.reduce_sum(signal[:, :, None, :] * kernel, 1)
