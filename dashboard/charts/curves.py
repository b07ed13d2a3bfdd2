"""The curves of a training, drawn by plotly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts.look import LEGEND, TEMPLATE, Figure, axis_title, level, panel_title
from pinkpref.i18n import decimal, percent
from pinkpref.reporting.chart_data import CHANCE, SERIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pinkpref.i18n import Translator
    from pinkpref.reporting.chart_data import Curves

FEW_EPOCHS = 8


def curves(numbers: Curves, words: Translator) -> Figure:
    """Loss above, accuracy below, by epoch: training rows a grey line, test rows a red dashed one, chance dotted."""
    return {"data": list(_lines(numbers, words)), "layout": _layout(numbers, words)}


def _lines(numbers: Curves, words: Translator) -> Iterator[dict[str, Any]]:
    """Training rows and test rows, each with a line for the loss and one for the accuracy."""
    for row, ((name, colour), symbol, dash) in enumerate(
        zip(SERIES, ("circle", "diamond"), ("solid", "dash"), strict=True)
    ):
        look = {
            "type": "scatter",
            "x": numbers.epochs.tolist(),
            "name": words.gettext(name),
            "legendgroup": words.gettext(name),
            "mode": "lines+markers" if numbers.marked else "lines",
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"symbol": symbol, "size": 6, "color": colour},
            "cliponaxis": False,
            "hovertemplate": "%{customdata}",
        }
        loss, accuracy = numbers.loss[row].tolist(), numbers.accuracy[row].tolist()
        yield (
            look
            | {"y": loss, "meta": "loss", "xaxis": "x", "yaxis": "y", "showlegend": True}
            | {"customdata": [decimal(value, 4) for value in loss]}
        )
        yield (
            look
            | {"y": accuracy, "meta": "accuracy", "xaxis": "x2", "yaxis": "y2", "showlegend": False}
            | {"customdata": [percent(value) for value in accuracy]}
        )


def _layout(numbers: Curves, words: Translator) -> dict[str, Any]:
    epochs = {
        "unifiedhovertitle": {"text": words.gettext("epoch") + " %{x}"},
        "range": [0, numbers.reach + 1],
        "dtick": 1 if numbers.reach < FEW_EPOCHS else None,
    }
    return {
        "template": TEMPLATE,
        "xaxis": {**epochs, "anchor": "y", "matches": "x2", "showticklabels": False},
        "xaxis2": {**epochs, "anchor": "y2", "title": axis_title(words.gettext("epoch"))},
        "yaxis": {"domain": [0.57, 1], "rangemode": "tozero" if numbers.from_zero else "normal"},
        "yaxis2": {"domain": [0, 0.43], "anchor": "x2", "range": [-0.05, 1.05], "tickformat": ".0%", "dtick": 0.5},
        "shapes": [level(CHANCE, "x2 domain", "y2")],
        "annotations": [
            panel_title(words.gettext("loss"), "y"),
            panel_title(words.gettext("accuracy"), "y2"),
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
        "legend": LEGEND,
        "hovermode": "x unified",
    }
