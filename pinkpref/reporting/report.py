"""A run and its verdict as one HTML file to print, hand in or mail: it loads nothing, and escapes what a file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pinkpref.evaluation.assessment import another_run
from pinkpref.extras import require
from pinkpref.i18n import N_, decimal, percent, translator
from pinkpref.reporting import chart_data, evidence_sentences, html, svg_charts, verdict_sentences
from pinkpref.reporting.labels import SETTINGS, values_in_code, versions
from pinkpref.reporting.statistics_table import Statistic, ending, seeds, statistics, tries

if TYPE_CHECKING:
    import pandas as pd

    from pinkpref.evaluation import Price, Verdict
    from pinkpref.evaluation.diagnostics import Finding
    from pinkpref.i18n import Translator
    from pinkpref.models import Settings
    from pinkpref.training import Run

MOST_EPOCHS = 1000
NO_NAME = "colours.csv"
"""What the file is called in the lines that repeat a run, where the caller gave it no name."""

_WORDS = {
    "accuracy": N_("accuracy"),
    "adjusted": N_("p-value among all tries"),
    "answer": N_("The answer"),
    "behind": N_("What is behind the answer"),
    "confusion": N_("Colours left out"),
    "curves": N_("Curves"),
    "curves_are": N_("The same figures as lines. The dotted line is where tossing a coin would end up."),
    "data": N_("Data"),
    "done": N_("What was done"),
    "figure": N_("figure"),
    "fingerprint": N_("SHA-256 of the colours and labels"),
    "history": N_("History"),
    "history_is": N_(
        "A row for each epoch. Training: the rows the network learns from, measured while it learns. "
        "Test: the rows it never learns from, measured after the epoch."
    ),
    "loss": N_("loss"),
    "meaning": N_("what it is"),
    "no_findings": N_("Nothing went wrong that could be found."),
    "no_score": N_("The network's outputs are no longer numbers, so there is nothing to score."),
    "not_asked": N_("It was not asked whether the network learned anything. This report shows its training alone."),
    "p_value": N_("p-value alone"),
    "python": N_("in Python"),
    "repeat": N_("How to repeat it"),
    "repeat_is": N_(
        "On the same machine the same data, settings and versions give the same figures; on another the last digits "
        "may differ."
    ),
    "score": N_("Test score"),
    "score_is": N_(
        "How the network does on the rows it never learned from. Accuracy: the share of test colours it calls "
        "right. Loss: how wrong the outputs are by the chosen loss; smaller is better."
    ),
    "setting": N_("setting"),
    "settings": N_("Settings"),
    "shuffles_are": N_(
        "The same training on shuffled labels. Each bar counts shuffles by how far off the "
        "network then was on colours left out: 0 is perfect, 0.25 is always saying half and half, more is being "
        "sure and wrong. The red line is your labels; the further left of the bars, the better."
    ),
    "tried": N_("What was tried on these colours"),
    "value": N_("value"),
    "went_wrong": N_("What went wrong in training"),
    "went_wrong_is": N_(
        "What was found in this training, what matters most first. Each says what it rests on and what would help."
    ),
}
"""The words that are the same in every report."""


def report(
    run: Run, verdict: Verdict | None, language: str = "en", source: str = "", price: Price | None = None
) -> str:
    """One self-contained HTML file: the answer first, then what was done, then what the answer rests on.

    The same run and verdict give the same file.

    Args:
        run: a training.
        verdict: what `assess` said of that run; None where it was not asked.
        language: "en" or "ja".
        source: what the data are called, the file's name for instance.
        price: of everything that was tried on these colours, where more was.

    Raises:
        ValueError: the verdict is not of this run, there is no such language, or the extra "report" is not installed.
    """
    require("report")
    words = translator(language)
    if verdict and not verdict.run.same(run):
        raise another_run()
    return html.template("report.html.jinja").render(
        language=language,
        style=html.style(),
        word={name: words.gettext(text) for name, text in _WORDS.items()},
        title=_title(source, words),
        **_done(run, source, words),
        **_judged(verdict, words),
        **_tried(price, run, words),
        **_repeated(run, verdict, source, words),
    )


def _title(source: str, words: Translator) -> str:
    if not source:
        return words.gettext("Did the network learn?")
    return words.gettext("Did the network learn? {source}").format(source=source)


def _done(run: Run, source: str, words: Translator) -> dict[str, object]:
    """What the report says of the data and the training."""
    return {
        "ending": ending(run, words),
        "settings": _settings(run.settings, words),
        "curves": svg_charts.curves(chart_data.curves(run.history), words),
        **_data(run, source, words),
        **_score(run, words),
        **_history(run.history, words),
    }


def _settings(settings: Settings, words: Translator) -> list[tuple[str, Statistic]]:
    """Every setting with its value as Python prints it."""
    return [
        (field, Statistic(words.gettext(SETTINGS[field].name), value, words.gettext(SETTINGS[field].meaning)))
        for field, value in values_in_code(settings).items()
    ]


def _data(run: Run, source: str, words: Translator) -> dict[str, object]:
    dataset = run.dataset
    return {
        "data": html.counted(dataset, source or words.gettext("The table"), words),
        "notices": [notice.say(words) for notice in dataset.notices],
        "wall": html.wall(dataset, run.test_rows, words),
        "frames": html.frames(run, words),
    }


def _score(run: Run, words: Translator) -> dict[str, object]:
    """The trained network on its test rows; nothing where its outputs are no numbers."""
    if run.diverged:
        return {"scored": False}
    return {
        "scored": True,
        "accuracy": percent(run.test_accuracy),
        "loss": decimal(run.test_loss, 4),
        "right": html.score_sentence(run, words),
        "constant": html.constant_sentence(run, words),
        "ties": html.ties_sentence(run, words),
        "test_table": html.test_table(run, words),
    }


def _history(history: pd.DataFrame, words: Translator) -> dict[str, str]:
    """Loss and accuracy of every epoch; of very many, some that stand for all, the first and the last too."""
    epochs = len(history)
    shown = history.iloc[np.linspace(0, epochs - 1, min(epochs, MOST_EPOCHS)).round().astype(int)]
    some = words.gettext("Of {epochs:,} epochs, {shown:,} stand for all.").format(epochs=epochs, shown=len(shown))
    return {
        "history": html.region(words.gettext("History"), html.history_table(shown, words)),
        "epochs_left": some if len(shown) < epochs else "",
    }


def _judged(verdict: Verdict | None, words: Translator) -> dict[str, object]:
    """What the report says of the verdict."""
    if verdict is None:
        return {"verdict": None}
    kind, shape, word = verdict_sentences.mark(verdict)
    limits = words.gettext("What this cannot tell you: {limits}")
    return {
        "verdict": kind,
        "shape": shape,
        "outcome": words.gettext(word),
        "sentences": [sentence.say(words) for sentence in verdict_sentences.answer(verdict)],
        "statistics": statistics(verdict, words),
        "shuffles": svg_charts.shuffles(chart_data.shuffles(verdict), words),
        "shuffles_limits": limits.format(
            limits=words.gettext(
                "how good the network is. It says only whether there is more to it than luck, and luck alone brings p "
                "to 0.05 in 1 of 20 data sets; more often if you try many settings and keep the best."
            )
        ),
        "confusion": html.confusion_table(verdict, words),
        "confusion_is": html.confusion_sentence(verdict, words),
        "findings": [
            (finding.evidence.say(words), finding.cause.say(words), _advice(finding, words))
            for finding in verdict.findings
        ],
    }


def _tried(price: Price | None, run: Run, words: Translator) -> dict[str, object]:
    """What the report says of everything that was tried."""
    if price is None or price.tries == 1:
        return {"tries": ()}
    return {
        "tries": tries(price, run, words),
        "price": [sentence.say(words) for sentence in evidence_sentences.of_price(price)],
    }


def _advice(finding: Finding, words: Translator) -> str:
    return words.gettext("What would help: {advice}").format(advice=finding.advice.say(words))


def _repeated(run: Run, verdict: Verdict | None, source: str, words: Translator) -> dict[str, object]:
    """What it takes to repeat the run and the verdict."""
    more = words.gettext("This trains all {wanted:,} epochs; the first {trained:,} of them are those of this report.")
    return {
        "code": _code(run, verdict, source or NO_NAME),
        "repeats_more": ""
        if run.complete or run.diverged
        else more.format(wanted=run.settings.epochs, trained=len(run.history)),
        "versions": versions(),
        "seeds": seeds(run, verdict, words),
        "fingerprint": run.dataset.fingerprint,
    }


def _code(run: Run, verdict: Verdict | None, source: str) -> str:
    """Python that does all of it again, whatever had to be chosen to read the file."""
    lines = [
        "import pinkpref as pp",
        "",
        f"reading = pp.{run.dataset.reading!r}",
        f"dataset = pp.read_csv({source!r}, reading)",
        f"settings = pp.{run.settings!r}",
        "run = pp.train(dataset, settings)",
    ]
    if verdict:
        asked = f"permutations={verdict.permutations}, seed={verdict.folds.seed}"
        lines.append(f"verdict = pp.assess(dataset, settings, {asked}, run=run)")
    return "\n".join(lines)
