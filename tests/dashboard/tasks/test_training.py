import threading

import pytest

import pinkpref as pp
from dashboard.tasks import training
from dashboard.tasks.training import Job, Source

PATIENCE = 120
SHIPPED, OWN = Source("rows.csv"), Source("mine.csv", own=True)


def finished(job):
    job.start()
    assert job.wait(PATIENCE)
    return job


def test_a_job_ends_with_the_run_that_train_gives(dataset):
    settings = pp.Settings(epochs=3, scaling="unit")
    job = finished(Job(dataset, settings, SHIPPED))
    assert job.problem is None
    assert (job.share, job.epochs, job.seconds_left) == (1, 3, 0)
    assert job.figures.tolist() == job.run.metrics.tolist()
    assert job.run.history.equals(pp.train(dataset, settings).history)


def test_the_same_training_is_not_done_twice(dataset):
    settings = pp.Settings(epochs=2, seed=41)
    first = finished(Job(dataset, settings, SHIPPED))
    again = Job(dataset, settings, SHIPPED)
    assert again.over
    assert again.run is first.run


def test_a_stopped_job_keeps_its_epochs_and_is_not_kept_for_others(dataset):
    settings = pp.Settings(epochs=100_000, seed=42)
    job = Job(dataset, settings, SHIPPED)
    job.start()
    while not job.epochs and not job.over:
        job.wait(0.01)
    assert 0 < job.share < 1
    assert 0 < job.seconds_left < 1e6
    job.stop()
    assert job.wait(0.5)
    assert not job.stopping
    assert 1 <= len(job.run.history) < settings.epochs
    assert not Job(dataset, settings, SHIPPED).over


def test_only_so_many_runs_are_kept(dataset, monkeypatch):
    monkeypatch.setattr(training, "KEPT_RUNS", 2)
    for seed in (51, 52, 53):
        finished(Job(dataset, pp.Settings(epochs=1, seed=seed), SHIPPED))
    assert len(training._finished) <= 2
    assert not Job(dataset, pp.Settings(epochs=1, seed=51), SHIPPED).over
    assert Job(dataset, pp.Settings(epochs=1, seed=53), SHIPPED).over


def test_what_a_person_can_put_right_is_told_in_a_sentence(make_dataset):
    job = finished(Job(make_dataset(rows=6), pp.Settings(test_size=0.9), SHIPPED))
    assert job.run is None
    assert "test_size" in str(job.problem)


def test_an_unexpected_failure_is_told_without_its_traceback(dataset, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret path")

    monkeypatch.setattr(pp, "train", fail)
    job = finished(Job(dataset, pp.Settings(seed=43), SHIPPED))
    assert job.run is None
    assert "did not expect" in str(job.problem)
    assert "secret" not in str(job.problem)


@pytest.mark.parametrize("change", [{"epochs": 5}, {"seed": 1}, {"split_seed": 1}, {"loss": "huber"}])
def test_a_job_knows_what_it_was_asked_for(dataset, make_dataset, change):
    job = Job(dataset, pp.Settings(), SHIPPED)
    assert job.asks_for(dataset, pp.Settings())
    assert not job.asks_for(dataset, pp.Settings(**change))
    assert not job.asks_for(make_dataset(), pp.Settings())


def test_nothing_is_kept_of_a_person_s_own_data(dataset):
    settings = pp.Settings(epochs=1, seed=61)
    finished(Job(dataset, settings, OWN))
    assert not Job(dataset, settings, SHIPPED).over
    finished(Job(dataset, settings, SHIPPED))
    assert not Job(dataset, settings, OWN).over


def test_a_training_that_nobody_watches_ends(dataset, monkeypatch):
    monkeypatch.setattr(training, "UNSEEN_SECONDS", 0.0)
    job = finished(Job(dataset, pp.Settings(epochs=100_000, seed=62), SHIPPED))
    assert len(job.run.history) < 100_000


def test_a_training_is_warm_only_after_one_has_run(make_dataset, monkeypatch):
    monkeypatch.setattr(training, "_warm", threading.Event())
    finished(Job(make_dataset(rows=6), pp.Settings(test_size=0.9), SHIPPED))
    assert not training.warm()
    finished(Job(make_dataset(), pp.Settings(epochs=1, seed=63), SHIPPED))
    assert training.warm()


def test_of_jobs_that_follow_fast_only_the_first_and_the_last_are_worked_on(dataset, monkeypatch):
    begun, started, going_on = [], threading.Event(), threading.Event()

    def train(_dataset, settings, **_kwargs):
        begun.append(settings.seed)
        started.set()
        going_on.wait(PATIENCE)
        return real(_dataset, settings)

    real = pp.train
    monkeypatch.setattr(pp, "train", train)
    before, chain = None, []
    for seed in (71, 72, 73, 74):
        if before:
            before.abandon()
        before = Job(dataset, pp.Settings(epochs=1, seed=seed), SHIPPED, after=before)
        before.start()
        assert started.wait(PATIENCE)
        chain.append(before)
    going_on.set()
    assert all(job.wait(PATIENCE) for job in chain)
    assert begun == [71, 74]
    assert [job.run is None for job in chain] == [False, True, True, False]
