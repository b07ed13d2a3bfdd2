"""Which column is what: found once, by names and first cells, and carried from here on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.cells import looks_like_colour, to_numbers
from pinkpref.tables.columns import COLOUR_COLUMNS, COLUMNS, LABEL_COLUMN, NAME_COLUMN, normalised
from pinkpref.tables.errors import dataset_error, join_first, truncate
from pinkpref.tables.layout import Layout
from pinkpref.tables.reading import UnclearTable

MOST_VALUES = 20
"""A column with more different texts among the first rows is not offered as ratings."""


class Schema(NamedTuple):
    """Which column is what, by position.

    Attributes:
        colour: the columns of R, G and B, or the one column of whole colours.
        like: the column of ratings.
        others: the name under which each further column is kept -> its position.
    """

    colour: tuple[int, ...]
    like: int
    others: dict[str, int]

    @property
    def channels(self) -> tuple[int, ...]:
        """The columns of R, G and B; empty where one column holds whole colours."""
        return self.colour if len(self.colour) == len(COLOUR_COLUMNS) else ()


class _Candidates(NamedTuple):
    """The columns that each thing may be.

    Attributes:
        colour: the colour, where there is no doubt; otherwise empty.
        like: the ratings, by name; one column where there is no doubt.
        channels: columns of numbers that may be R, G and B, where the colour is in doubt.
        ratings: columns that may be the ratings, by name or else by their cells.
    """

    colour: tuple[int, ...]
    like: tuple[int, ...]
    channels: tuple[int, ...]
    ratings: tuple[int, ...]


def find_schema(layout: Layout) -> Schema:
    """Which column is what, by what the caller knows, by the names and by the first cells.

    Raises:
        UnclearTable: there is more than one possibility.
        DatasetError: a column is missing, or two have the same name.
    """
    found = _candidates(layout)
    problems = [*_duplicate_names(layout), *_overlap(layout, found), *_missing_columns(layout, found)]
    if problems:
        if len(layout.names) == 1:
            text = N_("Line {line}: nothing separates the columns. Put commas, semicolons or tabs between them.")
            problems.insert(0, Sentence(text, line=layout.header_line))
        raise dataset_error(problems)
    if not found.colour or len(found.like) != 1:
        raise _which_columns(layout, found)
    return Schema(found.colour, found.like[0], _others(layout, found.colour, found.like[0]))


def _candidates(layout: Layout) -> _Candidates:
    wanted, roles = layout.reading, layout.roles
    like = roles.like if wanted.like is None else _positions([wanted.like], layout)
    colour = _find_colour(layout, like) if wanted.colour is None else _positions(wanted.colour, layout)
    if wanted.like is None:
        like = tuple(at for at in like if at not in colour)
    left = [at for at in range(len(layout.names)) if at not in colour]
    channels = [] if colour else [at for at in left if at not in like and _all_numbers(layout.cells(at))]
    ratings = like or [at for at in left if at not in roles.name and _may_be_ratings(layout.cells(at))]
    return _Candidates(colour, like, tuple(channels), tuple(ratings))


def _positions(names: Sequence[str], layout: Layout) -> tuple[int, ...]:
    """Positions of the columns that the caller named."""
    problems = [_missing(name, layout) for name in names if name not in layout.names]
    if problems:
        raise dataset_error(problems)
    return tuple(layout.names.index(name) for name in names)


def _find_colour(layout: Layout, like: tuple[int, ...]) -> tuple[int, ...]:
    """The columns of the colour where there is no doubt: by name, or as the only one whose cells look like colours."""
    roles = layout.roles
    if all(len(found) == 1 for found in roles.channels):
        return tuple(found[0] for found in roles.channels)
    if len(roles.colour) == 1:
        return roles.colour
    others = (at for at in range(len(layout.names)) if at not in like)
    found = tuple(at for at in others if _all(looks_like_colour, layout.cells(at)))
    return found if len(found) == 1 else ()


def _all(test: Callable[[str], bool], cells: list[str]) -> bool:
    return bool(cells) and all(test(cell) for cell in cells)


def _all_numbers(cells: list[str]) -> bool:
    return bool(cells) and bool(to_numbers(pd.Series(cells, dtype=object)).notna().all())


def _may_be_ratings(cells: list[str]) -> bool:
    """Whether a column holds a few values, some of them several times."""
    counts = Counter(cell.strip() for cell in cells)
    return 1 < len(counts) <= MOST_VALUES and len(counts) < sum(counts.values())


def _duplicate_names(layout: Layout) -> list[Sentence]:
    text = N_("Line {line}: {count} columns are called {name}. Each name may stand only once.")
    documented = {normalised(name): name for name in COLUMNS}
    counts = Counter(documented.get(normalised(name), name) for name in layout.names)
    return [
        Sentence(text, line=layout.header_line, name=truncate(name), count=count)
        for name, count in counts.items()
        if count > 1
    ]


def _overlap(layout: Layout, found: _Candidates) -> list[Sentence]:
    """The problem that the caller named one column for two things."""
    wanted = layout.reading
    twice = wanted.colour is not None and len(set(found.colour)) < len(wanted.colour)
    if twice or (wanted.like is not None and found.like[0] in found.colour):
        return [Sentence(N_("Red, green, blue and the ratings must stand in different columns."))]
    return []


def _missing_columns(layout: Layout, found: _Candidates) -> list[Sentence]:
    """A problem for each column that no column of the table can be."""
    roles, missing = layout.roles, []
    if not found.colour and len(found.channels) < len(COLOUR_COLUMNS) and len(roles.colour) < 2:
        missing = [name for name, columns in zip(COLOUR_COLUMNS, roles.channels, strict=True) if not columns]
    if not found.ratings:
        missing.append(LABEL_COLUMN)
    return [_missing(name, layout) for name in missing]


def _missing(name: str, layout: Layout) -> Sentence:
    text = N_("Line {line}: the column {name} is missing. The columns found are: {found}.")
    return Sentence(text, line=layout.header_line, name=truncate(name), found=join_first(layout.names))


def _which_columns(layout: Layout, found: _Candidates) -> UnclearTable:
    """The question which columns hold colours, ratings or both."""
    names = layout.names
    problems, fields = [], []
    colour = found.colour or _likely_colour(layout, found.channels)
    if not found.colour:
        fields.append("colour")
        text = N_("Which columns hold the colours? The columns are: {names}.")
        problems.append(Sentence(text, names=join_first(names)))
    if len(found.like) != 1:
        fields.append("like")
        text = N_("Which column says whether a colour is liked? It may be: {names}.")
        left = [names[at] for at in found.ratings if at not in colour]
        problems.append(Sentence(text, names=join_first(left or names)))
    likeliest = (at for at in (*found.like, *reversed(found.ratings)) if at not in colour)
    like = names[next(likeliest, found.ratings[-1])]
    return layout.unclear(problems, fields, colour=tuple(names[at] for at in colour) or None, like=like)


def _likely_colour(layout: Layout, channels: tuple[int, ...]) -> tuple[int, ...]:
    """The likeliest columns of the colour: by name, or three neighbouring columns of numbers."""
    roles = layout.roles
    if all(roles.channels):
        return tuple(columns[0] for columns in roles.channels)
    return roles.colour[:1] or _neighbours(layout, channels)


def _neighbours(layout: Layout, numeric: tuple[int, ...]) -> tuple[int, ...]:
    """The first three neighbouring columns of numbers that neither count the rows nor hold just two values."""
    able = [at for at in numeric if not _counts_rows(layout.cells(at)) and len(set(layout.cells(at))) > 2]
    return next((found for found in zip(able, able[1:], able[2:], strict=False) if found[2] - found[0] == 2), ())


def _counts_rows(cells: list[str]) -> bool:
    """Whether each number is the one before plus 1."""
    numbers = to_numbers(pd.Series(cells, dtype=object))
    return bool((numbers.diff().iloc[1:] == 1).all())


def _others(layout: Layout, colour: tuple[int, ...], like: int) -> dict[str, int]:
    """The name under which each further column is kept -> its position; names never collide with our own."""
    names, roles = layout.names, layout.roles
    labels = next((found for found in (roles.name, roles.colour) if found and found[0] not in colour), ())
    others: dict[str, int] = {}
    for at, name in enumerate(names):
        if at in (*colour, like):
            continue
        kept_as = NAME_COLUMN if at in labels[:1] and NAME_COLUMN not in names else name
        while kept_as.upper() in COLUMNS or kept_as in others:
            kept_as += " (2)"
        others[kept_as] = at
    return others
