"""What every task in the background does, whatever its work is."""

import threading

import pytest

import pinkpref as pp
from dashboard.tasks import cache, task
from dashboard.tasks.cache import Cache, Source
from dashboard.tasks.task import Task
from pinkpref.i18n import Sentence, SentenceError

PATIENCE = 30
SHIPPED, OWN = Source("rows.csv"), Source("mine.csv", own=True)


class Counting(Task[int]):
    """Counts to its number of epochs as long as it may; `gate` lets it begin."""

    kind = "counting"
    failure = "Counting failed."

    def __init__(self, *given, error=None, **named):
        super().__init__(*given, **named)
        self.gate, self.begun, self.error = threading.Event(), threading.Event(), error

    def _work(self):
        self.begun.set()
        assert self.gate.wait(PATIENCE)
        if self.error:
            raise self.error
        self.result = 0
        while self.result < self.settings.epochs and not self._stop():
            self.result += 1
            self.share = self.result / self.settings.epochs
        return self.result == self.settings.epochs


class Doubling(Counting):
    kind = "doubling"


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(cache, "finished", Cache(10))


@pytest.fixture
def ask(dataset):
    """Asks for a task whose gate is open."""

    def asked(epochs=3, source=SHIPPED, kind=Counting, **named):
        counting = kind(dataset, pp.Settings(epochs=epochs), source, **named)
        counting.gate.set()
        return counting

    return asked


def finished(counting):
    counting.start()
    assert counting.wait(PATIENCE)
    return counting


def test_it_works_once_in_a_thread_of_its_kind_s_name(ask):
    counting = ask()
    counting.gate.clear()
    assert (counting.over, counting.share, counting.seconds_left) == (False, 0, None)
    counting.start()
    assert counting.begun.wait(PATIENCE)
    counting.start()
    assert [thread.name for thread in threading.enumerate()].count("counting") == 1
    counting.gate.set()
    assert finished(counting).result == 3
    assert (counting.over, counting.share, counting.seconds_left) == (True, 1, 0)


@pytest.mark.parametrize(("share", "left"), [(0.25, 36), (0.5, 12), (0.75, 4), (1.0, 0), (0.0, None)])
def test_the_seconds_left_are_those_so_far_by_what_is_done(ask, monkeypatch, share, left):
    """After 12 seconds: a quarter done leaves three times as long."""
    counting = ask()
    counting._begun, counting.share = 1000.0, share
    monkeypatch.setattr(task.time, "monotonic", lambda: 1012.0)
    assert counting.seconds_left == left


def test_a_finished_result_is_kept_for_its_kind_alone(ask):
    finished(ask())
    again = ask()
    assert (again.over, again.result, again.share) == (True, 3, 1)
    assert not ask(kind=Doubling).over
    assert not ask(epochs=4).over


def test_nothing_is_kept_of_a_person_s_own_data_nor_given_for_it(ask):
    finished(ask(source=OWN))
    assert not ask().over
    finished(ask())
    assert not ask(source=OWN).over


def test_a_stopped_one_leaves_what_has_come_of_it_and_that_is_not_kept(ask):
    counting = ask(epochs=100_000)
    counting.gate.clear()
    counting.start()
    assert counting.begun.wait(PATIENCE)
    counting.stop()
    assert counting.stopping
    counting.gate.set()
    assert finished(counting).result == 0
    assert not counting.stopping
    assert not ask(epochs=100_000).over


def test_an_abandoned_one_that_has_not_begun_never_begins(ask):
    counting = ask()
    counting.abandon()
    assert finished(counting).result is None
    assert not counting.begun.is_set()


def test_it_waits_for_the_one_before(ask):
    before = ask(epochs=5)
    before.gate.clear()
    before.start()
    after = ask(after=before)
    after.start()
    assert not after.begun.wait(0.2)
    before.gate.set()
    assert finished(after).result == 3
    assert before.over


@pytest.mark.parametrize("end", ["stop", "abandon"])
def test_one_that_is_to_end_waits_for_no_other(ask, end):
    before = ask(epochs=5)
    before.gate.clear()
    before.start()
    after = ask(after=before)
    getattr(after, end)()
    assert finished(after)
    before.gate.set()


@pytest.mark.parametrize("end", ["stop", "abandon"])
def test_one_before_that_never_began_is_not_waited_for(ask, end):
    """A control that is moved at once leaves tasks that were asked for and never started."""
    begun = ask(epochs=5)
    begun.gate.clear()
    begun.start()
    never = ask(epochs=4, after=begun)
    getattr(never, end)()
    after = ask(after=never)
    after.start()
    assert not after.begun.wait(0.2)
    begun.gate.set()
    assert finished(after).result == 3


@pytest.mark.parametrize(("connected", "result"), [(False, 0), (True, 3)])
def test_one_whose_browser_has_been_gone_for_long_ends(ask, monkeypatch, connected, result):
    monkeypatch.setattr(task, "ABSENT_SECONDS", 0.0)
    monkeypatch.setattr(task, "ASK_SECONDS", 0.0)
    monkeypatch.setattr(task.streamlit_private, "connected", lambda _: connected)
    counting = finished(ask())
    assert counting.result == result
    assert counting.deserted != connected


def test_what_a_person_can_put_right_is_told_as_it_is(ask):
    counting = finished(ask(error=SentenceError(Sentence("Too few rows."))))
    assert str(counting.problem) == "Too few rows."
    assert counting.result is None


def test_what_nobody_expected_is_logged_and_told_in_a_sentence(ask, caplog):
    counting = finished(ask(error=RuntimeError("secret path")))
    assert str(counting.problem) == "Counting failed."
    assert "secret path" in caplog.text


def test_an_end_of_the_server_is_no_problem(ask, caplog):
    counting = finished(ask(error=RuntimeError("cannot schedule new futures after interpreter shutdown")))
    assert counting.problem is None
    assert not [record for record in caplog.records if record.name.startswith("dashboard")]


def test_one_that_ends_with_neither_result_nor_error_says_that_it_failed(ask):
    """A page that waited for either would look again for ever."""
    counting = finished(ask(error=pp.Stopped()))
    assert str(counting.problem) == Counting.failure
    ended = ask(error=pp.Stopped())
    ended.stop()
    assert finished(ended).problem is None
