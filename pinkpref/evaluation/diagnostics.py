"""What went wrong in a training: found in the run's own figures, each with its evidence, its cause and a cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from pinkpref.colour import rgb_to_hsv
from pinkpref.evaluation.constant_answers import constant_answer, one_answer, ties
from pinkpref.i18n import N_, Sentence, percent
from pinkpref.models import Settings, network
from pinkpref.training import Run
from pinkpref.training.gradients import logit_gradients

BARELY, CHANGED = 0.25, 0.15
"""A training has barely moved the network where its loss went less than this share of the way to perfect answers, and
its answers, from 0 to 1, have changed by less than that."""
SATURATED = 1e-3
MOST_SATURATED = 0.5
STILL_FALLING = 0.1
"""Of the whole fall of the loss, the share in the last quarter of the epochs that says training was not over."""
MEMORISED = 0.15
"""So much more right on training rows than on rows left out."""
LARGE, LEAST_RATE = 10, 1e-4
"""So many times the learning rate that is enough may be too large; and the least rate that is advised."""
MINORITY = 0.3
SEAM = 0.1
"""The share of rows that must stand on either side of red for the seam to matter."""
ENOUGH_EPOCHS, MOST_EPOCHS = 100, 300
ENOUGH_RATE = 0.01
ENOUGH_RATES = {"adadelta": 1.0, "ftrl": 0.1}
"""Learning rates that move a small network, where the optimizer takes another than the rest."""
ON_ONE_SIDE = 0.5
"""The share of rows near red, on either side, for which "reds and pinks" may be said."""
HINDRANCES = frozenset({"steps too large", "barely moved", "same answer", "zero gradients", "saturated"})
"""What keeps a training from finding a rule, whatever there is to find."""


class Finding(NamedTuple):
    """One thing that was found.

    Attributes:
        name: what it is, for programs: "barely moved", "same answer", ...
        evidence: the figures it rests on.
        cause: why that is so.
        advice: what would cure it.
        cure: the settings that do, where settings can.
    """

    name: str
    evidence: Sentence
    cause: Sentence
    advice: Sentence
    cure: Settings | None = None


class Examined(NamedTuple):
    """What the findings look at.

    Attributes:
        run: the training.
        left_out: the share of rows that networks with these settings call right without having seen them.
        loss_reduction: from `loss_reduction`.
        answer_change: from `answer_change`.
    """

    run: Run
    left_out: float
    loss_reduction: float
    answer_change: float


def find(run: Run, left_out: float) -> tuple[Finding, ...]:
    """Everything that is found in a run, what matters most first.

    Args:
        run: a training.
        left_out: the cross-validated accuracy of its settings.
    """
    examined = Examined(run, left_out, loss_reduction(run), answer_change(run))
    return tuple(finding for look in _LOOKS for finding in look(examined))


def loss_reduction(run: Run) -> float:
    """How far training brought the loss: 0 is always answering the share of likes, 1 is answering perfectly.

    Negative where the loss is worse than always answering the share; NaN where it is no number, or where all training
    rows have one label, so that always answering their share is perfect.
    """
    like = run.dataset.like[run.train_rows]
    if np.ptp(like) == 0:
        return float("nan")
    shares = np.broadcast_to([1 - like.mean(), like.mean()], (len(like), 2))
    constant = network.losses(run.settings.loss, like, shares).mean()
    perfect = network.losses(run.settings.loss, like, np.eye(2)[like]).mean()
    if not len(run.metrics):
        return 0.0
    return float((constant - run.metrics[-1, 0]) / (constant - perfect))


def answer_change(run: Run) -> float:
    """How far training moved the network's liking of its training rows, on average, from 0 to 1; NaN if it diverged."""
    rgb = run.dataset.rgb[run.train_rows]
    return float(np.abs(run.predict(rgb) - run.predict(rgb, epoch=0)).mean())


def barely_moved(run: Run) -> bool:
    """Whether training has hardly changed the network's answers, nor brought its loss far."""
    return _barely(loss_reduction(run), answer_change(run))


def _barely(loss: float, answers: float) -> bool:
    return loss < BARELY and answers < CHANGED


def _steps_too_large(examined: Examined) -> Iterator[Finding]:
    run, rate = examined.run, examined.run.settings.learning_rate
    if run.diverged:
        evidence = Sentence(N_("In epoch {epoch} the loss stopped being a number."), epoch=len(run.metrics))
    elif (
        _large(run.settings)
        and examined.loss_reduction < BARELY
        and examined.answer_change >= CHANGED
        and one_answer(run)
    ):
        evidence = Sentence(
            N_(
                "At a learning rate of {rate:g} training changed the answers, from 0 to 1, by {change:.2f} on average, "
                "to the same side for every colour, and the loss ended at {last:.4f}."
            ),
            rate=rate,
            change=examined.answer_change,
            last=float(run.metrics[-1, 0]),
        )
    else:
        return
    cure = run.settings.replace(learning_rate=max(rate / 10, LEAST_RATE))
    yield Finding(
        "steps too large",
        evidence,
        Sentence(N_("The steps are so large that they jump past the goal, to where nothing moves them any more.")),
        Sentence(N_("a learning rate of {rate:g}"), rate=cure.learning_rate),
        cure,
    )


