"""What the network sees: a run at any moment, drawn and moving, and what lies behind them in panels that open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import charts
from dashboard.components import markup, mounts, network_data
from dashboard.panels import side_by_side
from dashboard.panels.once_there import once_there
from dashboard.tasks.figures import ask
from pinkpref.i18n import N_
from pinkpref.reporting import chart_data

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pinkpref import Run
    from pinkpref.evaluation.misclassified import Miss
    from pinkpref.i18n import Translator


def bar(words: Translator) -> None:
    """The heading, and the bar that all its views follow."""
    st.subheader(
        words.gettext("What the network sees"),
        anchor=False,
        help=words.gettext(
            "Play shows the training again: the table's row, the curves, the score, the map and the network move "
            "together. Everything here is worked out in your browser from the run's weights. Each unit adds up what "
            "comes in along its lines; `relu` turns a negative sum into 0, `sigmoid` squeezes a sum to between 0 and 1."
        ),
    )
    mounts.view_bar(network_data.bar(words))


def sights(run: Run | None, pinned: Run | None, words: Translator) -> None:
    """The views of the current run, and of the pinned one beside them."""
    kept = partial(_sight, pinned, "pinned", words) if pinned else None
    side_by_side.draw_both(pinned is not None, (kept, partial(_sight, run, "current", words)), words)


def _sight(run: Run | None, run_name: str, words: Translator) -> None:
    if run is None:
        st.skeleton(height=420)
    elif run.diverged:
        st.caption(words.gettext("The network's outputs are no longer numbers, so there is nothing to see."))
    else:
        mounts.network_view(network_data.network_view(run, run_name, words), run.parameters, f"inside_{run_name}")


def panels(run: Run | None, pinned: Run | None, words: Translator) -> None:
    """The rows it gets wrong, the gradients, the outputs; each is worked out when it is opened."""
    kept, current = (one if one and not one.diverged else None for one in (pinned, run))
    if kept or current:
        side_by_side.panels(_PANELS, pinned is not None, (kept, current), words)


def _misses(run: Run, _run_name: str, words: Translator) -> None:
    def draw(found: list[Miss]) -> None:
        if not found:
            st.markdown(words.gettext("It gets every colour right, training and test rows alike."))
        else:
            st.html(markup.misses_table(found, run.dataset, words))

    once_there(ask(run, "misses"), draw, words)


def _gradients(run: Run, run_name: str, words: Translator) -> None:
    def draw(norms: NDArray[np.float64]) -> None:
        numbers = chart_data.gradients(norms)
        alt = chart_data.gradients_alt(numbers, words)
        mounts.chart(charts.gradients(numbers, words), alt, f"gradients_{run_name}", words, epochs=len(run.history))
        st.markdown(alt)

    once_there(ask(run, "gradient_norms"), draw, words)


def _outputs(run: Run, run_name: str, words: Translator) -> None:
    def draw(spread: NDArray[np.float64]) -> None:
        numbers = chart_data.outputs(spread)
        alt = chart_data.outputs_alt(numbers, words)
        mounts.chart(charts.outputs(numbers, words), alt, f"outputs_{run_name}", words, epochs=len(run.history))
        st.markdown(alt)

    once_there(ask(run, "spread"), draw, words)


_PANELS: dict[str, side_by_side.Panel[Run]] = {
    "misses": (
        N_("Why did it miss?"),
        N_(
            "Every row whose answer is wrong after the last epoch, test rows first, the most wrong on top, beside the "
            "rated colours that look most like it."
        ),
        N_("why the network errs. Neighbours are a hint: it does not look at them, and labels may be wrong too."),
        _misses,
    ),
    "gradients": (
        N_("How hard each layer is pushed"),
        N_(
            "The gradient says which way, and how steeply, the training loss falls. Where its length sinks towards 0, "
            "the layer has come to rest. Of more than 1,000 training rows, 1,000 stand for "
            "all."
        ),
        N_("whether it came to rest at a good place or is stuck at a bad one: the loss and the test score say that."),
        _gradients,
    ),
    "outputs": (
        N_("What the outputs do over time"),
        N_(
            "The red line is the middle row, the dark band the middle half of the rows, the pale band all of them. A "
            "band squeezed against 0 or 1 is saturated: it hardly learns any more. A flat, thin band is stuck: the "
            "network gives every colour the same answer. Of more than 1,000 rows, the first 1,000 stand for all."
        ),
        N_("whether the answers are right: outputs far apart can be wrong, and outputs close together right."),
        _outputs,
    ),
}
