"""Text to rows of cells, each with its line in the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.errors import dataset_error
from pinkpref.tables.reading import Row

COLOUR_FUNCTION = re.compile(r"(?<![^,\n])(?:rgb|hsl)a?\([^()\"\n]*\)(?=[,\n]|$)", re.IGNORECASE)
"""A cell like ``rgb(1, 2, 3)`` without quotation marks, between commas."""
_QUOTED_OR_FUNCTION = re.compile(rf'"(?:[^"]|"")*"|{COLOUR_FUNCTION.pattern}', re.IGNORECASE)


def split_rows(text: str, delimiter: str, *, lenient: bool = False) -> Iterator[Row]:
    """All rows of a text, empty ones too.

    Args:
        text: its lines end in line feeds.
        delimiter: what separates two cells.
        lenient: whether to stop at a quotation mark that is never closed, instead of raising.

    Raises:
        DatasetError: a quotation mark is never closed, and ``lenient`` is not set.
    """
    spaced = f'{delimiter} "' in text  # a quotation mark after a space opens a cell too
    lines = io.StringIO(_quote_colour_functions(text, delimiter), newline="\n")
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=spaced)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if lenient:
                return
            problem = N_("Line {line}: the cells cannot be told apart. Look for a quotation mark that is never closed.")
            raise dataset_error([Sentence(problem, line=start)]) from error
        yield Row(start, cells)
        start = reader.line_num + 1


def _quote_colour_functions(text: str, delimiter: str) -> str:
    """The text with quotation marks around every ``rgb(1, 2, 3)`` that has none, whose commas separate nothing."""
    if delimiter != "," or not COLOUR_FUNCTION.search(text):
        return text
    return _QUOTED_OR_FUNCTION.sub(lambda found: found[0] if found[0].startswith('"') else f'"{found[0]}"', text)


def is_filled(row: Row) -> bool:
    """Whether any cell of a row holds something."""
    return any(cell.strip() for cell in row.cells)
