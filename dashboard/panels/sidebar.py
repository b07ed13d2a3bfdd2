"""The sidebar: every control of the experiment, and the data it runs on."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from typing import Any, Final, NamedTuple

import streamlit as st

from dashboard.components.markup import plain
from dashboard.panels.live import FIGURES, PRESETS, part, redraw, slot, whole
from dashboard.session import choices, uploads, url
from dashboard.session.controls import CONTROLS, NO_INPUTS, Control, counts, settings_of
from dashboard.session.own_table import Own
from dashboard.session.state import session
from dashboard.tasks.cache import Source
from pinkpref import Dataset, Settings, SettingsError
from pinkpref.i18n import Translator
from pinkpref.models import MAX_SEED
from pinkpref.reporting import labels
from pinkpref.resources import DATA
from pinkpref.tables import SAMPLES

PROBLEMS_AT_A_GLANCE = 5
PROBLEMS_HEIGHT = 340
URL: Final = "query-params"


class Chosen(NamedTuple):
    """What the sidebar asks for: a dataset, where it is from, and settings or why there are none."""

    dataset: Dataset
    source: Source
    settings: Settings | SettingsError


def sidebar(words: Translator) -> None:
    """Draws every control, from top to bottom."""
    with st.sidebar:
        _data(words)
        presets = st.container()
        _controls(words)
        with presets:
            part(PRESETS, _presets, words)


def in_force() -> Chosen:
    """What the controls ask for, once they were drawn."""
    dataset, source = uploads.chosen()
    try:
        return Chosen(dataset, source, settings_of(url.controls_in_force()))
    except SettingsError as error:
        return Chosen(dataset, source, error)


def _data(words: Translator) -> None:
    uploads.take_upload(words)
    kept, chosen = session().own, uploads.in_force()
    sources = {name: Source(name) for name in SAMPLES} | ({uploads.OWN: Source(kept.name, own=True)} if kept else {})
    names = {option: uploads.name_of(source, words) for option, source in sources.items()}
    choices.selectbox("data", words.gettext("Data"), names, chosen, uploads.use)
    with slot():
        if chosen != uploads.OWN:
            st.caption(words.gettext(SAMPLES[chosen].about))
        elif kept:
            _own_table(kept, words)
    with st.container(key="upload"):
        st.file_uploader(
            words.gettext("Upload a table"),
            key=uploads.upload_key(),
            on_change=whole,
            help=words.gettext(
                "A CSV or an Excel workbook (.xlsx) with a row for each colour: red, green and blue in three columns "
                "or colours such as #ff00aa in one, and whether you like them. It stays in the memory of the machine "
                "that runs this page until you remove it and unpin its run, or close the page."
            ),
        )
    with slot():
        _upload_problem(words)
        waiting = session().asking
        if waiting:
            text = words.gettext("On the page (on a phone, close this panel first): choose how {name} is to be read.")
            st.info(text.format(name=plain(waiting.name)))
    st.download_button(
        words.gettext("Download a CSV to start from"),
        (DATA / uploads.TEMPLATE).read_bytes(),
        file_name=uploads.TEMPLATE,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
        help=words.gettext("67 pinks with their names, LIKE left empty: write 1 or 0 in each row and upload it."),
    )


def _own_table(kept: Own, words: Translator) -> None:
    """What the person's own table was taken for, and what can be done with it."""
    if kept.dataset.notices:
        st.info("\n".join(f"- {plain(notice.say(words))}" for notice in kept.dataset.notices))
    with st.container(horizontal=True):
        st.button(words.gettext("Read it differently"), icon=":material/table_edit:", on_click=uploads.read_again)
        st.button(words.gettext("Remove it"), icon=":material/delete:", on_click=uploads.remove)


def _upload_problem(words: Translator) -> None:
    """Everything that is wrong with the last file, beside the uploader."""
    problem = session().problem
    if problem:
        many = len(problem.sentences) > PROBLEMS_AT_A_GLANCE
        with st.container(height=PROBLEMS_HEIGHT if many else "content", border=False):
            st.error(
                "\n".join(f"- {plain(sentence.say(words))}" for sentence in problem.sentences),
                title=words.gettext("{name} could not be read").format(name=plain(problem.name)),
            )
        if problem.content:
            st.button(
                words.gettext("Read it differently"),
                key="read_problem_again",
                icon=":material/table_edit:",
                on_click=uploads.read_problem_again,
            )


