import pytest

from pinkpref.tables.columns import liked_digit, recognise

COMPLETE = [
    "R,G,B,LIKE",
    "like,b,g,r",
    "赤,緑,青,好き",
    "赤(R),緑(G),青(B),好き(1)・嫌い(0)",
    "R値,G値,B値,好き嫌い",
    "Ｒ,Ｇ,Ｂ,ＬＩＫＥ",
    "Red,Green,Blue,Label",
    "red,green,blue,rating",
    "レッド,グリーン,ブルー,評価",
    "colour,like",
    "Hex,Do you like it?",
    "カラーコード,好き",
    "色の名前,色,好き",
]


@pytest.mark.parametrize("header", COMPLETE)
def test_names_that_leave_no_doubt(header):
    assert recognise(header.split(",")).complete


OPEN = [
    "x,y,z,w",
    "R,G,B",
    "R,G,LIKE",
    "赤,緑,青,嫌い",
    "red,green,blue,label,rating",
    "r,Red,Green,Blue,like",
    "colour,hex,like",
    "Redness,Greenness,Blueness,likelihood",
]


@pytest.mark.parametrize("header", OPEN)
def test_names_that_leave_something_open(header):
    assert not recognise(header.split(",")).complete


def test_names_as_documented_come_before_all_others():
    found = recognise(["red", "R", "green", "G", "blue", "B", "rating", "like", "hex", "name"])
    assert found.channels == ((1,), (3,), (5,))
    assert found.like == (7,)
    assert found.colour == (8,)
    assert found.name == (9,)


@pytest.mark.parametrize(
    ("name", "digit"),
    [
        ("LIKE", "1"),
        ("好き(1)・嫌い(0)", "1"),
        ("好き1嫌い0", "1"),
        ("like (1 = yes, 0 = no)", "1"),
        ("like/dislike", "1"),
        ("好き(0)・嫌い(1)", "0"),
        ("like (0=yes 1=no)", "0"),
        ("1=嫌い 0=好き", "0"),
        ("not liked", None),
        ("好き(1)・嫌い(1)", None),
    ],
)
def test_what_a_name_says_of_one_and_zero(name, digit):
    assert liked_digit(name) == digit
