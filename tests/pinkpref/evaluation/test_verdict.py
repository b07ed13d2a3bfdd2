import math
import subprocess
import sys

import numpy as np
import pytest
from paths import ROOT
from sklearn.metrics import confusion_matrix

import pinkpref as pp
from pinkpref.evaluation.statistics import LEVEL
from pinkpref.training.scheduler import Stopped

ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)
ADVISED = pp.Settings(inputs=("hsv",), scaling="unit", loss="binary_crossentropy")


@pytest.fixture(scope="module")
def article():
    return pp.assess(pp.read_csv(ROOT / "data" / "keras_pink.csv"), pp.Settings())


@pytest.fixture(scope="module")
def learned(make_dataset):
    return pp.assess(make_dataset(24), ENOUGH, permutations=199)


def coin_flips(make_dataset, rows, liked, seed):
    frame = make_dataset(rows, seed).frame
    labels = np.random.default_rng(seed).permutation([1] * liked + [0] * (rows - liked))
    return pp.Dataset(frame.assign(LIKE=labels))


def test_the_article_s_question_is_answered(article):
    assert article.outcome == "no sign"
    assert (article.right, article.rows, article.accuracy) == (4, 5, 0.8)
    assert article.interval == pytest.approx((0.284, 0.995), abs=5e-4)
    assert article.baseline_p_value == 0.1875
    assert article.baseline == 0.5
    assert article.p_value > 0.2
    assert article.findings[0].name == "barely moved"


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.ja.md", "ja")])
def test_the_readme_quotes_it(article, readme, language):
    told = (ROOT / readme).read_text(encoding="utf-8").replace("\n> ", " ")
    assert article.sentence(language) in told


def test_the_shell_answers_it():
    command = (
        'import pinkpref as pp; print(pp.assess(pp.read_csv("data/keras_pink.csv"), pp.Settings()).sentence("en"))'
    )
    told = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "4 of 5" in told
    assert "where always answering “liked” gets 4" in told
    assert "28% to 99%" in told
    assert "Training has barely moved it." in told


def test_a_rule_that_can_be_learned_is_found(learned):
    assert learned.outcome == "learned"
    assert learned.p_value <= LEVEL
    assert learned.left_out_accuracy > learned.baseline


def test_the_figures_behind_it_belong_together(learned):
    shuffled, real = learned.shuffled_brier, learned.real.brier[0]
    assert learned.permutations == len(shuffled) == len(learned.shuffled_accuracy) == 199
    assert learned.p_value == (np.sum(shuffled <= real) + 1) / 200
    assert learned.left_out_accuracy == pytest.approx(learned.real.right.mean())
    assert learned.left_out_interval.low < learned.left_out_accuracy < learned.left_out_interval.high
    like = learned.judged.like
    repeats = [confusion_matrix(like, np.where(right, like, 1 - like)) for right in learned.real.right[0]]
    np.testing.assert_allclose(learned.confusion, np.mean(repeats, axis=0))


def test_the_network_judged_is_the_user_s(make_dataset):
    dataset, settings = make_dataset(24), ENOUGH.replace(epochs=5, seed=9, split_seed=4)
    verdict = pp.assess(dataset, settings, permutations=19)
    run = pp.train(dataset, settings)
    assert verdict.run.metrics.tolist() == run.metrics.tolist()
    assert verdict.accuracy == run.test_accuracy
    assert pp.assess(dataset, settings, permutations=19, run=run).run is run


def test_the_same_verdict_every_time_and_more_shuffles_begin_with_the_same(article):
    again = pp.assess(article.dataset, article.settings, permutations=60)
    np.testing.assert_array_equal(again.shuffled_brier, article.shuffled_brier[:60])
    more = again.sharpened(130)
    np.testing.assert_array_equal(more.shuffled_brier, article.shuffled_brier[:130])
    other = pp.assess(article.dataset, article.settings, permutations=60, seed=1)
    assert not np.array_equal(other.shuffled_brier, again.shuffled_brier)


def test_few_rows_cannot_tell(make_dataset):
    verdict = pp.assess(coin_flips(make_dataset, 12, 6, 3), ENOUGH, permutations=199)
    assert verdict.p_value > LEVEL
    assert verdict.outcome == "cannot tell"


@pytest.mark.parametrize(
    ("rows", "liked", "outcome"),
    [(18, 9, "cannot tell"), (22, 11, "no sign"), (25, 5, "cannot tell"), (60, 6, "no sign")],
)
def test_a_rare_label_needs_more_rows_before_no_sign_is_said(make_distinct, rows, liked, outcome):
    verdict = pp.assess(coin_flips(make_distinct, rows, liked, 2), pp.Settings(epochs=1), permutations=99)
    assert verdict.p_value > LEVEL
    assert verdict.outcome == outcome
    assert (verdict.colours_needed > rows) == (outcome == "cannot tell")


