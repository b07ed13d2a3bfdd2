"""The sidebar: every control of the experiment, and the data it runs on."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

import streamlit as st

from dashboard.components.markup import plain
from dashboard.session import uploads, url
from dashboard.tasks.training import Source
from pinkpref import Dataset, Settings, SettingsError
from pinkpref.i18n import Translator, percent
from pinkpref.models.settings import LOSSES, MAX_SEED, OPTIMIZERS
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


def sidebar(words: Translator) -> Chosen:
    """Draws every control, from top to bottom, and returns what they ask for."""
    with st.sidebar:
        _data(words)
        presets = st.container()
        _sliders(words)
        _choices(words)
        _inputs(words)
        _seeds(words)
        with presets:
            _presets(words)
    return _chosen()


def _chosen() -> Chosen:
    dataset, source = uploads.chosen()
    try:
        return Chosen(dataset, source, url.settings_of(url.controls_in_force()))
    except SettingsError as error:
        return Chosen(dataset, source, error)


def _data(words: Translator) -> None:
    uploads.take_upload(words)
    kept, chosen = uploads.own(), uploads.in_force()
    options = [*SAMPLES, *([uploads.OWN] if kept else [])]

    def name(option: str) -> str:
        return uploads.name_of(Source(kept.name, own=True) if kept and option == uploads.OWN else Source(option), words)

    st.selectbox(
        words.gettext("Data"),
        options,
        options.index(chosen),
        format_func=name,
        **url.showing("data", chosen, uploads.use),
    )
    if chosen != uploads.OWN:
        st.caption(words.gettext(SAMPLES[chosen].about))
    elif kept:
        _own_table(kept, words)
    with st.container(key="upload"):
        st.file_uploader(
            words.gettext("Upload a table"),
            key=uploads.upload_key(),
            help=words.gettext(
                "A CSV or an Excel workbook (.xlsx) with a row for each colour: red, green and blue in three columns "
                "or colours such as #ff00aa in one, and whether you like them. It stays in the memory of the machine "
                "that runs this page until you remove it and unpin its run, or close the page."
            ),
        )
    _word_uploader(words)
    _upload_problem(words)
    waiting = uploads.asking()
    if waiting:
        told = words.gettext("On the page (on a phone, close this panel first): choose how {name} is to be read.")
        st.info(told.format(name=plain(waiting.name)))
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


def _own_table(kept: uploads.Own, words: Translator) -> None:
    """What the person's own table was taken for, and what can be done with it."""
    if kept.dataset.notices:
        st.info("\n".join(f"- {plain(notice.say(words))}" for notice in kept.dataset.notices))
    with st.container(horizontal=True):
        st.button(words.gettext("Read it differently"), icon=":material/table_edit:", on_click=uploads.read_again)
        st.button(words.gettext("Remove it"), icon=":material/delete:", on_click=uploads.remove)


def _upload_problem(words: Translator) -> None:
    """Everything that is wrong with the last file, beside the uploader."""
    problem = uploads.problem()
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


