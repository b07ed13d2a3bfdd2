"""The verdict in words: every sentence is made from the figures beside it, and claims no more than they do.

The rules, each in one function: what is wrong with the shown network itself (`_fault`, in words `_wrong`), the outcome
(`_result`) and what it rests on (`_evidence`), where the networks that judge differ from it (`_judges`), whether
training moved it (`_barely`), how good networks like it are (`_how_good`) and on what colours (`_alike`), whether there
is a rule in the labels at all (`_in_the_labels`), what the one test says (`_test_score`), what may help (`_next`), and
how many test colours a clear score would take (`_clear_score`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pinkpref.evaluation import statistics
from pinkpref.evaluation.constant_answers import better_constant
from pinkpref.i18n import N_, Sentence, percent
from pinkpref.reporting.evidence_sentences import part_of_the_colours

if TYPE_CHECKING:
    from pinkpref.evaluation import Verdict

EVEN = 0.505
"""A commoner answer that is not commoner than this is no better than a coin."""
NO_CLEAR = 0.2
"""A p-value from which on it is plainly no sign; below it, down to the level of "learned", no clear one."""
RARE = 0.65
"""A commoner answer from which on the rate of right answers is told for each label too."""


class Mark(NamedTuple):
    """A verdict's outcome at a glance: its kind (a name for its colour), a shape, and a word."""

    kind: str
    shape: str
    word: str


MARKS = {
    "clear": Mark("learned", "✓", N_("Learned")),
    "faint": Mark("faint", "≈", N_("Faint")),
    "unknown": Mark("faint", "≈", N_("Learned, how well is open")),
    "no numbers": Mark("cannot-tell", "!", N_("No numbers")),
    "one label": Mark("no-sign", "–", N_("One label")),
    "tie": Mark("no-sign", "=", N_("A tie")),
    "one answer": Mark("no-sign", "–", N_("One answer")),
    "no sign": Mark("no-sign", "–", N_("No sign")),
    "cannot tell": Mark("cannot-tell", "?", N_("Cannot tell")),
}


def mark(verdict: Verdict) -> Mark:
    """The outcome as a shape, a word and a colour; a tick only for what the shown network clearly learned."""
    return MARKS[_fault(verdict) or (verdict.strength if verdict.outcome == "learned" else verdict.outcome)]


def answer(verdict: Verdict, short: bool = False) -> tuple[Sentence, ...]:
    """Short sentences: did it learn, is it good, and what next; those that have something to say.

    Args:
        verdict: to be told.
        short: of one of two networks beside each other, no more of what would be the same of both.
    """
    in_the_labels, what_next = ((), ()) if short else (_in_the_labels(verdict), _next(verdict))
    said = (
        *_beginning(verdict),
        *_judges(verdict),
        _barely(verdict),
        _how_good(verdict),
        _alike(verdict),
        *in_the_labels,
        _test_score(verdict),
        *what_next,
    )
    return tuple(sentence for sentence in said if sentence)


def _beginning(verdict: Verdict) -> tuple[Sentence, ...]:
    """What is wrong with the shown network itself, if anything is; the outcome; and what that rests on.

    Where networks trained the same way learned something and the shown one did not, "it learned" is not said.
    """
    wrong = _wrong(verdict)
    if wrong and verdict.outcome == "learned":
        return wrong, _evidence(verdict, of_others=True)
    outcome = _result(verdict), _evidence(verdict, of_others=False)
    return (wrong, *outcome) if wrong else outcome


def _fault(verdict: Verdict) -> str | None:
    """What is wrong with the shown network itself, whatever networks like it learned: the worst, a key of `MARKS`."""
    if verdict.run.diverged:
        return "no numbers"
    if verdict.trained_label is not None:
        return "one label"
    if verdict.ties:
        return "tie"
    return None if verdict.constant_answer is None else "one answer"


def _wrong(verdict: Verdict) -> Sentence | None:
    """What the shown network does whatever the colour, or was shown."""
    rows, fault = len(verdict.dataset), _fault(verdict)
    if fault == "no numbers":
        return Sentence(N_("Its outputs are no longer numbers, so its test score means nothing."))
    if fault == "one label":
        return Sentence(
            N_("All {rows:,} colours that it was trained on are “{label}”."),
            rows=len(verdict.run.train_rows),
            label=_label(verdict.trained_label),
        )
    if fault == "tie" and verdict.ties == rows:
        return Sentence(N_("Its two outputs are equal for every colour: a tie, which says nothing."))
    if fault == "tie":
        text = N_(
            "Its two outputs are equal for {ties:,} of {rows:,} colours, a tie, and it says “{answer}” to the rest."
        )
        return Sentence(text, ties=verdict.ties, rows=rows, answer=_label(0))
    if fault == "one answer":
        return Sentence(N_("It says “{answer}” to every colour."), answer=_label(verdict.constant_answer))
    return None


