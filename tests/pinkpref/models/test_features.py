import itertools

import matplotlib.colors
import numpy as np
import pytest
from coloraide import Color
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from pinkpref.models.features import SPACES, Preprocessing, feature_names, fit_scaling, scaled, splits
from pinkpref.models.settings import INPUTS, Settings

COMBINATIONS = [names for size in (1, 2, 4) for names in itertools.combinations(INPUTS, size)]


def hue_circle(rgb):
    hue, saturation, value = matplotlib.colors.rgb_to_hsv(rgb / 255).T
    direction = np.exp(2j * np.pi * hue) * saturation * value
    return np.column_stack([direction.real, direction.imag, value])


ORACLES = {
    "rgb": lambda rgb: rgb,
    "hsv": lambda rgb: matplotlib.colors.rgb_to_hsv(rgb / 255),
    "hue_circle": hue_circle,
    "oklab": lambda rgb: np.array([Color("srgb", list(one / 255)).convert("oklab").coords() for one in rgb]),
}
REACH = {"rgb": (255, 255, 255), "hsv": (1, 1, 1), "hue_circle": (1, 1, 1), "oklab": (1, 0.4, 0.4)}


@pytest.fixture(scope="module")
def rgb():
    """Random colours; none is grey, whose hue is a matter of taste."""
    return np.random.default_rng(2).uniform(0, 255, (40, 3))


def columns_of(rgb, inputs):
    return np.concatenate([ORACLES[name](rgb) for name in inputs], axis=1)


def test_every_input_has_a_space_and_an_oracle():
    assert set(SPACES) == set(INPUTS) == set(ORACLES)


@pytest.mark.parametrize("inputs", COMBINATIONS)
def test_unscaled_inputs_are_the_spaces_side_by_side(rgb, inputs):
    numbers = Preprocessing.fit(rgb, Settings(inputs=inputs))(rgb)
    assert numbers.dtype == np.float32
    np.testing.assert_allclose(numbers, columns_of(rgb, inputs), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("inputs", COMBINATIONS)
def test_unit_scaling_divides_by_the_known_range_and_learns_nothing(rgb, inputs):
    settings = Settings(inputs=inputs, scaling="unit")
    numbers = Preprocessing.fit(rgb[:3], settings)(rgb)
    reach = np.concatenate([REACH[name] for name in inputs])
    np.testing.assert_allclose(numbers, columns_of(rgb, inputs) / reach, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("space", INPUTS)
def test_unit_scaled_inputs_lie_between_minus_one_and_one(colours, space):
    numbers = Preprocessing.fit(colours, Settings(inputs=(space,), scaling="unit"))(colours)
    assert np.abs(numbers).max() <= 1


@pytest.mark.parametrize("inputs", COMBINATIONS)
def test_standard_scaling_is_scikit_learns_fitted_on_the_first_argument(rgb, inputs):
    settings = Settings(inputs=inputs, scaling="standard")
    scaler = StandardScaler().fit(columns_of(rgb[:15], inputs))
    numbers = Preprocessing.fit(rgb[:15], settings)(rgb)
    np.testing.assert_allclose(numbers, scaler.transform(columns_of(rgb, inputs)), rtol=1e-5, atol=1e-5)


def test_a_constant_column_is_only_centred():
    rgb = np.array([[200.0, 10, 30], [200, 20, 30], [200, 60, 30]])
    numbers = Preprocessing.fit(rgb, Settings(scaling="standard"))([[200, 30, 30], [201, 30, 29]])
    assert numbers[:, [0, 2]].tolist() == [[0, 0], [1, -1]]


@pytest.mark.parametrize("scaling", ["none", "unit", "standard"])
def test_each_row_is_turned_into_numbers_by_itself(rgb, scaling):
    turn = Preprocessing.fit(rgb, Settings(inputs=INPUTS, scaling=scaling))
    np.testing.assert_array_equal(turn(rgb), np.concatenate([turn(row[None]) for row in rgb]))
    assert turn(np.empty((0, 3))).shape == (0, 12)
    assert turn([[255, 0, 128]]).shape == (1, 12)


@pytest.mark.parametrize("inputs", COMBINATIONS)
def test_every_column_has_a_name(rgb, inputs):
    names = feature_names(Settings(inputs=inputs))
    assert len(names) == Preprocessing.fit(rgb, Settings(inputs=inputs))(rgb).shape[1]
    assert names == tuple(name for space in inputs for name in SPACES[space].names)


def test_the_articles_columns_are_called_as_in_the_file():
    assert feature_names(Settings()) == ("R", "G", "B")


@pytest.mark.parametrize("shape", [(3,), (2, 4), (2, 2, 3), ()])
def test_colours_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match=r"shape \(m, 3\)"):
        Preprocessing.fit(np.zeros(shape), Settings())


@pytest.mark.parametrize("space", INPUTS)
@pytest.mark.parametrize("bad", [-0.01, 255.01, np.nan, np.inf])
def test_colours_outside_0_to_255_are_refused(rgb, space, bad):
    turn = Preprocessing.fit(rgb, Settings(inputs=(space,)))
    with pytest.raises(ValueError, match="between 0 and 255"):
        turn([[0, 0, 0], [0, bad, 0]])


@given(st.integers(5, 60), st.floats(0.01, 0.9), st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4))
def test_the_splits_are_scikit_learns(rows, test_size, seeds):
    settings = Settings(test_size=test_size)
    if rows - np.ceil(rows * test_size) < 2:
        with pytest.raises(ValueError, match="fewer than two to train on"):
            splits(rows, settings, seeds)
        return
    train, test = splits(rows, settings, seeds)
    for network, seed in enumerate(seeds):
        oracle = train_test_split(np.arange(rows), test_size=test_size, random_state=seed)
        assert [train[:, network].tolist(), test[:, network].tolist()] == [part.tolist() for part in oracle]


def test_the_articles_split_has_19_and_5_rows():
    assert [len(rows) for rows in splits(24, Settings(), [0])] == [19, 5]


def test_a_large_table_is_split_like_a_small_one(monkeypatch):
    kept = splits(200, Settings(), [3, 4])
    monkeypatch.setattr("pinkpref.models.features.LARGEST_KEPT", 10)
    for one, other in zip(splits(200, Settings(), [3, 4]), kept, strict=True):
        np.testing.assert_array_equal(one, other)


def test_too_large_a_test_share_is_told_with_its_numbers():
    with pytest.raises(ValueError, match=r"test_size 0.9 sets aside 5 of 5 rows.*Lower the test share"):
        splits(5, Settings(test_size=0.9), [0])


@pytest.mark.parametrize("scaling", ["none", "unit", "standard"])
def test_many_networks_are_scaled_as_each_alone(rgb, scaling):
    settings = Settings(inputs=("rgb", "oklab"), scaling=scaling)
    columns = columns_of(rgb, settings.inputs)
    rows = np.random.default_rng(0).permuted(np.tile(np.arange(40), (5, 1)), axis=1)[:, :12].T
    gathered = np.stack([column[rows] for column in columns.T], axis=1)
    together = scaled(gathered, *fit_scaling(gathered, settings))
    for network in range(5):
        alone = Preprocessing.fit(rgb[rows[:, network]], settings)
        np.testing.assert_allclose(together[..., network], alone(rgb[rows[:, network]]), rtol=1e-5, atol=1e-6)
