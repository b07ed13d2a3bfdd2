"""The data the page runs on: a shipped table, or a person's own, from its upload until it is removed."""

from __future__ import annotations

import io
import logging

import streamlit as st

from dashboard.session.own_table import Asking, Own, Problem
from dashboard.session.state import session
from dashboard.tasks.cache import Source
from pinkpref import Dataset, DatasetError, UnclearTable, load_sample, read_csv
from pinkpref.i18n import N_, Sentence, Translator
from pinkpref.tables import SAMPLES, look

TEMPLATE = "pinks_to_label.csv"
FIRST_SAMPLE = next(iter(SAMPLES))
OWN = "upload"
LARGEST = 50
"""Megabytes of a file that is read; the server takes twice as much, so that it is the page that refuses."""

_log = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False)
def sample(name: str) -> Dataset:
    """A shipped dataset; its arrays cannot be written to, so all sessions share it."""
    return load_sample(name)


def in_force() -> str:
    """The name of the shipped table that the page runs on, or `OWN`."""
    if session().own_in_force and session().own:
        return OWN
    asked = st.query_params.get("data", "")
    return asked if asked in SAMPLES else FIRST_SAMPLE


def use(option: str) -> None:
    """Makes a table the one in force, in the URL too unless it is the first or the person's own."""
    session().own_in_force = option == OWN
    if option in (OWN, FIRST_SAMPLE):
        st.query_params.pop("data", None)
    else:
        st.query_params["data"] = option


def chosen() -> tuple[Dataset, Source]:
    """The dataset in force, and where it is from."""
    kept = session().own
    if kept and in_force() == OWN:
        return kept.dataset, Source(kept.name, own=True)
    return sample(in_force()), Source(in_force())


def upload_key() -> str:
    """The key of the uploader: a new one for each file, so that it is empty again once a file was taken."""
    return f"upload_{session().uploads}"


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
    session().uploads += 1


def _take(name: str, content: bytes) -> None:
    here = session()
    here.asking = here.problem = None
    if len(content) > LARGEST * 2**20:
        text = N_("The file has {size:.0f} MB. Up to {largest} MB are read; leave out columns or rows.")
        here.problem = Problem(name, (Sentence(text, size=len(content) / 2**20, largest=LARGEST),))
        return
    try:
        keep(name, content, read_csv(io.BytesIO(content)))
    except UnclearTable:
        here.asking = Asking(name, content, _next_question())
    except DatasetError as error:
        kept = content if _is_table(content) else b""
        here.problem = Problem(name, error.problems, kept)
    except Exception:  # or the same file would be read, and fail, at every rerun
        _log.exception("a file could not be read")
        sentence = Sentence(N_("The file could not be read. The server's log has the details."))
        here.problem = Problem(name, (sentence,))


def _is_table(content: bytes) -> bool:
    """Whether a file falls into rows and columns, so that somebody may know how it is to be read."""
    try:
        look(io.BytesIO(content))
    except DatasetError:
        return False
    return True


def keep(name: str, content: bytes, dataset: Dataset) -> None:
    """Makes what was read of a file the data in force; nothing is asked any more."""
    here = session()
    here.own = Own(name, content, dataset)
    here.asking = here.problem = None
    use(OWN)


def read_again() -> None:
    """Asks how the person's own table is to be read."""
    kept = session().own
    if kept:
        session().drawn = False  # what is asked stands elsewhere on the page
        session().asking = Asking(kept.name, kept.content, _next_question(), kept.dataset.reading, again=True)


def read_problem_again() -> None:
    """Asks how the file is to be read that could not be."""
    problem = session().problem
    if problem:
        _, known = look(io.BytesIO(problem.content))
        session().drawn = False
        session().asking = Asking(problem.name, problem.content, _next_question(), known, again=True)


def _next_question() -> int:
    session().questions += 1
    return session().questions


def stop_asking() -> None:
    """Lets the file go that waits for an answer."""
    session().asking = None


def remove() -> None:
    """Forgets the person's own table; the first shipped one takes its place."""
    if in_force() == OWN:
        use(FIRST_SAMPLE)
    here = session()
    here.own = here.asking = here.problem = None
    here.drawn = False


def name_of(source: Source, words: Translator) -> str:
    """What the page calls a dataset."""
    return words.gettext("Your file: {name}").format(name=source.name) if source.own else source.name
