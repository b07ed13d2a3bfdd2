"""The answer at the top of the page, and what is behind it in panels that open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import charts
from dashboard.components import markup
from dashboard.components.mounts import chart
from dashboard.panels import side_by_side
from dashboard.panels.live import live, settled, whole
from dashboard.panels.once_there import once_there
from dashboard.session import url
from dashboard.session.state import Pinned, session
from dashboard.tasks.assessment import Assessment
from dashboard.tasks.figures import ask
from pinkpref import Settings, Verdict
from pinkpref.evaluation.diagnostics import Finding
from pinkpref.evaluation.folds import MANY_ROWS
from pinkpref.i18n import N_, Translator, percent
from pinkpref.reporting import chart_data, html
from pinkpref.reporting.statistics_table import rows_needed_sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pinkpref.evaluation.associations import Correlation
    from pinkpref.evaluation.baselines import Baseline
    from pinkpref.evaluation.learning_curve import LearningCurve

WORTH_SHOWING = 2.0
"""Seconds that more shuffles still take, from which on their progress is shown."""
ROOM = 220
"""Pixels that an answer usually takes."""
UNDER_WAY = N_("Training on shuffled labels, to see what luck can do")


def answer(assessment: Assessment | None, earlier: Verdict | None, pinned: Pinned | None, words: Translator) -> None:
    """Did it learn, is it good? Live: a verdict under way is looked at until its last shuffle."""
    with st.container(key="answer"):
        growing = assessment is not None and not assessment.over
        kept = pinned.assessment if pinned else None
        again = kept is not None and not kept.over
        other = partial(live, again, _kept, kept, again, kept is assessment, words) if kept else None
        current = partial(live, growing, _answer, assessment, earlier, growing, pinned is not None, words)
        side_by_side.draw_both(pinned is not None, (other, current), words)


def _kept(assessment: Assessment, growing: bool, current: bool, words: Translator) -> None:
    """The pinned run's answer; where the current one is the same, what there is to press stands there."""
    if growing and assessment.over:
        settled()
    if assessment.verdict:
        st.html(markup.answer(assessment.verdict, words, fresh=True, short=True))
    elif assessment.problem:
        st.error(assessment.problem.say(words))
    elif assessment.over:
        st.caption(words.gettext("The answer was stopped."))
        if not current:
            st.button(words.gettext("Ask again"), icon=":material/play_arrow:", key="ask_pinned", on_click=_ask_pinned)
    else:
        st.progress(assessment.share, words.gettext(UNDER_WAY))


def _answer(
    assessment: Assessment | None, earlier: Verdict | None, growing: bool, short: bool, words: Translator
) -> None:
    if growing and assessment and assessment.over:
        settled()
    verdict = (assessment.verdict if assessment else None) or earlier
    fresh = assessment is not None and assessment.verdict is not None
    if verdict:
        st.html(markup.answer(verdict, words, fresh, short))
    elif not (assessment and assessment.over):
        st.skeleton(height=ROOM)
    with st.container(horizontal=True, vertical_alignment="center"):  # one line, so that nothing below it moves
        if verdict:
            _cure(verdict, words)
        if assessment and growing and (not assessment.verdict or (assessment.seconds_left or 0) > WORTH_SHOWING):
            doing = N_("More shuffles, until the answer holds") if assessment.verdict else UNDER_WAY
            st.progress(assessment.share, words.gettext(doing))
            st.button(words.gettext("Stop"), icon=":material/stop:", on_click=assessment.stop, key="stop_assessment")
    if assessment and assessment.problem:
        st.error(assessment.problem.say(words))
    elif assessment and assessment.over and not assessment.verdict:
        st.caption(words.gettext("The answer was stopped."))
        if st.button(words.gettext("Ask again"), icon=":material/play_arrow:", on_click=_ask_again):
            st.rerun()


def _ask_again() -> None:
    session().assessment = None


def _ask_pinned() -> None:
    here = session()
    if here.pinned:
        again = Assessment(here.pinned.run, here.pinned.training.source, after=here.pinned.assessment)
        here.pinned = here.pinned._replace(assessment=again)
        again.start()


