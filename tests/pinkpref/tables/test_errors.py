import pytest

from pinkpref.i18n import Sentence
from pinkpref.tables.errors import MOST_PROBLEMS, DatasetError, Faults, cut, refusal, refuse, some


def sentences(*lines):
    return [(line, Sentence("line {line}", line=line)) for line in lines]


def test_faults_of_all_kinds_are_told_from_top_to_bottom():
    with pytest.raises(DatasetError) as caught:
        refuse([Faults(2, sentences(4, 9)), Faults(0, []), Faults(1, sentences(6))], [Sentence("hint")])
    assert caught.value.problems == ("line 4", "line 6", "line 9", "hint")
    refuse([Faults(0, [])])


def test_what_is_too_much_is_counted():
    many = [sentence for _, sentence in sentences(*range(30))]
    assert refusal(many).problems[-1] == f"Further problems of this kind: {30 - MOST_PROBLEMS}."
    assert refusal(many[:3], 50).problems[-1] == "Further problems of this kind: 47."
    assert len(refusal(many[:20]).problems) == 20
    assert some(range(21)).endswith("19, ...")
    assert some(["a", "b"]) == "a, b"


def test_long_texts_are_cut():
    assert cut("x" * 41) == "x" * 39 + "…"
    assert cut("x" * 40) == "x" * 40
