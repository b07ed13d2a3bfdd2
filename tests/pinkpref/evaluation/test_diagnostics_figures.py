"""Every finding's threshold and every number it tells, on runs whose figures are given; nothing is trained."""

import numpy as np
import pandas as pd
import pytest

import pinkpref as pp
from pinkpref.evaluation import diagnostics
from pinkpref.evaluation.diagnostics import find
from pinkpref.i18n import translator

ROWS = 20
PINKS = [[255, 0, 100 + row] if row % 2 else [255, 90 - row, 0] for row in range(ROWS)]
MOVED = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)


class GivenRun:
    """A run whose answers, loss and activations are given; the first 15 rows are trained on."""

    diverged = False

    def __init__(self, dataset, settings, loss, before, after, **changed):
        self.dataset, self.settings = dataset, settings
        self.train_rows = np.arange(15)
        self.metrics = np.array([[each, 0.0, 0.0, 0.0] for each in loss])
        self.answers = {0: np.broadcast_to(before, ROWS), None: np.broadcast_to(after, ROWS)}
        self.logits, self.signal = np.zeros((ROWS, 2)), np.ones((ROWS, 5))
        self.history = pd.DataFrame({"accuracy": [0.5] * len(loss)})
        vars(self).update(changed)

    def _rows(self, rgb):
        return [self.dataset.rgb.tolist().index(colour) for colour in rgb.tolist()]

    def predict(self, rgb, epoch=None):
        return self.answers[epoch][self._rows(rgb)]

    @property
    def liking(self):
        return self.predict(self.dataset.rgb)

    def activations(self, rgb):
        rows = self._rows(rgb)
        return [self.signal[rows], self.logits[rows]]


@pytest.fixture(scope="module")
def pinks(dataset_of):
    """Twenty reds and pinks, nine of them liked."""
    return dataset_of(PINKS, [1, 0] * 9 + [0, 0])


ANSWERS = np.linspace(0.1, 0.9, ROWS)


def run_of(dataset, settings=MOVED, loss=(0.5, 0.2), before=0.5, after=ANSWERS, **changed):
    return GivenRun(dataset, settings, loss, before, after, **changed)


def found(run, left_out=0.5):
    return {finding.name: finding for finding in find(run, left_out)}


def test_the_loss_reduction_is_the_way_from_the_share_of_likes_to_perfect_answers(pinks):
    """Of the mean absolute error: 8 of 15 training rows are liked, so always saying so errs by 2 * 8/15 * 7/15."""
    constant = 2 * (8 / 15) * (7 / 15)
    for loss in (0.1, 0.4, 0.9):
        run = run_of(pinks, loss=(0.5, loss))
        assert diagnostics.loss_reduction(run) == pytest.approx((constant - loss) / constant, abs=1e-6)
    assert diagnostics.loss_reduction(run_of(pinks, loss=())) == 0


def test_the_answer_change_is_that_of_the_training_rows(pinks):
    after = np.r_[np.full(10, 0.7), np.full(5, 0.1), np.ones(5)]
    assert diagnostics.answer_change(run_of(pinks, after=after)) == pytest.approx((10 * 0.2 + 5 * 0.4) / 15)


def test_what_matters_most_is_told_first(dataset_of):
    settings = pp.Settings(inputs=("hsv",))
    logits = np.full((ROWS, 2), [-800.0, 800.0])
    rgb = [*PINKS[:-1], PINKS[0]]
    rare = dataset_of(rgb, [0] * 19 + [1])
    run = run_of(
        rare,
        settings,
        loss=(0.5, 0.4),
        before=0.6,
        after=0.6,
        logits=logits,
        signal=np.zeros((ROWS, 5)),
        history=pd.DataFrame({"accuracy": [0.1, 0.9]}),
        train_rows=np.r_[0:14, 19],
    )
    assert [finding.name for finding in find(run, 0.75)] == [
        "barely moved",
        "same answer",
        "zero gradients",
        "saturated",
        "dead units",
        "hue on the seam",
        "memorised",
        "unbalanced",
        "contradictory labels",
    ]


