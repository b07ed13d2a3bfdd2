"""One table written in every way that people write tables is one dataset; where it could be two, it is asked."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spreadsheets import LIKE, RGB, question, rated, read, table, workbook

import pinkpref as pp
from pinkpref import tables
from pinkpref.tables import parsing

NAMES = ["桜色", "a, b", "珊瑚色", "", "x", "桃色"]
HEADERS = [
    ("R", "G", "B", "LIKE"),
    ("red", "green", "blue", "label"),
    ("赤", "緑", "青", "好き"),
    ("レッド", "グリーン", "ブルー", "評価"),
]
WORDS = [("1", "0"), ("yes", "no"), ("TRUE", "FALSE"), ("はい", "いいえ"), ("○", "×"), ("1.0", "0.0")]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932"]


@given(
    st.sampled_from(ENCODINGS),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(HEADERS),
    st.sampled_from(WORDS),
    st.sampled_from(["whole", "0-1", "0-1 with decimal commas", "#rrggbb", "rgb(r, g, b)"]),
    st.permutations(range(3)),
    st.booleans(),
)
def test_a_table_is_the_same_however_it_is_written(encoding, delimiter, ending, header, words, style, order, quoted):
    def cell(text):
        plain = not quoted and not ("," in text and delimiter == "," and not text.startswith("rgb"))
        return text if plain else '"' + text + '"'

    columns = [[header[3], *(words[1 - label] for label in LIKE)], ["名前", *NAMES]]
    if style.startswith(("#", "rgb")):
        form = "#{:02X}{:02X}{:02X}" if style[0] == "#" else "rgb({}, {}, {})"
        columns.append(["色" if header[0] == "赤" else "colour", *(form.format(*colour) for colour in RGB)])
    else:
        for at, name in enumerate(header[:3]):
            numbers = [str(c[at]) if style == "whole" else repr(c[at] / 255) for c in RGB]
            columns.append([name, *(n.replace(".", ",") if "commas" in style else n for n in numbers)])
    columns = [columns[at] for at in order] + columns[3:]
    text = ending.join(delimiter.join(cell(text) for text in row) for row in zip(*columns, strict=True)) + ending
    dataset = read(text.encode(encoding))
    np.testing.assert_allclose(dataset.rgb, RGB, atol=1e-9)
    assert dataset.like.tolist() == LIKE
    assert dataset.frame["name"].tolist() == NAMES
    assert read(text.encode(encoding), **vars(dataset.reading)).fingerprint == dataset.fingerprint


def test_what_a_file_was_taken_for_is_said():
    text = table(
        ("名前", "赤", "緑", "青", "好き"),
        *zip("abcdef", *zip(*RGB, strict=True), "○×○×○○", strict=True),
        delimiter="\t",
    )
    assert read(text.encode("cp932")).notices == (
        "Read as Shift_JIS, the columns separated by tabs.",
        "Columns were taken like this: “名前” → name, “赤” → R, “緑” → G, “青” → B, “好き” → LIKE.",
        "LIKE: ○ was taken as liked, × as not liked.",
        "Columns kept but not used for training: name.",
    )
    shares = read(rated(rgb=[[f'"{part / 255:.3f}"'.replace(".", ",") for part in colour] for colour in RGB])).notices
    assert shares == (
        "Decimal commas were read as decimal points.",
        "R, G and B run from 0 to 1 and were brought to 0 to 255.",
    )
    commas = rated(rgb=[[f"{part},5" for part in colour] for colour in [[1, 2, 3]] * 6]).replace(",5,", ",5;")
    assert "Decimal commas were read as decimal points." in read(commas.replace("R,G,B,LIKE", "R;G;B;LIKE")).notices
    assert "Lines passed over above the names of the columns: 1." in read("May\n" + rated()).notices
    hexes = read(table(("hex", "like"), *(("#123456", label) for label in LIKE))).notices
    assert hexes == ("Columns were taken like this: “hex” → R, G, B, “like” → LIKE.",)
    labels = read(rated(("R", "G", "B", "label"))).notices
    assert labels[-1] == "LIKE: 1 was taken as liked, 0 as not liked."


def test_a_scale_asks_for_its_cut():
    asked = question(rated(("R", "G", "B", "rating"), [1, 2, 3, 4, 5, 5]))
    assert asked.problems == ("Column “rating” holds numbers from 1 to 5. From which number on is a colour liked?",)
    assert (asked.unclear, asked.reading.cut, asked.table.values) == (("cut",), 4, tuple("12345"))
    dataset = read(rated(("R", "G", "B", "rating"), [1, 2, 3, 4, 5, 5]), cut=3)
    assert dataset.like.tolist() == [0, 0, 1, 1, 1, 1]
    assert "LIKE: 3 or more was taken as liked, less as not liked." in dataset.notices


def test_words_that_are_not_known_are_asked_about():
    asked = question(rated(ratings="◎○△×◎○"))
    assert (asked.unclear, asked.reading.liked) == (("liked",), ("○", "◎"))
    assert read(rated(ratings="◎○△×◎○"), liked=("◎",)).like.tolist() == [1, 0, 0, 0, 1, 0]


def test_corners_of_the_cube_are_asked_about():
    corners = [[1, 0, 1], [0, 0, 0], [1, 1, 1], [0, 1, 0], [1, 0, 0], [0, 0, 1]]
    asked = question(rated(rgb=corners))
    assert (asked.unclear, asked.reading.scale) == (("scale",), 1)
    assert read(rated(rgb=corners), scale=1).rgb.tolist() == (np.array(corners) * 255).tolist()
    assert read(rated(rgb=corners), scale=255).rgb.tolist() == corners


def test_percents_are_known_by_their_sign_and_asked_about_where_they_have_none():
    shares = [[100, 75, 80], [0, 1, 2], [27, 50, 33], [5, 5, 5], [90, 8, 57], [12, 34, 56]]
    whole = np.array(shares) * 2.55
    signs = rated(rgb=[[f"{part}%" for part in colour] for colour in shares])
    for text in (signs, rated(("R (%)", "G (%)", "B (%)", "LIKE"), rgb=shares)):
        np.testing.assert_allclose(read(text).rgb, whole, atol=1e-8)
        assert "R, G and B run from 0 to 100 and were brought to 0 to 255." in read(text).notices
    asked = question(rated(rgb=shares))
    assert (asked.unclear, asked.reading.scale) == (("scale",), 100)
    assert asked.problems == ("No R, G or B is above 100. Is full strength written as 100, or as 255?",)
    assert read(rated(rgb=shares), scale=255).rgb.tolist() == shares


@pytest.mark.parametrize("name", ["好き(0)・嫌い(1)", "not liked"])
def test_a_name_that_turns_the_labels_round_is_asked_about(name):
    asked = question(rated(("R", "G", "B", name)))
    assert asked.unclear == ("liked",)
    assert asked.reading.liked == (("0",) if "0" in name else ())


def test_a_line_of_totals_is_no_colour():
    with pytest.raises(pp.DatasetError, match=r"Line 8 looks like a total or a mean of the others \(“平均”\)"):
        read(table(("name", "R", "G", "B", "LIKE"), *(("x", *colour, 1) for colour in RGB), ("平均", 1, 2, 3, 1)))


def test_the_question_can_be_asked_anyway():
    asked = tables.question(io.BytesIO(rated().encode()), pp.Reading())
    assert (asked.unclear, asked.reading.liked, asked.table.values) == (("liked",), ("1",), ("0", "1"))
    scale = rated(ratings=[1, 2, 3, 4, 5, 5])
    asked = tables.question(io.BytesIO(scale.encode()), pp.Reading(cut=2))
    assert (asked.unclear, asked.table.numbers) == (("cut",), (1, 2, 3, 4, 5))


def test_rows_without_a_rating_are_asked_about():
    text = rated(ratings=["1", "0", "", "1", "", "0"], rgb=RGB) + "5,5,5,1\n"
    asked = question(text)
    assert (asked.unclear, asked.reading.empty) == (("empty",), "left-out")
    assert asked.problems == ("Line 4, column LIKE: the cell is empty.", "Line 6, column LIKE: the cell is empty.")
    dataset = read(text, empty="left-out")
    assert dataset.rgb.tolist() == [*(RGB[at] for at in (0, 1, 3, 5)), [5, 5, 5]]
    assert "Rows left out because they have no rating: 4, 6." in dataset.notices


def test_ticked_boxes_are_asked_about():
    """Where only liked colours carry a sign, nothing may mean no."""
    text = rated(ratings=["✓", "", "", "✓", "", "✓"])
    asked = question(text)
    assert (asked.unclear, asked.reading.empty) == (("empty",), "not-liked")
    dataset = read(text, empty="not-liked")
    assert dataset.like.tolist() == [1, 0, 0, 1, 0, 1]
    assert "Nothing in LIKE was taken as not liked, in lines 3, 4, 6." in dataset.notices
    with pytest.raises(pp.DatasetError, match="every row is 1"):
        read(text.replace("0,0,0,✓", "0,0,0,✓\n0,0,0,✓\n0,0,0,✓"), empty="left-out")


def test_everything_open_is_asked_at_once():
    asked = question(rated(ratings=["1", "2", "3", "4", "5", ""], rgb=[[0, 1, 0]] * 6))
    assert asked.unclear == ("scale", "cut", "empty")


def test_what_is_wrong_is_told_before_anything_is_asked():
    with pytest.raises(pp.DatasetError, match="Line 3, column G: 300 is outside 0 to 255") as caught:
        read(rated(ratings=[1, 2, 3, 4, 5, ""], rgb=[*RGB[:1], [1, 300, 2], *RGB[2:]]))
    assert not isinstance(caught.value, pp.UnclearTable)
    assert len(caught.value.problems) == 2


def test_decimal_commas_between_commas_are_explained():
    with pytest.raises(pp.DatasetError, match=r"Line 2 has 7 cells.*\n.*\n?.*save it with semicolons") as caught:
        read("R,G,B,LIKE\n" + "0,5,0,25,1,0,1\n" * 2)
    assert caught.value.problems[-1].startswith("If its numbers have decimal commas")


SHEET = [("赤", "緑", "青", "好き"), *((*colour, "○×"[1 - label]) for colour, label in zip(RGB, LIKE, strict=True))]


def test_a_workbook_is_read_like_a_csv():
    dataset = read(workbook(色=SHEET, メモ=[("x", "y")]))
    assert dataset.fingerprint == read(rated()).fingerprint
    assert dataset.notices[0] == "Read from the sheet “色” of a workbook, not from: メモ."
    assert read(workbook(a=[(), ("title",), *SHEET])).fingerprint == dataset.fingerprint
    with pytest.raises(pp.DatasetError, match="Line 3, column G: “x” is not a number"):
        read(workbook(a=[*SHEET[:2], (1, "x", 2, "○"), *SHEET[3:]]))
    with pytest.raises(pp.DatasetError, match="The file is empty"):
        read(workbook(a=[]))


NUMBERS = [
    "0",
    "1",
    "255",
    "3.0",
    "2.33333333",
    "9" * 23,
    "1e400",
    "-1.0",
    "100",
    "27%",
    "1,5",
    "x",
    "",
]
RATINGS = [
    "0",
    "1",
    "1.0000001",
    "2.33333333",
    "-1.0",
    "3.0",
    "3",
    "inf",
    "○",
    "x",
    "",
    "TRUE",
    "9" * 23,
]
LINE = st.tuples(*[st.sampled_from(NUMBERS)] * 3, st.sampled_from(RATINGS))


def outcome(text, **reading):
    try:
        found = read(text, **reading)
    except pp.UnclearTable as question:
        return question.problems, question.reading, question.table
    except pp.DatasetError as error:
        return error.problems
    assert np.isfinite(found.rgb).all()
    assert ((found.rgb >= 0) & (found.rgb <= 255)).all()
    assert set(found.like) <= {0, 1}
    return found.frame.to_dict("list"), found.notices, found.reading


@given(
    st.lists(LINE, max_size=9),
    st.sampled_from([";", "\t"]),
    st.sampled_from([{}, {"cut": 2.33333333}, {"liked": ("3.0",)}, {"empty": "not-liked"}]),
)
def test_large_and_small_files_are_read_alike(lines, delimiter, reading):
    """What pandas reads quickly is what is read cell by cell, to the last digit and the last sentence."""
    text = table(["R", "G", "B", "LIKE"], *lines, ["9", "8", "7", "1"], ["200", "8", "7", "0"], delimiter=delimiter)
    quick = outcome(text, **reading)
    with pytest.MonkeyPatch.context() as slowly:
        slowly.setattr(parsing, "_parse_quickly", lambda *_given: None)
        assert outcome(text, **reading) == quick


@given(st.binary(max_size=200))
def test_whatever_comes_is_a_table_or_a_sentence(data):
    outcome(data)
    outcome(b"R;G;B;LIKE\n" + data)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_header_alone_is_told_that_rows_are_missing(delimiter):
    with pytest.raises(pp.DatasetError, match="no rows below the header"):
        read(table(["R", "G", "B", "LIKE"], delimiter=delimiter))


def test_ratings_that_are_means_are_cut_where_the_page_says():
    text = rated(ratings=["2.33333333", "1", "3", "2.33333333", "1", "3"])
    asked = question(text)
    assert asked.reading.cut in asked.table.numbers
    assert read(text, cut=2.33333333).like.tolist() == [1, 0, 1, 1, 0, 1]


def test_an_answer_that_stands_nowhere_is_told():
    with pytest.raises(pp.DatasetError, match=r"None of these stands in column “LIKE”: aa\. It holds: a, b"):
        read(rated(ratings="ababab"), liked=("aa",))


def test_columns_keep_apart_whatever_they_are_called():
    rows = [[*colour, label, "a", "b"] for colour, label in zip(RGB, LIKE, strict=True)]
    dataset = read(table(("R", "G", "B", "rating", "LIKE", "LIKE (2)"), *rows), like="rating")
    assert list(dataset.frame) == ["R", "G", "B", "LIKE", "LIKE (2)", "LIKE (2) (2)"]


def test_very_wide_tables_are_refused():
    with pytest.raises(pp.DatasetError, match="Line 1 has 501 columns; up to 500 are read"):
        read(table(["R", "G", "B", "LIKE", *(f"x{number}" for number in range(497))]))


def test_a_look_shows_the_beginning_of_a_file():
    found, reading = tables.look(io.BytesIO(rated(("x", "y", "z", "w")).encode()))
    assert reading == pp.Reading(encoding="utf-8", delimiter=",", header=True)
    assert found.names == ("x", "y", "z", "w")
    assert found.rows[0] == (2, ["255", "192", "203", "1"])
    assert tables.look(io.BytesIO(workbook(a=SHEET, b=SHEET)))[0].sheets == ("a", "b")
