"""Work at a place is what `train`, `assess` and `compare` do here, to the last bit."""

from concurrent.futures import Future

import numpy as np
import pytest

import pinkpref as pp
from pinkpref.compute import InProcess, Priority, work, worker
from pinkpref.evaluation import verdict
from pinkpref.evaluation.assessment import folds_for
from pinkpref.evaluation.cross_validation import CrossValidation
from pinkpref.evaluation.permutation_test import Scores
from pinkpref.training import scheduler

CHOSEN = pp.Settings(epochs=30, scaling="standard", learning_rate=0.01, optimizer="adam")


@pytest.fixture
def few_shuffles(monkeypatch):
    monkeypatch.setattr(verdict, "PERMUTATIONS", 40)
    monkeypatch.setattr(verdict, "MORE_PERMUTATIONS", 60)
    monkeypatch.setattr(verdict, "OPEN", (0.0, 1.0))


def assert_same_run(one, other):
    np.testing.assert_array_equal(one.parameters, other.parameters)
    np.testing.assert_array_equal(one.metrics, other.metrics)
    assert (one.test_loss, one.test_accuracy) == (other.test_loss, other.test_accuracy)
    assert one.untrained == other.untrained
    np.testing.assert_array_equal(one.liking, other.liking)


def test_a_training_is_train_s(place, dataset):
    assert_same_run(work.train(place, dataset, CHOSEN), pp.train(dataset, CHOSEN))


def test_what_a_page_shows_of_a_run_comes_with_it(place, dataset):
    assert set(worker.OF_RUN) <= set(vars(work.train(place, dataset, CHOSEN)))


