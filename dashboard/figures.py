"""Figures: pure functions from results to plotly, and from the same results to the sentence that says what is shown.

Each takes a translator, because its titles are words too. Streamlit's theme gives fonts and background.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pinkpref import Settings

if TYPE_CHECKING:
    import pandas as pd

    from pinkpref.language import Translator

TRAINING = "#8a7f8e"
TEST = "#d6336c"
FAINT = "rgba(138, 127, 142, 0.45)"
"""Each reads on a light and on a dark page alike."""

FEW_EPOCHS, MANY_EPOCHS = 8, 60
CHANCE = 0.5


def percent(share: float) -> str:
    """A share in [0, 1] as the page writes it."""
    return f"{share:.0%}"


def curves(history: pd.DataFrame, epochs: int, words: Translator) -> go.Figure:
    """Loss above, accuracy below, by epoch; training rows in grey circles, test rows in red diamonds, chance dotted.

    Args:
        history: `pinkpref.Run.history`.
        epochs: how far the axis reaches.
        words: the page's language.
    """
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.07)
    size = 6 if epochs <= MANY_EPOCHS else 3
    series = (
        ("", words.gettext("training"), TRAINING, "circle", "solid"),
        ("test_", words.gettext("test"), TEST, "diamond", "dash"),
    )
    for prefix, name, colour, symbol, dash in series:
        for row, measure in enumerate(("loss", "accuracy"), 1):
            figure.add_scatter(
                x=history["epoch"],
                y=history[prefix + measure],
                name=name,
                legendgroup=name,
                showlegend=row == 1,
                mode="lines+markers",
                line={"color": colour, "dash": dash, "width": 2},
                marker={"symbol": symbol, "size": size, "color": colour},
                cliponaxis=False,
                hovertemplate="%{y:.4f}" if row == 1 else "%{y:.0%}",
                row=row,
                col=1,
            )
    figure.add_hline(
        y=CHANCE,
        line={"color": FAINT, "dash": "dot", "width": 2},
        annotation={"text": words.gettext("a coin (chance)"), "font": {"size": 12}},
        annotation_position="bottom right",
        row=2,
        col=1,
    )
    figure.update_yaxes(title_text=words.gettext("loss"), row=1, col=1, automargin=True)
    if history["loss"].min() >= 0 and history["test_loss"].min() >= 0:
        figure.update_yaxes(rangemode="tozero", row=1, col=1)
    figure.update_yaxes(
        title_text=words.gettext("accuracy"), range=[-0.05, 1.05], tickformat=".0%", dtick=0.5, row=2, col=1
    )
    figure.update_xaxes(range=[0, epochs + 1], dtick=1 if epochs < FEW_EPOCHS else None)
    figure.update_xaxes(title_text=words.gettext("epoch"), row=2, col=1)
    figure.update_layout(
        height=400,
        margin={"l": 0, "r": 8, "t": 8, "b": 0},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 1, "xanchor": "right"},
        hovermode="x unified",
        dragmode=False,
    )
    return figure


def curves_alt(history: pd.DataFrame, words: Translator) -> str:
    """What the curves show, in words."""
    if history.empty:
        return words.gettext("No epoch has been trained yet.")
    first, last = history.iloc[0], history.iloc[-1]
    return words.gettext(
        "From epoch 1 to {epochs}: training loss {loss_first:.4f} to {loss_last:.4f}, test loss {test_first:.4f} to "
        "{test_last:.4f}; training accuracy {accuracy_first} to {accuracy_last}, between {lowest} and {highest} on the "
        "way; test accuracy {test_accuracy_first} to {test_accuracy_last}. A coin would be right 50% of the time."
    ).format(
        epochs=int(last["epoch"]),
        loss_first=first["loss"],
        loss_last=last["loss"],
        test_first=first["test_loss"],
        test_last=last["test_loss"],
        accuracy_first=percent(first["accuracy"]),
        accuracy_last=percent(last["accuracy"]),
        lowest=percent(history["accuracy"].min()),
        highest=percent(history["accuracy"].max()),
        test_accuracy_first=percent(first["test_accuracy"]),
        test_accuracy_last=percent(last["test_accuracy"]),
    )


class Layer(NamedTuple):
    """One column of the network diagram: the name of each unit, and what is written above them."""

    units: list[str]
    title: str


def layers(settings: Settings, inputs: tuple[str, ...], words: Translator) -> list[Layer]:
    """The network that ``settings`` describe, from its inputs to its outputs."""
    hidden = [Layer([""] * units, settings.activation) for units in settings.hidden]
    outputs = [words.gettext("not liked"), words.gettext("liked")]
    return [Layer(list(inputs), words.gettext("inputs")), *hidden, Layer(outputs, "sigmoid")]


def diagram(drawn: list[Layer], settings: Settings, words: Translator) -> go.Figure:
    """The network as circles and lines, with its loss and optimizer written below."""
    points = [
        [(float(column), _height(unit, len(layer.units))) for unit in range(len(layer.units))]
        for column, layer in enumerate(drawn)
    ]
    figure = go.Figure()
    x: list[float | None] = []
    y: list[float | None] = []
    for left, right in pairwise(points):
        for start in left:
            for end in right:
                x += [start[0], end[0], None]
                y += [start[1], end[1], None]
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": FAINT, "width": 1}, hoverinfo="skip")
    for column, (layer, places) in enumerate(zip(drawn, points, strict=True)):
        last = column == len(drawn) - 1
        figure.add_scatter(
            x=[place[0] for place in places],
            y=[place[1] for place in places],
            mode="markers+text",
            text=layer.units,
            textposition="middle right" if last else "middle left",
            marker={"size": 16, "color": TEST if last else TRAINING, "symbol": "circle"},
            hoverinfo="skip",
            cliponaxis=False,
        )
        figure.add_annotation(x=column, y=1.12, text=layer.title, showarrow=False, font={"size": 13})
    figure.add_annotation(
        x=(len(drawn) - 1) / 2,
        y=-0.27,
        text=words.gettext("loss: {loss}<br>optimizer: {optimizer}, learning rate {learning_rate:g}").format(
            loss=settings.loss, optimizer=settings.optimizer, learning_rate=settings.learning_rate
        ),
        showarrow=False,
        font={"size": 13},
    )
    figure.update_xaxes(visible=False, range=[-0.35, len(drawn) - 1 + 0.95], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-0.38, 1.22], fixedrange=True)
    figure.update_layout(height=430, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False, dragmode=False)
    return figure


def diagram_alt(drawn: list[Layer], settings: Settings, words: Translator) -> str:
    """What the diagram shows, in words."""
    return words.gettext(
        "From left to right: inputs {inputs}; hidden units {hidden} ({activation}); two sigmoid outputs, not liked and "
        "liked. Loss {loss}, optimizer {optimizer}, learning rate {learning_rate:g}."
    ).format(
        inputs=", ".join(drawn[0].units),
        hidden=" + ".join(str(len(layer.units)) for layer in drawn[1:-1]),
        activation=settings.activation,
        loss=settings.loss,
        optimizer=settings.optimizer,
        learning_rate=settings.learning_rate,
    )


def _height(unit: int, units: int) -> float:
    """Where a unit stands, the first at the top, a lone one in the middle."""
    return 0.5 if units == 1 else 1 - unit / (units - 1)