def test_networks_that_are_right_8_times_in_10_are_told_from_luck_where_no_sign_is_said():
    """The power that "no sign" rests on, simulated: answers right at 80 % against their labels shuffled."""
    generator = np.random.default_rng(0)
    for rows, enough in ((16, False), (22, True)):
        like = np.repeat([0, 1], rows // 2)
        told = []
        for _ in range(400):
            answers = np.where(generator.random(rows) < 0.8, like, 1 - like)
            shuffled = np.array([(answers == generator.permutation(like)).sum() for _ in range(199)])
            told.append((1 + (shuffled >= (answers == like).sum()).sum()) / 200 <= LEVEL)
        assert (np.mean(told) >= 0.8 - 0.04) == enough


def test_rows_of_few_colours_are_not_many_colours(dataset_of):
    """Seven colours of 1 to 7 rows can be shuffled in one way only, and two of 12 in two ways: nothing can be told."""
    sizes = dataset_of(
        [[30 * size, 99, 7] for size in range(1, 8) for _ in range(size)],
        [s % 2 for s in range(1, 8) for _ in range(s)],
    )
    twice = dataset_of([[0, 0, 0]] * 12 + [[255, 9, 9]] * 12, [0] * 12 + [1] * 12)
    for dataset, ways in ((sizes, 1), (twice, 2)):
        verdict = pp.assess(dataset, ENOUGH, permutations=49)
        assert verdict.outcome == "cannot tell"
        assert verdict.folds.shuffled.arrangements == ways
        assert verdict.known_rows == verdict.rows
        assert "says little about new colours" in verdict.sentence("en")
        assert "coin" not in verdict.sentence("en")
        assert f"there are only {ways} ways to do so; it takes 20." in verdict.sentence("en")
        assert f"{ways}通りしかありません" in verdict.sentence("ja")


def test_a_network_whose_outputs_are_no_numbers_has_no_score(dataset, exploding):
    verdict = pp.assess(dataset, exploding, permutations=19)
    assert verdict.right == 0
    assert np.isnan([*verdict.interval, verdict.baseline_p_value, verdict.accuracy]).all()
    assert not verdict.barely_moved
    assert "no longer numbers" in verdict.sentence("en")
    assert verdict.learning_curve.accuracy[-1] == verdict.left_out_accuracy == 0


def test_every_shuffle_that_can_be_is_an_arrangement(make_dataset):
    verdict = pp.assess(coin_flips(make_dataset, 12, 4, 1), pp.Settings(epochs=1), permutations=19)
    assert verdict.folds.shuffled.arrangements == pytest.approx(math.comb(12, 4))


def test_only_what_hinders_learning_is_put_first(article, learned):
    assert article.advice == article.findings[0]
    assert {finding.name for finding in learned.findings} <= {"memorised", "still falling", "dead units"}
    assert learned.advice is None


def test_another_run_is_refused(article, dataset):
    for data, settings in ((dataset, article.settings), (article.dataset, ENOUGH)):
        with pytest.raises(ValueError, match="run must be what train gave"):
            pp.assess(data, settings, run=article.run)


@pytest.mark.parametrize(
    ("settings", "rows", "liked"),
    [(pp.Settings(), 24, 12), (ENOUGH.replace(epochs=40), 24, 17), (ADVISED, 60, 30)],
    ids=["article", "enough", "advised"],
)
def test_coin_flips_are_seldom_called_learned(make_dataset, settings, rows, liked):
    p_values = [
        pp.assess(coin_flips(make_dataset, rows, liked, seed), settings, permutations=99, seed=seed).p_value
        for seed in range(60)
    ]
    called = np.mean(np.less_equal(p_values, LEVEL))
    assert called <= LEVEL + 3 * np.sqrt(LEVEL * (1 - LEVEL) / 60)
    assert 0.35 < np.mean(p_values) < 0.65


def test_readable_text_is_learned_with_enough_training():
    table = pp.read_csv(ROOT / "data" / "readable_text.csv").frame
    outcomes = [
        pp.assess(pp.Dataset(table.sample(60, random_state=seed, ignore_index=True)), ENOUGH, permutations=99).outcome
        for seed in range(5)
    ]
    assert outcomes == ["learned"] * 5


def test_many_rows_are_judged_by_fewer_shuffles(make_dataset):
    assert pp.assess(make_dataset(1001), pp.Settings(batch_size=64, epochs=2)).permutations == 200


def test_progress_is_heard_to_the_end_and_it_can_be_stopped(dataset):
    heard = []
    pp.assess(dataset, pp.Settings(), permutations=99, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1
    with pytest.raises(Stopped):
        pp.assess(dataset, pp.Settings(epochs=100_000), stop=lambda: True)


def test_so_few_shuffles_that_luck_can_never_be_ruled_out_are_refused(dataset):
    with pytest.raises(ValueError, match="at least 19, not 18"):
        pp.assess(dataset, pp.Settings(), permutations=18)


@pytest.mark.parametrize("scaling", ["none", "standard"])
def test_identical_colours_and_rare_labels_are_judged_too(dataset_of, scaling):
    rgb = np.random.default_rng(0).integers(0, 256, (10, 3)).tolist()
    verdict = pp.assess(
        dataset_of([*rgb, *rgb[:4]], [1, 0] * 5 + [1, 0, 0, 1]), pp.Settings(scaling=scaling), permutations=49
    )
    assert 0 < verdict.p_value <= 1
    assert "contradictory labels" in {finding.name for finding in verdict.findings}
