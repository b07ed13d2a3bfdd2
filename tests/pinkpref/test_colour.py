import colorsys

import matplotlib.colors
import numpy as np
import pytest
from coloraide import Color
from hypothesis import example, given
from hypothesis import strategies as st

from pinkpref.colour import rgb_to_hsv, rgb_to_hue_circle, rgb_to_oklab, srgb_to_linear

FUNCTIONS = [rgb_to_hsv, rgb_to_hue_circle, rgb_to_oklab, srgb_to_linear]
CUBE = np.stack(np.meshgrid(*3 * [np.linspace(0, 1, 12)], indexing="ij"), axis=-1)
channel = st.floats(0, 1)
colour = st.tuples(channel, channel, channel)


def coloraide_rows(rgb, space):
    rows = [Color("srgb", list(one)).convert(space).coords(nans=False) for one in np.reshape(rgb, (-1, 3))]
    return np.reshape(rows, np.shape(rgb))


def circle_by_matplotlib(rgb):
    hue, saturation, value = np.moveaxis(matplotlib.colors.rgb_to_hsv(rgb), -1, 0)
    turn = np.exp(2j * np.pi * hue) * saturation * value
    return np.stack([turn.real, turn.imag, value], axis=-1)


def assert_same_hsv(ours, oracle):
    """Hue is compared around the circle: 0 and just below 1 are neighbours."""
    difference = np.abs(ours - oracle)
    difference[..., 0] = np.minimum(difference[..., 0], 1 - difference[..., 0])
    assert difference.max() < 1e-12


def test_hsv_on_the_cube_is_matplotlibs():
    assert_same_hsv(rgb_to_hsv(CUBE), matplotlib.colors.rgb_to_hsv(CUBE))


@given(colour)
def test_hsv_of_any_colour_is_matplotlibs(rgb):
    assert_same_hsv(rgb_to_hsv(rgb), matplotlib.colors.rgb_to_hsv(rgb))


@pytest.mark.parametrize("rgb", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0.4, 0.7), (0.2, 0.2, 0.2), (0, 0, 0), (1, 1, 1)])
def test_hsv_is_the_standard_librarys(rgb):
    np.testing.assert_allclose(rgb_to_hsv(rgb), colorsys.rgb_to_hsv(*rgb), atol=1e-15)


@given(colour)
@example((1.0, 0.0, 1e-17))
def test_hsv_stays_between_zero_and_one(rgb):
    hsv = rgb_to_hsv(rgb)
    assert ((hsv >= 0) & (hsv <= 1)).all()
    assert hsv[2] == max(rgb)


@given(channel)
def test_greys_have_neither_hue_nor_chroma(level):
    grey = (level, level, level)
    assert rgb_to_hsv(grey).tolist() == [0, 0, level]
    assert rgb_to_hue_circle(grey).tolist() == [0, 0, level]
    np.testing.assert_allclose(rgb_to_oklab(grey)[1:], 0, atol=1e-7)


def test_hue_circle_on_the_cube_is_matplotlibs_hue_turned_into_a_direction():
    np.testing.assert_allclose(rgb_to_hue_circle(CUBE), circle_by_matplotlib(CUBE), atol=1e-12)


@given(colour)
def test_hue_circle_of_any_colour(rgb):
    circle = rgb_to_hue_circle(rgb)
    np.testing.assert_allclose(circle, circle_by_matplotlib(rgb), atol=1e-12)
    assert np.hypot(circle[0], circle[1]) == pytest.approx(max(rgb) - min(rgb), abs=1e-12)


def test_hue_circle_has_no_seam_between_pinks():
    purplish, reddish = (1, 0.5, 0.5001), (1, 0.5001, 0.5)
    assert abs(rgb_to_hsv(purplish)[0] - rgb_to_hsv(reddish)[0]) > 0.99
    np.testing.assert_allclose(rgb_to_hue_circle(purplish), rgb_to_hue_circle(reddish), atol=3e-4)


def test_oklab_on_the_cube_is_coloraides():
    np.testing.assert_allclose(rgb_to_oklab(CUBE), coloraide_rows(CUBE, "oklab"), atol=1e-7)


@given(colour)
def test_oklab_of_any_colour_is_coloraides(rgb):
    np.testing.assert_allclose(rgb_to_oklab(rgb), coloraide_rows(rgb, "oklab"), atol=1e-7)


def test_oklab_spans_what_the_docstring_says():
    _, green_red, blue_yellow = np.moveaxis(rgb_to_oklab(CUBE), -1, 0)
    assert [green_red.min(), green_red.max()] == pytest.approx([-0.234, 0.276], abs=1e-3)
    assert [blue_yellow.min(), blue_yellow.max()] == pytest.approx([-0.312, 0.199], abs=1e-3)


@given(colour)
def test_linear_light_is_coloraides(rgb):
    np.testing.assert_allclose(srgb_to_linear(rgb), coloraide_rows(rgb, "srgb-linear"), atol=1e-7)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("shape", [(3,), (0, 3), (1, 3), (7, 3), (2, 4, 3)])
def test_any_shape_comes_back_as_float64_and_rows_do_not_meet(function, shape):
    rgb = np.random.default_rng(0).uniform(size=shape)
    converted = function(rgb)
    assert converted.shape == shape
    assert converted.dtype == np.float64
    alone = [function(row) for row in rgb.reshape(-1, 3)]
    np.testing.assert_allclose(converted.reshape(-1, 3), np.reshape(alone, (-1, 3)), atol=1e-15)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_whole_numbers_and_lists_are_colours_too(function):
    np.testing.assert_array_equal(function([[1, 0, 1]]), function(np.array([[1.0, 0.0, 1.0]])))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_argument_is_left_as_it_was(function):
    rgb = CUBE.copy()
    function(rgb)
    np.testing.assert_array_equal(rgb, CUBE)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("bad", [0.5, [0.5, 0.5], [[0, 0, 0, 0]], np.zeros((3, 2))])
def test_colours_that_are_not_three_numbers_are_refused(function, bad):
    with pytest.raises(ValueError, match="three numbers"):
        function(bad)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("bad", [-1e-9, 1 + 1e-9, 255, np.nan, np.inf, -np.inf])
def test_colours_outside_zero_to_one_are_refused(function, bad):
    with pytest.raises(ValueError, match="divide 0-255 values by 255"):
        function([[0, 0, 0], [0.5, bad, 0.5]])
