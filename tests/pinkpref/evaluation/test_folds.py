import math

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedGroupKFold

import pinkpref as pp
from pinkpref.evaluation.folds import Folds

DOUBLED = [0, 1, 1, 5, 6, 7]


def with_doubles(dataset):
    """The dataset with some of its colours twice or three times, one of them with both labels."""
    again = dataset.frame.iloc[DOUBLED].copy()
    again.iloc[0, 3] = 1 - again.iloc[0, 3]
    return pp.Dataset(pd.concat([dataset.frame, again], ignore_index=True))


def colour_of(dataset):
    return np.unique(dataset.rgb, axis=0, return_inverse=True)[1].ravel()


@pytest.mark.parametrize("rows", [9, 23, 24, 61])
def test_folds_and_shuffles_are_those_of_scikit_learn(make_dataset, rows):
    dataset = make_dataset(rows, 3)
    folds = Folds(dataset, 3, seed=7)
    shuffled = folds.shuffles(0, 30)
    generator = np.random.RandomState(7)
    given = [(dataset.like, folds.real.labels[0], folds.real.folds[0])]
    for labels, left_out in zip(*shuffled, strict=True):
        given.append((dataset.like[generator.permutation(rows)], labels, left_out))
    for expected, labels, left_out in given:
        np.testing.assert_array_equal(labels, expected)
        splitter = RepeatedStratifiedKFold(n_splits=folds.count, n_repeats=3, random_state=7)
        for number, (_, test) in enumerate(splitter.split(labels, labels)):
            found = np.flatnonzero(left_out[number // folds.count] == number % folds.count)
            np.testing.assert_array_equal(found, test)


def test_shuffles_are_numbered(make_dataset):
    for dataset in (make_dataset(24), with_doubles(make_dataset(24))):
        folds = Folds(dataset, 2, seed=1)
        every, last = folds.shuffles(0, 9), folds.shuffles(5, 9)
        for whole, part in zip(every, last, strict=True):
            np.testing.assert_array_equal(whole[5:], part)


def test_rows_of_one_colour_stay_in_one_fold_and_their_labels_together(make_dataset):
    dataset = with_doubles(make_dataset(24))
    colour = colour_of(dataset)
    folds = Folds(dataset, 2, seed=5)
    splitter = StratifiedGroupKFold(folds.count, shuffle=True, random_state=np.random.RandomState(5))
    for number, (_, test) in enumerate(splitter.split(dataset.like, dataset.like, colour)):
        np.testing.assert_array_equal(np.flatnonzero(folds.real.folds[0, 0] == number), test)
    pattern = {tuple(dataset.like[colour == each]) for each in range(colour.max() + 1)}
    shuffled = folds.shuffles(0, 40)
    for labels, left_out in zip(*shuffled, strict=True):
        assert labels.sum() == dataset.like.sum()
        for each in range(colour.max() + 1):
            assert (left_out[:, colour == each] == left_out[:, colour == each][:, :1]).all()
            assert tuple(labels[colour == each]) in pattern
        for repeat, real in zip(left_out, folds.real.folds[0], strict=True):
            moved = sorted(zip(labels.tolist(), repeat.tolist(), strict=True))
            assert moved == sorted(zip(dataset.like.tolist(), real.tolist(), strict=True))
    assert len({tuple(labels) for labels in shuffled.labels.tolist()}) > 30


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("liked", "count"), [(1, 2), (2, 2), (3, 3), (4, 4), (12, 4)])
def test_a_rare_label_makes_fewer_folds(dataset_of, liked, count):
    rgb = np.random.default_rng(0).integers(0, 256, (24, 3)).tolist()
    assert Folds(dataset_of(rgb, [1] * liked + [0] * (24 - liked)), 2, seed=0).count == count


def test_one_colour_alone_cannot_be_judged(dataset_of):
    with pytest.raises(ValueError, match="same colour"):
        Folds(dataset_of([[1, 2, 3]] * 6, [0, 1] * 3), 1, seed=0)


def test_arrangements_are_the_orders_that_differ(dataset_of):
    """Ten colours, three liked; then three of one row, one liked, and four of two rows: two alike and two others."""
    alone = dataset_of([[colour, 0, 0] for colour in range(10)], [1] * 3 + [0] * 7)
    assert Folds(alone, 1, seed=0).arrangements == pytest.approx(math.comb(10, 3))
    rgb = [[colour, 0, 0] for colour in range(3)] + [[colour, 9, 0] for colour in range(4) for _ in range(2)]
    labels = [1, 0, 0] + [1, 1] * 2 + [0, 1] + [0, 0]
    assert Folds(dataset_of(rgb, labels), 1, seed=0).arrangements == pytest.approx(3 * (4 * 3))


def test_arrangements_are_counted_however_many_there_are(dataset_of):
    few = [[size, 0, colour] for size in (1, 2) for colour in range(2) for _ in range(size)]
    assert Folds(dataset_of(few, [0, 1, 0, 1, 1, 1]), 1, seed=0).arrangements == pytest.approx(2 * 2)
    sizes = range(1, 9)
    many = [[size, 0, colour] for size in sizes for colour in range(150) for _ in range(size)]
    labels = np.random.default_rng(0).integers(0, 2, len(many)).tolist()
    assert Folds(dataset_of(many, labels), 1, seed=0).arrangements > 1e40
