"""What all parts share: three settings, few shuffles, and the numbered data sets of a cell of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar
from zlib import crc32

import numpy as np
from joblib import Parallel, delayed
from numpy.random import Generator
from scipy.stats import binomtest

import pinkpref as pp
from pinkpref.evaluation.statistics import LEVEL

SETTINGS = {
    "the article": pp.Settings(),
    "advised": pp.Settings(inputs=("hsv",), scaling="unit", loss="binary_crossentropy"),
    "enough training": pp.Settings(scaling="standard", learning_rate=0.01, epochs=100),
}
SHUFFLES = 39
"""Fewer leave the level what it is."""

Found = TypeVar("Found")


def on_each(name: str, numbers: Iterable[int], judge: Callable[[Generator], Found]) -> list[Found]:
    """What is found on the data sets of a cell that have these numbers, each from a generator of its own.

    A process for each core: dealing out folds takes as long as training their networks, and holds the interpreter.
    """
    generators = (np.random.default_rng([crc32(name.encode()), number]) for number in numbers)
    return Parallel(n_jobs=-1)(delayed(judge)(generator) for generator in generators)


def seed(generator: Generator) -> int:
    """A seed of folds and shuffles."""
    return int(generator.integers(2**32))


def too_many(hits: int, data_sets: int) -> float:
    """How likely so many hits or more are, where each comes at the level: the exact binomial test, one-sided."""
    return float(binomtest(hits, data_sets, LEVEL, alternative="greater").pvalue)
