import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedKFold, cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

import pinkpref as pp
from pinkpref.evaluation import comparisons
from pinkpref.evaluation.cross_validation import cross_validate
from pinkpref.evaluation.folds import Folds

ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)


@pytest.fixture(scope="module")
def judged(make_dataset):
    dataset = make_dataset(40, 3)
    folds = Folds(dataset, 2, seed=5)
    return dataset, folds, cross_validate(dataset, ENOUGH, folds.real)


def test_the_ladder_is_scikit_learn_s_on_the_same_folds(judged):
    dataset, folds, network = judged
    baselines = {baseline.name: baseline for baseline in comparisons.baselines(dataset, ENOUGH, folds, network)}
    assert list(baselines) == ["coin", "majority", "1-nearest-neighbour", "logistic regression", "network"]
    splitter = RepeatedStratifiedKFold(n_splits=4, n_repeats=2, random_state=5)
    models = {
        "1-nearest-neighbour": make_pipeline(StandardScaler(), KNeighborsClassifier(1)),
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression()),
    }
    for name, model in models.items():
        scores = cross_val_score(model, dataset.rgb, dataset.like, cv=splitter)
        assert baselines[name].accuracy == pytest.approx(scores.mean())
    assert baselines["majority"].accuracy == pytest.approx(max(dataset.like.mean(), 1 - dataset.like.mean()), abs=0.02)
    assert baselines["network"].accuracy == network.right[0].mean()
    assert baselines["coin"].interval == pytest.approx(np.divide(stats.binom.interval(0.95, 40, 0.5), 40))
    assert all(baseline.interval.low <= baseline.accuracy <= baseline.interval.high for baseline in baselines.values())


def test_every_row_counts_alike_where_folds_are_not_of_one_size(make_dataset):
    dataset = make_dataset(10, 3)
    folds = Folds(dataset, 1, seed=5)
    network = cross_validate(dataset, ENOUGH, folds.real)
    baselines = {baseline.name: baseline for baseline in comparisons.baselines(dataset, ENOUGH, folds, network)}
    model = make_pipeline(StandardScaler(), KNeighborsClassifier(1))
    splitter = StratifiedKFold(folds.count, shuffle=True, random_state=np.random.RandomState(5))
    called = cross_val_predict(model, dataset.rgb, dataset.like, cv=splitter)
    assert baselines["1-nearest-neighbour"].accuracy == pytest.approx((called == dataset.like).mean())
    assert baselines["network"].accuracy == network.right.mean()


def test_raw_inputs_reach_the_plain_models_raw(judged):
    dataset, folds, network = judged
    raw = comparisons.baselines(dataset, pp.Settings(), folds, network)
    splitter = RepeatedStratifiedKFold(n_splits=4, n_repeats=2, random_state=5)
    plain = make_pipeline(FunctionTransformer(), KNeighborsClassifier(1))
    assert raw[2].accuracy == pytest.approx(cross_val_score(plain, dataset.rgb, dataset.like, cv=splitter).mean())


def test_other_splits_begin_with_the_user_s_own(make_dataset):
    settings = pp.Settings(seed=7, split_seed=2**32 - 1)
    stack = comparisons.other_splits(make_dataset(24), settings)
    assert len(stack) == 1000
    assert (stack.seeds[0], stack.split_seeds[0], stack.split_seeds[1]) == (7, 2**32 - 1, 0)
    assert stack.test_accuracy[0] == pytest.approx(pp.train(make_dataset(24), settings).test_accuracy)


def test_the_learning_curve_ends_where_cross_validation_is(judged):
    dataset, folds, _ = judged
    curve = comparisons.learning_curve(dataset, ENOUGH, folds)
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
        order = comparisons._in_proportion(like, np.random.default_rng(seed))
        assert sorted(order) == list(range(40))
        for size in range(4, 41):
            assert abs(like[order[:size]].sum() - size / 4) <= 1


def test_correlations_are_pearson_s_and_the_hue_is_not_torn_apart(dataset_of):
    reds = [[255, 0, step] if step > 0 else [255, -step, 0] for step in range(-100, 100, 10)]
    dataset = dataset_of(reds, [0] * 10 + [1] * 10)
    found = {one.name: one for one in comparisons.correlations(dataset)}
    assert found["B"].value == pytest.approx(stats.pearsonr(dataset.rgb[:, 2], dataset.like).statistic)
    assert abs(found["hue"].value) > 0.8
    assert np.isnan(found["R"].value)


def test_a_label_of_one_row_alone_can_be_compared_too(make_dataset):
    dataset = pp.Dataset(make_dataset(12).frame.assign(LIKE=[1] + [0] * 11))
    folds = Folds(dataset, 2, seed=0)
    baselines = comparisons.baselines(dataset, ENOUGH, folds, cross_validate(dataset, ENOUGH, folds.real))
    assert baselines[1].accuracy == pytest.approx(11 / 12)
    assert all(0 <= baseline.accuracy <= 1 for baseline in baselines)
