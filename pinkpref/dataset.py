"""A CSV of rated colours in, a checked Dataset out. What is wrong with a file is told in full, nothing is repaired."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.language import N_, Sentence, SentenceError

COLOUR_COLUMNS = ("R", "G", "B")
LABEL_COLUMN = "LIKE"
COLUMNS = (*COLOUR_COLUMNS, LABEL_COLUMN)
LEAST_ROWS = 5
MOST_PROBLEMS = 20


class DatasetError(SentenceError):
    """A table that cannot be used as it is: `problems` has a sentence for each thing wrong, by line and column."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rated colours that were checked. Equal contents have equal `fingerprint`; the arrays cannot be written to.

    Attributes:
        frame: columns R, G, B (float, 0-255) and LIKE (int, 0 or 1), then every other column of the file as text.
        notices: sentences saying what the file was taken for; empty where nothing was taken for granted.
    """

    frame: pd.DataFrame
    notices: tuple[Sentence, ...] = field(default=())

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

    def __len__(self) -> int:
        return len(self.frame)


def read_csv(path_or_buffer: str | PathLike[str] | IO[bytes] | IO[str]) -> Dataset:
    """Reads rated colours from a comma-separated file: columns R, G, B (0-255) and LIKE (0 or 1).

    Columns may stand in any order and any case, with spaces around names and values. Further columns are kept in
    ``.frame`` as text. The text is UTF-8, with or without a byte order mark; blank lines are passed over.

    Args:
        path_or_buffer: a file's path, or an open file of bytes or text.

    Raises:
        DatasetError: the file cannot be used. The message lists every problem with its line number in the file and
            its column, up to 20, then says how many more there are.
        OSError: the path cannot be opened.
    """
    text = _text(path_or_buffer)
    frame, notices = _quickly(text) or _carefully(text)
    _check_enough(frame)
    others = [name for name in frame if name not in COLUMNS]
    if others:
        notices.append(Sentence(N_("Columns kept but not used for training: {names}."), names=_some(others)))
    if (frame[list(COLOUR_COLUMNS)].to_numpy() <= 1).all():
        notices.append(
            Sentence(
                N_(
                    "No R, G or B is above 1. They were read on the 0-255 scale, where all of these are nearly black; "
                    "if yours run from 0 to 1, multiply them by 255."
                )
            )
        )
    return Dataset(frame, tuple(notices))


def _quickly(text: str) -> tuple[pd.DataFrame, list[Sentence]] | None:
    """The table of a file in which nothing is wrong, quoted or blank, read by pandas; nothing for any other file.

    It is what `_carefully` gives, in a thirtieth of the time. pandas refuses rows longer than the first, but fills up
    those that are too short: the number of commas tells. It takes columns of TRUE and FALSE for labels; we do not.
    """
    header, _, body = text.rstrip("\r\n").replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    first, _, _ = body.partition("\n")
    if not first or not header.replace(",", "").strip() or any(sign in text for sign in '"\0\ufeff'):
        return None
    names, notices = _column_names(header.split(","), 1)
    commas = len(names) - 1
    if first.count(",") != commas or body.count(",") != (body.count("\n") + 1) * commas:
        return None
    try:
        table = pd.read_csv(
            io.StringIO(body),
            header=None,
            names=names,
            index_col=False,
            dtype={name: object for name in names if name not in COLUMNS},
            na_filter=False,
            skip_blank_lines=False,
            low_memory=False,
        )
    except ValueError:
        return None
    good = [table[name].dtype.kind in "iuf" and _good(name, table[name]).all() for name in COLUMNS]
    return (_arranged(table), notices) if all(good) else None


def _carefully(text: str) -> tuple[pd.DataFrame, list[Sentence]]:
    """The table of any file, or the error that says everything that is wrong with it, by line and column."""
    (header_line, header), rows, blank = _rows(text)
    names, notices = _column_names(header, header_line)
    if blank:
        notices.append(Sentence(N_("Blank lines passed over: {lines}."), lines=_some(blank)))
    whole = [row for row in rows if len(row.cells) == len(names)]
    lines = [row.line for row in whole]
    cells = pd.DataFrame([row.cells for row in whole], columns=names, dtype=object)
    faults = [_ragged(rows, len(names))]
    for name in COLUMNS:
        cells[name], found = _numbers(name, cells[name].str.strip(), lines)
        faults.append(found)
    if any(found.total for found in faults):
        first = sorted((problem for found in faults for problem in found.first), key=lambda problem: problem[0])
        raise _refusal([sentence for _, sentence in first], sum(found.total for found in faults))
    return _arranged(cells), notices


def _arranged(table: pd.DataFrame) -> pd.DataFrame:
    """Our columns first, LIKE as whole numbers; then the file's others in their order."""
    others = [name for name in table if name not in COLUMNS]
    return table[[*COLUMNS, *others]].astype({**dict.fromkeys(COLOUR_COLUMNS, np.float64), LABEL_COLUMN: np.int64})


