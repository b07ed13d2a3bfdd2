"""Figures over the epochs that lie behind the pictures: how hard each layer is pushed, and what the outputs do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.curves import FAINT, LOOK, TEST, TRAINING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pinkpref.i18n import Translator

_LINES = ("solid", "dash", "dot")
_TITLE = {"showarrow": False, "xref": "paper", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "yshift": 4}


def gradients(lengths: NDArray[np.float64], words: Translator) -> go.Figure:
    """The gradient's length in each layer (epochs + 1, layers), by epoch, on a scale of powers of ten."""
    epochs = list(range(len(lengths)))
    named = _layers(lengths.shape[1], words)
    shown = np.where(lengths > 0, lengths, np.nan)  # a logarithm of 0 has no place
    lines = [
        {
            "type": "scatter",
            "mode": "lines" if len(epochs) > 1 else "markers",
            "x": epochs,
            "y": layer,
            "name": name,
            "line": {"color": TEST if name == named[-1] else TRAINING, "dash": dash, "width": 2},
            "hovertemplate": "%{y:.2g}",
        }
        for name, layer, dash in zip(named, shown.T, _LINES, strict=False)
    ]
    layout = {
        "template": LOOK,
        "height": 280,
        "margin": {"l": 60, "r": 8, "t": 28, "b": 40},
        "xaxis": {"title": {"text": words.gettext("epoch"), "standoff": 4, "font": {"size": 13}}},
        "yaxis": {"type": "log", "exponentformat": "power", "nticks": 5},
        "legend": {"orientation": "h", "y": 1.01, "yanchor": "bottom", "x": 1, "xanchor": "right"},
        "showlegend": True,
        "hovermode": "x unified",
        "annotations": [{"text": words.gettext("length of the gradient"), "yref": "y domain", **_TITLE}],
    }
    return go.Figure({"data": lines, "layout": layout})


def gradients_alt(lengths: NDArray[np.float64], words: Translator) -> str:
    """What the gradients do, in words."""
    told = [
        (
            words.gettext(
                "{layer}: {first:.2g} before training, {last:.2g} at the end; exactly 0 after {still} of {all} epochs."
            )
            if (layer[1:] == 0).any()
            else words.gettext("{layer}: {first:.2g} before training, {last:.2g} at the end.")
        ).format(
            layer=name,
            first=layer[0],
            last=layer[-1],
            still=int((layer[1:] == 0).sum()),
            all=len(layer) - 1,
        )
        for name, layer in zip(_layers(lengths.shape[1], words), lengths.T, strict=True)
    ]
    return " ".join(told)


def outputs(spread: NDArray[np.float64], words: Translator) -> go.Figure:
    """Where the outputs lie by epoch, as `dynamics.spread` has it: the output for liked above, the other below."""
    epochs = list(range(spread.shape[1]))
    names = (
        words.gettext("least"),
        words.gettext("lower quartile"),
        words.gettext("median"),
        words.gettext("upper quartile"),
        words.gettext("greatest"),
    )
    traces = []
    for column, number in ((1, ""), (0, "2")):
        for quantile in (0, 4, 1, 3, 2):
            median = quantile == 2
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines" if len(epochs) > 1 else "markers",
                    "x": epochs,
                    "y": spread[quantile, :, column],
                    "xaxis": f"x{number}",
                    "yaxis": f"y{number}",
                    "name": names[quantile],
                    "meta": words.gettext("liked") if column else words.gettext("not liked"),
                    "line": {"color": TEST if median else TRAINING, "width": 2 if median else 0.5},
                    "fill": "tonexty" if quantile in (3, 4) else "none",
                    "fillcolor": FAINT,
                    "hovertemplate": "%{y:.3f}",
                }
            )
    axis = {"range": [-0.03, 1.03], "dtick": 0.5}
    layout = {
        "template": LOOK,
        "height": 360,
        "margin": {"l": 44, "r": 8, "t": 28, "b": 40},
        "showlegend": False,
        "hovermode": "x unified",
        "xaxis": {"matches": "x2", "showticklabels": False, "anchor": "y"},
        "xaxis2": {"anchor": "y2", "title": {"text": words.gettext("epoch"), "standoff": 4, "font": {"size": 13}}},
        "yaxis": {**axis, "domain": [0.57, 1]},
        "yaxis2": {**axis, "domain": [0, 0.43], "anchor": "x2"},
        "annotations": [
            {"text": words.gettext("output: liked"), "yref": "y domain", **_TITLE},
            {"text": words.gettext("output: not liked"), "yref": "y2 domain", **_TITLE},
        ],
    }
    return go.Figure({"data": traces, "layout": layout})


def outputs_alt(spread: NDArray[np.float64], words: Translator) -> str:
    """What the outputs do, in words."""
    told = words.gettext(
        "Output for {answer}: from {low_first:.2f} to {high_first:.2f} before training, the middle at "
        "{middle_first:.2f}; from {low_last:.2f} to {high_last:.2f} at the end, the middle at {middle_last:.2f}."
    )
    names = words.gettext("not liked"), words.gettext("liked")
    return " ".join(
        told.format(
            answer=names[column],
            low_first=spread[0, 0, column],
            middle_first=spread[2, 0, column],
            high_first=spread[4, 0, column],
            low_last=spread[0, -1, column],
            middle_last=spread[2, -1, column],
            high_last=spread[4, -1, column],
        )
        for column in (1, 0)
    )


def _layers(count: int, words: Translator) -> list[str]:
    hidden = words.gettext("hidden layer")
    names = [hidden] if count == 2 else [f"{hidden} {number}" for number in range(1, count)]
    return [*names, words.gettext("output layer")]
