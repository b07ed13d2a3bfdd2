"""A column of ratings to labels: which of its values mean liked and which not, and where that has to be asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.i18n import N_
from pinkpref.tables.cells import cell_problems, to_numbers
from pinkpref.tables.errors import Problems

CIRCLES = frozenset("○〇◯◎")
LIKED = CIRCLES | frozenset(
    """1 yes y true t like liked likes love good ok はい 好き すき 好 ♥ ♡ ❤ ✓ ✔ ☑""".split()  # noqa: SIM905
)
NOT_LIKED = frozenset(
    """0 no n false f dislike disliked bad hate いいえ 嫌い きらい 嫌 好きではない 好きでない 好きじゃない
    × ✕ ✖ ✗ ✘ ☒ - – —""".split()  # noqa: SIM905
) | {"not liked", "don't like"}
"""What people write for liked and not liked, as `_normalised` gives it."""
CIRCLE_AND_CROSS = {"o": 1, "x": 0}
"""Letters that stand for ○ and × where both occur and nothing else does; an x alone may be a ticked box."""
IN_BETWEEN = frozenset("""△ ▲ ふつう 普通 まあまあ どちらでもない maybe neutral so-so ?""".split())  # noqa: SIM905
"""Ratings with one of these have more than two steps, so that it has to be asked which mean liked."""
MISSING = frozenset(
    """na n/a 無回答 未回答 不明 わからない 分からない unknown""".split()  # noqa: SIM905
) | {"", "no answer", "don't know"}
"""What people write for a rating that is missing."""
MOST_UNKNOWN = 0.25
"""A larger share of unknown ratings than this is not a number of mistakes but another way to rate."""
MOST_TEXTS, MOST_NUMBERS = 20, 1000
"""A column with more different texts, or numbers, than this does not hold ratings."""
SCALE_STEPS = 3
"""So many different numbers are a scale, of which a threshold is asked; of fewer it is asked which mean liked."""


class Ratings(NamedTuple):
    """A column of ratings.

    Attributes:
        like: (n,) 1 liked, 0 not, -1 neither; None where it has to be asked which values mean liked.
        categories: every different text in the column, sorted: numbers by size, then the others.
        meanings: what each category means: 1, 0, or -1 for neither.
        likely_liked: the categories that most likely mean liked; empty where that cannot be told.
        problems: cells that are neither liked nor not, except missing ratings.
        missing: cells without a rating.
        is_missing: (n,) the same as a mask.
        numbers: ``categories`` as numbers, where all of them are; otherwise empty.
    """

    like: NDArray[np.int64] | None
    categories: tuple[str, ...]
    meanings: tuple[int, ...]
    likely_liked: tuple[str, ...]
    problems: Problems
    missing: Problems
    is_missing: NDArray[np.bool_]
    numbers: tuple[float, ...]

    def that_mean(self, meaning: int) -> tuple[str, ...]:
        """The categories with this meaning."""
        return tuple(text for text, known in zip(self.categories, self.meanings, strict=True) if known == meaning)


class _Distinct(NamedTuple):
    """The different values of a column, (m,) each.

    Attributes:
        texts: as written; ``plain`` normalised; ``numbers`` NaN for those that are not numbers.
        counts: the number of rows with each.
        is_missing: those that mean a missing rating.
        meaning: 1 liked, 0 not, -1 neither.
    """

    texts: list[str]
    plain: list[str]
    numbers: NDArray[np.float64]
    counts: NDArray[np.intp]
    is_missing: NDArray[np.bool_]
    meaning: NDArray[np.int64]

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """Those that are ratings, but neither liked nor not."""
        return (self.meaning < 0) & ~self.is_missing

    def order(self) -> list[int]:
        """The positions of all ratings: numbers by size, then the others by their text."""
        return sorted(
            np.flatnonzero(~self.is_missing).tolist(),
            key=lambda at: (np.nan_to_num(self.numbers[at], nan=np.inf), self.texts[at]),
        )


def read_ratings(
    name: str,
    cells: pd.Series,
    lines: Sequence[int],
    *,
    liked: Sequence[str] | None = None,
    threshold: float | None = None,
    liked_digit: str | None = "1",
) -> Ratings:
    """The ratings in a column, by what the caller knows of their meaning or else by what people usually write.

    Args:
        name: of the column, for the sentences.
        cells: its texts or numbers.
        lines: the line of each in the file.
        liked: the values that mean liked; all others mean not liked.
        threshold: numbers from this one on mean liked.
        liked_digit: which of 1 and 0 means liked by the column's name; None where the name is ambiguous.
    """
    codes, distinct = _distinct(cells, liked, threshold)
    ask = liked is None and threshold is None and _is_ambiguous(distinct, liked_digit)
    unknown = N_("Line {line}, column {name}: “{cell}” is neither 1 (liked) nor 0 (not liked).")
    if threshold is not None:
        unknown = N_("Line {line}, column {name}: “{cell}” is not a number.")
    no_rating = N_("Line {line}, column {name}: “{cell}” is no rating.")
    order = distinct.order()
    numbers = distinct.numbers[order]
    likely = _likely_liked(distinct, liked_digit)
    wrong = np.zeros(len(codes), bool) if ask else distinct.unknown[codes]
    is_missing = distinct.is_missing[codes]
    return Ratings(
        like=None if ask else distinct.meaning[codes],
        categories=tuple(distinct.texts[at] for at in order),
        meanings=tuple(int(distinct.meaning[at]) for at in order),
        likely_liked=tuple(distinct.texts[at] for at in order if at in likely),
        problems=cell_problems(name, cells, lines, wrong, lambda _row: unknown),
        missing=cell_problems(name, cells, lines, is_missing, lambda _row: no_rating),
        is_missing=is_missing,
        numbers=tuple(numbers.tolist()) if np.isfinite(numbers).all() else (),
    )


def _distinct(
    cells: pd.Series, liked: Sequence[str] | None, threshold: float | None
) -> tuple[NDArray[np.intp], _Distinct]:
    """The different values of a column, and the position of each row's among them, (n,)."""
    written = cells if cells.dtype.kind in "iuf" else cells.astype(object).str.strip()
    codes, different = pd.factorize(written)
    texts = [value if isinstance(value, str) else _shortest(value) for value in different]
    plain = [_normalised(text) for text in texts]
    numbers = to_numbers(pd.Series(texts, dtype=object)).to_numpy()
    is_missing = np.array([text in MISSING for text in plain], bool)
    meaning = _meaning(plain, numbers, liked, threshold)
    counts = np.bincount(codes, minlength=len(texts))
    return codes, _Distinct(texts, plain, numbers, counts, is_missing, meaning)


