import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.session import url
from pinkpref import Settings, SettingsError
from pinkpref.models.settings import LOSSES, OPTIMIZERS

page_settings = st.builds(
    Settings,
    epochs=st.integers(1, 300),
    batch_size=st.integers(1, 32),
    learning_rate=st.sampled_from(url.LEARNING_RATES),
    hidden=st.tuples(st.integers(1, 16)),
    test_size=st.sampled_from(url.TEST_SHARES).map(lambda share: share / 100),
    loss=st.sampled_from(LOSSES),
    optimizer=st.sampled_from(OPTIMIZERS),
    inputs=st.sampled_from([("rgb",), ("hsv",), ("rgb", "hsv")]),
    scaling=st.sampled_from(["none", "unit", "standard"]),
    seed=st.integers(0, 2**32 - 1),
    split_seed=st.integers(0, 2**32 - 1),
)


@given(page_settings)
def test_controls_and_settings_are_two_views_of_one_thing(settings):
    assert url.settings_of(url.controls_of(settings)) == settings


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_goes_through_the_controls(nesterov):
    settings = Settings(optimizer="sgd", momentum=url.MOMENTUM, nesterov=nesterov)
    assert url.settings_of(url.controls_of(settings)) == settings


@pytest.mark.parametrize("settings", url.PRESETS.values(), ids=list(url.PRESETS))
def test_every_preset_can_be_shown_on_the_controls(settings):
    assert settings.learning_rate in url.LEARNING_RATES
    assert round(settings.test_size * 100) in url.TEST_SHARES
    assert url.settings_of(url.controls_of(settings)) == settings


def test_the_presets_are_those_of_the_story():
    article, advice, enough = url.PRESETS.values()
    assert article == Settings()
    assert advice == Settings(inputs=("hsv",), scaling="unit", loss="binary_crossentropy")
    assert enough == Settings(scaling="standard", learning_rate=0.01, epochs=100)


def test_without_inputs_it_says_which_control_to_switch_on():
    controls = url.controls_of(Settings()) | {"rgb": False, "hsv": False}
    with pytest.raises(SettingsError, match="RGB, HSV or Hue circle"):
        url.settings_of(controls)
