import threading

import pytest

import pinkpref as pp
from dashboard.tasks import assessment
from dashboard.tasks.assessment import Assessment
from dashboard.tasks.cache import Source

PATIENCE = 120
SHIPPED, OWN = Source("rows.csv"), Source("mine.csv", own=True)
QUICK = pp.Settings(epochs=2, scaling="standard")


@pytest.fixture(autouse=True)
def few_shuffles(monkeypatch):
    monkeypatch.setattr(assessment, "FIRST", 19)
    monkeypatch.setattr(pp.evaluation.verdict, "PERMUTATIONS", 29)
    monkeypatch.setattr(pp.evaluation.verdict, "MORE_PERMUTATIONS", 49)


def finished(judged):
    judged.start()
    assert judged.wait(PATIENCE)
    return judged


def test_the_verdict_is_assess_s_of_as_many_shuffles_as_settle_it(dataset):
    run = pp.train(dataset, QUICK)
    judged = finished(Assessment(run, SHIPPED))
    first = pp.assess(dataset, QUICK, permutations=29)
    assert 0.01 < first.p_value < 0.2
    expected = pp.assess(dataset, QUICK, permutations=49)
    assert judged.verdict.run is run
    assert judged.verdict.shuffled_brier.tolist() == expected.shuffled_brier.tolist()
    assert judged.verdict.sentence("en") == expected.sentence("en")
    assert judged.share == 1


def test_the_same_verdict_is_not_worked_out_twice_except_of_a_person_s_own_data(dataset):
    run = pp.train(dataset, QUICK.replace(seed=81))
    first = finished(Assessment(run, SHIPPED))
    assert Assessment(run, SHIPPED).verdict is first.verdict
    assert Assessment(run, OWN).verdict is None


def test_the_same_rows_in_another_order_are_judged_once_with_each_one_s_own_run(dataset):
    settings = QUICK.replace(seed=84)
    first = finished(Assessment(pp.train(dataset, settings), SHIPPED))
    turned = pp.Dataset(dataset.frame.iloc[::-1].reset_index(drop=True))
    run = pp.train(turned, settings)
    again = Assessment(run, SHIPPED)
    assert again.over
    assert again.verdict.run is run
    assert again.verdict.right == round(run.test_accuracy * len(run.test_rows))
    assert again.verdict.p_value == first.verdict.p_value


def test_a_verdict_stopped_before_its_pause_is_over_trains_nothing(dataset, monkeypatch):
    monkeypatch.setattr(assessment.work, "assess", lambda *_args, **_kwargs: pytest.fail("judged"))
    before = Assessment(pp.train(dataset, QUICK.replace(seed=82)), OWN)
    judged = Assessment(before.run, OWN, after=before)
    judged.stop()
    assert finished(judged).verdict is None
    assert judged.problem is None


def test_what_follows_the_first_answer_waits_until_the_control_has_rested(dataset, monkeypatch):
    there = threading.Event()
    pause = Assessment._pause

    def resting(judged, seconds):
        if seconds == assessment.REST:
            there.set()
        pause(judged, seconds)

    monkeypatch.setattr(assessment, "REST", 3600.0)
    monkeypatch.setattr(Assessment, "_pause", resting)
    judged = Assessment(pp.train(dataset, QUICK.replace(seed=83)), OWN)
    judged.start()
    assert there.wait(PATIENCE)
    assert judged.verdict.permutations == assessment.FIRST
    assert not judged.over
    judged.stop()
    assert judged.wait(5)
    assert judged.verdict.permutations == assessment.FIRST


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

    monkeypatch.setattr(assessment.work, "assess", fail)
    judged = finished(Assessment(pp.train(dataset, QUICK.replace(seed=83)), OWN))
    assert "could not be worked out" in str(judged.problem)
    assert "secret" not in str(judged.problem)
