"""Charts for paper, mail and notebooks: the numbers of `chart_data` drawn by matplotlib as SVG text.

Each is an ``<svg>`` element alone, to be set into HTML or shown as image/svg+xml. Text stays text, in whatever
sans-serif the reader has. Equal figures are equal to the last letter, and no id in one is an id of another.
"""

from __future__ import annotations

import io
import re
from html import escape
from threading import Lock
from typing import TYPE_CHECKING

from pinkpref.reporting.chart_data import CHANCE, SERIES, TEST, TRAINING, curves_alt, shuffles_alt

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from pinkpref.i18n import Translator
    from pinkpref.reporting.chart_data import Curves, Shuffles

_LOOK: dict[str, object] = {
    "axes.axisbelow": True,
    "axes.edgecolor": TRAINING,
    "axes.formatter.useoffset": False,
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": "medium",
    "figure.constrained_layout.use": True,
    "font.family": ["DejaVu Sans", "Last Resort High-Efficiency"],  # the second has a box for every letter there is
    "grid.color": "#dcd6de",
    "legend.frameon": False,
    "svg.fonttype": "none",
    "text.parse_math": False,
    "xtick.color": TRAINING,
    "xtick.labelcolor": "black",
    "ytick.color": TRAINING,
    "ytick.labelcolor": "black",
}
_WIDTH = 4.8
"""Inches: narrow enough for a phone to show it with letters that can be read."""
_UNDATED = {"Date": None, "Creator": None, "Format": None, "Type": None}
_ONE_AT_A_TIME = Lock()
"""matplotlib has one table of settings for all threads."""


def curves(numbers: Curves, words: Translator) -> str:
    """Loss above, accuracy below, by epoch: training rows a grey line, test rows a red dashed one, chance dotted.

    Few epochs are marked too, circles and diamonds. Where a figure is no number there is a gap.
    """

    def draw(figure: Figure) -> None:
        loss, accuracy = figure.subplots(2, sharex=True)
        loss.set_title(words.gettext("loss"))
        _named(loss, _both(loss, numbers, numbers.loss, words))
        if numbers.from_zero:
            loss.set_ylim(bottom=0)
        accuracy.set_title(words.gettext("accuracy"))
        _named(accuracy, _chance(accuracy, words))
        _both(accuracy, numbers, numbers.accuracy, words)
        accuracy.set_xlabel(words.gettext("epoch"))
        accuracy.set_xlim(0, numbers.reach + 1)
        _whole(accuracy.xaxis)

    return _drawn(draw, 4.6, curves_alt(numbers, words))


def shuffles(numbers: Shuffles, words: Translator) -> str:
    """How far off the network is on colours left out: bars for all shuffles of the labels, a line for the real ones."""

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        axes.stairs(numbers.counts, numbers.edges, fill=True, color=TRAINING)
        axes.axvline(numbers.real, color=TEST, linewidth=2.5)
        side = "left" if numbers.real < numbers.edges.mean() else "right"
        label = words.gettext("your labels")
        top = axes.get_xaxis_transform()
        axes.text(numbers.real, 1.02, label, color=TEST, horizontalalignment=side, transform=top)
        axes.set_xlabel(words.gettext("how far off on colours left out (Brier score)"))
        axes.xaxis.grid(visible=False)
        _whole(axes.yaxis)

    return _drawn(draw, 2.8, shuffles_alt(numbers, words))


def _both(axes: Axes, numbers: Curves, measure: NDArray[np.float64], words: Translator) -> list[Line2D]:
    """One measure's two lines."""
    return [
        line
        for (name, colour), values, mark, dashes in zip(SERIES, measure, ("o", "D"), ("-", "--"), strict=True)
        for line in axes.plot(
            numbers.epochs,
            values,
            label=words.gettext(name),
            color=colour,
            linestyle=dashes,
            linewidth=1.8,
            marker=mark if numbers.marked else None,
            markersize=4,
            clip_on=False,
            in_layout=False,  # marks at the edge may stand over it, and a line without points takes no room
        )
    ]


def _chance(axes: Axes, words: Translator) -> list[Line2D]:
    """The whole range of accuracies, and where a coin ends up."""
    from matplotlib.ticker import PercentFormatter

    coin = words.gettext("a coin (chance)")
    line = axes.axhline(CHANCE, color=TRAINING, linestyle=":", linewidth=1.5, label=coin)
    axes.set_ylim(-0.05, 1.05)
    axes.set_yticks([0, CHANCE, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return [line]


def _named(axes: Axes, lines: list[Line2D]) -> None:
    """What the lines are, above the right end of the panel, where none of them passes."""
    axes.legend(handles=lines, loc="lower right", bbox_to_anchor=(1, 1), ncols=len(lines), borderaxespad=0.2)


def _whole(axis: Axis) -> None:
    """Numbers of whole things at an axis."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True))


def _drawn(draw: Callable[[Figure], None], height: float, description: str) -> str:
    """A figure's SVG element, with what it shows as its name.

    Args:
        draw: draws onto an empty figure.
        height: in inches.
        description: what is shown, in words; it tells the ids of one figure from those of another.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    text = io.StringIO()
    with _ONE_AT_A_TIME, style.context(["default", _LOOK | {"svg.hashsalt": description}]):
        figure = Figure(figsize=(_WIDTH, height))
        draw(figure)
        figure.savefig(text, format="svg", metadata=_UNDATED)
    return _embedded(text.getvalue(), description)


def _embedded(document: str, description: str) -> str:
    """The root element of matplotlib's file, without what would leak into the page around it.

    Left out are the names of its groups, which are the same in every figure, its style sheet, which speaks of the whole
    page, and the fonts that it was measured with.
    """
    svg = document[document.index("<svg ") :].rstrip()
    svg = re.sub(r"\s*<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r'(?<=<g) id="[^"]*"', "", svg)
    svg = re.sub(r"font-family: [^;\"]*(; )?", "", svg)
    look = 'font-family="system-ui, sans-serif" stroke-linejoin="round"'
    root = f'<svg role="img" aria-label="{escape(description)}" {look} '
    return svg.replace("<svg ", root, 1)
