"""Cells as text to numbers, colours and ratings, with a sentence for every cell that is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.faults import MOST_PROBLEMS, Faults, cut
from pinkpref.language import N_, Sentence

LIKED = frozenset(
    """1 yes y true t like liked likes love good ok はい 好き すき 好 ○ 〇 ◯ ◎ ♥ ♡ ❤ ✓ ✔ ☑""".split()  # noqa: SIM905
)
NOT_LIKED = frozenset(
    """0 no n false f dislike disliked bad hate いいえ 嫌い きらい 嫌 好きではない 好きでない 好きじゃない
    × ✕ ✖ ✗ ✘ ☒ - – —""".split()  # noqa: SIM905
) | {"not liked", "don't like"}
"""What people write for liked and not, as `_plain` leaves it."""
CIRCLE_AND_CROSS = {"o": 1, "x": 0}
"""Letters that stand for ○ and × where they are all there is; an x alone may be a box that was ticked."""
IN_BETWEEN = frozenset("△ ▲ ふつう 普通 まあまあ どちらでもない maybe neutral so-so ?".split())  # noqa: SIM905
"""Where one of these stands, ratings have more than two steps, and where liking begins has to be asked."""
MOST_ODD = 0.25
"""Where more of the ratings than this are neither, they are no mistakes but another way to rate."""
MOST_VALUES = 20
"""A column with more different values than this holds no ratings."""
HEX = re.compile(r"#?[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}")
RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", re.ASCII)
"""The two ways in which programs write colours; a million of them are read without asking coloraide."""


def channel(name: str, cells: pd.Series, numbers: pd.Series, lines: Sequence[int], highest: float) -> Faults:
    """The cells of one of R, G and B that are no number from 0 to ``highest``; ``numbers`` is `numbers_of` them."""
    wrong = ~numbers.between(0, highest).to_numpy()
    return _faults(name, cells, lines, wrong, _why_no_number(numbers), highest=f"{highest:g}")


def _why_no_number(numbers: pd.Series) -> Callable[[int], str]:
    def why(row: int) -> str:
        if np.isnan(numbers.iloc[row]):
            return N_("Line {line}, column {name}: “{cell}” is not a number.")
        return N_("Line {line}, column {name}: {cell} is outside 0 to {highest}.")

    return why


def numbers_of(cells: pd.Series) -> pd.Series:
    """Cells as numbers, NaN where they are none; a decimal comma and full-width digits are read too."""
    if cells.dtype.kind in "iuf":
        return cells.astype(np.float64)
    texts = cells.astype(object).str.strip()
    numbers = pd.to_numeric(texts, errors="coerce").astype(np.float64)
    odd = numbers.isna()
    if odd.any():
        narrow = texts[odd].map(lambda text: _POINT.sub(r"\1.\2", unicodedata.normalize("NFKC", text)))
        numbers[odd] = pd.to_numeric(narrow, errors="coerce")
    return numbers


_POINT = re.compile(r"^([+-]?\d*),(\d+)$", re.ASCII)


def decimal_commas(cells: pd.Series) -> bool:
    """Whether any of the numbers is written with a decimal comma."""
    return cells.dtype.kind not in "iuf" and bool(cells.astype(object).str.strip().str.fullmatch(_POINT).any())


def colours(name: str, cells: pd.Series, lines: Sequence[int]) -> tuple[NDArray[np.float64], Faults]:
    """Colours (n, 3), 0-255, as CSS writes them: ``#ff00aa``, ``rgb(255, 0, 170)``, ``hotpink``."""
    codes, texts = pd.factorize(cells.astype(object).str.strip())
    known = np.array([colour_of(text) for text in texts]).reshape(-1, 3)
    rgb = known[codes]

    def why(row: int) -> str:
        text = texts[codes[row]]
        return _WHY_NO_COLOUR["looks like one" if looks_like_colour(text) else "no colour"]

    return rgb, _faults(name, cells, lines, np.isnan(rgb[:, 0]), why)


_WHY_NO_COLOUR = {
    "looks like one": N_("Line {line}, column {name}: “{cell}” is see-through, or no colour that a screen can show."),
    "no colour": N_("Line {line}, column {name}: “{cell}” is not a colour. Write it as #ff00aa or rgb(255, 0, 170)."),
}


def colour_of(text: str) -> tuple[float, float, float]:
    """R, G and B, 0-255, of a colour as CSS writes it; NaN of anything else, of one that is see-through or no sRGB."""
    if HEX.fullmatch(text):
        digits = text.removeprefix("#")
        if len(digits) == 3:
            digits = "".join(2 * digit for digit in digits)
        whole = int(digits, 16)
        return whole >> 16, whole >> 8 & 255, whole & 255
    plain = RGB.fullmatch(text)
    if plain and all(int(part) <= 255 for part in plain.groups()):
        return int(plain[1]), int(plain[2]), int(plain[3])
    from coloraide import Color

    found = Color.match(text, fullmatch=True)
    if not found or found.color.alpha() < 1 or not found.color.in_gamut("srgb"):
        return np.nan, np.nan, np.nan
    red, green, blue = (round(part * 255, 9) for part in found.color.convert("srgb").coords())
    return red, green, blue


