"""The rated colours most like another, and the rows a network gets wrong beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref.colour import rgb_to_oklab

if TYPE_CHECKING:
    from pinkpref.tables import Dataset
    from pinkpref.training import Run

NEIGHBOURS = 3
ROUNDED = 9
"""Distances that agree to so many decimals are equal."""


class Miss(NamedTuple):
    """A row that the trained network gets wrong.

    Attributes:
        row: its number in the dataset.
        test: whether it is a test row.
        liking: the network's answer, in [0, 1].
        neighbours: row numbers of the most similar other rows, the nearest first.
        distances: how far they are, in OKLab.
        contradicted: whether the very same colour stands in the dataset with the other label too.
    """

    row: int
    test: bool
    liking: float
    neighbours: NDArray[np.intp]
    distances: NDArray[np.float64]
    contradicted: bool


def nearest(dataset: Dataset, rgb: ArrayLike, count: int = NEIGHBOURS) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The rows whose colours look most like given ones.

    Args:
        dataset: rated colours.
        rgb: colours (m, 3), 0-255.
        count: how many rows to find for each; all of them where there are fewer.

    Returns:
        Row numbers (m, count), the nearest first and of equally near ones the earlier row first, and their distances
        in OKLab, where equal steps look about equally large and black and white are 1 apart.
    """
    from scipy.spatial.distance import cdist

    count = min(count, len(dataset))
    known = rgb_to_oklab(dataset.rgb / 255)
    asked = rgb_to_oklab(np.asarray(rgb, np.float64).reshape(-1, 3) / 255)
    rows = np.empty((len(asked), count), np.intp)
    distances = np.empty((len(asked), count))
    for place, colour in enumerate(asked):
        far = cdist(colour[None], known)[0]
        near = far.round(ROUNDED)
        close = np.flatnonzero(near <= np.partition(near, count - 1)[count - 1])
        rows[place] = close[np.lexsort((close, near[close]))][:count]
        distances[place] = far[rows[place]]
    return rows, distances


def misses(run: Run, most: int = 200) -> list[Miss]:
    """The rows that the trained network gets wrong, test rows first, each with the most similar other rows.

    Args:
        run: a run that has not diverged.
        most: how many to tell, the most wrong first within each part.
    """
    dataset, liking = run.dataset, run.liking
    wrong = np.flatnonzero((liking > 0.5) != (dataset.like > 0))
    test = np.isin(wrong, run.test_rows)
    wrong = wrong[np.lexsort((-np.abs(liking[wrong] - 0.5), ~test))][:most]
    if not len(wrong):
        return []
    rows, distances = nearest(dataset, dataset.rgb[wrong], NEIGHBOURS + 1)
    found = []
    for row, near, far in zip(wrong, rows, distances, strict=True):
        others = np.flatnonzero(near != row)[:NEIGHBOURS]
        contradicted = (dataset.like[dataset.colour == dataset.colour[row]] != dataset.like[row]).any()
        found.append(
            Miss(int(row), row in run.test_rows, float(liking[row]), near[others], far[others], bool(contradicted))
        )
    return found
