import keras
import numpy as np
import pytest
from scipy import stats

from pinkpref.models.network import ModelSpec, build, initial_weights, optimizer, summary, unpacked
from pinkpref.models.settings import ACTIVATIONS, LOSSES, OPTIMIZERS, Settings

LAYOUTS = [((5,), 3), ((1,), 3), ((8, 4), 6), ((1024, 2), 12)]


def kernels_of(network):
    return network.get_weights()[0::2]


@pytest.mark.parametrize(("hidden", "features"), LAYOUTS)
def test_the_layers_are_those_asked_for(hidden, features):
    settings = Settings(hidden=hidden, activation="tanh")
    network = build(settings, features)
    assert isinstance(network, keras.Sequential)
    assert network.input_shape == (None, features)
    assert [layer.units for layer in network.layers] == [*hidden, 2]
    assert [layer.activation for layer in network.layers[:-1]] == [keras.activations.tanh] * len(hidden)
    assert network.layers[-1].activation is keras.activations.sigmoid
    spec = ModelSpec.of(settings, features)
    drawn = initial_weights(spec, [settings.seed])[:, 0]
    assert len(drawn) == spec.parameters == network.count_params()
    np.testing.assert_array_equal(np.concatenate([np.ravel(array) for array in network.get_weights()]), drawn)
    for ours, theirs in zip(unpacked(drawn, spec), network.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_outputs_are_the_layers_written_out(activation):
    network = build(Settings(hidden=(4, 3), activation=activation), 3)
    inputs = np.random.default_rng(0).normal(size=(6, 3)).astype(np.float32)
    signal = inputs
    for layer, name in zip(range(3), [activation, activation, "sigmoid"], strict=True):
        kernel, bias = network.get_weights()[2 * layer : 2 * layer + 2]
        signal = np.asarray(keras.activations.get(name)(signal @ kernel + bias))
    np.testing.assert_allclose(network(inputs), signal, rtol=1e-5, atol=1e-6)


def test_initial_kernels_are_drawn_as_keras_glorot_uniform_and_biases_are_zero():
    features, hidden = 12, (1024, 200)
    network = build(Settings(hidden=hidden, seed=5), features)
    for kernel in kernels_of(network):
        limit = np.sqrt(6 / sum(kernel.shape))
        oracle = np.asarray(keras.initializers.GlorotUniform(seed=1)(kernel.shape))
        assert np.abs(oracle).max() <= limit
        assert 0.95 * limit < np.abs(kernel).max() <= limit
        assert stats.ks_2samp(kernel.ravel(), oracle.ravel()).pvalue > 0.001
        assert stats.kstest(kernel.ravel(), stats.uniform(-limit, 2 * limit).cdf).pvalue > 0.001
    for bias in network.get_weights()[1::2]:
        assert not bias.any()


def test_layers_of_one_shape_do_not_share_their_numbers():
    first, second, _ = kernels_of(build(Settings(hidden=(8, 8)), 8))
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.5


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_the_seed_alone_decides_the_initial_weights(seed):
    one = build(Settings(seed=seed), 3).get_weights()
    keras.utils.set_random_seed(7)
    other = build(Settings(seed=seed, optimizer="adam", loss="huber", split_seed=9, scaling="unit"), 3).get_weights()
    for ours, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_other_seeds_give_other_weights():
    firsts = {build(Settings(seed=seed), 3).get_weights()[0][0, 0].item() for seed in range(5)}
    assert len(firsts) == 5


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_optimizer_is_keras_own_with_the_learning_rate_and_its_defaults(name):
    ours = build(Settings(optimizer=name, learning_rate=0.25), 3).optimizer
    oracle = keras.optimizers.get({"class_name": name, "config": {"learning_rate": 0.25, "name": ours.name}})
    assert type(ours) is type(oracle)
    assert ours.get_config() == oracle.get_config()


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_goes_to_keras(nesterov):
    ours = optimizer(ModelSpec.of(Settings(optimizer="sgd", momentum=0.9, nesterov=nesterov), 3))
    assert (ours.momentum, ours.nesterov) == (0.9, nesterov)


def test_each_seed_has_weights_of_its_own_whatever_seeds_are_drawn_with_it():
    spec = ModelSpec.of(Settings(hidden=(4, 3)), 3)
    many = initial_weights(spec, range(50))
    np.testing.assert_array_equal(initial_weights(spec, [7, 31, 7]), many[:, [7, 31, 7]])
    assert len(np.unique(many, axis=1).T) == 50


@pytest.mark.parametrize("loss", LOSSES)
def test_loss_and_accuracy_are_keras_own(loss):
    network = build(Settings(loss=loss), 3)
    inputs = np.random.default_rng(0).uniform(size=(30, 3)).astype(np.float32)
    targets = np.eye(2, dtype=np.float32)[np.arange(30) % 2]
    outputs = network(inputs)
    figures = network.evaluate(inputs, targets, verbose=0, return_dict=True)
    by_row = keras.losses.get(loss)(keras.ops.convert_to_tensor(targets), outputs)
    assert figures["loss"] == pytest.approx(float(np.mean(by_row)), rel=1e-5)
    right = np.argmax(outputs, axis=1) == targets.argmax(axis=1)
    assert figures["accuracy"] == pytest.approx(right.mean(), abs=1e-6)


def test_equal_outputs_count_as_not_liked():
    network = build(Settings(), 3)
    network.set_weights([np.zeros_like(array) for array in network.get_weights()])
    targets = np.eye(2, dtype=np.float32)[[0, 0, 0, 1]]
    figures = network.evaluate(np.ones((4, 3), dtype=np.float32), targets, verbose=0, return_dict=True)
    assert figures["accuracy"] == 0.75


@pytest.mark.parametrize(("hidden", "features"), LAYOUTS)
def test_the_summary_has_keras_figures(hidden, features):
    settings = Settings(hidden=hidden)
    table = summary(ModelSpec.of(settings, features))
    network = build(settings, features)
    sizes = (features, *hidden, 2)
    assert table["outputs"].tolist() == list(sizes[1:])
    assert table["parameters"].tolist() == [layer.count_params() for layer in network.layers]
    assert table["parameters"].sum() == network.count_params()
    assert table["layer"].tolist() == [layer.name for layer in network.layers]
    assert table["type"].tolist() == [type(layer).__name__ for layer in network.layers]
