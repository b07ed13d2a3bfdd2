"""Text to rows of cells: what separates them, which line names them, and a quick road for large tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import pandas as pd

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.cells import decimal_commas, looks_like_colour, numbers_of
from pinkpref.tables.columns import roles
from pinkpref.tables.errors import MOST_PROBLEMS, Faults, refusal
from pinkpref.tables.reading import DELIMITERS, Reading, Row

BEGINNING = 2**20
"""Characters in which the names are looked for."""
MOST_COLUMNS = 500
SAMPLE = 200
"""Rows that tell what separates the cells and which line holds the names."""
HIGHEST_HEADER = 20
"""Filled rows among which the names are looked for, for what people write above their tables."""
USUAL = (",", ";", "\t")
SNIFFED = 2**16
"""Characters that clevercsv looks at where no names help; it would take half a minute for a large file."""


class Layout(NamedTuple):
    """How text falls into rows and cells.

    Attributes:
        delimiter: what separates two cells; None in a workbook.
        header: the row that holds the names; None where there is none.
        above: lines above the names, passed over.
        names: of all columns; those without one are called by their number.
        rows: the first rows below the names.
    """

    delimiter: str | None
    header: Row | None
    above: tuple[int, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def first(self) -> int:
        """The line from which on rows of data are looked for."""
        if self.header:
            return self.header.line + 1
        return self.rows[0].line if self.rows else 1


class Grid(NamedTuple):
    """A whole table.

    Attributes:
        cells: a column for each of the names, by its number: text, or numbers where pandas found nothing else.
        lines: the line on which each row starts.
        blank: lines left blank between the rows.
        ragged: rows that have more or fewer cells than there are names.
        longer: whether there are no others, and all of them have more.
        comma: whether pandas was told to read decimal commas.
    """

    cells: pd.DataFrame
    lines: Sequence[int]
    blank: list[int]
    ragged: Faults
    longer: bool = False
    comma: bool = False

    def decimal_commas(self, columns: Sequence[int]) -> bool:
        """Whether any number in these columns was written with a decimal comma."""
        return self.comma or any(decimal_commas(self.cells[at]) for at in columns)


def layout_of_text(text: str, reading: Reading) -> Layout:
    """How a text falls into cells: by the separator with which a line names colours and ratings, or the likeliest."""
    told = re.match(r"sep=(.)\n", text)  # what Excel writes and reads above a table
    usual = [told[1]] if told and told[1] in DELIMITERS else USUAL
    found = [_layout(text, delimiter, reading) for delimiter in ([reading.delimiter] if reading.delimiter else usual)]
    named = [layout for layout in found if roles(layout.names).complete]
    if len(found) == 1 or named:
        return (named or found)[0]
    return _layout(text, _likeliest(text), reading)


def layout_of_rows(rows: Sequence[Row], reading: Reading) -> Layout:
    """The same of a workbook's sheet, where the cells are told apart already."""
    return _arranged(None, [row for row in rows if _filled(row)][:SAMPLE], reading)


def _layout(text: str, delimiter: str, reading: Reading) -> Layout:
    return _arranged(
        delimiter, list(islice(filter(_filled, _rows(text[:BEGINNING], delimiter, lenient=True)), SAMPLE)), reading
    )


def _arranged(delimiter: str | None, filled: list[Row], reading: Reading) -> Layout:
    if filled and filled[0].line == 1 and re.fullmatch(r"sep=.?", "".join(filled[0].cells)):
        filled = filled[1:]
    at = next((at for at, row in enumerate(filled[:HIGHEST_HEADER]) if roles(_names(row.cells)).complete), None)
    if reading.header is False or (at is None and reading.header is None and filled and _holds_data(filled[0])):
        width = max((len(row.cells) for row in filled), default=0)
        return Layout(delimiter, None, (), tuple(_names([""] * width)), tuple(filled))
    at = at or 0
    if not filled:
        return Layout(delimiter, None, (), (), ())
    if len(filled[at].cells) > MOST_COLUMNS:
        text = N_("Line {line} has {count} columns; up to {most} are read. Leave out those that are not needed.")
        raise refusal([Sentence(text, line=filled[at].line, count=len(filled[at].cells), most=MOST_COLUMNS)])
    above = tuple(row.line for row in filled[:at])
    return Layout(delimiter, filled[at], above, tuple(_names(filled[at].cells)), tuple(filled[at + 1 :]))


def _names(cells: Iterable[str]) -> list[str]:
    return [cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1)]


def _holds_data(row: Row) -> bool:
    """Whether a row holds numbers or colours, as a row of names never does."""
    return any(looks_like_colour(cell) for cell in row.cells) or bool(
        numbers_of(pd.Series(row.cells, dtype=object)).notna().any()
    )


def _filled(row: Row) -> bool:
    return any(cell.strip() for cell in row.cells)


def _likeliest(text: str) -> str:
    """What most likely separates the cells of a text whose first lines name nothing that we know."""
    import clevercsv

    try:
        found = clevercsv.Sniffer().sniff(text[:SNIFFED], delimiters=list(USUAL))
    except clevercsv.Error:
        found = None
    return found.delimiter if found and found.delimiter in USUAL else USUAL[0]


