"""A column of ratings: which of its texts mean liked and which not, and where that has to be asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.i18n import N_
from pinkpref.tables.cells import faults_of, numbers_of
from pinkpref.tables.errors import Faults

CIRCLES = frozenset("○〇◯◎")
LIKED = CIRCLES | frozenset(
    """1 yes y true t like liked likes love good ok はい 好き すき 好 ♥ ♡ ❤ ✓ ✔ ☑""".split()  # noqa: SIM905
)
NOT_LIKED = frozenset(
    """0 no n false f dislike disliked bad hate いいえ 嫌い きらい 嫌 好きではない 好きでない 好きじゃない
    × ✕ ✖ ✗ ✘ ☒ - – —""".split()  # noqa: SIM905
) | {"not liked", "don't like"}
"""What people write for liked and not, as `_plain` leaves it."""
CIRCLE_AND_CROSS = {"o": 1, "x": 0}
"""Letters that stand for ○ and × where they are all there is; an x alone may be a box that was ticked."""
IN_BETWEEN = frozenset("""△ ▲ ふつう 普通 まあまあ どちらでもない maybe neutral so-so ?""".split())  # noqa: SIM905
"""Where one of these stands, ratings have more than two steps, and where liking begins has to be asked."""
NO_ANSWER = frozenset(
    """na n/a 無回答 未回答 不明 わからない 分からない unknown""".split()  # noqa: SIM905
) | {"", "no answer", "don't know"}
"""What stands where nothing is said of liking."""
MOST_ODD = 0.25
"""Where more of the ratings than this are neither, they are no mistakes but another way to rate."""
MOST_TEXTS, MOST_NUMBERS = 20, 1000
"""A column with more different texts, or numbers, than this holds no ratings."""
STEPS = 3
"""So many different numbers are a scale with a cut; of fewer it is chosen which means liked."""


class Ratings(NamedTuple):
    """A column of ratings, as far as it can be read.

    Attributes:
        like: (n,) 1 liked, 0 not, -1 where it is neither; None where it has to be asked what means liked.
        found: every different text that stands there, numbers by size first.
        meanings: what each of them usually means: 1, 0, or -1 for neither.
        likeliest: those that most likely mean liked; none where that cannot be told.
        faults: the cells that are neither, besides those in which nothing is said.
        empty: the cells in which nothing is said, ``blank`` (n,) the same as a mask.
        numbers: the same as ``found`` as numbers, where all of them are; otherwise nothing.
    """

    like: NDArray[np.int64] | None
    found: tuple[str, ...]
    meanings: tuple[int, ...]
    likeliest: tuple[str, ...]
    faults: Faults
    empty: Faults
    blank: NDArray[np.bool_]
    numbers: tuple[float, ...]

    def meaning(self, wanted: int) -> tuple[str, ...]:
        """What was taken to mean ``wanted``."""
        return tuple(text for text, meaning in zip(self.found, self.meanings, strict=True) if meaning == wanted)


class _Values(NamedTuple):
    """The different texts of a column.

    Attributes:
        texts: as they stand there; ``plain`` as they are compared; ``numbers`` NaN for those that are none.
        rows: how often each stands there.
        blank: those that say nothing.
        meaning: 1 liked, 0 not, -1 neither.
    """

    texts: list[str]
    plain: list[str]
    numbers: NDArray[np.float64]
    rows: NDArray[np.intp]
    blank: NDArray[np.bool_]
    meaning: NDArray[np.int64]


def ratings(
    name: str,
    cells: pd.Series,
    lines: Sequence[int],
    *,
    liked: Sequence[str] | None = None,
    cut_at: float | None = None,
    said: str | None = "1",
) -> Ratings:
    """What a column of ratings says, by what people usually write or by what the caller knows.

    Args:
        name: of the column.
        cells: its texts or numbers.
        lines: where each stands.
        liked: the texts that mean liked; all others mean not liked.
        cut_at: the number from which on they mean liked.
        said: which of 1 and 0 means liked by the column's name; None where the name leaves that open.
    """
    codes, values = _values(cells, liked, cut_at)
    asked = liked is None and cut_at is None and _has_to_be_asked(values, said)
    odd = (values.meaning < 0) & ~values.blank
    why = N_("Line {line}, column {name}: “{cell}” is neither 1 (liked) nor 0 (not liked).")
    if cut_at is not None:
        why = N_("Line {line}, column {name}: “{cell}” is not a number.")
    silent = N_("Line {line}, column {name}: “{cell}” is no rating.")
    order = sorted(
        np.flatnonzero(~values.blank).tolist(),
        key=lambda at: (np.nan_to_num(values.numbers[at], nan=np.inf), values.texts[at]),
    )
    wrong = np.zeros(len(codes), bool) if asked else odd[codes]
    return Ratings(
        like=None if asked else values.meaning[codes],
        found=tuple(values.texts[at] for at in order),
        meanings=tuple(int(values.meaning[at]) for at in order),
        likeliest=tuple(values.texts[at] for at in order if at in _likeliest(values, said)),
        faults=faults_of(name, cells, lines, wrong, lambda _row: why),
        empty=faults_of(name, cells, lines, values.blank[codes], lambda _row: silent),
        blank=values.blank[codes],
        numbers=tuple(values.numbers[order].tolist()) if np.isfinite(values.numbers[order]).all() else (),
    )


def _values(cells: pd.Series, liked: Sequence[str] | None, cut_at: float | None) -> tuple[NDArray[np.intp], _Values]:
    """The different texts of a column, and the number of each row's."""
    written = cells if cells.dtype.kind in "iuf" else cells.astype(object).str.strip()
    codes, different = pd.factorize(written)
    texts = [text if isinstance(text, str) else _shortest(text) for text in different]
    plain = [_plain(text) for text in texts]
    numbers = numbers_of(pd.Series(texts, dtype=object)).to_numpy()
    blank = np.array([text in NO_ANSWER for text in plain], bool)
    if liked is not None:
        chosen = {_plain(text) for text in liked}
        equal = np.isin(numbers, numbers_of(pd.Series(list(liked), dtype=object)).dropna())
        meaning = np.array([text in chosen for text in plain], np.int64) | equal
    elif cut_at is not None:
        meaning = np.where(np.isnan(numbers), -1, numbers >= cut_at).astype(np.int64)
    elif set(plain) - NO_ANSWER == set(CIRCLE_AND_CROSS):
        meaning = np.array([CIRCLE_AND_CROSS.get(text, -1) for text in plain], np.int64)
    else:
        meaning = np.array([_usual(text, number) for text, number in zip(plain, numbers, strict=True)], np.int64)
    return codes, _Values(texts, plain, numbers, np.bincount(codes, minlength=len(texts)), blank, meaning)


