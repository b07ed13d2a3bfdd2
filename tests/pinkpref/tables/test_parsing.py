import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pinkpref as pp
from pinkpref.tables import parsing
from pinkpref.tables.parsing import grid_as_text, grid_of_text, layout_of_rows, layout_of_text
from pinkpref.tables.reading import Reading, Row

ROWS = [["255", "0", "7", "1"], ["1", "2", "3", "0"], ["9", "8", "7", "1"]]


def text_of(*rows, delimiter=","):
    return "".join(delimiter.join(row) + "\n" for row in rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", [["R", "G", "B", "LIKE"], ["w", "x", "y", "z"], ["1", "2", "3", "0"]])
def test_what_separates_the_cells_is_found(delimiter, header):
    layout = layout_of_text(text_of(header, *ROWS * 3, delimiter=delimiter), Reading())
    assert layout.delimiter == delimiter
    assert len(layout.names) == 4


def test_a_decimal_comma_separates_nothing():
    text = "R;G;B;LIKE\n1,5;2,5;3,5;1\n1,5;2,5;3,5;0\n"
    layout = layout_of_text(text, Reading())
    assert (layout.delimiter, layout.names) == (";", ("R", "G", "B", "LIKE"))
    found = grid_of_text(text, layout, (0, 1, 2, 3))
    assert found.cells[0].tolist() == [1.5, 1.5]


def test_other_separators_can_be_asked_for():
    text = text_of(["R", "G", "B", "LIKE"], *ROWS, delimiter="|")
    assert layout_of_text(text, Reading(delimiter="|")).names == ("R", "G", "B", "LIKE")


def test_what_excel_writes_above_a_table_is_followed():
    layout = layout_of_text("sep=;\nR;G;B;LIKE\n1;2;3;0\n", Reading())
    assert (layout.delimiter, layout.header.line, layout.above) == (";", 2, ())


def test_names_are_looked_for_below_what_people_write_above_a_table():
    layout = layout_of_text("Class 3b\n\nsurvey of May,,,\nR,G,B,LIKE\n1,2,3,0\n", Reading())
    assert (layout.header.line, layout.above) == (4, (1, 3))
    assert [row.line for row in layout.rows] == [5]


def test_a_first_row_of_numbers_or_colours_holds_no_names():
    for row in (["1", "2", "3", "0"], ["#ff00aa", "x"]):
        layout = layout_of_text(text_of(row, row), Reading())
        assert layout.header is None
        assert layout.names[0] == "column 1"
    named = layout_of_text(text_of(["1", "2"], ["3", "4"]), Reading(header=True))
    assert named.names == ("1", "2")
    assert layout_of_text(text_of(["a", "b"], ["3", "4"]), Reading(header=False)).names == ("column 1", "column 2")


def test_the_commas_of_a_colour_separate_nothing():
    text = 'colour,like\nrgb(1, 2, 3),1\n"rgb(4, 5, 6)",0\nhsl(7, 8%, 9%),1\n'
    layout = layout_of_text(text, Reading())
    assert grid_of_text(text, layout, (1,)).cells[0].tolist() == ["rgb(1, 2, 3)", "rgb(4, 5, 6)", "hsl(7, 8%, 9%)"]


@given(
    st.lists(
        st.one_of(
            st.lists(st.sampled_from(["1", "2.5", "x", "TRUE", " 7", "1,5"]), min_size=4, max_size=4),
            st.just([""]),
            st.just(["", "", "", ""]),
        ),
        min_size=1,
        max_size=7,
    ),
    st.sampled_from(["", "title\n", "\n", "sep=;\n"]),
)
def test_the_quick_road_gives_what_the_other_gives(rows, above):
    text = above + text_of(["R", "G", "B", "LIKE"], *rows, ["1", "2", "3", "0"], delimiter=";")
    layout = layout_of_text(text, Reading())
    quick, slow = grid_of_text(text, layout, (0, 1, 2, 3)), grid_as_text(text, layout)
    assert (list(quick.lines), quick.blank) == (list(slow.lines), slow.blank)
    for at in range(4):
        if quick.cells[at].dtype.kind in "iuf":
            assert quick.cells[at].tolist() == [float(cell.replace(",", ".")) for cell in slow.cells[at]]
        else:
            assert quick.cells[at].tolist() == slow.cells[at].tolist()


def test_large_and_clean_files_take_the_quick_road(monkeypatch):
    def slow(*_given):
        raise AssertionError

    monkeypatch.setattr(parsing, "grid_as_text", slow)
    for text in ("R,G,B,LIKE\n1,2,3,0\n", "\nR;G;B;LIKE\n\n1,5;2;3;○\n\n", "title\nR\tG\tB\tLIKE\n1\t2\t3\tTRUE"):
        layout = layout_of_text(text, Reading())
        assert len(grid_of_text(text, layout, (0, 1, 2, 3)).cells) == 1


def test_an_open_quotation_mark_is_told_by_its_line():
    text = 'R,G,B,LIKE\n1,2,3,0\n"1,2,3,0\n1,2,3,1\n'
    with pytest.raises(pp.DatasetError, match="Line 3: the cells cannot be told apart"):
        grid_of_text(text, layout_of_text(text, Reading()), ())


def test_rows_of_a_workbook_need_no_separator():
    layout = layout_of_rows([Row(1, ["", ""]), Row(2, ["R", "x"]), Row(3, ["1", "2"])], Reading())
    assert (layout.delimiter, layout.header.line, layout.names) == (None, 2, ("R", "x"))


def test_pandas_reads_what_it_is_given():
    """What the quick road takes for granted of pandas: a row that is too long is refused, not cut."""
    with pytest.raises(ValueError, match="Expected 2 fields"):
        pd.read_csv(io.StringIO("1,2\n1,2,3\n"), header=None, names=[0, 1], index_col=False)
