"""The parts of the page that are drawn anew without the rest: those that a control changes, and those that grow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, ParamSpec

import streamlit as st

from dashboard import streamlit_private
from dashboard.session.state import session
from dashboard.tasks.task import crowd

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

PRESETS, FIGURES = "presets", "figures"
"""The parts of the page that a slider or a seed changes."""
POLL = 0.3
"""Seconds between two looks, while one person has the server to themselves."""

P = ParamSpec("P")


def live(growing: bool, draw: Callable[P, None], *arguments: P.args, **named: P.kwargs) -> None:
    """Draws it, and again and again while it grows; otherwise once, in a container as a fragment has one.

    So nothing moves or is drawn anew when it stops to grow, and a page where nothing grows has no fragments to pay for.
    """
    if growing:
        st.fragment(draw, run_every=POLL * crowd())(*arguments, **named)
    else:
        with st.container():
            draw(*arguments, **named)


def slot() -> DeltaGenerator:
    """A place, to draw in by ``with``, for what is not always there.

    Streamlit knows what is on the page by its place among its neighbours: whatever stood below the thing that comes or
    goes would be there twice until the run is over, and be built anew.
    """
    return st.container()


def part(name: str, draw: Callable[P, None], *arguments: P.args, **named: P.kwargs) -> None:
    """Draws a part of the page that `redraw` can draw anew."""
    st.fragment(draw, key=name)(*arguments, **named)


def redraw(*parts: str) -> None:
    """Draws these parts anew and nothing else; for a control that changes no more, as its ``on_change``.

    Everything is drawn anew where the page was not drawn to its end, because the control was moved meanwhile.
    """
    if session().drawn:
        st.rerun(parts)


def whole() -> None:
    """Draws the whole page anew; for what changes other controls too, as its ``on_change``.

    What has no ``on_change`` would be forgotten where a control that draws parts alone is moved in the same moment.
    """
    session().drawn = False


def settled() -> NoReturn:
    """Draws all figures anew; for what `live` draws, once it has seen that it grows no more."""
    if session().drawn:
        streamlit_private.rerun_from_a_fragment([FIGURES])
    st.rerun()