@pytest.mark.parametrize(
    ("loss", "after", "is_found"),
    [(0.4, 0.64, True), (0.4, 0.66, False), (0.37, 0.64, False), (0.38, 0.36, True), (0.38, 0.34, False)],
)
def test_barely_moved_takes_little_loss_and_little_change(pinks, loss, after, is_found):
    """A quarter of the way is at a loss of .3733."""
    run = run_of(pinks, pp.Settings(), loss=(0.5, loss), after=after)
    assert ("barely moved" in found(run)) == is_found == diagnostics.barely_moved(run)


def test_barely_moved_tells_steps_rate_change_and_share(pinks):
    settings = pp.Settings(epochs=3, batch_size=4, learning_rate=0.002)
    told = found(run_of(pinks, settings, loss=(0.5, 0.45, 0.42), after=0.62))["barely moved"].evidence
    assert "made 12 steps at a learning rate of 0.002." in told
    assert "by 0.12 on average" in told
    assert "brought its loss 16% of the way" in told  # (.49778 - .42) / .49778
    worse = found(run_of(pinks, settings, loss=(0.5, 0.45, 0.6), after=0.62))["barely moved"].evidence
    assert "brought its loss 0% of the way" in worse


@pytest.mark.parametrize(
    ("settings", "cure"),
    [
        ({}, {"epochs": 100, "learning_rate": 0.01}),
        ({"epochs": 200, "learning_rate": 0.05}, {"epochs": 200, "learning_rate": 0.05}),
        ({"learning_rate": 0.1}, {"epochs": 100, "learning_rate": 0.01}),
        ({"optimizer": "adadelta"}, {"epochs": 100, "learning_rate": 1.0}),
        ({"learning_rate": 0.5, "optimizer": "ftrl"}, {"epochs": 100, "learning_rate": 0.5}),
        ({"learning_rate": 1.0, "optimizer": "ftrl"}, {"epochs": 100, "learning_rate": 0.1}),
    ],
)
def test_the_cure_is_enough_and_not_too_much(pinks, settings, cure):
    asked = pp.Settings(**settings)
    finding = found(run_of(pinks, asked, loss=(0.5, 0.45), after=0.6))["barely moved"]
    assert finding.cure == asked.replace(scaling="standard", **cure)
    scaled = found(run_of(pinks, asked.replace(scaling="standard", epochs=5), loss=(0.5, 0.45), after=0.6))
    for advised, before in ((finding, asked), (scaled["barely moved"], asked.replace(scaling="standard", epochs=5))):
        after = advised.cure
        named = {
            "normalising by z-score": before.scaling != after.scaling,
            f"a learning rate of {after.learning_rate:g}": before.learning_rate != after.learning_rate,
            f"{after.epochs} epochs": before.epochs != after.epochs,
        }
        assert {words: words in advised.advice for words in named} == named, "what is in force already is not advised"


def test_settings_that_are_enough_already_have_no_cure(pinks):
    names = found(run_of(pinks, MOVED, loss=(0.5, 0.45), after=0.6))
    assert "barely moved" not in names
    assert names["same answer"].cure is None
    assert names["same answer"].advice == "other inputs, or more colours"


@pytest.mark.parametrize(
    ("changed", "is_found"),
    [({}, True), ({"rate": 0.09}, False), ({"loss": 0.37}, False), ({"after": 0.64}, False), ({"after": 0.36}, False)],
)
def test_steps_too_large_jump_to_one_answer_and_leave_the_loss(pinks, changed, is_found):
    case = {"rate": 0.1, "loss": 0.45, "after": 0.9} | changed
    run = run_of(pinks, MOVED.replace(learning_rate=case["rate"]), loss=(0.5, case["loss"]), after=case["after"])
    names = found(run)
    assert ("steps too large" in names) == is_found
    if is_found:
        assert "At a learning rate of 0.1 training" in names["steps too large"].evidence
        assert "by 0.40 on average" in names["steps too large"].evidence
        assert "ended at 0.4500" in names["steps too large"].evidence
        assert names["steps too large"].advice == "a learning rate of 0.01"
        two_answers = run_of(pinks, run.settings, loss=(0.5, 0.45), after=np.r_[np.full(19, 1.0), 0.0])
        assert "steps too large" not in found(two_answers)


