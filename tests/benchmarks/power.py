"""How often a taste is found, by the verdict and by its peers, all from the same shuffles.

The peers see z-scores of R, G and B. Logistic regression is cross-validated on the folds of a verdict, a random forest
of 50 trees judged by the trees that did not see a row (out of bag); both by the Brier score.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from cells import SETTINGS, SHUFFLES, on_each, seed
from data_sets import Make, coin_flips
from numpy.random import Generator
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from tastes import TASTES, tasteful

import pinkpref as pp
from pinkpref.evaluation.folds import Folds, LabelledFolds
from pinkpref.evaluation.permutation_test import TIE
from pinkpref.evaluation.statistics import LEVEL

ROWS = (12, 24, 40, 60)
TREES = 50
FEWER = 20
"""Each taste has that part of the data sets, as a forest takes long; coins have as many as all tastes."""
METHODS = ("the article", "enough training", "`pp.signal`", "logistic regression", "random forest")


def power(data_sets: int) -> None:
    """How often p is at most .05, over all tastes and for each."""
    head = "| rows | labels | " + " | ".join(METHODS) + " |\n|" + "---|" * (2 + len(METHODS))
    print(head)
    by_taste, each = [], max(1, data_sets // FEWER)
    for rows in ROWS:
        print(_line(rows, "coins", _shares(f"{rows} coins", coin_flips(rows), each * len(TASTES))), flush=True)
        shares = []
        for name, taste in TASTES.items():
            shares.append(_shares(f"{rows} {name}", tasteful(taste, rows), each))
            by_taste.append(_line(rows, name, shares[-1]))
        print(_line(rows, "all tastes", np.mean(shares, axis=0)), flush=True)
    print("\n" + "\n".join([head, *by_taste]), flush=True)


def _line(rows: int, labels: str, shares: np.ndarray) -> str:
    return f"| {rows} | {labels} | " + " | ".join(f"{100 * share:.0f}" for share in shares) + " |"


def _shares(name: str, make: Make, data_sets: int) -> np.ndarray:
    """How often each method finds something."""
    return np.mean(on_each(name, range(data_sets), lambda generator: found(generator, make)), axis=0)


def found(generator: Generator, make: Make) -> list[bool]:
    """Whether p is at most .05 by each method, on one data set."""
    dataset, number = make(generator), seed(generator)
    folds = Folds(dataset.judged, 1, number)
    colours = StandardScaler().fit_transform(dataset.judged.rgb)
    return [
        pp.assess(dataset, SETTINGS["the article"], permutations=SHUFFLES, seed=number).p_value <= LEVEL,
        pp.assess(dataset, SETTINGS["enough training"], permutations=SHUFFLES, seed=number).p_value <= LEVEL,
        pp.signal(dataset, permutations=SHUFFLES, seed=number).found,
        beats_shuffles(folds, lambda labelled: logistic(colours, labelled)),
        beats_shuffles(folds, lambda labelled: forest(colours, labelled)),
    ]


def beats_shuffles(folds: Folds, brier: Callable[[LabelledFolds], float]) -> bool:
    """Whether p is at most .05; no more shuffles are looked at than that takes."""
    real, as_good = brier(folds.real), 0
    for number in range(SHUFFLES):
        as_good += brier(folds.shuffles(number, number + 1)) <= real + TIE
        if (as_good + 1) / (SHUFFLES + 1) > LEVEL:
            return False
    return True


def logistic(colours: np.ndarray, labelled: LabelledFolds) -> float:
    """The Brier score of logistic regression on rows left out."""
    like, fold = labelled.labels[0], labelled.folds[0, 0]
    error = 0.0
    for number in range(labelled.plan.folds):
        left_out = fold == number
        model = LogisticRegression().fit(colours[~left_out], like[~left_out])
        error += ((model.predict_proba(colours[left_out])[:, 1] - like[left_out]) ** 2).sum()
    return error / len(like)


def forest(colours: np.ndarray, labelled: LabelledFolds) -> float:
    """The Brier score of a random forest, of each row by the trees that did not see it."""
    model = RandomForestClassifier(TREES, oob_score=True, random_state=0).fit(colours, labelled.labels[0])
    return float(((model.oob_decision_function_[:, 1] - labelled.labels[0]) ** 2).mean())
