import keras
import numpy as np
import pytest

import pinkpref as pp
from dashboard.components.network_data import network_view
from pinkpref.i18n import translator
from pinkpref.models.settings import ACTIVATIONS

SETTINGS = [
    *(pp.Settings(inputs=(name,), scaling="standard", epochs=3) for name in ("rgb", "hsv", "hue_circle", "oklab")),
    pp.Settings(inputs=("rgb", "hsv"), scaling="unit", hidden=(4, 3), epochs=3),
    pp.Settings(hidden=(1,), learning_rate=0.1, epochs=3),
]
MADE = """
    const { Network } = await load("network");
    const network = new Network(given.config, Float32Array.from(given.parameters));
    const rows = given.colours.length;
    const inputs = network.inputs(given.colours);
"""


def given(run, colours):
    config = network_view(run, "current", translator("en"))["network"]
    return {"config": config, "parameters": run.parameters.ravel().tolist(), "colours": colours.tolist()}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_is_keras_s(javascript, name):
    x = np.concatenate([np.linspace(-30, 30, 1201), np.geomspace(1e-6, 1, 50), [-700.0, 700.0]])
    found = javascript(
        f'const {{ ACTIVATIONS }} = await load("activations"); return given.map(ACTIVATIONS.{name});', x.tolist()
    )
    expected = keras.ops.convert_to_numpy(keras.activations.get(name)(keras.ops.cast(x, "float64")))
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


def test_the_outputs_sigmoid_is_rounded_to_single_precision(javascript):
    logits = np.concatenate([np.linspace(-20, 20, 401), [-200.0, -88.0, -87.0, 16.0, 17.0, 200.0]])
    found = javascript(
        'const { singlePrecisionSigmoid } = await load("activations"); return given.map(singlePrecisionSigmoid);',
        logits.tolist(),
    )
    with np.errstate(over="ignore"):
        exact = 1 / (1 + np.exp(-logits))
    np.testing.assert_allclose(found, exact, rtol=2e-7, atol=2.0**-126)
    assert np.array_equal(np.float32(found), found)
    assert found[-1] == 1
    assert found[-6] == 0


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: f"{'+'.join(settings.inputs)}-{settings.hidden}")
def test_inputs_hidden_units_and_answers_are_those_of_the_run(javascript, dataset, colours, settings):
    run = pp.train(dataset, settings)
    inputs, activations, liking = javascript(
        MADE + "return [[...inputs], network.forward(3, inputs, rows).map(layer => [...layer]), "
        "[0, 1, 2, 3].map(epoch => [...network.liking(epoch, inputs, rows)])];",
        given(run, colours),
    )
    np.testing.assert_allclose(np.reshape(inputs, (-1, len(colours))).T, run.inputs(colours), rtol=1e-5, atol=1e-6)
    layers = keras.Model(run.model.inputs, [layer.output for layer in run.model.layers])([run.inputs(colours)])
    for found, expected in zip(activations, layers, strict=True):
        wanted = keras.ops.convert_to_numpy(expected)
        np.testing.assert_allclose(np.reshape(found, wanted.shape[::-1]).T, wanted, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(liking, [run.predict(colours, epoch=epoch) for epoch in range(4)], rtol=0, atol=1e-5)


def test_weights_and_biases_are_found_by_epoch_layer_and_unit(javascript, dataset):
    run = pp.train(dataset, pp.Settings(hidden=(4, 3), epochs=2))
    found = javascript(
        MADE
        + """return [0, 1, 2].map(epoch => [[3, 4], [4, 3], [3, 2]].map(([before, units], layer) => [
            Array.from({ length: before }, (_, from) =>
                Array.from({ length: units }, (_, to) => network.weight(epoch, layer, from, to))),
            Array.from({ length: units }, (_, unit) => network.bias(epoch, layer, unit))]));""",
        given(run, np.zeros((1, 3))),
    )
    for layers, weights in zip(found, run.weights, strict=True):
        for part, expected in zip((part for layer in layers for part in layer), weights, strict=True):
            np.testing.assert_array_equal(part, expected)


def test_without_a_unit_the_answers_are_those_of_the_network_without_it(javascript, dataset, colours):
    run = pp.train(dataset, pp.Settings(scaling="standard", hidden=(4, 3), learning_rate=0.01, epochs=40))
    found = javascript(
        MADE + "return [0, 1].map(layer => network.ablation(40, layer, inputs, rows));", given(run, colours)
    )
    complete = run.predict(colours)
    for layer, units in enumerate(found):
        for unit, ablation in enumerate(units):
            model = run.model
            weights = [part.copy() for part in run.weights[-1]]
            weights[2 * (layer + 1)][unit] = 0
            model.set_weights(weights)
            outputs = np.asarray(model(run.inputs(colours)), np.float64)
            without = outputs[:, 1] / outputs.sum(axis=1)
            assert ablation["meanChange"] == pytest.approx(np.abs(without - complete).mean(), abs=1e-5)
            assert ablation["changedAnswers"] == ((without > 0.5) != (complete > 0.5)).sum()
    assert max(ablation["changedAnswers"] for units in found for ablation in units) > 0


def test_an_undecided_network_likes_by_half(javascript):
    found = javascript("""const { Network } = await load("network");
        return [...Network.prototype.likingOf([0, 1, 0.25, 0, 1, 0.75], 3)];""")
    assert found == [0.5, 0.5, 0.75]


def test_hidden_units_are_named_by_layer_where_there_are_several(javascript):
    found = javascript("""const { Network } = await load("network");
        return [[3, 5, 2], [3, 4, 3, 2]].map(layers => Network.prototype.hiddenName.call({ layers }, 1, 1));""")
    assert found == ["h2", "h1.2"]
