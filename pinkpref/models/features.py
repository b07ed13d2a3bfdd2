"""Dataset and Settings to the numbers a network sees. What is learned from data is learned from training rows alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref import colour
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models.settings import Settings


class Space(NamedTuple):
    """One way to write a colour as numbers.

    Attributes:
        names: what its three columns are called.
        reach: (3,) the known range that "unit" scaling divides by.
        of: sRGB (m, 3), 0-255, to the columns (m, 3).
    """

    names: tuple[str, str, str]
    reach: tuple[float, float, float]
    of: Callable[[NDArray[np.float64]], NDArray[np.float64]]


SPACES = {
    "rgb": Space(("R", "G", "B"), (255, 255, 255), lambda rgb: rgb),
    "hsv": Space(("H", "S", "V"), (1, 1, 1), lambda rgb: colour.rgb_to_hsv(rgb / 255)),
    "hue_circle": Space(("C cos h", "C sin h", "V"), (1, 1, 1), lambda rgb: colour.rgb_to_hue_circle(rgb / 255)),
    "oklab": Space(("L", "a", "b"), (1, 0.4, 0.4), lambda rgb: colour.rgb_to_oklab(rgb / 255)),
}
"""Settings.inputs -> its space. OKLab's reach of 0.4 on a and b is the reference range of CSS Color 4."""


ROUNDING = 1e-6
"""A column that varies by less than this is constant: OKLab gives greys an a and b of some 1e-8."""


LARGEST_KEPT = 2**20
"""Splits with more row numbers than this are drawn anew each time."""


@dataclass(frozen=True, eq=False)
class Preprocessing:
    """The road from colours to network inputs, fitted once and then the same for every row.

    Attributes:
        inputs: names of the spaces, side by side.
        offset: (features,) subtracted from each column.
        scale: (features,) each column is then divided by it.
    """

    inputs: tuple[str, ...]
    offset: NDArray[np.float64]
    scale: NDArray[np.float64]

    @classmethod
    def fit(cls, rgb: ArrayLike, settings: Settings) -> Self:
        """The preprocessing that ``settings`` ask for, learned from training colours (m, 3), 0-255, alone.

        A column that is the same in every training row is only centred by "standard", as scikit-learn does.
        """
        return cls(settings.inputs, *fit_scaling(columns(rgb, settings.inputs), settings))

    def __call__(self, rgb: ArrayLike) -> NDArray[np.float32]:
        """The numbers the network sees for colours (m, 3), 0-255: (m, features) float32."""
        return scaled(columns(rgb, self.inputs), self.offset, self.scale)


def fit_scaling(training: NDArray[np.float64], settings: Settings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Offset and scale of each column, each (features, ...), from training columns (m, features, ...) alone."""
    shape = training.shape[1:]
    offset, scale = np.zeros(shape), np.ones(shape)
    if settings.scaling == "unit":
        reach = np.concatenate([SPACES[name].reach for name in settings.inputs])
        scale = np.broadcast_to(reach.reshape(-1, *[1] * (training.ndim - 2)), shape).astype(np.float64)
    elif settings.scaling == "standard":
        offset, spread = training.mean(axis=0), training.std(axis=0)
        scale = np.where(spread > ROUNDING, spread, 1)
    return offset, scale


def scaled(
    numbers: NDArray[np.float64], offset: NDArray[np.float64], scale: NDArray[np.float64]
) -> NDArray[np.float32]:
    """What a network sees of columns (m, features, ...), float32."""
    return ((numbers - offset) / scale).astype(np.float32)


def feature_names(settings: Settings) -> tuple[str, ...]:
    """What the columns of the network's input are called, in order."""
    return tuple(name for space in settings.inputs for name in SPACES[space].names)


def test_rows(rows: int, settings: Settings) -> int:
    """How many of so many rows the test share sets aside, as scikit-learn rounds it."""
    return int(np.ceil(rows * settings.test_size))


def splits(rows: int, settings: Settings, seeds: ArrayLike) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row numbers of training rows (n_train, M) and test rows (n_test, M), for each split seed (M,).

    They are those of scikit-learn's ``train_test_split`` with that ``random_state``, as in the article, drawn here from
    the same generator because calling it takes longer than training a network.

    Raises:
        ValueError: the test share leaves fewer than two training rows.
    """
    held_out = test_rows(rows, settings)
    if rows - held_out < 2:
        raise SentenceError(
            Sentence(
                N_(
                    "test_size {share} sets aside {test} of {rows} rows, which leaves fewer than two to train on. "
                    "Lower the test share."
                ),
                share=settings.test_size,
                test=held_out,
                rows=rows,
            )
        )
    shuffled = _shuffled(rows, np.asarray(seeds, dtype=np.int64))
    return shuffled[held_out:], shuffled[:held_out]


def _shuffled(rows: int, seeds: NDArray[np.int64]) -> NDArray[np.intp]:
    """All rows in the order that each seed puts them, (rows, M); the tables last drawn are kept."""
    if rows * len(seeds) > LARGEST_KEPT:
        return _draw(rows, seeds)
    return _drawn(rows, seeds.tobytes())


@lru_cache(maxsize=8)
def _drawn(rows: int, seeds: bytes) -> NDArray[np.intp]:
    return _draw(rows, np.frombuffer(seeds, np.int64))


_legacy = np.random.RandomState()  # what train_test_split draws from
_legacy_lock = threading.Lock()


def _draw(rows: int, seeds: NDArray[np.int64]) -> NDArray[np.intp]:
    orders = np.empty((len(seeds), rows), np.intp)
    with _legacy_lock:
        for order, seed in zip(orders, seeds.tolist(), strict=True):
            _legacy.seed(seed)
            order[:] = _legacy.permutation(rows)
    shuffled = np.ascontiguousarray(orders.T)
    shuffled.setflags(write=False)
    return shuffled


def columns(rgb: ArrayLike, inputs: tuple[str, ...]) -> NDArray[np.float64]:
    """The columns of the named spaces side by side, not scaled yet: (m, features) for colours (m, 3), 0-255."""
    colours = np.asarray(rgb, dtype=np.float64)
    if colours.ndim != 2 or colours.shape[1] != 3:
        raise ValueError(f"Colours must be rows of R, G and B, shape (m, 3); the shape is {colours.shape}.")
    if colours.size and not ((colours >= 0) & (colours <= 255)).all():
        raise ValueError("R, G and B must lie between 0 and 255.")
    spaces = [SPACES[name].of(colours) for name in inputs]
    return spaces[0] if len(spaces) == 1 else np.concatenate(spaces, axis=1)
