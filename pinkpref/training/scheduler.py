"""Training as the rest of pinkpref asks for it: a lone network epoch by epoch, or thousands shared out over the cores.

In what sizes loops are compiled and which steps go into one call is decided here, and computed in `engine`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.models import Settings
from pinkpref.models.network import OUTPUTS, ModelSpec, initial_weights, spec_of
from pinkpref.training import padded_units
from pinkpref.training.inference import logits
from pinkpref.training.stack_sizes import fitting_width, full_stacks, padded_rows, stack_width, widest_stack
from pinkpref.training.stacked_rows import EpochOrders, StackedRows

if TYPE_CHECKING:
    from pinkpref.training.engine import Loop, Sizes

LARGEST_MICRO_BATCH = 64
"""Rows whose gradients are computed at once; a larger batch is added up from micro-batches of so many."""
MOST_EPOCHS_PER_CALL = 64
KEPT_LOOPS = 64
"""Compiled loops that are kept; TensorFlow never gives back all the memory of one."""
SECONDS_A_CALL = 0.1
"""About how long one call into TensorFlow lasts: a training can be stopped between two calls."""

SECONDS_BETWEEN_STEPS, SECONDS_A_PARAMETER = 2e-6, 5e-10
"""About how long a step takes besides its sums, and for each parameter and row."""

_most_threads: int | None = None


class EpochMetrics(NamedTuple):
    """Loss and accuracy of one epoch: seen while training, and on the test rows after it."""

    loss: float
    accuracy: float
    test_loss: float
    test_accuracy: float


class Checkpoint(NamedTuple):
    """Where a training stands between two calls: all that it takes to go on, in this process or in another.

    Attributes:
        epoch: how many epochs are done.
        step: how many steps of the next one are done.
        state: (state rows, width) weights, of padded hidden units too, and optimizer; a tensor or an array.
        orders: `EpochOrders.state` at the beginning of the next epoch.
    """

    epoch: int
    step: int
    state: Any
    orders: Mapping[str, Any]


class CallResult(NamedTuple):
    """What one call trained, and how far the training has come.

    Attributes:
        metrics: (epochs, 4, M): `EpochMetrics` of the epochs that this call completed.
        test: (2, M) test loss and accuracy now; where recording, zeros.
        checkpoint: what the next call goes on from; its state is a tensor.
        recorded: (epochs, parameters, M) the weights after each of those epochs, where recording.
        share: of all steps, the share that is done.
    """

    metrics: NDArray[np.float32]
    test: NDArray[np.float32]
    checkpoint: Checkpoint
    recorded: NDArray[np.float32]
    share: float


def fit(
    spec: ModelSpec,
    settings: Settings,
    data: StackedRows,
    initial: NDArray[np.float32],
    *,
    epochs: int,
    recording: bool,
    checkpoint: Checkpoint | None = None,
) -> Iterator[CallResult]:
    """Trains networks from their initial weights (parameters, M), a call of about a tenth of a second at a time.

    Each network trains as Keras ``fit(shuffle=False)`` does on its rows laid out by `EpochOrders`: an epoch's loss and
    accuracy are means over its batches, weighted by their rows. With no epochs at all the networks are only measured.
    With a checkpoint it goes on from there, to the same last bit as if nothing had come between.
    """
    from pinkpref.training.engine import StepRange

    total, _, networks = data.rows.shape
    training = data.training
    batch = min(settings.batch_size, training)
    steps = -(-training // batch)
    compiled, real = padded_units.padded(spec), padded_units.rows(spec)
    sizes = _sizes(compiled, networks, total, batch, recording)
    loop, initial = _loop(compiled, sizes), padded_units.pad(spec, initial)
    rows = loop.rows(data.rows)
    del data  # on a large dataset it is as large
    epoch, step, state, drawn = checkpoint or Checkpoint(0, 0, loop.start(initial), EpochOrders(training).state)
    orders = EpochOrders(training, drawn)
    order = np.zeros((sizes.epochs_per_call, sizes.rows + sizes.micro_batch), np.int32)
    if step:
        order[:1, :training] = orders.next(1)
    pace = _Pace(compiled, sizes)
    while True:
        whole, first, last = pace.next(epochs - epoch, step, steps)
        if first == 0:
            drawn = orders.state
            order[:whole, :training] = orders.next(whole)
        begun = time.perf_counter()
        step_range = StepRange(
            settings.learning_rate, whole, first, last, batch, training, total, epoch * steps + first
        )
        trained = loop(state, rows, order, step_range)
        state = trained.state
        pace.took(time.perf_counter() - begun, whole * (last - first))
        step = last % steps
        done = whole if step == 0 else 0
        epoch += done
        yield CallResult(
            trained.metrics[:done, :, :networks],
            trained.test[:, :networks],
            Checkpoint(epoch, step, state, drawn if step else orders.state),
            trained.weights[:done, real, :networks],
            (epoch * steps + step) / max(1, epochs * steps),
        )
        if epoch == epochs:
            return


class Fitted(NamedTuple):
    """What is left of M networks trained at once.

    Attributes:
        loss, accuracy: (epochs, M), seen while training.
        test_loss, test_accuracy: (M,), after it.
        parameters: (parameters, M).
        offset, scale: (features, M).
        logits: (n_test, 2, M) of the test rows, where asked for; otherwise (0, 2, M).
    """

    loss: NDArray[np.float32]
    accuracy: NDArray[np.float32]
    test_loss: NDArray[np.float32]
    test_accuracy: NDArray[np.float32]
    parameters: NDArray[np.float32]
    offset: NDArray[np.float64]
    scale: NDArray[np.float64]
    logits: NDArray[np.float32]


class Stopped(Exception):  # noqa: N818 (no error: it was asked for)
    """Training was asked to stop before its end."""


def fit_many(
    spec: ModelSpec,
    settings: Settings,
    data_of: Callable[[slice], StackedRows],
    seeds: NDArray[np.int64],
    rows: int,
    *,
    predicting: bool = False,
    stop: Callable[[], bool] | None = None,
) -> Fitted:
    """Trains networks with these seeds (M,), shared out in stacks that fit the cache, a thread for each core.

    Args:
        spec: of every network.
        settings: of every network; its own seeds are not read.
        data_of: what the networks of a part of the seeds train on; it is gathered when their turn comes.
        seeds: (M,).
        rows: that each network is given, training and test rows together.
        predicting: whether to tell each network's logits of its test rows.
        stop: asked about every tenth of a second.

    Raises:
        Stopped: ``stop`` said so.
    """

    def train(part: slice) -> Fitted:
        data = data_of(part)
        initial = initial_weights(spec, seeds[part])
        metrics = []
        for call in fit(spec, settings, data, initial, epochs=settings.epochs, recording=False):
            metrics.append(call.metrics[:, :2].copy())
            if stop and stop():
                raise Stopped
        loss, accuracy = np.concatenate(metrics).transpose(1, 0, 2)
        state = np.asarray(memoryview(call.checkpoint.state))[: padded_units.padded(spec).parameters, : loss.shape[1]]
        parameters = state[padded_units.rows(spec)].copy()
        test_loss, test_accuracy = call.test
        predicted = np.empty((0, OUTPUTS, loss.shape[1]), np.float32)
        if predicting:
            predicted = logits(spec, parameters, data.rows[data.training :, :-1])
        return Fitted(loss, accuracy, test_loss, test_accuracy, parameters, data.offset, data.scale, predicted)

    threads = min(cores(), len(seeds))
    width = fitting_width(-(-len(seeds) // threads), widest_stack(spec, rows))
    ends = np.linspace(0, len(seeds), -(-len(seeds) // width) + 1).astype(int)
    parts = map(slice, ends[:-1], ends[1:])
    if threads == 1:  # in this thread, which is the one that ``stop`` is asked in
        return _together(map(train, parts))
    with ThreadPoolExecutor(threads) as pool:
        return _together(pool.map(train, parts))


def _together(stacks: Iterable[Fitted]) -> Fitted:
    return Fitted(*(np.concatenate(arrays, axis=-1) for arrays in zip(*stacks, strict=True)))


def in_full_stacks(settings: Settings, rows: int, networks: int) -> int:
    """About so many networks, each with so many rows, as fill the stacks that they train in."""
    return full_stacks(networks, widest_stack(spec_of(settings), rows))


def seconds_in_a_stack(settings: Settings, rows: int) -> float:
    """About how long a core takes for one of many networks that train on so many rows."""
    spec = padded_units.padded(spec_of(settings))
    batch = min(settings.batch_size, rows)
    steps = settings.epochs * -(-rows // batch)
    return steps * (SECONDS_BETWEEN_STEPS / widest_stack(spec, rows) + SECONDS_A_PARAMETER * spec.parameters * batch)


def limit_threads(most: int) -> None:
    """Keeps this process from using more cores than so many at the same time."""
    global _most_threads
    _most_threads = most


def cores() -> int:
    """How many cores this process may use."""
    if _most_threads:
        return _most_threads
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Pace:
    """How many steps the next call makes, so that it takes about `SECONDS_A_CALL`; first guessed, then measured."""

    def __init__(self, spec: ModelSpec, sizes: Sizes) -> None:
        self._epochs_per_call = sizes.epochs_per_call
        a_step = SECONDS_BETWEEN_STEPS + SECONDS_A_PARAMETER * spec.parameters * sizes.width * sizes.micro_batch
        self._steps = SECONDS_A_CALL / a_step

    def next(self, epochs: int, step: int, steps: int) -> tuple[int, int, int]:
        """How many epochs, and from which step to before which: whole epochs, or a part of one."""
        if step or self._steps < steps:
            return min(1, epochs), step, min(steps, step + max(1, int(self._steps)))
        return min(self._epochs_per_call, epochs, int(self._steps // steps)), 0, steps

    def took(self, seconds: float, steps: int) -> None:
        """Learns from a call; it never grows or shrinks its guess more than fourfold at once."""
        if steps:
            measured = steps * SECONDS_A_CALL / seconds
            self._steps = float(np.clip(measured, self._steps / 4, self._steps * 4))


def _sizes(spec: ModelSpec, networks: int, total: int, batch: int, recording: bool) -> Sizes:
    """The sizes of the smallest loop that these fit into, padded."""
    from pinkpref.training.engine import Sizes

    rows = padded_rows(max(total, 32))
    micro_batch = min(LARGEST_MICRO_BATCH, 1 << (batch - 1).bit_length())
    width = stack_width(networks)
    epochs_per_call = min(
        MOST_EPOCHS_PER_CALL, 2**17 // rows, (2**20 // spec.parameters if recording else 2**16) // width
    )
    return Sizes(width, rows, micro_batch, batch > micro_batch, max(1, epochs_per_call), recording)


class _Once:
    """A loop that whoever asks first compiles, while others wait."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.loop: Loop | None = None


_once = lru_cache(maxsize=KEPT_LOOPS)(lambda _spec, _sizes: _Once())
_once_lock = threading.Lock()


def _loop(spec: ModelSpec, sizes: Sizes) -> Loop:
    from pinkpref.training.engine import Loop

    with _once_lock:
        once = _once(spec, sizes)
    with once.lock:
        if once.loop is None:
            once.loop = Loop(spec, sizes)
        return once.loop
