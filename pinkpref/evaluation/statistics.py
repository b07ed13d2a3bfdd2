"""What so many right answers can and cannot prove: intervals, luck, and the rows that a clear answer needs."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
LEVEL = 0.05
"""How often "learned" may be said of labels that hold nothing."""
LEAST_ARRANGEMENTS = 20
"""Of the labels: with fewer, no p-value is as small as `LEVEL`."""
FEWEST_PERMUTATIONS = 19
"""With fewer shuffles no p-value is as small as `LEVEL`."""
POWER = 0.8
MOST_ROWS = 10_000
"""Beyond so many rows a need is not counted exactly."""
MOST_COLOURS = 150
"""Of each label, beyond which power is not counted exactly."""


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


def binomial_p_value(right: int, rows: int, rate: float) -> float:
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


@lru_cache(maxsize=1024)
def power_to_tell(liked: int, not_liked: int, rate: float) -> float:
    """How likely so many colours show that a network knows more than luck, if it is right at ``rate`` for either label.

    What is counted is how often Fisher's exact test, one-sided at the 5 % level, tells its answers from answers dealt
    out at random. Of each label 150 colours count at most, and any more could only add to it.

    Source: `scipy.stats.fisher_exact`, ``alternative="greater"``: the first count is hypergeometric given the answers.
    """
    from scipy.stats import binom, hypergeom

    liked, not_liked = min(liked, MOST_COLOURS), min(not_liked, MOST_COLOURS)
    hits, alarms = np.arange(liked + 1)[:, None], np.arange(not_liked + 1)
    detected = hypergeom.sf(hits - 1, liked + not_liked, liked, hits + alarms) <= LEVEL
    return float((detected * binom.pmf(hits, liked, rate) * binom.pmf(alarms, not_liked, 1 - rate)).sum())


@lru_cache(maxsize=1024)
def colours_needed(liked: int, not_liked: int, rate: float) -> int | None:
    """How many colours, with the labels in these proportions, have a `power_to_tell` of .8; None above 10,000."""
    if not min(liked, not_liked):
        return None
    for fewer in range(1, MOST_COLOURS + 1):
        colours = -(-fewer * (liked + not_liked) // min(liked, not_liked))
        if colours > MOST_ROWS:
            return None
        if power_to_tell(fewer, colours - fewer, rate) >= POWER:
            return colours
    return None


def resampled_interval(scores: ArrayLike, left_out: float, folds: int, colours: int) -> Interval:
    """Where the mean of cross-validated scores (J,) may lie, with 95 % confidence, in spite of the rows they share.

    It is never narrower than the exact interval of one test on all the colours: scores that are all the same say
    nothing of how other colours would differ.

    Args:
        scores: one for each fold of each repeat.
        left_out: rows left out by a network, as a multiple of the rows trained on.
        folds: how many networks there are in each repeat.
        colours: how many different colours were left out in turn.

    Source: see `resampled_mean`.
    """
    middle, interval, _ = resampled_mean(scores, left_out, folds)
    exact = exact_interval(round(middle * colours), colours)
    return Interval(max(0.0, min(interval.low, exact.low)), min(1.0, max(interval.high, exact.high)))


def resampled_mean(scores: ArrayLike, left_out: float, folds: int) -> tuple[float, Interval, float]:
    """The mean of cross-validated scores (J,), where it may lie, and how likely one as far from 0 is where it is 0.

    The last is the p-value of the corrected resampled t-test, two-sided.

    Args:
        scores: one for each network.
        left_out: rows left out by a network, as a multiple of the rows trained on.
        folds: how many networks there are in each repeat; so many degrees of freedom, and one less than the scores at
            most. Repeats share all their rows: with one less than all scores, two settings that are equally good were
            called different in 14 % of tables of 12 rows, and in 8 % of 24 (`tests/benchmarks`).

    Source: Nadeau & Bengio, "Inference for the generalization error", Machine Learning 52, 2003: the variance is
    multiplied by 1/J + n_test/n_train instead of 1/J.
    """
    from scipy.stats import t

    values = np.asarray(scores, np.float64)
    middle, freedom = float(values.mean()), min(len(values) - 1, folds)
    spread = float(np.sqrt((1 / len(values) + left_out) * values.var(ddof=1)))
    reach = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * spread
    p_value = float(2 * t.sf(abs(middle) / spread, freedom)) if spread else float(middle == 0)
    return middle, Interval(middle - reach, middle + reach), p_value


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
