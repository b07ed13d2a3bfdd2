import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pinkpref.random import uniforms

seeds = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=12)


@given(seeds, st.integers(1, 40), st.integers(0, 5))
def test_a_seed_has_the_same_numbers_whoever_is_drawn_with_it(drawn, count, stream):
    together = uniforms(drawn, stream, count)
    assert together.shape == (len(drawn), count)
    for seed, numbers in zip(drawn, together, strict=True):
        np.testing.assert_array_equal(uniforms([seed], stream, count)[0], numbers)


def test_neighbouring_seeds_are_those_drawn_one_by_one():
    run = uniforms(range(100, 200), 1, 7)
    np.testing.assert_array_equal(uniforms(range(199, 99, -1), 1, 7)[::-1], run)


def test_the_numbers_are_uniform_and_seeds_and_streams_unrelated():
    numbers = uniforms(range(2000), 3, 10)
    assert numbers.min() >= 0
    assert numbers.max() < 1
    assert stats.kstest(numbers.ravel(), "uniform").pvalue > 0.001
    assert abs(np.corrcoef(numbers[:-1].ravel(), numbers[1:].ravel())[0, 1]) < 0.03
    assert abs(np.corrcoef(numbers.ravel(), uniforms(range(2000), 4, 10).ravel())[0, 1]) < 0.03
    assert len(np.unique(numbers)) == numbers.size


@pytest.mark.parametrize(("seeds", "count"), [([], 3), ([1, 2], 0)])
def test_nothing_asked_for_is_nothing(seeds, count):
    assert uniforms(seeds, 0, count).shape == (len(seeds), count)
