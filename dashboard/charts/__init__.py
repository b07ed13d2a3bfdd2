"""The numbers of `pinkpref.reporting.chart_data` drawn by plotly: pure functions that compute nothing."""

from dashboard.charts.curves import curves
from dashboard.charts.epochs import gradients, outputs
from dashboard.charts.verdict import baselines, correlations, learning_curve, shuffles, splits

__all__ = ["baselines", "correlations", "curves", "gradients", "learning_curve", "outputs", "shuffles", "splits"]
