"""What Streamlit would throw away and draw anew whenever it changes: figures, and tables that scroll."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    import plotly.graph_objects as go

_FRONTEND = Path(__file__).with_name("frontend")
_figure = st.components.v2.component(
    "pinkpref_figure",
    html='<div class="pp-figure" role="figure"></div>',
    css=(_FRONTEND / "figure.css").read_text(encoding="utf-8"),
    js=(_FRONTEND / "figure.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


_scroller = st.components.v2.component(
    "pinkpref_scroller",
    html='<div class="pp-scroll pp-history" tabindex="0" role="region"></div>',
    js=(_FRONTEND / "scroller.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def scroller(html: str, name: str, key: str) -> None:
    """Shows a table that stays where the reader has scrolled to.

    Args:
        html: the table, every text in it escaped.
        name: what a screen reader calls it.
        key: tells it from the page's other tables.
    """
    _scroller(key=key, data={"html": html, "name": name})


def chart(figure: go.Figure, alt: str, key: str, *, still: bool = False) -> None:
    """Draws a figure as wide as there is room.

    Args:
        figure: what to draw; its layout says how high.
        alt: what it shows, in words, for who cannot see it.
        key: tells it from the page's other figures, and keeps it in its place.
        still: whether it answers to no pointer.
    """
    _figure(key=key, data={"figure": figure.to_json(), "alt": alt, "still": still}, height=figure.layout.height)
