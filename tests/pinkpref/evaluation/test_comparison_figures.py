"""What a score stands beside, held to exact values by plain loops and SciPy; nothing is trained."""

import colorsys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from coloraide import Color
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import pinkpref as pp
from pinkpref.evaluation import learning_curve as learning_curves
from pinkpref.evaluation import other_splits as splits
from pinkpref.evaluation.associations import correlations
from pinkpref.evaluation.baselines import baselines
from pinkpref.evaluation.cross_validation import CrossValidation, called_right, left_out_interval
from pinkpref.evaluation.folds import Folds, Plan
from pinkpref.evaluation.learning_curve import learning_curve
from pinkpref.evaluation.other_splits import other_splits

ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)
MANY_COLOURS = 10**9


@pytest.mark.parametrize("rows", [[4] * 6, [1, 7, 4, 4, 1, 7]])
@pytest.mark.parametrize("folds", [2, 3])
def test_networks_weigh_by_the_rows_they_leave_out(folds, rows):
    """The middle is the share of all rows, and differences from it are weighed alike."""
    scores, rows = np.array([0.5, 0.7, 0.6, 0.8, 0.55, 0.65]), np.array(rows)
    share = (scores * rows).sum() / rows.sum()
    spread = np.sqrt((1 / 6 + 1 / 3) * np.var((scores - share) * rows / rows.mean(), ddof=1))
    dealt = SimpleNamespace(plan=Plan(folds, (1,)), groups=MANY_COLOURS, rows_left_out=rows, test_to_train=1 / 3)
    reach = stats.t.isf(0.025, folds) * spread
    expected = np.clip([share - reach, share + reach], 0, 1)
    assert left_out_interval(scores, dealt) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("copies", [1, 20])
def test_rows_left_out_are_those_of_the_networks_and_a_multiple_of_those_trained_on(make_dataset, copies):
    frame = make_dataset(24).frame
    dataset = pp.Dataset(pd.concat([frame, *[frame.head(1)] * (copies - 1)], ignore_index=True)).judged
    folds = Folds(dataset, 2, seed=0, training=0.75)
    left_out = [len(test) for _, test in folds.networks()]
    assert folds.rows_left_out.tolist() == left_out
    trained = [len(train) for train, _ in folds.networks()]
    assert folds.test_to_train == pytest.approx(sum(left_out) / sum(trained))


def of_a_network(right, folds):
    """The cross-validation of a network that is right so often, one label for all rows."""
    accuracy = [
        [row[fold == number].mean() for number in range(folds.plan.folds)]
        for row, fold in zip(right, folds.real.folds[0], strict=True)
    ]
    scores = np.array([accuracy])
    return CrossValidation(right[None].astype(float), right[None], np.full(scores.shape, 0.2), scores)


def test_every_way_to_answer_has_its_own_scores_and_interval(make_dataset):
    dataset = make_dataset(26, 3).judged
    folds = Folds(dataset, 2, seed=5, training=0.75)
    right = np.random.default_rng(0).random((2, 26)) < 0.7
    found = {one.name: one for one in baselines(dataset, pp.Settings(), folds, of_a_network(right, folds))}
    assert list(found) == ["coin", "majority", "1-nearest-neighbour", "logistic regression", "network"]
    assert found["coin"][1:] == (0.5, pytest.approx((8 / 26, 18 / 26)))
    scores = {"majority": [], "1-nearest-neighbour": [], "network": []}
    rows = []
    for repeat, fold in enumerate(folds.real.folds[0]):
        for number in range(folds.plan.folds):
            train, test = fold != number, fold == number
            rows.append(test.sum())
            common = np.bincount(dataset.like[train]).argmax()
            nearest = KNeighborsClassifier(1).fit(dataset.rgb[train] / 255, dataset.like[train])
            scores["majority"].append((dataset.like[test] == common).mean())
            scores["1-nearest-neighbour"].append(
                accuracy_score(dataset.like[test], nearest.predict(dataset.rgb[test] / 255))
            )
            scores["network"].append(right[repeat, test].mean())
    assert len(set(rows)) > 1
    for name, each in scores.items():
        assert found[name].accuracy == pytest.approx(np.average(each, weights=rows))
        assert found[name].interval == pytest.approx(left_out_interval(each, folds))
    assert len({one.interval for one in found.values()}) == len(found)


