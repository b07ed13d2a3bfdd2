"""What the page does to Streamlit behind its public interface, all in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, wraps
from typing import Any, NoReturn
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit import config, runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import (
    RerunData,
    RerunException,
    ScriptRunner,
    ScriptRunnerEvent,
    StopException,
    get_script_run_ctx,
    script_runner,
)
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

CLEAN_UP = "_clean_problem_modules"
"""What Streamlit 1.67 calls after every run of a script: ``keras.backend.clear_session()``, and the closing of pyplot's
figures, of which the page opens none."""


def current_session() -> str | None:
    """The session whose script runs in this thread; None where there is none, as in tests."""
    context = get_script_run_ctx()
    return context.session_id if context else None


def connected(session: str | None) -> bool:
    """Whether a session's browser is connected; one that no server knows counts as if it were."""
    if session is None or not runtime.exists():
        return True
    return runtime.get_instance().is_active_session(session)


def give_way() -> None:
    """Ends this run where a person asks for another, so that it need not wait for this one.

    Calls of Streamlit end a run for the whole page alone. Where a person pressed something in a fragment, what this run
    was to draw is drawn together with that.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.script_requests is None:
        return
    requests, own = context.script_requests, context.fragment_ids_this_run or []
    with requests._lock:
        waiting = requests._rerun_data
        if requests._state is ScriptRequestType.RERUN and waiting.fragment_id_queue and not waiting.is_auto_rerun:
            both = [*dict.fromkeys([*own, *waiting.fragment_id_queue])] if own else []
            requests._rerun_data = replace(waiting, fragment_id_queue=both, is_fragment_scoped_rerun=bool(own))
    context.yield_check()


def rerun_from_a_fragment(parts: Sequence[str]) -> NoReturn:
    """Runs these fragments, by their keys, and gives up the fragment that asks for it.

    Streamlit allows it to callbacks alone, because a run that is given up draws no more. So what else this run was to
    draw is drawn with them, and this fragment has nothing to draw.
    """
    context, here = get_script_run_ctx(), ThreadState.get().fragment_id
    try:
        with ThreadState.scoped(run_location=RunLocation.CALLBACK):
            st.rerun(parts)
    except RerunException as asked:
        if context and context.script_requests:
            wanted = [*asked.rerun_data.fragment_id_queue, *(context.fragment_ids_this_run or ())]
            queue = [fragment for fragment in dict.fromkeys(wanted) if fragment != here]
            context.script_requests.request_rerun(replace(asked.rerun_data, fragment_id_queue=queue))
    st.empty()  # here Streamlit looks whether something is asked for
    raise StopException


def adjust() -> None:
    """Does to Streamlit, once in this process, what the page needs of it."""
    keep_keras_sessions()
    read_options_without_a_lock()
    ignore_what_timers_report()
    tell_the_end_of_every_run()
    hear_what_is_pressed_in_a_fragment_that_is_gone()
    say_nothing_of_a_run_that_draws_nothing()


def keep_keras_sessions() -> None:
    """Keeps Streamlit from calling ``keras.backend.clear_session()`` after every run of a script, in every session.

    That would throw away the state of a training under way, and holds up the server for a tenth of a second each time.

    Raises:
        RuntimeError: this Streamlit does it in another place.
    """
    if not hasattr(script_runner, CLEAN_UP):
        raise RuntimeError("This Streamlit clears Keras's session in a place that pinkpref does not know.")
    setattr(script_runner, CLEAN_UP, lambda: None)


def read_options_without_a_lock() -> None:
    """Lets Streamlit look up its options without waiting for each other.

    It looks one up for every message that a script sends, under a lock: with twenty people at once their threads stood
    in a queue before that lock for half of their time. For the theme it goes through all options, six times a run.
    """
    with_lock = config.get_option
    if with_lock.__module__ != config.__name__:  # it was done before, or a test has options of its own
        return

    def get_option(key: str) -> Any:
        option = config.get_config_options().get(key)
        return option.value if option else with_lock(key)

    config.get_option = get_option
    sections = config.get_options_for_section = cache(config.get_options_for_section)
    config.on_config_parsed(sections.cache_clear, force_connect=True)


def ignore_what_timers_report() -> None:
    """Lets a fragment that looks again by itself bring nothing but its wish to be drawn.

    The browser sends the values of all controls and the URL along, as it knows them. What a callback has just set,
    all controls of a preset for instance, would be set back by a look that was under way.
    """
    request, run = ScriptRequests._request_rerun_locked, ScriptRunner._run_script
    if hasattr(request, "__wrapped__"):  # it was done before
        return

    @wraps(request)
    def _request_rerun_locked(self: ScriptRequests, new_data: RerunData) -> bool:
        if not new_data.is_auto_rerun:
            return request(self, new_data)
        waiting, look = self._rerun_data, new_data.fragment_id
        if self._state is ScriptRequestType.STOP:  # a script that ends has still to tell so; the next look comes soon
            return True
        if self._state is ScriptRequestType.CONTINUE:
            return request(self, replace(new_data, widget_states=None))
        if waiting.fragment_id_queue and look and look not in waiting.fragment_id_queue:
            self._rerun_data = replace(waiting, fragment_id_queue=[*waiting.fragment_id_queue, look])
        return True

    @wraps(run)
    def _run_script(self: ScriptRunner, rerun_data: RerunData) -> None:
        if rerun_data.is_auto_rerun:
            with self._session_state.query_params() as known:
                url = urlencode(known._query_params, doseq=True)
            rerun_data = replace(rerun_data, query_string=url)
        run(self, rerun_data)

    ScriptRequests._request_rerun_locked = _request_rerun_locked  # type: ignore[method-assign]
    ScriptRunner._run_script = _run_script  # type: ignore[method-assign]


def tell_the_end_of_every_run() -> None:
    """Lets the browser hear that fragments have been drawn to their end, though others are drawn right after them.

    Where the next run begins before the last one's end was sent, Streamlit calls that end a run cut off. The browser
    then keeps for ever what these fragments no longer draw, a progress bar for instance.
    """
    clear = ForwardMsgQueue.clear
    if hasattr(clear, "__wrapped__"):  # it was done before
        return

    @wraps(clear)
    def _clear(
        self: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        next_drawn = set(fragment_ids_this_run or ())
        ends = [
            (one, one.script_finished)
            for one in self._queue
            if one.HasField("script_finished")
            and one.metadata.run.fragment_ids
            and next_drawn
            and not next_drawn.issuperset(one.metadata.run.fragment_ids)
        ]
        clear(self, retain_lifecycle_msgs, [] if ends else fragment_ids_this_run)  # what an end is told of is sent
        for end, status in ends:
            end.script_finished = status

    ForwardMsgQueue.clear = _clear  # type: ignore[method-assign]


def hear_what_is_pressed_in_a_fragment_that_is_gone() -> None:
    """Lets the whole page run for what a person presses in a fragment that the server knows no more.

    While a page waits for its turn, or was cut off, what stood inside the part that is drawn anew is still on the
    screen. Streamlit would throw away what is pressed there.
    """
    request = AppSession.request_rerun
    if hasattr(request, "__wrapped__"):  # it was done before
        return

    @wraps(request)
    def request_rerun(self: AppSession, client_state: ClientState | None) -> None:
        if client_state and not client_state.is_auto_rerun and not self.has_fragment(client_state.fragment_id):
            client_state.fragment_id = ""
        request(self, client_state)

    AppSession.request_rerun = request_rerun  # type: ignore[method-assign]


def say_nothing_of_a_run_that_draws_nothing() -> None:
    """Lets the browser hear of a run of the whole page with the first thing that it draws.

    Where a control has parts of the page drawn anew, Streamlit begins with the whole page, asks the control's callback
    and gives that run up. The browser would go through all of the page for its beginning and for its end.
    """
    tell = AppSession._on_scriptrunner_event
    if hasattr(tell, "__wrapped__"):  # it was done before
        return
    begun: WeakKeyDictionary[ScriptRunner, dict[str, Any]] = WeakKeyDictionary()

    @wraps(tell)
    def _on_scriptrunner_event(
        self: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, **told: Any
    ) -> None:
        if sender and event is ScriptRunnerEvent.SCRIPT_STARTED and not told["fragment_ids_this_run"]:
            begun[sender] = told
            return
        start = begun.pop(sender, None) if sender else None
        if start and event is ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN:
            return
        if start:
            tell(self, sender, ScriptRunnerEvent.SCRIPT_STARTED, **start)
        tell(self, sender, event, **told)

    AppSession._on_scriptrunner_event = _on_scriptrunner_event  # type: ignore[method-assign, assignment]
