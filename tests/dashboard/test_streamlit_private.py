"""Streamlit's private functions that the page relies on: where an upgrade moves one, this says which."""

import inspect
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import (
    RerunData,
    RerunException,
    ScriptRunContext,
    ScriptRunner,
    add_script_run_ctx,
    get_script_run_ctx,
    script_runner,
)
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state import SafeSessionState, SessionState

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


def test_a_section_is_looked_up_anew_once_the_configuration_was_read_again(options):
    section, name = options[1][1], "theme.primaryColor"
    before = section("theme")
    try:
        config._set_option(name, "#123456", "a test")
        assert section("theme") == before
        config._on_config_parsed.send()
        assert section("theme") == before | {"primaryColor": "#123456"}
    finally:
        config._set_option(name, before["primaryColor"], "a test")
        config._on_config_parsed.send()


def test_it_is_done_once(options):
    streamlit_private.read_options_without_a_lock()
    assert (config.get_option, config.get_options_for_section) == options[1]


def test_options_are_looked_up_while_another_thread_has_the_lock(options):
    with ThreadPoolExecutor(1) as elsewhere, config._config_lock:  # in this order a failure does not wait for ever
        assert elsewhere.submit(options[1][0], "server.port").result(5) == config.get_option("server.port")


@pytest.fixture
def script():
    """What a script knows of its run, whose requests are looked at whenever it draws."""

    def drawn(_message):
        raise RerunException(requests.on_scriptrunner_yield().rerun_data)

    requests, before = ScriptRequests(), get_script_run_ctx(suppress_warning=True)
    context = ScriptRunContext(
        session_id="",
        _enqueue=drawn,
        query_string="lang=ja",
        session_state=SafeSessionState(SessionState(), lambda: None),
        uploaded_file_mgr=MemoryUploadedFileManager(""),
        main_script_path="",
        user_info={},
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=PagesManager(""),
        script_requests=requests,
    )
    add_script_run_ctx(ctx=context)
    ThreadState.initialize()
    yield context
    add_script_run_ctx(ctx=before)


def test_a_fragment_that_asks_for_others_takes_along_what_its_run_was_to_draw_and_what_a_person_asks_for(script):
    script.fragment_storage.resolve_target = lambda names: [f"the {name}" for name in names]
    script.fragment_ids_this_run = ["the answer", "the question"]
    script.script_requests.request_rerun(RerunData(query_string="lang=ja", fragment_id="clicked"))
    with ThreadState.scoped(fragment_id="the answer"), pytest.raises(RerunException) as asked:
        streamlit_private.rerun_from_a_fragment(["figures"])
    data = asked.value.rerun_data
    assert sorted(data.fragment_id_queue) == ["clicked", "the figures", "the question"]
    assert data.is_fragment_scoped_rerun
    assert data.query_string == "lang=ja"


def test_a_look_is_left_out_where_something_else_is_asked_for(monkeypatch):
    monkeypatch.setattr(ScriptRequests, "request_rerun", ScriptRequests.request_rerun)
    monkeypatch.setattr(ScriptRunner, "_run_script", ScriptRunner._run_script)
    streamlit_private.ignore_what_timers_report()
    requests, look = ScriptRequests(), RerunData(fragment_id="the answer", is_auto_rerun=True)
    assert requests.request_rerun(look)
    assert requests.on_scriptrunner_ready().rerun_data.fragment_id_queue == ["the answer"]
    for asked in (RerunData(fragment_id="clicked"), look):
        assert requests.request_rerun(asked)
    waiting = requests.on_scriptrunner_ready().rerun_data
    assert (waiting.fragment_id_queue, waiting.is_auto_rerun) == (["clicked"], False)
