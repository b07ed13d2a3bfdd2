"""What every chart of the page looks like: fonts and the colours of text and grid are the page's."""

from __future__ import annotations

from typing import Any

from pinkpref.reporting.chart_data import TRAINING

Figure = dict[str, Any]
"""A figure as plotly.js takes it, ``data`` and ``layout``. Tests validate each; doing so at every rerun takes long."""

FAINT = "rgba(138, 127, 142, 0.45)"
"""The colour of the training lines, see-through."""

_AXIS = {"gridcolor": FAINT, "zeroline": False, "fixedrange": True}
TEMPLATE = {
    "layout": {
        "font": {"size": 13, "color": TRAINING},
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "dragmode": False,
    }
}
"""No box around a chart, nothing that a finger could drag by mistake."""
LEGEND = {"orientation": "h", "y": 1.01, "yanchor": "bottom", "x": 1, "xanchor": "right"}


def axis_title(text: str) -> dict[str, Any]:
    """What stands under an axis."""
    return {"text": text, "standoff": 4, "font": {"size": 13}}


def panel_title(text: str, panel: str) -> dict[str, Any]:
    """What stands above the left end of a panel, named as plotly names its axis: "y", "y2"."""
    place = {"showarrow": False, "xref": "paper", "x": 0, "xanchor": "left"}
    return {"text": text, **place, "yref": f"{panel} domain", "y": 1, "yanchor": "bottom", "yshift": 4}


def upright(x: float, **line: Any) -> dict[str, Any]:
    """A line over the whole height of the chart."""
    return {"type": "line", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line}


def level(y: float, xref: str = "paper", yref: str = "y") -> dict[str, Any]:
    """A dotted line over the whole width of a panel."""
    line = {"color": FAINT, "dash": "dot", "width": 2}
    return {"type": "line", "xref": xref, "x0": 0, "x1": 1, "yref": yref, "y0": y, "y1": y, "line": line}
