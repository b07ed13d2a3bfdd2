"""How often "learned" is said of labels that hold nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import NamedTuple

import numpy as np
from cells import SETTINGS, SHUFFLES, on_each, seed, too_many
from data_sets import (
    ORDERS,
    Make,
    arranged,
    cluster,
    clustered,
    coin_flips,
    decimals,
    random_colours,
    readings,
    repeated,
    scattered,
)
from numpy.random import Generator
from statsmodels.stats.multitest import multipletests

import pinkpref as pp
from pinkpref.evaluation.groups import WIDEST, close_groups
from pinkpref.evaluation.statistics import LEVEL
from pinkpref.evaluation.verdict import Verdict

AGAIN = 10
"""So many times the data sets a cell that came out too often is run again on."""
TRAINED = ("the article", "enough training")
CLUSTERS, SIZE = 8, 5


class Cell(NamedTuple):
    """One kind of data that hold nothing, and settings to train on them."""

    name: str
    make: Make
    settings: pp.Settings


class Rates(NamedTuple):
    """How often "learned" was said in so many data sets, and how often p was at most .25, .5 and .75."""

    learned: int
    quartiles: tuple[float, ...]
    data_sets: int

    @property
    def chance(self) -> float:
        """How likely "learned" is said so often or oftener, at a level of .05."""
        return too_many(self.learned, self.data_sets)

    @property
    def shares(self) -> str:
        """All of them in percent, as a table has them."""
        return " | ".join(f"{100 * share:.1f}" for share in (self.learned / self.data_sets, *self.quartiles))


def cells() -> Iterable[Cell]:
    """Every kind of labels that hold nothing."""
    yield from (
        Cell(f"{name}, {rows} rows, {liked:.0%} liked", coin_flips(rows, liked), settings)
        for (name, settings), rows, liked in product(SETTINGS.items(), (12, 24, 60, 200), (0.5, 0.7))
    )
    yield from crossed({f"24 rows, {name}": arranged(order) for name, order in ORDERS.items()})
    near = {
        "12 colours read twice": clustered(12, readings(2)),
        "24 colours with two decimals and with three": clustered(24, decimals),
        "10 colours read four times": clustered(10, readings(4)),
        f"{CLUSTERS} clusters of {SIZE} colours, {WIDEST:g} wide": clustered(CLUSTERS, cluster(SIZE, WIDEST)),
    }
    own_coins = {
        "12 colours rated twice, by coins of their own": repeated([2] * 12),
        "18 colours rated once, twice or four times, by coins of their own": repeated([1] * 8 + [2] * 7 + [4] * 3),
    }
    yield from crossed(near | own_coins)
    yield from (
        Cell(f"{name}, 24 rows, test share {share:g}", coin_flips(24), SETTINGS[name].replace(test_size=share))
        for name, share in product(TRAINED, (0.1, 0.2, 0.5, 0.7, 0.9))
    )
    rare = product((24, 60), (0.1, 0.9))
    yield from crossed({f"{rows} rows, {liked:.0%} liked": coin_flips(rows, liked) for rows, liked in rare})


def crossed(kinds: dict[str, Make]) -> Iterable[Cell]:
    """Every kind of data with both settings."""
    return (Cell(f"{name}, {kind}", kinds[kind], SETTINGS[name]) for name, kind in product(TRAINED, kinds))


def nothing(data_sets: int) -> None:
    """Every cell, those that came out too often once more on new data sets, and what is left of that."""
    print("| labels hold nothing | learned, % | p <= .25 | p <= .5 | p <= .75 | chance of so many |")
    print("|---|---|---|---|---|---|")
    found: dict[Cell, Rates] = {}
    for cell in cells():
        found[cell] = rates(cell, range(data_sets))
        print(f"| {cell.name} | {found[cell].shares} | {found[cell].chance:.3f} |", flush=True)
    _run_again(found, data_sets)
    chances = multipletests([rate.chance for rate in found.values()], method="holm")[1]
    above = [cell.name for cell, chance in zip(found, chances, strict=True) if chance <= LEVEL]
    print(
        f'\n"Learned" is said too often in {"; ".join(above) or "none"} of the {len(found)} cells; the smallest chance '
        f"of so many, corrected by Holm's method, is {min(chances):.3f}."
    )


def _run_again(found: dict[Cell, Rates], data_sets: int) -> None:
    """Puts new data sets in place of those of every cell that came out too often."""
    print("\n| run again | learned, % | then | p <= .25 | p <= .5 | p <= .75 | chance of so many |")
    print("|---|---|---|---|---|---|---|")
    for cell, first in found.items():
        if first.chance <= LEVEL:
            found[cell] = again = rates(cell, range(data_sets, (1 + AGAIN) * data_sets))
            before = f"{100 * first.learned / data_sets:.1f}"
            print(f"| {cell.name} | {before} | {again.shares} | {again.chance:.3f} |", flush=True)


def rates(cell: Cell, numbers: range) -> Rates:
    """Of the data sets of a cell with these numbers."""
    found = _judged(cell, numbers, lambda verdict: (verdict.outcome == "learned", verdict.p_value))
    learned, p_values = np.transpose(found)
    return Rates(int(learned.sum()), tuple(np.mean(p_values <= share) for share in (0.25, 0.5, 0.75)), len(numbers))


def clusters(data_sets: int) -> None:
    """Clusters too wide to count as one colour, and how often colours are said to lie close."""
    wider = {
        f"{CLUSTERS} clusters of {SIZE} colours, deviation 4 of 255": clustered(CLUSTERS, scattered(SIZE, 4)),
        **{
            f"{CLUSTERS} clusters of {SIZE} colours, {width:g} wide": clustered(CLUSTERS, cluster(SIZE, width))
            for width in (0.04, 0.06, 0.1)
        },
    }
    print("| labels are coins of clusters | learned, % | most colours lie close, % | learned and no warning, % |")
    print("|---|---|---|---|")
    for cell in crossed(wider):
        found = np.array(
            _judged(cell, range(data_sets), lambda verdict: (verdict.outcome == "learned", warns(verdict)))
        )
        learned, warned = found.T
        shares = (np.mean(figure) for figure in (learned, warned, learned & ~warned))
        print(f"| {cell.name} | " + " | ".join(f"{100 * share:.1f}" for share in shares) + " |", flush=True)
    print("\n| random colours | most lie close, % |\n|---|---|")
    for rows in (12, 24, 60, 200):
        found = on_each(f"{rows} close", range(data_sets), lambda generator, rows=rows: _close(generator, rows))
        print(f"| {rows} | {100 * np.mean(found):.1f} |", flush=True)


def signal(data_sets: int) -> None:
    """A second method is a second chance for luck: how often either says something of coins."""
    print("| labels are coins | `signal` finds a rule, % | chance of so many | learned, % | either, % |")
    print("|---|---|---|---|---|")
    for name, rows in product(TRAINED, (12, 24, 60)):
        cell = Cell(f"{name}, {rows} rows, either", coin_flips(rows), SETTINGS[name])
        found = np.array(
            _judged(cell, range(data_sets), lambda verdict: (verdict.signal.found, verdict.outcome == "learned"))
        )
        rule, learned = found.T
        chance = too_many(int(rule.sum()), data_sets)
        shares = [f"{100 * np.mean(figure):.1f}" for figure in (rule, learned, rule | learned)]
        print(f"| {name}, {rows} rows | {shares[0]} | {chance:.3f} | {shares[1]} | {shares[2]} |", flush=True)


def warns(verdict: Verdict) -> bool:
    """Whether the answer, where it is "learned", says that colours lie close."""
    return verdict.close_colours * 2 > verdict.colours


def _close(generator: Generator, rows: int) -> bool:
    close, colours = close_groups(random_colours(generator, rows))
    return close * 2 > colours


def _judged(cell: Cell, numbers: range, figures: Callable[[Verdict], tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Figures of the verdict on each data set of a cell with these numbers."""

    def judge(generator: Generator) -> tuple[float, ...]:
        dataset = cell.make(generator)
        return figures(pp.assess(dataset, cell.settings, permutations=SHUFFLES, seed=seed(generator)))

    return on_each(cell.name, numbers, judge)
