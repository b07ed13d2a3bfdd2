"""The lists one chooses from whose labels depend on the page's language or on a file. All of them are drawn here.

Streamlit lets a browser hand over the *label* of what was chosen, and looks it up among the labels in force. A list
that keeps its key while its labels change, because the language does or a file of another name is uploaded, is
therefore handed a label that is none of its own: Streamlit gives it another value and calls that a choice.

So a choice list here is a new control whenever its labels change, or the page moves it to another value, and starts at
the value in force. What a browser still reports of an earlier one counts for nothing. The value in force is kept by
whoever draws the list, not by the control.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from dashboard.session.state import ChoiceList, session

T = TypeVar("T")
Choose = Callable[[Any], None]
"""What puts a choice in force."""


def selectbox(name: str, title: str, labels: Mapping[T, str], value: T, choose: Choose) -> None:
    """Draws a list that opens.

    Args:
        name: tells it from the page's other choice lists.
        title: what stands above it.
        labels: what each option is called.
        value: the option in force.
        choose: what puts another in force.
    """
    options = list(labels)
    st.selectbox(title, options, options.index(value), **_control(name, labels, value, choose))


def segmented_control(name: str, title: str, labels: Mapping[T, str], value: T, choose: Choose) -> None:
    """Draws a row of buttons of which one is always pressed; the arguments are those of `selectbox`."""
    st.segmented_control(title, list(labels), default=value, required=True, **_control(name, labels, value, choose))


def pills(
    name: str, title: str, labels: Mapping[T, str], value: T | None, choose: Choose, *, meaning: str | None = None
) -> None:
    """Draws buttons of which one is pressed or none.

    Args:
        name: as `selectbox` takes it, and so are the others.
        title: what stands above it.
        labels: what each option is called.
        value: the option in force, if any is.
        choose: what puts another in force, or none.
        meaning: what the question mark beside the title says.
    """
    control = _control(name, labels, value, choose)
    st.pills(title, list(labels), default=value, help=meaning, wrap=True, **control)


def several_pills(name: str, title: str, labels: Mapping[T, str], values: Sequence[T], choose: Choose) -> None:
    """Draws buttons of which any number is pressed, ``values``; the other arguments are those of `selectbox`."""
    control = _control(name, labels, list(values), choose)
    st.pills(title, list(labels), default=list(values), selection_mode="multi", **control)


def select_slider(name: str, title: str, labels: Mapping[T, str], value: T, choose: Choose) -> None:
    """Draws a slider over options; the arguments are those of `selectbox`."""
    st.select_slider(title, list(labels), value, **_control(name, labels, value, choose))


def _control(name: str, labels: Mapping[T, str], value: Any, choose: Choose) -> dict[str, Any]:
    """The key, the callback and the labels of a choice list.

    The value must be the control's default too: what a browser reports of a new control may be its default.
    """
    lists = session().choice_lists
    shown = tuple(labels.values())
    number, before = lists.get(name, ChoiceList(0, shown))
    if before != shown or st.session_state.get(_key(name, number), value) != value:
        number += 1
    lists[name] = ChoiceList(number, shown)
    key = _key(name, number)

    def changed() -> None:
        if session().choice_lists[name].number == number:
            chosen = st.session_state[key]
            if chosen is not None:
                session().drawn = False  # it changes more than what can be drawn alone
            choose(chosen)

    return {"key": key, "on_change": changed, "format_func": labels.__getitem__}


def _key(name: str, number: int) -> str:
    return f"{name}_{number}"
