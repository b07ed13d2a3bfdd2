"""One answer whatever the colour: what a network gives, was shown, and would get right by it."""

from __future__ import annotations

from pinkpref.training import Run

EQUAL = 0.5
"""The liking of a colour for which both outputs are equal."""


def constant_answer(run: Run) -> int | None:
    """The one answer (1 liked, 0 not) that a network gives to every colour; None if it gives both, ties or broke."""
    return 1 if (run.liking > EQUAL).all() else 0 if (run.liking < EQUAL).all() else None


def ties(run: Run) -> int:
    """For how many colours both outputs of a network are equal, where it calls none liked; otherwise 0."""
    return 0 if (run.liking > EQUAL).any() else int((run.liking == EQUAL).sum())


def one_answer(run: Run) -> bool:
    """Whether a network calls all colours liked or none, as Keras counts it: ties are not liked."""
    return constant_answer(run) is not None or ties(run) > 0


def tied_test_rows(run: Run) -> int:
    """For how many test rows they are."""
    return int((run.liking[run.test_rows] == EQUAL).sum())


def trained_label(run: Run) -> int | None:
    """The one label (1 liked, 0 not) of all rows that a network was trained on; None if both occur."""
    labels = run.dataset.like[run.train_rows]
    return int(labels[0]) if (labels == labels[0]).all() else None


def constant_right(run: Run) -> tuple[int, int]:
    """How many of the very test rows always answering "not liked" gets right, and always answering "liked"."""
    liked = int(run.dataset.like[run.test_rows].sum())
    return len(run.test_rows) - liked, liked


def better_constant(right: tuple[int, int]) -> int:
    """The answer (1 liked, 0 not) that gets more rows right, by `constant_right`; liked where both get as many."""
    return int(right[1] >= right[0])
