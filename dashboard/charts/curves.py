"""Figures: pure functions from results to plotly, and from the same results to the sentence that says what is shown.

Each takes a translator, because its titles are words too. Fonts and the colours of text and grid are the page's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

if TYPE_CHECKING:
    import pandas as pd

    from pinkpref.i18n import Translator

TRAINING = "#8a7f8e"
TEST = "#d6336c"
FAINT = "rgba(138, 127, 142, 0.45)"
"""Each reads on a light and on a dark page alike."""

_AXIS = {"gridcolor": FAINT, "zeroline": False, "fixedrange": True}
LOOK = {
    "layout": {
        "font": {"size": 13, "color": TRAINING},
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "dragmode": False,
    }
}
"""The template of every figure: no box around it, nothing that a finger could drag by mistake."""

FEW_EPOCHS, MANY_EPOCHS = 8, 40
CHANCE = 0.5


def curves(history: pd.DataFrame, epochs: int, words: Translator) -> go.Figure:
    """Loss above, accuracy below, by epoch: training rows a grey line, test rows a red dashed one, chance dotted.

    Few epochs are marked too, circles and diamonds; many would run into each other, and take long to draw.

    Args:
        history: `pinkpref.Run.history`.
        epochs: how far the axis reaches.
        words: the page's language.
    """
    mode = "lines+markers" if len(history) <= MANY_EPOCHS else "lines"
    series = (
        ("", words.gettext("training"), TRAINING, "circle", "solid"),
        ("test_", words.gettext("test"), TEST, "diamond", "dash"),
    )
    lines = [
        {
            "type": "scatter",
            "x": history["epoch"],
            "y": history[prefix + measure],
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
            "name": name,
            "legendgroup": name,
            "meta": measure,
            "showlegend": measure == "loss",
            "mode": mode,
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"symbol": symbol, "size": 6, "color": colour},
            "cliponaxis": False,
            "hovertemplate": form,
        }
        for prefix, name, colour, symbol, dash in series
        for measure, axis, form in (("loss", "", "%{y:.4f}"), ("accuracy", "2", "%{y:.0%}"))
    ]
    hover = {"text": words.gettext("epoch") + " %{x}"}
    reach = {"unifiedhovertitle": hover, "range": [0, epochs + 1], "dtick": 1 if epochs < FEW_EPOCHS else None}
    positive = history["loss"].min() >= 0 and history["test_loss"].min() >= 0
    titles = [("y domain", words.gettext("loss")), ("y2 domain", words.gettext("accuracy"))]
    layout = {
        "template": LOOK,
        "xaxis": {**reach, "anchor": "y", "matches": "x2", "showticklabels": False},
        "xaxis2": {
            **reach,
            "anchor": "y2",
            "title": {"text": words.gettext("epoch"), "standoff": 4, "font": {"size": 13}},
        },
        "yaxis": {"domain": [0.57, 1], "rangemode": "tozero" if positive else "normal"},
        "yaxis2": {
            "domain": [0, 0.43],
            "anchor": "x2",
            "range": [-0.05, 1.05],
            "tickformat": ".0%",
            "dtick": 0.5,
        },
        "shapes": [
            {
                "type": "line",
                "xref": "x2 domain",
                "yref": "y2",
                "x0": 0,
                "x1": 1,
                "y0": CHANCE,
                "y1": CHANCE,
                "line": {"color": FAINT, "dash": "dot", "width": 2},
            }
        ],
        "annotations": [
            *(
                {"text": title, "showarrow": False, "xref": "paper", "x": 0, "xanchor": "left"}
                | {"yref": panel, "y": 1, "yanchor": "bottom", "yshift": 4}
                for panel, title in titles
            ),
            {
                "text": words.gettext("a coin (chance)"),
                "font": {"size": 12},
                "showarrow": False,
                "xref": "x2 domain",
                "x": 1,
                "xanchor": "right",
                "yref": "y2",
                "y": CHANCE,
                "yanchor": "top",
            },
        ],
        "height": 400,
        "margin": {"l": 44, "r": 8, "t": 28, "b": 40, "autoexpand": False},
        "legend": {"orientation": "h", "y": 1.01, "yanchor": "bottom", "x": 1, "xanchor": "right"},
        "hovermode": "x unified",
    }
    return go.Figure({"data": lines, "layout": layout})
