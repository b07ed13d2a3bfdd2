import numpy as np
import pytest
from scipy.special import expit

import pinkpref as pp
from pinkpref.evaluation import diagnostics
from pinkpref.evaluation.diagnostics import find, loss_reduction
from pinkpref.models import network
from pinkpref.models.settings import LOSSES
from pinkpref.training.gradients import logit_gradients

ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)
ADVISED = pp.Settings(inputs=("hsv",), scaling="unit", loss="binary_crossentropy")


def found(run, left_out=0.5):
    return {finding.name: finding for finding in find(run, left_out)}


def test_the_article_is_told_that_it_has_hardly_moved_first_of_all():
    run = pp.train(pp.read_csv("data/keras_pink.csv"), pp.Settings())
    first, *_ = find(run, 0.5)
    assert first.name == "barely moved"
    assert "120 steps at a learning rate of 0.001" in first.evidence
    assert first.cure == ENOUGH
    names = found(run)
    assert {"zero gradients", "saturated"} <= names.keys()
    assert {names[name].cure for name in ("zero gradients", "saturated")} == {pp.Settings(scaling="standard")}


@pytest.mark.parametrize("loss", LOSSES)
def test_moved_is_nothing_for_the_share_of_likes_and_all_for_perfect_answers(dataset, loss):
    run = pp.train(dataset, ENOUGH.replace(loss=loss))
    assert 0 < loss_reduction(run) <= 1
    like = dataset.like[run.train_rows]
    shares = np.tile([1 - like.mean(), like.mean()], (len(like), 1))
    for outputs, expected in ((shares, 0), (np.eye(2)[like], 1)):
        figures = run.metrics.copy()
        figures[-1, 0] = network.losses(loss, like, outputs).mean()
        assert loss_reduction(pp.Run(**{**vars(run), "metrics": figures})) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("loss", ["mean_absolute_error", "binary_crossentropy", "hinge", "cosine_similarity"])
def test_slopes_are_those_of_the_loss(loss):
    generator = np.random.default_rng(0)
    sums, like = generator.normal(size=(20, 2)).astype(np.float32), generator.integers(0, 2, 20)

    def value(sums):
        return network.losses(loss, like, 1 / (1 + np.exp(-sums)))

    step = 1e-2
    for output in (0, 1):
        aside = np.eye(2)[output] * step
        numeric = (value(sums + aside) - value(sums - aside)) / (2 * step)
        np.testing.assert_allclose(logit_gradients(loss, like, sums)[:, output], numeric, atol=2e-3)


def test_a_network_that_has_found_its_rule_is_told_nothing_bad(make_dataset):
    run = pp.train(make_dataset(60), ENOUGH.replace(epochs=300, loss="binary_crossentropy"))
    assert (
        not {"barely moved", "same answer", "saturated", "zero gradients", "steps too large"} & found(run, 0.95).keys()
    )


def test_saturation_is_counted_on_the_network_itself():
    dataset = pp.read_csv("data/keras_pink.csv")
    run = pp.train(dataset, pp.Settings())
    rgb = dataset.rgb[run.train_rows]
    outputs = np.asarray(run.model(run.inputs(rgb)))
    share = ((outputs < 1e-3) | (outputs > 1 - 1e-3)).mean()
    assert share > diagnostics.MOST_SATURATED
    assert f"{share:.0%} of the outputs" in found(run)["saturated"].evidence
    hidden, sums = run.activations(rgb)
    np.testing.assert_allclose(expit(sums), outputs, atol=1e-5)
    np.testing.assert_allclose(hidden, np.asarray(run.model.layers[0](run.inputs(rgb))), rtol=1e-5, atol=1e-4)


def test_every_row_the_same_answer_is_found(make_dataset):
    dataset, seen = make_dataset(24), set()
    for seed in range(12):
        run = pp.train(dataset, pp.Settings(scaling="unit", epochs=1, learning_rate=1e-6, seed=seed))
        answers = set((run.predict(dataset.rgb) > 0.5).tolist())
        assert ("same answer" in found(run)) == (len(answers) == 1)
        seen.add(len(answers))
    assert seen == {1, 2}


def test_dead_units_are_counted(dataset):
    run = pp.train(dataset, ENOUGH)
    parameters = run.parameters.copy()
    parameters[-1, 15:17] = -1e3  # the biases of the first two hidden units
    killed = pp.Run(**{**vars(run), "parameters": parameters})
    assert "2 of 5 hidden units" in found(killed)["dead units"].evidence