def _barely_moved(examined: Examined) -> Iterator[Finding]:
    settings, run = examined.run.settings, examined.run
    cure = _enough(settings)
    if not _barely(examined.loss_reduction, examined.answer_change) or cure == settings:
        return
    batches = -(-len(run.train_rows) // settings.batch_size)
    yield Finding(
        "barely moved",
        Sentence(
            N_(
                "Training made {steps:,} steps at a learning rate of {rate:g}. They changed its answers, from 0 to 1, "
                "by {change:.2f} on average, and brought its loss {share} of the way from always answering the "
                "share of likes to answering perfectly."
            ),
            steps=batches * len(run.metrics),
            rate=settings.learning_rate,
            change=examined.answer_change,
            share=percent(max(examined.loss_reduction, 0.0)),
        ),
        Sentence(N_("So many steps of that size do not carry the weights far from where they started.")),
        _advice_of_enough(settings, cure),
        cure,
    )


def _enough(settings: Settings) -> Settings:
    """The same experiment with steps that are large and many enough to move a small network, and not too large."""
    enough = _enough_rate(settings)
    return settings.replace(
        scaling="standard",
        learning_rate=enough if _large(settings) else max(settings.learning_rate, enough),
        epochs=max(settings.epochs, ENOUGH_EPOCHS),
    )


def _large(settings: Settings) -> bool:
    """Whether the learning rate is one that may be too large."""
    return settings.learning_rate >= LARGE * _enough_rate(settings)


def _enough_rate(settings: Settings) -> float:
    """The learning rate that moves a small network with this optimizer."""
    return ENOUGH_RATES.get(settings.optimizer, ENOUGH_RATE)


def _advice_of_enough(settings: Settings, cure: Settings) -> Sentence:
    """What the cure changes; what is in force already is not advised."""
    changed = (
        settings.scaling != cure.scaling,
        settings.learning_rate != cure.learning_rate,
        settings.epochs != cure.epochs,
    )
    return Sentence(_ADVICE[changed], rate=cure.learning_rate, epochs=cure.epochs)


_ADVICE = {
    (True, True, True): N_("normalising by z-score, a learning rate of {rate:g} and {epochs} epochs"),
    (True, True, False): N_("normalising by z-score and a learning rate of {rate:g}"),
    (True, False, True): N_("normalising by z-score and {epochs} epochs"),
    (True, False, False): N_("normalising by z-score"),
    (False, True, True): N_("a learning rate of {rate:g} and {epochs} epochs"),
    (False, True, False): N_("a learning rate of {rate:g}"),
    (False, False, True): N_("{epochs} epochs"),
}
"""By whether scaling, learning rate and epochs change."""


def _same_answer(examined: Examined) -> Iterator[Finding]:
    run = examined.run
    if run.diverged or not one_answer(run):
        return
    rows, equal = len(run.dataset), ties(run)
    if equal:
        text = N_("Both outputs are equal for {ties:,} of the {rows:,} colours, and none is called liked.")
        evidence = Sentence(text, ties=equal, rows=rows)
        cause = Sentence(N_("Equal outputs are no answer."))
    else:
        answer = Sentence(N_("liked")) if constant_answer(run) else Sentence(N_("not liked"))
        text = N_("The network answers “{answer}” for every one of the {rows:,} colours.")
        evidence = Sentence(text, answer=answer, rows=rows)
        cause = Sentence(N_("Whatever the colour, the same of its two outputs is the larger."))
    cure = _enough(run.settings)
    known = cure == run.settings
    yield Finding(
        "same answer",
        evidence,
        cause,
        Sentence(N_("other inputs, or more colours")) if known else _advice_of_enough(run.settings, cure),
        None if known else cure,
    )


def _saturated(examined: Examined) -> Iterator[Finding]:
    run = examined.run
    if run.settings.scaling != "none" or run.diverged:
        return
    advice = Sentence(N_("normalising by z-score"))
    cause = Sentence(
        N_("Inputs as large as 255 push the sigmoid of the outputs to its ends, where it hardly reacts any more.")
    )
    cure = run.settings.replace(scaling="standard")
    logits = run.activations(run.dataset.rgb[run.train_rows])[-1]
    outputs = 1 / (1 + np.exp(-np.clip(logits, -500, 500).astype(np.float64)))
    share = float(((outputs < SATURATED) | (outputs > 1 - SATURATED)).mean())
    stuck = int((logit_gradients(run.settings.loss, run.dataset.like[run.train_rows], logits) == 0).all(axis=1).sum())
    if stuck:
        evidence = Sentence(
            N_("For {count:,} of {rows:,} training colours the slope of the loss is exactly 0: they teach it nothing."),
            count=stuck,
            rows=len(logits),
        )
        yield Finding("zero gradients", evidence, cause, advice, cure)
    if share >= MOST_SATURATED:
        evidence = Sentence(N_("{share} of the outputs are within 0.001 of 0 or 1."), share=percent(share))
        yield Finding("saturated", evidence, cause, advice, cure)


def _dead_units(examined: Examined) -> Iterator[Finding]:
    run = examined.run
    if run.settings.activation != "relu" or run.diverged:
        return
    hidden = run.activations(run.dataset.rgb)[:-1]
    dead = sum(int((layer <= 0).all(axis=0).sum()) for layer in hidden)
    if not dead:
        return
    raw = run.settings.scaling == "none"
    yield Finding(
        "dead units",
        Sentence(
            N_("{count} of {units} hidden units give 0 for every colour."),
            count=dead,
            units=sum(run.settings.hidden),
        ),
        Sentence(N_("A unit whose sum is negative for every colour passes nothing on, and so learns nothing.")),
        Sentence(N_("normalising by z-score")) if raw else Sentence(N_("another start")),
        run.settings.replace(scaling="standard") if raw else run.settings.replace(seed=(run.settings.seed + 1) % 2**32),
    )


def _still_falling(examined: Examined) -> Iterator[Finding]:
    run, loss = examined.run, examined.run.metrics[:, 0]
    more = min(MOST_EPOCHS, 3 * run.settings.epochs)
    if len(loss) < 8 or run.diverged or examined.loss_reduction < BARELY or more <= run.settings.epochs:
        return
    late = loss[-1 - len(loss) // 4]
    if late - loss[-1] < STILL_FALLING * (loss[0] - loss[-1]) or loss[0] <= loss[-1]:
        return
    yield Finding(
        "still falling",
        Sentence(
            N_("In the last quarter of the epochs the training loss still fell, from {before:.4f} to {after:.4f}."),
            before=float(late),
            after=float(loss[-1]),
        ),
        Sentence(N_("Training was stopped before it was over.")),
        Sentence(N_("{epochs} epochs"), epochs=more),
        run.settings.replace(epochs=more),
    )


def _memorised(examined: Examined) -> Iterator[Finding]:
    run = examined.run
    if run.diverged or not len(run.metrics):
        return
    known = float(run.history["accuracy"].iloc[-1])
    if known - examined.left_out < MEMORISED:
        return
    yield Finding(
        "memorised",
        Sentence(
            N_("It calls {known} of its training colours right, but only {left} of colours left out."),
            known=percent(known),
            left=percent(examined.left_out),
        ),
        Sentence(N_("Part of what it knows is its training colours by heart; that is called overfitting.")),
        Sentence(N_("more colours")),
    )


def _seam(examined: Examined) -> Iterator[Finding]:
    run = examined.run
    if "hsv" not in run.settings.inputs:
        return
    hue, saturation, _ = rgb_to_hsv(run.dataset.rgb / 255).T
    below, above = (float(((saturation > 0) & side).mean()) for side in (hue < 1 / 6, hue > 5 / 6))
    if min(below, above) < SEAM or below + above < ON_ONE_SIDE:
        return
    yield Finding(
        "hue on the seam",
        Sentence(
            N_("{above} of the colours have a hue above 300 degrees and {below} have one below 60 degrees."),
            above=percent(above),
            below=percent(below),
        ),
        Sentence(N_("To the eye both are reds and pinks, and neighbours; as numbers their hues are far apart.")),
        Sentence(N_("the hue as a point on a circle")),
        run.settings.replace(
            inputs=tuple(dict.fromkeys("hue_circle" if name == "hsv" else name for name in run.settings.inputs))
        ),
    )


def _unbalanced(examined: Examined) -> Iterator[Finding]:
    like = examined.run.dataset.like
    share = min(like.mean(), 1 - like.mean())
    if share >= MINORITY:
        return
    rare, common = (N_("liked"), N_("not liked")) if like.mean() < 0.5 else (N_("not liked"), N_("liked"))
    yield Finding(
        "unbalanced",
        Sentence(
            N_("Only {count:,} of {rows:,} colours are “{rare}”."),
            count=round(share * len(like)),
            rows=len(like),
            rare=Sentence(rare),
        ),
        Sentence(
            N_("Always answering “{common}” is right for {share}, without looking at a colour."),
            common=Sentence(common),
            share=percent(1 - share),
        ),
        Sentence(N_("more colours that are “{rare}”"), rare=Sentence(rare)),
    )


def _contradictory(examined: Examined) -> Iterator[Finding]:
    liked = examined.run.dataset.liked_by_colour
    count = int(((liked > 0) & (liked < 1)).sum())
    if count:
        yield Finding(
            "contradictory labels",
            Sentence(N_("Colours that occur more than once with both labels: {count:,}."), count=count),
            Sentence(N_("No network can be right for both.")),
            Sentence(N_("one label for each colour")),
        )


_LOOKS: tuple[Callable[[Examined], Iterator[Finding]], ...] = (
    _steps_too_large,
    _barely_moved,
    _same_answer,
    _saturated,
    _dead_units,
    _seam,
    _still_falling,
    _memorised,
    _unbalanced,
    _contradictory,
)