def _word_uploader(words: Translator) -> None:
    """Puts the uploader's own words, which Streamlit has in English only, into the page's language."""
    button = json.dumps(words.gettext("Choose a file"), ensure_ascii=False)
    limit = json.dumps(words.gettext("up to {size} MB").format(size=uploads.LARGEST), ensure_ascii=False)
    too_large = json.dumps(
        words.gettext("The file is too large: up to {size} MB are read.").format(size=uploads.LARGEST),
        ensure_ascii=False,
    )
    st.html(
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
    st.pills(
        words.gettext("Preset"),
        list(url.PRESETS),
        default=preset,
        format_func=words.gettext,
        help=words.gettext("Moves every control below at once."),
        wrap=True,
        **url.showing("preset", preset, _apply_preset),
    )


def _apply_preset(name: str | None) -> None:
    if name:
        url.put(url.PRESETS[name])


def _sliders(words: Translator) -> None:
    _slider(
        words.gettext("Epochs"),
        range(1, 301),
        "epochs",
        words.gettext("How often the network goes through all training rows."),
    )
    _slider(
        words.gettext("Batch size"),
        range(1, 33),
        "batch_size",
        words.gettext("How many rows the network looks at before each step; small batches mean more steps."),
    )
    st.select_slider(
        words.gettext("Learning rate"),
        url.LEARNING_RATES,
        Settings().learning_rate,
        format_func=lambda rate: f"{rate:g}",
        key="learning_rate",
        bind=URL,
        help=words.gettext(
            "How large each step is. Too small and nothing moves; too large and it jumps past the goal."
        ),
    )
    _slider(
        words.gettext("Hidden units"),
        range(1, 17),
        "hidden_units",
        words.gettext("The units between inputs and outputs. More units can draw finer distinctions."),
    )
    _slider(
        words.gettext("Test share"),
        url.TEST_SHARES,
        "test_share",
        words.gettext("The share of rows the network never trains on, kept to test it with."),
        form="%d%%",
    )


def _slider(label: str, values: range, key: str, meaning: str, form: str | None = None) -> None:
    """A slider over whole numbers that starts where the article stands."""
    start = url.controls_of(Settings())[key]
    st.slider(label, values[0], values[-1], start, step=values.step, format=form, key=key, bind=URL, help=meaning)


def _choices(words: Translator) -> None:
    article = Settings()
    loss = st.selectbox(
        words.gettext("Loss"),
        LOSSES,
        LOSSES.index(article.loss),
        key="loss",
        bind=URL,
        help=words.gettext("What the network tries to make small: how wrong its outputs are."),
    )
    st.caption(words.gettext(labels.LOSSES[loss]))
    optimizer = st.selectbox(
        words.gettext("Optimizer"),
        OPTIMIZERS,
        OPTIMIZERS.index(article.optimizer),
        key="optimizer",
        bind=URL,
        help=words.gettext("The rule by which each step changes the weights."),
    )
    st.caption(words.gettext(labels.OPTIMIZERS[optimizer]))
    if optimizer == "sgd":
        _momentum(words)


def _momentum(words: Translator) -> None:
    """What only plain gradient descent lets one choose; the other optimizers bring their own."""
    with st.container(horizontal=True):
        moving = st.toggle(
            words.gettext("Momentum"),
            key="momentum",
            bind=URL,
            help=words.gettext("Each step keeps {share} of the step before, so steps that agree add up.").format(
                share=percent(url.MOMENTUM)
            ),
        )
        if moving:
            st.toggle(
                "Nesterov",
                key="nesterov",
                bind=URL,
                help=words.gettext("Momentum that looks ahead to where it is about to go."),
            )


def _inputs(words: Translator) -> None:
    st.markdown(words.gettext("Inputs"), help=words.gettext("What the network sees of each colour."))
    with st.container(horizontal=True):
        rgb = st.toggle("RGB", value=True, key="rgb", bind=URL, help=words.gettext("Red, green and blue."))
        hsv = st.toggle("HSV", key="hsv", bind=URL, help=words.gettext("Hue, saturation and value (brightness)."))
        circle = st.toggle(
            words.gettext("Hue circle"),
            key="hue_circle",
            bind=URL,
            help=words.gettext("Hue and saturation as a point on a disc, where all reds are neighbours, and value."),
        )
        normalise = st.toggle(
            words.gettext("Normalise"),
            key="normalise",
            bind=URL,
            help=words.gettext("Brings the inputs to a common size before training."),
        )
    if not (rgb or hsv or circle):
        st.warning(words.gettext(url.NO_INPUTS))
    if normalise:
        _scaling(words)


def _scaling(words: Translator) -> None:
    names = {"unit": words.gettext("by known range"), "standard": words.gettext("by z-score")}
    meaning = {
        "unit": words.gettext("R, G and B are divided by 255; H, S and V already run from 0 to 1."),
        "standard": words.gettext(
            "Each input minus its mean, divided by its standard deviation, both taken from the training rows alone."
        ),
    }
    method = url.scaling_method()
    st.segmented_control(
        words.gettext("How to normalise"),
        list(names),
        default=method,
        required=True,
        format_func=lambda name: names[name],
        **url.showing("scaling_choice", method, url.choose_scaling),
    )
    st.caption(meaning[method])


def _seeds(words: Translator) -> None:
    _seed(
        words.gettext("Train again"),
        words.gettext("Seed of the start"),
        words.gettext(
            "The seed decides the starting weights and the order of the rows; the same seed, the same training."
        ),
        "seed",
        ":material/refresh:",
    )
    _seed(
        words.gettext("Another split"),
        words.gettext("Seed of the split"),
        words.gettext("The seed decides which rows become test rows; the same seed, the same rows."),
        "split_seed",
        ":material/shuffle:",
    )


def _seed(button: str, label: str, meaning: str, key: str, icon: str) -> None:
    st.number_input(label, 0, MAX_SEED, 0, key=key, bind=URL, help=meaning)
    st.button(button, key=f"{key}_next", icon=icon, on_click=_next_seed, args=(key,), width="stretch")


def _next_seed(key: str) -> None:
    st.session_state[key] = (st.session_state[key] + 1) % (MAX_SEED + 1)
