"""What a verdict rests on, figure by figure, each with a sentence that says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pinkpref.i18n import NO_NUMBER, between, count, decimal, percent
from pinkpref.reporting import verdict_sentences
from pinkpref.reporting.labels import values_in_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pinkpref.evaluation import Price, Verdict
    from pinkpref.evaluation.statistics import Interval
    from pinkpref.i18n import Translator
    from pinkpref.models import Settings
    from pinkpref.training import Run

STATISTICS = (
    "outcome",
    "strength",
    "p_value",
    "permutations",
    "extreme_shuffles",
    "p_value_of_accuracy",
    "right",
    "rows",
    "known_rows",
    "constant_right",
    "accuracy",
    "interval",
    "baseline_p_value",
    "baseline",
    "left_out_accuracy",
    "left_out_interval",
    "balanced_accuracy",
    "training_rows",
    "colours",
    "colours_needed",
    "loss_reduction",
)
"""Attributes of Verdict that need no further training, for whoever wants the numbers alone."""


class Statistic(NamedTuple):
    """A name, its value, and a sentence that says what it is."""

    name: str
    value: str
    meaning: str


def statistics(verdict: Verdict, words: Translator) -> list[tuple[str, list[Statistic]]]:
    """The figures in groups, each group with its title."""
    return [
        (words.gettext("Shuffled labels"), list(_of_shuffles(verdict, words))),
        (words.gettext("The one test"), list(_of_the_test(verdict, words))),
        (words.gettext("Every colour left out in turn"), list(_of_left_out(verdict, words))),
        (words.gettext("How many more colours"), list(_of_more(verdict, words))),
    ]


class TryInWords(NamedTuple):
    """Settings that were tried: what they have other than the run's, and their p-value alone and among all tries."""

    settings: str
    p_value: str
    adjusted: str


def tries(price: Price, run: Run, words: Translator) -> list[TryInWords]:
    """Everything that was tried on the colours of a run."""
    now = price.tries - price.earlier
    before = words.gettext("{settings} (before the table was changed)")
    names = [_changes(one.settings, run.settings, words) for one in price.tried]
    names[now:] = [before.format(settings=name) for name in names[now:]]
    figures = zip(names, price.tried, price.adjusted, strict=True)
    return [TryInWords(name, decimal(one.p_value, 4), decimal(adjusted, 4)) for name, one, adjusted in figures]


def _changes(settings: Settings, since: Settings, words: Translator) -> str:
    """The values that differ, under the names that they have in Python."""
    values, before = values_in_code(settings), values_in_code(since)
    changed = [f"{field} = {value}" for field, value in values.items() if value != before[field]]
    return " · ".join(changed) or words.gettext("these settings")


def ending(run: Run, words: Translator) -> str:
    """How a training ended before its last epoch; nothing where it did not."""
    trained, wanted = len(run.history), run.settings.epochs
    if run.diverged:
        text = words.gettext(
            "The loss stopped being a number in epoch {trained} of {wanted}: the steps were too large. "
            "Lower the learning rate, or switch on Normalise."
        )
    elif not run.complete:
        text = words.gettext("Stopped after epoch {trained} of {wanted}. What was trained until then is kept.")
    else:
        return ""
    return text.format(trained=trained, wanted=wanted)


def seeds(run: Run, verdict: Verdict | None, words: Translator) -> list[tuple[str, int]]:
    """The seeds that a run, and a verdict where there is one, depend on, each with its name."""
    return [
        (words.gettext("Seed of the start"), run.settings.seed),
        (words.gettext("Seed of the split"), run.settings.split_seed),
        *([(words.gettext("Seed of the shuffles"), verdict.folds.seed)] if verdict else []),
    ]


def _of_shuffles(verdict: Verdict, words: Translator) -> Iterator[Statistic]:
    yield Statistic(
        words.gettext("as good with shuffled labels"),
        words.gettext("{count:,} of {tries:,}").format(count=verdict.extreme_shuffles, tries=verdict.permutations),
        words.gettext(
            "So many of the same trainings, on shuffled labels, did as well as yours on colours left out, or better."
        ),
    )
    yield Statistic(
        words.gettext("p-value"),
        decimal(verdict.p_value, 4),
        words.gettext(
            "How likely shuffled labels do as well: ({count:,} + 1) / ({tries:,} + 1). Up to 0.05 counts as learned."
        ).format(count=verdict.extreme_shuffles, tries=verdict.permutations),
    )
    yield Statistic(
        words.gettext("p-value by accuracy"),
        decimal(verdict.p_value_of_accuracy, 4),
        words.gettext("The same for the share of colours called right, a coarser figure; the answer does not use it."),
    )
    yield Statistic(
        words.gettext("how far off (Brier score)"),
        decimal(verdict.real.brier[0], 4),
        words.gettext("With your labels, on colours left out: 0 is perfect, 0.25 is always saying half and half."),
    )


