"""The compiled loop: many Keras networks trained at once inside TensorFlow, as one function from state to state.

Every weight has a LAST axis of ``lanes`` networks. A layer is a broadcast product and a sum, which XLA turns into loops
over neighbouring networks; the losses of all networks are differentiated together, and Keras's own optimizer applies
the gradients to the stacked variables. The optimizers offered treat each weight by itself, so each network trains as if
alone.

What is compiled depends on `network.Kind` and on a few `Sizes` that are rounded up; epochs, rows, batch size within its
chunk, learning rate, seeds and splits are data.
"""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from pinkpref.models import network
from pinkpref.models.network import Kind

if keras.backend.backend() != "tensorflow":
    raise ImportError("pinkpref trains with Keras on TensorFlow; unset KERAS_BACKEND or set it to tensorflow.")

PRODUCT_LAYER = 4096
"""From so many weights on, a layer of a lone network is a matrix product; smaller ones are quicker as loops."""
MEASURED_AT_ONCE = 1024
"""Outputs of networks, rows times lanes, that are measured at once after training or after an epoch."""


class Sizes(NamedTuple):
    """What a compiled loop depends on besides the kind of network.

    Attributes:
        lanes: networks side by side.
        rows: room for so many rows, training and test together.
        chunk: rows whose gradients are computed at once.
        chunked: whether a batch is added up from several chunks.
        slots: epochs that one call can train.
        recording: whether weights and test figures of every epoch are returned.
    """

    lanes: int
    rows: int
    chunk: int
    chunked: bool
    slots: int
    recording: bool