def test_where_one_label_is_all_that_is_trained_on_every_plain_way_answers_it(make_dataset):
    dataset = pp.Dataset(make_dataset(12).frame.assign(LIKE=[1] + [0] * 11)).judged
    folds = Folds(dataset, 3, seed=0)
    found = baselines(dataset, pp.Settings(), folds, of_a_network(np.ones((3, 12), bool), folds))
    assert folds.plan.folds == 2
    assert found[1].accuracy == pytest.approx(11 / 12)
    plain = make_pipeline(StandardScaler(), LogisticRegression())
    scores, liked = [], int(dataset.like.argmax())
    for fold in folds.real.folds[0]:
        with_it = fold == fold[liked]
        scores.append(plain.fit(dataset.rgb[with_it], dataset.like[with_it]).predict(dataset.rgb[~with_it]) == 0)
        scores.append(dataset.like[with_it] == 0)
    assert found[3].accuracy == pytest.approx(np.concatenate(scores).mean())


@pytest.mark.parametrize(("rows", "count"), [(24, 1000), (1000, 1000), (1001, 50)])
def test_other_splits_have_other_starts_too(monkeypatch, make_dataset, rows, count):
    asked = {}

    def train_many(dataset, settings, seeds, split_seeds=None, labels=None):
        asked.update(seeds=seeds, split_seeds=split_seeds, labels=labels)
        return dataset, settings

    monkeypatch.setattr(splits, "train_many", train_many)
    dataset, settings = make_dataset(rows), pp.Settings(seed=2**32 - 3, split_seed=11)
    assert other_splits(dataset, settings) == (dataset, settings)
    assert asked["seeds"].tolist() == [(2**32 - 3 + number) % 2**32 for number in range(count)]
    assert asked["split_seeds"].tolist() == [11 + number for number in range(count)]
    assert asked["labels"] is None


class Answering:
    """Stands in for trained networks, and keeps what was asked of them; ``right`` says which of their rows are right.

    ``right(network, size, row)``: the network's number counts from the settings' seed on.
    """

    def __init__(self, right):
        self.right, self.asked = right, []

    def __call__(self, _, settings, asked):
        self.asked.append(asked)
        size = asked.train.shape[1]
        is_right = np.array(
            [
                [self.right(int(seed) - settings.seed, size, int(row)) for row in test]
                for seed, test in zip(asked.seeds, asked.test, strict=True)
            ]
        )
        like = np.take_along_axis(asked.labels, asked.test, axis=1)
        answer = np.where(is_right, like, 1 - like)
        return np.stack([1 - answer, answer], axis=1).astype(np.float32)


@pytest.fixture(scope="module")
def judged(make_dataset):
    dataset = make_dataset(42, 3).judged
    return dataset, Folds(dataset, 3, seed=5, training=0.75)


def curve_of(monkeypatch, judged, right):
    answering = Answering(right)
    monkeypatch.setattr(learning_curves, "predict_test_rows", answering)
    return learning_curve(judged[0], pp.Settings(seed=100), judged[1]), answering.asked


def test_a_learning_curve_has_six_sizes_from_a_sixth_of_the_rows_to_all_of_them(monkeypatch, judged):
    curve, _ = curve_of(monkeypatch, judged, lambda _, size, row: row < size)
    assert curve.rows.tolist() == [5, 10, 15, 21, 26, 31]
    share = [size / 42 for size in curve.rows]
    for figures in curve[1:]:
        assert figures.tolist() == pytest.approx(share)


