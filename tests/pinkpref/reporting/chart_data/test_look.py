import re

import pytest

from pinkpref.reporting import chart_data

LIGHT, DARK, PAPER = "#fffdfd", "#17131a", "#ffffff"


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(part, 16) / 255 for part in re.findall("[0-9a-f]{2}", colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21_to_1():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=1e-3)


@pytest.mark.parametrize("ground", [LIGHT, DARK, PAPER])
@pytest.mark.parametrize("colour", [chart_data.TRAINING, chart_data.TEST])
def test_a_line_stands_out_from_every_ground(colour, ground):
    assert contrast(colour, ground) >= 3


def test_the_two_series_have_a_name_and_a_colour_of_their_own():
    assert chart_data.SERIES == (("training", chart_data.TRAINING), ("test", chart_data.TEST))
    assert chart_data.TRAINING != chart_data.TEST
