"""Sentences that say what a file was taken for, where it is not written as in the documentation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.columns import COLOUR_COLUMNS, LABEL_COLUMN, NAME_COLUMN, normalised
from pinkpref.tables.errors import MOST_PROBLEMS, join_first, truncate
from pinkpref.tables.layout import Layout
from pinkpref.tables.reading import DELIMITERS, ENCODINGS, Reading
from pinkpref.tables.schema import Schema
from pinkpref.tables.values import FULL, Values


def notices(layout: Layout, schema: Schema, values: Values, reading: Reading) -> tuple[Sentence, ...]:
    """What was taken for granted: of the file, its columns, its cells and its rows, in this order.

    Args:
        layout: of the file.
        schema: with no other columns than those that are kept.
        values: of the file.
        reading: how it was read, nothing left open.
    """
    found = [*_of_file(layout), *_of_columns(layout, schema), *_of_cells(schema, values, reading)]
    found += _of_rows(values, reading)
    if schema.others:
        text = N_("Columns kept but not used for training: {names}.")
        found.append(Sentence(text, names=join_first(schema.others)))
    return tuple(found)


def _of_file(layout: Layout) -> list[Sentence]:
    """Its encoding, separator and sheet, and lines above the header."""
    found, reading = [], layout.reading
    encoding = reading.encoding or "utf-8"
    if reading.delimiter and (encoding, reading.delimiter) != ("utf-8", ","):
        text = N_("Read as {encoding}, the columns separated by {separator}.")
        separator = Sentence(DELIMITERS[reading.delimiter])
        found.append(Sentence(text, encoding=ENCODINGS[encoding], separator=separator))
    if layout.sheets:
        text = N_("Read from the sheet “{name}” of a workbook.")
        others = [name for name in layout.sheets if name != reading.sheet]
        if others:
            text = N_("Read from the sheet “{name}” of a workbook, not from: {others}.")
        found.append(Sentence(text, name=truncate(reading.sheet or ""), others=join_first(others)))
    if layout.above:
        text = N_("Lines passed over above the names of the columns: {lines}.")
        found.append(Sentence(text, lines=join_first(layout.above)))
    return found


def _of_columns(layout: Layout, schema: Schema) -> list[Sentence]:
    """Columns that have other names than in the documentation, from left to right."""
    written = layout.header.cells if layout.header else layout.names
    documented = COLOUR_COLUMNS if schema.channels else (", ".join(COLOUR_COLUMNS),)
    meant = [*zip(schema.colour, documented, strict=True), (schema.like, LABEL_COLUMN)]
    meant += [(at, name) for name, at in schema.others.items() if name == NAME_COLUMN]
    pairs = [f"“{truncate(written[at])}” → {name}" for at, name in sorted(meant) if written[at] != name]
    return [Sentence(N_("Columns were taken like this: {pairs}."), pairs=", ".join(pairs))] if pairs else []


def _of_cells(schema: Schema, values: Values, reading: Reading) -> list[Sentence]:
    """Numbers and ratings that are written in another way than in the documentation."""
    found = []
    if schema.channels and values.table.has_decimal_commas(schema.channels):
        found.append(Sentence(N_("Decimal commas were read as decimal points.")))
    if schema.channels and values.scale != FULL:
        text = N_("R, G and B run from 0 to {highest:g} and were brought to 0 to 255.")
        found.append(Sentence(text, highest=values.scale))
    ratings = values.ratings
    if reading.cut is not None:
        found.append(Sentence(N_("LIKE: {cut:.12g} or more was taken as liked, less as not liked."), cut=reading.cut))
    elif not ratings.numbers or reading.liked is not None or normalised(reading.like or "") != "like":
        text = N_("LIKE: {liked} was taken as liked, {other} as not liked.")
        liked, other = join_first(ratings.that_mean(1)), join_first(ratings.that_mean(0))
        found.append(Sentence(text, liked=liked, other=other))
    return found


def _of_rows(values: Values, reading: Reading) -> list[Sentence]:
    """Rows without a rating, and empty lines."""
    found, lines = [], values.table.lines
    missing: Sequence[int] = [lines[row] for row in np.flatnonzero(values.ratings.is_missing)[: MOST_PROBLEMS + 1]]
    if missing and reading.empty == "left-out":
        text = N_("Rows left out because they have no rating: {lines}.")
        found.append(Sentence(text, lines=join_first(missing)))
    elif missing:
        text = N_("Nothing in LIKE was taken as not liked, in lines {lines}.")
        found.append(Sentence(text, lines=join_first(missing)))
    if values.table.blank:
        found.append(Sentence(N_("Blank lines passed over: {lines}."), lines=join_first(values.table.blank)))
    return found