def test_a_learning_curve_is_the_mean_and_four_of_five_repetitions(monkeypatch, judged):
    """Of every repeat another share is right, in each of its five orders alike."""
    wrong = (3, 11, 30)
    curve, _ = curve_of(monkeypatch, judged, lambda network, _, row: row >= wrong[network // judged[1].plan.folds])
    shares = np.repeat([1 - count / 42 for count in wrong], 5)
    assert curve.accuracy.tolist() == pytest.approx([shares.mean()] * 6)
    assert curve.low.tolist() == pytest.approx([np.quantile(shares, 0.1)] * 6)
    assert curve.high.tolist() == pytest.approx([np.quantile(shares, 0.9)] * 6)


def test_a_learning_curve_asks_of_the_rows_left_out_alone(monkeypatch, judged):
    dataset, folds = judged
    _, asked = curve_of(monkeypatch, judged, lambda *_: True)
    repetitions, orders = [], {}
    for each in asked:
        for labels, train, test, seed in zip(*each, strict=True):
            assert labels.tolist() == dataset.like.tolist()
            repeat, number = divmod(int(seed) - 100, folds.plan.folds)
            left_out = folds.real.folds[0, repeat] == number
            assert sorted(test) == np.flatnonzero(left_out).tolist()
            assert len(set(train)) == len(train)
            assert not left_out[train].any()
            liked = labels[~left_out].mean()
            assert abs(labels[train].sum() - liked * len(train)) <= 1
            repetitions.append((len(train), repeat, number))
            orders.setdefault((repeat, number), set()).add(tuple(train[:5]))
    assert len(repetitions) == 6 * 5 * 3 * folds.plan.folds
    assert set(map(repetitions.count, repetitions)) == {5}
    assert min(map(len, orders.values())) > 1


def test_above_a_thousand_rows_a_learning_curve_has_one_order(monkeypatch, make_dataset):
    dataset = make_dataset(1001).judged
    judged = dataset, Folds(dataset, 1, seed=0, training=0.75)
    curve, asked = curve_of(monkeypatch, judged, lambda *_: True)
    assert sum(len(each.seeds) for each in asked) == 6 * judged[1].plan.folds
    assert curve.rows.tolist() == [125, 250, 375, 500, 625, 750]


@pytest.mark.parametrize(
    ("logits", "label", "right"),
    [
        ((0.0, 0.1), 1, True),
        ((0.0, 0.1), 0, False),
        ((-300.0, -301.0), 0, True),
        ((300.0, 301.0), 1, True),
        ((5.0, 5.0), 0, False),
        ((5.0, 5.0), 1, False),
        ((np.nan, 1.0), 0, False),
    ],
)
def test_right_is_the_label_whose_logit_is_the_larger(logits, label, right):
    given = np.array([[[logits[0], 0.0], [logits[1], np.nan]]], np.float32)
    assert called_right(given, [[label, 1]]).tolist() == [[right, False]]


HUES = {
    "greens": [[0, 255, 240 + step] for step in range(8)] + [[0, 254 - step, 255] for step in range(8)],
    "reds": [[255, 0, 16 - step] for step in range(8)] + [[255, step, 0] for step in range(8)],
}
"""Hues on either side of 180 and of 0 degrees: a mean on the other side of the circle would part them."""


def with_greys(dataset_of, rgb):
    """So many greys that the mean hue would be theirs if they had one."""
    greys = [[5 * step] * 3 for step in range(40)]
    return dataset_of(rgb + greys, [0] * 8 + [1] * 8 + [0, 1] * 20)


@pytest.mark.parametrize("hues", [None, *HUES])
def test_every_number_of_a_colour_has_its_own_correlation(make_dataset, dataset_of, hues):
    dataset = with_greys(dataset_of, HUES[hues]) if hues else make_dataset(40, 8)
    found = correlations(dataset)
    shares = dataset.rgb / 255
    hsv = np.array([colorsys.rgb_to_hsv(*colour) for colour in shares])
    turns = np.exp(2j * np.pi * hsv[:, 0])
    hue = np.angle(turns / np.where(hsv[:, 1] > 0, turns, 0).sum())
    lightness = [Color("srgb", colour).convert("oklab")["lightness"] for colour in shares.tolist()]
    numbers = {
        "R": dataset.rgb[:, 0],
        "G": dataset.rgb[:, 1],
        "B": dataset.rgb[:, 2],
        "hue": hue,
        "saturation": hsv[:, 1],
        "value": hsv[:, 2],
        "lightness": lightness,
    }
    assert [one.name for one in found] == list(numbers)
    for one in found:
        value = np.corrcoef(numbers[one.name], dataset.like)[0, 1]
        reach = stats.norm.isf(0.025) / np.sqrt(len(dataset) - 3)
        assert one.value == pytest.approx(value, abs=1e-6)
        assert one.interval == pytest.approx(np.tanh(np.arctanh(value) + np.array([-reach, reach])), abs=1e-6)
