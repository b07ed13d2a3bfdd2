import pandas as pd
import pytest

from pinkpref.tables.ratings import read_ratings


def column(*cells):
    return pd.Series(cells, dtype=object)


def rated(*cells, **known):
    return read_ratings("LIKE", column(*cells), range(2, 2 + len(cells)), **known)


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
    assert not found.problems.total
    assert found.that_mean(1) == (yes,)


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
    assert set(found.categories) == set(values)
    assert found.numbers == (tuple(map(float, values)) if values[-1].isdigit() else ())
    assert not found.problems.total


def test_a_cut_and_chosen_values_are_followed():
    assert rated(*"12345", threshold=4).like.tolist() == [0, 0, 0, 1, 1]
    assert rated("◎", "○", "△", "×", liked=("◎", "○")).like.tolist() == [1, 1, 0, 0]
    assert rated("1", "x", "5", threshold=3).problems.first == [(3, "Line 3, column LIKE: “x” is not a number.")]


def test_a_few_odd_ones_are_mistakes():
    found = rated("1", "0", "1", "0", "2")
    assert found.like.tolist() == [1, 0, 1, 0, -1]
    assert [line for line, _ in found.problems.first] == [6]


def test_too_many_different_values_are_no_ratings():
    found = rated(*(f"word{number}" for number in range(30)))
    assert found.problems.total == 30


def test_empty_cells_are_counted_apart():
    found = rated("1", "", "0", " ")
    assert found.is_missing.tolist() == [False, True, False, True]
    assert [line for line, _ in found.missing.first] == [3, 5]
    assert not found.problems.total


def test_what_the_column_s_name_says_is_asked_about_where_it_is_not_the_usual():
    found = rated("1", "0", "1", liked_digit="0")
    assert (found.like, found.likely_liked) == (None, ("0",))
    assert rated("1", "0", liked_digit=None).like is None
    assert rated("1", "0", liked_digit=None).likely_liked == ()


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
    assert found.likely_liked == likeliest


def test_other_numbers_are_a_scale_even_if_they_are_rare():
    assert rated(*"1" * 20, *"0" * 20, "2", "3").like is None
    assert rated(*(str(number) for number in range(101))).like is None
    assert rated(*"1" * 20, *"0" * 20, "2").problems.total == 1


def test_a_zero_among_circles_is_asked_about():
    assert rated("○", "0", "×", "○", "0", "×").like is None
    assert rated("○", "×", "1", "0").like is not None


def test_words_for_no_answer_are_empty():
    found = rated("1", "わからない", "0", "NA", "無回答")
    assert found.is_missing.tolist() == [False, True, False, True, True]
    assert found.missing.first[0][1] == "Line 3, column LIKE: “わからない” is no rating."


def test_values_are_listed_by_size_then_by_text():
    found = rated("b", "10", "9", "", "2.5", "a", "-1", "10")
    assert (found.categories, found.meanings, found.numbers) == (("-1", "2.5", "9", "10", "a", "b"), (-1,) * 6, ())
    assert rated("10", "9", "2.5", "-1", "10").numbers == (-1, 2.5, 9, 10)


def test_a_colour_that_is_rated_both_ways_is_no_mistake():
    found = rated("1", "0", "0", "1", "1", "1", "0")
    assert found.like.tolist() == [1, 0, 0, 1, 1, 1, 0]
    assert (found.problems, found.missing) == ((0, []), (0, []))


def test_more_than_a_quarter_of_unknown_words_is_another_way_to_rate():
    assert rated("yes", "no", "yes", "perhaps").like.tolist() == [1, 0, 1, -1]
    assert rated("yes", "no", "yes", "no", "yes", "perhaps", "perhaps").like is None
