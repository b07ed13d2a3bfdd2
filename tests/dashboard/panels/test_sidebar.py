"""The controls of the settings as a reader meets them: labels, help, ranges, defaults and order."""

import pytest
from apptest import page_of

from dashboard.session.controls import CONTROLS, LEARNING_RATES
from pinkpref.models import LOSSES, OPTIMIZERS

SEEDS = 2**32 - 1


def settings_alone():
    from dashboard.panels import sidebar
    from dashboard.session.url import current_language
    from pinkpref.i18n import translator

    sidebar._controls(translator(current_language()))


def drawn(**query):
    page = page_of(settings_alone)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def test_sliders_have_their_ranges():
    assert [
        (slider.key, slider.label, slider.min, slider.max, slider.step, slider.value) for slider in drawn().slider
    ] == [
        ("epochs", "Epochs", 1, 300, 1, 12),
        ("batch_size", "Batch size", 1, 32, 1, 2),
        ("hidden_units", "Hidden units", 1, 16, 1, 5),
        ("test_share", "Test share", 10, 50, 5, 20),
    ]
    assert drawn().slider[3].proto.format == "%d%%"


def test_the_learning_rate_is_chosen_from_a_list():
    (rates,) = drawn().select_slider
    assert (rates.key, rates.label, rates.value) == ("learning_rate", "Learning rate", 0.001)
    assert rates.options == [f"{rate:g}" for rate in LEARNING_RATES]


def test_losses_and_optimizers_are_explained():
    page = drawn(loss="huber", optimizer="lion")
    assert [(box.key, box.label, tuple(box.options)) for box in page.selectbox] == [
        ("loss", "Loss", LOSSES),
        ("optimizer", "Optimizer", OPTIMIZERS),
    ]
    assert [caption.value[:5] for caption in page.caption] == ["Huber", "Lion:"]


def test_toggles_appear_where_they_count():
    def toggles(**query):
        return [(toggle.key, toggle.label, toggle.value) for toggle in drawn(**query).toggle]

    inputs = [
        ("rgb", "RGB", True),
        ("hsv", "HSV", False),
        ("hue_circle", "Hue circle", False),
        ("normalise", "Normalise", False),
    ]
    assert toggles() == toggles(momentum="true") == inputs
    assert toggles(optimizer="sgd") == [("momentum", "Momentum", False), *inputs]
    moving = [("momentum", "Momentum", True), ("nesterov", "Nesterov", False), *inputs]
    assert toggles(optimizer="sgd", momentum="true") == moving


def test_seeds_have_a_button_that_takes_the_next_and_begins_again_after_the_last():
    page = drawn(seed=str(SEEDS))
    assert [(field.key, field.label, field.min, field.max, field.value) for field in page.number_input] == [
        ("seed", "Seed of the start", 0, SEEDS, SEEDS),
        ("split_seed", "Seed of the split", 0, SEEDS, 0),
    ]
    assert [(button.key, button.label) for button in page.button] == [
        ("seed_next", "Train again"),
        ("split_seed_next", "Another split"),
    ]
    for button in page.button:
        button.click()
    page.run()
    assert [field.value for field in page.number_input] == [0, 1]


def test_how_to_normalise_is_asked_where_it_counts():
    assert not drawn().button_group
    page = drawn(normalise="true", scaling="standard")
    (method,) = page.button_group
    assert (method.label, method.value) == ("How to normalise", "standard")
    assert method.options == ["by known range", "by z-score"]
    assert page.caption[-1].value.startswith("Each input minus its mean")
    assert drawn(normalise="true").caption[-1].value.startswith("R, G and B are divided by 255")


def test_without_inputs_it_warns():
    assert not drawn().warning
    assert not drawn(rgb="false", hsv="true").warning
    (warning,) = drawn(rgb="false").warning
    assert warning.value.startswith("Switch on RGB, HSV or Hue circle.")


HELP = {
    "epochs": "How often the network goes through all training rows.",
    "batch_size": "How many rows the network looks at before each step; small batches mean more steps.",
    "learning_rate": "How large each step is. Too small and nothing moves; too large and it jumps past the goal.",
    "hidden_units": "The units between inputs and outputs. More units can draw finer distinctions.",
    "test_share": "The share of rows the network never trains on, kept to test it with.",
    "loss": "What the network tries to make small: how wrong its outputs are.",
    "optimizer": "The rule by which each step changes the weights.",
    "momentum": "Each step keeps 90% of the step before, so steps that agree add up.",
    "nesterov": "Momentum that looks ahead to where it is about to go.",
    "rgb": "Red, green and blue.",
    "hsv": "Hue, saturation and value (brightness).",
    "hue_circle": "Hue and saturation as a point on a disc, where all reds are neighbours, and value.",
    "normalise": "Brings the inputs to a common size before training.",
    "seed": "The seed decides the starting weights and the order of the rows; the same seed, the same training.",
    "split_seed": "The seed decides which rows become test rows; the same seed, the same rows.",
}


def test_every_control_has_its_help_and_they_stand_in_order():
    page = drawn(optimizer="sgd", momentum="true")
    widgets = [*page.slider, *page.select_slider, *page.selectbox, *page.toggle, *page.number_input]
    assert {widget.key: widget.help for widget in widgets} == HELP
    assert list(CONTROLS) == [
        *("epochs", "batch_size", "learning_rate", "hidden_units", "test_share", "loss", "optimizer"),
        *("momentum", "nesterov", "rgb", "hsv", "hue_circle", "normalise", "scaling", "seed", "split_seed"),
    ]


@pytest.mark.parametrize(("key", "label"), [("epochs", "学習回数（エポック）"), ("batch_size", "バッチサイズ")])
def test_the_controls_speak_japanese(key, label):
    assert {slider.key: slider.label for slider in drawn(lang="ja").slider}[key] == label
