"""`pp.signal` against scikit-learn's Gaussian process, colour by colour and shuffle by shuffle."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import pdist
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF

import pinkpref as pp
from pinkpref.colour import rgb_to_oklab
from pinkpref.evaluation import kernel_test
from pinkpref.evaluation.shuffles import Shuffles


def left_out_error(colours, target, noise, weights, width):
    """Every group guessed by a Gaussian process on all the others."""
    squares = []
    for group in range(len(colours)):
        others = np.arange(len(colours)) != group
        process = GaussianProcessRegressor(RBF(width), alpha=noise[others], optimizer=None)
        guess = process.fit(colours[others], target[others]).predict(colours[group][None])[0]
        squares.append((guess - target[group]) ** 2)
    return np.average(squares, weights=weights)


@pytest.mark.parametrize("doubled", [False, True])
def test_errors_are_those_of_a_gaussian_process_that_leaves_each_group_out(make_dataset, doubled):
    dataset = make_dataset(14, 3)
    if doubled:
        dataset = pp.Dataset(pd.concat([dataset.frame, dataset.frame.iloc[[0, 3, 3]]], ignore_index=True))
    found = pp.signal(dataset, permutations=19, seed=4)
    judged = dataset.judged
    shuffles = Shuffles(judged, 4)
    oklab, group = rgb_to_oklab(judged.rgb / 255), shuffles.group
    colours = np.array([oklab[group == each].mean(axis=0) for each in range(shuffles.groups)])
    sizes = np.bincount(group)
    for labels, errors in zip(
        [shuffles.real, *shuffles.labels(0, 5)], [found.errors, *found.shuffled_errors[:5]], strict=True
    ):
        share = np.array([labels[group == each].mean() for each in range(shuffles.groups)])
        target = 2 * share - 2 * judged.like.mean()
        expected = [
            left_out_error(colours, target, 0.3 / sizes, sizes, scale * np.median(pdist(colours)))
            for scale in (0.35, 0.7, 1.4)
        ]
        np.testing.assert_allclose(errors, expected, rtol=1e-8)


def test_the_p_value_counts_shuffles_whose_best_width_is_as_good():
    errors = np.array([0.4, 0.9, 0.8])
    shuffled = np.array([[0.9, 0.9, 0.8], [0.4, 1.0, 1.0], [0.7, 1.0, 1.1], [0.8, 0.8, 0.9]])
    found = kernel_test.Signal(errors, shuffled, 9, 9, 99)
    every = np.vstack([errors, shuffled])
    best = ((every - every.mean(axis=0)) / every.std(axis=0)).min(axis=1)
    expected = sum(best[1:] <= best[0] + 1e-9)
    assert found.extreme_shuffles == expected
    assert found.p_value == (expected + 1) / 5


def test_widths_that_tell_nothing_count_for_nothing():
    found = kernel_test.Signal(np.ones(3), np.ones((4, 3)), 9, 9, 99)
    assert (found.extreme_shuffles, found.p_value, found.found) == (4, 1.0, False)


def test_where_labels_could_come_in_too_few_ways_nothing_can_be_told(dataset_of):
    two = dataset_of([[0, 0, 0]] * 5 + [[255, 255, 255]] * 5, [0] * 5 + [1] * 5)
    found = pp.signal(two, permutations=99)
    assert (found.arrangements, found.can_tell, found.found) == (2, False, False)
    assert found.sentence("en").startswith("It cannot be told whether there is a rule in these labels:")
    assert "only 2 ways" in found.sentence("en")
    assert "2通りしかありません" in found.sentence("ja")


@pytest.mark.parametrize("permutations", [-3, 0, 18])
def test_so_few_shuffles_that_nothing_could_be_found_are_refused(dataset, permutations):
    with pytest.raises(ValueError, match=f"at least 19, not {permutations}"):
        pp.signal(dataset, permutations=permutations)


def test_it_is_the_same_for_every_order_of_the_rows(make_dataset):
    dataset = make_dataset(20, 1)
    again = pp.Dataset(dataset.frame.sample(frac=1, random_state=0, ignore_index=True))
    one, other = pp.signal(dataset, permutations=50), pp.signal(again, permutations=50)
    np.testing.assert_array_equal(one.errors, other.errors)
    np.testing.assert_array_equal(one.shuffled_errors, other.shuffled_errors)


def test_a_rule_is_found_and_said(make_dataset):
    found = pp.signal(make_dataset(40), permutations=199)
    assert found.found
    assert f"in only {found.extreme_shuffles} of 199 tries" in found.sentence("en")
    assert f"199回中{found.extreme_shuffles}回だけ" in found.sentence("ja")


def test_coin_flips_hold_a_rule_in_five_of_a_hundred(make_dataset):
    """Exactly so in expectation; 300 tables give or take three standard errors."""
    called = 0
    for seed in range(300):
        frame = make_dataset(24, seed).frame
        labels = np.random.default_rng(seed).permutation(np.arange(24) % 2)
        called += pp.signal(pp.Dataset(frame.assign(LIKE=labels)), permutations=99, seed=seed).found
    assert called / 300 == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 300))


def test_of_too_many_colours_a_part_is_looked_at_and_it_says_so(make_dataset, monkeypatch):
    monkeypatch.setattr(kernel_test, "MOST_GROUPS", 30)
    found = pp.signal(make_dataset(80), permutations=19)
    assert found.groups == 30
    assert found.all_groups > 70
    assert f"That rests on 30 of the {found.all_groups} different colours" in found.sentence("en")
    assert f"{found.all_groups}色から無作為に選んだ30色" in found.sentence("ja")
