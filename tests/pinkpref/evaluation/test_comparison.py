"""Two settings on the same rows left out: against scikit-learn's folds and scipy's t."""

import numpy as np
import pytest
from scipy import stats
from sklearn.model_selection import RepeatedStratifiedKFold

import pinkpref as pp
from pinkpref.i18n import translator
from pinkpref.reporting.evidence_sentences import of_comparison

ARTICLE = pp.Settings(epochs=4, seed=3)
ENOUGH = ARTICLE.replace(scaling="standard", learning_rate=0.05, epochs=20)


@pytest.fixture(scope="module")
def compared(dataset):
    return pp.compare(dataset, ARTICLE, ENOUGH, seed=6)


def test_both_are_asked_about_the_same_folds_of_scikit_learn(dataset, compared):
    like, folds = dataset.judged.like, compared.folds
    splitter = RepeatedStratifiedKFold(n_splits=folds.plan.folds, n_repeats=folds.repeats, random_state=6)
    for (train, test), (expected_train, expected_test) in zip(
        folds.networks(), splitter.split(like, like), strict=True
    ):
        np.testing.assert_array_equal(train, expected_train)
        np.testing.assert_array_equal(test, expected_test)


def test_the_difference_is_the_corrected_resampled_t_of_nadeau_and_bengio(compared):
    first, second = (result.squared_error[0].ravel() for result in compared.results)
    differences = first - second
    count, ratio = len(differences), compared.folds.test_to_train
    freedom = compared.folds.plan.folds
    spread = np.sqrt((1 / count + ratio) * differences.var(ddof=1))
    assert compared.difference == pytest.approx(differences.mean())
    assert compared.p_value == pytest.approx(2 * stats.t.sf(abs(differences.mean()) / spread, freedom))
    low, high = stats.t.interval(0.95, freedom, differences.mean(), spread)
    assert compared.interval == pytest.approx((low, high))


def test_errors_are_those_of_the_networks_answers(dataset, compared):
    like, networks = dataset.judged.like, compared.folds.networks()
    for result in compared.results:
        liking = result.liking[0].reshape(compared.folds.repeats, -1, len(like))
        for number, (_, test) in enumerate(networks):
            repeat = number // compared.folds.plan.folds
            expected = ((liking[repeat, 0, test] - like[test]) ** 2).mean()
            assert result.squared_error[0].ravel()[number] == pytest.approx(expected)


def test_the_same_settings_differ_in_nothing(dataset):
    found = pp.compare(dataset, ENOUGH, ENOUGH.replace(seed=99, split_seed=5))
    assert (found.difference, found.p_value, len(found.changed)) == (0, 1, 0)
    assert found.interval == (0, 0)
    assert found.only_seeds
    assert found.sentence("en") == "The two are the same, seeds aside: there is nothing to compare."
    assert "乱数の種を除けば" in found.sentence("ja")


def test_what_helps_is_said_to_help_and_the_other_way_round(dataset, compared):
    assert compared.difference > 0
    assert compared.p_value < 0.05
    assert "“Second settings” does better:" in compared.sentence("en")
    assert "「2つ目の設定」のほうが良い結果です。" in compared.sentence("ja")
    back = pp.compare(dataset, ENOUGH.replace(seed=3), ARTICLE, seed=6)
    assert back.difference == pytest.approx(-compared.difference)
    assert "“First settings” does better:" in back.sentence("en")


def test_every_number_said_is_the_comparison_s(dataset):
    found = pp.compare(dataset, ARTICLE, ARTICLE.replace(inputs=("hsv",)), seed=6)
    assert found.p_value > 0.05
    rows = len(dataset)
    first, second = (round(rows * accuracy) for accuracy in found.accuracies)
    first_scores, second_scores = (result.accuracy[0].ravel() for result in found.results)
    differences, freedom = second_scores - first_scores, found.folds.plan.folds
    spread = np.sqrt((1 / len(differences) + found.folds.test_to_train) * differences.var(ddof=1))
    ends = stats.t.interval(0.95, freedom, differences.mean(), spread)
    assert found.hidden == pytest.approx(max(map(abs, ends)))
    hidden = round(rows * found.hidden)
    assert hidden
    assert found.sentence("en") == (
        f"Each of the {rows} colours was left out of training in turn. Called right, on average: “First settings” "
        f"{first}, “Second settings” {second}. These colours cannot tell the two apart: their answers differ for "
        f"{len(found.changed)} of them, and on new colours one may still get up to {hidden} in {rows} more right than "
        "the other."
    )
    for number in (rows, first, second, len(found.changed), hidden):
        assert str(number) in found.sentence("ja")


def test_nothing_is_said_to_hide_where_both_are_right_alike(dataset):
    """Hardly trained at all, both give one answer to every colour left out."""
    found = pp.compare(
        dataset,
        ARTICLE.replace(scaling="unit", epochs=1, learning_rate=1e-7),
        ARTICLE.replace(scaling="unit", epochs=2, learning_rate=1e-7),
        seed=6,
    )
    assert found.hidden == 0
    assert found.sentence("en").endswith("their answers differ for 0 of them.")


def test_the_two_go_by_the_names_they_are_given(compared):
    told = [part.say(translator("ja")) for part in of_comparison(compared, ("Pinned run", "Current run"))]
    assert "「留めた結果」が" in told[0]
    assert "「今の結果」のほうが良い結果です。" in told[1]


def test_rows_whose_answer_changed_are_those_most_networks_answer_otherwise(compared):
    first, second = (
        np.where(compared.judged.like == 1, votes, 1 - votes) > 0.5
        for votes in (result.right[0].mean(axis=0) for result in compared.results)
    )
    np.testing.assert_array_equal(compared.changed, np.flatnonzero(first != second))


def test_the_order_of_the_rows_does_not_matter(dataset, compared):
    again = pp.Dataset(dataset.frame.sample(frac=1, random_state=1, ignore_index=True))
    other = pp.compare(again, ARTICLE, ENOUGH, seed=6)
    assert (other.difference, other.p_value) == (compared.difference, compared.p_value)


def test_different_test_shares_are_refused_in_a_sentence(dataset):
    with pytest.raises(ValueError, match=r"different test shares, 0\.2 and 0\.3"):
        pp.compare(dataset, ARTICLE, ENOUGH.replace(test_size=0.3))


def test_it_can_be_stopped(dataset):
    with pytest.raises(pp.Stopped):
        pp.compare(dataset, ARTICLE.replace(epochs=100_000), ENOUGH, stop=lambda: True)
