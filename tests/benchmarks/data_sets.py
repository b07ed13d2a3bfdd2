"""Rated colours drawn at random, whose labels are coins: they hold nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.random import Generator
from scipy.spatial.distance import pdist

import pinkpref as pp
from pinkpref.colour import rgb_to_oklab
from pinkpref.evaluation.groups import WIDEST

APART = 0.1
"""Between the middles of two clusters, in OKLab."""
READING = 2
"""How far a reading of a colour is off the first at most, of 255."""

Make = Callable[[Generator], pp.Dataset]
Members = Callable[[Generator, np.ndarray], np.ndarray]


def rated(rgb: np.ndarray, like: np.ndarray) -> pp.Dataset:
    """Colours (n, 3) and their labels (n,)."""
    return pp.Dataset(pd.DataFrame(rgb.astype(float), columns=list("RGB")).assign(LIKE=like.astype(int)))


def random_colours(generator: Generator, rows: int) -> np.ndarray:
    """Colours (rows, 3), uniform in RGB."""
    return generator.integers(0, 256, (rows, 3)).astype(float)


def coins(generator: Generator, count: int, liked: float = 0.5) -> np.ndarray:
    """Labels of which so large a share is 1, whichever."""
    return generator.permutation(np.arange(count) < round(liked * count))


def coin_flips(rows: int, liked: float = 0.5) -> Make:
    """Random colours with coins for labels."""
    return lambda generator: rated(random_colours(generator, rows), coins(generator, rows, liked))


def arranged(order: Callable[[np.ndarray, np.ndarray], np.ndarray], rows: int = 24) -> Make:
    """The same, the file's rows then put in the order that ``order(rgb, like)`` gives."""

    def make(generator: Generator) -> pp.Dataset:
        rgb, like = random_colours(generator, rows), coins(generator, rows)
        place = order(rgb, like)
        return rated(rgb[place], like[place])

    return make


ORDERS = {
    "liked first": lambda _, like: np.argsort(~like, kind="stable"),
    "alternating": lambda _, like: np.stack([np.flatnonzero(like), np.flatnonzero(~like)], axis=1).ravel(),
    "drift": lambda rgb, _: np.argsort(rgb[:, 0], kind="stable"),
}


def clustered(count: int, members: Members) -> Make:
    """So many clusters of colours; all members of a cluster have one label, a coin."""

    def make(generator: Generator) -> pp.Dataset:
        clusters = [members(generator, middle) for middle in _middles(generator, count)]
        return rated(np.concatenate(clusters), np.repeat(coins(generator, count), len(clusters[0])))

    return make


def repeated(times: Sequence[int]) -> Make:
    """Random colours of which each is rated so many times, each time by a coin of its own."""

    def make(generator: Generator) -> pp.Dataset:
        rgb = np.repeat(_middles(generator, len(times)), times, axis=0)
        return rated(rgb, coins(generator, len(rgb)))

    return make


def readings(times: int) -> Members:
    """A colour read so many times: whole numbers, at most `READING` off the first, and hardly to be told apart."""
    return lambda generator, middle: _until(
        lambda: np.vstack([middle, middle + generator.integers(-READING, READING + 1, (times - 1, 3))]), 0, WIDEST
    )


def decimals(generator: Generator, middle: np.ndarray) -> np.ndarray:
    """A colour written with two decimals and with three."""
    colour = np.minimum(middle + generator.random(3), 255)
    return np.stack([colour.round(2), colour.round(3)])


def cluster(size: int, diameter: float) -> Members:
    """So many colours around a middle, in OKLab as wide as that or up to a fifth less."""
    return lambda generator, middle: _until(
        lambda: generator.normal(middle, np.exp(generator.uniform(-1, 4)), (size, 3)), 0.8 * diameter, diameter
    )


def scattered(size: int, deviation: float) -> Members:
    """So many colours around a middle, normally distributed in R, G and B."""
    return lambda generator, middle: np.clip(generator.normal(middle, deviation, (size, 3)), 0, 255)


def _middles(generator: Generator, count: int) -> list[np.ndarray]:
    """Random colours, each drawn again until it lies apart from those before it."""
    found: list[np.ndarray] = []
    while len(found) < count:
        colour = random_colours(generator, 1)[0]
        if all(_diameter(np.stack([colour, other])) > APART for other in found):
            found.append(colour)
    return found


def _until(draw: Callable[[], np.ndarray], narrowest: float, widest: float) -> np.ndarray:
    """Colours drawn again until their diameter lies between these two."""
    while True:
        colours = np.clip(draw(), 0, 255)
        if narrowest <= _diameter(colours) <= widest:
            return colours


def _diameter(colours: np.ndarray) -> float:
    """The largest distance of two of the colours, in OKLab."""
    return float(pdist(rgb_to_oklab(colours / 255)).max())
