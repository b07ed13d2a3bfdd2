"""How a table is to be read, and the question that is asked where it could be read in more than one way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.errors import DatasetError

DELIMITERS = {
    ",": N_("commas"),
    ";": N_("semicolons"),
    "\t": N_("tabs"),
    "|": N_("vertical bars"),
    " ": N_("spaces"),
    ":": N_("colons"),
}
"""What may separate two cells -> what it is called."""
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "cp1252": "Windows-1252",
}
"""Python's name for an encoding -> what spreadsheets call it. Windows means cp932 by Shift_JIS."""
SCALES = (255.0, 100.0, 1.0)
EMPTY = ("left-out", "not-liked")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a table of rated colours is to be read. Fields that are None are worked out from the table.

    Attributes:
        encoding: of the text: utf-8, utf-16, cp932 (Shift_JIS), euc_jp, iso2022_jp or cp1252.
        delimiter: what separates two cells: a comma, a semicolon, a tab, a vertical bar, a space or a colon.
        sheet: the sheet of a workbook.
        header: whether the first row holds names; columns without a name are called "column 1", "column 2", ...
        colour: names of the columns with red, green and blue, or of the one column with the whole colour.
        scale: what full strength is written as, 255, 100 or 1; for three columns.
        like: the name of the column with the ratings.
        liked: the values in it that mean liked; all others then mean not liked.
        cut: the number from which on a colour is liked, where the ratings are numbers; not together with ``liked``.
        empty: what becomes of rows without a rating: "left-out", or "not-liked" where an empty cell means no.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header: bool | None = None
    colour: tuple[str, ...] | None = None
    scale: float | None = None
    like: str | None = None
    liked: tuple[str, ...] | None = None
    cut: float | None = None
    empty: str | None = None

    def __post_init__(self) -> None:
        problems = [
            problem
            for wrong, problem in (
                (self.encoding not in (None, *ENCODINGS), Sentence(_ENCODING, names=", ".join(ENCODINGS))),
                (self.delimiter not in (None, *DELIMITERS), Sentence(_DELIMITER)),
                (self.scale not in (None, *SCALES), Sentence(_SCALE)),
                (self.colour is not None and len(self.colour) not in (1, 3), Sentence(_COLOUR)),
                (self.empty not in (None, *EMPTY), Sentence(_EMPTY, names=", ".join(EMPTY))),
                (self.cut is not None and not math.isfinite(self.cut), Sentence(_CUT)),
                (self.liked is not None and self.cut is not None, Sentence(_LIKED)),
            )
            if wrong
        ]
        if problems:
            raise DatasetError(*problems)


_ENCODING = N_("encoding must be one of {names}.")
_DELIMITER = N_("delimiter must be a comma, a semicolon, a tab, a vertical bar, a space or a colon.")
_SCALE = N_("scale must be 255, 100 or 1: what full strength of red, green or blue is written as.")
_COLOUR = N_("colour must name three columns, red, green and blue, or the one column that holds the whole colour.")
_CUT = N_("cut must be a number.")
_EMPTY = N_("empty must be one of {names}.")
_LIKED = N_("Give either the values that mean liked or the number from which on they do, not both.")


class Row(NamedTuple):
    """The cells of a row as text, and the line of the file on which they start, from 1."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """A preview of a table before it is known what its columns mean.

    Attributes:
        names: of all columns.
        rows: the first rows below the header.
        values: the different values of the ratings, where these are asked about: numbers by size, then texts.
        numbers: the same as numbers, where all of them are; otherwise empty.
        sheets: names of a workbook's sheets that are not empty; empty for text.
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    values: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    sheets: tuple[str, ...] = ()


class UnclearTable(DatasetError):  # noqa: N818 (it is a question)
    """A table that can be read in more than one way: `problems` says what has to be chosen.

    Attributes:
        table: a preview, to show to whoever chooses.
        reading: what is clear so far, and for the rest the likeliest, which should not be used without asking.
        unclear: the fields of `Reading` that have to be chosen.
    """

    def __init__(
        self, problems: Sequence[Sentence], *, table: Table, reading: Reading, unclear: tuple[str, ...]
    ) -> None:
        super().__init__(*problems)
        self.table, self.reading, self.unclear = table, reading, unclear