def _cure(verdict: Verdict, words: Translator) -> None:
    """One button that applies the change most likely to matter."""
    if verdict.advice:
        _try_it(verdict.advice, "cure", words)


def _try_it(finding: Finding, key: str, words: Translator) -> None:
    """A button that applies a finding's cure, which it has."""
    label = words.gettext("Try it: {advice}").format(advice=finding.advice.say(words))
    st.button(label, icon=":material/healing:", key=key, on_click=_apply, args=(finding.cure,))


def _apply(cure: Settings) -> None:
    whole()
    url.put(cure)
    st.rerun()  # the controls are drawn anew too


def panels(verdict: Verdict | None, pinned: Pinned | None, words: Translator) -> None:
    """What is behind the answer; a panel is worked out when it is opened."""
    st.subheader(words.gettext("What is behind the answer"), anchor=False)
    if verdict is None and pinned is None:
        st.caption(words.gettext("It follows once a network is trained to its last epoch and judged."))
        return
    kept = pinned.assessment.verdict if pinned and pinned.assessment else None
    side_by_side.panels(_PANELS, pinned is not None, (kept, verdict), words)


def _shuffles(verdict: Verdict, run_name: str, words: Translator) -> None:
    numbers = chart_data.shuffles(verdict)
    chart(charts.shuffles(numbers, words), chart_data.shuffles_alt(numbers, words), f"shuffles_{run_name}", words)
    st.markdown(
        words.gettext(
            "**{count:,} of {tries:,}** shuffles did as well as your labels or better: p = {p:.4f}. Counted by "
            "the share of "
            "colours called right, a coarser figure, p = {p_accuracy:.4f}."
        ).format(
            count=verdict.extreme_shuffles,
            tries=verdict.permutations,
            p=verdict.p_value,
            p_accuracy=verdict.p_value_of_accuracy,
        )
    )
    price = session().tries.price(verdict.dataset)
    adjusted = price.adjusted_of(verdict.settings) if price and price.tries > 1 else None
    if price and adjusted is not None:
        st.markdown(
            words.gettext(
                "Among the {tries:,} settings that you have tried on these colours, p = {adjusted:.4f} is left of it."
            ).format(tries=price.tries, adjusted=adjusted)
        )
    if len(verdict.judged) > MANY_ROWS:
        st.caption(words.gettext("Above 1,000 colours the labels are shuffled less often, to answer in time."))


def _splits(verdict: Verdict, run_name: str, words: Translator) -> None:
    def draw(scores: NDArray[np.float64]) -> None:
        numbers = chart_data.splits(scores, verdict.rows)
        alt = chart_data.splits_alt(numbers, words)
        chart(charts.splits(numbers, words), alt, f"splits_{run_name}", words)
        st.markdown(alt)

    once_there(ask(verdict, "other_splits"), draw, words)


def _colours(verdict: Verdict, _run_name: str, words: Translator) -> None:
    low, high = verdict.left_out_interval
    st.markdown(
        words.gettext(
            "**{accuracy}** of colours left out called right; the true share may lie from {low} to {high}."
        ).format(accuracy=percent(verdict.left_out_accuracy), low=percent(low), high=percent(high))
    )
    st.html(html.left_out_wall(verdict, words))
    st.html(html.confusion_table(verdict, words))
    st.caption(html.confusion_sentence(verdict, words))


def _baselines(verdict: Verdict, run_name: str, words: Translator) -> None:
    def draw(baselines: tuple[Baseline, ...]) -> None:
        numbers = chart_data.baselines(baselines)
        alt = chart_data.baselines_alt(numbers, words)
        chart(charts.baselines(numbers, words), alt, f"baselines_{run_name}", words)

    once_there(ask(verdict, "baselines"), draw, words)