def _has_to_be_asked(values: _Values, said: str | None) -> bool:
    """Whether it cannot be known what means liked; a few odd texts among many are mistakes, not another way to rate."""
    odd = (values.meaning < 0) & ~values.blank
    numbers = values.numbers[~values.blank]
    numeric = bool(np.isfinite(numbers).all())
    different = len(np.unique(numbers)) if numeric else len(numbers)
    if not 1 < different <= (MOST_NUMBERS if numeric else MOST_TEXTS):
        return False
    plain = set(values.plain)
    return (
        said != "1"
        or values.rows[odd].sum() > MOST_ODD * values.rows[~values.blank].sum()
        or np.isfinite(values.numbers[odd]).sum() > 1
        or bool(plain & IN_BETWEEN)
        or ("0" in plain and "1" not in plain and bool(plain & CIRCLES))  # a nought, or a circle that was typed so
    )


def _likeliest(values: _Values, said: str | None) -> set[int]:
    """Which of the texts most likely mean liked."""
    there = np.flatnonzero(~values.blank).tolist()
    if said != "1":
        return {at for at in there if said is not None and values.numbers[at] == float(said)}
    strange = [at for at in there if values.meaning[at] < 0 and values.plain[at] not in IN_BETWEEN]
    if not strange:
        return {at for at in there if values.meaning[at] == 1}
    other = [at for at in there if at not in strange]
    if len(strange) == len(other) == 1 and np.isnan(values.numbers[strange[0]]):
        return set(other if values.meaning[other[0]] == 1 else strange)
    return set()


def _shortest(number: float) -> str:
    return f"{number:g}" if float(f"{number:g}") == number else repr(float(number))


def _usual(text: str, number: float) -> int:
    if text in LIKED or number == 1:
        return 1
    return 0 if text in NOT_LIKED or number == 0 else -1


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold().strip())
