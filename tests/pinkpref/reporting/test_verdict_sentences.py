"""No sentence claims more than the figures beside it, in either language."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from figures import verdict_of
from hypothesis import given
from hypothesis import strategies as st

import pinkpref as pp
from pinkpref.evaluation import statistics
from pinkpref.evaluation.verdict import Verdict
from pinkpref.i18n import LANGUAGES, Sentence, percent, translator
from pinkpref.reporting import verdict_sentences

CLAIMS = {
    "en": {
        "learned": "It learned something",
        "no sign": r"There is no (clear )?sign that it learned",
        "cannot tell": "cannot be told yet",
    },
    "ja": {"learned": "学習できています", "no sign": "学習の証拠はありません", "cannot tell": "まだ判断できません"},
}
FEW = {"en": "too few to tell", "ja": "少なすぎ"}
FAINT = {"en": "too faint to count on", "ja": "当てにできる"}
BARELY = {"en": "barely moved", "ja": "ほとんど変わ"}
COIN = {"en": "a coin", "ja": "コイン投げ"}
TOO_STRONG = {
    "en": r"significant|prove|certain|definitely|guarantee|always right|never",
    "ja": r"有意|証明|確実|必ず|保証|絶対|間違いなく",
}


@st.composite
def verdicts(draw):
    """Verdicts with any figures that could occur, the training itself left out."""
    rows = draw(st.integers(5, 400))
    liked = draw(st.integers(1, rows - 1))
    test = draw(st.integers(1, max(1, rows // 2)))
    right = draw(st.integers(0, test))
    tries = draw(st.sampled_from([19, 99, 1000, 10_000]))
    extreme_shuffles = draw(st.integers(0, tries))
    run = SimpleNamespace(
        dataset=SimpleNamespace(like=np.repeat([1, 0], [liked, rows - liked]), __len__=lambda: rows),
        settings=pp.Settings(),
        test_rows=np.arange(test),
        test_accuracy=right / test,
        diverged=draw(st.booleans()) and draw(st.booleans()),
    )

    class Drawn(Verdict):
        dataset = np.zeros(rows)
        baseline = max(liked, rows - liked) / rows
        barely_moved = draw(st.booleans())
        advice = draw(st.sampled_from([None, SimpleNamespace(cure=pp.Settings(), advice=Sentence("more x"))]))
        left_out_accuracy = draw(st.floats(0, 1))
        left_out_interval = statistics.Interval(left_out_accuracy * draw(st.floats(0, 1)), 1.0)
        classes = (liked, rows - liked)
        colours = rows
        known_rows = draw(st.sampled_from([0, 0, test]))

    class Data:
        like = run.dataset.like

        def __len__(self):
            return rows

    Drawn.dataset = Data()
    brier = np.r_[np.zeros(extreme_shuffles), np.ones(tries - extreme_shuffles)]
    real = SimpleNamespace(brier=np.array([0.5]))
    folds = SimpleNamespace(arrangements=draw(st.sampled_from([2.0, 1e9])))
    return Drawn(run, real, brier, brier, folds)


@given(verdicts())
def test_every_figure_in_a_sentence_is_the_verdict_s(verdict):
    for language in LANGUAGES:
        told = verdict.sentence(language)
        assert [outcome for outcome, claim in CLAIMS[language].items() if re.search(claim, told)] == [verdict.outcome]
        assert not re.search(TOO_STRONG[language], told.replace("always answering", ""))
        if BARELY[language] in told:
            assert verdict.barely_moved
        assert (verdict.outcome == "learned") == (verdict.p_value <= statistics.LEVEL)
        assert (FEW[language] in told) == (verdict.outcome == "cannot tell")
        needed = verdict.colours_needed
        if verdict.outcome == "cannot tell" and needed and needed > verdict.colours:
            assert f"{needed:,}" in told
        if verdict.outcome == "learned":
            assert (FAINT[language] in told) == (verdict.left_out_interval.low <= verdict.baseline)
            for figure in (verdict.left_out_accuracy, *verdict.left_out_interval, verdict.baseline):
                assert percent(figure) in told
        figures = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", told)}
        if verdict.run.diverged:
            continue
        assert {verdict.right, verdict.rows} <= figures
        if verdict.known_rows:
            assert verdict.known_rows in figures
            assert verdict_sentences.per_hundred(verdict.baseline_p_value).say(translator(language)) not in told
            continue
        low, high = (percent(side) for side in verdict.interval)
        assert low in told
        assert high in told
        assert (COIN[language] in told) == (verdict.baseline <= verdict_sentences.EVEN)
        assert {verdict.extreme_shuffles, verdict.permutations} <= figures | {0}
        assert verdict_sentences.per_hundred(verdict.baseline_p_value).say(translator(language)) in told


@given(verdicts())
def test_one_to_three_sentences_both_languages_alike(verdict):
    parts = verdict_sentences.answer(verdict)
    assert 2 <= len(parts) <= 3
    assert verdict.sentence("ja").count("。") == len(parts)
    numbers = [sorted(re.findall(r"\d+", verdict.sentence(language).replace(",", ""))) for language in LANGUAGES]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "fewer than 1"),
        (0.0099, "fewer than 1"),
        (0.1875, "19"),
        (0.99, "99"),
        (0.9999, "more than 99"),
        (1, "more"),
    ],
)
def test_luck_is_never_rounded_to_none_or_to_all(share, told):
    assert verdict_sentences.per_hundred(share).startswith(told)
    assert verdict_sentences.per_hundred(share).say(translator("ja")).startswith("100回")


ADVICE = SimpleNamespace(advice=Sentence("more x"))
NAMED = [
    ({}, 0, "did as well in 345 of 1,234 tries.", "1,234回中345回ありました。"),
    ({"outcome": "learned"}, 0, "in only 345 of 1,234 tries.", "1,234回中345回しかありませんでした。"),
    (
        {"outcome": "learned", "extreme_shuffles": 0},
        0,
        "in none of 1,234 tries.",
        "1,234回中一度もありませんでした。",
    ),
    (
        {"outcome": "cannot tell"},
        0,
        "did as well in 345 of 1,234 tries; 31 colours are too few to tell, about 57 would do.",
        "31色では少なすぎ（約57色あれば判断できます）",
    ),
    ({"outcome": "cannot tell", "colours_needed": None}, 0, "; 31 colours are too few to tell.", "31色では少なすぎ、"),
    ({"outcome": "cannot tell", "colours_needed": 31}, 0, "; 31 colours are too few to tell.", "31色では少なすぎ、"),
    ({"outcome": "cannot tell", "colours_needed": 32}, 0, "about 32 would do.", "約32色あれば"),
    ({}, 1, "it got 13 of 17 test colours right;", "17色中13色が正解で"),
    ({}, 1, "gets as many or more in 14 of 100 tries,", "同じかそれ以上になるのは100回中14回"),
    ({}, 1, "may lie anywhere from 21% to 83%.", "21%から83%のどこでもあり得ます。"),
    (
        {"known_rows": 11},
        1,
        "it got 13 of 17 rows right, but the colours of 11 of them are among those it was trained on",
        "17行中13行が正解でしたが、そのうち11行は学習に使った色と同じ色",
    ),
    (
        {"outcome": "learned"},
        1,
        "Networks trained the same way call 71% of colours left out right (it may be 66% to 78%); always answering "
        "“liked” would get 62%.",
        "色の71%に正解し（本当は66%から78%のどこかかもしれません）、いつも「好き」と答える方法なら62%です。",
    ),
    (
        {"outcome": "learned", "left_out_interval": statistics.Interval(0.62, 0.78)},
        1,
        "What it learned is too faint to count on: networks trained the same way call 71% of colours left out right "
        "(it may be 62% to 78%), where always answering “liked” would get 62%.",
        "色の71%（本当は62%から78%のどこかかもしれません）、いつも「好き」と答える方法なら62%です。",
    ),
    ({"outcome": "cannot tell"}, 1, "it got 13 of 17 test colours right;", "17色中13色が正解で"),
    ({"outcome": "learned"}, 2, "it got 13 of 17 test colours right;", "17色中13色が正解で"),
    (
        {"advice": ADVICE},
        2,
        "more x; to tell it from always answering “liked”, a test takes about 48 colours if it is right 80% of the "
        "time, and 237 if 70% (this one had 17).",
        "正解率80%なら約48色、70%なら約237色のテストが必要で、今回は17色でした",
    ),
    (
        {"advice": ADVICE, "baseline": 0.75},
        2,
        "a test takes about 463 colours if it is right 80% of the time (this one had 17).",
        "正解率80%なら約463色のテストが必要で、今回は17色でした",
    ),
    ({"advice": ADVICE, "baseline": 0.8}, 2, "Most likely to matter: more x.", "more xことです。"),
]
"""Figures that change, the number of the sentence, and what it says of them in English and in Japanese."""


@pytest.mark.parametrize(("changed", "number", "english", "japanese"), NAMED)
def test_every_number_in_a_sentence_is_the_figure_that_it_names(changed, number, english, japanese):
    sentence = verdict_sentences.answer(verdict_of(**changed))[number]
    assert english in sentence
    assert japanese in sentence.say(translator("ja"))


def test_the_rows_that_a_clear_score_takes_are_those_of_the_rates_named():
    assert [statistics.rows_needed(rate, 0.62) for rate in (0.8, 0.7)] == [48, 237]
    assert [statistics.rows_needed(rate, 0.75) for rate in (0.8, 0.7)] == [463, None]


@pytest.mark.parametrize(
    ("outcome", "p_value", "said"),
    [
        ("learned", 0.01, "It learned something:"),
        ("cannot tell", 0.01, "It cannot be told yet whether it learned:"),
        ("no sign", 0.0501, "There is no clear sign that it learned:"),
        ("no sign", 0.1999, "There is no clear sign that it learned:"),
        ("no sign", 0.2, "There is no sign that it learned:"),
        ("no sign", 1.0, "There is no sign that it learned:"),
    ],
)
def test_the_answer_begins_with_its_outcome(outcome, p_value, said):
    assert verdict_sentences.answer(verdict_of(outcome=outcome, p_value=p_value))[0].startswith(said)


@pytest.mark.parametrize(
    ("outcome", "barely_moved", "ending"),
    [
        ("no sign", True, "tries, and training has barely moved it."),
        ("cannot tell", True, "would do, and training has barely moved it."),
        ("learned", True, "tries, although training has barely moved it."),
        ("no sign", False, "tries."),
    ],
)
def test_a_network_that_barely_moved_is_told_so(outcome, barely_moved, ending):
    assert verdict_sentences.answer(verdict_of(outcome=outcome, barely_moved=barely_moved))[0].endswith(ending)


@pytest.mark.parametrize(
    ("outcome", "barely_moved", "is_said"),
    [("no sign", False, True), ("no sign", True, False), ("cannot tell", False, False), ("learned", False, False)],
)
def test_perhaps_there_is_no_rule_is_said_of_networks_that_moved_in_vain(outcome, barely_moved, is_said):
    said = verdict_sentences.answer(verdict_of(outcome=outcome, barely_moved=barely_moved))
    assert any("Perhaps the labels hold no rule" in sentence for sentence in said) == is_said


@pytest.mark.parametrize(
    ("baseline", "like", "told"),
    [
        (0.5, [1, 0], "a coin"),
        (0.505, [1, 0], "a coin"),
        (0.506, [1, 1, 0], "always answering “liked”"),
        (0.506, [1, 0, 0], "always answering “not liked”"),
        (0.506, [1, 0], "always answering “not liked”"),
    ],
)
def test_who_answers_without_looking_gives_the_commoner_answer(baseline, like, told):
    plain = verdict_sentences.plain(verdict_of(baseline=baseline, dataset=SimpleNamespace(like=np.array(like))))
    assert plain == told


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.01, "1 of 100 tries"),
        (0.346, "35 of 100 tries"),
        (0.99, "99 of 100 tries"),
        (0.9901, "more than 99 of 100 tries"),
    ],
)
def test_a_probability_is_told_in_tries_of_100(share, told):
    assert verdict_sentences.per_hundred(share) == told


def test_outputs_that_are_no_numbers_have_no_score_in_the_answer():
    sentence = verdict_sentences.answer(verdict_of(run=SimpleNamespace(diverged=True)))[1]
    assert sentence == "Its outputs are no longer numbers, so its test score means nothing."
