"""The verdict in words: every sentence is made from the figures beside it, and claims no more than they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinkpref.findings import BARELY
from pinkpref.language import N_, Sentence, SentenceError

if TYPE_CHECKING:
    from pinkpref.verdict import Verdict

FEWEST_PERMUTATIONS = 19
EVEN = 0.505
"""A commoner answer that is not commoner than this is no better than a coin."""


def answer(verdict: Verdict) -> tuple[Sentence, ...]:
    """One to three sentences: did it learn, is it good, and what next."""
    following = _next(verdict)
    return (_did_it_learn(verdict), _is_it_good(verdict), *([following] if following else []))


def _did_it_learn(verdict: Verdict) -> Sentence:
    figures = {"count": verdict.as_good, "tries": verdict.permutations}
    if verdict.outcome == "learned":
        return Sentence(
            N_(
                "It learned something: on colours it was not trained on, the same network did as well with shuffled "
                "labels in only {count:,} of {tries:,} tries."
            ),
            **figures,
        )
    barely = verdict.moved < BARELY
    if verdict.outcome == "no sign":
        text = (
            N_(
                "There is no sign that it learned: on colours it was not trained on, the same network did as well with "
                "shuffled labels in {count:,} of {tries:,} tries, and training has barely moved it."
            )
            if barely
            else N_(
                "There is no sign that it learned: on colours it was not trained on, the same network did as well with "
                "shuffled labels in {count:,} of {tries:,} tries."
            )
        )
        return Sentence(text, **figures)
    text = (
        N_(
            "It cannot be told yet whether it learned: on colours it was not trained on, the same network did as well "
            "with shuffled labels in {count:,} of {tries:,} tries, but {rows:,} colours are few, and training has "
            "barely moved it."
        )
        if barely
        else N_(
            "It cannot be told yet whether it learned: on colours it was not trained on, the same network did as well "
            "with shuffled labels in {count:,} of {tries:,} tries, but {rows:,} colours are few."
        )
    )
    return Sentence(text, **figures, rows=len(verdict.dataset))


def _is_it_good(verdict: Verdict) -> Sentence:
    if verdict.run.diverged:
        return Sentence(N_("Its outputs are no longer numbers, so its test score means nothing."))
    figures = {
        "right": verdict.right,
        "rows": verdict.rows,
        "luck": per_hundred(verdict.luck),
        "low": verdict.interval.low,
        "high": verdict.interval.high,
    }
    if verdict.baseline <= EVEN:
        return Sentence(
            N_(
                "It got {right:,} of {rows:,} test colours right; a coin gets as many or more in {luck}, and "
                "its true rate may lie anywhere from {low:.0%} to {high:.0%}."
            ),
            **figures,
        )
    return Sentence(
        N_(
            "It got {right:,} of {rows:,} test colours right; always answering “{common}” gets as many or more in "
            "{luck}, and its true rate may lie anywhere from {low:.0%} to {high:.0%}."
        ),
        **figures,
        common=common(verdict),
    )


def _next(verdict: Verdict) -> Sentence | None:
    advice = next((finding.advice for finding in verdict.findings if finding.cure), None)
    if verdict.outcome == "learned":
        return Sentence(
            N_("Of colours left out it calls {left:.0%} right; always answering “{common}” would get {baseline:.0%}."),
            left=verdict.left_out_accuracy,
            common=common(verdict),
            baseline=verdict.baseline,
        )
    settle = settling(verdict)
    if advice and settle:
        return Sentence(N_("Most likely to help: {advice}; {settle}"), advice=advice, settle=settle)
    return Sentence(N_("Most likely to help: {advice}."), advice=advice) if advice else None


def settling(verdict: Verdict) -> Sentence | None:
    """How many test colours a clear answer would take."""
    from pinkpref.intervals import rows_needed

    fewest, most = rows_needed(0.8, verdict.baseline), rows_needed(0.7, verdict.baseline)
    if fewest is None or most is None:
        return None
    return Sentence(
        N_("to show that a network is right 70% to 80% of the time, it takes {fewest:,} to {most:,} test colours."),
        fewest=fewest,
        most=most,
    )


def common(verdict: Verdict) -> Sentence:
    """The commoner answer."""
    return Sentence(N_("liked")) if verdict.dataset.like.mean() > 0.5 else Sentence(N_("not liked"))


def per_hundred(share: float) -> Sentence:
    """A probability as a number of 100 tries, never rounded to none or to all."""
    if share < 0.01:
        return Sentence(N_("fewer than 1 of 100 tries"))
    if share > 0.99:
        return Sentence(N_("more than 99 of 100 tries"))
    return Sentence(N_("{count} of 100 tries"), count=round(100 * share))


def too_few_permutations(permutations: int) -> SentenceError:
    """The refusal of so few shuffles that "learned" could never come out."""
    return SentenceError(
        Sentence(
            N_("permutations must be at least {least}, not {permutations}: with fewer, luck can never be ruled out."),
            least=FEWEST_PERMUTATIONS,
            permutations=permutations,
        )
    )
