"""How a file falls into rows and columns: its separator or sheet, its header, and what the names in it mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

import pandas as pd

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.cells import looks_like_colour, to_numbers
from pinkpref.tables.columns import Roles, recognise
from pinkpref.tables.decoding import Text, Workbook
from pinkpref.tables.errors import dataset_error, join_first, truncate
from pinkpref.tables.reading import DELIMITERS, Reading, Row, Table, UnclearTable
from pinkpref.tables.rows import is_filled, split_rows

HEAD = 2**20
"""Characters of a text in which the header is looked for."""
SAMPLE = 200
"""Filled rows from which separator, header and columns are worked out."""
LAST_HEADER = 20
"""Filled rows among which the header is looked for, because people write titles above their tables."""
MOST_COLUMNS = 500
PREVIEW = 12
"""Rows shown with a question."""
USUAL_DELIMITERS = (",", ";", "\t")
SNIFFED = 2**16
"""Characters given to clevercsv where no header helps; it would take half a minute for a large file."""


class Layout(NamedTuple):
    """How a file falls into rows and columns.

    Attributes:
        reading: what the caller knows, completed by encoding, separator or sheet, and whether there is a header.
        sheets: names of a workbook's sheets; empty for text.
        header: the row that holds the names; None where there is none.
        above: lines above the header that hold something.
        names: of all columns; columns without a name are called by their number.
        roles: what the names mean.
        rows: the first filled rows below the header.
    """

    reading: Reading
    sheets: tuple[str, ...]
    header: Row | None
    above: tuple[int, ...]
    names: tuple[str, ...]
    roles: Roles
    rows: tuple[Row, ...]

    @property
    def header_line(self) -> int:
        """The line that holds the names, or ought to."""
        return self.header.line if self.header else 1

    @property
    def first_line(self) -> int:
        """The line from which on there are rows of data."""
        if self.header:
            return self.header.line + 1
        return self.rows[0].line if self.rows else 1

    def has_name(self, column: int) -> bool:
        """Whether the header gives a column a name."""
        return self.header is not None and bool(self.header.cells[column].strip())

    def cells(self, column: int) -> list[str]:
        """The first cells of a column."""
        return [row.cells[column] for row in self.rows if len(row.cells) > column]

    def preview(self, values: tuple[str, ...] = (), numbers: tuple[float, ...] = ()) -> Table:
        """What to show of the file, with the ratings' values where those are asked about."""
        return Table(self.names, self.rows[:PREVIEW], values, numbers, self.sheets)

    def unclear(
        self, problems: Sequence[Sentence], fields: Sequence[str], table: Table | None = None, **guess: Any
    ) -> UnclearTable:
        """The question about ``fields`` of `Reading`, with ``guess`` as the likeliest answer."""
        likeliest = replace(self.reading, **guess)
        return UnclearTable(problems, table=table or self.preview(), reading=likeliest, unclear=tuple(fields))


def find_layout(file: Text | Workbook, wanted: Reading) -> Layout:
    """The layout of a file, by what the caller knows and by where its columns are named.

    Raises:
        UnclearTable: any of several sheets of a workbook may be meant.
        DatasetError: the file is empty, has too many columns, or has no sheet of the wanted name.
    """
    layout = _layout_of_text(file, wanted) if isinstance(file, Text) else _layout_of_workbook(file, wanted)
    if layout is None or not layout.names:
        text = N_("The file is empty. It needs a header line R,G,B,LIKE and a row for each colour.")
        raise dataset_error([Sentence(text)])
    return layout


