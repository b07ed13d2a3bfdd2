"""Training as the rest of pinkpref asks for it: a lone network epoch by epoch, or thousands shared out over the cores.

Which networks exist, in what sizes they are compiled, which steps go into one call: decided here, computed in `loop`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref.models.features import fit_scaling, scaled
from pinkpref.models.network import OUTPUTS, ModelSpec, initial_weights
from pinkpref.models.settings import Settings
from pinkpref.random import uniforms

if TYPE_CHECKING:
    from pinkpref.training.engine import Loop, Sizes

PLACE_STREAM = 1
"""Which of a seed's streams of random numbers decides the place of each training row."""
ORDER_STREAM = 2
"""The stream that the order of the places is drawn from, epoch by epoch; it is the same for all networks."""

WIDTHS = (64, 512, 4096)
"""Networks side by side in one stack; a lone network trains by itself."""
CACHE = 2**18
"""Numbers of weights in a stack that still leave its steps in the cache of a core."""
ROOM = 2**24
"""Numbers in the rows of a stack: more than that is too much memory for one core's share."""
LARGEST_MICRO_BATCH = 64
"""Rows whose gradients are computed at once; a larger batch is added up from micro-batches of so many."""
MOST_EPOCHS_PER_CALL = 64
KEPT_LOOPS = 64
"""Compiled loops that are kept; TensorFlow never gives back all the memory of one."""
SECONDS_A_CALL = 0.1
"""About how long one call into TensorFlow lasts: a training can be stopped between two calls."""
BLOCKS = (256, 8192)
"""Rows, times width, whose outputs are computed in one call."""


class EpochMetrics(NamedTuple):
    """Loss and accuracy of one epoch: seen while training, and on the test rows after it."""

    loss: float
    accuracy: float
    test_loss: float
    test_accuracy: float


class Rows(NamedTuple):
    """Row numbers of the dataset for M networks.

    Attributes:
        train: (n_train, M), as scikit-learn's split has them.
        placed: (n_train, M), the same rows in the places that each network's seed gives them.
        test: (n_test, M).
    """

    train: NDArray[np.intp]
    placed: NDArray[np.intp]
    test: NDArray[np.intp]


class Table(NamedTuple):
    """What networks train on: training rows in their places, then test rows.

    Attributes:
        rows: (n, features + 1, M) float32: the inputs, and last the label, 0 or 1.
        training: how many of the rows are training rows.
        offset, scale: (features, M): how the inputs were scaled.
    """

    rows: NDArray[np.float32]
    training: int
    offset: NDArray[np.float64]
    scale: NDArray[np.float64]


def placed(train: NDArray[np.intp], test: NDArray[np.intp], seeds: ArrayLike) -> Rows:
    """The split of each network, its training rows in the places that its seed gives them."""
    distinct, back = np.unique(seeds, return_inverse=True)
    places = uniforms(distinct, PLACE_STREAM, len(train)).argsort(axis=1)
    return Rows(train, np.take_along_axis(train, places[back].T, axis=0), test)


def table(columns: NDArray[np.float64], like: NDArray[np.integer], rows: Rows, settings: Settings) -> Table:
    """Gathers for each network its rows, scaled by what its own training rows say.

    Args:
        columns: (n, features), from `features.columns`.
        like: labels, (n,) for all networks or (n, M) for each its own.
        rows: from `placed`.
        settings: how to scale.
    """
    every = np.concatenate([rows.placed, rows.test])
    training, networks = rows.placed.shape
    found = np.empty((len(every), columns.shape[1] + 1, networks), np.float32)
    label = like.astype(np.float32)
    found[:, -1] = label[every] if like.ndim == 1 else np.take_along_axis(label, every, axis=0)
    if settings.scaling == "standard":
        gathered = np.stack([column[every] for column in columns.T], axis=1)
        offset, scale = fit_scaling(gathered[:training], settings)
        for number in range(columns.shape[1]):
            found[:, number] = scaled(gathered[:, number], offset[number], scale[number])
    else:
        known = fit_scaling(columns, settings)
        offset, scale = (np.repeat(part[:, None], networks, axis=1) for part in known)
        for number, (column, *how) in enumerate(zip(columns.T, *known, strict=True)):
            found[:, number] = scaled(column, *how)[every]
    return Table(found, training, offset, scale)


