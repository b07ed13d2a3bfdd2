from types import SimpleNamespace

import pytest

import pinkpref as pp
from dashboard.tasks import assessment
from dashboard.tasks.assessment import Assessment
from dashboard.tasks.cache import Source

PATIENCE = 120
SHIPPED, OWN = Source("rows.csv"), Source("mine.csv", own=True)
QUICK = pp.Settings(epochs=2, scaling="standard")
CONSTANTS = {name: getattr(assessment, name) for name in ("FIRST", "SHARPER", "FIRST_SECONDS", "QUICK_SECONDS")}


@pytest.fixture(autouse=True)
def few_shuffles(monkeypatch):
    monkeypatch.setattr(assessment, "FIRST", 19)
    monkeypatch.setattr(assessment, "SHARPER", (29, 49))
    monkeypatch.setattr(assessment, "FIRST_SECONDS", PATIENCE)
    monkeypatch.setattr(assessment, "QUICK_SECONDS", PATIENCE)


def finished(judged):
    judged.start()
    assert judged.wait(PATIENCE)
    return judged


def test_the_verdict_is_assess_s_and_sharpens(dataset):
    run = pp.train(dataset, QUICK)
    judged = finished(Assessment(run, SHIPPED))
    expected = pp.assess(dataset, QUICK, permutations=49)
    assert judged.verdict.run is run
    assert judged.verdict.shuffled_brier.tolist() == expected.shuffled_brier.tolist()
    assert judged.share == 1


def test_the_same_verdict_is_not_worked_out_twice_except_of_a_person_s_own_data(dataset):
    run = pp.train(dataset, QUICK.replace(seed=81))
    first = finished(Assessment(run, SHIPPED))
    assert Assessment(run, SHIPPED).verdict is first.verdict
    assert Assessment(run, OWN).verdict is None


@pytest.mark.parametrize(("limit", "seed"), [("FIRST_SECONDS", 84), ("QUICK_SECONDS", 85)])
def test_a_verdict_too_slow_to_be_sharpened_to_the_end_is_put_by_too(dataset, monkeypatch, limit, seed):
    monkeypatch.setattr(assessment, limit, 0)
    run = pp.train(dataset, QUICK.replace(seed=seed))
    first = finished(Assessment(run, SHIPPED))
    assert first.verdict.permutations == (assessment.SHARPER[0] if limit == "QUICK_SECONDS" else assessment.FIRST)
    assert Assessment(run, SHIPPED).verdict is first.verdict


def test_a_verdict_stopped_before_its_pause_is_over_trains_nothing(dataset, monkeypatch):
    monkeypatch.setattr(pp, "assess", lambda *_args, **_kwargs: pytest.fail("judged"))
    before = Assessment(pp.train(dataset, QUICK.replace(seed=82)), OWN)
    judged = Assessment(before.run, OWN, after=before)
    judged.stop()
    assert finished(judged).verdict is None
    assert judged.problem is None


def test_a_stopped_verdict_ends_at_once(dataset):
    long = pp.Settings(epochs=100_000)
    run = pp.train(dataset, pp.Settings(epochs=1))
    judged = Assessment(pp.Run(**{**vars(run), "settings": long}), OWN)
    judged.start()
    assert not judged.wait(1)
    judged.stop()
    assert judged.wait(5)
    assert judged.verdict is None


def test_what_cannot_be_judged_is_told_in_a_sentence(dataset_of):
    run = pp.train(dataset_of([[1, 2, 3]] * 6, [0, 1] * 3), QUICK)
    judged = finished(Assessment(run, OWN))
    assert "same colour" in str(judged.problem)


def test_an_unexpected_failure_is_told_without_its_traceback(dataset, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret path")

    monkeypatch.setattr(pp, "assess", fail)
    judged = finished(Assessment(pp.train(dataset, QUICK.replace(seed=83)), OWN))
    assert "could not be worked out" in str(judged.problem)
    assert "secret" not in str(judged.problem)


class Counted:
    """A verdict of so many shuffles, each step of which takes its seconds on a clock of its own."""

    def __init__(self, permutations, clock, seconds):
        self.permutations, self.clock, self.seconds = permutations, clock, seconds

    def sharpened(self, permutations, **_named):
        self.clock[0] += self.seconds[permutations]
        return Counted(permutations, self.clock, self.seconds)


@pytest.mark.parametrize(
    ("seconds", "reached"),
    [
        ({1000: 9.9, 2000: 3.0, 4000: 3.0, 10_000: 100}, 10_000),
        ({1000: 10.0}, 1000),
        ({1000: 1, 2000: 3.1}, 2000),
        ({1000: 1, 2000: 1, 4000: 3.1}, 4000),
    ],
)
def test_it_sharpens_from_1000_to_10_000_as_long_as_each_step_is_quick(monkeypatch, dataset, seconds, reached):
    clock = [0.0]
    for name, value in CONSTANTS.items():
        monkeypatch.setattr(assessment, name, value)

    def assess(_dataset, _settings, *, permutations, **_named):
        clock[0] += seconds[permutations]
        return Counted(permutations, clock, seconds)

    monkeypatch.setattr(pp, "assess", assess)
    monkeypatch.setattr(assessment, "PAUSE", 0)
    monkeypatch.setattr(assessment.time, "monotonic", lambda: clock[0])
    run = SimpleNamespace(dataset=dataset, settings=QUICK)
    judged = Assessment(run, OWN)
    assert judged._work()
    assert judged.verdict.permutations == reached


def test_where_fewer_shuffles_are_made_it_does_not_sharpen(monkeypatch, dataset):
    """Above 1,000 rows."""
    monkeypatch.setattr(pp, "assess", lambda *_args, **_named: Counted(assessment.FIRST - 1, [0.0], {}))
    judged = Assessment(SimpleNamespace(dataset=dataset, settings=QUICK), OWN)
    assert judged._work()
    assert judged.verdict.permutations == assessment.FIRST - 1