@pytest.mark.parametrize(
    ("optimizer", "rate", "scaling"), [("sgd", 1.0, "none"), ("adam", 1.0, "standard"), ("rmsprop", 0.1, "none")]
)
def test_too_large_steps_are_told_by_what_they_did(optimizer, rate, scaling):
    dataset = pp.read_csv("data/keras_pink.csv")
    settings = ENOUGH.replace(optimizer=optimizer, learning_rate=rate, scaling=scaling)
    run = pp.train(dataset, settings)
    finding = find(run, 0.5)[0]
    assert finding.name == "steps too large"
    assert finding.cure == settings.replace(learning_rate=rate / 10)
    assert f"ended at {run.history['loss'].iloc[-1]:.4f}" in finding.evidence
    assert len(set(run.predict(dataset.rgb) > 0.5)) == 1
    assert "barely moved" not in found(run)


@pytest.mark.parametrize(("optimizer", "rate"), [("adadelta", 1.0), ("ftrl", 0.1), ("adam", 0.01)])
def test_a_cure_moves_the_network_whatever_the_optimizer_and_is_not_cured_again(optimizer, rate):
    dataset = pp.read_csv("data/pinks_with_a_rule.csv")
    slow = pp.train(dataset, pp.Settings(optimizer=optimizer, scaling="standard"))
    cured = found(slow)["barely moved"].cure
    assert cured == ENOUGH.replace(optimizer=optimizer, learning_rate=rate)
    run = pp.train(dataset, cured)
    assert diagnostics.barely_moved(slow)
    assert not diagnostics.barely_moved(run)
    assert not {"barely moved", "steps too large"} & found(run).keys()


def test_labels_that_hold_nothing_keep_the_loss_up_but_not_the_network_still():
    table = pp.read_csv("data/readable_text.csv").frame.sample(300, random_state=0, ignore_index=True)
    noise = pp.Dataset(table.assign(LIKE=np.random.default_rng(0).integers(0, 2, 300)))
    run = pp.train(noise, ENOUGH)
    answers = [run.predict(noise.rgb[run.train_rows], epoch=epoch) for epoch in (0, 100)]
    assert diagnostics.answer_change(run) == pytest.approx(np.abs(answers[1] - answers[0]).mean())
    assert loss_reduction(run) < diagnostics.BARELY
    assert not diagnostics.barely_moved(run)
    assert "barely moved" not in found(run)


def test_a_loss_that_is_no_number_is_told_first(dataset, exploding):
    run = pp.train(dataset, exploding)
    first, *_ = find(run, 0.5)
    assert first.name == "steps too large"
    assert f"In epoch {len(run.metrics)} the loss stopped being a number" in first.evidence
    assert first.cure.learning_rate == 1.0


def test_a_training_stopped_too_early_is_found_by_its_falling_loss(make_dataset):
    run = pp.train(make_dataset(60), ENOUGH.replace(epochs=8, loss="binary_crossentropy"))
    finding = found(run, 0.9)["still falling"]
    before, after = run.history["loss"].iloc[-1 - 8 // 4], run.history["loss"].iloc[-1]
    assert f"from {before:.4f} to {after:.4f}" in finding.evidence
    assert finding.cure.epochs == 24


def test_learning_by_heart_is_found_by_the_colours_left_out(make_dataset):
    run = pp.train(make_dataset(60), ENOUGH)
    known = run.history["accuracy"].iloc[-1]
    assert f"{known:.0%} of its training colours right, but only 60%" in found(run, 0.6)["memorised"].evidence
    assert found(run, 0.6)["memorised"].cure is None  # the rows left out choose no settings
    assert "memorised" not in found(run, known - 0.1)


@pytest.mark.parametrize(
    ("reds", "is_found"), [([[255, 0, 40], [255, 40, 0]], True), ([[0, 255, 40], [40, 255, 0]], False)]
)
def test_the_seam_of_the_hue_is_found_where_colours_stand_on_both_sides(dataset_of, reds, is_found):
    rgb = [[red, green, blue + step] for step in range(10) for red, green, blue in reds]
    run = pp.train(dataset_of(rgb, [0, 1] * 10), ADVISED)
    finding = found(run).get("hue on the seam")
    assert (finding is not None) == is_found
    if finding:
        assert finding.cure.inputs == ("hue_circle",)
    assert "hue on the seam" not in found(pp.train(dataset_of(rgb, [0, 1] * 10), ENOUGH))
    greens = [[0, 255, step] for step in range(30)]
    assert "hue on the seam" not in found(pp.train(dataset_of(rgb + greens, [0, 1] * 25), ADVISED))


def test_a_rare_label_and_contradictions_are_found(dataset_of):
    rgb = [[step, 0, 0] for step in range(20)] + [[0, 0, 0]]
    run = pp.train(dataset_of(rgb, [1, 1] + [0] * 18 + [0]), ENOUGH)
    names = found(run)
    assert "Only 2 of 21 colours are “liked”" in names["unbalanced"].evidence
    assert "90%" in names["unbalanced"].cause
    assert "both labels: 1" in names["contradictory labels"].evidence
    assert (
        not {"unbalanced", "contradictory labels"} & found(pp.train(dataset_of(rgb[:20], [0, 1] * 10), ENOUGH)).keys()
    )
