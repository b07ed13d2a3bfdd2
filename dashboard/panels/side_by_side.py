"""The pinned run's part of a panel beside the current run's, and the panels that open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

if TYPE_CHECKING:
    from pinkpref.i18n import Translator

Draw = Callable[[], None]
T = TypeVar("T")
Panel = tuple[str, str, str, Callable[[T, str, "Translator"], None]]
"""A panel's title, how to read it, what it cannot tell, and what draws it from a run's part, "pinned" or "current", and
the page's language."""


def draw_both(pinned: bool, draws: tuple[Draw | None, Draw | None], words: Translator) -> None:
    """Draws the current run's part of a panel, or both runs' in two columns with their names above.

    Args:
        pinned: whether a run is pinned.
        draws: what draws the pinned and the current run's part; None where there is nothing yet.
        words: the page's language.
    """
    if not pinned:
        if draws[1]:
            draws[1]()
        return
    names = words.gettext("**Pinned run**"), words.gettext("**Current run**")
    for column, name, draw in zip(st.columns(2), names, draws, strict=True):
        with column:
            st.markdown(name)
            if draw:
                draw()
            else:
                st.caption(words.gettext("There is nothing to show of this run yet."))


def panels(known: dict[str, Panel[T]], pinned: bool, parts: tuple[T | None, T | None], words: Translator) -> None:
    """Panels that open; each is worked out when it is open.

    Args:
        known: the panels by key.
        pinned: whether a run is pinned.
        parts: what they show of the pinned and of the current run; None where there is nothing yet.
        words: the page's language.
    """
    for key, (title, read, limits, draw) in known.items():
        panel = st.expander(words.gettext(title), key=f"panel_{key}", on_change="rerun")
        if panel.open:
            with panel:
                st.caption(words.gettext(read))
                first, second = (
                    None if part is None else partial(draw, part, run_name, words)
                    for part, run_name in zip(parts, ("pinned", "current"), strict=True)
                )
                draw_both(pinned, (first, second), words)
                st.caption(words.gettext("What this cannot tell you: {limits}").format(limits=words.gettext(limits)))
