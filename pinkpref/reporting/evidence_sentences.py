"""What labels, a change of settings and many tries show, in words: no more than the figures beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinkpref.evaluation import statistics
from pinkpref.i18n import N_, Sentence, per_hundred

if TYPE_CHECKING:
    from pinkpref.evaluation import Comparison, Price, Signal


def of_signal(signal: Signal) -> tuple[Sentence, ...]:
    """Whether there is a rule in the labels, and on how many colours that rests where they were too many."""
    if not signal.can_tell:
        return (
            Sentence(
                N_(
                    "It cannot be told whether there is a rule in these labels: labels are shuffled between colours "
                    "that were rated equally often, and here there are only {ways:,} ways to do so."
                ),
                ways=signal.arrangements,
            ),
        )
    text = (
        N_(
            "There seems to be a rule in these labels: when each is guessed from the colours most like its own, the "
            "guesses come as close with shuffled labels in only {count:,} of {tries:,} tries."
        )
        if signal.found
        else N_(
            "No rule was found in these labels: when each is guessed from the colours most like its own, the guesses "
            "come as close with shuffled labels in {count:,} of {tries:,} tries. Perhaps there is none, perhaps it "
            "takes more colours to find it."
        )
    )
    said = Sentence(text, count=signal.extreme_shuffles, tries=signal.permutations)
    part = part_of_the_colours(signal)
    return (said, part) if part else (said,)


def part_of_the_colours(signal: Signal) -> Sentence | None:
    """On how many colours a signal rests, where they were too many for all."""
    if signal.groups == signal.all_groups:
        return None
    text = N_("That rests on {groups:,} of the {all:,} different colours, drawn at random.")
    return Sentence(text, groups=signal.groups, all=signal.all_groups)


FIRST_AND_SECOND = N_("First settings"), N_("Second settings")


def of_comparison(comparison: Comparison, names: tuple[str, str] = FIRST_AND_SECOND) -> tuple[Sentence, ...]:
    """Which of two settings does better on colours left out, if these colours can tell; and what could still hide.

    Args:
        comparison: of the two.
        names: what they are called, to be translated.
    """
    first, second = (Sentence(name) for name in names)
    if comparison.only_seeds:
        return (Sentence(N_("The two are the same, seeds aside: there is nothing to compare.")),)
    rows = len(comparison.judged)
    one, other = (round(rows * accuracy) for accuracy in comparison.accuracies)
    right = Sentence(
        N_(
            "Each of the {rows:,} colours was left out of training in turn. Called right, on average: “{first}” "
            "{one:,}, “{second}” {other:,}."
        ),
        first=first,
        second=second,
        one=one,
        other=other,
        rows=rows,
    )
    if comparison.p_value <= statistics.LEVEL:
        better = second if comparison.difference > 0 else first
        text = N_(
            "“{better}” does better: its outputs come closer to the labels, and settings that are equally good seldom "
            "differ so much."
        )
        return right, Sentence(text, better=better)
    changed, hidden = len(comparison.changed), round(rows * comparison.hidden)
    if hidden == 0:
        text = N_("These colours cannot tell the two apart: their answers differ for {changed:,} of them.")
        return right, Sentence(text, changed=changed)
    text = N_(
        "These colours cannot tell the two apart: their answers differ for {changed:,} of them, and on new colours one "
        "may still get up to {hidden:,} in {rows:,} more right than the other."
    )
    return right, Sentence(text, changed=changed, hidden=hidden, rows=rows)


def of_price(price: Price) -> tuple[Sentence, ...]:
    """What the best of all tries is worth once their number counts."""
    if price.tries == 1:
        return (Sentence(N_("You have tried one setting on these colours, so nothing has to be paid for trying.")),)
    text = (
        N_(
            "You have tried {tries:,} settings on these colours, {earlier:,} of them before the table was changed; "
            "among so many, luck does as well as your best in {luck}, counted on colours left out of training."
        )
        if price.earlier
        else N_(
            "You have tried {tries:,} settings on these colours; among so many, luck does as well as your best in "
            "{luck}, counted on colours left out of training."
        )
    )
    return (Sentence(text, tries=price.tries, earlier=price.earlier, luck=per_hundred(price.p_value)),)
