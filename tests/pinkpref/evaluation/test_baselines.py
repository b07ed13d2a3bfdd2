import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedKFold, cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

import pinkpref as pp
from pinkpref.evaluation.baselines import baselines
from pinkpref.evaluation.cross_validation import cross_validate
from pinkpref.evaluation.folds import Folds

ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)


@pytest.fixture(scope="module")
def judged(make_distinct):
    dataset = make_distinct(40, 3).judged
    folds = Folds(dataset, 2, seed=5, training=0.75)
    return dataset, folds, cross_validate(dataset, ENOUGH, folds.real)


def test_the_baselines_are_scikit_learn_s_on_the_same_folds(judged):
    dataset, folds, network = judged
    found = {baseline.name: baseline for baseline in baselines(dataset, ENOUGH, folds, network)}
    assert list(found) == ["coin", "majority", "1-nearest-neighbour", "logistic regression", "network"]
    splitter = RepeatedStratifiedKFold(n_splits=4, n_repeats=2, random_state=5)
    models = {
        "1-nearest-neighbour": make_pipeline(StandardScaler(), KNeighborsClassifier(1)),
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression()),
    }
    for name, model in models.items():
        scores = cross_val_score(model, dataset.rgb, dataset.like, cv=splitter)
        assert found[name].accuracy == pytest.approx(scores.mean())
    assert found["majority"].accuracy == pytest.approx(max(dataset.like.mean(), 1 - dataset.like.mean()), abs=0.02)
    assert found["network"].accuracy == network.right[0].mean()
    assert found["coin"].interval == pytest.approx(np.divide(stats.binom.interval(0.95, 40, 0.5), 40))
    assert all(baseline.interval.low <= baseline.accuracy <= baseline.interval.high for baseline in found.values())


def test_every_row_counts_alike_where_folds_are_not_of_one_size(make_distinct):
    dataset = make_distinct(10, 3).judged
    folds = Folds(dataset, 1, seed=5)
    network = cross_validate(dataset, ENOUGH, folds.real)
    found = {baseline.name: baseline for baseline in baselines(dataset, ENOUGH, folds, network)}
    model = make_pipeline(StandardScaler(), KNeighborsClassifier(1))
    splitter = StratifiedKFold(folds.plan.folds, shuffle=True, random_state=np.random.RandomState(5))
    called = cross_val_predict(model, dataset.rgb, dataset.like, cv=splitter)
    assert found["1-nearest-neighbour"].accuracy == pytest.approx((called == dataset.like).mean())
    assert found["network"].accuracy == network.right.mean()


def test_raw_inputs_reach_the_plain_models_raw(judged):
    dataset, folds, network = judged
    raw = baselines(dataset, pp.Settings(), folds, network)
    splitter = RepeatedStratifiedKFold(n_splits=4, n_repeats=2, random_state=5)
    plain = make_pipeline(FunctionTransformer(), KNeighborsClassifier(1))
    assert raw[2].accuracy == pytest.approx(cross_val_score(plain, dataset.rgb, dataset.like, cv=splitter).mean())


def test_a_label_of_one_row_alone_can_be_compared_too(make_dataset):
    dataset = pp.Dataset(make_dataset(12).frame.assign(LIKE=[1] + [0] * 11)).judged
    folds = Folds(dataset, 2, seed=0)
    found = baselines(dataset, ENOUGH, folds, cross_validate(dataset, ENOUGH, folds.real))
    assert found[1].accuracy == pytest.approx(11 / 12)
    assert all(0 <= baseline.accuracy <= 1 for baseline in found)
