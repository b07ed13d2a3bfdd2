"""The sidebar: every control of the experiment, and the data it runs on."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path
from typing import Final, NamedTuple

import streamlit as st

from dashboard import state
from dashboard import words as say
from dashboard.jobs import Source
from pinkpref import Dataset, DatasetError, Settings, SettingsError, read_csv
from pinkpref.language import Sentence, Translator, percent
from pinkpref.settings import LOSSES, MAX_SEED, OPTIMIZERS

DATA = Path(__file__).parents[1] / "data"
TEMPLATE = "pinks_to_label.csv"
UPLOAD = "upload"
PROBLEMS_AT_A_GLANCE = 5
PROBLEMS_HEIGHT = 340
WORD_JOINER = "\u2060"
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
    upload: tuple[str, Dataset] | None = st.session_state.get("own_data")
    if upload and _data_in_force() == UPLOAD:
        dataset, source = upload[1], Source(upload[0], own=True)
    else:
        dataset, source = sample(_data_in_force()), Source(_data_in_force())
    try:
        return Chosen(dataset, source, state.settings_of(state.controls_in_force()))
    except SettingsError as error:
        return Chosen(dataset, source, error)


@st.cache_resource(show_spinner=False)
def sample(name: str) -> Dataset:
    """A shipped dataset; its arrays cannot be written to, so all sessions share it."""
    return read_csv(DATA / name)


def _data(words: Translator) -> None:
    _take_upload()
    upload: tuple[str, Dataset] | None = st.session_state.get("own_data")
    chosen = _data_in_force()
    options = [*say.SAMPLES, *([UPLOAD] if upload else [])]

    def name(option: str) -> str:
        return name_of(Source(upload[0], own=True) if upload and option == UPLOAD else Source(option), words)

    st.selectbox(
        words.gettext("Data"),
        options,
        options.index(chosen),
        format_func=name,
        **state.showing("data", chosen, _use),
    )
    if chosen != UPLOAD:
        st.caption(words.gettext(say.SAMPLES[chosen]))
    st.file_uploader(
        words.gettext("Upload a CSV"),
        key="upload",
        help=words.gettext(
            "A table saved as CSV: columns R, G and B from 0 to 255, and LIKE, 1 for liked and 0 for not. "
            "It stays in the memory of the machine that runs this page until you upload another and unpin its run, "
            "or close the page."
        ),
    )
    _word_uploader(words)
    _upload_problem(words)
    st.download_button(
        words.gettext("Download a CSV to start from"),
        (DATA / TEMPLATE).read_bytes(),
        file_name=TEMPLATE,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
        help=words.gettext("67 pinks with their names, LIKE left empty: write 1 or 0 in each row and upload it."),
    )
    if upload and chosen == UPLOAD and upload[1].notices and not st.session_state.get("upload_problem"):
        st.info("\n\n".join(plain(notice.say(words)) for notice in upload[1].notices))


def name_of(source: Source, words: Translator) -> str:
    """What the page calls a dataset."""
    return words.gettext("Your file: {name}").format(name=source.name) if source.own else source.name


def _upload_problem(words: Translator) -> None:
    """Everything that is wrong with the last file, beside the uploader."""
    problem: tuple[str, tuple[Sentence, ...]] | None = st.session_state.get("upload_problem")
    if problem:
        many = len(problem[1]) > PROBLEMS_AT_A_GLANCE
        with st.container(height=PROBLEMS_HEIGHT if many else "content", border=False):
            st.error(
                "\n".join(f"- {plain(sentence.say(words))}" for sentence in problem[1]),
                title=words.gettext("{name} could not be read").format(name=plain(problem[0])),
            )


def _word_uploader(words: Translator) -> None:
    """Puts the uploader's own words, which Streamlit has in English only, into the page's language."""
    button = json.dumps(words.gettext("Choose a file"), ensure_ascii=False)
    limit = json.dumps(
        words.gettext("up to {size} MB").format(size=st.get_option("server.maxUploadSize")), ensure_ascii=False
    )
    st.html(
        "<style>.st-key-upload section [data-testid=stBaseButton-secondary] p,"
        ".st-key-upload [data-testid=stFileUploaderDropzoneInstructions] span { font-size: 0; }"
        ".st-key-upload section [data-testid=stBaseButton-secondary] p::after"
        f" {{ content: {button}; font-size: 0.9rem; }}"
        ".st-key-upload [data-testid=stFileUploaderDropzoneInstructions] span::after"
        f" {{ content: {limit}; font-size: 0.875rem; }}</style>"
    )


def _data_in_force() -> str:
    if st.session_state.get("use_own_data") and st.session_state.get("own_data"):
        return UPLOAD
    asked = st.query_params.get("data", "")
    return asked if asked in say.SAMPLES else next(iter(say.SAMPLES))


def _use(option: str) -> None:
    """Makes a dataset the one in force, in the URL too unless it is the first or the person's own."""
    st.session_state["use_own_data"] = option == UPLOAD
    if option in (UPLOAD, next(iter(say.SAMPLES))):
        st.query_params.pop("data", None)
    else:
        st.query_params["data"] = option


