"""Everything that the page holds of one session. What its controls show is Streamlit's, under their own keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard.session.tries import Tries

if TYPE_CHECKING:
    from dashboard.session.own_table import Asking, Own, Problem
    from dashboard.tasks.assessment import Assessment
    from dashboard.tasks.comparing import Comparing
    from dashboard.tasks.training import Training
    from pinkpref import Run, Verdict

KEY = "session"


class Pinned(NamedTuple):
    """A run that stays, the training it came from, and what judges it (nothing, if it was stopped early)."""

    training: Training
    run: Run
    assessment: Assessment | None


class ChoiceList(NamedTuple):
    """What a choice list was last drawn as: the number of its control among those of its name, and its labels."""

    number: int
    labels: tuple[str, ...]


@dataclass
class SessionState:
    """What a session holds from one rerun to the next.

    Attributes:
        drawn: whether the page stands to its end as it was last drawn whole, so that parts of it can be drawn alone.
        figures_drawn: when the figures were last drawn to their end, by `time.monotonic`.
        preset: the preset that was last drawn as the one in force.
        own: the person's own table.
        own_in_force: whether that is what the page runs on; a shipped table stands in the URL instead.
        asking: the file that waits to be told how it is to be read.
        problem: what is wrong with the file that was chosen last.
        uploads: how many files were taken; it numbers the uploader.
        questions: how many were asked about files; it numbers them.
        training: the training that the controls ask for.
        shown: the training that the figures belong to.
        assessment: what judges the run that the controls ask for.
        verdict: the last one there was, shown until the next.
        pinned: the run that stays beside the current one.
        comparison: what holds the pinned run's settings against the current ones.
        tries: every verdict that was shown.
        choice_lists: by name.
    """

    drawn: bool = False
    figures_drawn: float = 0.0
    preset: str | None = None
    own: Own | None = None
    own_in_force: bool = False
    asking: Asking | None = None
    problem: Problem | None = None
    uploads: int = 0
    questions: int = 0
    training: Training | None = None
    shown: Training | None = None
    assessment: Assessment | None = None
    verdict: Verdict | None = None
    pinned: Pinned | None = None
    comparison: Comparing | None = None
    tries: Tries = field(default_factory=Tries)
    choice_lists: dict[str, ChoiceList] = field(default_factory=dict)


def session() -> SessionState:
    """The state of the session that asks; a new one's at its first question."""
    if KEY not in st.session_state:
        st.session_state[KEY] = SessionState()
    kept: SessionState = st.session_state[KEY]
    return kept
