import dataclasses

import pytest

import pinkpref as pp
from dashboard.panels import pinned_run
from dashboard.tasks.cache import Source
from dashboard.tasks.training import Training
from pinkpref import Settings
from pinkpref.i18n import translator

WORDS = translator("en")


def test_what_differs_is_listed_with_before_and_after_and_nothing_else(dataset, make_dataset):
    before = Training(dataset, Settings(), Source("a.csv", own=True))
    after = Training(
        make_dataset(30), Settings(epochs=40, scaling="standard", inputs=("rgb", "hsv")), Source("b_.csv", own=True)
    )
    assert pinned_run.differences(before, after, WORDS) == [
        r"Data: Your file\: a\.csv → **Your file\: b\_\.csv**",
        "Epochs: 12 → **40**",
        "Inputs: RGB → **RGB + HSV**",
        "Normalise: not normalised → **normalised by z-score**",
    ]
    assert pinned_run.differences(before, before, WORDS) == []


def test_a_run_that_was_stopped_differs_from_the_whole_one(dataset):
    whole, stopped = (Training(dataset, Settings(epochs=4), Source("a.csv", own=True)) for _ in range(2))
    whole.result = pp.train(dataset, Settings(epochs=4))
    stopped.result = pp.train(dataset, Settings(epochs=4), stop=lambda: True)
    assert pinned_run.differences(stopped, whole, WORDS) == ["Epochs: 0 of 4 → **4**"]


def test_momentum_is_told_with_its_optimizer(dataset):
    plain = Training(dataset, Settings(optimizer="sgd"), Source("a.csv"))
    moving = Training(dataset, Settings(optimizer="sgd", momentum=0.9, nesterov=True), Source("a.csv"))
    assert pinned_run.differences(plain, moving, WORDS) == ["Optimizer: sgd → **sgd (nesterov, momentum 0.9)**"]


SGD = {"optimizer": "sgd"}
CHANGES = {
    "epochs": ({}, {"epochs": 13}, "Epochs: 12 → **13**"),
    "batch_size": ({}, {"batch_size": 3}, "Batch size: 2 → **3**"),
    "learning_rate": ({}, {"learning_rate": 1}, "Learning rate: 0.001 → **1**"),
    "hidden": ({}, {"hidden": (5, 4)}, "Hidden units: 5 → **5, 4**"),
    "test_size": ({}, {"test_size": 0.35}, "Test share: 20% → **35%**"),
    "loss": ({}, {"loss": "huber"}, "Loss: mean_absolute_error → **huber**"),
    "optimizer": ({}, {"optimizer": "adam"}, "Optimizer: rmsprop → **adam**"),
    "momentum": (SGD, SGD | {"momentum": 0.9}, "Optimizer: sgd → **sgd (momentum 0.9)**"),
    "nesterov": (
        SGD | {"momentum": 0.9},
        SGD | {"momentum": 0.9, "nesterov": True},
        "Optimizer: sgd (momentum 0.9) → **sgd (nesterov, momentum 0.9)**",
    ),
    "inputs": ({}, {"inputs": ("hsv", "hue_circle")}, "Inputs: RGB → **HSV + Hue circle**"),
    "scaling": ({}, {"scaling": "unit"}, "Normalise: not normalised → **normalised by known range**"),
    "seed": ({}, {"seed": 1}, "Seed of the start: 0 → **1**"),
    "split_seed": ({}, {"split_seed": 1}, "Seed of the split: 0 → **1**"),
    "activation": ({}, {"activation": "tanh"}, "Activation: relu → **tanh**"),
}


def test_every_setting_has_a_change_in_this_file():
    assert set(CHANGES) == {field.name for field in dataclasses.fields(Settings)}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_any_setting_is_named_alone(dataset, field):
    before, after, line = CHANGES[field]
    trainings = [Training(dataset, Settings(**values), Source("a.csv")) for values in (before, after)]
    assert pinned_run.differences(*trainings, WORDS) == [line]


def test_differences_stand_in_the_order_of_the_controls(dataset):
    values = {name: value for _, change, _ in CHANGES.values() for name, value in change.items()}
    trainings = [Training(dataset, settings, Source("a.csv")) for settings in (Settings(), Settings(**values | SGD))]
    lines = [line.partition(":")[0] for line in pinned_run.differences(*trainings, WORDS)]
    assert lines == list(dict.fromkeys(line.partition(":")[0] for _, _, line in CHANGES.values()))
