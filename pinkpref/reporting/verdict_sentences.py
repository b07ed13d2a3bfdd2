"""The verdict in words: every sentence is made from the figures beside it, and claims no more than they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinkpref.evaluation import statistics
from pinkpref.i18n import N_, Sentence, per_hundred, percent

if TYPE_CHECKING:
    from pinkpref.evaluation import Verdict

EVEN = 0.505
"""A commoner answer that is not commoner than this is no better than a coin."""
FAINT = 0.2
"""A p-value from which on it is plainly no sign; below it, down to the level of "learned", no clear one."""


def answer(verdict: Verdict) -> tuple[Sentence, ...]:
    """One to three sentences: did it learn, is it good, and what next."""
    if verdict.outcome == "learned":
        return _did_it_learn(verdict), _of_networks_like_it(verdict), _is_it_good(verdict)
    following = _next(verdict)
    return (_did_it_learn(verdict), _is_it_good(verdict), *([following] if following else []))


def _did_it_learn(verdict: Verdict) -> Sentence:
    return Sentence(
        N_(
            "{head}: with every colour left out in turn, the same network on labels dealt out again at random did as "
            "well {tries}{few}{barely}."
        ),
        head=_head(verdict),
        tries=_tries(verdict),
        few=_few(verdict),
        barely=_barely(verdict),
    )


def _head(verdict: Verdict) -> Sentence:
    if verdict.outcome == "learned":
        return Sentence(N_("It learned something"))
    if verdict.outcome == "cannot tell":
        return Sentence(N_("It cannot be told yet whether it learned"))
    if verdict.p_value < FAINT:
        return Sentence(N_("There is no clear sign that it learned"))
    return Sentence(N_("There is no sign that it learned"))


def _tries(verdict: Verdict) -> Sentence:
    count, tries = verdict.extreme_shuffles, verdict.permutations
    if count == 0:
        return Sentence(N_("in none of {tries:,} tries"), tries=tries)
    if verdict.outcome == "learned":
        return Sentence(N_("in only {count:,} of {tries:,} tries"), count=count, tries=tries)
    return Sentence(N_("in {count:,} of {tries:,} tries"), count=count, tries=tries)


def _few(verdict: Verdict) -> str:
    if verdict.outcome != "cannot tell":
        return ""
    needed = verdict.colours_needed
    if needed is None or needed <= verdict.colours:
        return Sentence(N_("; {colours:,} colours are too few to tell"), colours=verdict.colours)
    return Sentence(
        N_("; {colours:,} colours are too few to tell, about {needed:,} would do"),
        colours=verdict.colours,
        needed=needed,
    )


def _barely(verdict: Verdict) -> str:
    if not verdict.barely_moved:
        return ""
    if verdict.outcome == "learned":
        return Sentence(N_(", although training has barely moved it"))
    return Sentence(N_(", and training has barely moved it"))


def _is_it_good(verdict: Verdict) -> Sentence:
    if verdict.run.diverged:
        return Sentence(N_("Its outputs are no longer numbers, so its test score means nothing."))
    score = {"right": verdict.right, "rows": verdict.rows}
    if verdict.known_rows:
        return Sentence(
            N_(
                "In its one test it got {right:,} of {rows:,} rows right, but the colours of {known:,} of them are "
                "among those it was trained on, so that says little about new colours."
            ),
            **score,
            known=verdict.known_rows,
        )
    return Sentence(
        N_(
            "In its one test it got {right:,} of {rows:,} test colours right; {plain} gets as many or more in {luck}, "
            "and the network's true rate may lie anywhere from {low} to {high}."
        ),
        **score,
        plain=plain(verdict),
        luck=per_hundred(verdict.baseline_p_value),
        low=percent(verdict.interval.low),
        high=percent(verdict.interval.high),
    )


def _of_networks_like_it(verdict: Verdict) -> Sentence:
    low, high = verdict.left_out_interval
    text = (
        N_(
            "Networks trained the same way call {left} of colours left out right (it may be {low} to {high}); "
            "{plain} would get {baseline}."
        )
        if low > verdict.baseline
        else N_(
            "What it learned is too faint to count on: networks trained the same way call {left} of colours left out "
            "right (it may be {low} to {high}), where {plain} would get {baseline}."
        )
    )
    return Sentence(
        text,
        left=percent(verdict.left_out_accuracy),
        low=percent(low),
        high=percent(high),
        plain=plain(verdict),
        baseline=percent(verdict.baseline),
    )


def _next(verdict: Verdict) -> Sentence | None:
    advised = verdict.advice
    if advised:
        settle = _settling(verdict)
        if settle:
            return Sentence(N_("Most likely to matter: {advice}; {settle}."), advice=advised.advice, settle=settle)
        return Sentence(N_("Most likely to matter: {advice}."), advice=advised.advice)
    if verdict.outcome == "no sign" and not verdict.barely_moved:
        return Sentence(N_("Perhaps the labels hold no rule; perhaps it takes more colours to find it."))
    return None


def _settling(verdict: Verdict) -> Sentence | None:
    """How many test colours a clear test score would take."""
    fewest, most = (statistics.rows_needed(rate, verdict.baseline) for rate in (0.8, 0.7))
    if fewest is None:
        return None
    values = {"plain": plain(verdict), "fewest": fewest, "rows": verdict.rows}
    if most is None:
        return Sentence(
            N_(
                "to tell it from {plain}, a test takes about {fewest:,} colours if it is right 80% of the time (this "
                "one had {rows:,})"
            ),
            **values,
        )
    return Sentence(
        N_(
            "to tell it from {plain}, a test takes about {fewest:,} colours if it is right 80% of the time, and "
            "{most:,} if 70% (this one had {rows:,})"
        ),
        **values,
        most=most,
    )


def plain(verdict: Verdict) -> Sentence:
    """Who answers without looking: a coin, or the commoner answer where one is commoner."""
    if verdict.baseline <= EVEN:
        return Sentence(N_("a coin"))
    return Sentence(N_("always answering “{common}”"), common=common(verdict))


def common(verdict: Verdict) -> Sentence:
    """The commoner answer."""
    return Sentence(N_("liked")) if verdict.dataset.like.mean() > 0.5 else Sentence(N_("not liked"))
