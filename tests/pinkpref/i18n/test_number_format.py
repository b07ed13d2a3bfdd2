import math
from fractions import Fraction

import numpy as np
import pytest

from pinkpref.i18n import LANGUAGES, between, count, decimal, per_hundred, percent, significant, translator

EVERY_SHARE = [Fraction(right, rows) for rows in range(1, 401) for right in range(rows + 1)]


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0, "0%"),
        (0.0001, "0.1%"),
        (0.005, "0.5%"),
        (0.0051, "1%"),
        (0.284, "28%"),
        (0.9949, "99%"),
        (0.995, "99.5%"),
        (0.996, "99.6%"),
        (0.9996, "99.9%"),
        (1, "100%"),
        (np.float32(0.996), "99.6%"),
        (math.nan, "–"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_to_all(share, told):
    assert percent(share) == told


def test_every_share_of_up_to_400_rows_is_rounded_to_the_nearest_that_is_true():
    told = {share: percent(float(share)) for share in EVERY_SHARE}
    assert [share for share, text in told.items() if text == "0%"] == [0]
    assert [share for share, text in told.items() if text == "100%"] == [1]
    for share, text in told.items():
        far = abs(Fraction(text.removesuffix("%")) - 100 * share)
        ends = 0 < share <= Fraction(1, 200) or Fraction(199, 200) <= share < 1
        assert ("." in text) == ends
        assert far < Fraction(1, 10) if ends else far <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.5, "0.50"),
        (1e9, "1e+09"),
        (-1e9, "-1e+09"),
        (999_999.994, "999999.99"),
        (math.inf, "inf"),
        (math.nan, "–"),
        (-2.346, "-2.35"),
        (-0.001, "0.00"),
        (np.float32(0.125), "0.12"),
    ],
)
def test_decimals_stay_readable(value, told):
    assert decimal(value, 2) == told


@pytest.mark.parametrize(("value", "told"), [(0.0, "0"), (1.234e-12, "1.2e-12"), (123.0, "1.2e+02"), (math.nan, "–")])
def test_tiny_figures_keep_the_digits_that_count(value, told):
    assert significant(value, 2) == told


@pytest.mark.parametrize(
    ("things", "told"), [(0, "0"), (999, "999"), (1234567, "1,234,567"), (np.int64(1000), "1,000")]
)
def test_how_many(things, told):
    assert count(things) == told


def test_a_range_is_said_in_either_language():
    assert [between("28%", "99%", translator(language)) for language in LANGUAGES] == ["28% to 99%", "28%から99%"]


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "fewer than 1 of 100 tries"),
        (0.0099, "fewer than 1 of 100 tries"),
        (0.01, "1 of 100 tries"),
        (0.187, "19 of 100 tries"),
        (0.99, "99 of 100 tries"),
        (0.9901, "more than 99 of 100 tries"),
    ],
)
def test_a_probability_is_so_many_of_100_tries(share, told):
    assert per_hundred(share) == told


@pytest.mark.parametrize(
    ("value", "told"), [(999_999.4, "999999.40"), (1e6, "1e+06"), (-1e6, "-1e+06"), (0.126, "0.13")]
)
def test_figures_are_powers_of_ten_from_a_million_on(value, told):
    assert decimal(value, 2) == told