def _result(verdict: Verdict) -> Sentence:
    if verdict.outcome == "learned":
        return _learned(verdict)
    if verdict.outcome == "cannot tell":
        return _too_few(verdict)
    if verdict.p_value < NO_CLEAR:
        return Sentence(N_("There is no clear sign that it learned."))
    return Sentence(N_("There is no sign that it learned."))


def _learned(verdict: Verdict) -> Sentence:
    if verdict.strength == "clear":
        return Sentence(N_("It learned something."))
    if verdict.strength == "faint":
        return Sentence(N_("It learned something, but too faint to count on."))
    return Sentence(
        N_("It learned something; how good it is cannot be said from {colours:,} colours."), colours=verdict.colours
    )


def _too_few(verdict: Verdict) -> Sentence:
    ways = verdict.folds.shuffled.arrangements
    if ways < statistics.LEAST_ARRANGEMENTS:
        return Sentence(
            N_(
                "It cannot be told whether it learned: labels are shuffled between colours that were rated equally "
                "often, and here there are only {ways:,} ways to do so; it takes {least}."
            ),
            ways=ways,
            least=statistics.LEAST_ARRANGEMENTS,
        )
    needed = verdict.colours_needed
    if needed is None or needed <= verdict.colours:
        text = N_("It cannot be told yet whether it learned: {colours:,} different colours are too few.")
        return Sentence(text, colours=verdict.colours)
    return Sentence(
        N_(
            "It cannot be told yet whether it learned: {colours:,} different colours are too few, about {needed:,} "
            "would do."
        ),
        colours=verdict.colours,
        needed=needed,
    )


def _evidence(verdict: Verdict, of_others: bool) -> Sentence:
    """How the same network does on shuffled labels; every colour is left out of training in turn."""
    if of_others:
        text = N_(
            "Networks trained the same way do learn something: on colours left out of training they did as well with "
            "shuffled labels as with the real ones, or better, {tries}."
        )
    else:
        text = N_(
            "On colours left out of training, the same network with shuffled labels did as well as with the real ones, "
            "or better, {tries}."
        )
    return Sentence(text, tries=_tries(verdict))


def _tries(verdict: Verdict) -> Sentence:
    count, tries = verdict.extreme_shuffles, verdict.permutations
    if verdict.so_far:
        return Sentence(N_("in {count:,} of {tries:,} tries so far"), count=count, tries=tries)
    if count == 0:
        return Sentence(N_("in none of {tries:,} tries"), tries=tries)
    if verdict.outcome == "learned":
        return Sentence(N_("in only {count:,} of {tries:,} tries"), count=count, tries=tries)
    return Sentence(N_("in {count:,} of {tries:,} tries"), count=count, tries=tries)


def _judges(verdict: Verdict) -> tuple[Sentence, ...]:
    """Where the networks that judge saw more or fewer rows than the shown one, or one label: folds leave no choice."""
    said = []
    if not verdict.trained_alike:
        fewest, most = verdict.training_rows
        text = (
            N_("The networks that judge it were trained on {fewest:,} of {rows:,} rows, the one shown on {shown:,}.")
            if fewest == most
            else N_(
                "The networks that judge it were trained on {fewest:,} to {most:,} of {rows:,} rows, the one shown on "
                "{shown:,}."
            )
        )
        shown, rows = len(verdict.run.train_rows), len(verdict.judged)
        said.append(Sentence(text, fewest=fewest, most=most, rows=rows, shown=shown))
    one_label, networks = verdict.one_label_networks
    if one_label:
        text = N_("{count:,} of the {networks:,} networks that judge it saw one label only.")
        said.append(Sentence(text, count=one_label, networks=networks))
    return tuple(said)


def _barely(verdict: Verdict) -> Sentence | None:
    if not verdict.barely_moved:
        return None
    return Sentence(N_("Training has barely moved it."))


