import pandas as pd
import pytest

from pinkpref.tables.ratings import ratings


def column(*cells):
    return pd.Series(cells, dtype=object)


def rated(*cells, **known):
    return ratings("LIKE", column(*cells), range(2, 2 + len(cells)), **known)


YES_AND_NO = [
    ("1", "0"),
    ("1.0", "0.0"),
    ("yes", "no"),
    ("Yes", "NO"),
    ("true", "false"),
    ("TRUE", "FALSE"),
    ("はい", "いいえ"),
]
YES_AND_NO += [
    ("○", "×"),
    ("〇", "✕"),
    ("好き", "嫌い"),
    ("好き", "好きではない"),
    ("like", "dislike"),
    ("１", "０"),
    ("o", "x"),
]


@pytest.mark.parametrize(("yes", "no"), YES_AND_NO)
def test_yes_and_no_as_people_write_them(yes, no):
    found = rated(yes, no, f" {yes} ", no)
    assert found.like.tolist() == [1, 0, 1, 0]
    assert not found.faults.total
    assert found.meaning(1) == (yes,)


SCALES = [
    [*"12345"],
    [*"12"],
    ["1", "2", "3"],
    ["0", "5", "10"],
    ["○", "△", "×"],
    ["◎", "○", "△", "×"],
    ["A", "B"],
    ["-1", "1"],
    ["x", "no"],
]


@pytest.mark.parametrize("values", SCALES)
def test_what_means_liked_is_asked_where_it_is_not_known(values):
    found = rated(*values, *values)
    assert found.like is None
    assert set(found.found) == set(values)
    assert found.numbers == (tuple(map(float, values)) if values[-1].isdigit() else ())
    assert not found.faults.total


def test_a_cut_and_chosen_values_are_followed():
    assert rated(*"12345", cut_at=4).like.tolist() == [0, 0, 0, 1, 1]
    assert rated("◎", "○", "△", "×", liked=("◎", "○")).like.tolist() == [1, 1, 0, 0]
    assert rated("1", "x", "5", cut_at=3).faults.first == [(3, "Line 3, column LIKE: “x” is not a number.")]


def test_a_few_odd_ones_are_mistakes():
    found = rated("1", "0", "1", "0", "2")
    assert found.like.tolist() == [1, 0, 1, 0, -1]
    assert [line for line, _ in found.faults.first] == [6]


def test_too_many_different_values_are_no_ratings():
    found = rated(*(f"word{number}" for number in range(30)))
    assert found.faults.total == 30


def test_empty_cells_are_counted_apart():
    found = rated("1", "", "0", " ")
    assert found.blank.tolist() == [False, True, False, True]
    assert [line for line, _ in found.empty.first] == [3, 5]
    assert not found.faults.total


def test_what_the_column_s_name_says_is_asked_about_where_it_is_not_the_usual():
    found = rated("1", "0", "1", said="0")
    assert (found.like, found.likeliest) == (None, ("0",))
    assert rated("1", "0", said=None).like is None
    assert rated("1", "0", said=None).likeliest == ()


LIKELIEST = [
    (["no", "sí"], ("sí",)),
    (["◎", "○", "△", "×"], ("○", "◎")),
    (["good", "poor"], ("good",)),
    (["oui", "non"], ()),
    (["1", "2"], ()),
    (["とても好き", "好き", "ふつう"], ()),
]


@pytest.mark.parametrize(("values", "likeliest"), LIKELIEST)
def test_the_likeliest_is_what_can_be_known(values, likeliest):
    found = rated(*values, *values)
    assert found.like is None
    assert found.likeliest == likeliest


def test_other_numbers_are_a_scale_even_if_they_are_rare():
    assert rated(*"1" * 20, *"0" * 20, "2", "3").like is None
    assert rated(*(str(number) for number in range(101))).like is None
    assert rated(*"1" * 20, *"0" * 20, "2").faults.total == 1


def test_a_nought_among_circles_is_asked_about():
    assert rated("○", "0", "×", "○", "0", "×").like is None
    assert rated("○", "×", "1", "0").like is not None


def test_words_for_no_answer_are_empty():
    found = rated("1", "わからない", "0", "NA", "無回答")
    assert found.blank.tolist() == [False, True, False, True, True]
    assert found.empty.first[0][1] == "Line 3, column LIKE: “わからない” is no rating."
