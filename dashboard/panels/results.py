"""Table, curves and test score of one run, or of a pinned run and the current one beside each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard import charts
from dashboard.components import markup, mounts, network_data
from dashboard.components.mounts import chart, scrolling_table
from dashboard.session.state import session
from pinkpref import Run
from pinkpref.i18n import N_, Translator
from pinkpref.reporting import chart_data, evidence_sentences, html

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.tasks.training import Training

PANEL_HEIGHT = 360
FADED, CLEAR = (f"<style>.st-key-results, .st-key-inside {{ opacity: {opacity}; }}</style>" for opacity in (0.5, 1))


class Shown(NamedTuple):
    """What the panels show: a history, how far its axis reaches, and the run it belongs to once that is over."""

    history: pd.DataFrame
    epochs: int
    run: Run | None
    run_name: str = "current"
    mark: str = ""


def results(
    growing: Training | None, shown: Training | None, current: bool, pinned: Run | None, words: Translator
) -> None:
    """The panels: the epochs so far of a training under way, otherwise those of the run shown last.

    Where the controls have moved on from that run, its panels are faded and marked.
    """
    so_far = growing.history if growing else None
    earlier = so_far is None and shown is not None and not current
    st.html(FADED if earlier else CLEAR)
    live: Shown | None = None
    if growing and so_far is not None:
        live = Shown(so_far, growing.settings.epochs, None, mark=words.gettext("so far"))
    elif shown and shown.run:
        mark = words.gettext("earlier figures") if earlier else ""
        live = Shown(shown.run.history, shown.settings.epochs, shown.run, mark=mark)
    if pinned is None:
        for column, panel in zip(st.columns([1.15, 1.2, 1]), _PANELS, strict=True):
            with column.container(border=True, height="stretch"):
                _panel(panel, live, words)
        return
    beside = Shown(pinned.history, pinned.settings.epochs, pinned, "pinned", words.gettext("pinned"))
    if live:
        live = live._replace(mark=live.mark or words.gettext("current"))
    for panel in _PANELS:
        for column, one in zip(st.columns(2), (beside, live), strict=True):
            with column.container(border=True, height="stretch"):
                _panel(panel, one, words)


def _panel(panel: _Panel, shown: Shown | None, words: Translator) -> None:
    title, meaning, draw = panel
    badge = f" :gray-badge[{shown.mark}]" if shown and shown.mark else ""
    st.subheader(words.gettext(title) + badge, anchor=False, help=words.gettext(meaning))
    if shown:
        draw(shown, words)
    else:
        st.skeleton(height=PANEL_HEIGHT)


def _history(shown: Shown, words: Translator) -> None:
    table = html.history_table(shown.history, words)
    scrolling_table(table, words.gettext("History"), f"history_{shown.run_name}", _epochs(shown))


def _epochs(shown: Shown) -> int | None:
    return len(shown.history) if shown.run else None


def _curves(shown: Shown, words: Translator) -> None:
    numbers = chart_data.curves(shown.history, shown.epochs)
    alt = chart_data.curves_alt(numbers, words)
    chart(charts.curves(numbers, words), alt, f"curves_{shown.run_name}", words, epochs=_epochs(shown))


def _score(shown: Shown, words: Translator) -> None:
    run = shown.run
    if run is None:
        last = shown.history.iloc[-1]
        data = {"html": markup.metrics(last["test_accuracy"], last["test_loss"], words)}
        mounts.score(data, f"score_{shown.run_name}")
        st.caption(
            words.gettext("After epoch {epoch}; the colours follow when training is over.").format(
                epoch=len(shown.history)
            )
        )
    elif run.diverged:
        st.caption(words.gettext("The network's outputs are no longer numbers, so there is nothing to score."))
    else:
        mounts.score(network_data.score(run, shown.run_name, words), f"score_{shown.run_name}")
        if shown.run_name == "current":
            _price(run, words)


def _price(run: Run, words: Translator) -> None:
    """What trying several settings on these colours costs, once there are several."""
    price = session().tries.price(run.dataset)
    if price and price.tries > 1:
        for sentence in evidence_sentences.of_price(price):
            st.caption(sentence.say(words))


_Panel = tuple[str, str, Callable[[Shown, Translator], None]]
_PANELS: tuple[_Panel, ...] = (
    (
        N_("History"),
        N_(
            "A row for each epoch. Training: the rows the network learns from, measured while it learns. "
            "Test: the rows it never learns from, measured after the epoch."
        ),
        _history,
    ),
    (N_("Curves"), N_("The same figures as lines. The dotted line is where tossing a coin would end up."), _curves),
    (
        N_("Test score"),
        N_(
            "How the network does on the rows it never learned from. Accuracy: the share of test colours it calls "
            "right. Loss: how wrong the outputs are by the chosen loss; smaller is better."
        ),
        _score,
    ),
)
