"""A table of rated colours in, a checked Dataset out. What is wrong with it is told in full, nothing is guessed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.columns import COLOUR_COLUMNS, LABEL_COLUMN, NAME_COLUMN
from pinkpref.tables.decoding import Source
from pinkpref.tables.errors import refusal
from pinkpref.tables.reader import read
from pinkpref.tables.reading import Reading
from pinkpref.tables.samples import about, sample_path

LEAST_ROWS = 5


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rated colours that were checked. Equal contents have equal `fingerprint`; the arrays cannot be written to.

    Attributes:
        frame: columns R, G, B (float, 0-255) and LIKE (int, 0 or 1), then every other column of the file as text.
        notices: sentences saying what the file was taken for; empty where nothing was taken for granted.
        reading: how the file was read, nothing left open.
    """

    frame: pd.DataFrame
    notices: tuple[Sentence, ...] = field(default=())
    reading: Reading = field(default_factory=Reading)

    @cached_property
    def rgb(self) -> NDArray[np.float64]:
        """Colours (n, 3), 0-255."""
        return _read_only(self.frame[list(COLOUR_COLUMNS)].to_numpy(dtype=np.float64))

    @cached_property
    def like(self) -> NDArray[np.int64]:
        """Labels (n,): 1 liked, 0 not."""
        return _read_only(self.frame[LABEL_COLUMN].to_numpy(dtype=np.int64))

    @cached_property
    def colour(self) -> NDArray[np.intp]:
        """The number of each row's colour (n,): equal colours have equal numbers, from 0 on."""
        return _read_only(np.unique(self.rgb, axis=0, return_inverse=True)[1].ravel())

    @cached_property
    def liked_by_colour(self) -> NDArray[np.float64]:
        """The share of the rows of each colour that is liked, (colours,)."""
        return _read_only(np.bincount(self.colour, self.like) / np.bincount(self.colour))

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 digest of colours and labels, in their order; -0 counts as the 0 that it is."""
        return hashlib.sha256((self.rgb + 0.0).tobytes() + self.like.tobytes()).hexdigest()

    def hex(self, row: int) -> str:
        """A row's colour as ``#rrggbb``, rounded."""
        return "#" + "".join(f"{round(float(part)):02x}" for part in self.rgb[row])

    def name(self, row: int) -> str:
        """The file's own name for a row's colour where it has one, otherwise its code."""
        names: pd.Series | None = self.frame.get(NAME_COLUMN)
        given = "" if names is None else str(names.iloc[row]).strip()
        return given or self.hex(row)

    def __len__(self) -> int:
        return len(self.frame)


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
    rated = read(path_or_buffer, reading or Reading())
    _check_enough(rated.frame)
    dataset = Dataset(rated.frame, rated.notices, rated.reading)
    known = about(dataset.fingerprint)
    return replace(dataset, notices=(known, *dataset.notices)) if known else dataset


def load_sample(name: str) -> Dataset:
    """Reads a table that is shipped with pinkpref; its first notice says how its labels were made.

    Args:
        name: "keras_pink", "pinks_with_a_rule" or "readable_text", with or without ".csv".

    Raises:
        DatasetError: there is no such table.
    """
    return read_csv(sample_path(name))


def _check_enough(frame: pd.DataFrame) -> None:
    problems = []
    if frame.empty:
        problems.append(Sentence(N_("There are no rows below the header. Add a row for each colour.")))
    elif len(frame) < LEAST_ROWS:
        problems.append(
            Sentence(
                N_(
                    "Too few rows to split into training and test rows: there are {count}, "
                    "and at least {least} are needed."
                ),
                count=len(frame),
                least=LEAST_ROWS,
            )
        )
    if not frame.empty and (frame[LABEL_COLUMN] == frame[LABEL_COLUMN].iloc[0]).all():
        problems.append(
            Sentence(
                N_(
                    "Column LIKE: every row is {label}. A network can only learn the difference between "
                    "liked and not liked where both occur."
                ),
                label=frame[LABEL_COLUMN].iloc[0],
            )
        )
    if problems:
        raise refusal(problems)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