def _how_good(verdict: Verdict) -> Sentence | None:
    """How often networks trained the same way are right, beside answering without looking."""
    if verdict.outcome != "learned":
        return None
    low, high = verdict.left_out_interval
    figures = {
        "left": percent(verdict.left_out_accuracy),
        "low": percent(low),
        "high": percent(high),
        "plain": plain(verdict),
        "baseline": percent(verdict.baseline),
    }
    if verdict.baseline < RARE:
        return Sentence(
            N_(
                "Networks trained the same way call {left} of colours left out right (it may be {low} to {high}); "
                "{plain} would get {baseline}."
            ),
            **figures,
        )
    liked, not_liked = verdict.recalls
    return Sentence(
        N_(
            "Networks trained the same way call {left} of colours left out right (it may be {low} to {high}): {liked} "
            "of those that are liked, {not_liked} of those that are not; {plain} would get {baseline}."
        ),
        **figures,
        liked=percent(liked),
        not_liked=percent(not_liked),
    )


def _alike(verdict: Verdict) -> Sentence | None:
    """That most colours have a near one, so that recognising a neighbour is all that need have been learned."""
    if verdict.outcome != "learned" or verdict.close_colours * 2 <= verdict.colours:
        return None
    return Sentence(
        N_(
            "{close:,} of the {colours:,} colours lie close to another one, so that may only mean that it recognises "
            "colours almost like those it saw."
        ),
        close=verdict.close_colours,
        colours=verdict.colours,
    )


def _test_score(verdict: Verdict) -> Sentence | None:
    """The one test of the shown network, beside the better constant answer on the very same rows."""
    if verdict.run.diverged:
        return None
    score = {"right": verdict.right, "rows": verdict.rows}
    if verdict.mostly_known:
        return Sentence(
            N_(
                "In its one test it got {right:,} of {rows:,} rows right, but the colours of {known:,} of them are "
                "among those it was trained on, so that says little about new colours."
            ),
            **score,
            known=verdict.known_rows,
        )
    constant = better_constant(verdict.constant_right)
    return Sentence(
        N_(
            "In its one test it got {right:,} of {rows:,} test colours right, where always answering “{common}” gets "
            "{constant:,}; its true rate may lie anywhere from {low} to {high}."
        ),
        **score,
        common=_label(constant),
        constant=verdict.constant_right[constant],
        low=percent(verdict.interval.low),
        high=percent(verdict.interval.high),
    )


def _in_the_labels(verdict: Verdict) -> tuple[Sentence | None, ...]:
    """Whether another method finds a rule where this network shows none: settings and taste are two things."""
    if verdict.outcome == "learned":
        return ()
    part = part_of_the_colours(verdict.signal)
    if verdict.signal.found:
        said = Sentence(
            N_(
                "Another method does better on these labels than on shuffled ones, so other settings may find a rule: "
                "there shuffled labels did as well or better in {count:,} of {tries:,} tries."
            ),
            count=verdict.signal.extreme_shuffles,
            tries=verdict.signal.permutations,
        )
        return said, part
    if verdict.outcome == "cannot tell":
        return ()
    text = N_(
        "Another method finds no rule in these labels either: perhaps there is none, perhaps it takes more colours to "
        "find it."
    )
    return Sentence(text), part


def _next(verdict: Verdict) -> tuple[Sentence | None, ...]:
    """The change to try first, and how many test colours a clear score would take."""
    advised = verdict.advice
    if not advised:
        return ()
    return Sentence(N_("Worth trying first: {advice}."), advice=advised.advice), _clear_score(verdict)


def _clear_score(verdict: Verdict) -> Sentence | None:
    """How many test colours a clear test score would take."""
    fewest, most = (statistics.rows_needed(rate, verdict.baseline) for rate in (0.8, 0.7))
    if fewest is None:
        return None
    values = {"plain": plain(verdict), "fewest": fewest, "rows": verdict.rows}
    if most is None:
        return Sentence(
            N_(
                "To tell it from {plain}, a test takes about {fewest:,} colours if it is right 80% of the time (this "
                "one had {rows:,})."
            ),
            **values,
        )
    return Sentence(
        N_(
            "To tell it from {plain}, a test takes about {fewest:,} colours if it is right 80% of the time, and "
            "{most:,} if 70% (this one had {rows:,})."
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
    return _label(int(verdict.judged.like.mean() > 0.5))


def _label(answer: int | None) -> Sentence:
    return Sentence(N_("liked")) if answer else Sentence(N_("not liked"))
