"""What Streamlit would throw away and draw anew whenever it changes, and what moves without the server."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from plotly.io.json import to_json_plotly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pinkpref.i18n import Translator

_HERE = Path(__file__).parent
SAVING_HEIGHT = 36


def _component(name: str, html: str) -> Any:
    """Mounts ``js/NAME.js``, with the page's style sheet.

    The modules that components share, and plotly, lie in ``dashboard/static``: components import them while they run,
    and Streamlit serves the folder ``static`` beside ``app.py`` alone. It serves a packaged component's folder too, but
    only inside the Python package named like the distribution, ``pinkpref``, and only where that is installed.
    """
    return st.components.v2.component(
        f"pinkpref_{name}",
        html=html,
        css=(_HERE / "page.css").read_text(encoding="utf-8"),
        js=(_HERE / "js" / f"{name}.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


_figure = _component("figure", '<div class="pp-plot"></div>')
_results = _component("results", '<div class="pp-results"></div>')
_view_bar = _component("view_bar", '<div class="pp-bar" role="group"></div>')
_network_view = _component("network_view", '<div class="pp-inside" role="group"></div>')


def chart(figure: dict[str, Any], alt: str, key: str, words: Translator, *, epochs: int | None = None) -> None:
    """Draws a figure as wide as there is room, with ways to save it and its data; see `figure_data`."""
    data = figure_data(figure, alt, key, words, epochs=epochs)
    _figure(key=key, data=data, height=figure["layout"]["height"] + SAVING_HEIGHT)


def figure_data(
    figure: dict[str, Any], alt: str, key: str, words: Translator, *, epochs: int | None = None
) -> dict[str, Any]:
    """What a component needs to draw a figure.

    Args:
        figure: what to draw; its layout says how high.
        alt: what it shows, in words, for who cannot see it.
        key: tells it from the page's other figures, keeps it in its place, and names its files.
        words: the page's language.
        epochs: of a figure over the epochs, how many the run has; it shows the page's epoch.
    """
    save = words.gettext("Save this figure")
    return {"figure": to_json_plotly(figure), "alt": alt, "name": key, "save": save, "epochs": epochs}


def results(panels: list[dict[str, Any]], *, runs: int, faded: bool) -> None:
    """Shows table, curves and test score.

    Args:
        panels: each as ``ResultsPanel`` of ``contract.js``.
        runs: how many runs stand beside each other, 1 or 2.
        faded: whether the figures are earlier ones.
    """
    _results(key="run_results", data={"panels": panels, "runs": runs, "faded": faded})


def view_bar(messages: dict[str, Any]) -> None:
    """Shows the bar that plays through the epochs and chooses what the network views show; see `network_data.bar`."""
    _view_bar(key="bar", data={"messages": messages})


def network_view(data: dict[str, Any], parameters: NDArray[np.float32], key: str) -> None:
    """Shows what a run's network sees, at the page's epoch.

    Args:
        data: what `network_data.network_view` gives.
        parameters: all weights and biases of every epoch (epochs + 1, parameters).
        key: tells it from another run beside it.
    """
    head = json.dumps(data, ensure_ascii=False).encode()
    head += b" " * (-len(head) % 4)
    _network_view(key=key, data=struct.pack("<I", len(head)) + head + parameters.astype("<f4").tobytes())
