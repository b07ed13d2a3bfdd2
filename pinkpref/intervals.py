"""What so many right answers can and cannot prove: intervals, luck, and the rows that a clear answer needs."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
LEVEL = 0.05
"""How often "learned" may be said of labels that hold nothing."""
POWER = 0.8
MOST_ROWS = 10_000
"""Beyond so many rows a need is not counted exactly."""


class Interval(NamedTuple):
    """From low to high."""

    low: float
    high: float


def exact_interval(right: int, rows: int) -> Interval:
    """Where the true rate may lie when so many of so many rows were right, with 95 % confidence.

    Source: Clopper & Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
    1934; ``scipy.stats.binomtest(...).proportion_ci(method="exact")``.
    """
    from scipy.stats import binomtest

    found = binomtest(right, rows).proportion_ci(CONFIDENCE, method="exact")
    return Interval(float(found.low), float(found.high))


def chance_of(right: int, rows: int, rate: float) -> float:
    """How likely so many right answers or more are for who is right at this rate, each row by itself."""
    from scipy.stats import binom

    return float(binom.sf(right - 1, rows, rate))


@lru_cache(maxsize=1024)
def rows_needed(rate: float, baseline: float) -> int | None:
    """How many test rows show, with a power of .8 at the 5 % level, that a network right at ``rate`` beats a baseline.

    It is the number from which on the one-sided exact binomial test always does; None where that takes more than 10,000
    rows or the rate is not above the baseline.
    """
    from scipy.stats import binom

    if rate <= baseline:
        return None
    rows = np.arange(1, MOST_ROWS + 1)
    enough = binom.isf(LEVEL, rows, baseline) + 1  # the first count that luck reaches in at most 5 of 100 tries
    missed = rows[binom.sf(enough - 1, rows, rate) < POWER]
    last = int(missed[-1]) if len(missed) else 0
    return last + 1 if last < MOST_ROWS else None


def resampled_interval(scores: ArrayLike, left_out: float) -> Interval:
    """Where the mean of cross-validated scores (J,) may lie, with 95 % confidence, in spite of the rows they share.

    Args:
        scores: one for each fold of each repeat.
        left_out: rows left out in a fold, as a multiple of the rows trained on.

    Source: Nadeau & Bengio, "Inference for the generalization error", Machine Learning 52, 2003: the variance is
    multiplied by 1/J + n_test/n_train instead of 1/J.
    """
    from scipy.stats import t

    values = np.asarray(scores, np.float64)
    spread = np.sqrt((1 / len(values) + left_out) * values.var(ddof=1))
    reach = float(t.ppf((1 + CONFIDENCE) / 2, len(values) - 1) * spread)
    middle = float(values.mean())
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def correlation(numbers: ArrayLike, like: NDArray[np.int64]) -> tuple[float, Interval]:
    """Pearson's correlation of a column (n,) with LIKE, and its interval; NaN where the column is the same in all rows.

    Source: ``scipy.stats.pearsonr(...).confidence_interval``, by Fisher's transformation.
    """
    from scipy.stats import pearsonr

    values = np.asarray(numbers, np.float64)
    if np.ptp(values) == 0 or np.ptp(like) == 0:
        return float("nan"), Interval(float("nan"), float("nan"))
    found = pearsonr(values, like)
    low, high = found.confidence_interval(CONFIDENCE)
    return float(found.statistic), Interval(float(low), float(high))
