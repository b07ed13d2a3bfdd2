import itertools
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import keras
import numpy as np
import pytest
from paths import ROOT
from sklearn.model_selection import train_test_split

import pinkpref as pp
from pinkpref.training import scheduler

ARTICLE = pp.Settings()
QUICK = pp.Settings(epochs=5, batch_size=4, scaling="standard", learning_rate=0.02)
STATISTICS = ["epoch", "loss", "accuracy", "test_loss", "test_accuracy"]


def assert_equal_weights(ours, theirs):
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        for array, other_array in zip(one, other, strict=True):
            np.testing.assert_array_equal(array, other_array)


def assert_begins_as(run, longer, epochs):
    assert run.history[STATISTICS].values.tolist() == longer.history[STATISTICS].values.tolist()[:epochs]
    assert_equal_weights(run.weights, longer.weights[: epochs + 1])
    np.testing.assert_array_equal(run.row_order, longer.row_order[:epochs])
    assert_equal_weights([run.model.get_weights()], [run.weights[-1]])


def assert_same_run(one, other, rgb):
    assert len(one.history) == len(other.history)
    assert_begins_as(one, other, len(other.history))
    np.testing.assert_array_equal(one.predict(rgb), other.predict(rgb))


@pytest.fixture(scope="module")
def article(dataset):
    return pp.train(dataset, ARTICLE)


@pytest.fixture(scope="module")
def quick(dataset):
    return pp.train(dataset, QUICK)


def test_a_run_has_what_the_article_shows(dataset, article):
    assert article.history.columns.tolist() == STATISTICS
    assert article.history["epoch"].tolist() == list(range(1, 13))
    assert [len(article.train_rows), len(article.test_rows), len(article.weights)] == [19, 5, 13]
    assert (article.dataset, article.settings) == (dataset, ARTICLE)
    assert article.complete
    assert not article.diverged


def test_the_split_is_scikit_learns(dataset):
    run = pp.train(dataset, QUICK.replace(test_size=0.4, split_seed=7, epochs=1))
    train, test = train_test_split(np.arange(len(dataset)), test_size=0.4, random_state=7)
    assert run.train_rows.tolist() == train.tolist()
    assert run.test_rows.tolist() == test.tolist()


def test_each_epoch_saw_every_training_row_once(article):
    assert article.row_order.shape == (12, 19)
    assert all(sorted(order) == sorted(article.train_rows) for order in article.row_order)


@pytest.mark.parametrize("settings", [ARTICLE, QUICK], ids=["article", "quick"])
def test_the_same_data_and_settings_give_the_same_run(dataset, colours, settings):
    first = pp.train(dataset, settings)
    pp.train(dataset, settings.replace(learning_rate=0.5, epochs=2, seed=9, split_seed=9))
    pp.train(dataset, settings.replace(loss="huber", hidden=(3,), epochs=1))
    keras.utils.set_random_seed(123)
    assert_same_run(pp.train(dataset, settings), first, colours)


def test_trainings_in_two_threads_do_not_meet(dataset, colours):
    specs = [QUICK.replace(epochs=300, batch_size=1, learning_rate=rate) for rate in (0.001, 0.003)]
    alone = [pp.train(dataset, settings) for settings in specs]
    in_step = threading.Barrier(2)

    def train(settings):
        in_step.wait(timeout=60)
        return pp.train(dataset, settings)

    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(train, specs))
    for one, other in zip(together, alone, strict=True):
        assert_same_run(one, other, colours)


def test_other_seeds_give_other_trainings(dataset, quick):
    for changes in ({"seed": 1}, {"split_seed": 1}):
        assert not pp.train(dataset, QUICK.replace(**changes)).history.equals(quick.history)


def test_a_longer_training_begins_as_the_shorter_one(dataset, quick):
    assert_begins_as(quick, pp.train(dataset, QUICK.replace(epochs=9)), 5)


def test_progress_hears_how_far_it_is_and_of_every_epoch(dataset, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-4)
    heard = []
    run = pp.train(dataset, QUICK.replace(epochs=40), progress=lambda share, figures: heard.append((share, figures)))
    shares = [share for share, _ in heard]
    assert shares == sorted(set(shares))
    assert 0 < shares[0] < shares[-1] == 1
    for share, figures in heard:
        assert len(figures) == int(share * 40 + 1e-9)
        np.testing.assert_array_equal(figures, run.metrics[: len(figures)])


