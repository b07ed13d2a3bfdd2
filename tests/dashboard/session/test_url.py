from urllib.parse import parse_qsl

import hypothesis
import pytest
from apptest import page_of
from hypothesis import given
from page_settings import page_settings

from dashboard.session import url
from dashboard.session.controls import CONTROLS, LEARNING_RATES, TEST_SHARES, controls_of, settings_of
from pinkpref import Settings


@pytest.mark.parametrize("settings", url.PRESETS.values(), ids=list(url.PRESETS))
def test_every_preset_can_be_shown_on_the_controls(settings):
    assert settings.learning_rate in LEARNING_RATES
    assert round(settings.test_size * 100) in TEST_SHARES
    assert settings_of(controls_of(settings)) == settings


def test_the_presets_are_those_of_the_story():
    article, advice, enough = url.PRESETS.values()
    assert article == Settings()
    assert advice == Settings(inputs=("hsv",), scaling="unit", loss="binary_crossentropy")
    assert enough == Settings(scaling="standard", learning_rate=0.01, epochs=100)


def settings_alone():
    """The controls of the settings, and nothing else of the page."""
    import streamlit as st

    from dashboard.panels import sidebar
    from dashboard.session import controls, url
    from pinkpref.i18n import translator

    st.session_state["preset"] = url.preset_in_force()
    sidebar._controls(translator("en"))
    st.session_state["found"] = controls.settings_of(url.controls_in_force())


def opened(link):
    page = page_of(settings_alone)
    for key, value in parse_qsl(link.partition("?")[2]):
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


@hypothesis.settings(max_examples=25)
@given(page_settings)
def test_a_link_shows_the_settings_it_was_made_of(settings):
    link = url.link(settings, None)
    assert opened(link).session_state["found"] == settings
    changed = {key for key, value in controls_of(settings).items() if value != CONTROLS[key].default}
    assert {key for key, _ in parse_qsl(link.partition("?")[2])} == changed


def test_a_link_names_the_shipped_table_and_nothing_that_is_the_article_s():
    assert url.link(Settings(), None) == "/"
    assert url.link(Settings(), "keras_pink.csv") == "/?data=keras_pink.csv"
    settings = Settings(hidden=(7,), test_size=0.35, inputs=("hsv",), scaling="standard", optimizer="sgd", momentum=0.9)
    query = (
        "hidden_units=7&test_share=35&optimizer=sgd&momentum=true&rgb=false&hsv=true&normalise=true&scaling=standard"
    )
    assert url.link(settings, None) == f"/?{query}"


@pytest.mark.parametrize("name", url.PRESETS)
def test_a_preset_is_in_force_where_every_control_that_counts_stands_as_it_asks(name):
    page = opened(url.link(url.PRESETS[name], None)).run()
    assert page.session_state["preset"] == name
    page.slider[0].set_value(77).run()
    page.run()
    assert page.session_state["preset"] is None
