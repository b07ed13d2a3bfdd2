"""A file of rated colours to a table of numbers: what was taken for granted, and what has to be asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.cells import channel, colours, numbers_of, percents
from pinkpref.tables.columns import COLOUR_COLUMNS, COLUMNS, LABEL_COLUMN, NAME_COLUMN, one_means, plain_name, roles
from pinkpref.tables.decoding import Book, Source, Text
from pinkpref.tables.errors import MOST_PROBLEMS, Faults, cut, refusal, refuse, some, told
from pinkpref.tables.parsing import Grid, grid_as_text, grid_of_rows, grid_of_text
from pinkpref.tables.ratings import STEPS, Ratings, ratings
from pinkpref.tables.reading import DELIMITERS, ENCODINGS, Reading, UnclearTable
from pinkpref.tables.schema import Begun, Columns, begin, choose

FULL, PERCENT = 255.0, 100.0
DIGITS = 9
"""Decimal digits of R, G and B that are kept: 0.267 of 255 is 68.085, and not 68.08500000000001."""
SUMMARIES = frozenset(["average", "mean", "total", "sum", "平均", "合計", "計", "小計", "総計"])
"""What stands in the last row of a table where a spreadsheet was asked to add it up."""


class Rated(NamedTuple):
    """What was read: columns R, G, B, LIKE and the others, what was taken for granted, and how it was read."""

    frame: pd.DataFrame
    notices: tuple[Sentence, ...]
    reading: Reading


class _Read(NamedTuple):
    """The columns' contents.

    Attributes:
        rgb: (n, 3) as written.
        highest: what full strength is written as; None where it has to be asked.
        ratings: of the rows.
        faults: everything that is wrong, besides missing ratings.
    """

    rgb: NDArray[np.float64]
    highest: float | None
    ratings: Ratings
    faults: list[Faults]


def read(source: Source, wanted: Reading) -> Rated:
    """The table of a file, by what is known of it.

    Raises:
        UnclearTable: something has to be chosen.
        DatasetError: it cannot be used.
        OSError: the path cannot be opened.
    """
    begun = begin(source, wanted)
    chosen = choose(begun)
    grid, found = _contents(begun, chosen)
    _check(begun, chosen, grid, found)
    return _rated(begun, chosen, grid, found)


def _contents(begun: Begun, chosen: Columns) -> tuple[Grid, _Read]:
    """What the columns hold. Where anything is wrong a text is read again, to tell what stands there."""
    if not isinstance(begun.content, Text):
        grid = grid_of_rows(begun.rows, begun.layout)
        return grid, _read(begun, chosen, grid)
    numeric = (*(chosen.colour if len(chosen.colour) == 3 else ()), chosen.like)
    grid = grid_of_text(begun.content.text, begun.layout, numeric)
    found = _read(begun, chosen, grid)
    if any(faults.total for faults in (*found.faults, found.ratings.empty)) or found.ratings.like is None:
        grid = grid_as_text(begun.content.text, begun.layout)
        found = _read(begun, chosen, grid)
    return grid, found


def _read(begun: Begun, chosen: Columns, grid: Grid) -> _Read:
    wanted, faults = begun.reading, [grid.ragged]
    highest: float | None = FULL
    if len(chosen.colour) == 1:
        rgb, found = colours(begun.layout.names[chosen.colour[0]], grid.cells[chosen.colour[0]], grid.lines)
        faults.append(found)
    else:
        numbers = [numbers_of(grid.cells[at]) for at in chosen.colour]
        rgb = np.stack([column.to_numpy() for column in numbers], axis=1)
        highest = wanted.scale or _highest(rgb, _in_percent(begun, chosen, grid))
        faults += [
            channel(name, grid.cells[at], column, grid.lines, highest or FULL)
            for name, at, column in zip(COLOUR_COLUMNS, chosen.colour, numbers, strict=True)
        ]
    rated = ratings(
        LABEL_COLUMN,
        grid.cells[chosen.like],
        grid.lines,
        liked=wanted.liked,
        cut_at=wanted.cut,
        said=one_means(begun.layout.names[chosen.like]),
    )
    return _Read(rgb, highest, rated, [*faults, rated.faults, _summary(grid)])


def _in_percent(begun: Begun, chosen: Columns, grid: Grid) -> bool:
    """Whether a percent sign stands in the columns' names or cells."""
    return any("%" in plain_name(begun.layout.names[at]) or percents(grid.cells[at]) for at in chosen.colour)


def _summary(grid: Grid) -> Faults:
    """The last row where it says that it is a sum of the others."""
    if not len(grid.cells):
        return Faults(0, [])
    said = [cell for cell in grid.cells.iloc[-1].astype(str).str.strip() if plain_name(cell) in SUMMARIES]
    if not said:
        return Faults(0, [])
    text = N_("Line {line} looks like a total or a mean of the others (“{cell}”). Remove it.")
    return Faults(1, [(grid.lines[-1], Sentence(text, line=grid.lines[-1], cell=cut(said[0])))])


