"""Every word people read: translators, sentences that can be said in every language, and numbers in words."""

from pinkpref.i18n.translation import (
    BETWEEN_SENTENCES,
    LANGUAGES,
    N_,
    Sentence,
    SentenceError,
    Translator,
    best_language,
    percent,
    translator,
)

__all__ = [
    "BETWEEN_SENTENCES",
    "LANGUAGES",
    "N_",
    "Sentence",
    "SentenceError",
    "Translator",
    "best_language",
    "percent",
    "translator",
]
