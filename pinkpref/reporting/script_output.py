"""What the script prints: a line for each epoch, and the score."""

from __future__ import annotations

from pinkpref.i18n import N_, Translator, percent
from pinkpref.reporting.python_source import display_width
from pinkpref.training import Run

COLUMN_WIDTHS = (8, 17, 17, 17, 17)
ROW = "{epoch:>8} {loss:>17.4f} {seen:>17} {test_loss:>17.4f} {tested:>17}"
"""A line of the history, with the names of the script: ``seen`` and ``tested`` are accuracies given by `percent`."""
SCORE = N_("{right} of {rows} test colours right")


def history_text(run: Run, words: Translator) -> str:
    """What the part that trains prints."""
    lines = [
        ROW.format(
            epoch=epoch.epoch,
            loss=epoch.loss,
            seen=percent(epoch.accuracy),
            test_loss=epoch.test_loss,
            tested=percent(epoch.test_accuracy),
        )
        for epoch in run.history.itertuples()
    ]
    return "\n".join([header(words), *lines]) + "\n"


def header(words: Translator) -> str:
    """The line above those of the epochs."""
    titles = (
        words.gettext("epoch"),
        words.gettext("loss"),
        words.gettext("accuracy"),
        words.gettext("test loss"),
        words.gettext("test accuracy"),
    )
    columns = zip(COLUMN_WIDTHS, titles, strict=True)
    return " ".join(" " * (width - display_width(title)) + title for width, title in columns)


def score_text(run: Run, words: Translator) -> str:
    """What the last part prints of a run whose outputs are finite."""
    rows = len(run.test_rows)
    right = round(run.test_accuracy * rows)
    return words.gettext(SCORE).format(right=f"{right:,}", rows=f"{rows:,}") + "\n"