def _rows(text: str, delimiter: str, *, lenient: bool = False) -> Iterator[Row]:
    """All rows, blank ones too, with the line on which each starts.

    Raises:
        DatasetError: a quotation mark is never closed, and ``lenient`` is not set.
    """
    spaced = f'{delimiter} "' in text  # a mark after a space opens a cell too
    lines = io.StringIO(_quoted(text, delimiter), newline="\n")
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
            raise refusal([Sentence(problem, line=start)]) from error
        yield Row(start, cells)
        start = reader.line_num + 1


_FUNCTION = re.compile(r"(?<![^,\n])(?:rgb|hsl)a?\([^()\"\n]*\)(?=[,\n]|$)", re.IGNORECASE)
_CELL = re.compile(rf'"(?:[^"]|"")*"|{_FUNCTION.pattern}', re.IGNORECASE)


def _quoted(text: str, delimiter: str) -> str:
    """Text with marks around every cell like ``rgb(1, 2, 3)`` that has none: its commas separate nothing."""
    if delimiter != "," or not _FUNCTION.search(text):
        return text
    return _CELL.sub(lambda found: found[0] if found[0].startswith('"') else f'"{found[0]}"', text)


def grid_of_text(text: str, layout: Layout, numeric: Sequence[int]) -> Grid:
    """All cells of a text.

    Args:
        text: the whole of it.
        layout: how it falls into cells.
        numeric: positions of the columns that may come as numbers. Where any of these cells cannot be used, ask
            `grid_as_text`, which keeps what stands there.
    """
    return _quickly(text, layout, numeric) or grid_as_text(text, layout)


def grid_as_text(text: str, layout: Layout) -> Grid:
    """All cells of a text as they stand there.

    Raises:
        DatasetError: a quotation mark is never closed.
    """
    return grid_of_rows(_rows(text, layout.delimiter or ","), layout)


def grid_of_rows(rows: Iterable[Row], layout: Layout) -> Grid:
    """All cells of rows that were told apart already."""
    width, first = len(layout.names), layout.first
    whole: list[list[str]] = []
    lines: list[int] = []
    blank: list[int] = []
    ragged: list[Row] = []
    for row in rows:
        if not _filled(row):
            blank.append(row.line)
        elif row.line >= first:
            if len(row.cells) == width:
                whole.append(row.cells)
                lines.append(row.line)
            else:
                ragged.append(row)
    cells = pd.DataFrame(whole, columns=range(width), dtype=object)
    last = max(lines[-1:] + [row.line for row in ragged[-1:]], default=0)
    return Grid(
        cells,
        lines,
        [line for line in blank if line < last],
        _ragged(ragged, width),
        bool(ragged) and not whole and all(len(row.cells) > width for row in ragged),
    )


def _ragged(rows: list[Row], width: int) -> Faults:
    """Rows that have more or fewer cells than there are names."""
    text = N_("Line {line} has {found} cells, but the header has {width}.")
    first = [
        (row.line, Sentence(text, line=row.line, found=len(row.cells), width=width)) for row in rows[:MOST_PROBLEMS]
    ]
    return Faults(len(rows), first)


def _quickly(text: str, layout: Layout, numeric: Sequence[int]) -> Grid | None:
    """The table of a text in which nothing is quoted or blank, read by pandas; nothing for any other.

    It is what `grid_as_text` gives, in a fraction of the time. pandas refuses rows longer than the first, but fills up
    those that are too short: the number of separators tells.
    """
    delimiter, width = layout.delimiter or ",", len(layout.names)
    above = layout.first - 1
    *beginning, body = text.rstrip("\n").split("\n", above)
    if len(beginning) < above or not layout.rows:
        return None
    if any(sign in text for sign in '"\0\ufeff') or (delimiter == "," and _FUNCTION.search(body)):
        return None
    blank = [line for line, cells in enumerate(beginning, 1) if not _filled(Row(line, cells.split(delimiter)))]
    body, lines, between = _without_blank_lines(body, above + 1)
    first, _, _ = body.partition("\n")
    if not first or f"\n{delimiter * (width - 1)}\n" in f"\n{body}\n":
        return None
    if first.count(delimiter) != width - 1 or body.count(delimiter) != (body.count("\n") + 1) * (width - 1):
        return None
    sample = pd.DataFrame([row.cells for row in layout.rows if len(row.cells) == width], dtype=object)
    comma = delimiter != "," and any(decimal_commas(sample[at]) for at in numeric)
    try:
        cells = pd.read_csv(
            io.StringIO(body),
            sep=delimiter,
            decimal="," if comma else ".",
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
    texts = [at for at in numeric if cells[at].dtype.kind == "b" or _mixed(cells[at])]
    if texts:
        return _quickly(text, layout, [at for at in numeric if at not in texts])
    return Grid(cells, lines, blank + between, Faults(0, []), comma=comma)


def _mixed(cells: pd.Series) -> bool:
    """Whether pandas made something of a column that is neither numbers nor text: whole numbers beyond 64 bits."""
    return bool(cells.dtype.kind == "O" and pd.api.types.infer_dtype(cells) != "string")


def _without_blank_lines(body: str, first: int) -> tuple[str, Sequence[int], list[int]]:
    """A text without its empty lines, the numbers of the others and theirs, counted from ``first``."""
    if "\n\n" not in body and not body.startswith("\n"):
        return body, range(first, first + 1 + body.count("\n")), []
    lines = body.split("\n")
    filled = [number for number, line in enumerate(lines, first) if line]
    blank = [number for number, line in enumerate(lines, first) if not line]
    return "\n".join(line for line in lines if line), filled, blank
