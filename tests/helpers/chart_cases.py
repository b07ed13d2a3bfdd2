"""Awkward inputs that every chart must stand, whoever draws it: name -> the numbers to draw."""

import numpy as np
import pandas as pd

from pinkpref.evaluation.associations import Correlation
from pinkpref.evaluation.baselines import Baseline
from pinkpref.evaluation.cross_validation import CrossValidation
from pinkpref.evaluation.learning_curve import LearningCurve
from pinkpref.evaluation.statistics import Interval
from pinkpref.evaluation.verdict import Verdict
from pinkpref.reporting import chart_data


def history_of(losses, accuracies=None):
    """A history whose test loss lies 0.1 above and whose test accuracy mirrors the training's."""
    accuracies = np.full(len(losses), 0.5) if accuracies is None else accuracies
    return pd.DataFrame(
        {
            "epoch": np.arange(1, len(losses) + 1),
            "loss": np.array(losses, float),
            "accuracy": np.array(accuracies, float),
            "test_loss": np.add(losses, 0.1).astype(float),
            "test_accuracy": np.subtract(1, accuracies).astype(float),
        }
    )


def verdict_of(real, shuffled):
    """A verdict that knows nothing but its Brier scores."""
    left_out = CrossValidation(None, None, np.array([[[real]]]), None)
    return Verdict(None, left_out, np.array(shuffled, float), None, None)


def baselines_of(*shares):
    names = ("coin", "majority", "1-nearest-neighbour", "logistic regression", "network")
    return [
        Baseline(name, share, Interval(share / 2, (1 + share) / 2)) for name, share in zip(names, shares, strict=False)
    ]


def correlations_of(*values):
    names = ("R", "hue", "saturation", "lightness")
    return [
        Correlation(name, value, Interval(value - 0.1, value + 0.1)) for name, value in zip(names, values, strict=False)
    ]


def learning_curve_of(rows, accuracy):
    accuracy = np.array(accuracy, float)
    return LearningCurve(np.array(rows), accuracy, accuracy - 0.1, accuracy + 0.1)


HISTORIES = {
    "no epoch": history_of([]),
    "one epoch": history_of([0.5]),
    "many epochs": history_of(np.linspace(1, 0, 300), np.linspace(0, 1, 300)),
    "negative": history_of([-0.5, -0.9]),
    "NaN": history_of([0.5, np.nan], [0.5, np.nan]),
    "NaN from the beginning": history_of([np.nan], [np.nan]),
    "infinite": history_of([0.5, np.inf, 0.4]),
    "huge": history_of([1e30, 1e3]),
    "all equal": history_of([0.25] * 5, [1.0] * 5),
}
NORMS = {
    "one epoch": np.array([[0.5, 0.2]]),
    "all zero": np.zeros((3, 2)),
    "all equal": np.ones((4, 3)),
    "some zero": np.array([[0.5, 0.2], [0.1, 0.1], [0.0, 0.05]]),
    "tiny and huge": np.array([[1e-30, 1e30]] * 2),
}
SPREADS = {
    "one epoch": np.linspace(0, 1, 5)[:, None, None] * np.array([[0.4, 0.6]]),
    "all equal": np.full((5, 4, 2), 0.5),
    "NaN": np.full((5, 2, 2), np.nan),
    "ordinary": np.linspace(0, 1, 5)[:, None, None] * np.array([[0.4, 0.6], [0.2, 0.8], [0.1, 0.9]]),
}
VERDICTS = {
    "one shuffle": verdict_of(0.2, [0.25]),
    "all equal": verdict_of(1.0, [1.0] * 19),
    "nearly equal": verdict_of(0.25, [0.25, 0.25 + 1e-12]),
    "real one far off": verdict_of(0.9, [0.2, 0.21, 0.22]),
    "ordinary": verdict_of(0.21, np.random.default_rng(0).normal(0.26, 0.02, 500)),
}
SCORES = {
    "none is a number": (np.array([np.nan, np.nan]), 5),
    "own is no number": (np.array([np.nan, 0.4, 0.6]), 5),
    "one bar": (np.array([0.8] * 10), 5),
    "one row": (np.array([0.0, 1.0, 1.0]), 1),
    "ordinary": (np.random.default_rng(1).integers(0, 8, 100) / 7, 7),
}
BASELINES = {
    "all equal": baselines_of(0.5, 0.5, 0.5, 0.5, 0.5),
    "one bar": baselines_of(0.996),
    "ordinary": baselines_of(0.5, 0.625, 0.75, 0.7, 0.996),
}
CORRELATIONS = {
    "none is a number": correlations_of(np.nan, np.nan),
    "NaN between": correlations_of(0.5, np.nan, -0.25),
    "one bar": correlations_of(-1.0),
    "all equal": correlations_of(0.0, 0.0, 0.0, 0.0),
}
LEARNING_CURVES = {
    "one point": learning_curve_of([4], [0.5]),
    "all equal": learning_curve_of([4, 8, 12], [0.75] * 3),
    "nearly all": learning_curve_of([4, 8, 12], [0.004, 0.6, 0.996]),
}


def cases(inputs, compute):
    return {name: compute(given) for name, given in inputs.items()}


CASES = {
    "curves": cases(HISTORIES, lambda history: chart_data.curves(history, max(1, len(history)))),
    "gradients": cases(NORMS, chart_data.gradients),
    "outputs": cases(SPREADS, chart_data.outputs),
    "shuffles": cases(VERDICTS, chart_data.shuffles),
    "splits": cases(SCORES, lambda given: chart_data.splits(*given)),
    "baselines": cases(BASELINES, chart_data.baselines),
    "correlations": cases(CORRELATIONS, chart_data.correlations),
    "learning_curve": cases(LEARNING_CURVES, lambda curve: chart_data.learning_curve(curve, 0.625)),
}
"""By the name of the chart, which is that of the functions that compute, tell and draw it."""

ALL = [(chart, name) for chart, inputs in CASES.items() for name in inputs]
IDS = [f"{chart}, {name}" for chart, name in ALL]
