"""Pages are drawn one after another, and nobody waits for a page that takes too long."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.panels import turns


@pytest.fixture
def others():
    """What other people do; in the end nobody draws and nobody waits."""
    with ThreadPoolExecutor(8) as pool:
        yield pool
    assert not turns._waiting
    assert not turns._somebody_draws


def all_wait(count):
    while len(turns._waiting) < count:
        threading.Event().wait(0.001)


def test_two_pages_are_never_drawn_at_once(others):
    drawing, most = [], []

    def draw(_):
        with turns.turn(0):
            drawing.append(1)
            most.append(len(drawing))
            threading.Event().wait(0.001)
            drawing.pop()

    list(others.map(draw, range(200)))
    assert most == [1] * 200


def test_whose_page_was_drawn_longest_ago_is_next(others):
    drawn = []

    def draw(since):
        with turns.turn(since):
            drawn.append(since)

    with turns.turn(0):
        waiting = [others.submit(draw, since) for since in (5, 3, 8, 1)]
        all_wait(4)
    for one in waiting:
        one.result(60)
    assert drawn == [1, 3, 5, 8]


def test_a_page_that_takes_too_long_holds_nobody_up(others, monkeypatch):
    monkeypatch.setattr(turns, "MOST_SECONDS", 0.05)
    begun, drawn_beside = threading.Event(), threading.Event()

    def draw():
        with turns.turn(0):
            begun.set()
            assert drawn_beside.wait(60)

    slow = others.submit(draw)
    assert begun.wait(60)
    with turns.turn(1):
        assert turns._somebody_draws
    drawn_beside.set()
    slow.result(60)


def test_a_page_that_fails_ends_its_turn(others):
    with pytest.raises(KeyError), turns.turn(0):
        raise KeyError
    others.submit(turns.turn(0).__enter__).result(60)
    turns._next()


def test_who_asks_for_something_else_waits_no_longer(others, monkeypatch):
    def asked():
        raise InterruptedError

    monkeypatch.setattr(turns, "give_way", asked)
    with turns.turn(0), pytest.raises(InterruptedError):
        others.submit(turns.turn(1).__enter__).result(60)


def test_it_waits_until_something_is_there_or_the_time_is_over():
    given = []
    answers = iter([False, False, True])

    def there(seconds):
        given.append(seconds)
        return next(answers)

    assert turns.wait(there, 30)
    assert given == [turns.LOOK_SECONDS] * 3
    assert not turns.wait(lambda _seconds: False, 0.01)
