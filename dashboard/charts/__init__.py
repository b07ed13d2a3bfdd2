"""Numbers of a chart to plotly: pure functions, each with the sentence that says what is drawn."""

from dashboard.charts.curves import curves
from dashboard.charts.epochs import gradients, gradients_alt, outputs, outputs_alt
from dashboard.charts.verdict import (
    baselines,
    baselines_alt,
    correlations,
    correlations_alt,
    learning_curve,
    learning_curve_alt,
    shuffles,
    splits,
    splits_alt,
)

__all__ = [
    "baselines",
    "baselines_alt",
    "correlations",
    "correlations_alt",
    "curves",
    "gradients",
    "gradients_alt",
    "learning_curve",
    "learning_curve_alt",
    "outputs",
    "outputs_alt",
    "shuffles",
    "splits",
    "splits_alt",
]
