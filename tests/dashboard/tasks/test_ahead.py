"""The commonest kinds of network are compiled while nobody asks for anything."""

import logging
import threading

import pytest

import pinkpref as pp
from dashboard.session.url import PRESETS
from dashboard.tasks import ahead, task
from pinkpref.compute import InProcess
from pinkpref.models.network import spec_of
from pinkpref.training.padded_units import padded


class TwoCores(InProcess):
    cores = 2


@pytest.fixture
def compiled(monkeypatch):
    """What was compiled, at a place of two cores, without waiting for quiet."""
    found = []
    monkeypatch.setattr(ahead, "QUIET", 0.0)
    monkeypatch.setattr(ahead, "place", TwoCores)
    monkeypatch.setattr(ahead.work, "compile_ahead", lambda *asked: not found.append(asked[2]))
    return found


def test_each_common_kind_is_compiled_once(dataset, compiled):
    ahead._compile(dataset, PRESETS.values())
    assert compiled[: len(PRESETS)] == list(PRESETS.values())
    kinds = {padded(spec_of(settings)) for settings in compiled}
    assert len(kinds) == len(compiled) - 1  # two presets are of one kind, and differ in their scaling
    assert {settings.hidden for settings in compiled} == {(5,), (4,), (8,), (12,), (16,)}


def test_nothing_is_compiled_where_whoever_comes_would_wait(dataset, compiled, monkeypatch):
    monkeypatch.setattr(ahead, "place", InProcess)
    ahead._compile(dataset, PRESETS.values())
    assert not compiled


def test_it_waits_until_nothing_is_under_way(dataset, compiled, monkeypatch):
    asked = iter([0.0, 3.0, 11.0])
    monkeypatch.setattr(ahead, "QUIET", 10.0)
    monkeypatch.setattr(ahead, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(ahead, "common", lambda presets: presets)
    monkeypatch.setattr(ahead, "quiet_seconds", lambda: next(asked))
    ahead._compile(dataset, [pp.Settings()])
    assert compiled == [pp.Settings()]
    assert not list(asked)


@pytest.mark.usefixtures("compiled")
def test_it_is_left_once_anything_is_under_way(dataset, monkeypatch):
    stops = []
    monkeypatch.setattr(ahead.work, "compile_ahead", lambda *asked: not stops.append(asked[-1]))
    ahead._compile(dataset, [pp.Settings()])
    for quiet, left in ((0.0, True), (0.5, False)):
        monkeypatch.setattr(ahead, "quiet_seconds", lambda quiet=quiet: quiet)
        assert {stop() for stop in stops} == {left}


def test_a_kind_that_was_left_is_compiled_later(dataset, compiled, monkeypatch):
    monkeypatch.setattr(ahead, "common", lambda presets: presets)
    monkeypatch.setattr(ahead.work, "compile_ahead", lambda *asked: compiled.append(asked[2]) or len(compiled) > 2)
    first, second = pp.Settings(), pp.Settings(epochs=1)
    ahead._compile(dataset, [first, second])
    assert compiled == [first, first, first, second]


def test_a_failure_ends_it_and_stands_in_the_log(dataset, compiled, monkeypatch, caplog):
    def fail(*_):
        compiled.append(None)
        raise RuntimeError("no such thing")

    monkeypatch.setattr(ahead.work, "compile_ahead", fail)
    with caplog.at_level(logging.ERROR):
        ahead._compile(dataset, PRESETS.values())
    assert compiled == [None]
    assert "could not be compiled ahead" in caplog.text


def test_it_begins_once(dataset, monkeypatch):
    begun = []
    monkeypatch.setattr(ahead, "_begun", threading.Event())
    monkeypatch.setattr(ahead, "_compile", lambda *asked: begun.append(asked))
    for _ in range(3):
        ahead.begin(dataset, [])
    for thread in threading.enumerate():
        if thread.name == "ahead":
            thread.join()
    assert begun == [(dataset, [])]


def test_it_is_quiet_once_no_task_is_under_way(monkeypatch):
    monkeypatch.setattr(task, "_under_way", {object()})
    assert task.quiet_seconds() == 0
    monkeypatch.setattr(task, "_under_way", set())
    monkeypatch.setattr(task, "_last_over", task.time.monotonic() - 5)
    assert task.quiet_seconds() == pytest.approx(5, abs=0.5)
