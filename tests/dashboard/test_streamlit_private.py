"""Streamlit's private functions that the page relies on: where an upgrade moves one, this says which."""

import inspect
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit import config
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


@pytest.fixture
def options(monkeypatch):
    """Streamlit's way to look up an option and those of a section, and the page's."""
    own = config.get_option, config.get_options_for_section
    monkeypatch.setattr(config, "get_option", own[0])
    monkeypatch.setattr(config, "get_options_for_section", own[1])
    streamlit_private.read_options_without_a_lock()
    return own, (config.get_option, config.get_options_for_section)


def test_every_option_is_what_streamlit_says_it_is(options):
    (own, own_section), (ours, our_section) = options
    assert ours is not own
    names = list(config.get_config_options())
    assert [ours(name) for name in names] == [own(name) for name in names]
    sections = {name.rpartition(".")[0] for name in names}
    assert {section: our_section(section) for section in sections} == {name: own_section(name) for name in sections}


def test_an_unknown_option_is_refused_as_streamlit_does(options):
    for get_option in (lookup[0] for lookup in options):
        with pytest.raises(RuntimeError, match=re.escape('Config key "no.such" not defined.')):
            get_option("no.such")


def test_it_is_done_once(options):
    streamlit_private.read_options_without_a_lock()
    assert (config.get_option, config.get_options_for_section) == options[1]


def test_options_are_looked_up_while_another_thread_has_the_lock(options):
    with ThreadPoolExecutor(1) as elsewhere, config._config_lock:  # in this order a failure does not wait for ever
        assert elsewhere.submit(options[1][0], "server.port").result(5) == config.get_option("server.port")
