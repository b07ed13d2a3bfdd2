"""What goes on inside a run, beside Keras asked epoch by epoch."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf
from paths import DATA

import pinkpref as pp
from pinkpref.evaluation import dynamics
from pinkpref.training import gradients

SETTINGS = (
    pp.Settings(),
    pp.Settings(epochs=4, hidden=(3, 2), activation="tanh", scaling="standard", inputs=("rgb", "hsv")),
    pp.Settings(epochs=3, loss="binary_crossentropy", scaling="unit", optimizer="adam", learning_rate=0.01),
)


@pytest.fixture(scope="module")
def pinks():
    return pp.read_csv(DATA / "pinks_with_a_rule.csv")


def layer_lengths(model, inputs, targets):
    """The gradient's length in each Dense layer, of Keras's own loss."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.get(model.loss)(targets, model(inputs)))
    slopes = tape.gradient(loss, model.trainable_weights)
    return [
        np.sqrt(float(tf.reduce_sum(k**2) + tf.reduce_sum(b**2)))
        for k, b in zip(slopes[::2], slopes[1::2], strict=True)
    ]


@pytest.mark.parametrize("asked", SETTINGS)
def test_outputs_and_gradients_of_every_epoch_are_those_of_keras(pinks, asked):
    run = pp.train(pinks, asked)
    told, lengths = dynamics.outputs(run, pinks.rgb), gradients.gradient_norms(run)
    assert told.shape == (asked.epochs + 1, len(pinks), 2)
    assert lengths.shape == (asked.epochs + 1, len(asked.hidden) + 1)
    model = run.model
    targets = np.eye(2, dtype=np.float32)[pinks.like[run.train_rows]]
    for epoch, weights in enumerate(run.weights):
        model.set_weights(weights)
        np.testing.assert_allclose(told[epoch], model(run.inputs(pinks.rgb)), atol=1e-5)
        expected = layer_lengths(model, run.inputs(pinks.rgb[run.train_rows]), targets)
        np.testing.assert_allclose(lengths[epoch], expected, rtol=1e-3, atol=1e-6)


def test_gradients_of_many_rows_are_those_of_the_rows_told(monkeypatch, make_dataset):
    dataset = make_dataset(3000)
    run = pp.train(dataset, pp.Settings(epochs=2, batch_size=32, scaling="standard"))
    rows = gradients.gradient_rows(run)
    assert len(set(rows)) == gradients.MOST_ROWS
    assert set(rows) <= set(run.train_rows)
    targets = np.eye(2, dtype=np.float32)[dataset.like[rows]]
    monkeypatch.setattr(gradients, "AT_ONCE", 1000)
    expected = layer_lengths(run.model, run.inputs(dataset.rgb[rows]), targets)
    np.testing.assert_allclose(gradients.gradient_norms(run)[-1], expected, rtol=1e-3)


def test_the_spread_is_told_from_the_least_to_the_greatest(monkeypatch):
    """Of 1,200 rows the first 1,000 count; their outputs are 0 to 999 and ten times that, an epoch later 1 more."""
    rows = np.arange(1200)[:, None, None]

    def outputs(_, rgb):
        values = np.stack([rgb[:, 0], 10 * rgb[:, 0]], axis=-1)
        return np.stack([values, values + 1])

    monkeypatch.setattr(dynamics, "outputs", outputs)
    run = SimpleNamespace(dataset=SimpleNamespace(rgb=rows[:, 0] * np.ones(3)))
    quarters = np.array([0, 999 / 4, 999 / 2, 999 * 3 / 4, 999])
    expected = np.stack([quarters, 10 * quarters], axis=-1)[:, None] + np.array([0, 1])[:, None]
    np.testing.assert_allclose(dynamics.spread(run), expected)
