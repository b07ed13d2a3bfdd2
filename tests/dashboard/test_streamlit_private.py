"""Streamlit's private functions that the page relies on: where an upgrade moves one, this says which."""

import inspect
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import (
    RerunData,
    RerunException,
    ScriptRunContext,
    ScriptRunner,
    ScriptRunnerEvent,
    add_script_run_ctx,
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


def context_of(requests, fragments):
    """What a script knows of its run, which draws these fragments; whenever it draws, its requests are looked at."""

    def look(_message=None):
        if asked := requests.on_scriptrunner_yield():
            raise RerunException(asked.rerun_data)

    storage = MemoryFragmentStorage()
    storage.resolve_target = lambda names: [f"the {name}" for name in names]
    return ScriptRunContext(
        session_id="",
        _enqueue=look,
        query_string="lang=ja",
        session_state=SafeSessionState(SessionState(), lambda: None),
        uploaded_file_mgr=MemoryUploadedFileManager(""),
        main_script_path="",
        user_info={},
        fragment_storage=storage,
        pages_manager=PagesManager(""),
        script_requests=requests,
        fragment_ids_this_run=fragments,
        yield_check=look,
    )


def in_a_run(requests, fragments, act, here=None):
    """Does it in the thread of a script's run; returns the request that ends the run, if one does."""

    def run():
        add_script_run_ctx(ctx=context_of(requests, fragments))
        ThreadState.initialize()
        try:
            with ThreadState.scoped(fragment_id=here):
                act()
        except RerunException as asked:
            return asked.rerun_data
        return None

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


CLICK = RerunData(query_string="lang=ja&epochs=7", fragment_id="the presets", widget_states=WidgetStates())


def figures_from(here, fragments, *asked):
    """What is drawn where a fragment asks for the figures, in a run of these, after that was asked for."""
    requests = ScriptRequests()
    for one in asked:
        requests.request_rerun(one)
    return in_a_run(requests, fragments, lambda: streamlit_private.rerun_from_a_fragment(["figures"]), here)


def test_a_fragment_that_asks_for_others_takes_along_what_its_run_was_to_draw():
    data = figures_from("the answer", ["the answer", "the question"])
    assert data.fragment_id_queue == ["the figures", "the question"]
    assert data.is_fragment_scoped_rerun
    assert data.query_string == "lang=ja"


def test_it_takes_along_what_a_person_asks_for():
    assert figures_from("the answer", ["the answer"], CLICK).fragment_id_queue == ["the presets", "the figures"]


def test_what_it_asks_for_is_drawn_once_where_its_run_was_to_draw_it_too():
    assert figures_from("the bar", ["the presets", "the figures"]).fragment_id_queue == ["the figures", "the presets"]


def test_a_run_gives_way_to_what_is_pressed_in_a_fragment_and_draws_its_own_with_it():
    requests = ScriptRequests()
    requests.request_rerun(CLICK)
    data = in_a_run(requests, ["the figures"], streamlit_private.give_way)
    assert data.fragment_id_queue == ["the figures", "the presets"]
    assert (data.query_string, data.widget_states) == (CLICK.query_string, CLICK.widget_states)


def test_a_run_of_the_whole_page_that_gives_way_draws_the_whole_page():
    requests = ScriptRequests()
    requests.request_rerun(CLICK)
    data = in_a_run(requests, None, streamlit_private.give_way)
    assert data == replace(CLICK, fragment_id=None)


def test_a_run_gives_way_to_no_look():
    requests = ScriptRequests()
    requests.request_rerun(LOOK)
    assert in_a_run(requests, ["the figures"], streamlit_private.give_way) is None
    assert requests.on_scriptrunner_ready().rerun_data.fragment_id_queue == ["the answer"]


LOOK = RerunData(query_string="", fragment_id="the answer", is_auto_rerun=True, widget_states=WidgetStates())


@pytest.fixture
def begun(monkeypatch):
    """What runs were begun with, where looks bring nothing."""
    found = []
    monkeypatch.setattr(ScriptRunner, "_run_script", lambda _self, data: found.append(data))
    request = inspect.unwrap(ScriptRequests._request_rerun_locked)  # the page of another test may have run here
    monkeypatch.setattr(ScriptRequests, "_request_rerun_locked", request)
    streamlit_private.ignore_what_timers_report()
    return found


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("before", "after", "drawn"),
    [
        ([], [], ["the answer"]),
        ([CLICK], [], ["the presets", "the answer"]),
        ([], [CLICK], ["the answer", "the presets"]),
        ([LOOK], [], ["the answer"]),
        ([RerunData()], [], []),
        ([], [RerunData()], []),
    ],
)
def test_a_look_brings_no_values_of_controls_and_is_lost_beside_nothing(before, after, drawn):
    requests = ScriptRequests()
    for asked in (*before, LOOK, *after):
        assert requests.request_rerun(asked)
    waiting = requests.on_scriptrunner_ready().rerun_data
    assert waiting.fragment_id_queue == drawn
    persons = [one for one in (*before, *after) if not one.is_auto_rerun]
    assert (waiting.widget_states is None) == (CLICK not in persons)
    assert waiting.is_auto_rerun == (not persons)
    if persons:
        assert waiting.query_string == persons[-1].query_string


@pytest.mark.usefixtures("begun")
def test_no_script_is_begun_for_a_look_while_another_ends():
    requests = ScriptRequests()
    requests.request_stop()
    assert requests.request_rerun(LOOK)
    assert not requests.request_rerun(CLICK)