def _text(source: str | PathLike[str] | IO[bytes] | IO[str]) -> str:
    if isinstance(source, (str, PathLike)):
        content: bytes | str = Path(source).read_bytes()
    else:
        content = source.read()
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal(
            [
                Sentence(
                    N_("Line {line}: this is not UTF-8 text. Save the table as “CSV UTF-8” and try again."), line=line
                )
            ]
        ) from error


class _Row(NamedTuple):
    line: int
    cells: list[str]


def _rows(text: str) -> tuple[_Row, list[_Row], list[int]]:
    """The header, the rows below it with the line on which each starts, and the lines left blank between them."""
    reader = csv.reader(io.StringIO(text, newline=None), strict=True)
    rows: list[_Row] = []
    blank: list[int] = []
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(_Row(start, row))
            else:
                blank.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        problem = Sentence(
            N_("Line {line}: the cells cannot be told apart. Look for a quotation mark that is never closed."),
            line=start,
        )
        raise _refusal([problem]) from error
    if not rows:
        raise _refusal(
            [Sentence(N_("The file is empty. It needs a header line R,G,B,LIKE and a row for each colour."))]
        )
    between = [line for line in blank if line < rows[-1].line]
    return rows[0], rows[1:], between


def _column_names(header: list[str], line: int) -> tuple[list[str], list[Sentence]]:
    """Names of all columns, ours in their own spelling, and what had to be taken for granted."""
    names, notices = [], []
    for number, cell in enumerate(header, 1):
        written = cell.strip()
        name = written.upper() if written.upper() in COLUMNS else written or f"column {number}"
        if name in COLUMNS and name != cell:
            notices.append(Sentence(N_("Column “{written}” was taken as {name}."), written=_cut(cell), name=name))
        names.append(name)
    problems = []
    if len(header) == 1:
        problems.append(Sentence(N_("Line {line} has no comma. The columns must be separated by commas."), line=line))
    problems += [
        Sentence(
            N_("Line {line}: the column {name} is missing. The columns found are: {found}."),
            line=line,
            name=name,
            found=found,
        )
        for found in [_some(names)]
        for name in COLUMNS
        if name not in names
    ]
    problems += [
        Sentence(
            N_("Line {line}: {count} columns are called {name}. Each name may stand only once."),
            line=line,
            name=_cut(name),
            count=count,
        )
        for name, count in Counter(names).items()
        if count > 1
    ]
    if problems:
        raise _refusal(problems)
    return names, notices


class _Faults(NamedTuple):
    """How many things are wrong in one way, and (line, sentence) for as many of them as an error shows."""

    total: int
    first: list[tuple[int, Sentence]]


def _ragged(rows: list[_Row], width: int) -> _Faults:
    """Rows that have more or fewer cells than the header."""
    complaint = N_("Line {line} has {found} cells, but the header has {width}.")
    odd = [row for row in rows if len(row.cells) != width]
    first = [
        (row.line, Sentence(complaint, line=row.line, found=len(row.cells), width=width)) for row in odd[:MOST_PROBLEMS]
    ]
    return _Faults(len(odd), first)


def _numbers(name: str, cells: pd.Series, lines: list[int]) -> tuple[pd.Series, _Faults]:
    """One column's numbers, and the cells that are not what the column needs."""
    numbers = pd.to_numeric(cells, errors="coerce").astype(np.float64)
    odd = np.flatnonzero(~_good(name, numbers))
    first = [
        (line, Sentence(_complaint(name, cell, number), line=line, name=name, cell=_cut(cell)))
        for line, cell, number in ((lines[row], cells[row], numbers[row]) for row in odd[:MOST_PROBLEMS])
    ]
    return numbers, _Faults(len(odd), first)


def _good(name: str, numbers: pd.Series) -> pd.Series:
    """Which numbers are what the column needs."""
    return numbers.isin([0, 1]) if name == LABEL_COLUMN else numbers.between(0, 255)


def _complaint(name: str, cell: str, number: float) -> str:
    if not cell:
        return N_("Line {line}, column {name}: the cell is empty.")
    if name == LABEL_COLUMN:
        return N_("Line {line}, column {name}: “{cell}” is neither 1 (liked) nor 0 (not liked).")
    if np.isnan(number):
        return N_("Line {line}, column {name}: “{cell}” is not a number.")
    return N_("Line {line}, column {name}: {cell} is outside 0 to 255.")


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
        raise _refusal(problems)


def _refusal(problems: list[Sentence], count: int | None = None) -> DatasetError:
    """The error that shows the first of ``problems`` and says how many more there are of ``count`` in all."""
    shown = problems[:MOST_PROBLEMS]
    more = (len(problems) if count is None else count) - len(shown)
    if more:
        shown.append(Sentence(N_("Further problems of this kind: {count}."), count=more))
    return DatasetError(*shown)


def _some(items: Iterable[object]) -> str:
    """The first few of many, each cut short where it is long."""
    first = list(islice(items, MOST_PROBLEMS + 1))
    return ", ".join(_cut(str(item)) for item in first[:MOST_PROBLEMS]) + (", ..." if first[MOST_PROBLEMS:] else "")


def _cut(cell: str) -> str:
    return cell if len(cell) <= 40 else cell[:39] + "…"


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