def _of_the_test(verdict: Verdict, words: Translator) -> Iterator[Statistic]:
    """Nothing is said of luck and of new colours where the test rows cannot speak of them, as in the answer."""
    if verdict.run.diverged:
        return
    yield Statistic(
        words.gettext("test score"),
        percent(verdict.accuracy),
        words.gettext("{right:,} of {rows:,} test rows called right; the network never trained on them.").format(
            right=verdict.right, rows=verdict.rows
        ),
    )
    if verdict.known_rows:
        yield Statistic(
            words.gettext("test rows with a known colour"),
            count(verdict.known_rows),
            words.gettext("Their colours are among those it was trained on, so they say little about new ones."),
        )
    if verdict.mostly_known:
        return
    yield Statistic(
        words.gettext("true rate"),
        _range(verdict.interval, words),
        words.gettext("Where the share called right of ever more new colours may lie, with 95% confidence."),
    )
    yield Statistic(
        words.gettext("always one answer"),
        count(max(verdict.constant_right)),
        words.gettext("So many of these {rows:,} test rows always giving one answer gets right.").format(
            rows=verdict.rows
        ),
    )
    yield Statistic(
        words.gettext("luck"),
        percent(verdict.baseline_p_value),
        words.gettext("How likely {plain} gets as many right, or more.").format(
            plain=verdict_sentences.plain(verdict).say(words)
        ),
    )


def _of_left_out(verdict: Verdict, words: Translator) -> Iterator[Statistic]:
    yield Statistic(
        words.gettext("called right"),
        percent(verdict.left_out_accuracy),
        words.gettext("The share of colours left out that networks trained the same way call right."),
    )
    yield Statistic(
        words.gettext("true share"),
        _range(verdict.left_out_interval, words),
        words.gettext("Where that share may lie, from its spread and from the number of colours."),
    )
    fewest, most = verdict.training_rows
    yield Statistic(
        words.gettext("trained on"),
        count(fewest) if fewest == most else between(count(fewest), count(most), words),
        words.gettext("So many rows each of these networks was trained on; yours on {rows:,}.").format(
            rows=len(verdict.run.train_rows)
        ),
    )
    yield Statistic(
        words.gettext("called right, both labels alike"),
        percent(verdict.balanced_accuracy),
        words.gettext(
            "The balanced accuracy: the mean of the share among liked colours and that among the others. Always giving "
            "one answer gets 50%."
        ),
    )
    yield Statistic(
        words.gettext("without looking"),
        percent(verdict.baseline),
        words.gettext("What {plain} would get.").format(plain=verdict_sentences.plain(verdict).say(words)),
    )
    yield Statistic(
        words.gettext("way to the goal"),
        decimal(verdict.loss_reduction, 2),
        words.gettext(
            "How far your training brought the loss: 0 is always answering the share of likes, 1 answering perfectly."
        ),
    )


def _of_more(verdict: Verdict, words: Translator) -> Iterator[Statistic]:
    yield Statistic(
        words.gettext("different colours"), count(verdict.colours), _colours_needed(verdict.colours_needed, words)
    )
    yield Statistic(
        words.gettext("test colours for a clear score"),
        _rows_needed(verdict, words),
        rows_needed_sentence(verdict, words),
    )


def _colours_needed(needed: int | None, words: Translator) -> str:
    if needed is None:
        return words.gettext(
            "Colours that can hardly be told apart count as one. To say “no sign” would take more than 10,000, liked "
            "in these proportions."
        )
    return words.gettext(
        "Colours that can hardly be told apart count as one. To say “no sign” takes about {needed:,}, liked in these "
        "proportions."
    ).format(needed=needed)


def _rows_needed(verdict: Verdict, words: Translator) -> str:
    if verdict.rows_to_settle is None:
        return NO_NUMBER
    fewest, most = verdict.rows_to_settle
    if most is None:
        return words.gettext("at least {fewest:,}").format(fewest=fewest)
    return count(fewest) if fewest == most else between(count(fewest), count(most), words)


def rows_needed_sentence(verdict: Verdict, words: Translator) -> str:
    """How many test colours would show that the network beats the commoner answer, at best and as it looks."""
    if verdict.rows_to_settle is None:
        return words.gettext(
            "As far as these colours show, the network does not beat the commoner answer at these settings: change "
            "the settings before you collect more."
        )
    fewest, most = verdict.rows_to_settle
    if most is None:
        text = words.gettext(
            "If it is right {high} of the time, the most that these colours allow, a test of about {fewest:,} colours "
            "would show that it beats the commoner answer; if {left}, as it looks here, even 10,000 might not."
        )
    elif fewest == most:
        text = words.gettext(
            "If it is right {left} of the time, as it looks here, a test of about {fewest:,} colours would show that "
            "it beats the commoner answer."
        )
    else:
        text = words.gettext(
            "If it is right {high} of the time, the most that these colours allow, a test of about {fewest:,} colours "
            "would show that it beats the commoner answer; if {left}, as it looks here, one of about {most:,}."
        )
    return text.format(
        high=percent(verdict.left_out_interval.high),
        left=percent(verdict.left_out_accuracy),
        fewest=fewest,
        most=most,
    )


def _range(interval: Interval, words: Translator) -> str:
    return between(percent(interval.low), percent(interval.high), words)
