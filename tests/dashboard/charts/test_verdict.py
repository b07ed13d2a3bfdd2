import numpy as np
import pytest

import pinkpref as pp
from dashboard import charts
from pinkpref.i18n import LANGUAGES, translator

WORDS = [translator(language) for language in LANGUAGES]
ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=30)


@pytest.fixture(scope="module")
def verdict(make_dataset):
    return pp.assess(make_dataset(24), ENOUGH, permutations=99)


def test_every_shuffle_stands_in_a_bar_and_the_line_is_the_real_one(verdict):
    drawn = charts.shuffles(verdict, WORDS[0])
    assert sum(drawn.data[0].y) == 99
    (line,) = drawn.layout.shapes
    assert line.x0 == line.x1 == verdict.real.brier[0]


def test_every_split_stands_in_a_bar_and_the_line_is_the_user_s(verdict):
    scores = verdict.other_splits
    drawn = charts.splits(scores, verdict.rows, WORDS[0])
    assert sum(drawn.data[0].y) == 1000
    assert scores[0] == pytest.approx(verdict.accuracy)
    assert drawn.layout.shapes[0].x0 == verdict.right
    assert f"{np.median(scores):.0%} in the middle" in charts.splits_alt(scores, WORDS[0])


def test_networks_that_diverged_have_no_bar():
    scores = np.array([0.8, np.nan, 0.4])
    assert sum(charts.splits(scores, 5, WORDS[0]).data[0].y) == 2
    assert charts.splits(np.array([np.nan]), 5, WORDS[0]).to_json()


def test_ladder_and_correlations_are_drawn_as_they_are(verdict):
    for found, draw, values in (
        (verdict.baselines, charts.baselines, [baseline.accuracy for baseline in verdict.baselines]),
        (verdict.correlations, charts.correlations, [one.value for one in verdict.correlations]),
    ):
        (dots,) = draw(found, WORDS[0]).data
        assert list(dots.x) == values
        np.testing.assert_allclose(np.add(dots.x, dots.error_x.array), [one.interval.high for one in found])
        np.testing.assert_allclose(np.subtract(dots.x, dots.error_x.arrayminus), [one.interval.low for one in found])


def test_the_learning_curve_is_drawn_with_its_band(verdict):
    curve = verdict.learning_curve
    low, high, middle = charts.learning_curve(curve, verdict.baseline, WORDS[0]).data
    assert [list(line.y) for line in (low, high, middle)] == [
        curve.low.tolist(),
        curve.high.tolist(),
        curve.accuracy.tolist(),
    ]
    assert list(middle.x) == curve.rows.tolist()


@pytest.mark.parametrize("words", WORDS, ids=list(LANGUAGES))
def test_every_figure_is_told_in_both_languages(verdict, words):
    told = [
        charts.splits_alt(verdict.other_splits, words),
        charts.baselines_alt(verdict.baselines, words),
        charts.correlations_alt(verdict.correlations, words),
        charts.learning_curve_alt(verdict.learning_curve, words),
    ]
    assert all("{" not in sentence and len(sentence) > 20 for sentence in told)
