"""All cells of a table: pandas reads large and plain ones quickly, csv all others, line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.cells import has_decimal_commas
from pinkpref.tables.decoding import Text, Workbook
from pinkpref.tables.errors import MOST_PROBLEMS, Problems
from pinkpref.tables.layout import Layout
from pinkpref.tables.reading import Row
from pinkpref.tables.rows import COLOUR_FUNCTION, is_filled, split_rows


class RawTable(NamedTuple):
    """All cells of a table.

    Attributes:
        cells: the columns by position, (n, columns): text, or numbers where pandas found nothing else.
        lines: the line on which each row starts, (n,).
        blank: empty lines between the rows.
        ragged: rows with more or fewer cells than the header, which are left out.
        all_longer: whether every row is ragged, with more cells than the header.
        parsed_commas: whether pandas has read decimal commas.
    """

    cells: pd.DataFrame
    lines: Sequence[int]
    blank: list[int]
    ragged: Problems = Problems()
    all_longer: bool = False
    parsed_commas: bool = False

    def has_decimal_commas(self, columns: Sequence[int]) -> bool:
        """Whether any number in these columns was written with a decimal comma."""
        return self.parsed_commas or any(has_decimal_commas(self.cells[at]) for at in columns)


def parse(file: Text | Workbook, layout: Layout, numeric: Sequence[int] | None = None) -> RawTable:
    """All cells of a file.

    Args:
        file: the whole of it.
        layout: how it falls into rows and columns.
        numeric: positions of the columns that may come as numbers, which is much faster for large texts. Where any
            of these cells cannot be used, parse again without: then every cell is what stands in the file.

    Raises:
        DatasetError: a quotation mark is never closed.
    """
    if isinstance(file, Workbook):
        return _collect(file.sheets[layout.reading.sheet or ""], layout)
    quick = None if numeric is None else _parse_quickly(file.text, layout, numeric)
    return quick or _collect(split_rows(file.text, _delimiter(layout)), layout)


def _delimiter(layout: Layout) -> str:
    return layout.reading.delimiter or ","


def _collect(rows: Iterable[Row], layout: Layout) -> RawTable:
    """The rows from the first line of data on; those of another length than the header's are reported as ragged."""
    width, first = len(layout.names), layout.first_line
    whole: list[list[str]] = []
    lines: list[int] = []
    blank: list[int] = []
    ragged: list[Row] = []
    for row in rows:
        if not is_filled(row):
            blank.append(row.line)
        elif row.line >= first:
            if len(row.cells) == width:
                whole.append(row.cells)
                lines.append(row.line)
            else:
                ragged.append(row)
    cells = pd.DataFrame(whole, columns=range(width), dtype=object)
    last = max(lines[-1:] + [row.line for row in ragged[-1:]], default=0)
    return RawTable(
        cells,
        lines,
        [line for line in blank if line < last],
        _ragged(ragged, width),
        all_longer=bool(ragged) and not whole and all(len(row.cells) > width for row in ragged),
    )


def _ragged(rows: list[Row], width: int) -> Problems:
    text = N_("Line {line} has {found} cells, but the header has {width}.")
    first = [
        (row.line, Sentence(text, line=row.line, found=len(row.cells), width=width)) for row in rows[:MOST_PROBLEMS]
    ]
    return Problems(len(rows), first)


def _parse_quickly(text: str, layout: Layout, numeric: Sequence[int]) -> RawTable | None:
    """The table that `_collect` gives, read by pandas in a fraction of the time; None for text that is not plain.

    Plain text has no quotation marks, no blank rows, and the same number of separators in every line. pandas rejects
    rows longer than the first, but fills up shorter ones: these are found by the number of separators.
    """
    delimiter, width = _delimiter(layout), len(layout.names)
    above = layout.first_line - 1
    *head, body = text.rstrip("\n").split("\n", above)
    if len(head) < above or not layout.rows:
        return None
    if any(character in text for character in '"\0\ufeff') or (delimiter == "," and COLOUR_FUNCTION.search(body)):
        return None
    blank = [line for line, cells in enumerate(head, 1) if not is_filled(Row(line, cells.split(delimiter)))]
    body, lines, between = _drop_blank_lines(body, above + 1)
    first, _, _ = body.partition("\n")
    if not first or f"\n{delimiter * (width - 1)}\n" in f"\n{body}\n":
        return None
    if first.count(delimiter) != width - 1 or body.count(delimiter) != (body.count("\n") + 1) * (width - 1):
        return None
    sample = pd.DataFrame([row.cells for row in layout.rows if len(row.cells) == width], dtype=object)
    commas = delimiter != "," and any(has_decimal_commas(sample[at]) for at in numeric)
    try:
        cells = pd.read_csv(
            io.StringIO(body),
            sep=delimiter,
            decimal="," if commas else ".",
            header=None,
            names=list(range(width)),
            index_col=False,
            dtype={at: object for at in range(width) if at not in numeric},
            na_filter=False,
            skip_blank_lines=False,
            quoting=csv.QUOTE_NONE,
            low_memory=False,
        )
    except ValueError:
        return None
    not_numeric = [at for at in numeric if cells[at].dtype.kind == "b" or _mixed(cells[at])]
    if not_numeric:
        return _parse_quickly(text, layout, [at for at in numeric if at not in not_numeric])
    return RawTable(cells, lines, blank + between, parsed_commas=commas)


def _mixed(cells: pd.Series) -> bool:
    """Whether pandas made a column of objects that are not all text, as it does with integers beyond 64 bits."""
    return bool(cells.dtype.kind == "O" and pd.api.types.infer_dtype(cells) != "string")


def _drop_blank_lines(body: str, first: int) -> tuple[str, Sequence[int], list[int]]:
    """The text without its empty lines, the numbers of the lines kept and of the empty ones, counted from ``first``."""
    if "\n\n" not in body and not body.startswith("\n"):
        return body, range(first, first + 1 + body.count("\n")), []
    lines = body.split("\n")
    filled = [number for number, line in enumerate(lines, first) if line]
    blank = [number for number, line in enumerate(lines, first) if not line]
    return "\n".join(line for line in lines if line), filled, blank
