"""The numbers of charts behind the verdict: shuffles, other splits, baselines, learning curve, correlations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.i18n import N_, decimal, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pinkpref.evaluation import Verdict
    from pinkpref.evaluation import learning_curve as curves
    from pinkpref.evaluation.associations import Correlation
    from pinkpref.evaluation.baselines import Baseline
    from pinkpref.i18n import Translator

BARS = 30
NARROWEST = 1e-3
"""Brier scores that lie closer than this are drawn as a narrow heap."""
TICKS = 10
NINE_OF_TEN = (0.05, 0.5, 0.95)
"""Quantiles: the edges of the middle nine tenths, and the middle."""

BASELINES = {
    "coin": N_("a coin (chance)"),
    "majority": N_("always the commoner answer"),
    "1-nearest-neighbour": N_("the answer of the most similar colour"),
    "logistic regression": N_("logistic regression"),
    "network": N_("this network"),
}
NUMBERS = {
    "hue": N_("hue"),
    "saturation": N_("saturation"),
    "value": N_("value (brightness)"),
    "lightness": N_("lightness (OKLab)"),
}


class Shuffles(NamedTuple):
    """Brier scores of shuffled labels as a histogram, and that of the real ones.

    Attributes:
        edges: (bars + 1,) evenly from the smallest score to the largest, the real one among them.
        counts: (bars,) shuffles between two edges; the last bar has its upper edge too.
        real: the score of the real labels.
        low, middle, high: between which nine of ten shuffles lie, and the middle one.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.intp]
    real: float
    low: float
    middle: float
    high: float

    @property
    def middles(self) -> NDArray[np.float64]:
        """Of the bars, (bars,)."""
        return (self.edges[:-1] + self.edges[1:]) / 2

    @property
    def width(self) -> float:
        """Of a bar."""
        return float(self.edges[1] - self.edges[0])


def shuffles(verdict: Verdict) -> Shuffles:
    """How far off the network is on colours left out, for every shuffle of the labels and for the real ones."""
    real, scores = float(verdict.real.brier[0]), verdict.shuffled_brier
    low, high = min(scores.min(), real), max(scores.max(), real)
    counts, edges = np.histogram(scores, BARS, (low, max(high, low + NARROWEST)))
    return Shuffles(edges, counts, real, *np.quantile(scores, NINE_OF_TEN).tolist())


def shuffles_alt(drawn: Shuffles, words: Translator) -> str:
    """What that chart shows, in words."""
    return words.gettext(
        "With your labels the network is {real} off on colours left out. With {tries:,} shuffles of the "
        "labels it is "
        "{middle} off in the middle, and between {low} and {high} in nine of ten."
    ).format(
        real=decimal(drawn.real, 3),
        tries=int(drawn.counts.sum()),
        low=decimal(drawn.low, 3),
        middle=decimal(drawn.middle, 3),
        high=decimal(drawn.high, 3),
    )