def _meaning(
    plain: list[str], numbers: NDArray[np.float64], liked: Sequence[str] | None, threshold: float | None
) -> NDArray[np.int64]:
    """What each value means: 1 liked, 0 not, -1 neither."""
    if liked is not None:
        chosen = {_normalised(text) for text in liked}
        equal = np.isin(numbers, to_numbers(pd.Series(list(liked), dtype=object)).dropna())
        return np.array([text in chosen for text in plain], np.int64) | equal
    if threshold is not None:
        return np.where(np.isnan(numbers), -1, numbers >= threshold).astype(np.int64)
    if set(plain) - MISSING == set(CIRCLE_AND_CROSS):
        return np.array([CIRCLE_AND_CROSS.get(text, -1) for text in plain], np.int64)
    return np.array([_usual_meaning(text, number) for text, number in zip(plain, numbers, strict=True)], np.int64)


def _is_ambiguous(distinct: _Distinct, liked_digit: str | None) -> bool:
    """Whether it has to be asked what means liked. A few unknown values among many are mistakes."""
    unknown, there = distinct.unknown, ~distinct.is_missing
    numbers = distinct.numbers[there]
    numeric = bool(np.isfinite(numbers).all())
    different = len(np.unique(numbers)) if numeric else len(numbers)
    if not 1 < different <= (MOST_NUMBERS if numeric else MOST_TEXTS):
        return False
    plain = set(distinct.plain)
    return (
        liked_digit != "1"
        or distinct.counts[unknown].sum() > MOST_UNKNOWN * distinct.counts[there].sum()
        or np.isfinite(distinct.numbers[unknown]).sum() > 1
        or bool(plain & IN_BETWEEN)
        or ("0" in plain and "1" not in plain and bool(plain & CIRCLES))  # a zero, or a circle typed as one
    )


def _likely_liked(distinct: _Distinct, liked_digit: str | None) -> set[int]:
    """Positions of the values that most likely mean liked."""
    there = np.flatnonzero(~distinct.is_missing).tolist()
    if liked_digit != "1":
        return {at for at in there if liked_digit is not None and distinct.numbers[at] == float(liked_digit)}
    unknown = [at for at in there if distinct.meaning[at] < 0 and distinct.plain[at] not in IN_BETWEEN]
    if not unknown:
        return {at for at in there if distinct.meaning[at] == 1}
    others = [at for at in there if at not in unknown]
    if len(unknown) == len(others) == 1 and np.isnan(distinct.numbers[unknown[0]]):
        return set(others if distinct.meaning[others[0]] == 1 else unknown)
    return set()


def _shortest(number: float) -> str:
    return f"{number:g}" if float(f"{number:g}") == number else repr(float(number))


def _usual_meaning(text: str, number: float) -> int:
    if text in LIKED or number == 1:
        return 1
    return 0 if text in NOT_LIKED or number == 0 else -1


def _normalised(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold().strip())
