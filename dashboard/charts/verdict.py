"""Figures of what is behind the verdict: pure functions from its numbers to plotly, and to sentences that say them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.curves import FAINT, LOOK, TEST, TRAINING
from pinkpref.i18n import N_, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pinkpref.evaluation.associations import Correlation
    from pinkpref.evaluation.baselines import Baseline
    from pinkpref.evaluation.learning_curve import LearningCurve
    from pinkpref.evaluation.verdict import Verdict
    from pinkpref.i18n import Translator

BARS = 30
BEYOND = 0.04
"""Of the axis, what is drawn beyond either end, so that a mark there is whole."""
TICKS = 10
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


def _spread(
    counts: Sequence[int], middles: Sequence[float], width: float, real: float, axis: str, name: str
) -> go.Figure:
    """Bars of counts with a line where the real one stands."""
    layout = {
        "template": LOOK,
        "height": 260,
        "margin": {"l": 44, "r": 12, "t": 28, "b": 40, "autoexpand": False},
        "bargap": 0.04,
        "showlegend": False,
        "xaxis": {"title": {"text": axis, "standoff": 4, "font": {"size": 13}}},
        "shapes": [
            {
                "type": "line",
                "yref": "paper",
                "x0": real,
                "x1": real,
                "y0": 0,
                "y1": 1,
                "line": {"color": TEST, "width": 3},
            }
        ],
        "annotations": [
            {
                "text": name,
                "x": real,
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 13},
            }
        ],
    }
    bars = {"type": "bar", "x": middles, "y": counts, "width": width, "marker": {"color": TRAINING}}
    return go.Figure({"data": [bars], "layout": layout})


def shuffles(verdict: Verdict, words: Translator) -> go.Figure:
    """How far off the network is on colours left out, for every shuffle of the labels, and for the real ones."""
    real = float(verdict.real.brier[0])
    values = verdict.shuffled_brier
    edges = np.linspace(min(values.min(), real), max(values.max(), real) + 1e-9, BARS + 1)
    counts, _ = np.histogram(values, edges)
    middles = (edges[:-1] + edges[1:]) / 2
    axis = words.gettext("how far off on colours left out (Brier score)")
    return _spread(
        counts.tolist(), middles.tolist(), float(edges[1] - edges[0]), real, axis, words.gettext("your labels")
    )


def splits(scores: NDArray[np.float64], rows: int, words: Translator) -> go.Figure:
    """Test scores of other splits and starts; the first is the user's own."""
    known = scores[np.isfinite(scores)]
    right, counts = np.unique(np.round(known * rows).astype(int), return_counts=True)
    drawn = _spread(
        counts.tolist(),
        right.tolist(),
        0.9,
        float(np.nan_to_num(scores[0]) * rows),
        words.gettext("test colours right, of {rows:,}").format(rows=rows),
        words.gettext("yours"),
    )
    return drawn.update_xaxes(tick0=0, dtick=-(-rows // TICKS))


def splits_alt(scores: NDArray[np.float64], words: Translator) -> str:
    """What that figure shows, in words."""
    known = scores[np.isfinite(scores)]
    low, middle, high = np.quantile(known, (0.05, 0.5, 0.95)) if len(known) else (np.nan,) * 3
    return words.gettext(
        "With {count:,} other splits and starts the test score is {middle} in the middle, and between {low} and {high} "
        "in nine of ten. Yours is {own}."
    ).format(
        count=len(scores) - 1, low=percent(low), middle=percent(middle), high=percent(high), own=percent(scores[0])
    )


def baselines(baselines: Sequence[Baseline], words: Translator) -> go.Figure:
    """Ways to answer, each with the share it calls right and where that may lie."""
    names = [words.gettext(BASELINES[baseline.name]) for baseline in baselines]
    return _with_intervals(
        names, baselines, [baseline.accuracy for baseline in baselines], [0, 1], words.gettext("called right")
    )


def baselines_alt(baselines: Sequence[Baseline], words: Translator) -> str:
    """What that figure shows, in words."""
    return " ".join(
        words.gettext("{name}: {accuracy}, may lie from {low} to {high}.").format(
            name=words.gettext(BASELINES[baseline.name]),
            accuracy=percent(baseline.accuracy),
            low=percent(baseline.interval.low),
            high=percent(baseline.interval.high),
        )
        for baseline in baselines
    )


def correlations(found: Sequence[Correlation], words: Translator) -> go.Figure:
    """How each number of a colour goes with liking."""
    found = [one for one in found if not math.isnan(one.value)]
    names = [words.gettext(NUMBERS.get(one.name, one.name)) for one in found]
    return _with_intervals(
        names, found, [one.value for one in found], [-1, 1], words.gettext("correlation with liking")
    )


def correlations_alt(found: Sequence[Correlation], words: Translator) -> str:
    """What that figure shows, in words."""
    told = N_("{name}: {value:.2f}, may lie from {low:.2f} to {high:.2f}.")
    constant = N_("{name}: the same in all rows, so it goes with nothing.")
    return " ".join(
        words.gettext(constant if math.isnan(one.value) else told).format(
            name=words.gettext(NUMBERS.get(one.name, one.name)),
            value=one.value,
            low=one.interval.low,
            high=one.interval.high,
        )
        for one in found
    )


def _with_intervals(
    names: list[str], found: Sequence[Baseline | Correlation], values: list[float], reach: list[float], axis: str
) -> go.Figure:
    """A dot with its interval for each name, the first at the top."""
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": names,
        "marker": {"size": 10, "color": TEST, "symbol": "diamond"},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [one.interval.high - value for one, value in zip(found, values, strict=True)],
            "arrayminus": [value - one.interval.low for one, value in zip(found, values, strict=True)],
            "color": TRAINING,
            "thickness": 3,
        },
    }
    middle, beyond = sum(reach) / 2, BEYOND * (reach[1] - reach[0])
    layout = {
        "template": LOOK,
        "height": 60 + 48 * len(names),
        "margin": {"l": 8, "r": 12, "t": 24, "b": 44, "autoexpand": False},
        "xaxis": {
            "range": [reach[0] - beyond, reach[1] + beyond],
            "tick0": reach[0],
            "title": {"text": axis, "font": {"size": 13}, "standoff": 4},
            "tickformat": ".0%" if reach[0] == 0 else ".1f",
            "dtick": (reach[1] - reach[0]) / 4,
        },
        "yaxis": {"autorange": "reversed", "showticklabels": False, "showgrid": False},
        "annotations": [
            {"text": name, "xref": "paper", "x": 0, "xanchor": "left", "showarrow": False, "font": {"size": 13}}
            | {"y": name, "yanchor": "bottom", "yshift": 6}
            for name in names
        ],
        "shapes": [
            {
                "type": "line",
                "yref": "paper",
                "x0": middle,
                "x1": middle,
                "y0": 0,
                "y1": 1,
                "line": {"color": FAINT, "dash": "dot", "width": 2},
            }
        ],
    }
    return go.Figure({"data": [dots], "layout": layout})


