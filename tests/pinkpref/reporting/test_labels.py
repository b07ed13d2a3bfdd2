import dataclasses

import pytest

import pinkpref as pp
from pinkpref.i18n import translator
from pinkpref.models import INPUTS, LOSSES, OPTIMIZERS, SCALINGS
from pinkpref.reporting import labels

WORDS = translator("en")


def fields_of(kind):
    return {field.name for field in dataclasses.fields(kind)}


def test_every_setting_has_a_name_and_a_meaning():
    unnamed = fields_of(pp.Settings) - set(labels.SETTINGS)
    assert not unnamed, f"say in labels.SETTINGS what these are called and what they are: {unnamed}"
    assert set(labels.SETTINGS) == fields_of(pp.Settings)
    assert all(label.name and label.meaning.endswith(".") for label in labels.SETTINGS.values())
    assert len({label.name for label in labels.SETTINGS.values()}) == len(labels.SETTINGS)


def test_every_way_to_read_a_table_has_a_meaning():
    unnamed = fields_of(pp.Reading) - set(labels.READING)
    assert not unnamed, f"say in labels.READING what these are: {unnamed}"
    assert set(labels.READING) == fields_of(pp.Reading)


def test_every_value_has_its_name_in_words():
    assert tuple(labels.LOSSES) == LOSSES
    assert tuple(labels.OPTIMIZERS) == OPTIMIZERS
    assert tuple(labels.INPUTS) == INPUTS
    assert tuple(labels.SCALINGS) == SCALINGS == ("none", *labels.SCALING_METHODS)


MANY = pp.Settings(
    inputs=INPUTS, hidden=(8, 4), scaling="unit", test_size=0.25, learning_rate=1, optimizer="sgd", momentum=0.5, seed=7
)


def test_values_are_said_as_people_say_them():
    assert labels.values_in_words(MANY, WORDS) == {
        "epochs": "12",
        "batch_size": "2",
        "loss": "mean_absolute_error",
        "optimizer": "sgd (momentum 0.5)",
        "learning_rate": "1",
        "inputs": "RGB + HSV + Hue circle + OKLab",
        "scaling": "normalised by known range",
        "hidden": "8, 4",
        "activation": "relu",
        "test_size": "25%",
        "split_seed": "0",
        "seed": "7",
    }
    assert labels.values_in_words(MANY, translator("ja"))["inputs"] == "RGB + HSV + 色相環 + OKLab"


def test_values_are_written_as_python_prints_them():
    assert labels.values_in_code(MANY) == {
        field: str(value) for field, value in MANY.to_dict().items() if not isinstance(value, list)
    } | {"inputs": "rgb, hsv, hue_circle, oklab", "hidden": "8, 4"}


@pytest.mark.parametrize(
    ("settings", "label"),
    [
        (pp.Settings(), "rmsprop"),
        (pp.Settings(optimizer="sgd"), "sgd"),
        (pp.Settings(optimizer="sgd", momentum=0.9), "sgd (momentum 0.9)"),
        (pp.Settings(optimizer="sgd", momentum=0.9, nesterov=True), "sgd (nesterov, momentum 0.9)"),
    ],
)
def test_the_optimizer_is_named_with_what_was_chosen_about_it(settings, label):
    assert labels.optimizer_label(settings) == label
