import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import binom_test, proportion_confint

from pinkpref.intervals import chance_of, correlation, exact_interval, resampled_interval, rows_needed


@given(st.integers(1, 200).flatmap(lambda rows: st.tuples(st.integers(0, rows), st.just(rows))))
def test_the_exact_interval_is_that_of_statsmodels(counts):
    assert exact_interval(*counts) == pytest.approx(proportion_confint(*counts, method="beta"), abs=1e-9)


@given(st.integers(1, 100).flatmap(lambda rows: st.tuples(st.integers(0, rows), st.just(rows))), st.floats(0.05, 0.95))
def test_luck_is_the_one_sided_binomial_test_of_statsmodels(counts, rate):
    assert chance_of(*counts, rate) == pytest.approx(binom_test(*counts, rate, alternative="larger"), abs=1e-9)


def test_four_of_five():
    assert exact_interval(4, 5) == pytest.approx((0.284, 0.995), abs=5e-4)
    assert chance_of(4, 5, 0.5) == 0.1875
    assert chance_of(5, 5, 0.6) == pytest.approx(0.078, abs=5e-4)


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
    alone = resampled_interval(scores, 0.0)
    assert alone == pytest.approx(np.clip(plain, 0, 1), abs=1e-9)
    shared = resampled_interval(scores, 1 / 3)
    assert shared.low <= alone.low
    assert shared.high >= alone.high


def test_the_correlation_and_its_interval_are_scipy_s_and_fisher_s():
    generator = np.random.default_rng(0)
    like = generator.integers(0, 2, 30)
    numbers = like + generator.normal(size=30)
    value, (low, high) = correlation(numbers, like)
    assert value == pytest.approx(np.corrcoef(numbers, like)[0, 1])
    reach = 1.959964 / np.sqrt(27)
    assert (low, high) == pytest.approx(np.tanh([np.arctanh(value) - reach, np.arctanh(value) + reach]))
    assert np.isnan(correlation(np.ones(30), like)[0])
