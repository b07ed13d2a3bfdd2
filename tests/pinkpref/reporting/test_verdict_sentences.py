"""No sentence claims more than the figures beside it, in either language."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
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