class Orders:
    """For each epoch the places of the training rows in the order in which they are seen, without end.

    The same for all networks: what differs is which row stands in a place. A longer training begins as a shorter one.
    """

    def __init__(self, rows: int) -> None:
        self._places = np.arange(rows, dtype=np.int32)
        self._generator = np.random.default_rng(ORDER_STREAM)

    def next(self, epochs: int) -> NDArray[np.int32]:
        """The next so many epochs, (epochs, rows)."""
        return self._generator.permuted(np.tile(self._places, (epochs, 1)), axis=1)


class Progress(NamedTuple):
    """What one call trained, and how far the training has come.

    Attributes:
        metrics: (epochs, 4, M): `EpochMetrics` of the epochs that this call completed.
        test: (2, M) test loss and accuracy now; where recording, only if there were no epochs to train.
        state: what the next call goes on from, a tensor; its first rows are the weights.
        recorded: (epochs, parameters, M) the weights after each of those epochs, where recording.
        share: of all steps, the share that is done.
    """

    metrics: NDArray[np.float32]
    test: NDArray[np.float32]
    state: Any
    recorded: NDArray[np.float32]
    share: float


def fit(
    spec: ModelSpec, settings: Settings, given: Table, initial: NDArray[np.float32], *, epochs: int, recording: bool
) -> Iterator[Progress]:
    """Trains networks from their initial weights (parameters, M), a call of about a tenth of a second at a time.

    Each network trains as Keras ``fit(shuffle=False)`` does on its rows laid out by `Orders`: an epoch's loss and
    accuracy are means over its batches, weighted by their rows. With no epochs at all the networks are only measured.
    """
    from pinkpref.training.engine import StepRange

    total, _, networks = given.rows.shape
    training = given.training
    batch = min(settings.batch_size, training)
    steps = -(-training // batch)
    sizes = _sizes(spec, networks, total, batch, recording)
    loop = _loop(spec, sizes)
    rows = loop.rows(given.rows)
    del given  # on a large dataset it is as large
    state: Any = loop.start(initial)
    orders = Orders(training)
    order = np.zeros((sizes.epochs_per_call, sizes.rows + sizes.micro_batch), np.int32)
    pace = _Pace(spec, sizes)
    epoch = step = 0
    while True:
        whole, first, last = pace.next(epochs - epoch, step, steps)
        if first == 0:
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
        yield Progress(
            trained.metrics[:done, :, :networks],
            trained.test[:, :networks],
            state,
            trained.weights[:done, :, :networks],
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
        answers: (n_test, M) liking of the test rows, as `liking` has it, where asked for; otherwise (0, M).
    """

    loss: NDArray[np.float32]
    accuracy: NDArray[np.float32]
    test_loss: NDArray[np.float32]
    test_accuracy: NDArray[np.float32]
    parameters: NDArray[np.float32]
    offset: NDArray[np.float64]
    scale: NDArray[np.float64]
    answers: NDArray[np.float64]


class Stopped(Exception):  # noqa: N818 (no error: it was asked for)
    """Training was asked to stop before its end."""


def fit_many(
    spec: ModelSpec,
    settings: Settings,
    given: Callable[[slice], Table],
    seeds: NDArray[np.int64],
    rows: int,
    *,
    answering: bool = False,
    stop: Callable[[], bool] | None = None,
) -> Fitted:
    """Trains networks with these seeds (M,), shared out in stacks that fit the cache, a thread for each core.

    Args:
        spec: of every network.
        settings: of every network; its own seeds are not read.
        given: what the networks of a part of the seeds train on; it is gathered when their turn comes.
        seeds: (M,).
        rows: that each network is given, training and test rows together.
        answering: whether to tell each network's liking of its test rows.
        stop: asked about every tenth of a second.

    Raises:
        Stopped: ``stop`` said so.
    """

    def train(part: slice) -> Fitted:
        work = given(part)
        initial = initial_weights(spec, seeds[part])
        metrics = []
        for call in fit(spec, settings, work, initial, epochs=settings.epochs, recording=False):
            metrics.append(call.metrics[:, :2].copy())
            if stop and stop():
                raise Stopped
        loss, accuracy = np.concatenate(metrics).transpose(1, 0, 2)
        parameters = np.asarray(memoryview(call.state))[: spec.parameters, : loss.shape[1]].copy()
        test_loss, test_accuracy = call.test
        answers = np.empty((0, loss.shape[1]))
        if answering:
            answers = liking(outputs(spec, parameters, work.rows[work.training :, :-1]))
        return Fitted(loss, accuracy, test_loss, test_accuracy, parameters, work.offset, work.scale, answers)

    threads = min(cores(), len(seeds))
    width = min(widest(spec, rows), -(-len(seeds) // threads))
    ends = np.linspace(0, len(seeds), -(-len(seeds) // width) + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        stacks = pool.map(train, map(slice, ends[:-1], ends[1:]))
        return Fitted(*(np.concatenate(parts, axis=-1) for parts in zip(*stacks, strict=True)))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def widest(spec: ModelSpec, rows: int) -> int:
    """How many such networks one stack takes, each with so many rows."""
    numbers = rows * (spec.layers[0] + 1)
    return max(
        width for width in (1, *WIDTHS) if width == 1 or (width * spec.parameters <= CACHE and width * numbers <= ROOM)
    )


class _Pace:
    """How many steps the next call makes, so that it takes about `SECONDS_A_CALL`; first guessed, then measured."""

    def __init__(self, spec: ModelSpec, sizes: Sizes) -> None:
        self._epochs_per_call = sizes.epochs_per_call
        self._steps = SECONDS_A_CALL / (2e-6 + 5e-10 * spec.parameters * sizes.width * sizes.micro_batch)

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
    """The sizes of the smallest loop that has room for so much."""
    from pinkpref.training.engine import Sizes

    rows = _rounded_up(max(total, 32))
    micro_batch = min(LARGEST_MICRO_BATCH, 1 << (batch - 1).bit_length())
    width = _width(networks)
    epochs_per_call = min(
        MOST_EPOCHS_PER_CALL, 2**17 // rows, (2**20 // spec.parameters if recording else 2**16) // width
    )
    return Sizes(width, rows, micro_batch, batch > micro_batch, max(1, epochs_per_call), recording)


def _width(networks: int) -> int:
    """The narrowest stack that has room for so many networks."""
    return next(width for width in (1, *WIDTHS) if width >= networks)


def _rounded_up(rows: int) -> int:
    """Room for so many rows: a power of two, or one of three sizes between two of them where there are many."""
    step = 1 << max(0, (rows - 1).bit_length() - (3 if rows > 2**14 else 0))
    return -(-rows // step) * step


def outputs(spec: ModelSpec, parameters: NDArray[np.float32], inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Both outputs (m, 2, M) of networks with these weights.

    Args:
        spec: of every network.
        parameters: (parameters, M).
        inputs: (m, features, M), or (m, features, 1) where all networks see the same.
    """
    from pinkpref.training import engine

    rows, networks = len(inputs), parameters.shape[1]
    if networks > WIDTHS[-1]:
        parts = [slice(start, start + WIDTHS[-1]) for start in range(0, networks, WIDTHS[-1])]
        own = inputs.shape[2] > 1
        found = [outputs(spec, parameters[:, part], inputs[..., part] if own else inputs) for part in parts]
        return np.concatenate(found, axis=-1)
    width = _width(networks)
    block = next((block for block in BLOCKS if block >= rows * width), BLOCKS[-1])
    at_once = max(1, block // width)
    forward = _forward(spec.layers, spec.activation, width, at_once)
    weights = engine.pad(np.empty((len(parameters), width), np.float32), parameters)
    room = np.zeros((at_once, inputs.shape[1], width), np.float32)
    answers = np.empty((rows, OUTPUTS, networks), np.float32)
    for start in range(0, rows, at_once):
        some = inputs[start : start + at_once]
        engine.pad(room, some)
        answers[start : start + at_once] = forward(weights, room).numpy()[: len(some), :, :networks]
    return answers


def liking(answered: NDArray[np.float32]) -> NDArray[np.float64]:
    """The LIKE output's share of both outputs: (m, 2, ...) to (m, ...), .5 where both are 0."""
    both = answered.astype(np.float64)
    total = both.sum(axis=1)
    return np.asarray(np.divide(both[:, 1], total, out=np.full_like(total, 0.5), where=total != 0))


class _Once:
    """A loop that whoever asks first compiles, while others wait."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.loop: Loop | None = None


_once = lru_cache(maxsize=KEPT_LOOPS)(lambda _kind, _sizes: _Once())
_once_lock = threading.Lock()


def _loop(spec: ModelSpec, sizes: Sizes) -> Loop:
    from pinkpref.training.engine import Loop

    with _once_lock:
        once = _once(spec, sizes)
    with once.lock:
        if once.loop is None:
            once.loop = Loop(spec, sizes)
        return once.loop


@lru_cache(maxsize=KEPT_LOOPS)
def _forward(layers: tuple[int, ...], activation: str, width: int, rows: int) -> Any:

    from pinkpref.training.engine import compiled_forward

    return compiled_forward(layers, activation, width, rows)
