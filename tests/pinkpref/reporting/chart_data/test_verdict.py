import numpy as np
import pytest
from chart_cases import (
    ALL,
    BASELINES,
    CASES,
    CORRELATIONS,
    IDS,
    LEARNING_CURVES,
    SCORES,
    VERDICTS,
    baselines_of,
    correlations_of,
)
from scipy.stats import scoreatpercentile

from pinkpref.i18n import LANGUAGES, percent, translator
from pinkpref.reporting import chart_data

WORDS = {language: translator(language) for language in LANGUAGES}
ENGLISH = WORDS["en"]


@pytest.mark.parametrize("verdict", VERDICTS.values(), ids=list(VERDICTS))
def test_bars_count_the_shuffles_between_two_edges(verdict):
    numbers = chart_data.shuffles(verdict)
    scores, real = verdict.shuffled_brier, verdict.real.brier[0]
    lowest, highest = min(*scores, real), max(*scores, real)
    assert len(numbers.edges) == 31
    np.testing.assert_allclose(np.diff(numbers.edges), max(highest - lowest, 1e-3) / 30)
    assert numbers.edges[0] == lowest
    counts = [0] * 30
    for score in scores:
        counts[min(29, sum(edge <= score for edge in numbers.edges[1:]))] += 1
    assert numbers.counts.tolist() == counts
    np.testing.assert_array_equal(numbers.counts, np.histogram(scores, numbers.edges)[0])
    assert numbers.real == real
    assert numbers.edges[0] <= real <= numbers.edges[-1]


def test_a_bar_has_a_middle_and_a_width():
    numbers = chart_data.shuffles(VERDICTS["ordinary"])
    for middle, low, high in zip(numbers.middles, numbers.edges, numbers.edges[1:], strict=False):
        assert middle - low == pytest.approx(high - middle)
        assert high - low == pytest.approx(numbers.width)


def test_the_shuffles_are_told():
    verdict = VERDICTS["ordinary"]
    low, middle, high = (scoreatpercentile(verdict.shuffled_brier, share) for share in (5, 50, 95))
    assert chart_data.shuffles_alt(chart_data.shuffles(verdict), ENGLISH) == (
        "With your labels the network is 0.210 off on colours left out. With 500 shuffles of the labels it is "
        f"{middle:.3f} off in the middle, and between {low:.3f} and {high:.3f} in nine of ten."
    )


@pytest.mark.parametrize(("scores", "rows"), SCORES.values(), ids=list(SCORES))
def test_every_split_whose_outputs_are_numbers_stands_in_a_bar(scores, rows):
    numbers = chart_data.splits(scores, rows)
    counts = {}
    for score in scores.tolist():
        if score == score:
            counts[round(score * rows)] = counts.get(round(score * rows), 0) + 1
    assert dict(zip(numbers.right.tolist(), numbers.counts.tolist(), strict=True)) == counts
    assert numbers.right.tolist() == sorted(counts)
    assert (numbers.rows, numbers.others) == (rows, len(scores) - 1)
    assert numbers.own_right == pytest.approx(0 if np.isnan(scores[0]) else scores[0] * rows)


@pytest.mark.parametrize(("rows", "step"), [(1, 1), (5, 1), (10, 1), (11, 2), (100, 10), (101, 11)])
def test_the_axis_of_the_splits_has_at_most_ten_steps_of_whole_rows(rows, step):
    assert chart_data.splits(np.array([1.0]), rows).step == step


def test_the_splits_are_told():
    scores, rows = SCORES["ordinary"]
    low, middle, high = (percent(scoreatpercentile(scores, share)) for share in (5, 50, 95))
    assert chart_data.splits_alt(chart_data.splits(scores, rows), ENGLISH) == (
        f"With 99 other splits and starts the test score is {middle} in the middle, and between {low} and {high} in "
        f"nine of ten. Yours is {percent(scores[0])}."
    )
    told = chart_data.splits_alt(chart_data.splits(*SCORES["none is a number"]), ENGLISH)
    assert told.endswith(
        "With 1 other splits and starts the test score is – in the middle, and between – and – in nine "
        "of ten. Yours is –."
    )


@pytest.mark.parametrize("found", [*BASELINES.values(), *CORRELATIONS.values()])
def test_dots_and_lines_are_where_values_and_intervals_are(found):
    draw = chart_data.correlations if hasattr(found[0], "value") else chart_data.baselines
    numbers = draw(found)
    dots = [(one[1], one.interval.low, one.interval.high) for one in found if one[1] == one[1]]
    assert list(zip(numbers.values, numbers.low, numbers.high, strict=True)) == dots
    assert len(numbers.names) == len(dots)
    assert len(numbers.constant) == len(found) - len(dots)
    np.testing.assert_allclose(numbers.values - numbers.below, numbers.low)
    np.testing.assert_allclose(numbers.values + numbers.above, numbers.high)
    assert numbers.reach == ((0, 1) if draw is chart_data.baselines else (-1, 1))


def test_baselines_are_told_in_percent():
    assert chart_data.baselines_alt(chart_data.baselines(baselines_of(0.5, 0.996)), ENGLISH) == (
        "a coin (chance): 50%, may lie from 25% to 75%. always the commoner answer: 99.6%, may lie from 50% to 99.8%."
    )


def test_correlations_are_told_and_what_is_constant_is_called_so():
    assert chart_data.correlations_alt(chart_data.correlations(correlations_of(0.5, np.nan, -0.0004)), ENGLISH) == (
        "R: 0.50, may lie from 0.40 to 0.60. saturation: 0.00, may lie from -0.10 to 0.10. "
        "hue: the same in all rows, so it goes with nothing."
    )


@pytest.mark.parametrize("curve", LEARNING_CURVES.values(), ids=list(LEARNING_CURVES))
def test_the_learning_curve_is_the_verdict_s_beside_the_baseline(curve):
    numbers = chart_data.learning_curve(curve, 0.625)
    assert [part.tolist() for part in numbers[:4]] == [part.tolist() for part in curve]
    assert numbers.baseline == 0.625


def test_the_learning_curve_is_told():
    curve = chart_data.learning_curve(LEARNING_CURVES["nearly all"], 0.5)
    assert chart_data.learning_curve_alt(curve, ENGLISH) == (
        "Trained on 4 colours the network calls 0.4% of colours left out right, on 12 colours 99.6%."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("chart", "name"), ALL, ids=IDS)
def test_every_chart_is_told_in_either_language_whatever_is_drawn(chart, name, language):
    told = getattr(chart_data, f"{chart}_alt")(CASES[chart][name], WORDS[language])
    assert len(told) > 10
    assert told.endswith("." if language == "en" else "。")
    assert not any(part in told for part in ("{", "}", "nan", "inf", "None")) or name == "infinite"


def test_nothing_is_told_of_nothing():
    assert all(chart_data.curves_alt(CASES["curves"]["no epoch"], words) for words in WORDS.values())
