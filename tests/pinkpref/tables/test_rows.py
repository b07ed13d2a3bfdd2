import pytest

import pinkpref as pp
from pinkpref.tables.rows import split_rows


def cells(text, delimiter=","):
    return [row.cells for row in split_rows(text, delimiter)]


def test_each_row_knows_the_line_on_which_it_starts():
    rows = list(split_rows('a,b\n"1\n2",3\n\n4,5\n', ","))
    assert rows == [(1, ["a", "b"]), (2, ["1\n2", "3"]), (4, []), (5, ["4", "5"])]


def test_the_commas_of_a_colour_separate_nothing():
    text = 'rgb(1, 2, 3),1\n"rgb(4, 5, 6)",0\nhsl(7, 8%, 9%),1\nx rgb(1, 2)'
    assert cells(text) == [["rgb(1, 2, 3)", "1"], ["rgb(4, 5, 6)", "0"], ["hsl(7, 8%, 9%)", "1"], ["x rgb(1", " 2)"]]
    assert cells("rgb(1, 2, 3);1\n", ";") == [["rgb(1, 2, 3)", "1"]]


def test_a_quotation_mark_after_a_space_opens_a_cell():
    assert cells('1, "a, b"\n') == [["1", "a, b"]]
    assert cells("1, a\n") == [["1", " a"]]


def test_an_open_quotation_mark_is_reported_by_its_line():
    text = 'R,G,B,LIKE\n1,2,3,0\n"1,2,3,0\n1,2,3,1\n'
    with pytest.raises(pp.DatasetError, match="Line 3: the cells cannot be told apart"):
        cells(text)
    assert [row.line for row in split_rows(text, ",", lenient=True)] == [1, 2]
