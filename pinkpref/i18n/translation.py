"""The one owner of gettext: a translator object for each language, passed along by whoever shows words.

Nothing is ever installed into builtins, because one server process speaks to many people at once.
The catalogues are the plain-text ``.po`` files in ``locale/``. Building or installing the package compiles each into
an ``.mo`` file beside it, which is what is read, and a wheel carries that alone. Where the repository's ``.po`` file is
newer, Babel compiles it in memory: a copy that has fallen behind is never read.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import BinaryIO, Self

LANGUAGES = {"en": "English", "ja": "日本語"}
"""Language code -> the language's name in itself."""

BETWEEN_SENTENCES = {"en": " ", "ja": ""}

LOCALE = Path(__file__).parent / "locale"

Translator = gettext.NullTranslations


@cache
def translator(language: str) -> Translator:
    """The translator of one language: ``.gettext(text)``.

    Args:
        language: a key of `LANGUAGES`.

    Raises:
        ValueError: no catalogue of that language exists.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}.")
    with _catalogue(LOCALE / language / "LC_MESSAGES" / "pinkpref.po", language) as catalogue:
        return gettext.GNUTranslations(catalogue)


def _catalogue(source: Path, language: str) -> BinaryIO:
    """The compiled catalogue, open for reading."""
    compiled = source.with_suffix(".mo")
    if not source.exists() or (compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime):
        return compiled.open("rb")
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError as error:
        raise ImportError("The catalogues have changed: install pinkpref again, or install Babel.") from error
    content = io.BytesIO()
    with source.open("rb") as text:
        write_mo(content, read_po(text, locale=language))
    content.seek(0)
    return content


def best_language(wanted: str | None) -> str:
    """The language of ours that is nearest to a browser's locale such as ``ja-JP``; English where none is."""
    code = (wanted or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else "en"


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for it)
    """The text itself, marked so that the catalogues collect it; it is translated where it is said."""
    return text


class Sentence(str):
    """An English sentence that also knows how to say itself in the other languages.

    It *is* the English sentence (a plain ``str``), so a program can print it as it stands; a page asks for
    ``sentence.say(translator)``.

    Args:
        text: the English template, in ``str.format`` fields; it is the key in the catalogues.
        values: the values of the fields. A value that is itself a `Sentence` is translated with the whole.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, text: str, /, **values: object) -> Self:
        """The template filled in, in English."""
        sentence = super().__new__(cls, text.format(**values))
        sentence.template = text
        sentence.values = values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """What a copy is made from: the template, not the finished sentence."""
        return (self.template,), self.values

    def say(self, words: Translator) -> str:
        """The sentence in the language of ``words``."""
        values = {
            name: value.say(words) if isinstance(value, Sentence) else value for name, value in self.values.items()
        }
        return words.gettext(self.template).format(**values)


def in_language(sentences: Iterable[Sentence], language: str) -> str:
    """Sentences one after another, in a language.

    Args:
        sentences: to be said.
        language: a key of `LANGUAGES`.

    Raises:
        ValueError: no catalogue of that language exists.
    """
    words = translator(language)
    return BETWEEN_SENTENCES[language].join(sentence.say(words) for sentence in sentences)


class SentenceError(ValueError):
    """A mistake a person can put right, told in sentences.

    Attributes:
        problems: one `Sentence` for each thing that is wrong, in the order in which a person would meet them.
    """

    def __init__(self, *problems: Sentence) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)

    def say(self, words: Translator) -> str:
        """Every problem in the language of ``words``, a line each."""
        return "\n".join(problem.say(words) for problem in self.problems)
