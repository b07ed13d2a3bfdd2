import pytest

from pinkpref.i18n import Sentence
from pinkpref.tables.errors import (
    MOST_PROBLEMS,
    DatasetError,
    Problems,
    dataset_error,
    join_first,
    raise_problems,
    truncate,
)


def sentences(*lines):
    return [(line, Sentence("line {line}", line=line)) for line in lines]


def test_problems_of_all_kinds_are_listed_from_top_to_bottom():
    with pytest.raises(DatasetError) as caught:
        raise_problems([Problems(2, sentences(4, 9)), Problems(), Problems(1, sentences(6))], [Sentence("hint")])
    assert caught.value.problems == ("line 4", "line 6", "line 9", "hint")
    raise_problems([Problems(), Problems()])


def test_what_is_too_much_is_counted():
    many = [sentence for _, sentence in sentences(*range(30))]
    assert dataset_error(many).problems[-1] == f"Further problems of this kind: {30 - MOST_PROBLEMS}."
    assert dataset_error(many[:3], 50).problems[-1] == "Further problems of this kind: 47."
    assert len(dataset_error(many[:20]).problems) == 20
    assert join_first(range(21)).endswith("19, ...")
    assert join_first(["a", "b"]) == "a, b"


def test_long_texts_are_truncated():
    assert truncate("x" * 41) == "x" * 39 + "…"
    assert truncate("x" * 40) == "x" * 40
