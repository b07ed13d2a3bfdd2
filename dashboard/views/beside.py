"""The pinned run's part of a panel beside the current run's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from pinkpref.language import Translator

Draw = Callable[[], None]


def beside(pinned: bool, draws: tuple[Draw | None, Draw | None], words: Translator) -> None:
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