def test_a_training_of_many_pieces_tells_how_far_it_is(dataset, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    monkeypatch.setattr(worker, "PIECE_SECONDS", 0)
    heard = []
    run = work.train(InProcess(), dataset, CHOSEN, progress=lambda share, metrics: heard.append((share, len(metrics))))
    shares = [share for share, _ in heard]
    assert shares == sorted(set(shares))
    assert shares[-1] == 1
    assert [epochs for share, epochs in heard] == [int(share * CHOSEN.epochs + 1e-9) for share in shares]
    assert_same_run(run, pp.train(dataset, CHOSEN))


def test_a_stopped_training_keeps_the_epochs_that_came_back(dataset, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    monkeypatch.setattr(worker, "PIECE_SECONDS", 0)
    done = [0]
    run = work.train(
        InProcess(),
        dataset,
        CHOSEN,
        progress=lambda _, metrics: done.append(len(metrics)),
        stop=lambda: done[-1] == 7,
    )
    whole = pp.train(dataset, CHOSEN)
    np.testing.assert_array_equal(run.parameters, whole.parameters[:8])
    assert not run.complete


def test_a_training_that_is_stopped_before_an_epoch_came_back_is_over_at_once(dataset):
    place = NeverTrained()
    with pytest.raises(pp.Stopped):
        work.train(place, dataset, CHOSEN, stop=lambda: True)
    assert place.asked == ["advance"]


def test_a_refusal_is_the_same_anywhere(place, make_dataset):
    with pytest.raises(ValueError, match="fewer than two to train on") as refused:
        work.train(place, make_dataset(5), CHOSEN.replace(test_size=0.9))
    with pytest.raises(ValueError, match="fewer than two to train on") as here:
        pp.train(make_dataset(5), CHOSEN.replace(test_size=0.9))
    assert str(refused.value) == str(here.value)
    assert refused.value.problems == here.value.problems


@pytest.mark.usefixtures("few_shuffles")
def test_a_verdict_is_assess_s(place, dataset):
    shown, heard = [], []
    run = work.train(place, dataset, CHOSEN)
    found = work.assess(place, run, shown.append, first=25, progress=heard.append)
    assert [one.permutations for one in shown] == [25, 40, 60]
    assert [one.so_far for one in shown] == [True, True, False]
    assert shown[-1] is found
    assert heard == sorted(heard)
    for one in shown:
        expected = pp.assess(dataset, CHOSEN, permutations=one.permutations, run=run)
        np.testing.assert_array_equal(one.shuffled_brier, expected.shuffled_brier)
        np.testing.assert_array_equal(one.shuffled_accuracy, expected.shuffled_accuracy)
        for mine, theirs in zip(one.real, expected.real, strict=True):
            np.testing.assert_array_equal(mine, theirs)
        assert one.outcome == expected.outcome
    assert found.sentence("en") == pp.assess(dataset, CHOSEN, permutations=60, run=run).sentence("en")


@pytest.mark.usefixtures("few_shuffles")
def test_what_the_sentences_say_comes_with_the_verdict(place, dataset):
    shown = []
    work.assess(place, work.train(place, dataset, CHOSEN), shown.append, first=25)
    for one in shown:
        assert set(worker.OF_VERDICT) <= set(vars(one))


def test_a_stopped_verdict_is_stopped(place, dataset):
    run = work.train(place, dataset, CHOSEN)
    with pytest.raises(pp.training.Stopped):
        work.assess(place, run, lambda _: pytest.fail("shown"), first=5000, stop=lambda: True)


def test_a_comparison_is_compare_s(place, dataset):
    other = CHOSEN.replace(inputs=("hsv",))
    found, expected = work.compare(place, dataset, CHOSEN, other), pp.compare(dataset, CHOSEN, other)
    assert (found.difference, found.interval, found.p_value) == (
        expected.difference,
        expected.interval,
        expected.p_value,
    )
    assert found.sentence("ja") == expected.sentence("ja")


class NeverTrained(InProcess):
    """A place where no piece of a training ever comes back.

    Attributes:
        asked: the names of what was asked for.
    """

    def __init__(self):
        self.asked = []

    def submit(self, function, *arguments, **how):
        self.asked.append(function.__name__)
        return Future() if function is worker.advance else super().submit(function, *arguments, **how)


class Given:
    """A place where every piece of a verdict comes back at once, with the Brier scores that are given.

    Attributes:
        asked: the priority of each piece, and how many shuffles there were after it.
    """

    cores = 1

    def __init__(self, run, brier):
        self.folds, self.brier, self.asked = folds_for(run.dataset, run.settings), brier, []

    def submit(self, function, *arguments, priority, **_):
        done = Future()
        numbers = range(arguments[-1]) if function is worker.judge else arguments[-1]
        self.asked.append((priority, numbers.stop))
        rows = self.folds.real.folds.shape
        errors = np.full((*rows[:2], 4), 0.2)
        real = CrossValidation(np.full(rows, 0.5), np.ones(rows, bool), errors, errors)
        found = Scores(real, self.brier[numbers.start : numbers.stop], np.full(len(numbers), 0.5))
        done.set_result(found if function is worker.shuffle else worker.Judged(found, self.folds, {}, {}, 600))
        return done


SHARPENING, SETTLING = Priority.SHARPENING, Priority.SETTLING


@pytest.mark.parametrize(
    ("extreme", "further"), [(9, []), (200, []), (10, range(1600, 10_001, 600)), (199, range(1600, 10_001, 600))]
)
def test_1000_shuffles_follow_the_first_and_10_000_where_they_leave_the_answer_open(dataset, extreme, further):
    """(10 + 1) / 1001 is more than .01, and (199 + 1) / 1001 less than .2."""
    run = pp.train(dataset, pp.Settings(epochs=1))
    given, heard = Given(run, np.repeat([0.1, 0.3], [extreme, 10_000 - extreme])), []
    found = work.assess(given, run, lambda _: None, first=100, progress=heard.append)
    asked = [(SHARPENING, 550), (SHARPENING, 1000), *((SETTLING, shuffles) for shuffles in further)]
    assert given.asked == [(Priority.ANSWER, 100), *asked]
    assert found.permutations == asked[-1][1]
    assert found.extreme_shuffles == extreme
    assert heard == [shuffles / (1000 if shuffles <= 1000 else 10_000) for _, shuffles in asked]


def test_above_1000_rows_200_shuffles_settle_it(make_distinct):
    run = pp.train(make_distinct(1001), pp.Settings(epochs=1))
    given = Given(run, np.repeat([0.1, 0.3], [20, 180]))
    assert work.assess(given, run, lambda _: None, first=100).permutations == 200
    assert given.asked == [(Priority.ANSWER, 100), (SHARPENING, 200)]


def test_what_is_compiled_ahead_is_all_that_a_first_answer_takes(dataset, monkeypatch):
    chosen = pp.Settings(hidden=(7,), loss="huber")
    place, heard = InProcess(), []
    assert work.compile_ahead(place, dataset, chosen, 30, lambda: False)
    monkeypatch.setattr(scheduler, "_loop", compiled_before(scheduler._loop))
    run = work.train(place, dataset, chosen.replace(seed=3, split_seed=4))

    def enough(shown):
        heard.append(shown.permutations)
        raise pp.Stopped

    with pytest.raises(pp.Stopped):
        work.assess(place, run, enough, first=30)
    assert heard == [30]


def test_compiling_ahead_is_left_once_somebody_comes(dataset):
    place = NeverTrained()
    assert not work.compile_ahead(place, dataset, pp.Settings(epochs=5), 30, lambda: True)
    assert place.asked == ["advance"]


def test_what_is_compiled_for_a_verdict_is_all_that_its_first_piece_takes(dataset, monkeypatch):
    chosen = pp.Settings(hidden=(14,), loss="log_cosh", epochs=40)
    trained = worker.without_dataset(pp.train(dataset, chosen))
    worker.compile_verdict(dataset, chosen, 30)
    monkeypatch.setattr(scheduler, "_loop", compiled_before(scheduler._loop))
    assert len(worker.judge(dataset, chosen, trained, 0, 30).scores.brier) == 30


class Elsewhere:
    """A place where nothing is done.

    Attributes:
        cores: how many it says it has.
        asked: what was asked for first: the function and the priority.
    """

    def __init__(self, cores):
        self.cores, self.asked = cores, Future()

    def submit(self, function, *_, priority, **__):
        self.asked.set_result((function, priority))
        return Future()


def test_a_verdict_is_compiled_for_while_a_training_takes_long(dataset):
    place = Elsewhere(2)
    with work.verdict_compiled(place, dataset, CHOSEN, 100, patience=0):
        assert place.asked.result(10) == (worker.compile_verdict, Priority.AHEAD)


def test_nothing_is_compiled_for_a_verdict_while_a_training_is_quick(dataset):
    place = Elsewhere(2)
    with work.verdict_compiled(place, dataset, CHOSEN, 100, patience=0.5):
        pass
    with pytest.raises(TimeoutError):
        place.asked.result(1)


@pytest.mark.parametrize(("cores", "rows"), [(1, 24), (2, 1001)])
def test_nothing_is_compiled_for_a_verdict_without_another_core_nor_for_a_large_table(make_distinct, cores, rows):
    place = Elsewhere(cores)
    with work.verdict_compiled(place, make_distinct(rows), CHOSEN, 100, patience=0), pytest.raises(TimeoutError):
        place.asked.result(0.5)


def compiled_before(loop):
    """As ``loop``, and fails where one is compiled."""

    def checked(*kind):
        assert scheduler._once(*kind).loop is not None
        return loop(*kind)

    return checked