def uploader_style(words: Translator) -> str:
    """Puts the uploader's own words, which Streamlit has in English only, into the page's language."""
    button = json.dumps(words.gettext("Choose a file"), ensure_ascii=False)
    limit = json.dumps(words.gettext("up to {size} MB").format(size=uploads.LARGEST), ensure_ascii=False)
    too_large = json.dumps(
        words.gettext("The file is too large: up to {size} MB are read.").format(size=uploads.LARGEST),
        ensure_ascii=False,
    )
    return (
        "<style>.st-key-upload section [data-testid=stBaseButton-secondary] p,"
        ".st-key-upload [data-testid=stFileUploaderDropzoneInstructions] span { font-size: 0; }"
        ".st-key-upload section [data-testid=stBaseButton-secondary] p::after"
        f" {{ content: {button}; font-size: 0.9rem; }}"
        ".st-key-upload [data-testid=stFileUploaderDropzoneInstructions] span::after"
        f" {{ content: {limit}; font-size: 0.875rem; }}"
        ".st-key-upload:has([data-testid=stFileChip][aria-invalid=true])::after"
        f" {{ content: {too_large}; font-size: 0.9rem; color: #c0392b; }}</style>"
    )


def _presets(words: Translator) -> None:
    preset = url.preset_in_force()
    choices.pills(
        "preset",
        words.gettext("Preset"),
        {name: words.gettext(name) for name in url.PRESETS},
        preset,
        _apply_preset,
        meaning=words.gettext("Moves every control below at once."),
    )
    session().preset = preset


def _apply_preset(name: str | None) -> None:
    if name:
        url.put(url.PRESETS[name])
        st.rerun()  # every control is drawn anew


def _controls(words: Translator) -> None:
    """Every control of the settings that counts, in the order of their table."""
    values: dict[str, Any] = {}
    for row, group in groupby(CONTROLS.values(), lambda control: control.row or control.key):
        controls = list(group)
        if row == "inputs":
            st.markdown(words.gettext(labels.SETTINGS[row].name), help=words.gettext(labels.SETTINGS[row].meaning))
        with _around(controls[0]):
            for control in controls:
                if counts(control, values):
                    values[control.key] = _control(control, words)
        if row == "inputs":
            with slot():
                if not any(values[control.key] for control in controls if control.field == row):
                    st.warning(words.gettext(NO_INPUTS))


def _around(first: Control) -> AbstractContextManager[object]:
    """Where a row of controls is drawn, or one that is not always there."""
    if first.row:
        return st.container(horizontal=True)
    return slot() if first.needs else nullcontext()


def _control(control: Control, words: Translator) -> Any:
    """Draws one control and what stands below it; returns its value."""
    value = _WIDGETS[control.widget](control, words)
    if control.caption:
        st.caption(words.gettext(control.caption[value]))
    if control.next:
        label, icon = control.next
        key = control.key
        st.button(words.gettext(label), key=f"{key}_next", icon=icon, on_click=_next_seed, args=(key,), width="stretch")
    return value


def _bound(control: Control, words: Translator) -> dict[str, Any]:
    """What the widgets that are bound to the URL have in common."""
    return {
        "label": words.gettext(control.label),
        "key": control.key,
        "bind": URL,
        "help": control.help.say(words),
        "on_change": whole if control.caption or control.widget == "toggle" else _moved,
    }


def _moved() -> None:
    same = url.preset_in_force() == session().preset
    redraw(*[FIGURES] if same else [PRESETS, FIGURES])


def _slider(control: Control, words: Translator) -> Any:
    low, following, *_, high = control.options
    return st.slider(
        min_value=low,
        max_value=high,
        value=control.default,
        step=following - low,
        format=control.unit,
        **_bound(control, words),
    )


def _select_slider(control: Control, words: Translator) -> Any:
    return st.select_slider(
        options=control.options, value=control.default, format_func=lambda rate: f"{rate:g}", **_bound(control, words)
    )


def _selectbox(control: Control, words: Translator) -> Any:
    index = control.options.index(control.default)
    return st.selectbox(options=control.options, index=index, **_bound(control, words))


def _toggle(control: Control, words: Translator) -> Any:
    return st.toggle(value=control.default, **_bound(control, words))


def _number_input(control: Control, words: Translator) -> Any:
    low, high = control.options[0], control.options[-1]
    return st.number_input(min_value=low, max_value=high, value=control.default, **_bound(control, words))


def _scaling(control: Control, words: Translator) -> str:
    method = url.scaling_method()
    names = {name: words.gettext(labels.SCALING_METHODS[name].name) for name in control.options}
    choices.segmented_control("scaling_choice", words.gettext(control.label), names, method, url.choose_scaling)
    return method


_WIDGETS = {
    "slider": _slider,
    "select_slider": _select_slider,
    "selectbox": _selectbox,
    "toggle": _toggle,
    "number_input": _number_input,
    "segmented_control": _scaling,
}


def _next_seed(key: str) -> None:
    whole()
    st.session_state[key] = (st.session_state[key] + 1) % (MAX_SEED + 1)