def test_a_look_is_drawn_under_the_url_that_the_server_knows(begun):
    state = SafeSessionState(SessionState(), lambda: None)
    with state.query_params() as known:
        known.populate_from_query_string("lang=ja&epochs=7")
    for data in (LOOK, CLICK):
        ScriptRunner._run_script(SimpleNamespace(_session_state=state), data)
    assert begun == [replace(LOOK, query_string="lang=ja&epochs=7"), CLICK]


@pytest.mark.parametrize(
    ("drawn", "next_drawn", "told"),
    [
        (["figures"], ["the answer"], "FINISHED_FRAGMENT_RUN_SUCCESSFULLY"),
        (["figures", "the answer"], ["the answer"], "FINISHED_FRAGMENT_RUN_SUCCESSFULLY"),
        (["figures"], ["presets", "figures"], "FINISHED_EARLY_FOR_RERUN"),
        (["figures"], None, "FINISHED_EARLY_FOR_RERUN"),
        ([], ["figures"], "FINISHED_SUCCESSFULLY"),
    ],
)
def test_the_end_of_a_run_is_told_unless_the_next_draws_the_same(monkeypatch, drawn, next_drawn, told):
    monkeypatch.setattr(ForwardMsgQueue, "clear", inspect.unwrap(ForwardMsgQueue.clear))
    streamlit_private.tell_the_end_of_every_run()
    end, queue = ForwardMsg(), ForwardMsgQueue()
    end.script_finished = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY if drawn else ForwardMsg.FINISHED_SUCCESSFULLY
    end.metadata.run.fragment_ids.extend(drawn)
    queue.enqueue(end)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=next_drawn)
    (left,) = queue.flush()
    assert ForwardMsg.ScriptFinishedStatus.Name(left.script_finished) == told


def test_what_an_end_is_told_of_is_sent_with_what_stands_inside_and_is_drawn_next(monkeypatch):
    monkeypatch.setattr(ForwardMsgQueue, "clear", inspect.unwrap(ForwardMsgQueue.clear))
    streamlit_private.tell_the_end_of_every_run()
    inside, end, queue = ForwardMsg(), ForwardMsg(), ForwardMsgQueue()
    inside.delta.fragment_id = "the answer"
    inside.delta.new_element.markdown.body = "so far"
    end.script_finished = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
    end.metadata.run.fragment_ids.append("figures")
    for message in (inside, end):
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["the answer"])
    assert queue.flush() == [inside, end]


@pytest.mark.parametrize(
    ("fragment", "is_look", "asked"),
    [("there", False, "there"), ("gone", False, ""), ("gone", True, "gone"), ("", False, "")],
)
def test_what_is_pressed_in_a_fragment_that_is_gone_runs_the_whole_page(monkeypatch, fragment, is_look, asked):
    heard = []
    monkeypatch.setattr(AppSession, "request_rerun", lambda _self, state: heard.append(state.fragment_id))
    streamlit_private.hear_what_is_pressed_in_a_fragment_that_is_gone()
    page = SimpleNamespace(has_fragment=lambda known: known == "there")
    AppSession.request_rerun(page, ClientState(fragment_id=fragment, is_auto_rerun=is_look))
    assert heard == [asked]


STARTED, DRAWN = ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
GIVEN_UP, OVER = ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS


@pytest.fixture
def told(monkeypatch):
    """Tells the page's session of events of a run, a script's or those of fragments, and returns what it heard."""
    heard = []
    monkeypatch.setattr(
        AppSession, "_on_scriptrunner_event", lambda _self, sender, event, **_more: heard.append((sender, event))
    )
    streamlit_private.say_nothing_of_a_run_that_draws_nothing()
    page = SimpleNamespace()

    def tell(*events, sender, fragments=None):
        heard.clear()
        for event in events:
            more = {"fragment_ids_this_run": fragments} if event is STARTED else {}
            AppSession._on_scriptrunner_event(page, sender, event, **more)
        assert {by for by, _ in heard} <= {sender}
        return [event for _, event in heard]

    return tell


class Runner:
    """Whoever runs the scripts of a session."""


def test_nothing_is_told_of_a_run_that_a_callback_gives_up(told):
    runner = Runner()
    assert told(STARTED, GIVEN_UP, sender=runner) == []
    assert told(STARTED, DRAWN, OVER, fragments=["figures"], sender=runner) == [STARTED, DRAWN, OVER]


@pytest.mark.parametrize("end", [GIVEN_UP, OVER])
def test_a_run_of_the_whole_page_begins_with_what_it_draws(told, end):
    runner = Runner()
    assert told(STARTED, sender=runner) == []
    assert told(DRAWN, sender=runner) == [STARTED, DRAWN]
    assert told(DRAWN, end, sender=runner) == [DRAWN, end]


def test_a_run_that_comes_to_its_end_is_told_of_though_it_draws_nothing(told):
    assert told(STARTED, OVER, sender=Runner()) == [STARTED, OVER]


def test_fragments_are_told_of_at_once(told):
    runner = Runner()
    assert told(STARTED, fragments=["figures"], sender=runner) == [STARTED]
    assert told(GIVEN_UP, sender=runner) == [GIVEN_UP]


def test_what_no_script_has_sent_is_told(told):
    assert told(OVER, sender=None) == [OVER]


def test_a_runner_knows_nothing_of_another(told):
    assert told(STARTED, sender=Runner()) == []
    assert told(GIVEN_UP, sender=Runner()) == [GIVEN_UP]
