"""Numbers in words: every figure that a person reads is written here, the same on the page and in what leaves it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pinkpref.i18n.translation import N_, Sentence

if TYPE_CHECKING:
    from pinkpref.i18n.translation import Translator

NO_NUMBER = "–"
"""What stands where a figure is no number."""
LARGE = 1e6
"""From here on a decimal is written in powers of ten."""


def percent(share: float) -> str:
    """A share in [0, 1] in words: 100% only where it is all, 0% only where it is none; – for no number."""
    if math.isnan(share):
        return NO_NUMBER
    if 0.995 <= share < 1:
        return f"{math.floor(share * 1000) / 10:.1f}%"
    if 0 < share <= 0.005:
        return f"{math.ceil(share * 1000) / 10:.1f}%"
    return f"{share:.0%}"


def decimal(value: float, digits: int) -> str:
    """A figure with so many digits after the point; in powers of ten where it is so large that they mean nothing."""
    if math.isnan(value):
        return NO_NUMBER
    if abs(value) >= LARGE:
        return f"{value:.{digits}g}"
    return f"{round(value, digits) + 0.0:.{digits}f}"  # a nought has no sign


def significant(value: float, digits: int) -> str:
    """A figure with so many digits that count, for what may be tiny."""
    return NO_NUMBER if math.isnan(value) else f"{value:.{digits}g}"


def count(things: int) -> str:
    """How many, with a comma between thousands."""
    return f"{things:,}"


def between(low: str, high: str, words: Translator) -> str:
    """A range from one figure to another."""
    return words.gettext("{low} to {high}").format(low=low, high=high)


def per_hundred(share: float) -> Sentence:
    """A probability as a number of 100 tries, never rounded to none or to all."""
    if share < 0.01:
        return Sentence(N_("fewer than 1 of 100 tries"))
    if share > 0.99:
        return Sentence(N_("more than 99 of 100 tries"))
    return Sentence(N_("{count} of 100 tries"), count=round(100 * share))
