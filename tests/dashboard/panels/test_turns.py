"""Pages are drawn one after another, and nobody waits for a page that takes too long."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.panels import turns


@pytest.fixture
def others(monkeypatch):
    """What other people do; in the end nobody draws and nobody waits."""
    monkeypatch.setattr(turns, "MOST_SECONDS", 60.0)
    with ThreadPoolExecutor(8) as pool:
        yield pool
    assert not turns._waiting
    assert not turns._somebody_draws


def all_wait(count):
    while len(turns._waiting) < count:
        threading.Event().wait(0.001)


def all_draw():
    while not turns._somebody_draws:
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
    assert turns._somebody_draws  # whose turn it never was does not end it
    drawn_beside.set()
    slow.result(60)


def test_a_page_that_is_given_its_turn_while_it_is_drawn_beside_another_passes_it_on(others, monkeypatch):
    monkeypatch.setattr(turns, "MOST_SECONDS", 0.05)
    end, drawn = threading.Event(), []

    def draw():
        with turns.turn(0):
            assert end.wait(60)

    def next_page():
        with turns.turn(2):
            drawn.append(turns._somebody_draws)

    slow = others.submit(draw)
    all_draw()
    with turns.turn(1):
        end.set()
        slow.result(60)
        monkeypatch.setattr(turns, "MOST_SECONDS", 60.0)
        waiting = others.submit(next_page)
        all_wait(1)
    waiting.result(60)
    assert drawn == [True]


@pytest.mark.usefixtures("others")
def test_a_page_that_fails_ends_its_turn():
    with pytest.raises(KeyError), turns.turn(0):
        raise KeyError
    assert not turns._somebody_draws


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