def _take_upload() -> None:
    """Reads a file that has arrived and was not read yet; one that fails leaves data and results as they are.

    This is no callback: one that is cut off, because a control is moved while a long file is read, is never called
    again. An uploader that has become empty means nothing: it does so for a moment whenever another file is chosen.
    """
    file = st.session_state.get("upload")
    if file is None or file.file_id == st.session_state.get("upload_taken"):
        return
    problem = None
    try:
        st.session_state["own_data"] = file.name, read_csv(file)
        _use(UPLOAD)
    except DatasetError as error:
        problem = file.name, error.problems  # the error itself holds on to the whole file
    st.session_state["upload_problem"] = problem
    st.session_state["upload_taken"] = file.file_id


def _presets(words: Translator) -> None:
    preset = state.preset_in_force()
    st.pills(
        words.gettext("Preset"),
        list(state.PRESETS),
        default=preset,
        format_func=words.gettext,
        help=words.gettext("Moves every control below at once."),
        wrap=True,
        **state.showing("preset", preset, _apply_preset),
    )


def _apply_preset(name: str | None) -> None:
    if name:
        state.put(state.PRESETS[name])


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
        state.LEARNING_RATES,
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
        state.TEST_SHARES,
        "test_share",
        words.gettext("The share of rows the network never trains on, kept to test it with."),
        form="%d%%",
    )


def _slider(label: str, values: range, key: str, meaning: str, form: str | None = None) -> None:
    """A slider over whole numbers that starts where the article stands."""
    start = state.controls_of(Settings())[key]
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
    st.caption(words.gettext(say.LOSSES[loss]))
    optimizer = st.selectbox(
        words.gettext("Optimizer"),
        OPTIMIZERS,
        OPTIMIZERS.index(article.optimizer),
        key="optimizer",
        bind=URL,
        help=words.gettext("The rule by which each step changes the weights."),
    )
    st.caption(words.gettext(say.OPTIMIZERS[optimizer]))
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
                share=percent(state.MOMENTUM)
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
        st.warning(words.gettext(state.NO_INPUTS))
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
    method = state.scaling_method()
    st.segmented_control(
        words.gettext("How to normalise"),
        list(names),
        default=method,
        required=True,
        format_func=lambda name: names[name],
        **state.showing("scaling_choice", method, state.choose_scaling),
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


def plain(text: str) -> str:
    """A file's own text as Markdown that shows it letter by letter: no styles, links, arrows, entities or icons.

    Markdown's signs are escaped. Addresses become links even so, and ``->`` an arrow: an invisible word joiner
    inside them prevents that.
    """
    parted = re.sub(r"(?<=@)|(?<=:)(?=/)|(?<=[wW]{3})(?=\.)|(?<=[-<=])(?=[->=])", WORD_JOINER, text)
    return "".join(f"\\{sign}" if sign in string.punctuation else sign for sign in parted)