def _highest(rgb: NDArray[np.float64], in_percent: bool) -> float | None:
    """What full strength is written as, from what stands there; None where that is open.

    It is 1 where nothing is more and something is less. All noughts and ones may be either, and numbers that reach 100
    and go no further may be percents.
    """
    known = rgb[np.isfinite(rgb)]
    if in_percent:
        return PERCENT
    if not known.size or known.min() < 0 or not known.any():
        return FULL
    if known.max() <= 1:
        return None if np.isin(known, (0, 1)).all() else 1.0
    return None if known.max() == PERCENT else FULL


def _check(begun: Begun, chosen: Columns, grid: Grid, found: _Read) -> None:
    """Refuses what is wrong, asks what is open.

    Raises:
        DatasetError: something is wrong.
        UnclearTable: nothing is wrong but something open.
    """
    rated = found.ratings
    unrated = Faults(0, []) if begun.reading.empty else rated.empty
    if any(faults.total for faults in found.faults):
        hint = N_("If its numbers have decimal commas, save it with semicolons between the columns.")
        refuse([*found.faults, unrated], [Sentence(hint)] if grid.longer and begun.layout.delimiter == "," else ())
    if begun.reading.liked and 1 not in rated.meanings and rated.found:
        text = N_("None of these stands in column “{name}”: {liked}. It holds: {values}.")
        told_of = {"name": cut(begun.reading.like or LABEL_COLUMN), "liked": some(begun.reading.liked)}
        raise refusal([Sentence(text, **told_of, values=some(rated.found))])
    problems: list[Sentence] = []
    fields: list[str] = []
    guess: dict[str, Any] = {}
    if found.highest is None and len(grid.cells):
        fields.append("scale")
        guess["scale"] = float(found.rgb.max())
        text = N_("No R, G or B is above {highest:g}. Is full strength written as {highest:g}, or as 255?")
        problems.append(Sentence(text, highest=guess["scale"]))
    if rated.like is None:
        field, guess[field], sentence = _what_means_liked(begun.layout.names[chosen.like], rated)
        fields.append(field)
        problems.append(sentence)
    if unrated.total:
        if not rated.found:
            refuse([unrated])
        fields.append("empty")
        guess["empty"] = "left-out" if 0 in rated.meanings or 1 not in rated.meanings else "not-liked"
        problems += told([sentence for _, sentence in unrated.first], unrated.total)
    if fields:
        names = begun.layout.names
        guess |= {"colour": tuple(names[at] for at in chosen.colour), "like": names[chosen.like]}
        raise begun.unclear(problems, tuple(fields), begun.table(rated.found, rated.numbers), **guess)


def _what_means_liked(name: str, rated: Ratings) -> tuple[str, Any, Sentence]:
    """What has to be asked of ratings that are neither yes nor no: the field, the likeliest answer, the question."""
    if len(set(rated.numbers)) >= STEPS:
        low, *_, high = rated.numbers
        text = N_("Column “{name}” holds numbers from {low:g} to {high:g}. From which number on is a colour liked?")
        middle = min(number for number in rated.numbers if number > (low + high) / 2)
        return "cut", middle, Sentence(text, name=cut(name), low=low, high=high)
    text = N_("Column “{name}” holds: {values}. Which of these mean liked?")
    return "liked", rated.likeliest, Sentence(text, name=cut(name), values=some(rated.found))


def question(source: Source, wanted: Reading) -> UnclearTable:
    """What would have to be asked about the ratings if nothing were known of them, with what is known as its guess.

    Raises:
        UnclearTable: it is not even known which columns are read.
        DatasetError: it cannot be used.
        OSError: the path cannot be opened.
    """
    begun = begin(source, wanted)
    chosen = choose(begun)
    _, found = _contents(begun, chosen)
    field, guess, sentence = _what_means_liked(begun.layout.names[chosen.like], found.ratings)
    if field == "liked" and found.ratings.like is not None:
        guess = found.ratings.meaning(1)
    table = begun.table(found.ratings.found, found.ratings.numbers)
    return begun.unclear([sentence], (field,), table, **{field: guess})


