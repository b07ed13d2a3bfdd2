"""How each number of a colour goes with liking."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pinkpref.colour import rgb_to_hsv, rgb_to_oklab
from pinkpref.evaluation import statistics
from pinkpref.evaluation.statistics import Interval
from pinkpref.tables import Dataset


class Correlation(NamedTuple):
    """How one number of a colour goes with LIKE: Pearson's correlation and its 95 % interval."""

    name: str
    value: float
    interval: Interval


def correlations(dataset: Dataset) -> tuple[Correlation, ...]:
    """R, G, B, hue, saturation, value and OKLab lightness against LIKE.

    Hue is counted from the data's own mean hue, in (-180, 180] degrees, so that no neighbouring colours are torn apart.
    """
    red, green, blue = dataset.rgb.T
    hue, saturation, value = rgb_to_hsv(dataset.rgb / 255).T
    turns = np.exp(2j * np.pi * hue)
    centred = np.angle(turns * np.conj(np.where(saturation > 0, turns, 0).mean()))
    lightness = rgb_to_oklab(dataset.rgb / 255)[..., 0]
    numbers = {
        "R": red,
        "G": green,
        "B": blue,
        "hue": centred,
        "saturation": saturation,
        "value": value,
        "lightness": lightness,
    }
    return tuple(Correlation(name, *statistics.correlation(column, dataset.like)) for name, column in numbers.items())
