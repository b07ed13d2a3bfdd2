"""Brings both catalogues up to date with the words in the code: ``make messages``.

New texts enter the Japanese catalogue untranslated (a test then fails until somebody writes them), texts that no
longer occur leave both. In the English catalogue every text stands for itself.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from pinkpref.i18n import LANGUAGES

ROOT = Path(__file__).parents[2]
PACKAGES = ("pinkpref", "dashboard")
KEYWORDS = {"gettext": None, "N_": None}


def collected() -> Catalog:
    """Every text that the code marks for translation."""
    template = Catalog(project="pinkpref")
    for package in PACKAGES:
        for file, _line, text, _comments, _context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            template.add(text, locations=[(f"{package}/{file}", 0)])
    return template


def main() -> None:
    """Writes both catalogues."""
    for language in LANGUAGES:
        path = ROOT / "pinkpref" / "i18n" / "locale" / language / "LC_MESSAGES" / "pinkpref.po"
        catalogue = Catalog(locale=language)
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language)
        catalogue.update(collected(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if language == "en":
            for message in catalogue:
                message.string = message.id
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, omit_header=True, include_lineno=False, sort_output=True)


if __name__ == "__main__":
    main()