def _findings(verdict: Verdict, run_name: str, words: Translator) -> None:
    if not verdict.findings:
        st.markdown(words.gettext("Nothing went wrong that could be found."))
    for number, finding in enumerate(verdict.findings):
        with st.container(border=True):
            st.markdown(f"**{finding.evidence.say(words)}** {finding.cause.say(words)}")
            if finding.cure:
                _try_it(finding, f"cure_{run_name}_{number}", words)
            else:
                st.caption(words.gettext("What would help: {advice}").format(advice=finding.advice.say(words)))


def _rows(verdict: Verdict, run_name: str, words: Translator) -> None:
    def draw(curve: LearningCurve) -> None:
        numbers = chart_data.learning_curve(curve, verdict.baseline)
        alt = chart_data.learning_curve_alt(numbers, words)
        chart(charts.learning_curve(numbers, words), alt, f"learning_curve_{run_name}", words)
        st.markdown(rows_needed_sentence(verdict, words))

    once_there(ask(verdict, "learning_curve"), draw, words)


def _correlations(verdict: Verdict, run_name: str, words: Translator) -> None:
    def draw(correlations: tuple[Correlation, ...]) -> None:
        numbers = chart_data.correlations(correlations)
        alt = chart_data.correlations_alt(numbers, words)
        chart(charts.correlations(numbers, words), alt, f"correlations_{run_name}", words)

    once_there(ask(verdict, "correlations"), draw, words)


_PANELS: dict[str, side_by_side.Panel[Verdict]] = {
    "shuffles": (
        N_("Shuffled labels"),
        N_(
            "The same training on shuffled labels. Each bar counts shuffles by how far off the "
            "network then was on colours left out: 0 is perfect, 0.25 is always saying half and half, more is being "
            "sure and wrong. The red line is your labels; the further left of the bars, the better."
        ),
        N_(
            "how good the network is. It says only whether there is more to it than luck, and luck alone brings p to "
            "0.05 in 1 of 20 data sets; more often if you try many settings and keep the best."
        ),
        _shuffles,
    ),
    "splits": (
        N_("Luck of the split and of the start"),
        N_(
            "The same experiment with other rows as test rows and other starting weights. Each bar counts "
            "experiments by "
            "their test score; the red line is yours."
        ),
        N_("how good the network is on new colours. All these scores come from the same colours."),
        _splits,
    ),
    "colours": (
        N_("Every colour left out in turn"),
        N_(
            "Every colour was left out several times and judged by a network that had not seen it. The number in "
            "a tile says "
            "how often it was called right; a dashed frame means less than half the time."
        ),
        N_("why a colour is called wrong. It may be hard, unlike the others, or labelled by mistake."),
        _colours,
    ),
    "baselines": (
        N_("Beside plainer ways to answer"),
        N_(
            "The diamond is the share of colours left out that is called right, the line where the true share may lie; "
            "for the coin, what 95 of 100 coins get. All answer for the same colours. The commoner answer is that of "
            "the colours trained on: where both are as common, it can be wrong more often than a coin."
        ),
        N_("that two ways are equally good where their lines overlap; only that these colours cannot tell them apart."),
        _baselines,
    ),
    "findings": (
        N_("What went wrong in training"),
        N_("What was found in this training, what matters most first. Each says what it rests on and what would help."),
        N_(
            "whether all is well where nothing was found, or whether a change makes it learn: the shuffled labels say "
            "that."
        ),
        _findings,
    ),
    "rows": (
        N_("How many more colours"),
        N_(
            "The line is the share of colours left out called right, by the number of colours trained on; between the "
            "edges of the band lie four of five repetitions."
        ),
        N_("what comes after the last point. Nobody can promise how the line goes on."),
        _rows,
    ),
    "correlations": (
        N_("What goes with liking"),
        N_(
            "How each number of a colour goes up and down with liking: 1 always together, -1 always against each "
            "other, 0 not "
            "at all. The line is where the true correlation may lie; the hue is counted from the middle of your "
            "colours."
        ),
        N_(
            "what causes liking, or what several numbers together say; a network can use those. Among seven lines, one "
            "misses 0 by luck alone for about 3 people in 10."
        ),
        _correlations,
    ),
}
