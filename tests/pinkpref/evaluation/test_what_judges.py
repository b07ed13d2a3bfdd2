"""What decides a verdict and what does not: the rows' order, near colours, the share trained on, one answer to all."""

import math

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import pinkpref as pp
from pinkpref.colour import rgb_to_oklab
from pinkpref.evaluation.statistics import LEVEL
from pinkpref.reporting import verdict_sentences
from pinkpref.tables import DatasetError

ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)
QUICK = pp.Settings(scaling="standard", learning_rate=0.05, epochs=6, batch_size=4)


def pinks():
    return pp.read_csv(ROOT / "data" / "keras_pink.csv")


def in_order(dataset, order):
    return pp.Dataset(dataset.frame.iloc[order].reset_index(drop=True))


ORDERS = {
    "shuffled": lambda like: np.random.default_rng(0).permutation(len(like)),
    "liked first": lambda like: np.argsort(-like, kind="stable"),
    "alternating": lambda like: np.argsort(
        np.argsort(np.argsort(like, kind="stable")) % (len(like) // 2), kind="stable"
    ),
    "backwards": lambda like: np.arange(len(like))[::-1],
}


@pytest.fixture(scope="module")
def as_written():
    return pp.assess(pinks(), QUICK, permutations=99)


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_the_rows_decides_nothing_but_the_run_that_is_shown(as_written, order):
    dataset = in_order(pinks(), ORDERS[order](pinks().like))
    other = pp.assess(dataset, QUICK, permutations=99)
    np.testing.assert_array_equal(other.shuffled_brier, as_written.shuffled_brier)
    np.testing.assert_array_equal(other.real.liking, as_written.real.liking)
    assert other.baselines == as_written.baselines
    assert other.correlations == as_written.correlations
    np.testing.assert_array_equal(other.other_splits[1:], as_written.other_splits[1:])
    for figures in zip(other.learning_curve, as_written.learning_curve, strict=True):
        np.testing.assert_array_equal(*figures)
    assert other.outcome == as_written.outcome
    assert other.confusion.tolist() == as_written.confusion.tolist()


def test_the_run_that_is_shown_stays_that_of_the_file_s_rows():
    run = pp.assess(pinks(), pp.Settings(), permutations=19).run
    assert (round(run.test_accuracy * 5), len(run.test_rows)) == (4, 5)
    assert run.metrics.tolist() == pp.train(pinks(), pp.Settings()).metrics.tolist()


def test_rows_judge_in_the_order_of_their_colours_and_labels(dataset_of):
    dataset = dataset_of([[9, 0, 0], [5, 9, 0], [5, 9, 0], [5, 1, 200], [9, 0, 0], [0, 0, 7]], [0, 1, 0, 1, 1, 0])
    judged = dataset.judged
    rows = list(zip(*judged.rgb.T, judged.like, strict=True))
    assert rows == sorted(zip(*dataset.rgb.T, dataset.like, strict=True))
    assert judged.judged.fingerprint == judged.fingerprint == in_order(dataset, [3, 1, 5, 0, 2, 4]).judged.fingerprint
    assert dataset.fingerprint != judged.fingerprint


def test_only_colours_drawn_at_random_judge():
    dataset = pinks()
    drawn = np.arange(len(dataset)) % 6 > 0
    settings = QUICK.replace(test_size=0.25)  # of 24 rows as of 20
    marked = pp.Dataset(dataset.frame, at_random=drawn)
    alone = pp.Dataset(dataset.frame[drawn].reset_index(drop=True))
    found, expected = (pp.assess(each, settings, permutations=39) for each in (marked, alone))
    assert len(found.run.train_rows) == 18
    np.testing.assert_array_equal(found.shuffled_brier, expected.shuffled_brier)
    np.testing.assert_array_equal(pp.signal(marked, permutations=19).errors, pp.signal(alone, permutations=19).errors)
    with pytest.raises(DatasetError, match="Too few rows"):
        _ = pp.Dataset(dataset.frame, at_random=np.arange(len(dataset)) < 3).judged


def clusters(seed, width):
    """Eight colours, each five times a hair apart within so wide a circle, each with one coin for its label."""
    generator = np.random.default_rng(seed)
    middles = generator.uniform(40, 215, (8, 3))
    rgb = np.repeat(middles, 5, axis=0) + generator.uniform(-width, width, (40, 3))
    labels = generator.permutation(np.arange(8) % 2).repeat(5)
    return pp.Dataset(pd.DataFrame(rgb, columns=list("RGB")).assign(LIKE=labels))


def test_colours_that_can_hardly_be_told_apart_are_one_colour():
    dataset = clusters(0, 1)
    oklab = rgb_to_oklab(dataset.rgb / 255).reshape(8, 5, 3)
    assert max(np.linalg.norm(each[:, None] - each, axis=-1).max() for each in oklab) < 0.02
    verdict = pp.assess(dataset, QUICK, permutations=19)
    assert verdict.colours == 8
    assert verdict.folds.shuffled.arrangements == pytest.approx(math.comb(8, 4))


@pytest.mark.parametrize("settings", [QUICK, ENOUGH], ids=["short", "enough"])
def test_coins_of_clusters_are_seldom_called_learned(settings):
    """As five of a hundred, give or take three standard errors of 80 tables; it was all of them."""
    called = [pp.assess(clusters(seed, 1), settings, permutations=39).outcome == "learned" for seed in range(80)]
    assert np.mean(called) <= LEVEL + 3 * np.sqrt(LEVEL * (1 - LEVEL) / 80)


def test_the_same_flips_written_twice_with_other_decimals_are_no_evidence():
    colours = np.random.default_rng(4).uniform(0, 255, (24, 3))
    both = np.concatenate([colours.round(2), colours.round(3)])
    labels = np.tile(np.random.default_rng(5).permutation(np.arange(24) % 2), 2)
    dataset = pp.Dataset(pd.DataFrame(both, columns=list("RGB")).assign(LIKE=labels))
    verdict = pp.assess(dataset, QUICK, permutations=99)
    assert verdict.colours <= 24
    assert verdict.outcome != "learned"


def test_fewer_than_twenty_arrangements_cannot_tell(dataset_of):
    """Six colours, three liked, can be labelled in twenty ways; five, two liked, in ten."""
    rgb = [[0, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [255, 255, 255]]
    for count, ways in ((6, 20), (5, 10)):
        dataset = dataset_of(
            [colour for colour in rgb[:count] for _ in range(4)], [i % 2 for i in range(count) for _ in range(4)]
        )
        verdict = pp.assess(dataset, QUICK, permutations=19)
        assert verdict.folds.shuffled.arrangements == pytest.approx(ways)
        object.__setattr__(verdict, "shuffled_brier", np.ones(19) * 9)
        assert verdict.outcome == ("learned" if ways >= 20 else "cannot tell")


@pytest.mark.parametrize("test_size", [0.1, 0.2, 0.35, 0.5, 0.7])
def test_networks_are_judged_that_train_on_as_many_rows_as_the_shown_one(make_distinct, test_size):
    settings = QUICK.replace(test_size=test_size)
    verdict = pp.assess(make_distinct(24), settings, permutations=19)
    shown = len(verdict.run.train_rows)
    least, most = verdict.training_rows
    assert shown - 1 <= least <= most <= shown + 1


def test_where_so_few_rows_of_a_label_allow_no_such_folds_it_is_known_what_was_judged(dataset_of):
    """Two of a label can be dealt to two folds: half of the rows train, whatever the shown network has."""
    rgb = np.random.default_rng(0).integers(0, 256, (24, 3)).tolist()
    verdict = pp.assess(dataset_of(rgb, [1] * 2 + [0] * 22), QUICK.replace(test_size=0.1), permutations=19)
    assert len(verdict.run.train_rows) == 21
    assert verdict.training_rows == (12, 12)


def test_one_answer_to_all_colours_is_said_first(make_distinct):
    dataset, settings = make_distinct(24), pp.Settings(epochs=1, learning_rate=1e-4)
    verdict = next(
        verdict
        for seed in range(30)
        if (verdict := pp.assess(dataset, settings.replace(seed=seed), permutations=19)).constant_answer is not None
    )
    liked = verdict.run.predict(dataset.rgb) > 0.5
    assert (liked == bool(verdict.constant_answer)).all()
    word = {0: ("not liked", "好きではない"), 1: ("liked", "好き")}[verdict.constant_answer]
    assert verdict.sentence("en").startswith(f"It says “{word[0]}” to every colour. ")
    assert verdict.sentence("ja").startswith(f"どの色にも「{word[1]}」と予測しています。")
    assert "It learned something" not in verdict.sentence("en")


def test_training_rows_of_one_label_move_nothing_and_warn_of_nothing(dataset_of, recwarn):
    rgb = np.random.default_rng(1).integers(0, 256, (12, 3)).tolist()
    dataset = dataset_of(rgb, [1] * 11 + [0])
    settings = next(
        QUICK.replace(split_seed=seed)
        for seed in range(50)
        if dataset.like[pp.train(dataset, QUICK.replace(split_seed=seed, epochs=1)).train_rows].all()
    )
    verdict = pp.assess(dataset, settings, permutations=19)
    assert math.isnan(verdict.loss_reduction)
    assert verdict.sentence("en")
    assert not [warning for warning in recwarn if issubclass(warning.category, RuntimeWarning)]


def test_a_score_stands_beside_the_one_answer_on_the_very_same_rows():
    """`?seed=13&split_seed=13`: all five test pinks are liked, and the network likes every colour."""
    verdict = pp.assess(pinks(), pp.Settings(seed=13, split_seed=13), permutations=19)
    assert (verdict.right, verdict.rows, verdict.constant_right) == (5, 5, (0, 5))
    said = verdict.sentence("en")
    assert verdict.constant_answer == 1
    assert said.startswith("It says “liked” to every colour.")
    assert "a coin gets" not in said


def test_a_tie_is_called_a_tie():
    """In float32 both outputs of this network are 1 for all 24 colours, which Keras counts as "not liked"."""
    run = pp.train(pp.load_sample("keras_pink"), pp.Settings(seed=12))
    outputs = np.asarray(run.model(run.inputs(run.dataset.rgb)))
    assert (outputs[:, 0] == outputs[:, 1]).all()
    verdict = pp.assess(run.dataset, run.settings, permutations=19, run=run)
    assert (verdict.ties, verdict.constant_answer) == (24, None)
    assert verdict.sentence("en").startswith("Its two outputs are equal for every colour: a tie, which says nothing. ")
    assert verdict_sentences.mark(verdict).shape == "="


def test_a_network_that_was_shown_one_label_is_said_to_have_been(make_distinct):
    frame = make_distinct(12).frame
    run = pp.train(pp.Dataset(frame.assign(LIKE=1)), pp.Settings(epochs=1))
    like = np.ones(12, int)
    like[run.test_rows[0]] = 0
    dataset = pp.Dataset(frame.assign(LIKE=like))
    verdict = pp.assess(dataset, pp.Settings(epochs=1, split_seed=0), permutations=19)
    assert verdict.trained_label == 1
    assert verdict.sentence("en").startswith("All 9 colours that it was trained on are “liked”. ")
    assert verdict_sentences.mark(verdict).word == "One label"


def test_a_network_whose_outputs_are_no_numbers_gets_no_tick(make_distinct, exploding):
    """However well networks trained the same way do."""
    dataset = make_distinct(24)
    run = pp.train(dataset, exploding)
    assert run.diverged
    verdict = pp.assess(dataset, ENOUGH, permutations=99)
    assert verdict.outcome == "learned"
    broken = verdict.with_run(run)
    assert verdict_sentences.mark(broken).shape == "!"
    told = broken.sentence("en")
    assert told.startswith(
        "Its outputs are no longer numbers, so its test score means nothing. Networks trained the same"
    )
    assert "It learned" not in told


def test_a_run_of_the_same_rows_that_may_not_judge_alike_is_refused(make_distinct):
    dataset = make_distinct(24)
    marked = pp.Dataset(dataset.frame, at_random=np.arange(24) < 20)
    assert marked.fingerprint != dataset.fingerprint
    with pytest.raises(ValueError, match="run must be"):
        pp.assess(marked, ENOUGH, permutations=19, run=pp.train(dataset, ENOUGH))


def test_a_verdict_on_another_order_of_the_rows_keeps_the_signal_that_is_known(make_distinct):
    verdict = pp.assess(make_distinct(12), ENOUGH, permutations=19)
    signal = verdict.signal
    for same in (verdict.sharpened(29), verdict.with_run(verdict.run), verdict.provisional()):
        assert same.signal is signal
    assert (verdict.so_far, verdict.provisional().so_far) == (False, True)