def _layout_of_text(file: Text, wanted: Reading) -> Layout:
    """By the separator with which a line names colours and ratings, or the likeliest separator."""
    stated = re.match(r"sep=(.)\n", file.text)  # Excel writes and reads this above a table
    usual = [stated[1]] if stated and stated[1] in DELIMITERS else USUAL_DELIMITERS
    found = {}
    for delimiter in [wanted.delimiter] if wanted.delimiter else usual:
        filled = islice(filter(is_filled, split_rows(file.text[:HEAD], delimiter, lenient=True)), SAMPLE)
        known = replace(wanted, encoding=file.encoding, delimiter=delimiter)
        found[delimiter] = _layout(list(filled), known)
    complete = [layout for layout in found.values() if layout.roles.complete]
    if complete or len(found) == 1:
        return next(iter(complete or found.values()))
    return found[_sniff(file.text)]


def _sniff(text: str) -> str:
    """The likeliest separator of a text in which no line names columns that we know."""
    import clevercsv

    try:
        found = clevercsv.Sniffer().sniff(text[:SNIFFED], delimiters=list(USUAL_DELIMITERS))
    except clevercsv.Error:
        found = None
    return found.delimiter if found and found.delimiter in USUAL_DELIMITERS else USUAL_DELIMITERS[0]


def _layout_of_workbook(file: Workbook, wanted: Reading) -> Layout | None:
    """Of the wanted sheet, the only sheet, or the only one whose names leave no doubt; None without sheets."""
    sheets = tuple(file.sheets)
    found = {
        name: _layout([row for row in rows if is_filled(row)][:SAMPLE], replace(wanted, sheet=name), sheets)
        for name, rows in file.sheets.items()
    }
    if wanted.sheet is not None:
        if wanted.sheet not in found:
            text = N_("There is no sheet “{name}”. The sheets are: {sheets}.")
            raise dataset_error([Sentence(text, name=truncate(wanted.sheet), sheets=join_first(sheets))])
        return found[wanted.sheet]
    complete = [layout for layout in found.values() if layout.roles.complete]
    likeliest = next(iter(complete or found.values()), None)
    if likeliest and len(found) > 1 and len(complete) != 1:
        text = N_("The workbook has several sheets: {sheets}. Which one holds the table?")
        raise likeliest.unclear([Sentence(text, sheets=join_first(sheets))], ["sheet"])
    return likeliest


def _layout(filled: Sequence[Row], known: Reading, sheets: tuple[str, ...] = ()) -> Layout:
    """The layout of filled rows: the header is the first line that names colours and ratings, or else the first."""
    if filled and filled[0].line == 1 and re.fullmatch(r"sep=.?", "".join(filled[0].cells)):
        filled = filled[1:]
    at, roles = _find_header(filled)
    if known.header is False or (roles is None and known.header is None and filled and _holds_data(filled[0])):
        names = _names([""] * max((len(row.cells) for row in filled), default=0))
        return Layout(replace(known, header=False), sheets, None, (), names, recognise(names), tuple(filled))
    if not filled:
        return Layout(replace(known, header=False), sheets, None, (), (), recognise(()), ())
    header, names = filled[at], _names(filled[at].cells)
    if len(names) > MOST_COLUMNS:
        text = N_("Line {line} has {count} columns; up to {most} are read. Leave out those that are not needed.")
        raise dataset_error([Sentence(text, line=header.line, count=len(names), most=MOST_COLUMNS)])
    above, below = tuple(row.line for row in filled[:at]), tuple(filled[at + 1 :])
    return Layout(replace(known, header=True), sheets, header, above, names, roles or recognise(names), below)


def _find_header(filled: Sequence[Row]) -> tuple[int, Roles | None]:
    """The position of the first row that names colours and ratings, and its roles; 0 and None where none does."""
    for at, row in enumerate(filled[:LAST_HEADER]):
        roles = recognise(_names(row.cells))
        if roles.complete:
            return at, roles
    return 0, None


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1))


def _holds_data(row: Row) -> bool:
    """Whether a row holds numbers or colours, as a header never does."""
    numbers = to_numbers(pd.Series(row.cells, dtype=object))
    return any(looks_like_colour(cell) for cell in row.cells) or bool(numbers.notna().any())
