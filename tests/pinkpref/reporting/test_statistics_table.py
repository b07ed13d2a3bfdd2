from types import SimpleNamespace

import pytest
from figures import verdict_of

import pinkpref as pp
from pinkpref.i18n import LANGUAGES, percent, translator
from pinkpref.reporting.statistics_table import ending, rows_needed_sentence, seeds, statistics

WORDS = {language: translator(language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def verdict(dataset):
    return pp.assess(dataset, pp.Settings(epochs=20, scaling="standard", learning_rate=0.02), permutations=99)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_name_and_a_sentence(verdict, language):
    groups = statistics(verdict, WORDS[language])
    assert len(groups) == 4
    for _, found in groups:
        for fact in found:
            assert fact.name
            assert fact.value
            assert fact.meaning.endswith("." if language == "en" else "。")


def test_the_figures_are_the_verdict_s(verdict):
    values = {fact.name: fact.value for _, found in statistics(verdict, WORDS["en"]) for fact in found}
    assert values["as good with shuffled labels"] == f"{verdict.extreme_shuffles} of 99"
    assert values["p-value"] == f"{(verdict.extreme_shuffles + 1) / 100:.4f}"
    assert values["test score"] == percent(verdict.right / verdict.rows)
    assert values["called right"] == percent(verdict.real.right.mean())
    assert values["without looking"] == percent(max(verdict.dataset.like.mean(), 1 - verdict.dataset.like.mean()))
    assert percent(verdict.left_out_accuracy) in rows_needed_sentence(verdict, WORDS["en"])


VALUES = {
    "as good with shuffled labels": ("345 of 1,234", "1,234回中345回"),
    "p-value": ("0.3456", "0.3456"),
    "p-value by accuracy": ("0.4567", "0.4567"),
    "how far off (Brier score)": ("0.2468", "0.2468"),
    "test score": ("76%", "76%"),
    "true rate": ("21% to 83%", "21%から83%"),
    "always one answer": ("11", "11"),
    "luck": ("14%", "14%"),
    "called right": ("71%", "71%"),
    "true share": ("66% to 78%", "66%から78%"),
    "trained on": ("15 to 16", "15から16"),
    "called right, both labels alike": ("73%", "73%"),
    "without looking": ("62%", "62%"),
    "way to the goal": ("0.29", "0.29"),
    "different colours": ("31", "31"),
    "test colours for a clear score": ("88 to 1,099", "88から1,099"),
}
"""Every figure of `figures.verdict_of`, in English and in Japanese, in the order of the table."""

MEANINGS = [
    ({}, "p-value", "(345 + 1) / (1,234 + 1)", "(345 + 1) / (1,234 + 1)"),
    ({}, "test score", "13 of 17 test rows called right", "テストデータ17行のうち、13行に正解しました"),
    ({}, "always one answer", "So many of these 17 test rows", "17行のテストデータ"),
    ({}, "luck", "How likely always answering “liked” gets", "いつも「好き」と答える方法で"),
    ({}, "trained on", "yours on 19.", "今回のネットワークは19行"),
    ({}, "without looking", "What always answering “liked” would get.", "いつも「好き」と答える方法での正解率"),
    ({}, "different colours", "takes about 57,", "約57色が必要です"),
    ({"colours_needed": None}, "different colours", "would take more than 10,000,", "10,000色を超える色が必要です"),
    (
        {},
        "test colours for a clear score",
        "If it is right 78% of the time, the most that these colours allow, a test of about 88 colours would show that "
        "it beats the commoner answer; if 71%, as it looks here, one of about 1,099.",
        "あり得る最高の78%なら約88色、ここで見えている71%なら約1,099色のテストで",
    ),
    (
        {"rows_to_settle": (88, None)},
        "test colours for a clear score",
        "If it is right 78% of the time, the most that these colours allow, a test of about 88 colours would show that "
        "it beats the commoner answer; if 71%, as it looks here, even 10,000 might not.",
        "あり得る最高の78%なら、約88色のテストで、いつも多い方を答えるより良いと示せます。ここで見えている71%なら",
    ),
    (
        {"rows_to_settle": (88, 88)},
        "test colours for a clear score",
        "If it is right 71% of the time, as it looks here, a test of about 88 colours would show",
        "ここで見えている71%なら、約88色のテストで",
    ),
    ({"rows_to_settle": None}, "test colours for a clear score", "does not beat the commoner answer", "設定を変えて"),
]
"""Figures that change, a name, and what is said of it in English and in Japanese."""


def table(language, **changed):
    """The figures of a table by their English names, which the order tells in any language."""
    names = [fact.name for _, found in statistics(verdict_of(**changed), WORDS["en"]) for fact in found]
    told = [fact for _, found in statistics(verdict_of(**changed), WORDS[language]) for fact in found]
    return dict(zip(names, told, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_its_own_figure(language):
    found = {name: fact.value for name, fact in table(language).items()}
    assert list(found) == list(VALUES)
    assert found == {name: value[list(LANGUAGES).index(language)] for name, value in VALUES.items()}


@pytest.mark.parametrize(("changed", "name", "english", "japanese"), MEANINGS)
def test_every_number_in_a_meaning_is_the_figure_that_it_names(changed, name, english, japanese):
    assert english in table("en", **changed)[name].meaning
    assert japanese in table("ja", **changed)[name].meaning


@pytest.mark.parametrize(("settled", "told"), [((88, None), "at least 88"), ((88, 88), "88"), (None, "–")])
def test_rows_that_cannot_be_counted_are_told_so(settled, told):
    assert table("en", rows_to_settle=settled)["test colours for a clear score"].value == told


def test_nothing_is_said_of_luck_where_the_test_rows_are_known_nor_where_there_is_no_score():
    of_the_test = {"test score", "true rate", "luck"}
    known = table("en", known_rows=11, mostly_known=True)
    assert known["test rows with a known colour"].value == "11"
    assert known.keys() & of_the_test == {"test score"}
    some = table("en", known_rows=8)
    assert some["test rows with a known colour"].value == "8"
    assert some.keys() >= of_the_test
    assert not table("en", run=SimpleNamespace(diverged=True, train_rows=range(19))).keys() & of_the_test


def test_every_seed_has_its_own_name():
    run = SimpleNamespace(settings=pp.Settings(seed=3, split_seed=5))
    judged = SimpleNamespace(folds=SimpleNamespace(seed=7))
    named = [("Seed of the start", 3), ("Seed of the split", 5), ("Seed of the shuffles", 7)]
    assert seeds(run, judged, WORDS["en"]) == named
    assert seeds(run, None, WORDS["en"]) == named[:2]


@pytest.mark.parametrize(
    ("diverged", "complete", "told"),
    [
        (True, False, "The loss stopped being a number in epoch 4 of 9:"),
        (False, False, "Stopped after epoch 4 of 9."),
        (False, True, ""),
    ],
)
def test_an_early_ending_is_told_by_its_epoch(diverged, complete, told):
    run = SimpleNamespace(history=[None] * 4, settings=pp.Settings(epochs=9), diverged=diverged, complete=complete)
    said = ending(run, WORDS["en"])
    assert said.startswith(told)
    assert bool(said) == bool(told)