def test_the_least_learning_rate_that_is_advised(pinks):
    run = run_of(pinks, MOVED.replace(learning_rate=0.0005), loss=(0.5, np.nan), diverged=True)
    names = found(run)
    assert list(names) == ["steps too large"]
    assert names["steps too large"].evidence == "In epoch 2 the loss stopped being a number."
    assert names["steps too large"].cure.learning_rate == 1e-4


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (0.9, "The network answers “liked” for every one of the 20 colours."),
        (0.51, "The network answers “liked” for every one of the 20 colours."),
        (0.49, "The network answers “not liked” for every one of the 20 colours."),
        (0.5, "Both outputs are equal for 20 of the 20 colours, and none is called liked."),
        ([0.5] + [0.4] * 19, "Both outputs are equal for 1 of the 20 colours, and none is called liked."),
    ],
)
def test_the_same_answer_is_told_by_its_name_and_a_tie_as_a_tie(pinks, after, told):
    assert found(run_of(pinks, after=after))["same answer"].evidence == told
    assert "same answer" not in found(run_of(pinks, after=[0.5, 0.51] + [0.4] * 18))


@pytest.mark.parametrize(("ends", "share"), [(7, None), (8, "53%"), (15, "100%")])
def test_outputs_near_their_ends_are_counted_among_the_training_rows(pinks, ends, share):
    """A sum of 7 is an output of .99909, of -7 one of .00091; 6.9 and -6.9 are just not within .001."""
    logits = np.tile([6.9, -6.9], (ROWS, 1))
    logits[:ends] = [7.0, -7.0]
    names = found(run_of(pinks, pp.Settings(), logits=logits))
    assert ("saturated" in names) == (share is not None)
    if share:
        assert names["saturated"].evidence == f"{share} of the outputs are within 0.001 of 0 or 1."
    assert "saturated" not in found(run_of(pinks, MOVED, logits=logits))


def test_training_rows_without_a_gradient_are_counted(pinks):
    logits = np.zeros((ROWS, 2))
    logits[:4] = 800.0
    logits[4], logits[6] = [800.0, 0.0], [0.0, 800.0]  # liked: one output still moves, down or up
    logits[15:] = 800.0  # test rows
    names = found(run_of(pinks, pp.Settings(), logits=logits))
    assert names["zero gradients"].evidence.startswith("For 4 of 15 training colours")


def test_units_that_are_dead_for_every_colour_are_counted(pinks):
    signal = np.ones((ROWS, 5))
    signal[:, :2] = 0
    signal[:19, 2] = 0  # alive for one colour
    for settings, cure in (
        (pp.Settings(), pp.Settings(scaling="standard")),
        (MOVED.replace(seed=2**32 - 1), MOVED.replace(seed=0)),
        (MOVED.replace(seed=2**31), MOVED.replace(seed=2**31 + 1)),
    ):
        finding = found(run_of(pinks, settings, signal=signal))["dead units"]
        assert finding.evidence == "2 of 5 hidden units give 0 for every colour."
        assert finding.cure == cure
    assert "dead units" not in found(run_of(pinks, MOVED.replace(activation="tanh"), signal=signal))


FALLING = [0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15]


@pytest.mark.parametrize(
    ("loss", "epochs", "is_found"),
    [
        (FALLING, 8, True),
        (FALLING[1:], 7, False),
        ([0.5, 0.3, 0.3, 0.3, 0.3, 0.139, 0.13, 0.1], 8, False),
        ([0.5, 0.3, 0.3, 0.3, 0.3, 0.141, 0.13, 0.1], 8, True),
        ([0.1, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.1], 8, False),
        ([1.4, 1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7], 8, False),
    ],
)
def test_a_loss_that_still_falls_by_a_tenth_in_the_last_quarter_is_told(pinks, loss, epochs, is_found):
    finding = found(run_of(pinks, MOVED.replace(epochs=epochs), loss=loss)).get("still falling")
    assert (finding is not None) == is_found
    if finding:
        assert f"from {loss[5]:.4f} to {loss[7]:.4f}." in finding.evidence
        assert finding.cure.epochs == 24
        assert finding.advice == "24 epochs"


@pytest.mark.parametrize(("epochs", "more"), [(99, 297), (100, 300), (101, 300), (299, 300), (300, None)])
def test_three_times_as_many_epochs_are_advised_up_to_three_hundred(pinks, epochs, more):
    finding = found(run_of(pinks, MOVED.replace(epochs=epochs), loss=FALLING)).get("still falling")
    assert (finding and finding.cure.epochs) == more


