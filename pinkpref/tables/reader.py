"""A file of rated colours to a checked Dataset: bytes, text, rows, schema, values. Nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from pinkpref.tables.columns import COLOUR_COLUMNS, LABEL_COLUMN
from pinkpref.tables.dataset import Dataset, check_rows
from pinkpref.tables.decoding import Source, decode
from pinkpref.tables.layout import Layout, find_layout
from pinkpref.tables.notices import notices
from pinkpref.tables.questions import check, question_about_liked
from pinkpref.tables.reading import Reading, Table, UnclearTable
from pinkpref.tables.samples import about, sample_path
from pinkpref.tables.schema import Schema, find_schema
from pinkpref.tables.values import FULL, Values, read_values

DIGITS = 9
"""Decimal digits of R, G and B that are kept: 0.267 of 255 is 68.085, and not 68.08500000000001."""


class _Contents(NamedTuple):
    """What each stage of reading a file has found."""

    layout: Layout
    schema: Schema
    values: Values


def read_csv(path_or_buffer: Source, reading: Reading | None = None) -> Dataset:
    """Reads rated colours from a CSV or a workbook: columns R, G, B (0-255) and LIKE (0 or 1), or what means the same.

    Text may be UTF-8, UTF-16 or Shift_JIS, its columns separated by commas, semicolons or tabs, its numbers written
    with a decimal point or comma. One column may hold whole colours, as ``#ff00aa`` or ``rgb(255, 0, 170)``. Numbers
    from 0 to 1 are taken for shares of full strength. Ratings may be 0 and 1, or words and signs that mean yes and no.
    Columns may stand in any order, under English or Japanese names; further ones are kept in ``.frame`` as text.
    ``.notices`` says what a file was taken for, and of a shipped table that its labels are invented.

    Args:
        path_or_buffer: a file's path, or an open file of bytes or text.
        reading: what is known of the file; what it leaves open is worked out.

    Raises:
        UnclearTable: the file can be read in more than one way. It says what has to be chosen; call again with a
            `Reading` that chooses.
        DatasetError: the file cannot be used. The message lists every problem with its line number in the file and
            its column, up to 20, then says how many more there are.
        OSError: the path cannot be opened.
    """
    contents = _read(path_or_buffer, reading or Reading())
    check(*contents)
    return _dataset(*contents)


def load_sample(name: str) -> Dataset:
    """Reads a table that is shipped with pinkpref; its first notice says how its labels were made.

    Args:
        name: "keras_pink", "pinks_with_a_rule" or "readable_text", with or without ".csv".

    Raises:
        DatasetError: there is no such table.
    """
    return read_csv(sample_path(name))


def look(source: Source, wanted: Reading | None = None) -> tuple[Table, Reading]:
    """A preview of a file, and how it falls into rows and columns; for whoever wants to read it in another way.

    Raises:
        DatasetError: it is not a table.
        OSError: the path cannot be opened.
    """
    wanted = wanted or Reading()
    try:
        layout = find_layout(decode(source, wanted.encoding), wanted)
    except UnclearTable as question:
        return question.table, question.reading
    return layout.preview(), layout.reading


def question(source: Source, wanted: Reading) -> UnclearTable:
    """The question which ratings mean liked, asked even where that is known; the known answer is its guess.

    Raises:
        UnclearTable: it is not even known which columns are read.
        DatasetError: the file cannot be used.
        OSError: the path cannot be opened.
    """
    return question_about_liked(*_read(source, wanted))


def _read(source: Source, wanted: Reading) -> _Contents:
    """The stages that every reading of a whole file goes through."""
    file = decode(source, wanted.encoding)
    layout = find_layout(file, wanted)
    schema = find_schema(layout)
    values = read_values(file, layout, schema)
    return _Contents(layout, schema, values)


def _dataset(layout: Layout, schema: Schema, values: Values) -> Dataset:
    schema = schema._replace(others=_kept(layout, schema, values))
    reading = _complete(layout, schema, values)
    frame = _frame(schema, values, leave_out=reading.empty == "left-out")
    check_rows(frame)
    dataset = Dataset(frame, notices(layout, schema, values, reading), reading)
    known = about(dataset.fingerprint)
    return replace(dataset, notices=(known, *dataset.notices)) if known else dataset


def _kept(layout: Layout, schema: Schema, values: Values) -> dict[str, int]:
    """The other columns, except those that have neither a name nor anything in them."""
    cells = values.table.cells
    return {
        name: at for name, at in schema.others.items() if layout.has_name(at) or cells[at].astype(str).str.strip().any()
    }


def _complete(layout: Layout, schema: Schema, values: Values) -> Reading:
    """How the file was read, nothing left open."""
    return replace(
        layout.reading,
        colour=tuple(layout.names[at] for at in schema.colour),
        like=layout.names[schema.like],
        scale=values.scale if schema.channels else None,
        empty=layout.reading.empty if values.ratings.is_missing.any() else None,
    )


def _frame(schema: Schema, values: Values, *, leave_out: bool) -> pd.DataFrame:
    """R, G and B from 0 to 255, LIKE, then the other columns as text; rows without a rating left out or not liked."""
    scale, ratings = values.scale or FULL, values.ratings
    rgb = values.rgb if scale == FULL else np.round(values.rgb * (FULL / scale), DIGITS)
    frame = pd.DataFrame(rgb, columns=list(COLOUR_COLUMNS))
    frame[LABEL_COLUMN] = np.where(ratings.is_missing, 0, np.asarray(ratings.like))  # never None: `check` has asked
    others = {name: values.table.cells[at].to_numpy() for name, at in schema.others.items()}
    frame = pd.concat([frame, pd.DataFrame(others, dtype=object)], axis=1)
    return frame[~ratings.is_missing].reset_index(drop=True) if leave_out else frame
