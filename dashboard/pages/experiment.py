"""The first page: the article's experiment. Controls at the side, one run's table, curves and score in the middle."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.components import markup
from dashboard.components.markup import plain
from dashboard.panels import answer, downloads, network, reading, side_by_side
from dashboard.panels import pinned as pinning
from dashboard.panels.results import results
from dashboard.panels.sidebar import Chosen, sidebar
from dashboard.session.uploads import name_of
from dashboard.tasks.assessment import Assessment
from dashboard.tasks.training import Job, Source, warm
from pinkpref import Dataset, Run, Settings, Verdict
from pinkpref.i18n import Translator, percent
from pinkpref.reporting import html
from pinkpref.reporting.labels import SCALINGS
from pinkpref.reporting.network_labels import optimizer_label
from pinkpref.reporting.statistics_table import ending
from pinkpref.tables import SAMPLES

PATIENCE = 0.3
"""Seconds a rerun waits for a short training before it shows the earlier figures, marked as such."""
POLL = 0.25
"""Seconds between two looks at a training that is under way."""
WORTH_SAYING, MINUTE = 3.0, 60.0


def page(words: Translator) -> None:
    """Draws everything below the header."""
    st.html(markup.STYLE)
    chosen = sidebar(words)
    reading.ask(words)
    job = _wanted(chosen)
    shown: Job | None = st.session_state.get("shown")
    current = job is not None and shown is job
    pinned = pinning.pinned()
    assessment = _assessment(job, pinned)
    earlier: Verdict | None = st.session_state.get("verdict")
    answer.answer(assessment, earlier, pinned, words)
    line, button = st.columns([5, 1], vertical_alignment="center")
    with line:
        _status(job, shown, chosen, words)
    with button:
        pinning.button(pinned, shown if current else None, assessment, words)
    pinning.told(pinned, shown, words)
    run = shown.run if shown and current else None
    kept = pinned.run if pinned else None
    with st.container(key="results"):
        growing = job is not None and not current and not job.over
        watched = job if growing else None
        st.fragment(results, run_every=POLL if growing else None)(watched, shown, current, kept, words)
    with st.container(key="inside", border=True):
        network.bar(words)
        network.sights(shown.run if shown else None, kept, words)
    network.panels(run, kept, words)
    answer.panels(assessment.verdict if assessment else None, pinned, words)
    here = st.columns([1.5, 1]) if pinned is None else (st.container(), st.container())
    with here[0].container(border=True, height="stretch"):
        other = partial(_colours, pinned.job.dataset, pinned.job.source, pinned.run, words) if pinned else None
        side_by_side.beside(
            pinned is not None, (other, partial(_colours, chosen.dataset, chosen.source, run, words)), words
        )
    with here[1].container(border=True, height="stretch"):
        other = partial(_summary, pinned.run, words) if pinned else None
        side_by_side.beside(pinned is not None, (other, partial(_summary, run, words)), words)
    downloads.takeaway(job if current else None, assessment.verdict if assessment else None, words)
    if job and warm():
        job.start()
    if assessment:
        assessment.start()


def _assessment(job: Job | None, pinned: pinning.Pinned | None) -> Assessment | None:
    """The session's verdict on the run that the controls ask for; any other is stopped, unless it is pinned."""
    assessment: Assessment | None = st.session_state.get("assessment")
    if assessment and assessment.verdict:
        st.session_state["verdict"] = assessment.verdict
    run = job.run if job else None
    if assessment and assessment.run is run:
        return assessment
    if pinned and pinned.run is run:
        new = pinned.assessment
    else:
        if assessment and not (pinned and assessment is pinned.assessment):
            assessment.stop()
        wanted = job and run and run.complete and job.over
        new = Assessment(run, job.source, after=assessment) if job and run and wanted else None
    st.session_state["assessment"] = new
    return new


def _wanted(chosen: Chosen) -> Job | None:
    """The session's job for what the controls ask for; one for anything else is stopped."""
    job: Job | None = st.session_state.get("job")
    if not isinstance(chosen.settings, Settings):
        if job:
            job.abandon()
        st.session_state["job"] = None
        return None
    if job is None or not job.asks_for(chosen.dataset, chosen.settings):
        if job:
            job.abandon()
        job = st.session_state["job"] = Job(chosen.dataset, chosen.settings, chosen.source, after=job)
        if warm():
            job.start()
            job.wait(PATIENCE)
    if job.stopping:
        job.wait(PATIENCE)
    if job.over and job.run:
        st.session_state["shown"] = job
    return job


