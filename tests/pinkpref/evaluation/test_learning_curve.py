import numpy as np
import pytest

import pinkpref as pp
from pinkpref.evaluation.cross_validation import cross_validate
from pinkpref.evaluation.folds import Folds
from pinkpref.evaluation.learning_curve import _in_proportion, learning_curve

ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)


def test_the_learning_curve_ends_where_cross_validation_is(make_distinct):
    dataset = make_distinct(40, 3).judged
    folds = Folds(dataset, 2, seed=5, training=0.75)
    curve = learning_curve(dataset, ENOUGH, folds)
    assert curve.rows[-1] == 30
    assert (np.diff(curve.rows) > 0).all()
    assert (curve.low <= curve.accuracy + 1e-9).all()
    assert (curve.accuracy <= curve.high + 1e-9).all()
    assert curve.accuracy[-1] > curve.accuracy[0]
    whole = cross_validate(dataset, ENOUGH, folds.real).right.mean()
    assert curve.accuracy[-1] == pytest.approx(whole, abs=0.06)


def test_every_beginning_of_the_training_rows_holds_both_labels_in_proportion():
    like = np.repeat([1, 0], [10, 30])
    for seed in range(20):
        order = _in_proportion(like, np.random.default_rng(seed))
        assert sorted(order) == list(range(40))
        for size in range(4, 41):
            assert abs(like[order[:size]].sum() - size / 4) <= 1