class Splits(NamedTuple):
    """Test scores of other splits and starts as bars, and the user's own.

    Attributes:
        right: (k,) numbers of test rows called right that occur.
        counts: (k,) how often each does; networks whose outputs are no numbers have no bar.
        rows: how many test rows there are.
        others: how many splits and starts beside the user's own.
        own: the user's own share called right; NaN where its outputs are no numbers.
    """

    right: NDArray[np.intp]
    counts: NDArray[np.intp]
    rows: int
    others: int
    own: float

    @property
    def own_right(self) -> float:
        """Where the user's own stands: none right where its outputs are no numbers."""
        return float(np.nan_to_num(self.own) * self.rows)

    @property
    def step(self) -> int:
        """From tick to tick of the axis, whole rows."""
        return -(-self.rows // TICKS)


def splits(scores: NDArray[np.float64], rows: int) -> Splits:
    """The numbers of other splits.

    Args:
        scores: (m,) shares called right, the user's own first.
        rows: how many test rows each is a share of.
    """
    known = scores[np.isfinite(scores)]
    right, counts = np.unique(np.round(known * rows).astype(np.intp), return_counts=True)
    return Splits(right, counts, rows, len(scores) - 1, float(scores[0]))


def splits_alt(drawn: Splits, words: Translator) -> str:
    """What that chart shows, in words."""
    scores = np.repeat(drawn.right, drawn.counts) / drawn.rows
    low, middle, high = np.quantile(scores, NINE_OF_TEN) if len(scores) else (np.nan,) * 3
    return words.gettext(
        "With {count:,} other splits and starts the test score is {middle} in the middle, and between {low} and {high} "
        "in nine of ten. Yours is {own}."
    ).format(count=drawn.others, low=percent(low), middle=percent(middle), high=percent(high), own=percent(drawn.own))


class Intervals(NamedTuple):
    """Dots, each with a line where the true figure may lie, one above the other.

    Attributes:
        names: of the n dots from the top, to be translated.
        values: (n,) where the dots are.
        low, high: (n,) the ends of the lines.
        reach: the ends of the axis.
        constant: names of what has no figure and is not drawn.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    reach: tuple[int, int]
    constant: tuple[str, ...] = ()

    @property
    def below(self) -> NDArray[np.float64]:
        """How far each line goes to the left of its dot, (n,)."""
        return self.values - self.low

    @property
    def above(self) -> NDArray[np.float64]:
        """How far each line goes to the right of its dot, (n,)."""
        return self.high - self.values


def baselines(found: Sequence[Baseline]) -> Intervals:
    """Ways to answer, each with the share it calls right and where that may lie."""
    names = tuple(BASELINES[one.name] for one in found)
    low, high = np.array([one.interval for one in found], float).reshape(-1, 2).T
    return Intervals(names, np.array([one.accuracy for one in found], float), low, high, (0, 1))


def baselines_alt(drawn: Intervals, words: Translator) -> str:
    """What that chart shows, in words."""
    return " ".join(interval_sentences(drawn, words))


def correlations(found: Sequence[Correlation]) -> Intervals:
    """How each number of a colour goes with liking; one that is the same in all rows goes with nothing."""
    named = [(NUMBERS.get(one.name, one.name), one) for one in found]
    known = [(name, one) for name, one in named if not np.isnan(one.value)]
    low, high = np.array([one.interval for _, one in known], float).reshape(-1, 2).T
    return Intervals(
        names=tuple(name for name, _ in known),
        values=np.array([one.value for _, one in known], float),
        low=low,
        high=high,
        reach=(-1, 1),
        constant=tuple(name for name, one in named if np.isnan(one.value)),
    )


def correlations_alt(drawn: Intervals, words: Translator) -> str:
    """What that chart shows, in words."""
    constant = words.gettext("{name}: the same in all rows, so it goes with nothing.")
    left = (constant.format(name=words.gettext(name)) for name in drawn.constant)
    return " ".join((*interval_sentences(drawn, words), *left))


def interval_sentences(drawn: Intervals, words: Translator) -> list[str]:
    """A sentence for each dot, in percent where the axis is one of shares."""
    sentence = words.gettext("{name}: {value}, may lie from {low} to {high}.")
    return [
        sentence.format(name=words.gettext(name), value=value, low=low, high=high)
        for name, value, low, high in zip(
            drawn.names,
            *([_figure(drawn, one) for one in column] for column in (drawn.values, drawn.low, drawn.high)),
            strict=True,
        )
    ]


def _figure(drawn: Intervals, value: float) -> str:
    return percent(value) if drawn.reach == (0, 1) else decimal(value, 2)


class LearningCurve(NamedTuple):
    """Accuracy on rows left out, by the number of rows trained on.

    Attributes:
        rows: (s,) trained on.
        accuracy: (s,) the line.
        low, high: (s,) the edges of the band.
        baseline: the share that always giving the commoner answer calls right.
    """

    rows: NDArray[np.intp]
    accuracy: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    baseline: float


def learning_curve(curve: curves.LearningCurve, baseline: float) -> LearningCurve:
    """The numbers of the learning curve, from `Verdict.learning_curve` and `Verdict.baseline`."""
    return LearningCurve(*curve, baseline=baseline)


def learning_curve_alt(drawn: LearningCurve, words: Translator) -> str:
    """What that chart shows, in words."""
    return words.gettext(
        "Trained on {fewest:,} colours the network calls {first} of colours left out right, on {most:,} colours {last}."
    ).format(
        fewest=int(drawn.rows[0]),
        most=int(drawn.rows[-1]),
        first=percent(drawn.accuracy[0]),
        last=percent(drawn.accuracy[-1]),
    )
