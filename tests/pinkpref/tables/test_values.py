import numpy as np
import pytest
from spreadsheets import rated, table, text_layout

from pinkpref.tables.decoding import Text
from pinkpref.tables.schema import find_schema
from pinkpref.tables.values import read_values


def values(text, **reading):
    layout = text_layout(text, **reading)
    return read_values(Text(text, None), layout, find_schema(layout))


def test_colours_are_rows_of_red_green_and_blue_as_written():
    found = values("B,LIKE,R,G\n1,1,2,3\n4,0,5,6\n7,1,8,9\n10,0,11,12.5\n")
    assert found.rgb.tolist() == [[2, 3, 1], [5, 6, 4], [8, 9, 7], [11, 12.5, 10]]
    assert found.ratings.like.tolist() == [1, 0, 1, 0]
    assert found.scale == 255


@pytest.mark.parametrize(
    ("numbers", "scale"),
    [
        ([0, 0.5, 1], 1),
        ([0.1, 0.2, 0.3], 1),
        ([0, 0, 0], 255),
        ([0, 1, 0], None),
        ([0, 0.5, 1.5], 255),
        ([0, 99, 100], None),
        ([0, 99, 101], 255),
        ([0, 98, 99], 255),
        ([-1, 0.5, 1], 255),
        (["0%", "5%", "9%"], 100),
        (["", "0.5", "x"], 1),
    ],
)
def test_full_strength_is_known_by_the_numbers(numbers, scale):
    assert values(rated(rgb=[numbers] * 6)).scale == scale
    assert values(rated(rgb=[numbers] * 6), scale=255).scale == 255


def test_whole_colours_have_no_scale_to_ask_for():
    found = values(table(("hex", "like"), *(("#010101", label) for label in (1, 0, 1, 0))))
    assert (found.scale, found.rgb.tolist()) == (255, [[1, 1, 1]] * 4)


def test_problems_of_each_kind_are_counted_apart():
    found = values("R,G,B,LIKE\n1,x,3,1\n300,5,-6,0\n7,8\n9,9,9,\n1,2,3,1\nSum,1,1,1\n")
    assert [problems.total for problems in found.problems] == [1, 2, 1, 1, 0, 1]
    assert found.ratings.missing.total == 1
    assert [line for line, _ in found.problems[1].first] == [3, 7]
    assert found.problems[-1].first == [(7, "Line 7 looks like a total or a mean of the others (“Sum”). Remove it.")]
    assert np.isnan(found.rgb).tolist() == [[False, True, False], *[[False] * 3] * 3, [True, False, False]]
