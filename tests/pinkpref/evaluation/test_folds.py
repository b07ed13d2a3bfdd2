from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from repeated_colours import with_repeated_colours
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedGroupKFold

import pinkpref as pp
from pinkpref.evaluation.folds import Folds, plan


@pytest.mark.parametrize("rows", [9, 23, 24, 61])
def test_folds_and_shuffles_are_those_of_scikit_learn(make_distinct, rows):
    dataset = make_distinct(rows, 3).judged
    folds = Folds(dataset, 3, seed=7)
    shuffled = folds.shuffles(0, 30)
    generator = np.random.RandomState(7)
    given = [(dataset.like, folds.real.labels[0], folds.real.folds[0])]
    for labels, left_out in zip(shuffled.labels, shuffled.folds, strict=True):
        given.append((dataset.like[generator.permutation(rows)], labels, left_out))
    count = folds.plan.folds
    for expected, labels, left_out in given:
        np.testing.assert_array_equal(labels, expected)
        splitter = RepeatedStratifiedKFold(n_splits=count, n_repeats=3, random_state=7)
        for number, (_, test) in enumerate(splitter.split(labels, labels)):
            np.testing.assert_array_equal(np.flatnonzero(left_out[number // count] == number % count), test)


def test_groups_are_dealt_scikit_learn_s_folds_by_their_likes(make_dataset):
    """Of groups in order of size and likes; which group of one size and so many likes is which is no matter."""
    dataset = with_repeated_colours(make_dataset(24))
    folds = Folds(dataset, 2, seed=5)
    group, like = folds.shuffled.group, dataset.like
    order = sorted(range(folds.groups), key=lambda each: ((group == each).sum(), like[group == each].sum()))
    labels = np.concatenate([np.sort(like[group == each]) for each in order])
    numbers = np.concatenate([np.full((group == each).sum(), at) for at, each in enumerate(order)])
    generator = np.random.RandomState(5)
    for repeat in range(2):
        splitter = StratifiedGroupKFold(folds.plan.folds, shuffle=True, random_state=generator)
        for number, (_, test) in enumerate(splitter.split(labels, labels, numbers)):
            for labelled in (folds.real, folds.shuffles(3, 4)):
                found = labelled.folds[0, repeat] == number
                kinds = sorted(
                    ((group == each).sum(), labelled.labels[0][group == each].sum()) for each in np.unique(group[found])
                )
                expected = sorted(
                    ((numbers == each).sum(), labels[numbers == each].sum()) for each in np.unique(numbers[test])
                )
                assert kinds == expected


def test_rows_of_one_group_are_always_in_one_fold(make_dataset):
    dataset = with_repeated_colours(make_dataset(24))
    folds = Folds(dataset, 2, seed=5)
    for labelled in (folds.real, folds.shuffles(0, 20)):
        for group in range(folds.groups):
            fold = labelled.folds[:, :, folds.shuffled.group == group]
            assert (fold == fold[:, :, :1]).all()


def test_a_shuffle_is_dealt_as_the_same_labels_would_be(make_dataset):
    """What makes the test exact: folds are decided by the labels, whether they are real or shuffled."""
    for dataset in (make_dataset(24).judged, with_repeated_colours(make_dataset(24))):
        shuffled = Folds(dataset, 3, seed=2).shuffles(0, 10)
        for labels, dealt in zip(shuffled.labels, shuffled.folds, strict=True):
            as_real = Folds(pp.Dataset(dataset.frame.assign(LIKE=labels.astype(int))), 3, seed=2)
            np.testing.assert_array_equal(as_real.real.folds[0], dealt)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("liked", "count"), [(1, 2), (2, 2), (3, 3), (4, 4), (12, 4)])
def test_a_rare_label_makes_fewer_folds(dataset_of, liked, count):
    rgb = np.random.default_rng(0).integers(0, 256, (24, 3)).tolist()
    dataset = dataset_of(rgb, [1] * liked + [0] * (24 - liked)).judged
    assert Folds(dataset, 2, seed=0, training=0.75).plan.folds == count


@given(
    st.integers(5, 400).flatmap(lambda rows: st.tuples(st.just(rows), st.integers(1, rows // 2))),
    st.sampled_from([0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.7, 0.9]),
)
def test_networks_train_on_as_many_groups_as_the_shown_one_to_within_one(groups, test_size):
    groups, rarer = groups
    training = groups - ceil(groups * test_size)
    found = plan(groups, rarer, training)
    assert 2 <= found.folds <= max(2, min(10, rarer))
    sizes = [len(part) for part in np.array_split(np.arange(groups), found.folds)]
    reached = [sum(sizes[(fold + network) % found.folds] for fold in found.trained) for network in range(found.folds)]
    off = max(abs(size - training) for size in reached)
    bounds = groups / found.folds, groups - groups / found.folds
    nearest = min(
        abs(groups * part / folds - training)
        for folds in range(2, max(2, min(10, rarer)) + 1)
        for part in range(1, folds)
    )
    assert bounds[0] - 1 <= reached[0] <= bounds[1] + 1
    assert off <= 1 or off <= nearest + 1


@pytest.mark.parametrize("test_size", [0.1, 0.2, 0.25, 0.4, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("rows", [24, 60])
def test_every_row_is_left_out_equally_often_and_fold_sizes_are_those_of_the_plan(make_distinct, rows, test_size):
    dataset = make_distinct(rows, 1).judged
    training = 1 - ceil(rows * test_size) / rows
    folds = Folds(dataset, 2, seed=3, training=training)
    networks = folds.networks()
    assert len(networks) == 2 * folds.plan.folds
    left_out = np.bincount(np.concatenate([test for _, test in networks]), minlength=rows)
    assert left_out.tolist() == [2 * len(folds.plan.left_out)] * rows
    for train, test in networks:
        assert sorted([*train, *test]) == list(range(rows))
        assert abs(len(train) - training * folds.groups) <= 1 + 1e-9
        assert len(np.unique(dataset.like[train])) == 2
