import pytest

import pinkpref as pp
from pinkpref.i18n import LANGUAGES, percent, translator
from pinkpref.reporting.statistics_table import rows_told, statistics

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
    assert percent(verdict.left_out_accuracy) in rows_told(verdict, WORDS["en"])