@pytest.mark.parametrize("last", [1, 3, 5])
def test_a_stopped_training_keeps_the_epochs_that_were_completed(dataset, quick, last, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    kept = []
    run = pp.train(
        dataset,
        QUICK,
        progress=lambda _, figures: kept.append(len(figures)),
        stop=lambda: bool(kept) and kept[-1] == last,
    )
    assert_begins_as(run, quick, last)
    assert len(run.history) == last
    assert run.complete == (last == 5)
    assert not run.diverged
    assert (run.test_loss, run.test_accuracy) == tuple(run.history[["test_loss", "test_accuracy"]].iloc[-1])


def test_a_training_stopped_before_anything_is_the_untrained_network(dataset, quick):
    run = pp.train(dataset, QUICK, stop=lambda: True)
    assert len(run.history) == 0
    assert run.history.columns.tolist() == STATISTICS
    assert run.row_order.shape == (0, 19)
    assert_equal_weights(run.weights, quick.weights[:1])
    assert_equal_weights([run.model.get_weights()], quick.weights[:1])
    assert_evaluates_as_keras(run)
    assert not run.complete


def test_a_training_stopped_before_anything_has_not_diverged(dataset):
    run = pp.train(dataset, QUICK, stop=lambda: True)
    assert not run.diverged
    assert [dtype.kind for dtype in run.history.dtypes] == ["i", "f", "f", "f", "f"]


def test_an_epoch_stopped_in_the_middle_is_undone(dataset, monkeypatch):
    """Whatever the call after which it is stopped, what is kept is how the whole training begins."""
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    settings = QUICK.replace(epochs=2)
    asked = itertools.count(1)
    whole = pp.train(dataset, settings, stop=lambda: next(asked) < 0)
    times_asked = next(asked) - 1
    assert times_asked > settings.epochs + 1
    kept = []
    for limit in range(times_asked):
        calls = itertools.count()
        run = pp.train(dataset, settings, stop=lambda calls=calls, limit=limit: next(calls) >= limit)
        kept.append(len(run.history))
        assert_begins_as(run, whole, kept[-1])
        assert_evaluates_as_keras(run)
    assert kept == sorted(kept)
    assert kept[:2] == [0, 0]
    assert kept[-1] == 2
    monkeypatch.undo()
    assert_begins_as(pp.train(dataset, settings), whole, 2)


def assert_evaluates_as_keras(run):
    inputs, targets = run.inputs(run.dataset.rgb), keras.utils.to_categorical(run.dataset.like, 2)
    figures = run.model.evaluate(inputs[run.test_rows], targets[run.test_rows], verbose=0)
    assert [run.test_loss, run.test_accuracy] == pytest.approx(figures, rel=1e-5)


def test_the_test_figures_are_keras_evaluate_and_the_last_of_history(article, quick):
    for run in (article, quick):
        assert_evaluates_as_keras(run)
        assert [run.test_loss, run.test_accuracy] == run.history[["test_loss", "test_accuracy"]].iloc[-1].tolist()


@pytest.mark.parametrize("scaling", ["none", "standard"])
@pytest.mark.parametrize("seed", range(6))
def test_predict_is_above_half_exactly_where_the_like_output_is_larger(make_dataset, colours, scaling, seed):
    settings = QUICK.replace(scaling=scaling, seed=seed, split_seed=seed)
    run = pp.train(make_dataset(60, seed), settings)
    outputs = np.asarray(run.model(run.inputs(colours)))
    liking = run.predict(colours)
    assert liking.shape == (len(colours),)
    assert ((liking >= 0) & (liking <= 1)).all()
    np.testing.assert_array_equal(liking > 0.5, outputs.argmax(axis=1) == 1)
    np.testing.assert_array_equal(liking == 0.5, outputs[:, 0] == outputs[:, 1])
    right = (run.predict(run.dataset.rgb[run.test_rows]) > 0.5) == run.dataset.like[run.test_rows]
    assert run.test_accuracy == right.mean()


@pytest.mark.parametrize("bias", [(200, 200), (-200, -200), (200, -200), (-200, 200), (30, 16), (1e-6, 0), (0, 1e-6)])
def test_saturated_outputs_are_predicted_as_argmax_counts_them(dataset, bias):
    trained = pp.train(dataset, QUICK.replace(epochs=1))
    parameters = np.zeros_like(trained.parameters)
    parameters[-1, -2:] = bias  # of the two outputs
    run = replace(trained, parameters=parameters)
    outputs = np.asarray(run.model(run.inputs(dataset.rgb)))
    liking = run.predict(dataset.rgb)
    np.testing.assert_array_equal(liking > 0.5, outputs.argmax(axis=1) == 1)
    np.testing.assert_array_equal(liking == 0.5, outputs[:, 0] == outputs[:, 1])


def test_scaling_and_weights_never_see_the_test_rows(dataset, dataset_of, quick):
    rgb, like = dataset.rgb.copy(), dataset.like.copy()
    rgb[quick.test_rows] = 255 - rgb[quick.test_rows] / 3
    like[quick.test_rows] = 1 - like[quick.test_rows]
    other = pp.train(dataset_of(rgb.tolist(), like), QUICK)
    np.testing.assert_array_equal(other.preprocessing.offset, quick.preprocessing.offset)
    np.testing.assert_array_equal(other.preprocessing.scale, quick.preprocessing.scale)
    assert_equal_weights(other.weights, quick.weights)
    assert other.history[["loss", "accuracy"]].equals(quick.history[["loss", "accuracy"]])
    assert other.test_loss != quick.test_loss


def test_standard_inputs_have_mean_zero_and_spread_one_on_the_training_rows(dataset, quick):
    numbers = quick.inputs(dataset.rgb[quick.train_rows])
    np.testing.assert_allclose(numbers.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(numbers.std(axis=0), 1, atol=1e-6)


def test_too_large_a_test_share_is_refused(make_dataset):
    with pytest.raises(ValueError, match="Lower the test share"):
        pp.train(make_dataset(8), pp.Settings(test_size=0.9))


def test_a_training_whose_loss_is_no_number_ends_and_says_so(dataset, exploding):
    run = pp.train(dataset, exploding)
    assert run.diverged
    assert not run.complete
    assert np.isfinite(run.history[:-1]).all(axis=None)
    assert not np.isfinite(run.history.iloc[-1]).all()
    assert np.isnan(run.test_accuracy)
    stacked = pp.train_many(dataset, exploding, [exploding.seed, 1])
    assert np.isnan(stacked.test_accuracy[0])


def test_a_training_whose_last_step_broke_the_network_says_so(dataset, exploding):
    """The loss of an epoch is measured before its last step, which can be the one that ends in no number."""
    run = pp.train(dataset, exploding.replace(epochs=3))
    assert np.isfinite(run.history["loss"]).all()
    assert np.isnan(run.test_loss)
    assert run.diverged


def test_importing_pinkpref_is_quick_because_it_imports_nothing_heavy():
    command = "import sys, pinkpref; print(*{'tensorflow', 'keras', 'streamlit', 'sklearn'} & set(sys.modules))"
    imported = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert imported.stdout.split() == []
