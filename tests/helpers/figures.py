"""A verdict of which every figure is another number, so that a sentence that names the wrong one shows it."""

from types import SimpleNamespace

import numpy as np

from pinkpref.evaluation.statistics import Interval

FIGURES = {
    "outcome": "no sign",
    "p_value": 0.3456,
    "p_value_of_accuracy": 0.4567,
    "extreme_shuffles": 345,
    "permutations": 1234,
    "colours": 31,
    "colours_needed": 57,
    "barely_moved": False,
    "run": SimpleNamespace(diverged=False, train_rows=range(19)),
    "dataset": range(36),
    "folds": SimpleNamespace(shuffled=SimpleNamespace(arrangements=97)),
    "trained_label": None,
    "ties": 0,
    "one_label_networks": (0, 85),
    "so_far": False,
    "training_rows": (15, 16),
    "trained_alike": True,
    "right": 13,
    "rows": 17,
    "known_rows": 0,
    "accuracy": 0.76,
    "interval": Interval(0.21, 0.83),
    "baseline": 0.62,
    "baseline_p_value": 0.1437,
    "left_out_accuracy": 0.71,
    "left_out_interval": Interval(0.66, 0.78),
    "advice": None,
    "loss_reduction": 0.29,
    "rows_to_settle": (88, 1099),
    "real": SimpleNamespace(brier=np.array([0.2468])),
    "judged": SimpleNamespace(like=np.array([1, 1, 1, 0])),
    "strength": "clear",
    "constant_answer": None,
    "constant_right": (6, 11),
    "mostly_known": False,
    "recalls": (0.74, 0.67),
    "balanced_accuracy": 0.73,
    "close_colours": 15,
    "signal": SimpleNamespace(found=False, extreme_shuffles=432, permutations=999, groups=31, all_groups=31),
}


def verdict_of(**changed):
    """The figures above, some of them changed."""
    return SimpleNamespace(**FIGURES | changed)