def looks_like_colour(text: str) -> bool:
    """Whether nothing but a colour is written like that: ``#...`` or ``rgb(...)``."""
    return bool(re.fullmatch(r"\s*(#[0-9a-fA-F]{3,8}|(rgb|hsl)a?\(.*\))\s*", text))


class Ratings(NamedTuple):
    """A column of ratings, as far as it can be read.

    Attributes:
        like: (n,) 1 liked, 0 not, -1 where it is neither; None where it has to be asked what means liked.
        found: every different text that stands there, numbers by size first.
        meanings: what each of them usually means: 1, 0, or -1 for neither.
        faults: the cells that are neither, besides empty ones.
        empty: the empty cells, ``blank`` (n,) the same as a mask.
        numbers: the same as numbers, where all of them are; otherwise nothing.
    """

    like: NDArray[np.int64] | None
    found: tuple[str, ...]
    meanings: tuple[int, ...]
    faults: Faults
    empty: Faults
    blank: NDArray[np.bool_]
    numbers: tuple[float, ...]

    def meaning(self, wanted: int) -> list[str]:
        """What was taken to mean ``wanted``."""
        return [text for text, meaning in zip(self.found, self.meanings, strict=True) if meaning == wanted]


def ratings(
    name: str, cells: pd.Series, lines: Sequence[int], *, liked: Sequence[str] | None, cut_at: float | None
) -> Ratings:
    """What a column of ratings says, by what people usually write or by what the caller knows.

    Args:
        name: of the column.
        cells: its texts or numbers.
        lines: where each stands.
        liked: the texts that mean liked; all others mean not liked.
        cut_at: the number from which on they mean liked.
    """
    written = cells if cells.dtype.kind in "iuf" else cells.astype(object).str.strip()
    codes, different = pd.factorize(written)
    found = [text if isinstance(text, str) else f"{text:g}" for text in different]
    numbers = numbers_of(pd.Series(found, dtype=object)).to_numpy()
    blank = np.array([not text for text in found], bool)
    meaning = _meanings([_plain(text) for text in found], numbers, liked, cut_at)
    odd = (meaning < 0) & ~blank
    rows = np.bincount(codes, minlength=len(found))
    stepped = rows[odd].sum() > MOST_ODD * rows[~blank].sum() or any(_plain(text) in IN_BETWEEN for text in found)
    unknown = stepped and cut_at is None and liked is None and 1 < (~blank).sum() <= MOST_VALUES
    why = (
        N_("Line {line}, column {name}: “{cell}” is not a number.")
        if cut_at is not None
        else N_("Line {line}, column {name}: “{cell}” is neither 1 (liked) nor 0 (not liked).")
    )
    order = sorted(np.flatnonzero(~blank), key=lambda at: (np.nan_to_num(numbers[at], nan=np.inf), found[at]))
    return Ratings(
        like=None if unknown else meaning[codes],
        found=tuple(found[at] for at in order),
        meanings=tuple(meaning[at] for at in order),
        faults=_faults(name, cells, lines, np.zeros(len(codes), bool) if unknown else odd[codes], lambda _row: why),
        empty=_faults(name, cells, lines, blank[codes], lambda _row: why),
        blank=blank[codes],
        numbers=() if np.isnan(numbers[~blank]).any() else tuple(numbers[order].tolist()),
    )


def _meanings(
    texts: list[str], numbers: NDArray[np.float64], liked: Sequence[str] | None, cut_at: float | None
) -> NDArray[np.int64]:
    """1 liked, 0 not, -1 neither, for each of the different texts."""
    if liked is not None:
        chosen = {_plain(text) for text in liked}
        return np.array([int(text in chosen) for text in texts], np.int64)
    if cut_at is not None:
        return np.where(np.isnan(numbers), -1, numbers >= cut_at).astype(np.int64)
    if set(texts) - {""} == set(CIRCLE_AND_CROSS):
        return np.array([CIRCLE_AND_CROSS.get(text, -1) for text in texts], np.int64)
    return np.array([_usual(text, number) for text, number in zip(texts, numbers, strict=True)], np.int64)


def _usual(text: str, number: float) -> int:
    if text in LIKED or number == 1:
        return 1
    return 0 if text in NOT_LIKED or number == 0 else -1


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _faults(
    name: str,
    cells: pd.Series,
    lines: Sequence[int],
    wrong: NDArray[np.bool_],
    why: Callable[[int], str],
    **more: object,
) -> Faults:
    """A sentence for the first cells that are wrong, by what is wrong with each; an empty cell is told as that."""
    rows = np.flatnonzero(wrong)
    empty = N_("Line {line}, column {name}: the cell is empty.")
    first = []
    for row in rows[:MOST_PROBLEMS].tolist():
        cell = str(cells.iloc[row]).strip()
        text = why(row) if cell else empty
        first.append((lines[row], Sentence(text, line=lines[row], name=cut(name), cell=cut(cell), **more)))
    return Faults(len(rows), first)
