"""Numbers first, then a drawing: what every chart draws, and the sentence that says it to who cannot see it.

The page draws from these with plotly, the report with matplotlib, and neither computes anything.
"""

from pinkpref.reporting.chart_data.epochs import (
    Curves,
    Gradients,
    Outputs,
    curves,
    curves_alt,
    gradients,
    gradients_alt,
    layer_names,
    outputs,
    outputs_alt,
)
from pinkpref.reporting.chart_data.look import CHANCE, SERIES, TEST, TRAINING
from pinkpref.reporting.chart_data.verdict import (
    Intervals,
    LearningCurve,
    Shuffles,
    Splits,
    baselines,
    baselines_alt,
    correlations,
    correlations_alt,
    interval_sentences,
    learning_curve,
    learning_curve_alt,
    shuffles,
    shuffles_alt,
    splits,
    splits_alt,
)

__all__ = [
    "CHANCE",
    "SERIES",
    "TEST",
    "TRAINING",
    "Curves",
    "Gradients",
    "Intervals",
    "LearningCurve",
    "Outputs",
    "Shuffles",
    "Splits",
    "baselines",
    "baselines_alt",
    "correlations",
    "correlations_alt",
    "curves",
    "curves_alt",
    "gradients",
    "gradients_alt",
    "interval_sentences",
    "layer_names",
    "learning_curve",
    "learning_curve_alt",
    "outputs",
    "outputs_alt",
    "shuffles",
    "shuffles_alt",
    "splits",
    "splits_alt",
]