def learning_curve(curve: LearningCurve, baseline: float, words: Translator) -> go.Figure:
    """Accuracy on colours left out by the number trained on, with the band of four of five repetitions."""
    rows = curve.rows.tolist()
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": rows,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    lines = [
        {**edge, "y": curve.low.tolist()},
        {**edge, "y": curve.high.tolist(), "fill": "tonexty", "fillcolor": FAINT},
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": rows,
            "y": curve.accuracy.tolist(),
            "line": {"color": TEST, "width": 2},
            "marker": {"size": 7, "color": TEST, "symbol": "diamond"},
            "showlegend": False,
        },
    ]
    layout = {
        "template": LOOK,
        "height": 280,
        "margin": {"l": 48, "r": 12, "t": 12, "b": 44, "autoexpand": False},
        "xaxis": {
            "title": {"text": words.gettext("colours trained on"), "standoff": 4, "font": {"size": 13}},
            "rangemode": "tozero",
        },
        "yaxis": {"range": [0, 1.02], "tickformat": ".0%"},
        "shapes": [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": baseline,
                "y1": baseline,
                "line": {"color": FAINT, "dash": "dot", "width": 2},
            }
        ],
        "annotations": [
            {
                "text": words.gettext("always the commoner answer"),
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "y": baseline,
                "yanchor": "top",
                "showarrow": False,
                "font": {"size": 12},
            }
        ],
    }
    return go.Figure({"data": lines, "layout": layout})


def learning_curve_alt(curve: LearningCurve, words: Translator) -> str:
    """What that figure shows, in words."""
    return words.gettext(
        "Trained on {fewest:,} colours the network calls {first} of colours left out right, on {most:,} colours {last}."
    ).format(
        fewest=int(curve.rows[0]),
        most=int(curve.rows[-1]),
        first=percent(curve.accuracy[0]),
        last=percent(curve.accuracy[-1]),
    )
