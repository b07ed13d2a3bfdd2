import copy
import gettext
import io
import os
import pickle
import sys

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from pinkpref.i18n import LANGUAGES, N_, Sentence, SentenceError, best_language, translation, translator

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Line {line}: {what}"
msgstr "{line}行目：{what}"

msgid "a colour"
msgstr "色"
"""
COPIES = [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]


class Backwards(gettext.NullTranslations):
    """A language that can be checked without a catalogue: the words of the template in reverse."""

    def gettext(self, message):
        return " ".join(reversed(message.split()))


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A catalogue of this file instead of the package's."""
    folder = tmp_path / "locale" / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "pinkpref.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(translation, "LOCALE", tmp_path / "locale")
    return path


@pytest.fixture
def with_catalogue(source):  # noqa: ARG001 (it is where translator looks)
    return translator.__wrapped__("ja")


def compiled(source, age):
    """A compiled copy that says 赤, so many seconds older than its source."""
    copy = source.with_suffix(".mo")
    with copy.open("wb") as file:
        write_mo(file, read_po(io.BytesIO(CATALOGUE.replace("色", "赤").encode())))
    changed = source.stat().st_mtime - age
    os.utime(copy, (changed, changed))


def test_a_sentence_is_the_english_text():
    sentence = Sentence("Line {line}: {what}", line=3, what="red")
    assert isinstance(sentence, str)
    assert sentence == "Line 3: red"
    assert (sentence.template, sentence.values) == ("Line {line}: {what}", {"line": 3, "what": "red"})
    assert {sentence: 1}["Line 3: red"] == 1


def test_a_sentence_says_its_template_in_another_language():
    assert Sentence("{count} red rows", count=3).say(Backwards()) == "rows red 3"


def test_a_sentence_inside_a_sentence_is_translated_with_it():
    outer = Sentence("found {inner} here", inner=Sentence("two words"))
    assert outer == "found two words here"
    assert outer.say(Backwards()) == "here words two found"


def test_a_value_is_never_taken_for_a_template():
    sentence = Sentence("cell {cell}", cell="{cell} {0} 100%")
    assert sentence == "cell {cell} {0} 100%"
    assert sentence.say(Backwards()) == "{cell} {0} 100% cell"


@pytest.mark.parametrize("again", COPIES)
@pytest.mark.parametrize("cell", ["red", "{red}"])
def test_a_sentence_can_be_copied_and_stored(again, cell):
    sentence = again(Sentence("cell {cell}", cell=cell))
    assert sentence == f"cell {cell}"
    assert sentence.say(Backwards()) == f"{cell} cell"


@pytest.mark.parametrize("again", COPIES)
def test_an_error_can_be_copied_and_stored(again):
    error = again(SentenceError(Sentence("one word"), Sentence("{count} words", count=2)))
    assert str(error) == "one word\n2 words"
    assert error.problems == ("one word", "2 words")


def test_an_error_has_a_line_for_each_problem():
    error = SentenceError(Sentence("one word"), Sentence("{count} words", count=2))
    assert isinstance(error, ValueError)
    assert str(error) == "one word\n2 words"
    assert error.problems == ("one word", "2 words")
    assert error.say(Backwards()) == "word one\nwords 2"


def test_marking_a_text_leaves_it_as_it_is():
    assert N_("Line {line}") == "Line {line}"


def test_a_translator_reads_the_catalogue(with_catalogue):
    sentence = Sentence("Line {line}: {what}", line=3, what=Sentence("a colour"))
    assert sentence.say(with_catalogue) == "3行目：色"


def test_what_a_catalogue_lacks_stays_english(with_catalogue):
    assert Sentence("not there: {what}", what="red").say(with_catalogue) == "not there: red"
    assert with_catalogue.ngettext("row", "rows", 2) == "rows"


def test_the_compiled_copy_is_read_without_babel(source, monkeypatch):
    compiled(source, age=0)
    monkeypatch.setitem(sys.modules, "babel.messages.mofile", None)
    assert translator.__wrapped__("ja").gettext("a colour") == "赤"
    source.unlink()  # as in a wheel
    assert translator.__wrapped__("ja").gettext("a colour") == "赤"


def test_a_compiled_copy_that_has_fallen_behind_is_not_read(source, monkeypatch):
    compiled(source, age=5)
    assert translator.__wrapped__("ja").gettext("a colour") == "色"
    monkeypatch.setitem(sys.modules, "babel.messages.mofile", None)
    with pytest.raises(ImportError, match="The catalogues have changed: install pinkpref again"):
        translator.__wrapped__("ja")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_one_translator(code):
    assert isinstance(translator(code), gettext.NullTranslations)
    assert translator(code) is translator(code)
    assert translator(code).gettext("in no catalogue at all") == "in no catalogue at all"


@pytest.mark.parametrize("code", ["", "fr", "EN", "ja-JP", "../en"])
def test_an_unknown_language_is_refused_and_the_known_ones_are_named(code):
    with pytest.raises(ValueError, match="language must be one of en, ja, not "):
        translator(code)


BEST = {
    None: "en",
    "": "en",
    "en": "en",
    "en-GB": "en",
    "ja": "ja",
    "JA": "ja",
    "ja-JP": "ja",
    "ja_JP.UTF-8": "ja",
    "ja-Hira-JP": "ja",
    "fr-FR": "en",
    "jav": "en",
    "-": "en",
}


@pytest.mark.parametrize(("wanted", "code"), BEST.items())
def test_the_nearest_language(wanted, code):
    assert best_language(wanted) == code
