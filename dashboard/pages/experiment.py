"""The first page: the article's experiment. Controls at the side, one run's table, curves and score in the middle."""

from __future__ import annotations

import time

import streamlit as st

from dashboard.components import markup
from dashboard.components.markup import plain
from dashboard.panels import answer, downloads, network, pinned_run, reading
from dashboard.panels.colours import Part, colours
from dashboard.panels.live import FIGURES, live, part, settled, slot
from dashboard.panels.results import results
from dashboard.panels.sidebar import Chosen, in_force, sidebar, uploader_style
from dashboard.panels.turns import turn, wait
from dashboard.session.state import Pinned, session
from dashboard.session.uploads import name_of
from dashboard.tasks.assessment import Assessment
from dashboard.tasks.comparing import Comparing
from dashboard.tasks.task import crowd
from dashboard.tasks.training import Training, warm
from pinkpref import Run, Settings
from pinkpref.i18n import Translator
from pinkpref.reporting.labels import values_in_words
from pinkpref.reporting.statistics_table import ending

PATIENCE = 0.3
"""Seconds a rerun waits for a short training before it shows the earlier figures, marked as such."""
WORTH_SAYING, MINUTE = 3.0, 60.0


def page(words: Translator) -> None:
    """Draws everything below the header."""
    session().drawn = False
    st.html(markup.STYLE + uploader_style(words))
    sidebar(words)
    with slot():
        reading.ask(words)
    part(FIGURES, _figures, words)
    session().drawn = True


def _figures(words: Translator) -> None:
    """Everything that the controls change."""
    chosen = in_force()
    training = _wanted(chosen)
    here = session()
    with turn(here.figures_drawn):
        _story(chosen, training, words)
        here.figures_drawn = time.monotonic()


def _story(chosen: Chosen, training: Training | None, words: Translator) -> None:
    """One run, its answer and all that is known of both."""
    if training and training.over and training.run:
        session().shown = training
    shown = session().shown
    current = training is not None and shown is training
    pinned = session().pinned
    assessment = _assessment(training, pinned)
    answer.answer(assessment, session().verdict, pinned, words)
    with st.container(horizontal=True, vertical_alignment="center"):
        _status(training, shown, chosen, words)
        pinned_run.button(pinned, shown if current else None, assessment, words)
    with slot():
        pinned_run.differences_line(pinned, shown, words)
        pinned_run.comparison(_comparison(pinned, assessment), assessment, words)
    run = shown.run if shown and current else None
    kept = pinned.run if pinned else None
    with st.container(key="results"):
        growing = training is not None and not current and not training.over
        live(growing, results, training if growing else None, shown, current, kept, words)
    with st.container(key="inside", border=True):
        network.bar(words)
        network.sights(shown.run if shown else None, kept, words)
    with slot():
        network.panels(run, kept, words)
    with slot():
        answer.panels(assessment.verdict if assessment else None, pinned, words)
    other = Part(pinned.run.dataset, pinned.training.source, pinned.run) if pinned else None
    colours(Part(chosen.dataset, chosen.source, run), other, words)
    downloads.takeaway(training if current else None, assessment.verdict if assessment else None, words)
    if assessment:
        assessment.start()


def _assessment(training: Training | None, pinned: Pinned | None) -> Assessment | None:
    """The session's verdict on the run that the controls ask for; any other is stopped, unless it is pinned."""
    here = session()
    assessment = here.assessment
    _count_tries()
    run = training.run if training else None
    if assessment and assessment.run is run and not assessment.deserted:
        return assessment
    if assessment and not (pinned and assessment is pinned.assessment):
        assessment.stop()
    again = pinned if pinned and pinned.run is run else None
    new = again.assessment if again else None
    if new is None or (new.over and not new.verdict):
        wanted = training and run and run.complete and training.over
        new = Assessment(run, training.source, after=assessment) if training and run and wanted else None
        if again:
            here.pinned = again._replace(assessment=new)
    here.assessment = new
    _count_tries()
    return new


def _count_tries() -> None:
    """Every verdict that is on the page is a try."""
    here = session()
    if here.assessment and here.assessment.verdict:
        here.verdict = here.assessment.verdict
    for shown in (here.assessment, here.pinned.assessment if here.pinned else None):
        if shown and shown.verdict:
            here.tries.shown(shown.verdict, shown.source)


