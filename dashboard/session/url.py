"""What of the controls stands in the URL: links, presets, and the language.

The keys of the controls are the names of the URL's query parameters. A value equal to the article's does not appear
in the URL, so a link holds only what was changed.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.session import choices
from dashboard.session.controls import CONTROLS, controls_of, counts
from pinkpref import Settings
from pinkpref.i18n import LANGUAGES, N_, Translator, best_language, translator

PRESETS = {
    N_("The article"): Settings(),
    N_("Colleagues' advice"): Settings(inputs=("hsv",), scaling="unit", loss="binary_crossentropy"),
    N_("Enough training"): Settings(scaling="standard", learning_rate=0.01, epochs=100),
}


def current_language() -> str:
    """The language the URL asks for, otherwise the browser's, otherwise English."""
    asked = st.query_params.get("lang", "")
    return asked if asked in LANGUAGES else best_language(st.context.locale)


def language_switch() -> Translator:
    """Draws the language switch and returns the translator of the language in force."""
    language = current_language()
    choices.segmented_control(
        "language", "Language · 言語", LANGUAGES, language, lambda chosen: st.query_params.update(lang=chosen)
    )
    return translator(language)


def controls_in_force() -> dict[str, Any]:
    """The value of every control; of one that has not been drawn, its default."""
    values = {key: st.session_state.get(key, control.default) for key, control in CONTROLS.items()}
    return values | {"scaling": scaling_method()}


def link(settings: Settings, data: str | None) -> str:
    """An address of this page that shows these settings, on a shipped table unless ``data`` is None."""
    values = {key: value for key, value in controls_of(settings).items() if value != CONTROLS[key].default}
    if data:
        values["data"] = data
    query = urlencode({key: _written(value) for key, value in values.items()})
    address = (st.context.url or "").partition("?")[0].removesuffix("/") + "/"
    return f"{address}?{query}" if query else address


def _written(value: Any) -> str:
    """A control's value as Streamlit reads it from a query parameter: a list's option by its label, 1.0 as 1."""
    if isinstance(value, bool):
        return json.dumps(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def put(settings: Settings) -> None:
    """Moves every control to these settings; only from a callback, before the controls are drawn."""
    values = controls_of(settings)
    choose_scaling(values.pop("scaling"))
    st.session_state.update(values)


def preset_in_force() -> str | None:
    """The preset whose controls stand exactly as they do now, if there is one."""
    for name, settings in PRESETS.items():
        values = controls_of(settings)
        if all(_standing(key) == values[key] for key, control in CONTROLS.items() if counts(control, values)):
            return name
    return None


def scaling_method() -> str:
    """How Normalise normalises: kept in the URL by its own name, because the choice is worded in two languages."""
    asked = st.query_params.get("scaling", "")
    return asked if asked in CONTROLS["scaling"].options else str(CONTROLS["scaling"].default)


def choose_scaling(method: str) -> None:
    """Sets how Normalise normalises."""
    if method == CONTROLS["scaling"].default:
        st.query_params.pop("scaling", None)
    else:
        st.query_params["scaling"] = method


def _standing(key: str) -> Any:
    return scaling_method() if key == "scaling" else st.session_state.get(key)
