"""Table, curves and test score of one run, or of a pinned run and the current one beside each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard import charts
from dashboard.components import markup, mounts, network_data
from dashboard.session.state import session
from pinkpref import Run
from pinkpref.i18n import N_, Translator
from pinkpref.reporting import chart_data, evidence_sentences, html

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.tasks.training import Training


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
    live: Shown | None = None
    if growing and so_far is not None:
        live = Shown(so_far, growing.settings.epochs, None, mark=words.gettext("so far"))
    elif shown and shown.run:
        mark = words.gettext("earlier figures") if earlier else ""
        live = Shown(shown.run.history, shown.settings.epochs, shown.run, mark=mark)
    beside = [live]
    if pinned:
        beside.insert(0, Shown(pinned.history, pinned.settings.epochs, pinned, "pinned", words.gettext("pinned")))
        if live:
            beside[1] = live._replace(mark=live.mark or words.gettext("current"))
    panels = [_panel(panel, one, words) for panel in _PANELS for one in beside]
    mounts.results(panels, runs=len(beside), faded=earlier)


def _panel(panel: _Panel, shown: Shown | None, words: Translator) -> dict[str, Any]:
    title, meaning, contents = panel
    box = {"title": words.gettext(title), "meaning": words.gettext(meaning), "mark": shown.mark if shown else ""}
    view, data, notes = contents(shown, words) if shown else (None, None, [])
    return box | {"view": view, "data": data, "notes": notes}


def _history(shown: Shown, words: Translator) -> Contents:
    table = html.history_table(shown.history, words)
    return "table", {"html": table, "name": words.gettext("History"), "epochs": _epochs(shown)}, []


def _epochs(shown: Shown) -> int | None:
    return len(shown.history) if shown.run else None


def _curves(shown: Shown, words: Translator) -> Contents:
    numbers = chart_data.curves(shown.history, shown.epochs)
    alt = chart_data.curves_alt(numbers, words)
    figure, name = charts.curves(numbers, words), f"curves_{shown.run_name}"
    return "figure", mounts.figure_data(figure, alt, name, words, epochs=_epochs(shown)), []


def _score(shown: Shown, words: Translator) -> Contents:
    run = shown.run
    if run is None:
        last = shown.history.iloc[-1]
        follows = words.gettext("After epoch {epoch}; the colours follow when training is over.")
        metrics = {"html": markup.metrics(last["test_accuracy"], last["test_loss"], words)}
        return "score", metrics, [follows.format(epoch=len(shown.history))]
    if run.diverged:
        return None, None, [words.gettext("The network's outputs are no longer numbers, so there is nothing to score.")]
    price = _price(run, words) if shown.run_name == "current" else []
    return "score", network_data.score(run, shown.run_name, words), price


def _price(run: Run, words: Translator) -> list[str]:
    """What trying several settings on these colours costs, once there are several."""
    price = session().tries.price(run.dataset)
    if not price or price.tries == 1:
        return []
    return [sentence.say(words) for sentence in evidence_sentences.of_price(price)]


Contents = tuple[str | None, dict[str, Any] | None, list[str]]
"""Which view shows what, and the notes below it."""
_Panel = tuple[str, str, Callable[[Shown, Translator], Contents]]
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
