"""Cross-validation of thousands of networks beside scikit-learn's, of networks trained by Keras ``fit``."""

import keras
import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import brier_score_loss, make_scorer
from sklearn.model_selection import RepeatedStratifiedKFold, permutation_test_score

import pinkpref as pp
from pinkpref.evaluation.cross_validation import LabelledSplits, cross_validate, predict_test_rows
from pinkpref.evaluation.folds import Folds, LabelledFolds
from pinkpref.models import network
from pinkpref.models.features import Preprocessing, feature_names
from pinkpref.models.network import ModelSpec
from pinkpref.training import stacked_rows
from pinkpref.training.scheduler import Stopped

SETTINGS = pp.Settings(
    epochs=3, batch_size=3, scaling="standard", loss="binary_crossentropy", learning_rate=0.05, seed=4
)


class ByKeras(ClassifierMixin, BaseEstimator):
    """A network trained by Keras ``fit``; its seed says which fold of which repeat it is for."""

    fitted = 0

    def __init__(self, folds):
        self.folds = folds

    def fit(self, rgb, like):
        seed = SETTINGS.seed + ByKeras.fitted % self.folds
        ByKeras.fitted += 1
        self.classes_ = np.array([0, 1])
        self.preprocessing_ = Preprocessing.fit(rgb, SETTINGS)
        self.model_ = network.build(SETTINGS, 3)
        spec = ModelSpec.of(SETTINGS, len(feature_names(SETTINGS)))
        self.model_.set_weights(network.unpacked(network.initial_weights(spec, [seed])[:, 0], spec))
        rows = np.arange(len(rgb))[:, None]
        (placed,) = stacked_rows.place_rows(rows, rows[:0], [seed]).placed.T
        inputs, targets = self.preprocessing_(rgb), keras.utils.to_categorical(like, 2)
        for order in stacked_rows.EpochOrders(len(rgb)).next(SETTINGS.epochs):
            seen = placed[order]
            self.model_.fit(inputs[seen], targets[seen], SETTINGS.batch_size, shuffle=False, verbose=0)
        return self

    def predict_proba(self, rgb):
        outputs = np.asarray(self.model_(self.preprocessing_(rgb)), np.float64)
        return outputs / outputs.sum(axis=1, keepdims=True)


def test_the_permutation_test_is_scikit_learn_s_with_networks_trained_by_keras(make_dataset):
    dataset, shuffles = make_dataset(13, 2).judged, 3
    folds = Folds(dataset, 1, seed=6)
    ByKeras.fitted = 0
    score, permuted, p = permutation_test_score(
        ByKeras(folds.plan.folds),
        dataset.rgb,
        dataset.like,
        cv=RepeatedStratifiedKFold(n_splits=folds.plan.folds, n_repeats=1, random_state=6),
        n_permutations=shuffles,
        scoring=make_scorer(brier_score_loss, response_method="predict_proba", greater_is_better=False),
        random_state=6,
    )
    real = cross_validate(dataset, SETTINGS, folds.real)
    shuffled = cross_validate(dataset, SETTINGS, folds.shuffles(0, shuffles))
    assert real.brier[0] == pytest.approx(-score, abs=1e-5)
    np.testing.assert_allclose(shuffled.brier, -permuted, atol=1e-5)
    assert ((shuffled.brier <= real.brier[0]).sum() + 1) / (shuffles + 1) == p


def test_each_row_is_judged_by_the_network_that_did_not_see_it(dataset):
    """Its judge is what `train_many` gives where the same rows are trained on, whatever it is judged beside."""
    dataset = dataset.judged
    folds = Folds(dataset, 2, seed=0)
    whole = cross_validate(dataset, SETTINGS, folds.real)
    labels, dealt, plan = folds.real
    many = cross_validate(dataset, SETTINGS, LabelledFolds(labels.repeat(3, axis=0), dealt.repeat(3, axis=0), plan))
    for figures in zip(whole, many, strict=True):
        np.testing.assert_array_equal(figures[0][0], figures[1][2])
    other = dataset.like.copy()
    judged = dealt[0, 0] == 1
    other[judged] = 1 - other[judged]
    lied = cross_validate(dataset, SETTINGS, LabelledFolds(other[None].astype(np.int8), dealt, plan))
    np.testing.assert_array_equal(lied.liking[0, 0, judged], whole.liking[0, 0, judged])
    assert (lied.right[0, 0, judged] == ~whole.right[0, 0, judged]).all()
    assert not np.array_equal(lied.liking[0, 0, ~judged], whole.liking[0, 0, ~judged])


def test_accuracy_and_brier_are_means_over_folds(make_dataset):
    dataset = make_dataset(25).judged
    folds = Folds(dataset, 2, seed=0)
    found = cross_validate(dataset, SETTINGS, folds.real)
    squares = (found.liking[0] - dataset.like) ** 2
    expected = [squares[r][folds.real.folds[0, r] == k].mean() for r in range(2) for k in range(folds.plan.folds)]
    assert found.brier[0] == pytest.approx(np.mean(expected))
    right = [found.right[0, r][folds.real.folds[0, r] == k].mean() for r in range(2) for k in range(folds.plan.folds)]
    np.testing.assert_allclose(found.accuracy[0].ravel(), right)


def test_outputs_that_are_no_numbers_are_the_worst_there_is(dataset, exploding):
    dataset = dataset.judged
    found = cross_validate(dataset, exploding, Folds(dataset, 1, seed=0).real)
    lost = np.isnan(found.liking[0, 0])
    assert lost.any()
    assert not found.right[0, 0, lost].any()
    squares = np.where(lost, 1, (found.liking[0, 0] - dataset.like) ** 2)
    assert found.brier[0] == pytest.approx(squares.mean(), abs=0.02)


def test_it_can_be_stopped(dataset):
    folds = Folds(dataset.judged, 1, seed=0)
    with pytest.raises(Stopped):
        cross_validate(dataset.judged, SETTINGS.replace(epochs=100_000), folds.real, stop=lambda: True)


def test_outputs_that_float32_rounds_to_the_same_are_told_apart_by_their_logits(dataset_of):
    """On raw inputs of hundreds both outputs saturate: half of the answers would be ties."""
    rgb = np.random.default_rng(3).integers(0, 256, (24, 3))
    dataset = dataset_of(rgb.tolist(), (rgb[:, 0] > 127).astype(int)).judged
    settings = pp.Settings(epochs=1)
    folds = Folds(dataset, 1, seed=0)
    found = cross_validate(dataset, settings, folds.real)
    ties = 0
    for number, (train, test) in enumerate(folds.networks()):
        logits = predict_test_rows(
            dataset, settings, LabelledSplits(folds.real.labels, train[None], test[None], np.array([number]))
        )[0]
        outputs = (1 / (1 + np.exp(-logits.astype(np.float64)))).astype(np.float32)
        ties += (outputs[0] == outputs[1]).sum()
        right = (logits[1] > logits[0]) == (dataset.like[test] == 1)
        np.testing.assert_array_equal(found.right[0, 0, test], right & (logits[0] != logits[1]))
    assert ties
