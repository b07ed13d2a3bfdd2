import keras
import numpy as np
import pytest

import pinkpref as pp
from pinkpref import trainer
from pinkpref.settings import LOSSES, OPTIMIZERS
from pinkpref.trainer import Rows, evaluate, fit, outputs, row_orders

FIGURES = ["loss", "accuracy", "test_loss", "test_accuracy"]
QUICK = {"scaling": "unit", "epochs": 2, "batch_size": 8, "learning_rate": 0.02}


def keras_network(settings, features, eager=False):
    """The network of the settings, written out by hand; ``eager`` spares the time to compile it."""
    hidden = [keras.layers.Dense(units, activation=settings.activation) for units in settings.hidden]
    network = keras.Sequential([keras.Input((features,)), *hidden, keras.layers.Dense(2, activation="sigmoid")])
    config = {"learning_rate": settings.learning_rate}
    optimizer = keras.optimizers.get({"class_name": settings.optimizer, "config": config})
    network.compile(optimizer=optimizer, loss=settings.loss, metrics=["accuracy"], run_eagerly=eager)
    return network


def keras_fit(run, eager):
    """Figures and weights of the same training by Keras ``fit(shuffle=False)``, an epoch at a time."""
    settings, dataset = run.settings, run.dataset
    inputs, targets = run.inputs(dataset.rgb), keras.utils.to_categorical(dataset.like, 2)
    network = keras_network(settings, inputs.shape[1], eager)
    network.set_weights(run.weights[0])
    test = inputs[run.test_rows], targets[run.test_rows]
    figures, weights = [], [network.get_weights()]
    for rows in run.row_order:
        options = {"batch_size": settings.batch_size, "shuffle": False, "verbose": 0, "validation_data": test}
        history = network.fit(inputs[rows], targets[rows], **options).history
        figures.append([history[name][0] for name in ("loss", "accuracy", "val_loss", "val_accuracy")])
        weights.append(network.get_weights())
    return np.array(figures), weights


def assert_same_as_keras(dataset, settings, eager=True):
    run = pp.train(dataset, settings)
    figures, weights = keras_fit(run, eager)
    assert len(run.history) == len(run.row_order) == settings.epochs
    np.testing.assert_allclose(run.history[FIGURES], figures, rtol=1e-5, atol=1e-6)
    for ours, theirs in zip(run.weights, weights, strict=True):
        for our_array, their_array in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(our_array, their_array, rtol=1e-5, atol=1e-6)
    return run


@pytest.mark.parametrize("scaling", ["none", "standard"])
def test_the_articles_training_is_keras_fit(dataset, scaling):
    assert_same_as_keras(dataset, pp.Settings(scaling=scaling), eager=False)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_keras_fit(dataset, loss):
    assert_same_as_keras(dataset, pp.Settings(loss=loss, optimizer="adam", **QUICK))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_is_keras_fit_and_leaves_nothing_behind(dataset, optimizer):
    settings = pp.Settings(loss="binary_crossentropy", optimizer=optimizer, **QUICK)
    first = assert_same_as_keras(dataset, settings)
    pp.train(dataset, settings.replace(learning_rate=0.5, seed=3))
    again = pp.train(dataset, settings)
    assert again.history.equals(first.history)


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": 1},
        {"batch_size": 7, "hidden": (8, 4), "activation": "tanh"},
        {"batch_size": 19},
        {"batch_size": 1_000_000},
        {"inputs": ("hsv", "oklab"), "test_size": 0.6, "split_seed": 5, "seed": 2**32 - 1},
        {"hidden": (1,)},
    ],
    ids=str,
)
def test_other_shapes_are_keras_fit(dataset, changes):
    assert_same_as_keras(dataset, pp.Settings(loss="mean_squared_error", optimizer="adam", **(QUICK | changes)))


def test_every_epoch_sees_every_row_once_in_its_own_order():
    orders = list(row_orders(pp.Settings(epochs=30, seed=4), 19))
    assert [sorted(order) for order in orders] == [list(range(19))] * 30
    assert len({tuple(order) for order in orders}) == 30


def test_the_order_hangs_on_the_seed_alone_and_a_longer_training_begins_as_a_shorter_one():
    orders = list(row_orders(pp.Settings(epochs=3, seed=4), 19))
    longer = list(row_orders(pp.Settings(epochs=9, seed=4, split_seed=1, batch_size=5, scaling="unit"), 19))
    np.testing.assert_array_equal(orders, longer[:3])
    assert (np.array(orders) != list(row_orders(pp.Settings(epochs=3, seed=5), 19))).any()


@pytest.fixture
def rows():
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(30, 3)).astype(np.float32)
    return Rows(inputs, keras.utils.to_categorical(generator.integers(0, 2, 30), 2).astype(np.float32))


def test_evaluate_and_outputs_are_those_of_keras(rows):
    settings = pp.Settings()
    network = keras_network(settings, 3)
    weights = network.get_weights()
    figures = network.evaluate(*rows, verbose=0)
    assert evaluate(settings, weights, rows) == evaluate(settings, weights, rows) == pytest.approx(figures, rel=1e-5)
    np.testing.assert_allclose(outputs(settings, weights, rows.inputs), network(rows.inputs), rtol=1e-6)


def test_only_so_many_idle_networks_are_kept(rows):
    for units in range(1, trainer.IDLE_WORKERS + 3):
        outputs(pp.Settings(hidden=(units,)), keras_network(pp.Settings(hidden=(units,)), 3).get_weights(), rows.inputs)
    assert len(trainer._idle) == trainer.IDLE_WORKERS


def test_a_fit_starts_from_the_weights_it_is_given_and_leaves_them_as_they_are(rows):
    settings = pp.Settings(epochs=2)
    initial = [np.full_like(array, 0.25) for array in keras_network(settings, 3).get_weights()]
    training = fit(settings, initial, rows, rows)
    assert all((array == 0.25).all() for array in initial)
    assert all((array == 0.25).all() for array in training.weights[0])
    assert all(np.abs(array - 0.25).max() < 0.2 for array in training.weights[2])
    assert len(training.epochs) == 2


def test_a_training_that_broke_off_leaves_nothing_behind(rows):
    settings = pp.Settings(epochs=3, optimizer="adam", learning_rate=0.05)
    initial = keras_network(settings, 3).get_weights()

    def break_off(number, _):
        raise InterruptedError(number)

    expected = fit(settings, initial, rows, rows)
    with pytest.raises(InterruptedError, match="1"):
        fit(settings, initial, rows, rows, progress=break_off)
    assert fit(settings, initial, rows, rows).epochs == expected.epochs


def test_a_second_training_of_a_kind_compiles_nothing(rows, monkeypatch):
    settings = pp.Settings(epochs=2)
    initial = keras_network(settings, 3).get_weights()
    fit(settings, initial, rows, rows)
    monkeypatch.delattr("pinkpref.network.build")
    fit(settings.replace(epochs=3, batch_size=5, learning_rate=0.1, seed=1), initial, rows, rows)


def test_a_network_given_back_keeps_nothing_of_the_rows(rows):
    fit(pp.Settings(epochs=1), keras_network(pp.Settings(), 3).get_weights(), rows, rows)
    _, worker = trainer._idle[-1]
    held = [value for value in vars(worker).values() if isinstance(value, (list, tuple))]
    assert not any(np.shape(array)[:1] == (len(rows.inputs),) for values in held for array in values)
