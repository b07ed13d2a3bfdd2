import pytest
from spreadsheets import text_layout

import pinkpref as pp
from pinkpref.tables.decoding import Workbook
from pinkpref.tables.layout import find_layout
from pinkpref.tables.reading import Reading, Row

ROWS = [["255", "0", "7", "1"], ["1", "2", "3", "0"], ["9", "8", "7", "1"]]


def text_of(*rows, delimiter=","):
    return "".join(delimiter.join(row) + "\n" for row in rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", [["R", "G", "B", "LIKE"], ["w", "x", "y", "z"], ["1", "2", "3", "0"]])
def test_what_separates_the_cells_is_found(delimiter, header):
    layout = text_layout(text_of(header, *ROWS * 3, delimiter=delimiter))
    assert layout.reading.delimiter == delimiter
    assert len(layout.names) == 4


def test_a_decimal_comma_separates_nothing():
    layout = text_layout("R;G;B;LIKE\n1,5;2,5;3,5;1\n1,5;2,5;3,5;0\n")
    assert (layout.reading.delimiter, layout.names) == (";", ("R", "G", "B", "LIKE"))


def test_other_separators_can_be_asked_for():
    text = text_of(["R", "G", "B", "LIKE"], *ROWS, delimiter="|")
    assert text_layout(text, delimiter="|").names == ("R", "G", "B", "LIKE")


def test_what_excel_writes_above_a_table_is_followed():
    layout = text_layout("sep=;\nR;G;B;LIKE\n1;2;3;0\n")
    assert (layout.reading.delimiter, layout.header.line, layout.above) == (";", 2, ())


def test_names_are_looked_for_below_what_people_write_above_a_table():
    layout = text_layout("Class 3b\n\nsurvey of May,,,\nR,G,B,LIKE\n1,2,3,0\n")
    assert (layout.header_line, layout.first_line, layout.above) == (4, 5, (1, 3))
    assert [row.line for row in layout.rows] == [5]


@pytest.mark.parametrize(("filled", "header"), [(19, 20), (20, 1)])
def test_the_header_is_among_the_first_twenty_rows(filled, header):
    layout = text_layout("title\n" * filled + text_of(["R", "G", "B", "LIKE"], *ROWS))
    assert layout.header_line == header
    assert layout.above == tuple(range(1, header))


def test_the_first_line_that_names_colours_and_ratings_is_the_header():
    layout = text_layout("red,green,blue,like\nR,G,B,LIKE\n1,2,3,0\n")
    assert (layout.header_line, layout.names) == (1, ("red", "green", "blue", "like"))


def test_the_roles_of_the_columns_are_carried():
    roles = text_layout("May\nlike,name,blue,green,red\n1,x,1,2,3\n").roles
    assert roles.complete
    assert roles == (((4,), (3,), (2,)), (), (0,), (1,))
    open_roles = text_layout("x,green,hex,color,like\nq,1,2,3,4\n").roles
    assert open_roles == (((), (1,), ()), (2, 3), (4,), ())


def test_a_first_row_of_numbers_or_colours_holds_no_names():
    for row in (["1", "2", "3", "0"], ["#ff00aa", "x"]):
        layout = text_layout(text_of(row, row))
        assert layout.header is None
        assert (layout.header_line, layout.first_line, layout.reading.header) == (1, 1, False)
        assert layout.names[0] == "column 1"
    assert text_layout(text_of(["1", "2"], ["3", "4"]), header=True).names == ("1", "2")
    assert text_layout(text_of(["a", "b"], ["3", "4"]), header=False).names == ("column 1", "column 2")


def test_a_column_is_a_column_and_a_row_is_a_row():
    layout = text_layout("a,,c\n1,2,3\n4,5\n7,8,9\n", header=True)
    assert layout.names == ("a", "column 2", "c")
    assert [layout.has_name(at) for at in range(3)] == [True, False, True]
    assert [layout.cells(at) for at in range(3)] == [["1", "4", "7"], ["2", "5", "8"], ["3", "9"]]


def test_a_preview_holds_the_first_twelve_rows():
    preview = text_layout(text_of(["R", "G", "B", "LIKE"], *ROWS * 5)).preview(("0", "1"), (0.0, 1.0))
    assert [row.line for row in preview.rows] == [*range(2, 14)]
    assert preview[2:] == (("0", "1"), (0.0, 1.0), ())


def test_rows_of_a_workbook_need_no_separator():
    layout = find_layout(Workbook({"a": [Row(1, ["", ""]), Row(2, ["R", "x"]), Row(3, ["1", "2"])]}), Reading())
    assert layout.reading == Reading(sheet="a", header=True)
    assert (layout.header.line, layout.names, layout.sheets) == (2, ("R", "x"), ("a",))


SHEETS = {"notes": [["x", "y"]], "best": [["like", "hex"], ["1", "#fff"]], "more": [["LIKE", "colour"], ["0", "#000"]]}


def sheets(*names):
    return Workbook({name: [Row(line, cells) for line, cells in enumerate(SHEETS[name], 1)] for name in names})


@pytest.mark.parametrize("names", [("notes",), ("best",), ("notes", "best"), ("best", "notes")])
def test_the_only_sheet_that_names_colours_and_ratings_is_read(names):
    layout = find_layout(sheets(*names), Reading())
    assert layout.reading.sheet == ("best" if "best" in names else "notes")
    assert layout.sheets == names


def test_where_no_single_sheet_does_the_first_likely_one_is_the_guess():
    for names, guess in ((("notes", "best", "more"), "best"), (("notes", "more", "best"), "more")):
        with pytest.raises(pp.UnclearTable) as caught:
            find_layout(sheets(*names), Reading())
        assert (caught.value.reading.sheet, caught.value.table.sheets) == (guess, names)
        assert caught.value.problems == (
            f"The workbook has several sheets: {', '.join(names)}. Which one holds the table?",
        )
        assert find_layout(sheets(*names), Reading(sheet="notes")).names == ("x", "y")