def _comparison(pinned: Pinned | None, assessment: Assessment | None) -> Comparing | None:
    """What compares the pinned run's settings with those of the current one, where both are of the same table."""
    here = session()
    before, run = here.comparison, assessment.run if assessment else None
    if before and pinned and run and before.asks_for(pinned.run.settings, run):
        return before
    if before:
        before.abandon()
    here.comparison = None
    if pinned and assessment and run and run is not pinned.run and pinned_run.same_table(pinned, run.dataset):
        here.comparison = Comparing(pinned.run.settings, run, assessment.source, after=before)
    return here.comparison


def _wanted(chosen: Chosen) -> Training | None:
    """The session's training for what the controls ask for; one for anything else is stopped."""
    here = session()
    training = here.training
    if not isinstance(chosen.settings, Settings):
        if training:
            training.abandon()
        here.training = None
        return None
    if training is None or not training.asks_for(chosen.dataset, chosen.settings):
        if training:
            training.abandon()
            _assessment(None, here.pinned)
            if here.comparison:
                here.comparison.abandon()
        training = here.training = Training(chosen.dataset, chosen.settings, chosen.source, after=training)
        training.start()
        if warm():
            wait(training.wait, PATIENCE * crowd())
    return training


def _status(training: Training | None, shown: Training | None, chosen: Chosen, words: Translator) -> None:
    """One line that says what the figures below belong to, and how far a training under way has come."""
    with st.container(key="status"):
        if not isinstance(chosen.settings, Settings):
            st.warning(chosen.settings.say(words))
        elif training and training.problem:
            st.error(training.problem.say(words))
        elif training and training.over and not training.run:
            st.info(words.gettext("The training was stopped before its first epoch was over."))
            _again(training.settings, words)
        elif training and shown is not training:
            live(True, _progress, training, words)  # what follows a training takes its place at once
            return
        if shown is None or shown.run is None:
            return
        in_force = _settings_line(shown, words)
        if shown is training:
            st.caption(words.gettext("The figures below belong to: {settings}").format(settings=in_force))
            _ending(shown.run, words)
        else:
            st.caption(
                words.gettext("The figures below are still the earlier ones: {settings}").format(settings=in_force)
            )


def _progress(training: Training, words: Translator) -> None:
    if training.over:
        settled()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(training.share, _doing(training, words))
        st.button(words.gettext("Stop"), icon=":material/stop:", on_click=training.stop, disabled=training.stopping)
    if training.stopping and wait(training.wait, PATIENCE):
        settled()


def _doing(training: Training, words: Translator) -> str:
    """How far a training has come."""
    if training.stopping:
        return words.gettext("Stopping")
    if training.share:
        return words.gettext("Training: epoch {epoch} of {epochs}").format(
            epoch=min(training.epochs + 1, training.settings.epochs), epochs=training.settings.epochs
        ) + _time_left(training, words)
    if warm():
        return words.gettext("Getting ready to train this kind of network")
    return words.gettext("Loading TensorFlow. This takes a few seconds, once.")


def _time_left(training: Training, words: Translator) -> str:
    """How long a training will still take, where that is long enough to be worth saying."""
    left = training.seconds_left
    if left is None or left < WORTH_SAYING:
        return ""
    if left < MINUTE:
        return words.gettext(" · about {seconds} s left").format(seconds=round(left))
    return words.gettext(" · about {minutes} min left").format(minutes=round(left / MINUTE))


def _settings_line(training: Training, words: Translator) -> str:
    """A training's data and settings in one line."""
    values = values_in_words(training.settings, words) | {"epochs": pinned_run.epochs_in_words(training, words)}
    return words.gettext(
        "{data} · {inputs}, {scaling} · hidden units {hidden} · {loss} · {optimizer}, "
        "learning rate {learning_rate} · batch size {batch_size} · epochs {epochs} · test share {test_size} · "
        "seeds {seed} (start), {split_seed} (split)"
    ).format(data=plain(name_of(training.source, words)), **values)


def _ending(run: Run, words: Translator) -> None:
    """Says so where a run ended before its last epoch."""
    if run.diverged:
        st.error(ending(run, words))
    elif not run.complete:
        st.info(ending(run, words))
        _again(run.settings, words)


def _again(settings: Settings, words: Translator) -> None:
    label = words.gettext("Train all {epochs} epochs").format(epochs=settings.epochs)
    st.button(label, icon=":material/play_arrow:", on_click=_train_anew)


def _train_anew() -> None:
    session().training = None
