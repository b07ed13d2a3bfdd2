import collections
import itertools
import math

import numpy as np
import pytest
from repeated_colours import with_repeated_colours
from scipy import stats

import pinkpref as pp
from pinkpref.evaluation.shuffles import Shuffles


@pytest.mark.parametrize("rows", [9, 24])
def test_where_no_two_colours_are_alike_shuffles_are_scikit_learn_s(make_distinct, rows):
    dataset = make_distinct(rows, 3).judged
    generator = np.random.RandomState(7)
    expected = [dataset.like[generator.permutation(rows)] for _ in range(30)]
    np.testing.assert_array_equal(Shuffles(dataset, 7).labels(0, 30), expected)


def test_shuffles_are_numbered(make_dataset):
    for dataset in (make_dataset(24).judged, with_repeated_colours(make_dataset(24))):
        every = Shuffles(dataset, 1).labels(0, 12)
        again = Shuffles(dataset, 1)
        for first, last in ((5, 9), (9, 12), (0, 4), (3, 3), (2, 12)):
            np.testing.assert_array_equal(again.labels(first, last), every[first:last])


def test_shares_of_many_labellings_are_those_of_each(make_dataset):
    shuffles = Shuffles(with_repeated_colours(make_dataset(24)), 5)
    labels = shuffles.labels(0, 6)
    np.testing.assert_array_equal(shuffles.shares(labels), [shuffles.shares(each) for each in labels])


def test_labels_of_a_group_move_together_to_a_group_with_as_many_rows(make_dataset):
    dataset = with_repeated_colours(make_dataset(24))
    shuffles = Shuffles(dataset, 5)
    sizes = np.bincount(shuffles.group)
    real = shuffles.shares(shuffles.real)
    found = shuffles.labels(0, 40)
    for labels in found:
        for size in np.unique(sizes):
            moved = shuffles.shares(labels)[sizes == size]
            assert sorted(moved) == sorted(real[sizes == size])
        for colour in np.unique(dataset.colour):
            assert (np.diff(labels[dataset.colour == colour]) >= 0).all(), "rows of one colour stand in order of label"
    assert len({tuple(labels) for labels in found.tolist()}) > 30


def test_a_group_s_share_is_that_of_its_rows_that_are_liked(make_dataset):
    dataset = with_repeated_colours(make_dataset(24))
    shuffles = Shuffles(dataset, 0)
    expected = [dataset.like[shuffles.group == group].mean() for group in range(shuffles.groups)]
    np.testing.assert_allclose(shuffles.shares(shuffles.real), expected)


def test_one_group_alone_has_nothing_to_shuffle(dataset_of):
    for colours in ([[1, 2, 3]] * 6, [[1, 2, 3], [2, 2, 3]] * 3):
        with pytest.raises(ValueError, match="same colour"):
            Shuffles(dataset_of(colours, [0, 1] * 3).judged, 0)


def test_all_orders_of_labels_within_groups_and_of_groups_come_alike_often(dataset_of):
    """Two colours that stand twice, and two pairs that can hardly be told apart, each with both labels."""
    dataset = dataset_of(
        [[0, 0, 0], [0, 0, 0], [90, 0, 0], [90, 0, 0], [0, 90, 0], [0, 91, 0], [200, 200, 0], [200, 201, 0]],
        [0, 1, 0, 1, 1, 0, 0, 0],
    ).judged
    shuffles = Shuffles(dataset, 3)
    assert [block.shape for block in shuffles.blocks] == [(4, 2)]
    (block,) = shuffles.blocks
    every = []
    for groups in itertools.permutations(range(4)):
        for turned in itertools.product((False, True), repeat=4):
            labels = np.empty(8, int)
            for place, (group, turn) in enumerate(zip(groups, turned, strict=True)):
                labels[block[place]] = dataset.like[block[group]][::-1] if turn else dataset.like[block[group]]
            for colour in np.unique(dataset.colour):
                labels[dataset.colour == colour] = np.sort(labels[dataset.colour == colour])
            every.append(tuple(labels.tolist()))
    expected = collections.Counter(every)
    found = collections.Counter(map(tuple, shuffles.labels(0, 20_000).tolist()))
    assert set(found) == set(expected)
    observed = [found[labels] for labels in expected]
    wanted = [20_000 * count / len(every) for count in expected.values()]
    assert stats.chisquare(observed, wanted).pvalue > 0.001
    assert shuffles.arrangements == 4


@pytest.mark.parametrize(("colours", "liked"), [(20, 1), (19, 1), (6, 3), (7, 2), (100, 50)])
def test_arrangements_are_counted_exactly(make_distinct, colours, liked):
    labels = [1] * liked + [0] * (colours - liked)
    dataset = pp.Dataset(make_distinct(colours).frame.assign(LIKE=labels)).judged
    assert Shuffles(dataset, 0).arrangements == math.comb(colours, liked)


def test_arrangements_are_the_same_for_every_shuffle(make_dataset):
    dataset = with_repeated_colours(make_dataset(24))
    shuffles = Shuffles(dataset, 5)
    for labels in shuffles.labels(0, 5):
        again = pp.Dataset(dataset.frame.assign(LIKE=labels)).judged
        assert Shuffles(again, 5).arrangements == shuffles.arrangements


def test_arrangements_are_the_orders_that_differ(dataset_of):
    """Ten colours, three liked; then three of one row, one liked, and four of two rows: two alike and two others."""
    alone = dataset_of([[20 * colour, 0, 0] for colour in range(10)], [1] * 3 + [0] * 7).judged
    assert Shuffles(alone, 0).arrangements == pytest.approx(math.comb(10, 3))
    rgb = [[40 * row, 0, 0] for row in range(3)] + [[40 * colour, 90, 0] for colour in range(4) for _ in range(2)]
    labels = [1, 0, 0] + [1, 1] * 2 + [0, 1] + [0, 0]
    assert Shuffles(dataset_of(rgb, labels).judged, 0).arrangements == pytest.approx(3 * (4 * 3))


def test_arrangements_are_counted_however_many_there_are(dataset_of):
    few = [[50 * size, 0, 80 * colour] for size in (1, 2) for colour in range(2) for _ in range(size)]
    assert Shuffles(dataset_of(few, [0, 1, 0, 1, 1, 1]).judged, 0).arrangements == pytest.approx(2 * 2)
    grid = np.stack(np.meshgrid(*[np.arange(0, 256, 25)] * 3), axis=-1).reshape(-1, 3)
    many = np.repeat(grid, np.arange(len(grid)) % 8 + 1, axis=0).tolist()
    labels = np.random.default_rng(0).integers(0, 2, len(many)).tolist()
    assert Shuffles(dataset_of(many, labels).judged, 0).arrangements > 1e40
