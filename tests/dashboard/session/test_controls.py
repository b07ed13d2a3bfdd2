import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_settings import page_settings

from dashboard.session.controls import CONTROLS, NO_INPUTS, controls_of, counts, settings_of
from pinkpref import Settings, SettingsError

NOT_ON_THE_PAGE = {"activation"}


def test_every_setting_has_a_control_or_is_known_to_have_none():
    fields = {field.name for field in dataclasses.fields(Settings)}
    offered = {control.field for control in CONTROLS.values()}
    assert offered <= fields
    without = fields - offered - NOT_ON_THE_PAGE
    assert not without, f"give these a control in dashboard/session/controls.py, or add them to this file: {without}"
    assert not offered & NOT_ON_THE_PAGE


@given(page_settings)
def test_controls_and_settings_are_two_views_of_one_thing(settings):
    assert settings_of(controls_of(settings)) == settings


@given(page_settings)
def test_a_control_that_is_not_drawn_has_no_value_and_is_not_asked_for_one(settings):
    values = controls_of(settings)
    drawn = {key: value for key, value in values.items() if counts(CONTROLS[key], values)}
    assert settings_of(drawn) == settings
    assert ("momentum" in drawn) == (settings.optimizer == "sgd")
    assert ("nesterov" in drawn) == (settings.momentum > 0)
    assert ("scaling" in drawn) == (settings.scaling != "none")
    assert set(values) - set(drawn) <= {"momentum", "nesterov", "scaling"}


ONE_BY_ONE = [
    ({"epochs": 13}, {"epochs": 13}),
    ({"batch_size": 3}, {"batch_size": 3}),
    ({"learning_rate": 0.01}, {"learning_rate": 0.01}),
    ({"hidden": (6,)}, {"hidden_units": 6}),
    ({"test_size": 0.35}, {"test_share": 35}),
    ({"loss": "huber"}, {"loss": "huber"}),
    ({"optimizer": "sgd"}, {"optimizer": "sgd"}),
    ({"optimizer": "sgd", "momentum": 0.9}, {"optimizer": "sgd", "momentum": True}),
    (
        {"optimizer": "sgd", "momentum": 0.9, "nesterov": True},
        {"optimizer": "sgd", "momentum": True, "nesterov": True},
    ),
    ({"inputs": ("rgb", "hsv")}, {"hsv": True}),
    ({"inputs": ("hue_circle",)}, {"rgb": False, "hue_circle": True}),
    ({"scaling": "unit"}, {"normalise": True}),
    ({"scaling": "standard"}, {"normalise": True, "scaling": "standard"}),
    ({"split_seed": 5}, {"split_seed": 5}),
    ({"seed": 5}, {"seed": 5}),
]


@pytest.mark.parametrize(("change", "moved"), ONE_BY_ONE)
def test_a_setting_moves_its_own_controls_and_no_other(change, moved):
    before, after = controls_of(Settings()), controls_of(Settings(**change))
    assert {key: value for key, value in after.items() if value != before[key]} == moved
    assert settings_of(before | moved) == Settings(**change)


@given(page_settings, st.sampled_from([control for control in CONTROLS.values() if control.options]))
def test_every_value_that_a_control_offers_can_be_trained_with(settings, control):
    values = controls_of(settings)
    for value in control.options[:: max(1, len(control.options) // 5)]:
        assert controls_of(settings_of(values | {control.key: value}))[control.key] in (value, control.default)


def test_what_momentum_and_nesterov_were_is_nothing_to_another_optimizer():
    values = controls_of(Settings(optimizer="sgd", momentum=0.9, nesterov=True))
    assert settings_of(values | {"optimizer": "adam"}) == Settings(optimizer="adam")
    assert settings_of(values | {"momentum": False}) == Settings(optimizer="sgd")
    assert settings_of(values | {"nesterov": False}) == Settings(optimizer="sgd", momentum=0.9)


def test_without_inputs_it_says_which_control_to_switch_on():
    with pytest.raises(SettingsError) as caught:
        settings_of(controls_of(Settings()) | {"rgb": False})
    assert caught.value.problems == (NO_INPUTS,)
    assert "RGB, HSV or Hue circle" in NO_INPUTS
