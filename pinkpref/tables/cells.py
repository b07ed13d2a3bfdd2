"""Cells as text to numbers and colours, with a sentence for every cell that is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.errors import MOST_PROBLEMS, Faults, cut

HEX = re.compile(r"(?:#|0x)?([0-9a-fA-F]{6})|#([0-9a-fA-F]{3})")
RGB = re.compile(r"(?:rgb\(\s*)?(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)?", re.ASCII)
"""The two ways in which programs write colours; a million of them are read without asking coloraide."""


def channel(name: str, cells: pd.Series, numbers: pd.Series, lines: Sequence[int], highest: float) -> Faults:
    """The cells of one of R, G and B that are no number from 0 to ``highest``; ``numbers`` is `numbers_of` them."""
    wrong = ~numbers.between(0, highest).to_numpy()
    return faults_of(name, cells, lines, wrong, _why_no_number(numbers), highest=f"{highest:g}")


def _why_no_number(numbers: pd.Series) -> Callable[[int], str]:
    def why(row: int) -> str:
        if np.isnan(numbers.iloc[row]):
            return N_("Line {line}, column {name}: “{cell}” is not a number.")
        return N_("Line {line}, column {name}: {cell} is outside 0 to {highest}.")

    return why


def numbers_of(cells: pd.Series) -> pd.Series:
    """Cells as numbers, NaN where they are none; a decimal comma, full-width digits and percent signs are read too."""
    if cells.dtype.kind in "iuf":
        return cells.astype(np.float64)
    texts = cells.astype(object).str.strip()
    numbers = pd.to_numeric(texts, errors="coerce").astype(np.float64)
    odd = numbers.isna()
    if odd.any():
        narrow = texts[odd].map(_narrow)
        numbers[odd] = pd.to_numeric(narrow, errors="coerce")
    return numbers


def _narrow(text: str) -> str:
    """A number with a point, without a percent sign and with plain digits."""
    return _POINT.sub(r"\1.\2", unicodedata.normalize("NFKC", text).removesuffix("%").rstrip())


def percents(cells: pd.Series) -> bool:
    """Whether any of the numbers is written with a percent sign."""
    return cells.dtype.kind not in "iuf" and bool(cells.astype(object).str.contains("[%％]").any())


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

    return rgb, faults_of(name, cells, lines, np.isnan(rgb).any(axis=1), why)


_WHY_NO_COLOUR = {
    "looks like one": N_("Line {line}, column {name}: “{cell}” is see-through, or no colour that a screen can show."),
    "no colour": N_("Line {line}, column {name}: “{cell}” is not a colour. Write it as #ff00aa or rgb(255, 0, 170)."),
}


def colour_of(text: str) -> tuple[float, float, float]:
    """R, G and B, 0-255, of a colour as CSS writes it; NaN of anything else, of one that is see-through or no sRGB."""
    text = unicodedata.normalize("NFKC", text)
    code = HEX.fullmatch(text)
    if code:
        whole = int(code[1] or "".join(2 * digit for digit in code[2]), 16)
        return whole >> 16, whole >> 8 & 255, whole & 255
    plain = RGB.fullmatch(text)
    if plain and all(int(part) <= 255 for part in plain.groups()):
        return int(plain[1]), int(plain[2]), int(plain[3])
    from coloraide import Color

    found = Color.match(text, fullmatch=True) or Color.match(text.replace(" ", ""), fullmatch=True)
    if not found or found.color.alpha() < 1 or not found.color.in_gamut("srgb"):
        return np.nan, np.nan, np.nan
    red, green, blue = (_byte(part) for part in found.color.convert("srgb").coords())
    return red, green, blue


def _byte(part: float) -> float:
    """A part of full strength as 0-255; rounding may leave one a little outside. NaN stays that."""
    return float(np.clip(round(part * 255, 9), 0, 255))


def looks_like_colour(text: str) -> bool:
    """Whether nothing but a colour is written like that: ``#...`` or ``rgb(...)``."""
    return bool(re.fullmatch(r"\s*(#[0-9a-fA-F]{3,8}|(rgb|hsl)a?\(.*\))\s*", text))


def faults_of(
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
