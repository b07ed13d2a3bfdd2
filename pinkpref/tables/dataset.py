"""The result of reading a table: rated colours that were checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.columns import COLOUR_COLUMNS, LABEL_COLUMN, NAME_COLUMN
from pinkpref.tables.errors import dataset_error
from pinkpref.tables.reading import Reading

LEAST_ROWS = 5


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rated colours that were checked. Equal contents have equal `fingerprint`; the arrays cannot be written to.

    Attributes:
        frame: columns R, G, B (float, 0-255) and LIKE (int, 0 or 1), then every other column of the file as text.
        notices: sentences saying what the file was taken for; empty where nothing was taken for granted.
        reading: how the file was read, nothing left open.
        at_random: (n,) whether each colour was drawn at random; one that was chosen in the light of earlier labels may
            be trained on, but cannot judge. None where all were.
    """

    frame: pd.DataFrame
    notices: tuple[Sentence, ...] = field(default=())
    reading: Reading = field(default_factory=Reading)
    at_random: NDArray[np.bool_] | None = None

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
        """A SHA-256 digest of colours, labels and `at_random`, in their order; -0 counts as the 0 that it is."""
        drawn = b"" if self.at_random is None else self.at_random.tobytes()
        return hashlib.sha256((self.rgb + 0.0).tobytes() + self.like.tobytes() + drawn).hexdigest()

    @cached_property
    def judged(self) -> Dataset:
        """The rows that may judge a network, in order of R, G, B and label: the same for every order of the same rows.

        Raises:
            DatasetError: too few colours were drawn at random, or all of them have one label.
        """
        rows = np.lexsort((self.like, *self.rgb.T[::-1]))
        if self.at_random is not None:
            rows = rows[self.at_random[rows]]
            check_rows(self.frame.iloc[rows])
        return Dataset(self.frame.iloc[rows].reset_index(drop=True), self.notices, self.reading)

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


def check_rows(frame: pd.DataFrame) -> None:
    """Checks that there are enough rows to train and to test on, liked and not.

    Raises:
        DatasetError: there are not.
    """
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
        raise dataset_error(problems)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
