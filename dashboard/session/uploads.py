"""The data the page runs on: a shipped table, or a person's own, from its upload until it is removed."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from dashboard.tasks.training import Source
from pinkpref import Dataset, DatasetError, Reading, UnclearTable, load_sample, read_csv
from pinkpref.i18n import N_, Sentence, Translator
from pinkpref.tables import SAMPLES
from pinkpref.tables.reader import question
from pinkpref.tables.schema import look

if TYPE_CHECKING:
    from collections.abc import Callable

    from pinkpref.tables.reading import Table

TEMPLATE = "pinks_to_label.csv"
OWN = "upload"
LARGEST = 50
"""Megabytes of a file that is read; the server takes twice as much, so that it is the page that refuses."""


_log = logging.getLogger(__name__)
MOST_KEPT = 16
"""What is kept of reading one file in one way or another, so that going back and forth takes no time."""


class Own(NamedTuple):
    """A person's own table: the name of its file, what that holds, and what it was read as."""

    name: str
    content: bytes
    dataset: Dataset


@dataclass(frozen=True, eq=False)
class Asking:
    """A file that waits to be told how it is to be read.

    Attributes:
        name: of the file.
        content: all of it.
        number: of the question, in this session.
        known: what is known; for a file that is read already, how it was read.
        again: whether it is read already, and everything about it may be changed.
    """

    name: str
    content: bytes
    number: int
    known: Reading = field(default_factory=Reading)
    again: bool = False
    _known: dict[tuple[str, Reading], Any] = field(default_factory=dict)

    def read(self, reading: Reading) -> Dataset | DatasetError:
        """What comes of reading it like that."""
        outcome: Dataset | DatasetError = self._once(
            "read", reading, lambda: read_csv(io.BytesIO(self.content), reading)
        )
        return outcome

    def look(self, reading: Reading) -> Table | None:
        """Its beginning, if it is a table at all when read like that."""
        seen = self._once("look", reading, lambda: look(io.BytesIO(self.content), reading))
        return None if isinstance(seen, DatasetError) else seen[0]

    def question(self, reading: Reading) -> UnclearTable | None:
        """What can be asked about its ratings, if it is a table when read like that."""
        asked = self._once("question", reading, lambda: question(io.BytesIO(self.content), reading))
        return asked if isinstance(asked, UnclearTable) else None

    def _once(self, what: str, reading: Reading, work: Callable[[], Any]) -> Any:
        """What ``work`` gives, or the error that it raises, kept for the next who asks the same."""
        if (what, reading) not in self._known:
            if len(self._known) == MOST_KEPT:
                self._known.clear()
            try:
                self._known[what, reading] = work()
            except DatasetError as error:
                self._known[what, reading] = error.with_traceback(None)
        return self._known[what, reading]

    def key(self, field: str) -> str:
        """The key of a control of this question."""
        return f"reading {self.number} {field}"


class Problem(NamedTuple):
    """What is wrong with the file that was chosen last, and what it holds where it may be read in another way."""

    name: str
    sentences: tuple[Sentence, ...]
    content: bytes = b""


@st.cache_resource(show_spinner=False)
def sample(name: str) -> Dataset:
    """A shipped dataset; its arrays cannot be written to, so all sessions share it."""
    return load_sample(name)


def own() -> Own | None:
    """The session's own table."""
    kept: Own | None = st.session_state.get("own")
    return kept


def asking() -> Asking | None:
    """The file that waits for an answer."""
    waiting: Asking | None = st.session_state.get("asking")
    return waiting


def problem() -> Problem | None:
    """What is wrong with the file that was chosen last, if anything is."""
    told: Problem | None = st.session_state.get("problem")
    return told


def in_force() -> str:
    """The name of the shipped table that the page runs on, or `OWN`."""
    if st.session_state.get("use_own") and own():
        return OWN
    asked = st.query_params.get("data", "")
    return asked if asked in SAMPLES else next(iter(SAMPLES))


def use(option: str) -> None:
    """Makes a table the one in force, in the URL too unless it is the first or the person's own."""
    st.session_state["use_own"] = option == OWN
    if option in (OWN, next(iter(SAMPLES))):
        st.query_params.pop("data", None)
    else:
        st.query_params["data"] = option


def chosen() -> tuple[Dataset, Source]:
    """The dataset in force, and where it is from."""
    kept = own()
    if kept and in_force() == OWN:
        return kept.dataset, Source(kept.name, own=True)
    return sample(in_force()), Source(in_force())


def upload_key() -> str:
    """The key of the uploader: a new one for each file, so that it is empty again once a file was taken."""
    return f"upload_{st.session_state.get('upload number', 0)}"


def take_upload(words: Translator) -> None:
    """Reads a file that has arrived; one that fails leaves data and results as they are.

    This is no callback: one that is cut off, because a control is moved while a long file is read, is never called
    again. Here the file is still there at the next run.
    """
    file = st.session_state.get(upload_key())
    if file is None:
        return
    with st.spinner(words.gettext("Reading the file")):
        _take(file.name, file.getvalue())
    st.session_state["upload number"] = st.session_state.get("upload number", 0) + 1


def _take(name: str, content: bytes) -> None:
    st.session_state["problem"] = None
    st.session_state["asking"] = None
    if len(content) > LARGEST * 2**20:
        text = N_("The file has {size:.0f} MB. Up to {largest} MB are read; leave out columns or rows.")
        told = (Sentence(text, size=len(content) / 2**20, largest=LARGEST),)
        st.session_state["problem"] = Problem(name, told)
        return
    try:
        keep(name, content, read_csv(io.BytesIO(content)))
    except UnclearTable:
        st.session_state["asking"] = Asking(name, content, _next_question())
    except DatasetError as error:
        kept = content if _is_table(content) else b""
        st.session_state["problem"] = Problem(name, error.problems, kept)
    except Exception:  # or the same file would be read, and fail, at every rerun
        _log.exception("a file could not be read")
        told = (Sentence(N_("The file could not be read. The server's log has the details.")),)
        st.session_state["problem"] = Problem(name, told)


def _is_table(content: bytes) -> bool:
    """Whether a file falls into rows and columns, so that somebody may know how it is to be read."""
    try:
        look(io.BytesIO(content))
    except DatasetError:
        return False
    return True


def keep(name: str, content: bytes, dataset: Dataset) -> None:
    """Makes what was read of a file the data in force; nothing is asked any more."""
    st.session_state["own"] = Own(name, content, dataset)
    st.session_state["asking"] = st.session_state["problem"] = None
    use(OWN)


def read_again() -> None:
    """Asks how the person's own table is to be read."""
    kept = own()
    if kept:
        st.session_state["asking"] = Asking(kept.name, kept.content, _next_question(), kept.dataset.reading, again=True)


def read_problem_again() -> None:
    """Asks how the file is to be read that could not be."""
    told = problem()
    if told:
        _, known = look(io.BytesIO(told.content))
        st.session_state["asking"] = Asking(told.name, told.content, _next_question(), known, again=True)


def _next_question() -> int:
    number: int = st.session_state.get("question number", 0) + 1
    st.session_state["question number"] = number
    return number


def stop_asking() -> None:
    """Lets the file go that waits for an answer."""
    st.session_state["asking"] = None


def remove() -> None:
    """Forgets the person's own table; the first shipped one takes its place."""
    if in_force() == OWN:
        use(next(iter(SAMPLES)))
    st.session_state["own"] = st.session_state["asking"] = st.session_state["problem"] = None


def name_of(source: Source, words: Translator) -> str:
    """What the page calls a dataset."""
    return words.gettext("Your file: {name}").format(name=source.name) if source.own else source.name
