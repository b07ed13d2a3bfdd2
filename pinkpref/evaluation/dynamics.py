"""What a run's outputs did while it trained, after every epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref.training import inference

if TYPE_CHECKING:
    from pinkpref.training import Run

MOST_ROWS = 1000
"""Of more rows than this, so many stand for all."""


def outputs(run: Run, rgb: ArrayLike) -> NDArray[np.float32]:
    """Both outputs, not liked and liked, after every epoch: (epochs + 1, m, 2) for colours (m, 3), 0-255.

    The first entry is the untrained network.
    """
    answered = inference.outputs(run.spec, run.parameters.T, run.inputs(rgb)[..., None])
    return np.ascontiguousarray(np.moveaxis(answered, -1, 0))


QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


def spread(run: Run) -> NDArray[np.float64]:
    """Least, lower quartile, median, upper quartile and greatest of each output over the rows, after every epoch.

    Returns:
        (5, epochs + 1, 2), the outputs not liked and liked last; over all rows, or of many over
        the first `MOST_ROWS`.
    """
    return np.asarray(np.quantile(outputs(run, run.dataset.rgb[:MOST_ROWS]), QUANTILES, axis=1))
