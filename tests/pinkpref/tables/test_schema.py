import io

import pytest
from spreadsheets import LIKE, RGB, question, rated, read, table, workbook

import pinkpref as pp
from pinkpref.tables.schema import look


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


def test_a_look_shows_the_beginning_of_a_file():
    found, reading = look(io.BytesIO(rated(("x", "y", "z", "w")).encode()))
    assert reading == pp.Reading(encoding="utf-8", delimiter=",", header=True)
    assert found.names == ("x", "y", "z", "w")
    assert found.rows[0] == (2, ["255", "192", "203", "1"])
    assert look(io.BytesIO(workbook(a=SHEET, b=SHEET)))[0].sheets == ("a", "b")