@pytest.mark.parametrize(("left_out", "is_found"), [(0.6, True), (0.6501, False), (0.64, True), (0.9, False)])
def test_learning_by_heart_takes_a_gap_of_fifteen_in_a_hundred(pinks, left_out, is_found):
    names = found(run_of(pinks, history=pd.DataFrame({"accuracy": [0.99, 0.3, 0.8]})), left_out)
    assert ("memorised" in names) == is_found
    if is_found:
        told = f"It calls 80% of its training colours right, but only {left_out:.0%} of colours left out."
        assert names["memorised"].evidence == told


@pytest.mark.parametrize(
    ("above", "below", "is_found"), [(2, 8, True), (8, 2, True), (1, 9, False), (9, 1, False), (4, 5, False)]
)
def test_the_seam_of_the_hue_takes_colours_on_both_sides(dataset_of, above, below, is_found):
    greens = ROWS - above - below
    rgb = [
        *[[255, 0, 40 + row] for row in range(above)],
        *[[255, 40 + row, 0] for row in range(below)],
        *[[0, 255, row] for row in range(greens - 1)],
        [128, 128, 128],
    ]
    run = run_of(dataset_of(rgb, [0, 1] * 10), MOVED.replace(inputs=("rgb", "hsv")))
    names = found(run)
    assert ("hue on the seam" in names) == is_found
    if is_found:
        told = (
            f"{above / ROWS:.0%} of the colours have a hue above 300 degrees and {below / ROWS:.0%} have one below 60"
        )
        assert names["hue on the seam"].evidence.startswith(told)
        assert names["hue on the seam"].cure.inputs == ("rgb", "hue_circle")


@pytest.mark.parametrize(
    ("liked", "told"),
    [
        (5, ("Only 5 of 20 colours are “liked”.", "“not liked” is right for 75%", "more colours that are “liked”")),
        (
            15,
            ("Only 5 of 20 colours are “not liked”.", "“liked” is right for 75%", "more colours that are “not liked”"),
        ),
        (6, None),
        (14, None),
    ],
)
def test_a_label_of_less_than_three_in_ten_is_rare(dataset_of, liked, told):
    finding = found(run_of(dataset_of(PINKS, [0] * 3 + [1] * liked + [0] * (17 - liked)))).get("unbalanced")
    assert (finding is None) == (told is None)
    if finding:
        evidence, cause, advice = told
        assert (finding.evidence, finding.advice) == (evidence, advice)
        assert cause in finding.cause


def test_colours_with_both_labels_are_counted(dataset_of):
    rgb = [*PINKS[:15], PINKS[0], PINKS[1], PINKS[1], PINKS[2], PINKS[3]]
    like = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1]
    names = found(run_of(dataset_of(rgb, like)))
    assert names["contradictory labels"].evidence == "Colours that occur more than once with both labels: 3."


def test_every_number_in_a_japanese_finding_is_the_figure_that_it_names(pinks):
    signal = np.ones((ROWS, 5))
    signal[:, :2] = 0
    logits = np.zeros((ROWS, 2))
    logits[:4] = 800.0
    settings = pp.Settings(epochs=3, batch_size=4, learning_rate=0.002)
    history = pd.DataFrame({"accuracy": [0.8]})
    still = run_of(pinks, settings, (0.5, 0.45, 0.42), after=0.62, signal=signal, logits=logits, history=history)
    falling = run_of(pinks, MOVED.replace(epochs=8), FALLING)
    large = run_of(pinks, MOVED.replace(learning_rate=0.1), (0.5, 0.45), after=0.9)
    names = {**found(still, 0.6), **found(falling), "steps too large": found(large)["steps too large"]}
    for name, told in {
        "barely moved": "学習率0.002で重みを12回更新しました。0から1までの出力は平均0.12しか",
        "zero gradients": "学習データ15色のうち4色",
        "dead units": "5ユニットのうち2ユニット",
        "memorised": "学習に使った色では80%正解しますが、使わなかった色では60%しか",
        "still falling": "0.2500から0.1500へ",
        "steps too large": "学習率0.1での学習で、0から1までの出力は平均0.40変わり",
    }.items():
        assert told in names[name].evidence.say(translator("ja"))
