"""Colours and names that the charts of page and report share."""

from __future__ import annotations

from typing import NamedTuple

from pinkpref.i18n import N_

TRAINING = "#8a7f8e"
TEST = "#d6336c"
"""Each stands out at least 3 to 1 (WCAG 2.2, 1.4.11) on a light page, on a dark one and on paper."""

CHANCE = 0.5
"""The accuracy that a coin ends up with."""


class Series(NamedTuple):
    """A line of the curves: its name, to be translated, and its colour."""

    name: str
    colour: str


SERIES = (Series(N_("training"), TRAINING), Series(N_("test"), TEST))
