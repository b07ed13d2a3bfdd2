"""A run and its verdict as one HTML file to print, hand in or mail: it loads nothing, and escapes what a file says."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pinkpref.colour import luma
from pinkpref.extras import require
from pinkpref.i18n import N_, percent, translator
from pinkpref.reporting import svg_charts, verdict_sentences
from pinkpref.reporting.labels import LIKED, NOT_LIKED, OUTCOMES, SETTINGS, versions
from pinkpref.reporting.statistics_table import Statistic, ending, figure, seeds, statistics

if TYPE_CHECKING:
    import jinja2
    import pandas as pd

    from pinkpref.evaluation.diagnostics import Finding
    from pinkpref.evaluation.verdict import Verdict
    from pinkpref.i18n import Translator
    from pinkpref.models.settings import Settings
    from pinkpref.tables.dataset import Dataset
    from pinkpref.training.run import Run

MOST_TILES = 1000
MOST_TEST_ROWS = 200
MOST_EPOCHS = 1000
NO_NAME = "colours.csv"
"""What the file is called in the lines that repeat a run, where the caller gave it no name."""

_WORDS = {
    "accuracy": N_("accuracy"),
    "all_colours": N_("All colours"),
    "answer": N_("The answer"),
    "behind": N_("What is behind the answer"),
    "colour": N_("test colour"),
    "confusion": N_("Colours left out"),
    "curves": N_("Curves"),
    "curves_are": N_("The same figures as lines. The dotted line is where tossing a coin would end up."),
    "data": N_("Data"),
    "done": N_("What was done"),
    "epoch": N_("epoch"),
    "figure": N_("figure"),
    "fingerprint": N_("SHA-256 of the colours and labels"),
    "history": N_("History"),
    "history_is": N_(
        "A row for each epoch. Training: the rows the network learns from, measured while it learns. "
        "Test: the rows it never learns from, measured after the epoch."
    ),
    "label": N_("label"),
    "loss": N_("loss"),
    "meaning": N_("what it is"),
    "network": N_("network"),
    "no_findings": N_("Nothing went wrong that could be found."),
    "no_score": N_("The network's outputs are no longer numbers, so there is nothing to score."),
    "not_asked": N_("It was not asked whether the network learned anything. This report shows its training alone."),
    "python": N_("in Python"),
    "repeat": N_("How to repeat it"),
    "repeat_is": N_(
        "On the same machine the same data, settings and versions give the same figures; on another the last digits "
        "may differ."
    ),
    "right": N_("right?"),
    "score": N_("Test score"),
    "score_is": N_(
        "How the network does on the rows it never learned from. Accuracy: the share of test colours it calls "
        "right. Loss: how wrong the outputs are by the chosen loss; smaller is better."
    ),
    "setting": N_("setting"),
    "settings": N_("Settings"),
    "shuffles_are": N_(
        "The same training, with the labels dealt out anew at random. Each bar counts shuffles by how far off the "
        "network then was on colours left out: 0 is perfect, 0.25 is always saying half and half, more is being "
        "sure and wrong. The red line is your labels; the further left of the bars, the better."
    ),
    "test": N_("test"),
    "training": N_("training"),
    "value": N_("value"),
    "went_wrong": N_("What went wrong in training"),
    "went_wrong_is": N_(
        "What was found in this training, what matters most first. Each says what it rests on and what would help."
    ),
}
"""The words that are the same in every report."""


class Tile(NamedTuple):
    """One row of the data as the report shows it."""

    name: str
    colour: str
    ink: str
    liked: bool
    test: bool
    part: str


def report(run: Run, verdict: Verdict | None, language: str = "en", source: str = "") -> str:
    """One self-contained HTML file: the answer first, then what was done, then what the answer rests on.

    The same run and verdict give the same file.

    Args:
        run: a training.
        verdict: what `assess` said of that run; None where it was not asked.
        language: "en" or "ja".
        source: what the data are called, the file's name for instance.

    Raises:
        ValueError: the verdict is not of this run, there is no such language, or the extra "report" is not installed.
    """
    require("report")
    words = translator(language)
    if verdict and not verdict.run.same(run):
        raise verdict_sentences.another_run()
    return _template().render(
        language=language,
        word={name: words.gettext(text) for name, text in _WORDS.items()},
        title=_title(source, words),
        **_done(run, source, words),
        **_judged(verdict, words),
        **_repeated(run, verdict, source, words),
    )


def _template() -> jinja2.Template:
    import jinja2

    files = jinja2.PackageLoader("pinkpref.reporting")
    known = jinja2.Environment(
        loader=files, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return known.get_template("report.html.jinja")


def _title(source: str, words: Translator) -> str:
    if not source:
        return words.gettext("Did the network learn?")
    return words.gettext("Did the network learn? {source}").format(source=source)


def _done(run: Run, source: str, words: Translator) -> dict[str, object]:
    """What the report says of the data and the training."""
    settings = run.settings
    return {
        "ending": ending(run, words),
        "signs": _signs(words),
        "settings": [(field.name, _setting(settings, field.name, words)) for field in fields(settings)],
        "curves": svg_charts.curves(run.history, words),
        **_data(run, source, words),
        **_score(run, words),
        **_history(run.history, words),
    }


def _signs(words: Translator) -> dict[str, tuple[str, str]]:
    """Signs for the eye, each with its meaning in words."""
    return {
        "liked": (LIKED, words.gettext("liked")),
        "not_liked": (NOT_LIKED, words.gettext("not liked")),
        "right": ("✓", words.gettext("right")),
        "wrong": ("✗", words.gettext("wrong")),
    }


def _setting(settings: Settings, name: str, words: Translator) -> Statistic:
    """A setting with its value as Python writes it, several with commas between."""
    title, meaning = SETTINGS[name]
    value = getattr(settings, name)
    told = ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
    return Statistic(words.gettext(title), told, words.gettext(meaning))


def _data(run: Run, source: str, words: Translator) -> dict[str, object]:
    dataset, like, held_out = run.dataset, run.dataset.like, frozenset(run.test_rows.tolist())
    told = words.gettext("{source}: {rows} colours, {liked} liked ({heart}), {other} not ({dash}).").format(
        source=source or words.gettext("The table"),
        rows=f"{len(like):,}",
        liked=f"{like.sum():,}",
        other=f"{len(like) - like.sum():,}",
        heart=LIKED,
        dash=NOT_LIKED,
    )
    frames = words.gettext("Dashed frame: test rows ({test}). The network trains on the others ({train}).").format(
        test=f"{len(run.test_rows):,}", train=f"{len(run.train_rows):,}"
    )
    return {
        "data": told,
        "notices": [notice.say(words) for notice in dataset.notices],
        "tiles": [_tile(dataset, row, row in held_out, words) for row in range(min(len(dataset), MOST_TILES))],
        "tiles_left": _left_out(len(dataset) - MOST_TILES, words),
        "frames": frames,
    }


def _tile(dataset: Dataset, row: int, test: bool, words: Translator) -> Tile:
    return Tile(
        name=dataset.name(row),
        colour=dataset.hex(row),
        ink="#000" if luma(dataset.rgb[row] / 255) > 0.5 else "#fff",
        liked=bool(dataset.like[row]),
        test=test,
        part=words.gettext("test row") if test else words.gettext("training row"),
    )


def _left_out(rows: int, words: Translator) -> str:
    """A line that says how many rows are not shown, if any."""
    return words.gettext("Not shown: {count} more.").format(count=f"{rows:,}") if rows > 0 else ""


def _score(run: Run, words: Translator) -> dict[str, object]:
    """The trained network on its test rows; nothing where its outputs are no numbers."""
    if run.diverged:
        return {"scored": False}
    shown = run.test_rows[:MOST_TEST_ROWS]
    answers = run.predict(run.dataset.rgb[shown]) > 0.5
    return {
        "scored": True,
        "accuracy": percent(run.test_accuracy),
        "loss": figure(run.test_loss, 4),
        "right": words.gettext("{right} of {rows} test colours right").format(
            right=f"{round(run.test_accuracy * len(run.test_rows)):,}", rows=f"{len(run.test_rows):,}"
        ),
        "answered": [
            (_tile(run.dataset, row, True, words), bool(answer)) for row, answer in zip(shown, answers, strict=True)
        ],
        "answers_left": _left_out(len(run.test_rows) - len(shown), words),
    }


def _history(history: pd.DataFrame, words: Translator) -> dict[str, object]:
    """Loss and accuracy of every epoch as text; of very many, some that stand for all, the first and the last too."""
    epochs = len(history)
    shown = history.iloc[np.linspace(0, epochs - 1, min(epochs, MOST_EPOCHS)).round().astype(int)]
    some = words.gettext("Of {epochs:,} epochs, {shown:,} stand for all.").format(epochs=epochs, shown=len(shown))
    return {
        "history": [
            (
                f"{epoch.epoch:,}",
                (
                    figure(epoch.loss, 4),
                    percent(epoch.accuracy),
                    figure(epoch.test_loss, 4),
                    percent(epoch.test_accuracy),
                ),
            )
            for epoch in shown.itertuples()
        ],
        "epochs_left": some if len(shown) < epochs else "",
    }


def _judged(verdict: Verdict | None, words: Translator) -> dict[str, object]:
    """What the report says of the verdict."""
    if verdict is None:
        return {"verdict": None}
    shape, outcome = OUTCOMES[verdict.outcome]
    limits = words.gettext("What this cannot tell you: {limits}")
    return {
        "verdict": verdict.outcome.replace(" ", "-"),
        "shape": shape,
        "outcome": words.gettext(outcome),
        "sentences": [sentence.say(words) for sentence in verdict_sentences.answer(verdict)],
        "statistics": statistics(verdict, words),
        "shuffles": svg_charts.shuffles(verdict, words),
        "shuffles_limits": limits.format(
            limits=words.gettext(
                "how good the network is. It says only whether there is more to it than luck, and luck alone brings p "
                "to 0.05 in 1 of 20 data sets; more often if you try many settings and keep the best."
            )
        ),
        "confusion": _confusion(verdict, words),
        "findings": [
            (finding.evidence.say(words), finding.cause.say(words), _advice(finding, words))
            for finding in verdict.findings
        ],
    }


def _advice(finding: Finding, words: Translator) -> str:
    return words.gettext("What would help: {advice}").format(advice=finding.advice.say(words))


def _confusion(verdict: Verdict, words: Translator) -> dict[str, object]:
    """The person's answers against the network's, on colours left out."""
    names = (words.gettext("not liked"), words.gettext("liked"))
    network, label = words.gettext("network: {answer}"), words.gettext("label: {answer}")
    return {
        "columns": [network.format(answer=name) for name in names],
        "rows": [
            (label.format(answer=name), [f"{count:,.1f}" for count in counts])
            for name, counts in zip(names, verdict.confusion, strict=True)
        ],
        "meaning": words.gettext(
            "How many colours of each label were called what, as a mean over {times} rounds."
        ).format(times=len(verdict.real.right[0])),
    }


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
