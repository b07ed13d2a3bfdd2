"""A run that was pinned stays on the page beside the current one, with the settings that differ listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.markup import plain
from dashboard.panels.live import live, settled
from dashboard.session.controls import CONTROLS
from dashboard.session.state import Pinned, session
from dashboard.session.uploads import name_of
from pinkpref.i18n import N_
from pinkpref.reporting import evidence_sentences
from pinkpref.reporting.labels import SETTINGS, values_in_words

if TYPE_CHECKING:
    from dashboard.tasks.assessment import Assessment
    from dashboard.tasks.comparing import Comparing
    from dashboard.tasks.training import Training
    from pinkpref import Dataset
    from pinkpref.i18n import Translator

NAMES = N_("Pinned run"), N_("Current run")


def button(kept: Pinned | None, current: Training | None, assessment: Assessment | None, words: Translator) -> None:
    """Pins the current run, or lets the pinned one go."""
    with st.container(key="pin", width="content"):
        if kept:
            st.button(words.gettext("Unpin"), icon=":material/close:", on_click=_unpin, width="stretch")
        elif current and current.run:
            st.button(
                words.gettext("Pin this run"),
                icon=":material/push_pin:",
                on_click=_pin,
                args=(Pinned(current, current.run, assessment),),
                width="stretch",
                help=words.gettext("Keeps this run on the page, so that the next stands beside it."),
            )


def differences_line(kept: Pinned | None, shown: Training | None, words: Translator) -> None:
    """How the pinned run differs from the one shown."""
    if kept and shown:
        same = words.gettext("The pinned run is the current one. Move a control: the new run stands beside it.")
        if shown.run is kept.run:
            st.markdown(same)
            return
        st.markdown(" · ".join(differences(kept.training, shown, words)))
        if not same_table(kept, shown.dataset):
            st.caption(
                words.gettext("Which of the two is better is another question: compare the ranges in their answers.")
            )


def same_table(kept: Pinned, dataset: Dataset) -> bool:
    """Whether a pinned run judged the same colours and labels, in whatever order."""
    return kept.run.dataset.judged.fingerprint == dataset.judged.fingerprint


def comparison(comparing: Comparing | None, assessment: Assessment | None, words: Translator) -> None:
    """Whether the pinned or the current run's settings do better, once that is known."""
    if comparing:
        growing = not comparing.over
        live(growing, _comparison, comparing, assessment, growing, words)


def _comparison(comparing: Comparing, assessment: Assessment | None, growing: bool, words: Translator) -> None:
    if assessment is None or assessment.verdict or assessment.over:  # the answer needs the cores first
        comparing.start()
    if growing and comparing.over:
        settled()
    if comparing.result:
        for sentence in evidence_sentences.of_comparison(comparing.result, NAMES):
            st.markdown(sentence.say(words))
    elif comparing.problem:
        st.info(comparing.problem.say(words))
    elif growing:
        st.caption(words.gettext("Comparing the two on colours left out"))


def differences(before: Training, after: Training, words: Translator) -> list[str]:
    """What differs between two runs' data and settings, as Markdown: what, before and after."""
    found = []
    data = [plain(name_of(training.source, words)) for training in (before, after)]
    if before.dataset is not after.dataset:
        found.append((words.gettext("Data"), *data))
    one, other = _values(before, words), _values(after, words)
    found += [(name, one[name], other[name]) for name in one if one[name] != other[name]]
    return [f"{name}: {old} → **{new}**" for name, old, new in found]


def epochs_in_words(training: Training, words: Translator) -> str:
    """How many epochs were trained, and of how many where that was not all."""
    if training.run is None or training.run.complete:
        return str(training.settings.epochs)
    return words.gettext("{trained} of {wanted}").format(
        trained=len(training.run.history), wanted=training.settings.epochs
    )


def _values(training: Training, words: Translator) -> dict[str, str]:
    """Every setting under its label, as text, in the order of the controls."""
    values = values_in_words(training.settings, words) | {"epochs": epochs_in_words(training, words)}
    fields = dict.fromkeys([*(control.field for control in CONTROLS.values()), *values])
    return {words.gettext(SETTINGS[field].name): values[field] for field in fields if field in values}


def _pin(kept: Pinned) -> None:
    session().pinned = kept


def _unpin() -> None:
    session().pinned = None
