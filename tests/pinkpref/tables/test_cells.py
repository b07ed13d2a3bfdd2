import coloraide
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinkpref.tables.cells import (
    channel_problems,
    has_decimal_commas,
    has_percent_signs,
    parse_colour,
    read_colours,
    to_numbers,
)


def column(*cells):
    return pd.Series(cells, dtype=object)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        (" 5,25 ", 5.25),
        ("-0,5", -0.5),
        (",5", 0.5),
        ("２５５", 255),
        ("1e2", 100),
        ("0.5", 0.5),
        ("50%", 50),
        ("12,5 %", 12.5),
    ],
)
def test_numbers_as_people_write_them(text, number):
    assert to_numbers(column(text)).tolist() == [number]


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "1.2.3", "1_0", "0x10", "٣", "5 5", "1,", "nan"])
def test_what_is_no_number(text):
    assert np.isnan(to_numbers(column(text)).iloc[0])


def test_decimal_commas_are_noticed():
    assert has_decimal_commas(column("1", "2,5"))
    assert not has_decimal_commas(column("1", "2.5", "a,b"))
    assert not has_decimal_commas(pd.Series([1.5]))


def test_percent_signs_are_noticed():
    assert has_percent_signs(column("1", "27%"))
    assert has_percent_signs(column("２７％"))
    assert not has_percent_signs(column("1", "2"))


def test_named_colours_may_have_spaces():
    assert parse_colour("Hot Pink") == parse_colour("hotpink") == (255, 105, 180)


def test_a_cell_beyond_the_scale_is_told_with_the_scale():
    cells = column("0.5", "1.5")
    (problem,) = channel_problems("R", cells, to_numbers(cells), [2, 3], 1.0).first
    assert problem == (3, "Line 3, column R: 1.5 is outside 0 to 1.")


WRITTEN = ["#ff00aa", "#FF00AA", "ff00aa", "#f0a", "rgb(255, 0, 170)", "rgb(255,0,170)", "rgb(255 0 170)"]
WRITTEN += ["0xff00aa", "＃FF00AA", "255,0,170", "255, 0, 170"]
WRITTEN += ["RGB( 255, 0 ,170 )", "rgb(100%, 0%, 66.6666666667%)", "rgba(255, 0, 170, 1)", "hsl(320 100% 50%)"]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_colour_however_css_writes_it(text):
    assert parse_colour(text) == pytest.approx((255, 0, 170), abs=1e-6)


@given(
    st.tuples(*[st.integers(0, 255)] * 3), st.sampled_from(["#{:02x}{:02x}{:02x}", "rgb({},{},{})", "rgb({} {} {})"])
)
def test_the_quick_ways_agree_with_coloraide(rgb, form):
    text = form.format(*rgb)
    expected = [part * 255 for part in coloraide.Color(text).convert("srgb").coords()]
    assert parse_colour(text) == pytest.approx(expected, abs=1e-6)
    assert parse_colour(text) == rgb


@pytest.mark.parametrize(
    "text",
    ["", "桜色", "#ff00", "rgb(256, 0, 0)", "rgb(1, 2)", "rgba(1, 2, 3, 0.5)", "#ff00aa80", "oklch(0.7 0.4 300)"],
)
def test_what_is_no_colour(text):
    rgb, problems = read_colours("色", column(text), [7])
    assert np.isnan(rgb).all()
    assert problems.first[0][1].startswith("Line 7, column 色: ")


def test_each_row_has_its_own_colour():
    rgb, problems = read_colours("hex", column("#010203", " #0a0b0c ", "#010203", "rgb(255, 0, 9)"), [2, 3, 4, 5])
    assert rgb.tolist() == [[1, 2, 3], [10, 11, 12], [1, 2, 3], [255, 0, 9]]
    assert problems == (0, [])


def test_cells_that_are_no_colours_are_listed_by_line_and_say_why():
    _, problems = read_colours("hex", column("桜色", "#010203", "", "#12345678", "桜色"), [2, 3, 5, 8, 9])
    assert problems == (
        4,
        [
            (2, "Line 2, column hex: “桜色” is not a colour. Write it as #ff00aa or rgb(255, 0, 170)."),
            (5, "Line 5, column hex: the cell is empty."),
            (8, "Line 8, column hex: “#12345678” is see-through, or no colour that a screen can show."),
            (9, "Line 9, column hex: “桜色” is not a colour. Write it as #ff00aa or rgb(255, 0, 170)."),
        ],
    )
