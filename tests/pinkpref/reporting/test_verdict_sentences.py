"""No sentence claims more than the figures beside it, in either language."""

import random
import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from figures import verdict_of
from hypothesis import given
from hypothesis import strategies as st

import pinkpref as pp
from pinkpref.evaluation import statistics
from pinkpref.evaluation.verdict import Verdict
from pinkpref.i18n import LANGUAGES, Sentence, per_hundred, percent, translator
from pinkpref.reporting import verdict_sentences

CLAIMS = {
    "en": {
        "no numbers": r"^Its outputs are no longer numbers, so its test score means nothing\.",
        "one label": r"^All \d+ colours that it was trained on are “(not )?liked”\.",
        "tie": r"^Its two outputs are equal for ",
        "one answer": r"^It says “(not )?liked” to every colour\.",
        "learned": r"It learned something[.,;]",
        "no sign": r"There is no (clear )?sign that it learned\.",
        "cannot tell": r"It cannot be told (yet )?whether it learned: ",
    },
    "ja": {
        "no numbers": r"^出力が計算できない値になったため、",
        "one label": r"^学習に使った\d+色は、すべて「好き(ではない)?」でした。",
        "tie": r"^(どの色でも|[\d,]+色のうち[\d,]+色では)両方の出力が等し",
        "one answer": r"^どの色にも「好き(ではない)?」と予測しています。",
        "learned": r"^学習できています。|^学習できていますが、",
        "no sign": r"学習できた(様子は見られません|とはっきりは言えません)。",
        "cannot tell": r"学習できたかどうか、(まだ)?判断できません。",
    },
}
FAINT = {"en": "too faint to count on", "ja": "当てにできるほどではありません"}
UNKNOWN = {"en": "how good it is cannot be said", "ja": "どれくらい正しいかは"}
BARELY = {"en": "Training has barely moved it.", "ja": "予測はほとんど変わっていません。"}
OTHERWISE = {"en": "The networks that judge it were trained on", "ja": "表示しているネットワークは"}
ONE_LABEL = {"en": "networks that judge it saw one label only", "ja": "片方のラベルだけで学習しました"}
ALIKE = {"en": "colours almost like those it saw", "ja": "ほとんど同じ色を見分けているだけかもしれません"}
NETWORKS = {
    "en": "Networks trained the same way do learn something",
    "ja": "同じように学習したネットワークは学習できています",
}
SO_FAR = {"en": "tries so far", "ja": "今のところ"}
OTHER_METHOD = {"en": "Another method does better on these labels", "ja": "ほかの方法では、このラベルのほうが"}
PART = {"en": "2,000 of the 2,001 different colours, drawn at random", "ja": "2,001色から無作為に選んだ2,000色"}
TOO_STRONG = {
    "en": r"significant|prove|certain|definitely|guarantee|always right|never",
    "ja": r"有意|証明|確実|必ず|保証|絶対|間違いなく",
}


SEEDS = st.integers(0, 2**32)
SIZES = (5, 8, 12, 18, 20, 22, 24, 40, 60, 130, 400)
SHARES = (0.0, 0.1, 0.3, 0.5, 0.6, 0.9, 1.0)


class Rated:
    """As much of a dataset as sentences read: labels, all of which judge."""

    def __init__(self, liked, rows):
        self.like = np.repeat([1, 0], [liked, rows - liked])
        self.judged = self

    def __len__(self):
        return len(self.like)


