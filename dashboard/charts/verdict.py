"""What is behind the verdict, drawn by plotly: shuffles, other splits, baselines, learning curve, correlations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts.look import FAINT, TEMPLATE, Figure, axis_title, level, upright
from pinkpref.i18n import percent
from pinkpref.reporting.chart_data import TEST, TRAINING, interval_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pinkpref.i18n import Translator
    from pinkpref.reporting.chart_data import Intervals, LearningCurve, Shuffles, Splits

BEYOND = 0.04
"""Of the axis, what is drawn beyond either end, so that a mark there is whole."""


def shuffles(numbers: Shuffles, words: Translator) -> Figure:
    """How far off the network is on colours left out, for every shuffle of the labels, and for the real ones."""
    axis = words.gettext("how far off on colours left out (Brier score)")
    return _bars(numbers.middles, numbers.counts, numbers.width, numbers.real, axis, words.gettext("your labels"))


def splits(numbers: Splits, words: Translator) -> Figure:
    """Test scores of other splits and starts, and the user's own."""
    axis = words.gettext("test colours right, of {rows:,}").format(rows=numbers.rows)
    drawn = _bars(numbers.right, numbers.counts, 0.9, numbers.own_right, axis, words.gettext("yours"))
    drawn["layout"]["xaxis"] |= {"tick0": 0, "dtick": numbers.step}
    return drawn


def _bars(middles: NDArray[Any], counts: NDArray[Any], width: float, own: float, axis: str, name: str) -> Figure:
    """Bars of counts with a line where the user's own stands."""
    label = {"text": name, "x": own, "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False}
    layout = {
        "template": TEMPLATE,
        "height": 260,
        "margin": {"l": 44, "r": 12, "t": 28, "b": 40, "autoexpand": False},
        "bargap": 0.04,
        "showlegend": False,
        "xaxis": {"title": axis_title(axis)},
        "shapes": [upright(own, color=TEST, width=3)],
        "annotations": [label | {"font": {"size": 13}}],
    }
    bars = {"type": "bar", "x": middles, "y": counts, "width": width, "marker": {"color": TRAINING}}
    return {"data": [bars], "layout": layout}


def baselines(numbers: Intervals, words: Translator) -> Figure:
    """Ways to answer, each with the share it calls right and where that may lie."""
    return _with_intervals(numbers, words.gettext("called right"), ".0%", words)


def correlations(numbers: Intervals, words: Translator) -> Figure:
    """How each number of a colour goes with liking."""
    return _with_intervals(numbers, words.gettext("correlation with liking"), ".1f", words)


def _with_intervals(numbers: Intervals, axis: str, ticks: str, words: Translator) -> Figure:
    """A dot with its interval for each name, the first at the top."""
    names = [words.gettext(name) for name in numbers.names]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": numbers.values,
        "y": names,
        "customdata": interval_sentences(numbers, words),
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"size": 10, "color": TEST, "symbol": "diamond"},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": numbers.above,
            "arrayminus": numbers.below,
            "color": TRAINING,
            "thickness": 3,
        },
    }
    low, high = numbers.reach
    beyond = BEYOND * (high - low)
    layout = {
        "template": TEMPLATE,
        "height": 60 + 48 * len(names),
        "margin": {"l": 8, "r": 12, "t": 24, "b": 44, "autoexpand": False},
        "xaxis": {
            "range": [low - beyond, high + beyond],
            "tick0": low,
            "title": axis_title(axis),
            "tickformat": ticks,
            "dtick": (high - low) / 4,
        },
        "yaxis": {"autorange": "reversed", "showticklabels": False, "showgrid": False},
        "annotations": [
            {"text": name, "xref": "paper", "x": 0, "xanchor": "left", "showarrow": False, "font": {"size": 13}}
            | {"y": name, "yanchor": "bottom", "yshift": 6}
            for name in names
        ],
        "shapes": [upright((low + high) / 2, color=FAINT, dash="dot", width=2)],
    }
    return {"data": [dots], "layout": layout}


def learning_curve(numbers: LearningCurve, words: Translator) -> Figure:
    """Accuracy on colours left out by the number trained on, with the band of four of five repetitions."""
    line = {"type": "scatter", "x": numbers.rows, "showlegend": False}
    edge = line | {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    lines = [
        edge | {"y": numbers.low},
        edge | {"y": numbers.high, "fill": "tonexty", "fillcolor": FAINT},
        line
        | {
            "mode": "lines+markers",
            "y": numbers.accuracy,
            "customdata": [percent(share) for share in numbers.accuracy],
            "hovertemplate": "(%{x}, %{customdata})<extra></extra>",
            "line": {"color": TEST, "width": 2},
            "marker": {"size": 7, "color": TEST, "symbol": "diamond"},
        },
    ]
    name = {"text": words.gettext("always the commoner answer"), "showarrow": False, "font": {"size": 12}}
    layout = {
        "template": TEMPLATE,
        "height": 280,
        "margin": {"l": 48, "r": 12, "t": 12, "b": 44, "autoexpand": False},
        "xaxis": {"title": axis_title(words.gettext("colours trained on")), "rangemode": "tozero"},
        "yaxis": {"range": [0, 1.02], "tickformat": ".0%"},
        "shapes": [level(numbers.baseline)],
        "annotations": [name | {"xref": "paper", "x": 0, "xanchor": "left", "y": numbers.baseline, "yanchor": "top"}],
    }
    return {"data": lines, "layout": layout}
