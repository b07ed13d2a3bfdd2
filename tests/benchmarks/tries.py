"""More than one try: two settings held against each other, many settings on one table, and a second look."""

from __future__ import annotations

from itertools import product
from unittest.mock import patch

import numpy as np
from cells import SETTINGS, SHUFFLES, on_each, seed, too_many
from data_sets import Make, coin_flips, random_colours, rated
from numpy.random import Generator
from scipy.stats import ttest_1samp
from tastes import TASTES, tasteful

import pinkpref as pp
from pinkpref.evaluation.statistics import LEVEL
from pinkpref.evaluation.verdict import MORE_PERMUTATIONS, OPEN, PERMUTATIONS
from pinkpref.models.constraints import SomeOf
from pinkpref.models.features import SPACES, Space
from pinkpref.models.settings import CONSTRAINTS, INPUTS

HALVES = {
    "R and G": Space(("R", "G", "nothing"), (255, 255, 255), lambda rgb: rgb * [1, 1, 0]),
    "B and G": Space(("B", "G", "nothing"), (255, 255, 255), lambda rgb: rgb[:, ::-1] * [1, 1, 0]),
}
"""Inputs that see two channels. Where colours are random and labels go by R + B, neither is better than the other."""
TRIES = (1, 3, 10, 20)
TRIED = [
    *(
        pp.Settings(inputs=(inputs,), scaling=scaling, learning_rate=rate, epochs=epochs)
        for inputs, scaling, rate, epochs in (
            *product(("rgb", "hsv", "oklab"), ("unit", "standard"), (0.001, 0.01), (24,)),
            *product(("rgb", "hue_circle"), ("standard",), (0.003,), (12, 50)),
        )
    ),
    pp.Settings(),
    pp.Settings(seed=1),
    pp.Settings(scaling="standard", learning_rate=0.01, epochs=24, seed=1),
    pp.Settings(scaling="standard", learning_rate=0.01, epochs=24, optimizer="adam"),
]
"""What somebody may try; all but the last is one kind of network, which is compiled once."""
RULE, FEWER = "light colours", 4
"""A taste, and the part of the data sets it has."""
DRAWS = 1_000_000


def compare(data_sets: int) -> None:
    """How often two settings that are equally good are said to differ."""
    print("| equally good settings | `pp.compare`, % | chance of so many | a plain t-test, % |\n|---|---|---|---|")
    for name, rows in product(("the article", "enough training"), (24, 60)):
        found = on_each(
            f"compare {name} {rows}",
            range(data_sets),
            lambda generator, name=name, rows=rows: differ(generator, SETTINGS[name], rows),
        )
        ours, plain = np.sum(found, axis=0)
        shares = f"{100 * ours / data_sets:.1f} | {too_many(ours, data_sets):.3f} | {100 * plain / data_sets:.1f}"
        print(f"| {name}, {rows} rows | {shares} |", flush=True)


def differ(generator: Generator, settings: pp.Settings, rows: int) -> tuple[bool, bool]:
    """Whether `pp.compare`, and a t-test that takes all networks for independent, find a difference.

    The network's seed is drawn too, so that it favours neither R nor B, by which rows are ordered.
    """
    rgb = random_colours(generator, rows)
    sums = rgb[:, 0] + rgb[:, 2] + generator.random(rows)
    settings = settings.replace(seed=seed(generator))
    with patch.dict(SPACES, HALVES), patch.dict(CONSTRAINTS, inputs=SomeOf((*INPUTS, *HALVES))):
        halves = (settings.replace(inputs=(name,)) for name in HALVES)
        compared = pp.compare(rated(rgb, sums > np.median(sums)), *halves, seed=seed(generator))
    first, second = (result.squared_error[0].ravel() for result in compared.results)
    return compared.p_value <= LEVEL, ttest_1samp(first - second, 0).pvalue <= LEVEL


def price(data_sets: int) -> None:
    """How often the best of many tries looks good, and how often it still does after its price."""
    print("| 24 rows | tries | the best p <= .05, % | after its price, % | chance of so many |\n|---|---|---|---|---|")
    fewer = max(1, data_sets // FEWER)
    for labels, make, count in (("coins", coin_flips(24), data_sets), (RULE, tasteful(TASTES[RULE], 24), fewer)):
        found = np.array(on_each(f"price {labels}", range(count), lambda generator, make=make: tried(generator, make)))
        for tries, (best, paid) in zip(TRIES, found.sum(axis=0), strict=True):
            shares = f"{100 * best / count:.1f} | {100 * paid / count:.1f}"
            chance = "" if labels == RULE else f"{too_many(paid, count):.3f}"
            print(f"| {labels} | {tries} | {shares} | {chance} |", flush=True)


def tried(generator: Generator, make: Make) -> list[tuple[bool, bool]]:
    """For each number of tries, whether the best p is at most .05, and whether it still is after its price."""
    dataset, number = make(generator), seed(generator)
    verdicts = [
        pp.assess(dataset, TRIED[place], permutations=SHUFFLES, seed=number)
        for place in generator.permutation(len(TRIED))
    ]
    return [
        (min(verdict.p_value for verdict in verdicts[:tries]) <= LEVEL, pp.price(verdicts[:tries]).p_value <= LEVEL)
        for tries in TRIES
    ]


def looks(_: int) -> None:
    """How often "learned" is said where a p-value that is unsettled is replaced by one from more shuffles.

    Nothing is trained: a shuffle does as well as real labels that hold nothing with a chance that is uniform.
    """
    generator = np.random.default_rng(0)
    chance = generator.random(DRAWS)
    first = generator.binomial(PERMUTATIONS, chance)
    more = first + generator.binomial(MORE_PERMUTATIONS - PERMUTATIONS, chance)
    before, after = (first + 1) / (PERMUTATIONS + 1), (more + 1) / (MORE_PERMUTATIONS + 1)
    last = np.where((OPEN[0] < before) & (before < OPEN[1]), after, before)
    said = {
        "at the first look": before <= LEVEL,
        "at the last look": last <= LEVEL,
        "at either look": (before <= LEVEL) | (last <= LEVEL),
    }
    print('| labels hold nothing | "learned" is said, % |\n|---|---|')
    for name, learned in said.items():
        print(f"| {name} | {100 * learned.mean():.2f} |", flush=True)