class Span(NamedTuple):
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
        state: (state rows, lanes), to go on from; the weights are its first rows.
        figures: (slots, 4, lanes) loss and accuracy of every epoch, then, where recording, test loss and accuracy.
        test: (2, lanes) test loss and test accuracy at the end; where recording, only if no epoch was trained.
        weights: (slots, parameters, lanes) after every epoch where recording, otherwise empty.
    """

    state: Any
    figures: NDArray[np.float32]
    test: NDArray[np.float32]
    weights: NDArray[np.float32]


class Loop:
    """One loop, compiled when it is made. Any number of threads may call it at once: each borrows its own variables."""

    def __init__(self, kind: Kind, sizes: Sizes) -> None:
        self._kind, self._sizes = kind, sizes
        self._shapes = network.shapes(kind.layers)
        self._parameters = kind.parameters
        lone = sizes.lanes == 1  # one variable for all weights is quicker for one network, and slower for many
        self._variables = [
            tf.Variable(tf.zeros((*shape, sizes.lanes))) for shape in ([(self._parameters,)] if lone else self._shapes)
        ]
        self._optimizer = network.optimizer(kind)
        self._optimizer.build(self._variables)
        self._slots = self._optimizer.variables[2:]  # before them come the count of steps and the learning rate
        fresh = [np.full(int(np.prod(slot.shape[:-1])) or 1, slot.numpy().flat[0]) for slot in self._slots]
        self._fresh = np.concatenate([np.zeros(self._parameters), *fresh, [0, 0]], dtype=np.float32)[:, None]
        concrete = self._traced()
        self._function = concrete.inference_fn
        self._captured = [
            next(v for v in concrete.variables if v.handle is handle) for handle in concrete.captured_inputs
        ]
        self._idle: deque[list[Any]] = deque()

    def start(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The state before any step: these weights (parameters, M) and an optimizer that has not moved."""
        return fill(np.repeat(self._fresh, self._sizes.lanes, axis=1), weights)

    def rows(self, table: NDArray[np.float32]) -> Any:
        """The rows as the loop takes them, from inputs with the label as last column: (n, features + 1, M)."""
        return tf.convert_to_tensor(
            fill(np.empty((self._sizes.rows, table.shape[1], self._sizes.lanes), np.float32), table)
        )

    def __call__(self, state: Any, rows: Any, order: NDArray[np.int32], span: Span) -> Trained:
        """Trains the steps of ``span``.

        Args:
            state: (state rows, lanes) float32 from `start`, or from an earlier call to go on from there.
            rows: from `rows`: training rows, then test rows.
            order: (slots, rows + chunk): for each epoch the training rows in the order they are seen.
            span: which steps.
        """
        try:
            variables = self._idle.pop()
        except IndexError:
            variables = [tf.Variable(tf.zeros_like(variable)) for variable in self._captured]
        tensors = [tf.convert_to_tensor(argument) for argument in (state, rows, order, np.array(span, np.float64))]
        state, *found = self._function.call_preflattened([*tensors, *(variable.handle for variable in variables)])
        self._idle.append(variables)
        return Trained(state, *(np.asarray(memoryview(tensor)) for tensor in found))

    def _traced(self) -> Any:
        """The loop as TensorFlow compiles it."""
        lanes, rows, chunk, _, slots, _ = self._sizes
        signature = [
            tf.TensorSpec((len(self._fresh), lanes), tf.float32),
            tf.TensorSpec((rows, self._kind.layers[0] + 1, lanes), tf.float32),
            tf.TensorSpec((slots, rows + chunk), tf.int32),
            tf.TensorSpec((len(Span._fields),), tf.float64),
        ]
        return tf.function(self._train, autograph=False, jit_compile=True).get_concrete_function(*signature)

    def _train(self, state: Any, table: Any, order: Any, numbers: Any) -> tuple[Any, ...]:
        sizes, span = self._sizes, Span(*tf.unstack(tf.cast(numbers, tf.int32)))
        seen, right = self._unpack(state)
        self._optimizer.learning_rate = numbers[0]
        self._optimizer.iterations.assign(tf.cast(numbers[-1], tf.int64))
        steps = -(-span.training // span.batch)
        width = order.shape[1]
        order = tf.reshape(order, [-1])  # gathered from and never sliced: XLA compiles anew for every place of a slice

        def epoch(number: Any, seen: Any, right: Any, figures: Any, weights: Any) -> tuple[Any, ...]:
            begun = span.first > 0  # the epoch was, in an earlier call

            def step(at: Any, seen: Any, right: Any) -> tuple[Any, ...]:
                loss, hits = self._step(table, order, number * width + at * span.batch, at * span.batch, span)
                return at + 1, seen + loss, right + hits

            sums = tf.where(begun, seen, 0), tf.where(begun, right, 0)
            _, seen, right = tf.while_loop(lambda at, *_: at < span.last, step, (span.first, *sums))
            mean = 1 / tf.cast(span.training, tf.float32)
            row = tf.stack([seen * mean, right * mean])
            if sizes.recording:
                measured = self._measured(table, span, span.last == steps)
                weights = tf.tensor_scatter_nd_update(weights, [[number]], [self._flat(self._variables)])
            else:
                measured = tf.zeros_like(row)
            figures = tf.tensor_scatter_nd_update(figures, [[number]], [tf.concat([row, measured], 0)])
            return number + 1, seen, right, figures, weights

        recorded = (sizes.slots, self._parameters, sizes.lanes) if sizes.recording else (0, 0, 0)
        start = 0, seen, right, tf.zeros((sizes.slots, 4, sizes.lanes)), tf.zeros(recorded)
        _, seen, right, figures, weights = tf.while_loop(lambda number, *_: number < span.epochs, epoch, start)
        slots = [self._rows(slot) for slot in self._slots]
        state = tf.concat([self._flat(self._variables), *slots, seen[None], right[None]], 0)
        test = self._measured(table, span, span.epochs == 0 if sizes.recording else True)
        return state, figures, test, weights

    def _step(self, table: Any, order: Any, place: Any, start: Any, span: Span) -> tuple[Any, Any]:
        """One step of the optimizer on the batch from row ``start`` of an epoch on, at ``place`` of the order.

        Returns:
            Sums of the losses and of the hits of its rows, (lanes,) each.
        """
        chunk = self._sizes.chunk
        batch = tf.minimum(span.batch, span.training - start)
        parts = self._parts()

        def added_up(at: Any, loss: Any, hits: Any, *gradients: Any) -> tuple[Any, ...]:
            within = tf.range(chunk) < batch - at
            rows = tf.gather(order, place + at + tf.range(chunk))
            rows = tf.where(within, rows, rows[0])  # a row of the same batch: what is no number there spoils no other
            share = tf.cast(within, tf.float32)[:, None]
            losses, right, slopes = self._gradients(parts, tf.gather(table, rows), share)
            sums = [total + slope for total, slope in zip(gradients, slopes, strict=True)]
            return at + chunk, loss + losses, hits + right, *sums

        none = [tf.zeros(self._sizes.lanes)] * 2 + [tf.zeros_like(part) for part in parts]
        if self._sizes.chunked:
            sums = tf.while_loop(lambda at, *_: at < batch, added_up, (0, *none))
        else:
            sums = added_up(0, *none)
        _, loss, hits, *gradients = sums
        gradients = [gradient / tf.cast(batch, tf.float32) for gradient in gradients]
        if len(self._variables) == 1:
            gradients = [self._flat(gradients)]
        self._optimizer.apply(gradients, self._variables)
        return loss, hits

    def _gradients(self, parts: list[Any], rows: Any, share: Any) -> tuple[Any, Any, list[Any]]:
        """Sums over the rows that have a share: losses (lanes,), hits (lanes,), and the slope of the first by part."""
        inputs, liked = rows[:, :-1], rows[:, -1]
        with tf.GradientTape() as tape:
            tape.watch(parts)
            logits = weighed(self._kind.activation, parts, inputs)

        def slopes() -> tuple[Any, Any, Any]:
            with tf.GradientTape() as inner:
                inner.watch(logits)
                losses, hits = self._losses(logits, liked)
            return losses, hits, inner.gradient(losses, logits)

        if self._sizes.lanes == 1:
            losses, hits, slope = slopes()
        else:
            # A branch that is always taken keeps XLA from computing the losses anew for every weight they bear on.
            nothing = tf.zeros_like(liked), tf.zeros_like(liked), tf.zeros_like(logits)
            losses, hits, slope = tf.cond(share[0, 0] > 0, slopes, lambda: nothing)
        gradients = tape.gradient(logits, parts, output_gradients=slope * share[:, None])
        return tf.reduce_sum(losses * share, 0), tf.reduce_sum(hits * share, 0), gradients

    def _losses(self, logits: Any, liked: Any) -> tuple[Any, Any]:
        """Keras's loss, and 1 where the larger output is the label, of each row and network: both (rows, lanes)."""
        targets = tf.transpose(tf.stack([1 - liked, liked], 1), (0, 2, 1))
        outputs = keras.activations.sigmoid(tf.transpose(logits, (0, 2, 1)))
        losses = keras.losses.get(self._kind.loss)(targets, outputs)
        hits = (outputs[..., 1] > outputs[..., 0]) == (liked > 0)
        return losses, tf.cast(hits, tf.float32)

    def _measured(self, table: Any, span: Span, wanted: Any) -> Any:
        """Mean loss and accuracy on the test rows, (2, lanes); zeros where they are not wanted."""
        lanes = self._sizes.lanes
        at_once = min(self._sizes.rows, max(8, MEASURED_AT_ONCE // lanes))
        parts = self._parts()

        def some(start: Any, sums: Any) -> tuple[Any, Any]:
            rows = start + tf.range(at_once)
            within = rows < span.total
            rows = tf.where(within, rows, start)
            found = tf.gather(table, rows)
            logits = weighed(self._kind.activation, parts, found[:, :-1])
            figures = tf.stack(self._losses(logits, found[:, -1]))
            return start + at_once, sums + tf.reduce_sum(figures * tf.cast(within, tf.float32)[:, None], 1)

        start = span.training, tf.zeros((2, lanes))
        _, sums = tf.while_loop(lambda start, _: wanted & (start < span.total), some, start)
        return sums / tf.cast(span.total - span.training, tf.float32)

    def _parts(self) -> list[Any]:
        """Kernels and biases (..., lanes), whether they are variables of their own or not."""
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
        for slot in self._slots:
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
        lanes = self._sizes.lanes
        return tf.fill((1, lanes), slot.value) if slot.shape.rank == 0 else tf.reshape(slot.value, (-1, lanes))

    def _flat(self, parts: list[Any]) -> Any:
        return tf.concat([tf.reshape(part, (-1, self._sizes.lanes)) for part in parts], 0)


def fill(room: NDArray[np.float32], array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Puts an array (m, ..., M) into the first rows of a room (n, ..., lanes), and returns the room.

    Lanes to spare repeat the last network. The rows to spare are never read.
    """
    rows, networks = len(array), array.shape[-1]
    room[:rows, ..., :networks] = array
    room[:rows, ..., networks:] = array[..., -1:]
    return room


def forward(layers: tuple[int, ...], activation: str, lanes: int, rows: int) -> Any:
    """A compiled function: weights (parameters, lanes), inputs (rows, features, lanes) to outputs (rows, 2, lanes)."""
    shapes = network.shapes(layers)

    def compute(weights: Any, inputs: Any) -> Any:
        return keras.activations.sigmoid(weighed(activation, split(weights, shapes), inputs))

    signature = (
        tf.TensorSpec((network.parameters(layers), lanes), tf.float32),
        tf.TensorSpec((rows, layers[0], lanes), tf.float32),
    )
    return tf.function(compute, autograph=False, jit_compile=True).get_concrete_function(*signature)


def slopes(loss: str, like: NDArray[np.int64], sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """How each row's loss changes with the sums (m, 2) below its sigmoid outputs; a row of zeros teaches nothing."""
    given = tf.constant(sums)
    with tf.GradientTape() as tape:
        tape.watch(given)
        value = keras.losses.get(loss)(tf.one_hot(like, network.OUTPUTS), keras.activations.sigmoid(given))
    return np.asarray(tape.gradient(value, given))


def split(weights: Any, shapes: list[tuple[int, ...]]) -> list[Any]:
    """Kernels (into, out, lanes) and biases (out, lanes) from all weights in rows (parameters, lanes)."""
    lanes = weights.shape[-1]
    pieces = tf.split(weights, [int(np.prod(shape)) for shape in shapes])
    return [tf.reshape(piece, (*shape, lanes)) for piece, shape in zip(pieces, shapes, strict=True)]


def weighed(activation: str, parts: list[Any], inputs: Any) -> Any:
    """What the two sigmoid outputs are made from, (rows, 2, lanes), for inputs (rows, features, lanes).

    Args:
        activation: of the hidden layers, as Keras spells it.
        parts: kernels (into, out, lanes) and biases (out, lanes), by layer.
        inputs: of each row and network.
    """
    signal = inputs
    for layer, (kernel, bias) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        if layer:
            signal = keras.activations.get(activation)(signal)
        signal = _product(signal, kernel) + bias
    return signal


def _product(signal: Any, kernel: Any) -> Any:
    into, out, lanes = kernel.shape
    if lanes == 1 and into * out >= PRODUCT_LAYER:
        return tf.matmul(signal[:, :, 0], kernel[:, :, 0])[:, :, None]
    return tf.reduce_sum(signal[:, :, None, :] * kernel, 1)
