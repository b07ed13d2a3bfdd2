"""What stands above every page, drawn before anything that takes long to import."""

from __future__ import annotations

import json

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.session import url
from pinkpref.i18n import Translator


def header(title: DeltaGenerator, switch: DeltaGenerator) -> Translator:
    """Fills what stands above every page, and returns the translator of the language in force.

    Args:
        title: where the title stands already; the question the page answers goes below it.
        switch: where the language is chosen.
    """
    with switch:
        words = url.language_switch()
    title.caption(
        words.gettext(
            "In 2019 a beginner rated 24 pinks, trained this network on 19 of them and got 4 of the other 5 right. "
            "Is that good? Did it learn? Move the settings and see."
        )
    )
    settings = json.dumps(words.gettext("Settings"), ensure_ascii=False)
    button = "[data-testid=stExpandSidebarButton]"
    st.html(
        f"<style>{button}::after {{ content: {settings}; margin-left: 0.3rem; }}</style>"
        f'<script>document.documentElement.lang = "{url.current_language()}"</script>',
        unsafe_allow_javascript=True,
    )
    return words
