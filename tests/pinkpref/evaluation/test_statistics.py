import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import binom_test, proportion_confint

from pinkpref.evaluation.statistics import (
    binomial_p_value,
    colours_needed,
    correlation,
    exact_interval,
    power_to_tell,
    resampled_interval,
    rows_needed,
)


@given(st.integers(1, 200).flatmap(lambda rows: st.tuples(st.integers(0, rows), st.just(rows))))
def test_the_exact_interval_is_that_of_statsmodels(counts):
    assert exact_interval(*counts) == pytest.approx(proportion_confint(*counts, method="beta"), abs=1e-9)


@given(st.integers(1, 100).flatmap(lambda rows: st.tuples(st.integers(0, rows), st.just(rows))), st.floats(0.05, 0.95))
def test_luck_is_the_one_sided_binomial_test_of_statsmodels(counts, rate):
    assert binomial_p_value(*counts, rate) == pytest.approx(binom_test(*counts, rate, alternative="larger"), abs=1e-9)


def test_four_of_five():
    assert exact_interval(4, 5) == pytest.approx((0.284, 0.995), abs=5e-4)
    assert binomial_p_value(4, 5, 0.5) == 0.1875
    assert binomial_p_value(5, 5, 0.6) == pytest.approx(0.078, abs=5e-4)


@pytest.mark.parametrize(
    ("rate", "baseline", "rows"),
    [(0.8, 0.5, 18), (0.75, 0.5, 28), (0.7, 0.5, 42), (0.65, 0.5, 76), (0.6, 0.5, 169), (0.8, 0.8, None)],
)
def test_the_rows_that_a_clear_answer_needs(rate, baseline, rows):
    assert rows_needed(rate, baseline) == rows


@given(st.floats(0.55, 1), st.floats(0.5, 0.9))
def test_so_many_rows_show_what_fewer_may_not(rate, baseline):
    rows = rows_needed(rate, baseline)
    if rows is None:
        return

    def power(count):
        enough = next(k for k in range(count + 2) if stats.binom.sf(k - 1, count, baseline) <= 0.05)
        return stats.binom.sf(enough - 1, count, rate)

    assert all(power(count) >= 0.8 for count in range(rows, rows + 5))
    assert rows == 1 or power(rows - 1) < 0.8


@given(st.lists(st.floats(0, 1), min_size=4, max_size=20).filter(lambda scores: np.ptp(scores) > 0.01))
def test_rows_in_common_widen_the_interval(scores):
    plain = stats.t.interval(0.95, len(scores) - 1, np.mean(scores), stats.sem(scores))
    alone = resampled_interval(scores, 0.0, 30, 100_000_000)
    assert alone == pytest.approx(np.clip(plain, 0, 1), abs=2e-4)
    shared = resampled_interval(scores, 1 / 3, 30, 24)
    exact = proportion_confint(round(24 * np.mean(scores)), 24, method="beta")
    assert shared.low <= min(alone.low, exact[0]) + 1e-9
    assert shared.high >= max(alone.high, exact[1]) - 1e-9


def test_scores_that_are_all_the_same_are_not_the_truth():
    assert resampled_interval([1.0] * 20, 1 / 3, 4, 24) == pytest.approx(proportion_confint(24, 24, method="beta"))


@pytest.mark.parametrize(("liked", "not_liked"), [(6, 6), (12, 12), (17, 7), (3, 27), (1, 40)])
def test_the_power_to_tell_is_that_of_fisher_s_exact_test(liked, not_liked):
    expected = sum(
        stats.binom.pmf(hits, liked, 0.8) * stats.binom.pmf(alarms, not_liked, 0.2)
        for hits in range(liked + 1)
        for alarms in range(not_liked + 1)
        if stats.fisher_exact([[hits, liked - hits], [alarms, not_liked - alarms]], alternative="greater").pvalue
        <= 0.05
    )
    assert power_to_tell(liked, not_liked, 0.8) == pytest.approx(expected)
    assert power_to_tell(not_liked, liked, 0.8) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("liked", "not_liked", "needed"),
    [(6, 6, 20), (200, 200, 20), (7, 3, 24), (2, 8, 30), (1, 9, 60), (0, 5, None), (0, 0, None)],
)
def test_the_colours_that_a_clear_answer_needs(liked, not_liked, needed):
    assert colours_needed(liked, not_liked, 0.8) == needed


def test_more_colours_never_tell_less():
    assert power_to_tell(900, 100, 0.8) > 0.99
    assert power_to_tell(5000, 2, 0.8) < 0.8


