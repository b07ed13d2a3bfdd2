import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spreadsheets import table, text_layout

import pinkpref as pp
from pinkpref.tables import parsing
from pinkpref.tables.decoding import Text, Workbook
from pinkpref.tables.layout import find_layout
from pinkpref.tables.parsing import parse
from pinkpref.tables.reading import Reading, Row


def parsed(text, numeric=None):
    return parse(Text(text, None), text_layout(text), numeric)


def test_columns_that_may_be_numbers_are_numbers():
    found = parsed("R;G;B;LIKE\n1,5;2,5;3,5;1\n4,5;5,5;6,5;0\n", (0, 1, 2, 3))
    assert found.cells.to_numpy().tolist() == [[1.5, 2.5, 3.5, 1], [4.5, 5.5, 6.5, 0]]
    assert found.has_decimal_commas((0,))
    assert not parsed("R;G;B;LIKE\n1.5;2;3;1\n", (0, 1, 2, 3)).has_decimal_commas((0, 1, 2))


def test_without_them_every_cell_is_what_is_written():
    text = "R,G,B,LIKE,name\n1,2,3,1,a\n04,5.0,6,0,b\n"
    assert parsed(text).cells.to_numpy().tolist() == [["1", "2", "3", "1", "a"], ["04", "5.0", "6", "0", "b"]]
    assert parsed(text, (0, 3)).cells[1].tolist() == ["2", "5.0"]
    assert list(parsed(text).lines) == list(parsed(text, (0, 3)).lines) == [2, 3]


def test_the_commas_of_a_colour_separate_nothing():
    text = 'colour,like\nrgb(1, 2, 3),1\n"rgb(4, 5, 6)",0\nhsl(7, 8%, 9%),1\n'
    assert parsed(text, (1,)).cells[0].tolist() == ["rgb(1, 2, 3)", "rgb(4, 5, 6)", "hsl(7, 8%, 9%)"]


def test_ragged_rows_are_left_out_and_listed_by_line():
    found = parsed("R,G,B,LIKE\n1,2,3,0\n4,5,6\n\n7,8,9,1,x\n1,1,1,1\n\n", (0, 1, 2, 3))
    assert found.cells.to_numpy().tolist() == [["1", "2", "3", "0"], ["1", "1", "1", "1"]]
    assert (list(found.lines), found.blank, found.all_longer) == ([2, 6], [4], False)
    assert found.ragged == (
        2,
        [(3, "Line 3 has 3 cells, but the header has 4."), (5, "Line 5 has 5 cells, but the header has 4.")],
    )


@pytest.mark.parametrize(
    ("rows", "longer"), [(["1,2,3,4,5"], True), (["1,2,3,4,5", "1,2,3"], False), (["1,2,3,4,5", "1,2,3,4"], False)]
)
def test_it_is_known_whether_all_rows_are_longer_than_the_header(rows, longer):
    assert parsed("R,G,B,LIKE\n" + "\n".join(rows)).all_longer is longer


def test_the_cells_of_the_chosen_sheet_are_those_of_a_workbook():
    rows = [Row(1, ["title", ""]), Row(2, ["hex", "like"]), Row(3, ["#fff", "1"]), Row(4, ["", ""]), Row(5, ["x", "0"])]
    book = Workbook({"a": [Row(1, ["hex", "like"])], "b": rows})
    found = parse(book, find_layout(book, Reading(sheet="b")), (1,))
    assert found.cells.to_numpy().tolist() == [["#fff", "1"], ["x", "0"]]
    assert (found.lines, found.blank) == ([3, 5], [4])


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
def test_pandas_gives_what_csv_gives(rows, above):
    text = above + table(["R", "G", "B", "LIKE"], *rows, ["1", "2", "3", "0"], delimiter=";")
    quick, slow = parsed(text, (0, 1, 2, 3)), parsed(text)
    assert (list(quick.lines), quick.blank) == (list(slow.lines), slow.blank)
    for at in range(4):
        if quick.cells[at].dtype.kind in "iuf":
            assert quick.cells[at].tolist() == [float(cell.replace(",", ".")) for cell in slow.cells[at]]
        else:
            assert quick.cells[at].tolist() == slow.cells[at].tolist()


def test_large_and_clean_files_are_read_by_pandas(monkeypatch):
    def slow(*_given):
        raise AssertionError

    monkeypatch.setattr(parsing, "split_rows", slow)
    for text in ("R,G,B,LIKE\n1,2,3,0\n", "\nR;G;B;LIKE\n\n1,5;2;3;○\n\n", "title\nR\tG\tB\tLIKE\n1\t2\t3\tTRUE"):
        assert len(parsed(text, (0, 1, 2, 3)).cells) == 1


def test_an_open_quotation_mark_is_reported_by_its_line():
    with pytest.raises(pp.DatasetError, match="Line 3: the cells cannot be told apart"):
        parsed('R,G,B,LIKE\n1,2,3,0\n"1,2,3,0\n1,2,3,1\n', ())


def test_pandas_reads_what_it_is_given():
    """What is taken for granted of pandas: a row that is too long is refused, not cut."""
    with pytest.raises(ValueError, match="Expected 2 fields"):
        pd.read_csv(io.StringIO("1,2\n1,2,3\n"), header=None, names=[0, 1], index_col=False)
