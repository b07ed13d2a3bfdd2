"""Streamlit's private functions that the page relies on: where an upgrade moves one, this says which."""

import inspect
import re
from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner import script_runner

from dashboard import streamlit_private


def test_streamlit_still_clears_keras_s_session_where_it_is_kept_from_it():
    runner = inspect.getsource(script_runner)
    assert f"def {streamlit_private.CLEAN_UP}(" in runner, "Streamlit renamed it: see dashboard/streamlit_private.py"
    assert runner.count("clear_session()") == 1, "Streamlit clears it elsewhere too: see dashboard/streamlit_private.py"


def test_a_streamlit_that_moved_it_is_told(monkeypatch):
    monkeypatch.delattr(script_runner, streamlit_private.CLEAN_UP)
    with pytest.raises(RuntimeError, match="does not know"):
        streamlit_private.keep_keras_sessions()


def test_the_page_reaches_into_streamlit_here_alone():
    """`streamlit.delta_generator` is public: the type of what ``st.container`` gives."""
    home = Path(streamlit_private.__file__)
    inside = re.compile(r"(?:from|import) streamlit\.(?!delta_generator)|\bst\._")
    assert [file for file in home.parent.rglob("*.py") if inside.search(file.read_text())] == [home]
