import pytest
from spreadsheets import LIKE, RGB, question, rated, read, table, text_layout, workbook

import pinkpref as pp
from pinkpref.tables.schema import find_schema


def test_several_columns_of_ratings_are_asked_about():
    text = table(
        ("R", "G", "B", "Anna", "Ben"), *([*colour, label, 1 - label] for colour, label in zip(RGB, LIKE, strict=True))
    )
    asked = question(text)
    assert asked.problems == ("Which column says whether a colour is liked? It may be: Anna, Ben.",)
    assert asked.table.names == ("R", "G", "B", "Anna", "Ben")
    assert asked.table.rows[0].cells == ["255", "192", "203", "1", "0"]
    assert read(text, like="Ben").like.tolist() == [1 - label for label in LIKE]
    assert read(text, like="Ben").frame["Anna"].tolist() == [str(label) for label in LIKE]


def test_a_table_without_names_is_asked_about():
    text = table(*([*colour, label] for colour, label in zip(RGB, LIKE, strict=True)))
    asked = question(text)
    assert asked.unclear == ("colour", "like")
    assert asked.reading.colour == ("column 1", "column 2", "column 3")
    assert asked.reading.like == "column 4"
    assert read(text, colour=asked.reading.colour, like=asked.reading.like).fingerprint == read(rated()).fingerprint


def test_columns_that_count_or_hold_two_values_are_no_likely_colours():
    rows = [[number, "桜", *colour, label] for number, (colour, label) in enumerate(zip(RGB, LIKE, strict=True), 1)]
    asked = question(table(*rows))
    assert (asked.reading.colour, asked.reading.like) == (("column 3", "column 4", "column 5"), "column 6")
    asked = question(table(*([label, *colour] for colour, label in zip(RGB, LIKE, strict=True))))
    assert (asked.reading.colour, asked.reading.like) == (("column 2", "column 3", "column 4"), "column 1")


def test_one_column_cannot_be_two_things():
    for wrong in ({"colour": ("R", "G", "G")}, {"like": "R"}):
        with pytest.raises(pp.DatasetError, match="must stand in different columns"):
            read(rated(), **wrong)


def test_colours_are_known_by_how_they_are_written():
    dataset = read(table(("x", "like"), *(("#123456", label) for label in LIKE)))
    assert dataset.rgb.tolist() == [[0x12, 0x34, 0x56]] * 6


def test_columns_that_do_not_exist_are_told():
    with pytest.raises(pp.DatasetError, match=r"the column Carl is missing\. The columns found are: R, G, B, LIKE"):
        read(rated(), like="Carl")


SHEET = [("赤", "緑", "青", "好き"), *((*colour, label) for colour, label in zip(RGB, LIKE, strict=True))]


def test_which_sheet_is_asked_where_several_could_be_meant():
    book = workbook(a=SHEET, b=[SHEET[0], *SHEET[:0:-1]])
    asked = question(book)
    assert (asked.unclear, asked.table.sheets) == (("sheet",), ("a", "b"))
    assert read(book, sheet="b").like.tolist() == LIKE[::-1]
    with pytest.raises(pp.DatasetError, match=r"There is no sheet “c”\. The sheets are: a, b"):
        read(book, sheet="c")


SCHEMAS = {
    "R,G,B,LIKE": ((0, 1, 2), 3, {}),
    "LIKE,B,G,R": ((3, 2, 1), 0, {}),
    "x,green,red,like,blue,y": ((2, 1, 4), 3, {"x": 0, "y": 5}),
    "like,hex": ((1,), 0, {}),
    "色名,好き,色": ((2,), 1, {"name": 0}),
    "hex,R,G,B,like": ((1, 2, 3), 4, {"name": 0}),
    "name,hex,R,G,B,like": ((2, 3, 4), 5, {"name": 0, "hex": 1}),
    "色名,名前,R,G,B,like": ((2, 3, 4), 5, {"name": 0, "名前": 1}),
    "色名,name,R,G,B,like": ((2, 3, 4), 5, {"色名": 0, "name": 1}),
    "rating,LIKE,R,G,B": ((2, 3, 4), 1, {"rating": 0}),
}


@pytest.mark.parametrize("header", SCHEMAS)
def test_which_column_is_what(header):
    assert find_schema(text_layout(header + "\n")) == SCHEMAS[header]


def test_what_the_caller_says_comes_before_the_names():
    text = "R,G,B,LIKE,red,Anna\n1,2,3,1,4,0\n"
    schema = find_schema(text_layout(text, colour=("B", "red", "R"), like="Anna"))
    assert schema == ((2, 4, 0), 5, {"G (2)": 1, "LIKE (2)": 3})
    assert schema.channels == schema.colour
    whole = find_schema(text_layout(text, colour=("G",), like="B"))
    assert (whole.colour, whole.like, whole.channels) == ((1,), 2, ())


def test_the_likeliest_columns_are_guessed_in_the_order_of_their_names():
    rows = ([*colour, 5, label] for colour, label in zip(RGB, LIKE, strict=True))
    asked = question(table(("blue", "red", "green", "red value", "Anna"), *rows))
    assert asked.unclear == ("colour", "like")
    assert asked.problems[0] == "Which columns hold the colours? The columns are: blue, red, green, red value, Anna."
    assert asked.reading.colour == ("red", "green", "blue")


def test_everything_missing_is_listed_in_the_order_of_the_documentation():
    with pytest.raises(pp.DatasetError) as caught:
        read("G,x,x\n1,a,b\n")
    told = "The columns found are: G, x, x."
    assert caught.value.problems == (
        "Line 1: 2 columns are called x. Each name may stand only once.",
        f"Line 1: the column R is missing. {told}",
        f"Line 1: the column B is missing. {told}",
        f"Line 1: the column LIKE is missing. {told}",
    )
