"""Every word people read: translators, sentences that can be said in every language, and numbers in words."""

from pinkpref.i18n.number_format import NO_NUMBER, between, count, decimal, per_hundred, percent, significant
from pinkpref.i18n.translation import (
    BETWEEN_SENTENCES,
    LANGUAGES,
    N_,
    Sentence,
    SentenceError,
    Translator,
    best_language,
    in_language,
    translator,
)

__all__ = [
    "BETWEEN_SENTENCES",
    "LANGUAGES",
    "NO_NUMBER",
    "N_",
    "Sentence",
    "SentenceError",
    "Translator",
    "best_language",
    "between",
    "count",
    "decimal",
    "in_language",
    "per_hundred",
    "percent",
    "significant",
    "translator",
]