def _status(job: Job | None, shown: Job | None, chosen: Chosen, words: Translator) -> None:
    """One line that says what the figures below belong to, and how far a training under way has come."""
    with st.container(key="status"):
        if not isinstance(chosen.settings, Settings):
            st.warning(chosen.settings.say(words))
        elif job and job.problem:
            st.error(job.problem.say(words))
        elif job and shown is not job:
            _progress(job, words)
            return
        if shown is None or shown.run is None:
            return
        told = _told(shown, words)
        if shown is job:
            st.caption(words.gettext("The figures below belong to: {settings}").format(settings=told))
            _ending(shown.run, words)
        else:
            st.caption(words.gettext("The figures below are still the earlier ones: {settings}").format(settings=told))


@st.fragment(run_every=POLL)
def _progress(job: Job, words: Translator) -> None:
    drawn = job.look()  # the second look comes from a browser that has drawn the page
    if drawn:
        job.start()
    if job.stopping:
        job.wait(PATIENCE)
    if job.over:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(job.share, _doing(job, words))
        st.button(words.gettext("Stop"), icon=":material/stop:", on_click=job.stop, disabled=job.stopping)


def _doing(job: Job, words: Translator) -> str:
    """How far a training has come."""
    if job.stopping:
        return words.gettext("Stopping")
    if job.share:
        return words.gettext("Training: epoch {epoch} of {epochs}").format(
            epoch=min(job.epochs + 1, job.settings.epochs), epochs=job.settings.epochs
        ) + _time_left(job, words)
    if warm():
        return words.gettext("Getting ready to train this kind of network")
    return words.gettext("Loading TensorFlow. This takes a few seconds, once.")


def _time_left(job: Job, words: Translator) -> str:
    """How long a training will still take, where that is long enough to be worth saying."""
    left = job.seconds_left
    if left is None or left < WORTH_SAYING:
        return ""
    if left < MINUTE:
        return words.gettext(" · about {seconds} s left").format(seconds=round(left))
    return words.gettext(" · about {minutes} min left").format(minutes=round(left / MINUTE))


def _told(job: Job, words: Translator) -> str:
    """A job's data and settings in one line."""
    settings = job.settings
    return words.gettext(
        "{data} · {inputs}, {scaling} · hidden units {hidden} · {loss} · {optimizer}, "
        "learning rate {learning_rate:g} · batch size {batch_size} · epochs {epochs} · test share {test_share} · "
        "seeds {seed} (start), {split_seed} (split)"
    ).format(
        data=plain(name_of(job.source, words)),
        inputs=" + ".join(name.upper() for name in settings.inputs),
        scaling=words.gettext(SCALINGS[settings.scaling]),
        hidden=settings.hidden[0],
        loss=settings.loss,
        optimizer=optimizer_label(settings),
        learning_rate=settings.learning_rate,
        batch_size=settings.batch_size,
        epochs=pinning.epochs_told(job, words),
        test_share=percent(settings.test_size),
        seed=settings.seed,
        split_seed=settings.split_seed,
    )


def _ending(run: Run, words: Translator) -> None:
    """Says so where a run ended before its last epoch."""
    if run.diverged:
        st.error(ending(run, words))
    elif not run.complete:
        st.info(ending(run, words))
        again = words.gettext("Train all {epochs} epochs").format(epochs=run.settings.epochs)
        if st.button(again, icon=":material/play_arrow:"):
            st.session_state["job"] = None
            st.rerun()


def _summary(run: Run | None, words: Translator) -> None:
    """What Keras itself says of the network: the figures of ``model.summary()``."""
    st.subheader("`model.summary()`", anchor=False)
    if run is None:
        st.caption(words.gettext("Keras says this once the network is trained."))
        return
    summary = run.summary
    st.html(markup.summary_table(summary, words))
    st.caption(
        words.gettext("{total} parameters (weights and biases) in all; training moves every one of them.").format(
            total=f"{summary['parameters'].sum():,}"
        )
    )


def _colours(dataset: Dataset, source: Source, run: Run | None, words: Translator) -> None:
    st.subheader(words.gettext("All colours"), anchor=False)
    st.caption(html.counted(dataset, plain(name_of(source, words)), words))
    if not source.own:
        st.caption(words.gettext(SAMPLES[source.name].about))
    st.html(html.wall(dataset, run.test_rows if run else None, words))
    if run:
        st.caption(html.frames(run, words))
