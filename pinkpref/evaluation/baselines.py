"""The network beside plainer ways to answer, all on the same rows left out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pinkpref.evaluation import statistics
from pinkpref.evaluation.cross_validation import CrossValidation, left_out_interval
from pinkpref.evaluation.folds import Folds
from pinkpref.evaluation.statistics import Interval
from pinkpref.models import Settings
from pinkpref.models.features import Preprocessing
from pinkpref.tables import Dataset


class Baseline(NamedTuple):
    """One way to answer, on rows left out.

    Attributes:
        name: "coin", "majority", "1-nearest-neighbour", "logistic regression" or "network".
        accuracy: the share of rows called right.
        interval: where that may lie; for the coin, what 95 of 100 coins get on so many rows.
    """

    name: str
    accuracy: float
    interval: Interval


def baselines(dataset: Dataset, settings: Settings, folds: Folds, network: CrossValidation) -> tuple[Baseline, ...]:
    """The network beside plainer ways to answer, all on the same folds; the models are scikit-learn's own.

    Args:
        dataset: the data.
        settings: which say what every model sees of a colour, and how it is scaled on the training rows.
        folds: which rows are left out together.
        network: the network's own cross-validation on those folds.
    """
    from scipy.stats import binom
    from sklearn.dummy import DummyClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    models = {
        "majority": DummyClassifier(strategy="most_frequent"),
        "1-nearest-neighbour": KNeighborsClassifier(1),
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    }
    scores: dict[str, list[float]] = {name: [] for name in models}
    sizes = []
    for train, test in folds.networks():
        sizes.append(len(test))
        seen = Preprocessing.fit(dataset.rgb[train], settings)
        both = len(np.unique(dataset.like[train])) == 2  # otherwise every model can only answer what it has seen
        for name, model in models.items():
            able = model if both else models["majority"]
            able.fit(seen(dataset.rgb[train]), dataset.like[train])
            scores[name].append(able.score(seen(dataset.rgb[test]), dataset.like[test]))
    rows = len(dataset)
    coins = Interval(*(float(side) / rows for side in binom.interval(statistics.CONFIDENCE, rows, 0.5)))
    plain = [
        Baseline(name, float(np.average(score, weights=sizes)), left_out_interval(score, folds))
        for name, score in scores.items()
    ]
    own = Baseline("network", float(network.right[0].mean()), left_out_interval(network.accuracy[0].ravel(), folds))
    return (Baseline("coin", 0.5, coins), *plain, own)
