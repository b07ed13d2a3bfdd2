"""Rated colours whose labels follow a taste."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from data_sets import Make, random_colours, rated
from numpy.random import Generator

import pinkpref as pp
from pinkpref.colour import rgb_to_oklab

FLIPPED = 0.1
"""The share of labels that are then turned round."""
FEWEST = 2
"""Colours of either label there must be."""


def light(_: Generator, __: np.ndarray, oklab: np.ndarray) -> np.ndarray:
    """Lighter than the median."""
    return _above_median(oklab[:, 0])


def hue_band(generator: Generator, _: np.ndarray, oklab: np.ndarray) -> np.ndarray:
    """Of a hue in a band of a third to half of the circle."""
    turn = np.arctan2(oklab[:, 2], oklab[:, 1]) / (2 * np.pi)
    return (turn - generator.random()) % 1 < generator.uniform(1 / 3, 1 / 2)


def ellipsoid(generator: Generator, _: np.ndarray, oklab: np.ndarray) -> np.ndarray:
    """In an ellipsoid around a random colour that holds half, its axes up to three times as long as one another."""
    axes = np.linalg.qr(generator.normal(size=(3, 3)))[0] * generator.uniform(1, 3, 3)
    return _above_median(-np.linalg.norm((oklab - _random_oklab(generator, 1)) @ axes, axis=1))


def plane(generator: Generator, rgb: np.ndarray, _: np.ndarray) -> np.ndarray:
    """On one side of a plane in RGB that halves the colours."""
    return _above_median(rgb @ generator.normal(size=3))


def two_clusters(generator: Generator, _: np.ndarray, oklab: np.ndarray) -> np.ndarray:
    """Near either of two random colours: half of all."""
    middles = _random_oklab(generator, 2)
    return _above_median(-np.linalg.norm(oklab[:, None] - middles, axis=2).min(axis=1))


TASTES = {
    "light colours": light,
    "a band of hues": hue_band,
    "an ellipsoid": ellipsoid,
    "a plane": plane,
    "two clusters": two_clusters,
}
Taste = Callable[[Generator, np.ndarray, np.ndarray], np.ndarray]


def tasteful(taste: Taste, rows: int) -> Make:
    """Random colours whose labels follow a taste, but for the share that is turned round."""

    def make(generator: Generator) -> pp.Dataset:
        while True:
            rgb = random_colours(generator, rows)
            like = taste(generator, rgb, rgb_to_oklab(rgb / 255))
            turned = generator.permutation(rows) < round(FLIPPED * rows)
            if FEWEST <= (like ^ turned).sum() <= rows - FEWEST:
                return rated(rgb, like ^ turned)

    return make


def _above_median(numbers: np.ndarray) -> np.ndarray:
    return numbers > np.median(numbers)


def _random_oklab(generator: Generator, count: int) -> np.ndarray:
    return rgb_to_oklab(random_colours(generator, count) / 255)
