"""The price of trying, against Westfall and Young's algorithm as a plain loop."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pinkpref as pp


def verdict(real, shuffled, data="one table", seed=0, p_value=None, settings=None):
    as_good = sum(score <= real for score in shuffled)
    return SimpleNamespace(
        p_value=(as_good + 1) / (len(shuffled) + 1) if p_value is None else p_value,
        settings=settings,
        real=SimpleNamespace(brier=np.array([real])),
        shuffled_brier=np.array(shuffled),
        permutations=len(shuffled),
        judged=SimpleNamespace(fingerprint=data),
        folds=SimpleNamespace(seed=seed),
    )


def step_down(verdicts):
    """One setting at a time, one shuffle at a time."""
    count = min(each.permutations for each in verdicts)
    table = []
    for each in verdicts:
        scores = np.array([each.real.brier[0], *each.shuffled_brier[:count]])
        table.append((scores - scores.mean()) / scores.std())
    order = sorted(range(len(table)), key=lambda number: table[number][0])
    adjusted, least = {}, 0.0
    for at, number in enumerate(order):
        left = order[at:]
        as_good = sum(min(table[other][1 + m] for other in left) <= table[number][0] + 1e-9 for m in range(count))
        least = max(least, (as_good + 1) / (count + 1))
        adjusted[number] = least
    return [adjusted[number] for number in range(len(table))]


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_adjusted_p_values_are_those_of_westfall_and_young(tries, seed):
    generator = np.random.default_rng(seed)
    common = generator.normal(size=40)
    rows = generator.random((tries, 1)) * common + generator.normal(size=(tries, 40))
    verdicts = [verdict(row[0], row[1:]) for row in rows]
    found = pp.price(verdicts)
    np.testing.assert_allclose(found.adjusted, step_down(verdicts))
    assert found.p_value == min(found.adjusted)
    own = [((np.array(each.shuffled_brier) <= each.real.brier[0]).sum() + 1) / 40 for each in verdicts]
    assert (found.adjusted >= np.array(own) - 1e-12).all()


def test_one_try_costs_nothing():
    found = pp.price([verdict(0.1, [0.2, 0.05, 0.3])])
    assert found.adjusted.tolist() == [0.5]
    assert found.tries == 1


def test_the_same_setting_twice_costs_nothing_more():
    one, other = verdict(0.1, [0.2, 0.05, 0.3]), verdict(0.4, [0.1, 0.2, 0.5])
    assert pp.price([one, one, other]).adjusted.tolist() == pp.price([one, other]).adjusted[[0, 0, 1]].tolist()


def test_verdicts_with_more_shuffles_count_those_that_all_have():
    generator = np.random.default_rng(0)
    long, short = generator.random(101), generator.random(51)
    found = pp.price([verdict(long[0], long[1:]), verdict(short[0], short[1:])])
    cut = pp.price([verdict(long[0], long[1:51]), verdict(short[0], short[1:])])
    assert found.permutations == 50
    np.testing.assert_array_equal(found.adjusted, cut.adjusted)


def test_nothing_is_left_below_what_a_verdict_says_alone():
    """From more shuffles, its own p-value may be above the one that all have enough shuffles for."""
    other = verdict(0.3, [0.1, 0.2, 0.25])
    assert pp.price([verdict(0.1, [0.2, 0.3, 0.4]), other]).adjusted.tolist() == [0.5, 1]
    assert pp.price([verdict(0.1, [0.2, 0.3, 0.4], p_value=0.6), other]).adjusted.tolist() == [0.6, 1]


def test_verdicts_on_earlier_states_of_the_table_are_tries_too():
    generator = np.random.default_rng(3)
    rows = generator.random((5, 30))
    now = [verdict(row[0], row[1:], settings=at) for at, row in enumerate(rows[:2])]
    before = [verdict(row[0], row[1:], data="fewer", settings=at) for at, row in enumerate(rows[2:])]
    found = pp.price(now, earlier=before)
    every = pp.price([verdict(row[0], row[1:]) for row in rows])
    assert found.adjusted.tolist() == every.adjusted.tolist()
    assert (found.tries, found.earlier) == (5, 3)
    assert found.p_value == min(every.adjusted[:2])
    assert [found.adjusted_of(at) for at in (0, 1, 2)] == [*every.adjusted[:2], None]


def test_the_best_is_one_on_the_table_as_it_is():
    """However well an earlier one did."""
    shuffled = np.random.default_rng(5).random(99)
    found = pp.price([verdict(0.5, shuffled)], earlier=[verdict(-9.0, shuffled, data="fewer")])
    assert found.adjusted[1] == 0.01 < found.adjusted[0] == found.p_value


def test_tries_before_a_change_of_the_table_seldom_make_luck_look_like_more():
    """Scores on coin flips, those before and after going along with each other, with shuffles of their own."""
    generator = np.random.default_rng(4)
    own = paid = 0
    for _ in range(1000):
        common, (first, second) = generator.normal(), generator.normal(size=(2, 99))
        before = verdict(0.9 * common + 0.44 * generator.normal(), first, data="fewer")
        after = verdict(0.9 * common + 0.44 * generator.normal(), second, data="more")
        own += min(before.p_value, after.p_value) <= 0.05
        paid += pp.price([after], earlier=[before]).adjusted.min() <= 0.05
    assert own > 70
    assert paid <= 50


def test_the_adjusted_p_value_of_some_settings_is_found():
    known = [pp.Settings(), pp.Settings(seed=1)]
    found = pp.price(
        [verdict(real, [0.2, 0.3, 0.4], settings=one) for real, one in zip([0.3, 0.1], known, strict=True)]
    )
    assert [found.adjusted_of(one) for one in known] == found.adjusted.tolist()
    assert found.adjusted_of(pp.Settings(seed=2)) is None


def test_the_order_of_the_verdicts_does_not_matter():
    generator = np.random.default_rng(1)
    verdicts = [verdict(row[0], row[1:]) for row in generator.random((5, 30))]
    order = [3, 0, 4, 1, 2]
    np.testing.assert_array_equal(pp.price([verdicts[at] for at in order]).adjusted, pp.price(verdicts).adjusted[order])


def test_scores_that_never_change_are_no_sign():
    assert pp.price([verdict(0.25, [0.25] * 9)] * 2).p_value == 1


@pytest.mark.parametrize(
    ("verdicts", "complaint"),
    [
        ([], "at least one verdict"),
        ([verdict(0, [1.0]), verdict(0, [1.0], data="another")], "same colours and labels"),
        ([verdict(0, [1.0]), verdict(0, [1.0], seed=1)], "same seed"),
    ],
)
def test_what_cannot_be_priced_is_refused_in_a_sentence(verdicts, complaint):
    with pytest.raises(ValueError, match=complaint):
        pp.price(verdicts)


def test_it_is_said_what_the_best_is_worth():
    generator = np.random.default_rng(2)
    found = pp.price([verdict(row[0], row[1:]) for row in generator.random((10, 100))])
    assert "You have tried 10 settings on these colours; among so many, luck does as well as your best in " in (
        found.sentence("en")
    )
    assert f"{round(100 * found.p_value)} of 100 tries" in found.sentence("en")
    assert f"100回中{round(100 * found.p_value)}回" in found.sentence("ja")
