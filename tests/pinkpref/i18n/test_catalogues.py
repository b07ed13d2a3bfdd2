"""Every text in the code stands in both catalogues, and says the same with the same figures in it."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import dashboard
import pinkpref
from pinkpref.i18n import LANGUAGES

MARKS = {"gettext", "N_", "Sentence"}


def texts_in(package):
    for file in Path(package.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and called(node.func) in MARKS:
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    yield text.value


def called(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)


def catalogue(language):
    path = Path(pinkpref.__file__).parent / "i18n" / "locale" / language / "LC_MESSAGES" / "pinkpref.po"
    with path.open("rb") as file:
        return {message.id: message for message in read_po(file, locale=language) if message.id}


def fields(text):
    return sorted({(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_the_texts_of_the_code(language):
    texts = {*texts_in(pinkpref), *texts_in(dashboard)}
    assert len(texts) > 100
    assert set(catalogue(language)) == texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_the_same_fields(language):
    for text, message in catalogue(language).items():
        assert message.string, text
        assert not message.fuzzy, text
        assert fields(message.string) == fields(text), text


def test_english_stands_for_itself():
    assert all(message.string == text for text, message in catalogue("en").items())


def test_japanese_is_japanese():
    """Each has a kana or a kanji, so no English text was left standing."""
    for text, message in catalogue("ja").items():
        assert any("\u3040" <= sign <= "\u9fff" for sign in message.string), text
