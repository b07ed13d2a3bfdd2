"""The beginning of a file: how it falls into rows, which columns are read, and what has to be asked before it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.cells import looks_like_colour, numbers_of
from pinkpref.tables.columns import COLOUR_COLUMNS, COLUMNS, LABEL_COLUMN, plain_name, roles
from pinkpref.tables.decoding import Book, Source, Text, opened
from pinkpref.tables.errors import cut, refusal, some
from pinkpref.tables.parsing import Layout, layout_of_rows, layout_of_text
from pinkpref.tables.reading import Reading, Row, Table, UnclearTable

PREVIEW = 12
MOST_GUESSED = 20
"""A column with more different texts among the first rows is no guess for the ratings."""


class Begun(NamedTuple):
    """A file of which only the beginning was looked at.

    Attributes:
        content: all of it.
        rows: of the sheet that is read; none of a text.
        layout: how it falls into cells.
        reading: what is known so far.
    """

    content: Text | Book
    rows: list[Row]
    layout: Layout
    reading: Reading

    def table(self, values: tuple[str, ...] = (), numbers: tuple[float, ...] = ()) -> Table:
        """What there is to show of it."""
        sheets = tuple(self.content.sheets) if isinstance(self.content, Book) else ()
        return Table(self.layout.names, self.layout.rows[:PREVIEW], values, numbers, sheets)

    def unclear(
        self, problems: Sequence[Sentence], fields: tuple[str, ...], table: Table | None = None, **guess: Any
    ) -> UnclearTable:
        """The question that has to be asked about ``fields``, and the guess shown with it."""
        known = replace(self.reading, **guess)
        return UnclearTable(problems, table=table or self.table(), reading=known, unclear=fields)

    @property
    def header_line(self) -> int:
        """The line that holds the names, or ought to."""
        return self.layout.header.line if self.layout.header else 1


class Columns(NamedTuple):
    """Positions of the columns that are read: one or three for the colour."""

    colour: tuple[int, ...]
    like: int


def look(source: Source, wanted: Reading | None = None) -> tuple[Table, Reading]:
    """The beginning of a file, and how it falls into rows; for whoever wants to read it in another way.

    Raises:
        DatasetError: it is no table.
        OSError: the path cannot be opened.
    """
    try:
        begun = begin(source, wanted or Reading())
    except UnclearTable as question:
        return question.table, question.reading
    return begun.table(), begun.reading


def begin(source: Source, wanted: Reading) -> Begun:
    """Opens a file and looks at its beginning.

    Raises:
        UnclearTable: several sheets of a workbook may be meant.
        DatasetError: it is no table.
        OSError: the path cannot be opened.
    """
    content = opened(source, wanted.encoding)
    if isinstance(content, Text):
        layout = layout_of_text(content.text, wanted)
        known = replace(wanted, encoding=content.encoding, delimiter=layout.delimiter)
        begun = Begun(content, [], layout, replace(known, header=layout.header is not None))
    else:
        begun = _sheet(content, wanted)
    if not begun.layout.names:
        text = N_("The file is empty. It needs a header line R,G,B,LIKE and a row for each colour.")
        raise refusal([Sentence(text)])
    return begun


def _sheet(book: Book, wanted: Reading) -> Begun:
    """A workbook's only sheet, the one that is asked for, or the only one whose names say colours and ratings."""
    found = {}
    for name, rows in book.sheets.items():
        layout = layout_of_rows(rows, wanted)
        known = replace(wanted, sheet=name, header=layout.header is not None)
        found[name] = Begun(book, rows, layout, known)
    if wanted.sheet is not None and wanted.sheet not in found:
        text = N_("There is no sheet “{name}”. The sheets are: {sheets}.")
        raise refusal([Sentence(text, name=cut(wanted.sheet), sheets=some(found))])
    if not found:
        return Begun(book, [], Layout(None, None, (), (), ()), wanted)
    named = [begun for begun in found.values() if roles(begun.layout.names).complete]
    first = named[0] if named else next(iter(found.values()))
    if wanted.sheet is not None:
        return found[wanted.sheet]
    if len(found) > 1 and len(named) != 1:
        text = N_("The workbook has several sheets: {sheets}. Which one holds the table?")
        raise first.unclear([Sentence(text, sheets=some(found))], ("sheet",))
    return first


