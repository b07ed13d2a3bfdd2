"""A part of the page that looks again by itself while something grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

P = ParamSpec("P")


def live(seconds: float | None, draw: Callable[P, None], *arguments: P.args, **named: P.kwargs) -> None:
    """Draws it, and every so many seconds again; None: once, in a container as a fragment has one.

    So nothing moves or is drawn anew when it stops to grow, and a page where nothing grows has no fragments to pay for.
    """
    if seconds:
        st.fragment(draw, run_every=seconds)(*arguments, **named)
    else:
        with st.container():
            draw(*arguments, **named)
