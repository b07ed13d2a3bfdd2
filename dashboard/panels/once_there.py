"""A part of the page that is drawn as soon as what it shows has been worked out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from dashboard.panels.live import live, settled
from dashboard.tasks.task import crowd
from pinkpref.i18n import SentenceError

if TYPE_CHECKING:
    from pinkpref.compute import Pending
    from pinkpref.i18n import Translator

PATIENCE = 0.3
"""Seconds that a rerun waits for it, so that nothing flickers where it takes a moment."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


def once_there(pending: Pending[T], draw: Callable[[T], None], words: Translator) -> None:
    """Draws it, or keeps its place and looks again."""
    try:
        pending.result(PATIENCE if crowd() == 1 else 0)  # others wait for their turn to be drawn
    except Exception:  # it is not there yet, or it is an error that is told below
        growing = not pending.done()
    else:
        growing = False
    live(growing, _look, pending, growing, draw, words)


def _look(pending: Pending[Any], growing: bool, draw: Callable[[Any], None], words: Translator) -> None:
    if not pending.done():
        st.skeleton(height=140)
        return
    if growing:
        settled()
    try:
        found = pending.result()
    except SentenceError as error:
        st.error(error.say(words))
    except Exception:
        _log.exception("A figure could not be worked out.")
        st.error(words.gettext("This could not be worked out. The server's log has the details."))
    else:
        draw(found)
