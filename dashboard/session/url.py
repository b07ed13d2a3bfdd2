"""Widgets to Settings and back, and what of them stands in the URL.

The keys of the controls are the names of the URL's query parameters. A value equal to the article's does not appear
in the URL, so a link holds only what was changed.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.session import choices
from pinkpref import Settings, SettingsError
from pinkpref.i18n import LANGUAGES, N_, Sentence, Translator, best_language, translator

LEARNING_RATES = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
MOMENTUM = 0.9
TEST_SHARES = range(10, 55, 5)
PAGE_INPUTS = ("rgb", "hsv", "hue_circle")
NO_INPUTS = N_("Switch on RGB, HSV or Hue circle. With all of them off, the network sees nothing of a colour.")
SCALING_METHODS = ("unit", "standard")

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


def controls_of(settings: Settings) -> dict[str, Any]:
    """The value of every control that shows these settings."""
    return {
        "epochs": settings.epochs,
        "batch_size": settings.batch_size,
        "learning_rate": settings.learning_rate,
        "hidden_units": settings.hidden[0],
        "test_share": round(settings.test_size * 100),
        "loss": settings.loss,
        "optimizer": settings.optimizer,
        "momentum": settings.momentum > 0,
        "nesterov": settings.nesterov,
        **{name: name in settings.inputs for name in PAGE_INPUTS},
        "normalise": settings.scaling != "none",
        "scaling": settings.scaling if settings.scaling != "none" else SCALING_METHODS[0],
        "seed": settings.seed,
        "split_seed": settings.split_seed,
    }


def controls_in_force() -> dict[str, Any]:
    """The value of every control that has been drawn in this session."""
    drawn = {key: st.session_state[key] for key in controls_of(Settings()) if key in st.session_state}
    return drawn | {"scaling": scaling_method()}


def settings_of(controls: dict[str, Any]) -> Settings:
    """The settings that the controls show.

    Raises:
        SettingsError: they do not make a network that can be trained; the sentence says which control to move.
    """
    inputs = tuple(name for name in PAGE_INPUTS if controls[name])
    if not inputs:
        raise SettingsError(Sentence(NO_INPUTS))
    moving = controls["optimizer"] == "sgd" and controls["momentum"]
    return Settings(
        epochs=controls["epochs"],
        batch_size=controls["batch_size"],
        learning_rate=controls["learning_rate"],
        hidden=(controls["hidden_units"],),
        test_size=controls["test_share"] / 100,
        loss=controls["loss"],
        optimizer=controls["optimizer"],
        momentum=MOMENTUM if moving else 0.0,
        nesterov=bool(moving and controls["nesterov"]),
        inputs=inputs,
        scaling=controls["scaling"] if controls["normalise"] else "none",
        seed=controls["seed"],
        split_seed=controls["split_seed"],
    )


def link(settings: Settings, data: str | None) -> str:
    """An address of this page that shows these settings, on a shipped table unless ``data`` is None."""
    article = controls_of(Settings())
    values = {key: value for key, value in controls_of(settings).items() if value != article[key]}
    if data:
        values["data"] = data
    query = urlencode({key: json.dumps(value) if isinstance(value, bool) else value for key, value in values.items()})
    address = (st.context.url or "").partition("?")[0].removesuffix("/") + "/"
    return f"{address}?{query}" if query else address


def put(settings: Settings) -> None:
    """Moves every control to these settings; only from a callback, before the controls are drawn."""
    values = controls_of(settings)
    choose_scaling(values.pop("scaling"))
    st.session_state.update(values)


def preset_in_force() -> str | None:
    """The preset whose controls stand exactly as they do now, if there is one."""
    for name, settings in PRESETS.items():
        values = controls_of(settings)
        if not values["normalise"]:
            values.pop("scaling")
        if values["optimizer"] != "sgd":
            values = {key: value for key, value in values.items() if key not in ("momentum", "nesterov")}
        if all(_standing(key) == value for key, value in values.items()):
            return name
    return None


def scaling_method() -> str:
    """How Normalise normalises: kept in the URL by its own name, because the choice is worded in two languages."""
    asked = st.query_params.get("scaling", "")
    return asked if asked in SCALING_METHODS else SCALING_METHODS[0]


def choose_scaling(method: str) -> None:
    """Sets how Normalise normalises."""
    if method == SCALING_METHODS[0]:
        st.query_params.pop("scaling", None)
    else:
        st.query_params["scaling"] = method


def _standing(key: str) -> Any:
    return scaling_method() if key == "scaling" else st.session_state.get(key)