def _rated(begun: Begun, chosen: Columns, grid: Grid, found: _Read) -> Rated:
    """The table of numbers, and what was taken for granted."""
    rated, names = found.ratings, begun.layout.names
    kept = ~rated.blank if begun.reading.empty == "left-out" else np.ones(len(rated.blank), bool)
    like = np.empty(0, np.int64) if rated.like is None else rated.like
    rgb = found.rgb if found.highest == FULL else np.round(found.rgb * (FULL / (found.highest or FULL)), DIGITS)
    frame = pd.DataFrame(rgb, columns=list(COLOUR_COLUMNS))
    frame[LABEL_COLUMN] = np.where(rated.blank, 0, like)
    others = _others(begun, chosen, grid)
    kept_cells = {name: grid.cells[at].to_numpy() for name, at in others.items()}
    frame = pd.concat([frame, pd.DataFrame(kept_cells, dtype=object)], axis=1)
    left_out = [line for line, keep in zip(grid.lines, kept, strict=True) if not keep] if not kept.all() else []
    frame = frame[kept].reset_index(drop=True) if left_out else frame
    reading = replace(
        begun.reading,
        colour=tuple(names[at] for at in chosen.colour),
        like=names[chosen.like],
        scale=found.highest if len(chosen.colour) == 3 else None,
        empty=begun.reading.empty if rated.blank.any() else None,
    )
    notices = [*_how_it_was_read(begun, reading), *_what_columns_mean(begun, chosen, others)]
    notices += _what_cells_mean(chosen, grid, found, reading)
    if left_out:
        notices.append(Sentence(N_("Rows left out because they have no rating: {lines}."), lines=some(left_out)))
    elif rated.blank.any():
        lines = [grid.lines[row] for row in np.flatnonzero(rated.blank)[: MOST_PROBLEMS + 1]]
        notices.append(Sentence(N_("Nothing in LIKE was taken as not liked, in lines {lines}."), lines=some(lines)))
    if grid.blank:
        notices.append(Sentence(N_("Blank lines passed over: {lines}."), lines=some(grid.blank)))
    if others:
        notices.append(Sentence(N_("Columns kept but not used for training: {names}."), names=some(others)))
    return Rated(frame, tuple(notices), reading)


def _others(begun: Begun, chosen: Columns, grid: Grid) -> dict[str, int]:
    """Names and positions of the columns that are kept as text; one without a name and without a text is none."""
    names, known = begun.layout.names, roles(begun.layout.names)
    given = begun.layout.header.cells if begun.layout.header else [""] * len(names)
    labels = next((found for found in (known.name, known.colour) if found and found[0] not in chosen.colour), ())
    others: dict[str, int] = {}
    for at, name in enumerate(names):
        empty = not given[at].strip() and not grid.cells[at].astype(str).str.strip().any()
        if at in (*chosen.colour, chosen.like) or empty:
            continue
        shown = NAME_COLUMN if at in labels[:1] and NAME_COLUMN not in names else name
        while shown.upper() in COLUMNS or shown in others:
            shown += " (2)"
        others[shown] = at
    return others


def _how_it_was_read(begun: Begun, reading: Reading) -> list[Sentence]:
    """Of the file: its encoding, separator, sheet, and what stands above the names."""
    notices = []
    separator = Sentence(DELIMITERS[reading.delimiter]) if reading.delimiter else None
    if separator and (reading.encoding or "utf-8", reading.delimiter) != ("utf-8", ","):
        text = N_("Read as {encoding}, the columns separated by {separator}.")
        notices.append(Sentence(text, encoding=ENCODINGS[reading.encoding or "utf-8"], separator=separator))
    if isinstance(begun.content, Book):
        text = N_("Read from the sheet “{name}” of a workbook.")
        others = [name for name in begun.content.sheets if name != reading.sheet]
        if others:
            text = N_("Read from the sheet “{name}” of a workbook, not from: {others}.")
        notices.append(Sentence(text, name=cut(reading.sheet or ""), others=some(others)))
    if begun.layout.above:
        text = N_("Lines passed over above the names of the columns: {lines}.")
        notices.append(Sentence(text, lines=some(begun.layout.above)))
    return notices


def _what_columns_mean(begun: Begun, chosen: Columns, others: dict[str, int]) -> list[Sentence]:
    """Of the columns that are called something else than in the documentation."""
    given = begun.layout.header.cells if begun.layout.header else begun.layout.names
    whole = ", ".join(COLOUR_COLUMNS)
    ours = [whole] if len(chosen.colour) == 1 else [*COLOUR_COLUMNS]
    meant = [*zip(chosen.colour, ours, strict=True), (chosen.like, LABEL_COLUMN)]
    meant += [(at, NAME_COLUMN) for name, at in others.items() if name == NAME_COLUMN]
    pairs = [f"“{cut(given[at])}” → {name}" for at, name in sorted(meant) if given[at] != name]
    return [Sentence(N_("Columns were taken like this: {pairs}."), pairs=", ".join(pairs))] if pairs else []


def _what_cells_mean(chosen: Columns, grid: Grid, found: _Read, reading: Reading) -> list[Sentence]:
    """Of the numbers and ratings that are written in another way than in the documentation."""
    notices = []
    if len(chosen.colour) == 3 and grid.decimal_commas(chosen.colour):
        notices.append(Sentence(N_("Decimal commas were read as decimal points.")))
    if len(chosen.colour) == 3 and found.highest != FULL:
        text = N_("R, G and B run from 0 to {highest:g} and were brought to 0 to 255.")
        notices.append(Sentence(text, highest=found.highest))
    if reading.cut is not None:
        notices.append(Sentence(N_("LIKE: {cut:.12g} or more was taken as liked, less as not liked."), cut=reading.cut))
    elif not found.ratings.numbers or reading.liked is not None or plain_name(reading.like or "") != "like":
        text = N_("LIKE: {liked} was taken as liked, {other} as not liked.")
        notices.append(Sentence(text, liked=some(found.ratings.meaning(1)), other=some(found.ratings.meaning(0))))
    return notices
