"""The place where the page's work runs is made once, in the background, and tried again where it could not be made."""

import threading

import pytest

import pinkpref as pp
from dashboard.tasks import place
from pinkpref.compute import Stop
from pinkpref.i18n import Sentence, SentenceError


@pytest.fixture(autouse=True)
def no_place(monkeypatch):
    monkeypatch.setattr(place, "_made", None)


def test_whoever_asks_gets_the_same_place(monkeypatch):
    made = []
    monkeypatch.setattr(place, "connect", lambda: made.append(object()) or made[-1])
    assert [place.place() for _ in range(3)] == made * 3
    assert len(made) == 1


def test_one_that_could_not_be_made_is_told_and_tried_again(monkeypatch):
    def refuse():
        raise SentenceError(Sentence("Nobody answers."))

    monkeypatch.setattr(place, "connect", refuse)
    with pytest.raises(ValueError, match="Nobody answers"):
        place.place()
    monkeypatch.setattr(place, "connect", lambda: "there")
    assert place.place() == "there"


def test_whoever_waits_for_it_can_stop(monkeypatch):
    gate = threading.Event()
    monkeypatch.setattr(place, "connect", gate.wait)
    stop = Stop()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(pp.Stopped):
        place.place(stop)
    gate.set()