def test_the_correlation_and_its_interval_are_scipy_s_and_fisher_s():
    generator = np.random.default_rng(0)
    like = generator.integers(0, 2, 30)
    numbers = like + generator.normal(size=30)
    value, (low, high) = correlation(numbers, like)
    assert value == pytest.approx(np.corrcoef(numbers, like)[0, 1])
    reach = 1.959964 / np.sqrt(27)
    assert (low, high) == pytest.approx(np.tanh([np.arctanh(value) - reach, np.arctanh(value) + reach]))
    assert np.isnan(correlation(np.ones(30), like)[0])


MANY_COLOURS = 10**9
"""So many that the exact interval of one test is a point, and what is left is the spread of the scores."""


def test_the_interval_of_nadeau_and_bengio_worked_by_hand():
    """Mean .65, variance .05 / 3; times 1/4 + 1/3 that is .0097222, its root .0986013; t of 3 is 3.1824463."""
    found = resampled_interval([0.5, 0.7, 0.6, 0.8], 1 / 3, 4, MANY_COLOURS)
    assert found == pytest.approx((0.65 - 0.3137933, 0.65 + 0.3137933), abs=1e-6)


def test_there_are_as_many_degrees_of_freedom_as_folds():
    """Ten scores of five repeats of two folds: t of 2 is 4.3026527, not 2.2621572 of 9."""
    scores = [0.5, 0.7, 0.6, 0.8, 0.55, 0.65, 0.5, 0.7, 0.6, 0.8]
    spread = np.sqrt((1 / 10 + 1) * np.var(scores, ddof=1))
    found = resampled_interval(scores, 1.0, 2, MANY_COLOURS)
    assert found == pytest.approx(np.clip(0.64 + np.array([-1, 1]) * 4.3026527 * spread, 0, 1), abs=1e-6)


@given(st.lists(st.floats(0.4, 0.6), min_size=2, max_size=25), st.floats(0.01, 0.02))
def test_both_terms_of_the_variance_count(scores, left_out):
    count = len(scores)
    mean = sum(scores) / count
    variance = sum((score - mean) ** 2 for score in scores) / (count - 1)
    reach = stats.t(count - 1).isf(0.025) * (variance * (1 / count + left_out)) ** 0.5
    found = resampled_interval(scores, left_out, 25, MANY_COLOURS)
    assert found == pytest.approx((max(0, mean - reach), min(1, mean + reach)), abs=1e-4)


def test_each_end_is_the_farther_of_the_spread_s_and_the_exact_one():
    """Scores around .9 reach above 1, where the exact interval of 18 of 20 ends; below, theirs is the farther."""
    exact = proportion_confint(18, 20, method="beta")
    narrow = resampled_interval([0.89, 0.91] * 5, 1 / 3, 10, 20)
    assert narrow == pytest.approx(exact)
    wide = resampled_interval([0.8, 1.0] * 5, 1 / 3, 10, 20)
    reach = stats.t.isf(0.025, 9) * np.sqrt((1 / 10 + 1 / 3) * np.var([0.8, 1.0] * 5, ddof=1))
    assert wide == pytest.approx((min(0.9 - reach, exact[0]), 1.0))
    assert resampled_interval([0.0, 0.2] * 5, 1 / 3, 10, 20) == pytest.approx((0.0, 1 - wide.low))


@pytest.mark.parametrize(
    ("rate", "baseline", "rows"), [(0.99, 0.5, 5), (0.95, 0.2, 2), (1.0, 0.05, 1), (0.51, 0.5, None)]
)
def test_rows_needed_at_the_ends_of_what_is_counted(rate, baseline, rows):
    assert rows_needed(rate, baseline) == rows


@pytest.mark.parametrize(("numbers", "like"), [([1, 1, 1, 1], [0, 1, 0, 1]), ([1, 2, 3, 4], [1, 1, 1, 1])])
def test_what_never_changes_goes_with_nothing(numbers, like):
    value, interval = correlation(np.array(numbers), np.array(like))
    assert np.isnan([value, *interval]).all()


@pytest.mark.parametrize(("liked", "not_liked"), [(150, 400), (151, 400), (400, 150)])
def test_of_each_label_150_colours_count(liked, not_liked):
    assert power_to_tell(liked, not_liked, 0.6) == power_to_tell(150, 150, 0.6)
    assert power_to_tell(149, not_liked, 0.6) != power_to_tell(150, 150, 0.6)
