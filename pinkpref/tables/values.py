"""Colours and ratings as numbers, with everything that is wrong in their cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.cells import channel_problems, has_percent_signs, read_colours, to_numbers
from pinkpref.tables.columns import COLOUR_COLUMNS, LABEL_COLUMN, liked_digit, normalised
from pinkpref.tables.decoding import Text, Workbook
from pinkpref.tables.errors import Problems, truncate
from pinkpref.tables.layout import Layout
from pinkpref.tables.parsing import RawTable, parse
from pinkpref.tables.ratings import Ratings, read_ratings
from pinkpref.tables.schema import Schema

FULL, PERCENT = 255.0, 100.0
SUMMARIES = frozenset(["average", "mean", "total", "sum", "平均", "合計", "計", "小計", "総計"])
"""The labels of a last row in which a spreadsheet has added up the others."""


class Values(NamedTuple):
    """The colours and ratings of a table.

    Attributes:
        table: all cells.
        rgb: (n, 3) as written, from 0 to ``scale``.
        scale: what full strength is written as; None where it has to be asked.
        ratings: of the rows.
        problems: everything that is wrong, except missing ratings.
    """

    table: RawTable
    rgb: NDArray[np.float64]
    scale: float | None
    ratings: Ratings
    problems: list[Problems]

    @property
    def needs_text(self) -> bool:
        """Whether anything has to be said of single cells."""
        return any(problems.total for problems in (*self.problems, self.ratings.missing)) or self.ratings.like is None


def read_values(file: Text | Workbook, layout: Layout, schema: Schema) -> Values:
    """The columns of a file that are used for training. What is wrong or open in them is reported, not raised.

    Raises:
        DatasetError: a quotation mark is never closed.
    """
    values = _values(parse(file, layout, (*schema.channels, schema.like)), layout, schema)
    if isinstance(file, Text) and values.needs_text:  # numbers no longer show what was written
        return _values(parse(file, layout), layout, schema)
    return values


def _values(table: RawTable, layout: Layout, schema: Schema) -> Values:
    wanted, name = layout.reading, layout.names[schema.like]
    rgb, scale, problems = (
        _read_channels(table, layout, schema) if schema.channels else _read_whole(table, layout, schema)
    )
    ratings = read_ratings(
        LABEL_COLUMN,
        table.cells[schema.like],
        table.lines,
        liked=wanted.liked,
        threshold=wanted.cut,
        liked_digit=liked_digit(name),
    )
    return Values(table, rgb, scale, ratings, [table.ragged, *problems, ratings.problems, _summary_row(table)])


def _read_whole(
    table: RawTable, layout: Layout, schema: Schema
) -> tuple[NDArray[np.float64], float | None, list[Problems]]:
    """Colours from the one column that holds whole ones."""
    (at,) = schema.colour
    rgb, problems = read_colours(layout.names[at], table.cells[at], table.lines)
    return rgb, FULL, [problems]


def _read_channels(
    table: RawTable, layout: Layout, schema: Schema
) -> tuple[NDArray[np.float64], float | None, list[Problems]]:
    """Colours from three columns."""
    numbers = [to_numbers(table.cells[at]) for at in schema.channels]
    rgb = np.stack([column.to_numpy() for column in numbers], axis=1)
    scale = layout.reading.scale or _find_scale(rgb, in_percent=_in_percent(table, layout, schema))
    problems = [
        channel_problems(name, table.cells[at], column, table.lines, scale or FULL)
        for name, at, column in zip(COLOUR_COLUMNS, schema.channels, numbers, strict=True)
    ]
    return rgb, scale, problems


def _in_percent(table: RawTable, layout: Layout, schema: Schema) -> bool:
    """Whether there is a percent sign in the names or cells of R, G and B."""
    return any("%" in normalised(layout.names[at]) or has_percent_signs(table.cells[at]) for at in schema.channels)


def _find_scale(rgb: NDArray[np.float64], *, in_percent: bool) -> float | None:
    """What full strength is written as, by the numbers that occur; None where that is ambiguous.

    It is 1 where no number is greater and some are between 0 and 1. Nothing but zeros and ones may be either scale,
    and numbers up to exactly 100 may be percentages.
    """
    known = rgb[np.isfinite(rgb)]
    if in_percent:
        return PERCENT
    if not known.size or known.min() < 0 or not known.any():
        return FULL
    if known.max() <= 1:
        return None if np.isin(known, (0, 1)).all() else 1.0
    return None if known.max() == PERCENT else FULL


def _summary_row(table: RawTable) -> Problems:
    """The last row, where it says that it is a total or a mean of the others."""
    if not len(table.cells):
        return Problems()
    labels = [cell for cell in table.cells.iloc[-1].astype(str).str.strip() if normalised(cell) in SUMMARIES]
    if not labels:
        return Problems()
    line = table.lines[-1]
    text = N_("Line {line} looks like a total or a mean of the others (“{cell}”). Remove it.")
    return Problems(1, [(line, Sentence(text, line=line, cell=truncate(labels[0])))])