def drawn(seed):
    """A verdict with any figures that could occur, the training itself left out."""
    choose = random.Random(seed)

    def one_in(times):
        return choose.random() * times < 1

    rows = choose.choice(SIZES)
    liked = min(max(1, round(rows * choose.choice(SHARES))), rows - 1)
    test = choose.randint(1, max(1, rows // 2))
    right, test_liked = choose.randint(0, test), choose.randint(0, test)
    tries = choose.choice([19, 99, 1000, 10_000])
    extreme = choose.randint(0, tries if one_in(2) else tries // 15)

    run = SimpleNamespace(
        dataset=Rated(liked, rows),
        settings=pp.Settings(),
        test_rows=np.arange(test),
        train_rows=np.arange(rows - test),
        test_accuracy=right / test,
        diverged=one_in(4),
    )

    class Drawn(Verdict):
        baseline = max(liked, rows - liked) / rows
        barely_moved = one_in(2)
        advice = choose.choice([None, SimpleNamespace(cure=pp.Settings(), advice=Sentence("more x"))])
        left_out_accuracy = choose.random()
        left_out_interval = statistics.Interval(left_out_accuracy * choose.random(), 1.0)
        recalls = choose.random(), choose.random()
        trained_alike = one_in(2)
        training_rows = (rows // 2, rows // 2 + one_in(2))
        classes = (liked, rows - liked)
        colours = rows
        close_colours = choose.randint(0, rows)
        known_rows = test if one_in(3) else 0
        trained_label = choose.choice([None, None, None, None, 0, 1])
        ties = 0 if run.diverged else choose.choice([0, 0, 0, 0, rows, rows - 1])
        constant_answer = None if run.diverged or ties else choose.choice([None, None, None, 0, 1])
        one_label_networks = (choose.choice([0, 0, 3]), 100)
        constant_right = (test - test_liked, test_liked)
        signal = SimpleNamespace(
            found=one_in(2),
            extreme_shuffles=choose.randint(0, 1000),
            permutations=1000,
            groups=2000,
            all_groups=choose.choice([2000, 2001]),
        )

    brier = np.repeat([0.0, 1.0], [extreme, tries - extreme])
    real = SimpleNamespace(brier=np.array([0.5]))
    folds = SimpleNamespace(shuffled=SimpleNamespace(arrangements=choose.choice([19, 20, 10**30])))
    return Drawn(run, real, brier, brier, folds, so_far=one_in(3))


def test_no_sentence_claims_more_than_its_figures():
    for seed in range(10_000):
        claims_what_its_figures_show(seed)


def claims_what_its_figures_show(seed):
    """The rules by which an outcome is said and shown, once more, from the figures alone."""
    verdict = drawn(seed)
    wrong = (
        "no numbers"
        if verdict.run.diverged
        else "one label"
        if verdict.trained_label is not None
        else "tie"
        if verdict.ties
        else "one answer"
        if verdict.constant_answer is not None
        else None
    )
    enough = verdict.folds.shuffled.arrangements >= 20
    learned = verdict.p_value <= 0.05 and enough
    clear = learned and verdict.left_out_interval.low > verdict.baseline
    way = (verdict.left_out_accuracy - verdict.baseline) / (1 - verdict.baseline)
    faint = learned and not clear and way < 0.2
    tells = power(*verdict.classes) >= 0.8 and enough
    outcome = "learned" if learned else "no sign" if tells else "cannot tell"
    mark = verdict_sentences.mark(verdict)
    assert (mark.shape == "✓") == (clear and not wrong)
    assert (mark.kind == "learned") == (clear and not wrong)
    for language in LANGUAGES:
        told = verdict.sentence(language)
        claims = {claim for claim, words in CLAIMS[language].items() if re.search(words, told)}
        assert claims == {wrong, *({outcome} - ({"learned"} if wrong else set()))} - {None}
        assert (FAINT[language] in told) == (faint and not wrong)
        assert (UNKNOWN[language] in told) == (learned and not clear and not faint and not wrong)
        assert (NETWORKS[language] in told) == (learned and wrong is not None)
        assert (ALIKE[language] in told) == (learned and verdict.close_colours * 2 > verdict.colours)
        assert (ONE_LABEL[language] in told) == (verdict.one_label_networks[0] > 0)
        assert not re.search(r"(\b\d+) to \1 of", told)
        assert (OTHERWISE[language] in told) == (not verdict.trained_alike)
        assert (BARELY[language] in told) == verdict.barely_moved
        assert (SO_FAR[language] in told) == verdict.so_far
        assert (OTHER_METHOD[language] in told) == (not learned and verdict.signal.found)
        assert (PART[language] in told) == (
            verdict.signal.all_groups > 2000 and not learned and (tells or verdict.signal.found)
        )
        assert not re.search(TOO_STRONG[language], told.replace("always answering", ""))


@cache
def power(liked, not_liked):
    """Fisher's exact test on answers right at 80 %, by a plain loop."""
    return statistics.power_to_tell(liked, not_liked, 0.8)


@given(SEEDS)
def test_every_figure_in_a_sentence_is_the_verdict_s(seed):
    verdict = drawn(seed)
    for language in LANGUAGES:
        told = verdict.sentence(language)
        figures = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", told)}
        assert {verdict.extreme_shuffles, verdict.permutations} <= figures | {0}
        if verdict.outcome == "learned":
            for figure in (verdict.left_out_accuracy, *verdict.left_out_interval, verdict.baseline):
                assert percent(figure) in told
            if verdict.baseline >= 0.65:
                assert all(percent(recall) in told for recall in verdict.recalls)
        if verdict.run.diverged:
            continue
        assert {verdict.right, verdict.rows} <= figures
        if verdict.mostly_known:
            assert verdict.known_rows in figures
            continue
        assert max(verdict.constant_right) in figures
        assert all(percent(side) in told for side in verdict.interval)


@given(SEEDS)
def test_short_sentences_both_languages_alike(seed):
    verdict = drawn(seed)
    parts = verdict_sentences.answer(verdict)
    assert 3 <= len(parts) <= 12
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
    assert per_hundred(share).startswith(told)
    assert per_hundred(share).say(translator("ja")).startswith("100回")


ADVICE = SimpleNamespace(advice=Sentence("more x"))
FOUND = SimpleNamespace(found=True, extreme_shuffles=21, permutations=999, groups=31, all_groups=31)
NAMED = [
    (
        {},
        "shuffled labels did as well as with the real ones, or better, in 345 of 1,234 tries.",
        "1,234回中345回ありました。",
    ),
    ({"so_far": True}, "in 345 of 1,234 tries so far.", "今のところ1,234回中345回ありました。"),
    ({"outcome": "learned"}, "in only 345 of 1,234 tries.", "1,234回中345回しかありませんでした。"),
    ({"outcome": "learned", "extreme_shuffles": 0}, "in none of 1,234 tries.", "1,234回中一度もありませんでした。"),
    (
        {"outcome": "cannot tell"},
        "whether it learned: 31 different colours are too few, about 57 would do.",
        "31色では少なすぎます（約57色あれば判断できます）。",
    ),
    (
        {"outcome": "cannot tell", "colours_needed": None},
        ": 31 different colours are too few.",
        "31色では少なすぎます。",
    ),
    ({"outcome": "cannot tell", "colours_needed": 31}, ": 31 different colours are too few.", "31色では少なすぎます。"),
    ({"outcome": "cannot tell", "colours_needed": 32}, "about 32 would do.", "約32色あれば"),
    (
        {},
        "it got 13 of 17 test colours right, where always answering “liked” gets 11; its true rate may lie anywhere "
        "from 21% to 83%.",
        "17色中13色が正解でした。同じ色にいつも「好き」と答えると11色が正解です。真の正解率は21%から83%のどこ",
    ),
    ({"constant_right": (9, 8)}, "always answering “not liked” gets 9;", "いつも「好きではない」と答えると9色が正解"),
    (
        {"known_rows": 11, "mostly_known": True},
        "it got 13 of 17 rows right, but the colours of 11 of them are among those it was trained on",
        "17行中13行が正解でしたが、そのうち11行は学習に使った色と同じ色",
    ),
    (
        {"outcome": "learned"},
        "Networks trained the same way call 71% of colours left out right (it may be 66% to 78%); always answering "
        "“liked” would get 62%.",
        "色の71%に正解し（本当は66%から78%のどこかかもしれません）、いつも「好き」と答える方法なら62%です。",
    ),
    (
        {"outcome": "learned", "baseline": 0.65},
        "right (it may be 66% to 78%): 74% of those that are liked, 67% of those that are not; always answering "
        "“liked” would get 65%.",
        "そのうち好きな色では74%、好きではない色では67%で、いつも「好き」と答える方法なら65%です。",
    ),
    ({"outcome": "learned", "strength": "unknown"}, "cannot be said from 31 colours.", "どれくらい正しいかは31色では"),
    ({"outcome": "learned", "close_colours": 16}, "16 of the 31 colours lie close", "31色のうち16色にはよく似た色"),
    (
        {"signal": FOUND},
        "there shuffled labels did as well or better in 21 of 999 tries.",
        "同じかそれ以上の成績になったのは、999回中21回",
    ),
    (
        {"advice": ADVICE},
        "more x. To tell it from always answering “liked”, a test takes about 48 colours if it is right 80% of the "
        "time, and 237 if 70% (this one had 17).",
        "正解率80%なら約48色、70%なら約237色のテストが必要です（今回は17色でした）",
    ),
    (
        {"advice": ADVICE, "baseline": 0.75},
        "a test takes about 463 colours if it is right 80% of the time (this one had 17).",
        "正解率80%なら約463色のテストが必要です（今回は17色でした）",
    ),
    ({"advice": ADVICE, "baseline": 0.8}, "Worth trying first: more x.", "more xことです。"),
]
"""Figures that change, and what is said of them in English and in Japanese."""


@pytest.mark.parametrize(("changed", "english", "japanese"), NAMED)
def test_every_number_in_a_sentence_is_the_figure_that_it_names(changed, english, japanese):
    said = verdict_sentences.answer(verdict_of(**changed))
    assert english in " ".join(said)
    assert japanese in "".join(sentence.say(translator("ja")) for sentence in said)


def test_the_rows_that_a_clear_score_takes_are_those_of_the_rates_named():
    assert [statistics.rows_needed(rate, 0.62) for rate in (0.8, 0.7)] == [48, 237]
    assert [statistics.rows_needed(rate, 0.75) for rate in (0.8, 0.7)] == [463, None]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": "learned", "p_value": 0.01}, "It learned something."),
        ({"outcome": "learned", "strength": "faint"}, "It learned something, but too faint to count on."),
        ({"outcome": "no sign", "p_value": 0.0501}, "There is no clear sign that it learned."),
        ({"outcome": "no sign", "p_value": 0.1999}, "There is no clear sign that it learned."),
        ({"outcome": "no sign", "p_value": 0.2}, "There is no sign that it learned."),
        ({"outcome": "no sign", "p_value": 1.0}, "There is no sign that it learned."),
        ({"outcome": "learned", "constant_answer": 1}, "It says “liked” to every colour."),
        ({"outcome": "no sign", "constant_answer": 0}, "It says “not liked” to every colour."),
    ],
)
def test_the_answer_begins_with_its_outcome(changed, said):
    assert verdict_sentences.answer(verdict_of(**changed))[0] == said


@pytest.mark.parametrize(
    ("outcome", "found", "told"),
    [
        ("no sign", False, "finds no rule in these labels either"),
        ("no sign", True, "Another method does better on these labels"),
        ("cannot tell", False, None),
        ("cannot tell", True, "Another method does better on these labels"),
        ("learned", False, None),
        ("learned", True, None),
    ],
)
def test_what_another_method_finds_is_said_where_the_network_shows_nothing(outcome, found, told):
    signal = SimpleNamespace(found=found, extreme_shuffles=21, permutations=999, groups=31, all_groups=31)
    said = verdict_sentences.answer(verdict_of(outcome=outcome, signal=signal))
    assert [sentence for sentence in said if "another method" in sentence.lower()] == [
        sentence for sentence in said if told and told in sentence
    ]
    assert any("another method" in sentence.lower() for sentence in said) == (told is not None)


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
    plain = verdict_sentences.plain(verdict_of(baseline=baseline, judged=SimpleNamespace(like=np.array(like))))
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
    assert per_hundred(share) == told


def test_outputs_that_are_no_numbers_have_no_score_in_the_answer():
    said = verdict_sentences.answer(verdict_of(run=SimpleNamespace(diverged=True)))
    assert "Its outputs are no longer numbers, so its test score means nothing." in said