def choose(begun: Begun) -> Columns:
    """Which columns are read.

    Raises:
        UnclearTable: their names leave more than one choice.
        DatasetError: a column is missing, or two have one name.
    """
    names, wanted = begun.layout.names, begun.reading
    known = roles(names)
    like = _asked([wanted.like], begun) if wanted.like is not None else known.like
    colour = _asked(wanted.colour, begun) if wanted.colour is not None else _colour(begun, like)
    if wanted.like is None:
        like = tuple(at for at in like if at not in colour)
    problems = _doubled(begun)
    if (wanted.colour and len(set(colour)) < len(wanted.colour)) or (wanted.like is not None and like[0] in colour):
        problems.append(Sentence(N_("Red, green, blue and the ratings must stand in different columns.")))
    left = [at for at in range(len(names)) if at not in colour]
    maybe = like or tuple(at for at in left if at not in known.name and _may_be_ratings(begun, at))
    channels = [] if colour else [at for at in left if at not in like and _all_numbers(begun, at)]
    if not colour and len(channels) < len(COLOUR_COLUMNS) and len(known.colour) < 2:
        problems += [_missing(name, begun) for name, at in zip(COLOUR_COLUMNS, known.channels, strict=True) if not at]
    if not maybe:
        problems.append(_missing(LABEL_COLUMN, begun))
    if problems:
        if len(names) == 1:
            text = N_("Line {line}: nothing separates the columns. Put commas, semicolons or tabs between them.")
            problems.insert(0, Sentence(text, line=begun.header_line))
        raise refusal(problems)
    if colour and len(like) == 1:
        return Columns(colour, like[0])
    raise _which_columns(begun, colour, like, tuple(channels), maybe)


def _which_columns(
    begun: Begun, colour: tuple[int, ...], like: tuple[int, ...], channels: tuple[int, ...], maybe: tuple[int, ...]
) -> UnclearTable:
    names, known = begun.layout.names, roles(begun.layout.names)
    problems, fields = [], []
    if not colour:
        fields.append("colour")
        problems.append(Sentence(N_("Which columns hold the colours? The columns are: {names}."), names=some(names)))
        named = tuple(at[0] for at in known.channels if at)
        colour = named if len(named) == 3 else known.colour[:1] or _side_by_side(begun, channels)
    if len(like) != 1:
        fields.append("like")
        left = [names[at] for at in maybe if at not in colour]
        problems.append(
            Sentence(N_("Which column says whether a colour is liked? It may be: {names}."), names=some(left or names))
        )
    guess = next((at for at in (*like, *maybe[::-1]) if at not in colour), maybe[-1])
    return begun.unclear(problems, tuple(fields), colour=tuple(names[at] for at in colour) or None, like=names[guess])


def _side_by_side(begun: Begun, numeric: tuple[int, ...]) -> tuple[int, ...]:
    """The first three columns of numbers side by side that neither count the rows nor hold two values only."""
    able = [at for at in numeric if not _counts(begun, at) and len(set(_cells(begun, at))) > 2]
    return next((found for found in zip(able, able[1:], able[2:], strict=False) if found[2] - found[0] == 2), ())


def _counts(begun: Begun, at: int) -> bool:
    """Whether a column counts the rows."""
    numbers = numbers_of(pd.Series(_cells(begun, at), dtype=object))
    return bool((numbers.diff().iloc[1:] == 1).all())


def _cells(begun: Begun, at: int) -> list[str]:
    return [row.cells[at] for row in begun.layout.rows if len(row.cells) > at]


def _asked(wanted: Sequence[str], begun: Begun) -> tuple[int, ...]:
    """Positions of columns by their names."""
    names = begun.layout.names
    problems = [_missing(name, begun) for name in wanted if name not in names]
    if problems:
        raise refusal(problems)
    return tuple(names.index(name) for name in wanted)


def _colour(begun: Begun, like: tuple[int, ...]) -> tuple[int, ...]:
    """The columns of the colour where there is no doubt: by their names, or because only colours are written so."""
    known = roles(begun.layout.names)
    if all(len(found) == 1 for found in known.channels):
        return tuple(found[0] for found in known.channels)
    if len(known.colour) == 1:
        return known.colour
    seen = [at for at in range(len(begun.layout.names)) if at not in like and _all(begun, at, looks_like_colour)]
    return tuple(seen) if len(seen) == 1 else ()


def _all(begun: Begun, at: int, test: Callable[[str], bool]) -> bool:
    cells = _cells(begun, at)
    return bool(cells) and all(test(cell) for cell in cells)


def _all_numbers(begun: Begun, at: int) -> bool:
    cells = pd.Series(_cells(begun, at), dtype=object)
    return len(cells) > 0 and bool(numbers_of(cells).notna().all())


def _may_be_ratings(begun: Begun, at: int) -> bool:
    found = Counter(cell.strip() for cell in _cells(begun, at))
    return 1 < len(found) <= MOST_GUESSED and len(found) < sum(found.values())


def _missing(name: str, begun: Begun) -> Sentence:
    text = N_("Line {line}: the column {name} is missing. The columns found are: {found}.")
    return Sentence(text, line=begun.header_line, name=cut(name), found=some(begun.layout.names))


def _doubled(begun: Begun) -> list[Sentence]:
    text = N_("Line {line}: {count} columns are called {name}. Each name may stand only once.")
    ours = {plain_name(name): name for name in COLUMNS}
    counts = Counter(ours.get(plain_name(name), name) for name in begun.layout.names)
    return [
        Sentence(text, line=begun.header_line, name=cut(name), count=count)
        for name, count in counts.items()
        if count > 1
    ]
