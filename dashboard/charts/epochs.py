"""What lies behind the moving views, by epoch, drawn by plotly: gradients and outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts.look import FAINT, LEGEND, TEMPLATE, Figure, axis_title, panel_title
from pinkpref.reporting.chart_data import TEST, TRAINING, layer_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pinkpref.i18n import Translator
    from pinkpref.reporting.chart_data import Gradients, Outputs

_DASHES = ("solid", "dash", "dot")


def gradients(numbers: Gradients, words: Translator) -> Figure:
    """The length of each layer's gradient by epoch, on a scale of powers of ten; the output layer is red."""
    names = layer_names(numbers, words)
    lines = [
        {
            "type": "scatter",
            "mode": _mode(numbers.epochs),
            "x": numbers.epochs,
            "y": norms,
            "name": name,
            "line": {"color": TEST if name == names[-1] else TRAINING, "dash": dash, "width": 2},
            "hovertemplate": "%{y:.2g}",
        }
        for name, norms, dash in zip(names, numbers.norms, _DASHES, strict=False)
    ]
    layout = {
        "template": TEMPLATE,
        "height": 280,
        "margin": {"l": 60, "r": 8, "t": 28, "b": 40},
        "xaxis": {"title": axis_title(words.gettext("epoch"))},
        "yaxis": {"type": "log", "exponentformat": "power", "nticks": 5},
        "legend": LEGEND,
        "showlegend": True,
        "hovermode": "x unified",
        "annotations": [panel_title(words.gettext("length of the gradient"), "y")],
    }
    return {"data": lines, "layout": layout}


def outputs(numbers: Outputs, words: Translator) -> Figure:
    """Where the outputs lie by epoch: the output for liked above, the other below, medians red, halves in a band."""
    panels = ((numbers.liked, "", words.gettext("liked")), (numbers.not_liked, "2", words.gettext("not liked")))
    traces = [trace for panel in panels for trace in _band(numbers.epochs, *panel, words)]
    axis = {"range": [-0.03, 1.03], "dtick": 0.5}
    layout = {
        "template": TEMPLATE,
        "height": 360,
        "margin": {"l": 44, "r": 8, "t": 28, "b": 40},
        "showlegend": False,
        "hovermode": "x unified",
        "xaxis": {"matches": "x2", "showticklabels": False, "anchor": "y"},
        "xaxis2": {"anchor": "y2", "title": axis_title(words.gettext("epoch"))},
        "yaxis": {**axis, "domain": [0.57, 1]},
        "yaxis2": {**axis, "domain": [0, 0.43], "anchor": "x2"},
        "annotations": [
            panel_title(words.gettext("output: liked"), "y"),
            panel_title(words.gettext("output: not liked"), "y2"),
        ],
    }
    return {"data": traces, "layout": layout}


def _band(
    epochs: NDArray[Any], quantiles: NDArray[Any], axis: str, meaning: str, words: Translator
) -> Iterator[dict[str, Any]]:
    """One output's quantiles; greatest and upper quartile are filled down to the line drawn before them."""
    names = (
        words.gettext("least"),
        words.gettext("lower quartile"),
        words.gettext("median"),
        words.gettext("upper quartile"),
        words.gettext("greatest"),
    )
    for quantile in (0, 4, 1, 3, 2):
        median = quantile == 2
        yield {
            "type": "scatter",
            "mode": _mode(epochs),
            "x": epochs,
            "y": quantiles[quantile],
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
            "name": names[quantile],
            "meta": meaning,
            "line": {"color": TEST if median else TRAINING, "width": 2 if median else 0.5},
            "fill": "tonexty" if quantile in (3, 4) else "none",
            "fillcolor": FAINT,
            "hovertemplate": "%{y:.3f}",
        }


def _mode(epochs: NDArray[Any]) -> str:
    """One point alone makes no line."""
    return "lines" if len(epochs) > 1 else "markers"
