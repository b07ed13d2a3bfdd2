import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pinkpref as pp
from pinkpref.training import stack_sizes

QUICK = pp.Settings(epochs=4, batch_size=3, scaling="standard", learning_rate=0.02, optimizer="adam")


@pytest.fixture(scope="module")
def stack(dataset):
    return pp.train_many(dataset, QUICK, range(10, 80), range(70))


def assert_same_as_alone(stack, number, labels=None):
    dataset = stack.dataset
    if labels is not None:
        dataset = pp.Dataset(dataset.frame.assign(LIKE=labels))
    seeds = {"seed": int(stack.seeds[number]), "split_seed": int(stack.split_seeds[number])}
    run = pp.train(dataset, stack.settings.replace(**seeds))
    np.testing.assert_allclose(stack.loss[number], run.history["loss"], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(stack.accuracy[number], run.history["accuracy"])
    np.testing.assert_allclose(stack.parameters[:, number], run.parameters[-1], rtol=1e-5, atol=2e-6)
    assert stack.test_loss[number] == pytest.approx(run.test_loss, rel=1e-5, abs=1e-6)
    assert stack.test_accuracy[number] == pytest.approx(run.test_accuracy)
    np.testing.assert_allclose(stack.predict(dataset.rgb)[number], run.predict(dataset.rgb), rtol=1e-5, atol=1e-6)


def test_a_stack_has_a_row_for_every_network(stack):
    assert len(stack) == 70
    assert stack.loss.shape == stack.accuracy.shape == (70, 4)
    assert stack.test_loss.shape == stack.test_accuracy.shape == (70,)
    assert stack.predict([[1, 2, 3], [200, 100, 5]]).shape == (70, 2)
    assert set(np.round(stack.test_accuracy * 5, 9)) <= set(range(6))


@pytest.mark.parametrize("number", [0, 17, 34, 35, 69])
def test_each_network_is_the_one_trained_alone(stack, number):
    assert_same_as_alone(stack, number)


def test_networks_beyond_the_widest_stack_are_the_same(dataset):
    many = pp.train_many(dataset, QUICK.replace(epochs=1, scaling="standard"), range(4100), range(4100))
    for number in (0, 4095, 4096, 4099):
        assert_same_as_alone(many, number)


@settings(max_examples=7, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["mean_absolute_error", "binary_crossentropy", "cosine_similarity"]),
    st.sampled_from(["rmsprop", "nadam", "ftrl"]),
    st.sampled_from([("rgb",), ("hsv", "oklab")]),
    st.sampled_from(["unit", "standard"]),
    st.sampled_from([1, 5, 19, 1000]),
    st.lists(st.integers(0, 2**32 - 1), min_size=2, max_size=5),
)
def test_a_stack_of_any_settings_and_seeds_is_its_networks(dataset, loss, optimizer, inputs, scaling, batch, seeds):
    chosen = QUICK.replace(
        loss=loss, optimizer=optimizer, inputs=inputs, scaling=scaling, batch_size=batch, hidden=(4, 3), epochs=2
    )
    stack = pp.train_many(dataset, chosen, seeds, seeds[::-1])
    for number in range(len(seeds)):
        assert_same_as_alone(stack, number)


@pytest.mark.parametrize("number", [0, 3])
def test_labels_of_its_own_are_what_a_network_learns_from(dataset, number):
    labels = np.random.default_rng(3).permuted(np.tile(dataset.like, (5, 1)), axis=1)
    assert_same_as_alone(pp.train_many(dataset, QUICK, [8] * 5, labels=labels), number, labels[number])


def test_a_network_is_the_same_in_whatever_stack_it_trains(dataset, stack, monkeypatch):
    """Other neighbours, another order, other widths of a stack, more of them than threads: to the last bit."""
    order = np.random.default_rng(0).permutation(70)
    mixed = pp.train_many(dataset, QUICK, stack.seeds[order], stack.split_seeds[order])
    np.testing.assert_array_equal(mixed.parameters, stack.parameters[:, order])
    np.testing.assert_array_equal(mixed.loss, stack.loss[order])
    monkeypatch.setattr(stack_sizes, "WIDTHS", (16, 32))
    narrow = pp.train_many(dataset, QUICK, stack.seeds, stack.split_seeds)
    np.testing.assert_array_equal(narrow.parameters, stack.parameters)


def test_a_stack_of_one_is_a_run(dataset):
    assert_same_as_alone(pp.train_many(dataset, QUICK, [2**32 - 1], [7]), 0)


def test_without_split_seeds_all_share_the_split_of_the_settings(dataset):
    chosen = QUICK.replace(split_seed=9)
    stack = pp.train_many(dataset, chosen, [1, 2])
    assert stack.split_seeds.tolist() == [9, 9]
    assert_same_as_alone(stack, 1)


def test_a_network_whose_loss_is_no_number_has_no_accuracy(dataset):
    exploding = pp.Settings(
        loss="categorical_crossentropy", optimizer="sgd", activation="linear", hidden=(30, 30), learning_rate=10
    )
    stack = pp.train_many(dataset, exploding.replace(batch_size=100), range(3))
    broken = ~np.isfinite(stack.test_loss)
    assert broken.any()
    assert np.isnan(stack.test_accuracy[broken]).all()
    assert np.isnan(stack.accuracy[~np.isfinite(stack.loss)]).all()


REFUSED = [
    ({"seeds": []}, "seeds must be a list of one or more whole numbers"),
    ({"seeds": 3}, "seeds must be a list"),
    ({"seeds": [0.5]}, "seeds must be a list"),
    ({"seeds": [-1]}, "seeds must lie between 0 and 4,294,967,295"),
    ({"seeds": [2**32]}, "seeds must lie between"),
    ({"seeds": [1, 2], "split_seeds": [1]}, "the same length, not 2 and 1"),
    ({"seeds": [1], "split_seeds": [-5]}, "split_seeds must lie between"),
    ({"seeds": [1], "labels": [[0, 1]]}, "a row of 24 for each of 1 networks"),
    ({"seeds": [1], "labels": [[2] * 24]}, "labels must be 0 or 1"),
]


@pytest.mark.parametrize(("arguments", "complaint"), REFUSED, ids=[complaint for _, complaint in REFUSED])
def test_what_cannot_be_is_refused_in_a_sentence(dataset, arguments, complaint):
    with pytest.raises(ValueError, match=complaint):
        pp.train_many(dataset, QUICK, **arguments)


def test_it_leaves_no_mark_on_keras(dataset, stack):
    keras.utils.set_random_seed(5)
    again = pp.train_many(dataset, QUICK, stack.seeds, stack.split_seeds)
    np.testing.assert_array_equal(again.parameters, stack.parameters)
