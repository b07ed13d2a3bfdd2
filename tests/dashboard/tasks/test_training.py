import threading

import pytest

import pinkpref as pp
from dashboard.tasks import cache, training
from dashboard.tasks.cache import Cache, Source
from dashboard.tasks.training import Training

PATIENCE = 120
SHIPPED, OWN = Source("rows.csv"), Source("mine.csv", own=True)


def finished(training):
    training.start()
    assert training.wait(PATIENCE)
    return training


def test_a_training_ends_with_the_run_that_train_gives(dataset):
    settings = pp.Settings(epochs=3, scaling="unit")
    task = finished(Training(dataset, settings, SHIPPED))
    assert task.problem is None
    assert (task.share, task.epochs, task.seconds_left) == (1, 3, 0)
    assert task.metrics.tolist() == task.run.metrics.tolist()
    assert task.run.history.equals(pp.train(dataset, settings).history)


def test_the_history_so_far_is_what_the_run_s_will_begin_with(dataset):
    """Also where float32 has rounded the shares, and from the first epoch on."""
    settings = pp.Settings(epochs=3, scaling="unit", test_size=0.3)
    run = pp.train(dataset, settings)
    task = Training(dataset, settings, OWN)
    assert (task.history, task.epochs) == (None, 0)
    task.metrics = run.metrics[:0]
    assert task.history is None
    for epochs in (1, 3):
        task.metrics = run.metrics[:epochs]
        assert task.history.equals(run.history.iloc[:epochs])
        assert task.epochs == epochs


def test_the_same_training_is_not_done_twice(dataset):
    settings = pp.Settings(epochs=2, seed=41)
    first = finished(Training(dataset, settings, SHIPPED))
    again = Training(dataset, settings, SHIPPED)
    assert again.over
    assert again.run is first.run


def test_a_stopped_training_keeps_its_epochs_and_is_not_kept_for_others(dataset):
    settings = pp.Settings(epochs=100_000, seed=42)
    task = Training(dataset, settings, SHIPPED)
    task.start()
    while not task.epochs and not task.over:
        task.wait(0.01)
    assert 0 < task.share < 1
    assert 0 < task.seconds_left < 1e6
    task.stop()
    assert task.wait(0.5)
    assert not task.stopping
    assert 1 <= len(task.run.history) < settings.epochs
    assert not Training(dataset, settings, SHIPPED).over


def test_only_so_many_runs_are_kept(dataset, monkeypatch):
    monkeypatch.setattr(cache, "finished", Cache(2))
    for seed in (51, 52, 53):
        finished(Training(dataset, pp.Settings(epochs=1, seed=seed), SHIPPED))
    assert len(cache.finished) == 2
    assert not Training(dataset, pp.Settings(epochs=1, seed=51), SHIPPED).over
    assert Training(dataset, pp.Settings(epochs=1, seed=53), SHIPPED).over


def test_what_a_person_can_put_right_is_told_in_a_sentence(make_dataset):
    task = finished(Training(make_dataset(rows=6), pp.Settings(test_size=0.9), SHIPPED))
    assert task.run is None
    assert "test_size" in str(task.problem)


def test_an_unexpected_failure_is_told_without_its_traceback(dataset, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret path")

    monkeypatch.setattr(training.work, "train", fail)
    task = finished(Training(dataset, pp.Settings(seed=43), SHIPPED))
    assert task.run is None
    assert "did not expect" in str(task.problem)
    assert "secret" not in str(task.problem)


@pytest.mark.parametrize("change", [{"epochs": 5}, {"seed": 1}, {"split_seed": 1}, {"loss": "huber"}])
def test_a_training_knows_what_it_was_asked_for(dataset, make_dataset, change):
    task = Training(dataset, pp.Settings(), SHIPPED)
    assert task.asks_for(dataset, pp.Settings())
    assert not task.asks_for(dataset, pp.Settings(**change))
    assert not task.asks_for(make_dataset(), pp.Settings())


def test_nothing_is_kept_of_a_person_s_own_data(dataset):
    settings = pp.Settings(epochs=1, seed=61)
    finished(Training(dataset, settings, OWN))
    assert not Training(dataset, settings, SHIPPED).over
    finished(Training(dataset, settings, SHIPPED))
    assert not Training(dataset, settings, OWN).over


def test_a_training_is_warm_only_after_one_has_run(make_dataset, monkeypatch):
    monkeypatch.setattr(training, "_warm", threading.Event())
    finished(Training(make_dataset(rows=6), pp.Settings(test_size=0.9), SHIPPED))
    assert not training.warm()
    finished(Training(make_dataset(), pp.Settings(epochs=1, seed=63), SHIPPED))
    assert training.warm()


def test_of_trainings_that_follow_fast_only_the_first_and_the_last_are_worked_on(dataset, monkeypatch):
    begun, started, going_on = [], threading.Event(), threading.Event()

    def train(_place, dataset, settings, **_kwargs):
        begun.append(settings.seed)
        started.set()
        going_on.wait(PATIENCE)
        return pp.train(dataset, settings)

    monkeypatch.setattr(training.work, "train", train)
    before, chain = None, []
    for seed in (71, 72, 73, 74):
        if before:
            before.abandon()
        before = Training(dataset, pp.Settings(epochs=1, seed=seed), SHIPPED, after=before)
        before.start()
        assert started.wait(PATIENCE)
        chain.append(before)
    going_on.set()
    assert all(task.wait(PATIENCE) for task in chain)
    assert begun == [71, 74]
    assert [task.run is None for task in chain] == [False, True, True, False]
