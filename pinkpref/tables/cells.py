"""A column of cells to numbers or colours, with a sentence for every cell that is neither."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.errors import MOST_PROBLEMS, Problems, truncate

HEX = re.compile(r"(?:#|0x)?([0-9a-fA-F]{6})|#([0-9a-fA-F]{3})")
RGB = re.compile(r"(?:rgb\(\s*)?(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)?", re.ASCII)
"""The two most frequent notations; parsing a million of them with coloraide would take minutes."""


def channel_problems(name: str, cells: pd.Series, numbers: pd.Series, lines: Sequence[int], scale: float) -> Problems:
    """The cells of one of R, G and B that are not numbers from 0 to ``scale``; ``numbers`` is `to_numbers` of them."""
    wrong = ~numbers.between(0, scale).to_numpy()
    return cell_problems(name, cells, lines, wrong, _not_in_range(numbers), highest=f"{scale:g}")


def _not_in_range(numbers: pd.Series) -> Callable[[int], str]:
    def message(row: int) -> str:
        if np.isnan(numbers.iloc[row]):
            return N_("Line {line}, column {name}: “{cell}” is not a number.")
        return N_("Line {line}, column {name}: {cell} is outside 0 to {highest}.")

    return message


def to_numbers(cells: pd.Series) -> pd.Series:
    """Cells as numbers, NaN where they are none. Decimal commas, full-width digits and percent signs are allowed."""
    if cells.dtype.kind in "iuf":
        return cells.astype(np.float64)
    texts = cells.astype(object).str.strip()
    numbers = pd.to_numeric(texts, errors="coerce").astype(np.float64)
    failed = numbers.isna()
    if failed.any():
        numbers[failed] = pd.to_numeric(texts[failed].map(_ascii_number), errors="coerce")
    return numbers


def _ascii_number(text: str) -> str:
    """A number with ASCII digits and a decimal point, without a percent sign."""
    return _DECIMAL_COMMA.sub(r"\1.\2", unicodedata.normalize("NFKC", text).removesuffix("%").rstrip())


def has_percent_signs(cells: pd.Series) -> bool:
    """Whether any of the numbers is written with a percent sign."""
    return cells.dtype.kind not in "iuf" and bool(cells.astype(object).str.contains("[%％]").any())


_DECIMAL_COMMA = re.compile(r"^([+-]?\d*),(\d+)$", re.ASCII)


def has_decimal_commas(cells: pd.Series) -> bool:
    """Whether any of the numbers is written with a decimal comma."""
    return cells.dtype.kind not in "iuf" and bool(cells.astype(object).str.strip().str.fullmatch(_DECIMAL_COMMA).any())


def read_colours(name: str, cells: pd.Series, lines: Sequence[int]) -> tuple[NDArray[np.float64], Problems]:
    """Colours (n, 3), 0-255, as CSS writes them: ``#ff00aa``, ``rgb(255, 0, 170)``, ``hotpink``."""
    codes, texts = pd.factorize(cells.astype(object).str.strip())
    rgb = np.array([parse_colour(text) for text in texts]).reshape(-1, 3)[codes]

    def message(row: int) -> str:
        return _NOT_SHOWN if looks_like_colour(texts[codes[row]]) else _NOT_A_COLOUR

    return rgb, cell_problems(name, cells, lines, np.isnan(rgb).any(axis=1), message)


_NOT_SHOWN = N_("Line {line}, column {name}: “{cell}” is see-through, or no colour that a screen can show.")
_NOT_A_COLOUR = N_("Line {line}, column {name}: “{cell}” is not a colour. Write it as #ff00aa or rgb(255, 0, 170).")


def parse_colour(text: str) -> tuple[float, float, float]:
    """R, G and B, 0-255, of a CSS colour; NaN of anything else, and of colours with transparency or outside sRGB."""
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
    """A coordinate from 0 to 1 as 0-255, clipped because conversion may leave it slightly outside; NaN stays NaN."""
    return float(np.clip(round(part * 255, 9), 0, 255))


def looks_like_colour(text: str) -> bool:
    """Whether a text has a form that only colours have: ``#...`` or ``rgb(...)``."""
    return bool(re.fullmatch(r"\s*(#[0-9a-fA-F]{3,8}|(rgb|hsl)a?\(.*\))\s*", text))


def cell_problems(
    name: str,
    cells: pd.Series,
    lines: Sequence[int],
    wrong: NDArray[np.bool_],
    message: Callable[[int], str],
    **fields: object,
) -> Problems:
    """The cells marked as wrong; ``message`` gives the text for a row, except where its cell is empty."""
    rows = np.flatnonzero(wrong)
    empty = N_("Line {line}, column {name}: the cell is empty.")
    first = []
    for row in rows[:MOST_PROBLEMS].tolist():
        cell = str(cells.iloc[row]).strip()
        text = message(row) if cell else empty
        first.append((lines[row], Sentence(text, line=lines[row], name=truncate(name), cell=truncate(cell), **fields)))
    return Problems(len(rows), first)
