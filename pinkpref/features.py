"""Dataset and Settings to the numbers a network sees. What is learned from data is learned from training rows alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref import colour
from pinkpref.dataset import Dataset
from pinkpref.language import N_, Sentence, SentenceError
from pinkpref.settings import Settings


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
        columns = _columns(rgb, settings.inputs)
        features = columns.shape[1]
        offset, scale = np.zeros(features), np.ones(features)
        if settings.scaling == "unit":
            scale = np.concatenate([SPACES[name].reach for name in settings.inputs]).astype(np.float64)
        elif settings.scaling == "standard":
            from sklearn.preprocessing import StandardScaler

            scaler: Any = StandardScaler().fit(columns)
            offset = scaler.mean_
            scale = np.where(scaler.scale_ > ROUNDING, scaler.scale_, 1)
        return cls(settings.inputs, offset, scale)

    def __call__(self, rgb: ArrayLike) -> NDArray[np.float32]:
        """The numbers the network sees for colours (m, 3), 0-255: (m, features) float32."""
        return ((_columns(rgb, self.inputs) - self.offset) / self.scale).astype(np.float32)


def feature_names(settings: Settings) -> tuple[str, ...]:
    """What the columns of the network's input are called, in order."""
    return tuple(name for space in settings.inputs for name in SPACES[space].names)


def split(dataset: Dataset, settings: Settings) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row numbers (n_train,) and (n_test,), drawn by scikit-learn's ``train_test_split`` as the article did.

    Raises:
        ValueError: the test share leaves fewer than two training rows.
    """
    from sklearn.model_selection import train_test_split

    rows = np.arange(len(dataset))
    test_rows = int(np.ceil(len(rows) * settings.test_size))
    if len(rows) - test_rows < 2:
        raise SentenceError(
            (
                Sentence(
                    N_(
                        "test_size {share} sets aside {test} of {rows} rows, which leaves fewer than two to train on. "
                        "Lower the test share."
                    ),
                    share=settings.test_size,
                    test=test_rows,
                    rows=len(rows),
                ),
            )
        )
    train, test = train_test_split(rows, test_size=settings.test_size, random_state=settings.split_seed)
    return train, test


def one_hot(like: NDArray[np.int64]) -> NDArray[np.float32]:
    """Labels (m,) 0 or 1 to targets (m, 2): the first column is "not liked", the second "liked"."""
    return np.eye(2, dtype=np.float32)[like]


def _columns(rgb: ArrayLike, inputs: tuple[str, ...]) -> NDArray[np.float64]:
    colours = np.asarray(rgb, dtype=np.float64)
    if colours.ndim != 2 or colours.shape[1] != 3:
        raise ValueError(f"Colours must be rows of R, G and B, shape (m, 3); the shape is {colours.shape}.")
    if colours.size and not ((colours >= 0) & (colours <= 255)).all():
        raise ValueError("R, G and B must lie between 0 and 255.")
    return np.concatenate([SPACES[name].of(colours) for name in inputs], axis=1)
