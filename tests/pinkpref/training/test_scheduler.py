"""Every network of a stack, and a lone one, is what Keras ``fit`` makes of the same weights and the same rows."""

import os
import subprocess
import sys

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paths import ROOT

import pinkpref as pp
from pinkpref.models.settings import ACTIVATIONS, INPUTS, LOSSES, OPTIMIZERS
from pinkpref.training import inference, scheduler, stacked_rows

METRICS = ["loss", "accuracy", "test_loss", "test_accuracy"]
QUICK = {"scaling": "unit", "epochs": 2, "batch_size": 8, "learning_rate": 0.02}
MOMENTUM = [{"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}]
RULES = [(name, {}) for name in OPTIMIZERS] + [("sgd", momentum) for momentum in MOMENTUM]
PAIRS = [(*RULES[(at + 3 * step) % len(RULES)], loss) for at, loss in enumerate(LOSSES) for step in range(4)]
"""Every loss with four of the twelve rules, every rule with four losses or more; hypothesis draws from the others."""
KINDS = [(*pair, activation, (6, 4)) for pair, activation in zip(PAIRS, ACTIVATIONS, strict=False)]
KINDS += [(*pair, "relu", (5,)) for pair in PAIRS[len(KINDS) :]]
"""The same, every activation in two layers among them: a kind costs seconds to compile."""


def keras_network(chosen, features, eager=False):
    """The network of the settings, written out by hand; ``eager`` spares the time to compile it."""
    hidden = [keras.layers.Dense(units, activation=chosen.activation) for units in chosen.hidden]
    network = keras.Sequential([keras.Input((features,)), *hidden, keras.layers.Dense(2, activation="sigmoid")])
    config = {"learning_rate": chosen.learning_rate}
    if chosen.momentum:
        config |= {"momentum": chosen.momentum, "nesterov": chosen.nesterov}
    optimizer = keras.optimizers.get({"class_name": chosen.optimizer, "config": config})
    network.compile(optimizer=optimizer, loss=chosen.loss, metrics=["accuracy"], run_eagerly=eager)
    return network


def keras_fit(run, eager, like=None):
    """Figures and weights of the same training by Keras ``fit(shuffle=False)``, an epoch at a time."""
    chosen, dataset = run.settings, run.dataset
    inputs = run.inputs(dataset.rgb)
    targets = keras.utils.to_categorical(dataset.like if like is None else like, 2)
    network = keras_network(chosen, inputs.shape[1], eager)
    network.set_weights(run.weights[0])
    test = inputs[run.test_rows], targets[run.test_rows]
    figures, weights = [], [network.get_weights()]
    for rows in run.row_order:
        options = {"batch_size": chosen.batch_size, "shuffle": False, "verbose": 0, "validation_data": test}
        history = network.fit(inputs[rows], targets[rows], **options).history
        figures.append([history[name][0] for name in ("loss", "accuracy", "val_loss", "val_accuracy")])
        weights.append(network.get_weights())
    return np.array(figures), weights, network


def assert_same_as_keras(dataset, chosen, eager=True, rtol=1e-5, atol=1e-6):
    run = pp.train(dataset, chosen)
    figures, weights, network = keras_fit(run, eager)
    assert len(run.history) == len(run.row_order) == chosen.epochs
    np.testing.assert_allclose(run.history[METRICS], figures, rtol=rtol, atol=atol)
    for ours, theirs in zip(run.weights, weights, strict=True):
        for array, oracle in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(array, oracle, rtol=rtol, atol=atol)
    outputs = np.asarray(network(run.inputs(dataset.rgb)), np.float64)
    np.testing.assert_allclose(run.predict(dataset.rgb), outputs[:, 1] / outputs.sum(axis=1), rtol=rtol, atol=atol)
    return run


@pytest.mark.parametrize("scaling", ["unit", "standard"])
def test_the_articles_training_is_keras_fit(dataset, scaling):
    assert_same_as_keras(dataset, pp.Settings(scaling=scaling), eager=False)


@pytest.mark.parametrize(
    ("optimizer", "momentum", "loss", "activation", "hidden"), KINDS, ids=lambda part: str(part or "")
)
def test_every_optimizer_loss_and_activation_is_keras_fit(dataset, optimizer, momentum, loss, activation, hidden):
    chosen = pp.Settings(loss=loss, optimizer=optimizer, activation=activation, hidden=hidden, **momentum, **QUICK)
    assert_same_as_keras(dataset, chosen)


networks = st.builds(
    pp.Settings,
    epochs=st.integers(1, 3),
    batch_size=st.one_of(st.integers(1, 24), st.sampled_from([64, 70, 1_000_000])),
    learning_rate=st.sampled_from([0.001, 0.01, 0.05]),
    loss=st.sampled_from(LOSSES),
    optimizer=st.sampled_from(OPTIMIZERS),
    inputs=st.lists(st.sampled_from(INPUTS), min_size=1, max_size=3, unique=True),
    scaling=st.sampled_from(["unit", "standard"]),
    hidden=st.lists(st.integers(1, 9), min_size=1, max_size=2),
    activation=st.sampled_from(ACTIVATIONS),
    test_size=st.sampled_from([0.1, 0.2, 0.5]),
    split_seed=st.integers(0, 2**32 - 1),
    seed=st.integers(0, 2**32 - 1),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(networks, st.sampled_from([24, 33, 150]))
def test_any_settings_are_keras_fit(make_dataset, chosen, rows):
    assert_same_as_keras(make_dataset(rows), chosen, rtol=2e-5, atol=5e-6)


@pytest.mark.parametrize(("rows", "batch_size"), [(24, 19), (24, 18), (150, 65), (150, 120), (300, 128)])
def test_large_batches_are_keras_fit(make_dataset, rows, batch_size):
    """Also those that are added up from micro-batches, and those with one row left over."""
    chosen = pp.Settings(**(QUICK | {"batch_size": batch_size, "optimizer": "adam", "loss": "mean_squared_error"}))
    assert_same_as_keras(make_dataset(rows), chosen)


def test_a_layer_of_many_units_is_keras_fit(dataset):
    """From some size on a lone network's layers are matrix products."""
    assert 90 * 60 > 4096
    chosen = pp.Settings(hidden=(90, 60), activation="tanh", optimizer="sgd", **QUICK)
    assert_same_as_keras(dataset, chosen, atol=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_on_raw_inputs_what_is_not_a_tie_is_keras_fit(dataset, seed):
    """Hundreds go into a sigmoid, outputs saturate, and rounding decides which of two outputs at 1 is the larger.

    Loss and weights agree within what a rounding difference can move: accuracy only on rows without such a tie.
    """
    run = pp.train(dataset, pp.Settings(seed=seed, epochs=3))
    figures, weights, network = keras_fit(run, eager=True)
    np.testing.assert_allclose(run.history[["loss", "test_loss"]], figures[:, [0, 2]], rtol=1e-3, atol=1e-4)
    for array, oracle in zip(run.weights[-1], weights[-1], strict=True):
        np.testing.assert_allclose(array, oracle, rtol=1e-3, atol=1e-4)
    outputs = np.asarray(network(run.inputs(dataset.rgb)), np.float64)
    clear = np.abs(outputs[:, 1] - outputs[:, 0]) > 1e-3
    np.testing.assert_array_equal((run.predict(dataset.rgb) > 0.5)[clear], (outputs.argmax(axis=1) == 1)[clear])


@pytest.mark.parametrize("recording", [True, False])
def test_a_network_is_the_same_however_its_training_is_cut_into_calls(dataset, monkeypatch, recording):
    chosen = pp.Settings(scaling="standard", epochs=7, batch_size=4, optimizer="nadam")

    def trained():
        if recording:
            return pp.train(dataset, chosen).parameters
        return pp.train_many(dataset, chosen, [0, 1]).parameters

    whole = trained()
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    np.testing.assert_array_equal(trained(), whole)


def test_the_order_is_new_every_epoch_and_a_longer_training_begins_as_a_shorter_one():
    orders = stacked_rows.EpochOrders(19).next(30)
    assert [sorted(order) for order in orders] == [list(range(19))] * 30
    assert len({tuple(order) for order in orders}) == 30
    again = stacked_rows.EpochOrders(19)
    np.testing.assert_array_equal(np.concatenate([again.next(1), again.next(9)]), orders[:10])


def test_every_seed_places_the_same_training_rows_in_an_order_of_its_own():
    train, test = np.arange(19)[:, None].repeat(40, 1), np.arange(19, 24)[:, None].repeat(40, 1)
    rows = stacked_rows.place_rows(train, test, range(40))
    assert all(sorted(places) == list(range(19)) for places in rows.placed.T)
    assert len(np.unique(rows.placed, axis=1).T) == 40
    alone = stacked_rows.place_rows(train[:, :1], test[:, :1], [31])
    np.testing.assert_array_equal(alone.placed[:, 0], rows.placed[:, 31])


def test_outputs_of_many_rows_and_networks_are_those_of_keras(dataset, monkeypatch):
    chosen = pp.Settings(scaling="unit", epochs=1)
    stack = pp.train_many(dataset, chosen, range(3))
    monkeypatch.setattr(inference, "ROWS_PER_CALL", (64, 128))
    rgb = np.random.default_rng(0).uniform(0, 255, (300, 3))
    network = keras_network(chosen, 3)
    for number in range(3):
        row = stack.parameters[:, number]
        network.set_weights([row[:15].reshape(3, 5), row[15:20], row[20:30].reshape(5, 2), row[30:]])
        outputs = np.asarray(network(rgb.astype(np.float32) / 255), np.float64)
        np.testing.assert_allclose(stack.predict(rgb)[number], outputs[:, 1] / outputs.sum(axis=1), rtol=1e-5)


COUNTED = """
import sys
from pathlib import Path
import pinkpref as pp
sys.path.insert(0, "tests")
from conftest import random_dataset

def compiled():
    return len(list(Path(sys.argv[1]).glob("*before_optimizations.txt")))

first, second = random_dataset(24), random_dataset(31, seed=1)
start = pp.Settings(epochs=2)
pp.train(first, start)
print(compiled())
for changes in ({"epochs": 90}, {"learning_rate": 0.1}, {"seed": 5}, {"split_seed": 5}, {"test_size": 0.4},
                {"scaling": "standard"}, {"inputs": ("hsv",)}, {"epochs": 1}):
    pp.train(first, start.replace(**changes))
pp.train(second, start)
print(compiled())
for batch_size in range(1, 33):
    pp.train(second, start.replace(batch_size=batch_size))
print(compiled())
pp.train_many(first, start, range(50))
pp.train_many(second, start.replace(epochs=9, learning_rate=0.5), range(128), range(128))
print(compiled())
"""


def test_moving_a_slider_compiles_nothing(tmp_path):
    """XLA itself writes down what it compiles: once for a kind of network, again for five larger micro-batches."""
    flags = f"--xla_dump_to={tmp_path} --xla_dump_hlo_as_text"
    command = [sys.executable, "-c", COUNTED, str(tmp_path)]
    found = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"XLA_FLAGS": flags}, capture_output=True, text=True, check=True
    )
    assert [int(count) for count in found.stdout.split()] == [1, 1, 6, 7]
