"""Every figure of a verdict, held to exact values; nothing is trained."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import confusion_matrix
from statsmodels.stats.proportion import proportion_confint

import pinkpref as pp
from pinkpref.evaluation import assessment, diagnostics, permutation_test, statistics
from pinkpref.evaluation import learning_curve as learning_curves
from pinkpref.evaluation import other_splits as splits
from pinkpref.evaluation.associations import correlations
from pinkpref.evaluation.baselines import baselines
from pinkpref.evaluation.cross_validation import CrossValidation
from pinkpref.evaluation.folds import Folds, LabelledFolds
from pinkpref.evaluation.learning_curve import learning_curve
from pinkpref.evaluation.verdict import Verdict
from pinkpref.i18n import Sentence

RIGHT = np.array([[1, 1, 1, 0, 1, 1, 1, 0, 1, 1], [1, 1, 0, 0, 1, 1, 1, 1, 1, 1]], bool)
LIKE = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]


def ten(dataset_of):
    return dataset_of([[25 * row, 250 - 25 * row, 60 * (row % 3)] for row in range(10)], LIKE)


def run_of(dataset, **changed):
    """A run whose figures are given."""
    figures = {
        "dataset": dataset,
        "settings": pp.Settings(),
        "train_rows": np.arange(7),
        "test_rows": np.arange(7, len(dataset)),
        "test_accuracy": 2 / 3,
        "diverged": False,
    }
    return SimpleNamespace(**figures | changed)


def verdict_of(dataset, brier=(), accuracy=(), right=RIGHT, **changed):
    """A verdict from the Brier scores and accuracies of shuffles; its own Brier score is .2."""
    folds = Folds(dataset.judged, len(right), seed=0, training=0.75)
    scores = [
        [row[fold == number].mean() for number in range(folds.plan.folds)]
        for row, fold in zip(right, folds.real.folds[0], strict=True)
    ]
    errors = np.full((1, *np.shape(scores)), 0.2)
    real = CrossValidation(right[None].astype(float), right[None], errors, np.array([scores]))
    return Verdict(run_of(dataset, **changed), real, np.array(brier), np.array(accuracy), folds)


def test_shuffles_that_tie_count_as_as_good(dataset_of):
    judged = verdict_of(ten(dataset_of), brier=[0.1, 0.2, 0.2 + 5e-8, 0.2 + 1e-5, 0.3, 0.4, 0.5])
    assert judged.permutations == 7
    assert judged.extreme_shuffles == 3
    assert judged.p_value == 4 / 8


def test_ties_count_in_the_p_value_of_accuracy_too(dataset_of):
    share = 16 / 20
    accuracy = [0.9, share, share - 5e-8, share - 1e-5, 0.5, 0.4, 0.3, 0.2, 0.1]
    judged = verdict_of(ten(dataset_of), brier=np.full(9, 0.3), accuracy=accuracy)
    assert judged.left_out_accuracy == share
    assert judged.p_value_of_accuracy == 4 / 10
    assert judged.p_value == 1 / 10


@pytest.mark.parametrize(("tries", "extreme", "outcome"), [(19, 0, "learned"), (19, 1, "cannot tell")])
def test_a_p_value_of_exactly_the_level_is_learned(dataset_of, tries, extreme, outcome):
    judged = verdict_of(ten(dataset_of), brier=[0.1] * extreme + [0.3] * (tries - extreme))
    assert judged.outcome == outcome


@pytest.mark.parametrize(
    ("classes", "arrangements", "outcome"),
    [((10, 10), 20.0, "no sign"), ((10, 10), 19.9, "cannot tell"), ((9, 10), 1e9, "cannot tell")],
)
def test_no_sign_takes_colours_and_arrangements(dataset_of, classes, arrangements, outcome):
    dataset = ten(dataset_of)
    judged = verdict_of(dataset, brier=[0.1] * 19)
    judged.__dict__["classes"] = classes
    object.__setattr__(judged, "folds", SimpleNamespace(shuffled=SimpleNamespace(arrangements=arrangements)))
    assert judged.outcome == outcome
    assert (statistics.power_to_tell(*classes, 0.8) >= 0.8) == (classes == (10, 10))


def test_a_colour_rated_evenly_is_neither_liked_nor_not(dataset_of):
    rgb = [[0, 0, 0]] * 2 + [[9, 9, 9]] * 3 + [[50, 0, 0]] * 4 + [[99, 0, 0], [0, 99, 0], [0, 0, 99]]
    like = [*(1, 0), *(1, 1, 0), *(0, 0, 0, 1), *(1, 1, 0)]
    judged = verdict_of(dataset_of(rgb, like), right=np.ones((1, 12), bool))
    assert judged.classes == (3, 2)
    assert judged.colours == 6
    assert judged.colours_needed == statistics.colours_needed(3, 2, 0.8)


def test_the_one_test_is_counted_on_its_own_rows(dataset_of):
    dataset = dataset_of([[40 * (row % 6), 0, 0] for row in range(12)], [1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0])
    judged = verdict_of(
        dataset,
        right=np.ones((1, 12), bool),
        train_rows=np.array([0, 1, 2, 3, 6, 7, 8]),
        test_rows=np.array([4, 5, 9, 10, 11]),
        test_accuracy=0.6,
    )
    assert (judged.right, judged.rows, judged.known_rows) == (3, 5, 1)
    assert judged.accuracy == 0.6
    assert judged.interval == pytest.approx(proportion_confint(3, 5, method="beta"))
    assert judged.baseline == pytest.approx(7 / 12)
    assert judged.baseline_p_value == pytest.approx(stats.binomtest(3, 5, 7 / 12, alternative="greater").pvalue)


@pytest.mark.parametrize("liked", [3, 7])
def test_the_baseline_is_the_commoner_answer_s(dataset_of, liked):
    dataset = dataset_of([[25 * row, 0, 0] for row in range(10)], [1] * liked + [0] * (10 - liked))
    assert verdict_of(dataset).baseline == pytest.approx(0.7)


def test_outputs_that_are_no_numbers_have_no_score(dataset_of):
    judged = verdict_of(ten(dataset_of), diverged=True, test_accuracy=np.nan)
    assert judged.right == 0
    assert np.isnan([*judged.interval, judged.baseline_p_value]).all()


def test_rows_of_the_confusion_are_labels_and_columns_are_answers(dataset_of):
    """Liked are called liked 3 and 2 times of 4, not liked called not liked 5 and 6 times of 6."""
    judged = verdict_of(ten(dataset_of))
    assert judged.confusion.tolist() == [[5.5, 0.5], [1.5, 2.5]]
    like = np.array(LIKE)
    mean = np.mean([confusion_matrix(like, np.where(right, like, 1 - like)) for right in RIGHT], axis=0)
    assert judged.confusion.tolist() == mean.tolist()


def test_the_interval_of_rows_left_out_is_that_of_its_folds(dataset_of):
    judged = verdict_of(ten(dataset_of))
    scores = [
        row[fold == number].mean()
        for row, fold in zip(RIGHT, judged.folds.real.folds[0], strict=True)
        for number in range(4)
    ]
    assert judged.folds.plan.trained == (1, 2, 3)
    rows = np.array([(fold == number).sum() for fold in judged.folds.real.folds[0] for number in range(4)])
    weighed = RIGHT.mean() + (np.array(scores) - RIGHT.mean()) * rows / rows.mean()
    left_out = rows.sum() / (10 * len(rows) - rows.sum())
    assert judged.left_out_interval == pytest.approx(statistics.resampled_interval(weighed, left_out, 4, 10))
    assert judged.left_out_interval.low <= judged.left_out_accuracy <= judged.left_out_interval.high


def test_where_rows_are_uneven_the_rate_lies_in_its_interval(make_dataset):
    """One colour stands in most of the rows."""
    frame = make_dataset(60, 2).frame
    dataset = pp.Dataset(pd.concat([frame, *[frame.head(1)] * 299], ignore_index=True))
    right = np.random.default_rng(0).random((2, 359)) < 0.6
    right[:, (dataset.judged.rgb == frame[["R", "G", "B"]].iloc[0].to_numpy()).all(axis=1)] = True
    judged = verdict_of(dataset, right=right)
    assert judged.left_out_accuracy == right.mean() > 0.9
    assert judged.left_out_interval.low < judged.left_out_accuracy < judged.left_out_interval.high


@pytest.mark.parametrize(
    ("rate", "low", "baseline", "strength"),
    [
        (1.0, 0.858, 22 / 24, "unknown"),
        (0.97, 0.9, 0.9, "unknown"),
        (0.91, 0.8, 0.9, "faint"),
        (0.61, 0.4, 0.5, "unknown"),
        (0.59, 0.4, 0.5, "faint"),
        (0.59, 0.51, 0.5, "clear"),
    ],
)
def test_faint_is_near_the_commoner_answer_on_the_way_from_it_to_all_right(dataset_of, rate, low, baseline, strength):
    judged = verdict_of(ten(dataset_of), brier=[0.9] * 99)
    values = {"left_out_accuracy": rate, "left_out_interval": statistics.Interval(low, 1.0), "baseline": baseline}
    vars(judged).update(values | {"outcome": "learned"})
    assert judged.strength == strength


@pytest.mark.parametrize(
    ("interval", "accuracy", "settled"),
    [((0.4, 0.8), 0.7, (18, 42)), ((0.4, 0.8), 0.5, (18, None)), ((0.4, 0.5), 0.45, None)],
)
def test_the_fewest_rows_are_those_of_the_high_end(dataset_of, interval, accuracy, settled):
    judged = verdict_of(ten(dataset_of))
    vars(judged).update(left_out_interval=statistics.Interval(*interval), left_out_accuracy=accuracy, baseline=0.5)
    assert judged.rows_to_settle == settled


def test_the_advice_is_the_first_cure_of_what_hinders(dataset_of):
    def found(name, cure):
        return SimpleNamespace(name=name, cure=cure, advice=Sentence(name))

    judged = verdict_of(ten(dataset_of))
    cure = pp.Settings(epochs=9)
    first, second = found("saturated", cure), found("same answer", cure)
    vars(judged)["findings"] = (found("memorised", cure), found("barely moved", None), first, second)
    assert judged.advice is first
    vars(judged)["findings"] = (found("memorised", cure), found("barely moved", None))
    assert judged.advice is None


def test_what_a_verdict_stands_beside_is_worked_out_for_its_own_data_settings_and_folds(monkeypatch, dataset_of):
    judged = verdict_of(ten(dataset_of), settings=pp.Settings(epochs=7, seed=5))
    of_it = judged.judged, judged.settings
    assert judged.judged.fingerprint == ten(dataset_of).judged.fingerprint
    assert judged.baselines == baselines(*of_it, judged.folds, judged.real)
    assert judged.correlations == correlations(judged.judged)
    monkeypatch.setattr(splits, "train_many", lambda *asked: SimpleNamespace(test_accuracy=[asked[:2] == of_it]))
    assert judged.other_splits.tolist() == [judged.accuracy, True]

    def answered(*asked):
        answer = asked[2].test % 2 * (asked[:2] == of_it)
        return np.stack([1 - answer, answer], axis=1).astype(np.float32)

    monkeypatch.setattr(learning_curves, "predict_test_rows", answered)
    np.testing.assert_array_equal(judged.learning_curve, learning_curve(*of_it, judged.folds))
    assert judged.learning_curve.accuracy.max() > 0


def test_what_went_wrong_is_found_in_its_own_run(monkeypatch, dataset_of):
    judged = verdict_of(ten(dataset_of))
    monkeypatch.setattr(diagnostics, "find", lambda *asked: asked)
    monkeypatch.setattr(diagnostics, "loss_reduction", lambda run: (run, "loss"))
    monkeypatch.setattr(diagnostics, "barely_moved", lambda run: (run, "barely"))
    assert judged.findings == (judged.run, judged.left_out_accuracy)
    assert judged.loss_reduction == (judged.run, "loss")
    assert judged.barely_moved == (judged.run, "barely")


class Shuffling:
    """Stands in for cross-validation: the Brier score of a shuffle is its number, of the real labels -1."""

    def __init__(self, monkeypatch):
        self.asked, self.stops, self.real, self.repeats = [], [], [], []
        monkeypatch.setattr(permutation_test, "cross_validate", self)
        monkeypatch.setattr(permutation_test, "cores", lambda: 2)
        monkeypatch.setattr(Folds, "shuffles", lambda _, first, last: range(first, last))
        monkeypatch.setattr(LabelledFolds, "followed_by", lambda real, shuffles: (real, shuffles))
        monkeypatch.setattr(assessment, "train", lambda dataset, settings, **_: run_of(dataset, settings=settings))

    def __call__(self, _dataset, _settings, labelled, *, stop=None):
        self.stops.append(stop)
        real, shuffles = labelled if isinstance(labelled, tuple) else (None, labelled)
        self.asked.append((shuffles.start, shuffles.stop))
        self.real.append(real is not None)
        numbers = np.array([*([-1] if real else []), *shuffles], float)
        if real:
            self.repeats.append(real.folds.shape[1])
        right = np.zeros((len(numbers), 2, 5), bool)
        right[:, 0, 0] = True
        errors = numbers[:, None, None].repeat(2, axis=1).repeat(4, axis=2)
        return CrossValidation(right.astype(float), right, errors, np.zeros(errors.shape))


def test_shuffles_are_added_in_their_order_and_their_share_is_told(monkeypatch, dataset_of):
    shuffling, heard, settings = Shuffling(monkeypatch), [], pp.Settings(epochs=1000, batch_size=3)
    monkeypatch.setattr(permutation_test, "seconds_in_a_stack", lambda asked, rows: (asked == settings) * rows / 1e4)
    monkeypatch.setattr(permutation_test, "SECONDS_A_ROW", 0)
    judged = verdict_of(ten(dataset_of), brier=[0.5] * 100, accuracy=[0.5] * 100, settings=settings)
    more = judged.sharpened(1500, progress=heard.append, stop=print)
    assert int(2 * 2.0 / (2 * 4 * 10 / 1e4)) == 500
    assert 4096 // (2 * 4) == 512  # as many as fill the stack
    assert shuffling.asked == [(100, 566), (566, 1033), (1033, 1500)]  # about as many in each, 512 at most
    assert heard == [466 / 1400, 933 / 1400, 1.0]
    assert more.shuffled_brier.tolist() == [0.5] * 100 + list(range(100, 1500))
    assert more.shuffled_accuracy.tolist() == [0.5] * 100 + [0.1] * 1400
    assert set(shuffling.stops) == {print}
    assert (more.run, more.real, more.folds) == (judged.run, judged.real, judged.folds)


def test_few_rows_may_be_so_many_networks_that_they_are_laid_out_in_parts(monkeypatch, make_dataset):
    """2e7 rows at once: 200 shuffles of 5 folds in 20 repeats, of 1,000 rows each."""
    shuffling = Shuffling(monkeypatch)
    monkeypatch.setattr(permutation_test, "SECONDS_AT_ONCE", 1e9)
    dataset = make_dataset(1000)
    pp.assess(dataset, pp.Settings(epochs=1, batch_size=1000), permutations=1001)
    assert shuffling.asked == [(0, 166), (166, 333), (333, 500), (500, 667), (667, 834), (834, 1001)]


def test_the_real_labels_are_trained_once_with_the_first_shuffles(monkeypatch, make_dataset):
    """So one width of stack is compiled, and not a second one for a single labelling."""
    shuffling = Shuffling(monkeypatch)
    monkeypatch.setattr(permutation_test, "SECONDS_AT_ONCE", 0.1)
    judged = pp.assess(make_dataset(24), pp.Settings(epochs=1000), permutations=500)
    assert shuffling.real == [True] + [False] * (len(shuffling.asked) - 1)
    assert len(shuffling.asked) > 1
    assert judged.real.brier.tolist() == [-1.0]
    assert judged.shuffled_brier.tolist() == list(range(500))


@pytest.mark.parametrize(
    ("epochs", "batch_size", "repeats"), [(12, 2, 17), (100, 2, 5), (60, 2, 5), (30, 2, 6), (1, 2, 20), (100, 24, 20)]
)
def test_short_trainings_are_repeated_oftener(make_dataset, epochs, batch_size, repeats):
    """About 1e7 steps in 1,000 shuffles of 4 folds: at 12 steps an epoch, 12 epochs, 1e7 / 576,000."""
    assert assessment.repeats_for(make_dataset(24), pp.Settings(epochs=epochs, batch_size=batch_size)) == repeats


@pytest.mark.parametrize(
    ("rows", "repeats", "asked", "made"),
    [(24, 20, 19, 19), (1000, 20, 300, 300), (1001, 1, 300, 200), (1001, 1, 150, 150)],
)
def test_above_a_thousand_rows_there_are_fewer_repeats_and_shuffles(
    monkeypatch, make_dataset, rows, repeats, asked, made
):
    shuffling = Shuffling(monkeypatch)
    judged = pp.assess(make_dataset(rows), pp.Settings(epochs=1, batch_size=64), permutations=asked, seed=8)
    assert shuffling.repeats == [repeats]
    assert judged.permutations == made
    assert judged.folds.seed == 8


def test_the_run_of_other_data_or_other_settings_is_refused(monkeypatch, make_dataset):
    Shuffling(monkeypatch)
    data, other, settings = make_dataset(24), make_dataset(24, 1), pp.Settings()
    run = run_of(data, settings=settings)
    assert pp.assess(data, settings, permutations=19, run=run).run is run
    for wrong in (run_of(other, settings=settings), run_of(data, settings=settings.replace(seed=1))):
        with pytest.raises(ValueError, match="run must be what train gave"):
            pp.assess(data, settings, permutations=19, run=wrong)


def test_a_thousand_shuffles_of_seed_0_are_made_where_nothing_else_is_asked(monkeypatch, make_dataset):
    Shuffling(monkeypatch)
    judged = pp.assess(make_dataset(24), pp.Settings())
    assert (judged.permutations, judged.folds.seed) == (1000, 0)


@pytest.mark.parametrize("permutations", [18, 0])
def test_fewer_shuffles_than_19_are_refused(make_dataset, permutations):
    with pytest.raises(ValueError, match=f"at least 19, not {permutations}"):
        pp.assess(make_dataset(24), pp.Settings(), permutations=permutations)


def test_too_few_shuffles_are_refused_by_both_numbers(make_dataset):
    with pytest.raises(ValueError, match="permutations") as refused:
        pp.assess(make_dataset(), pp.Settings(), permutations=7)
    assert str(refused.value) == "permutations must be at least 19, not 7: with fewer, luck can never be ruled out."
