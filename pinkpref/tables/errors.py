"""What is wrong with a table, in sentences: a few in full, the others counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from pinkpref.i18n import N_, Sentence, SentenceError

MOST_PROBLEMS = 20
LONGEST = 40


class DatasetError(SentenceError):
    """A table that cannot be used as it is: `problems` has a sentence for each thing wrong, by line and column."""


class Faults(NamedTuple):
    """How many things are wrong in one way, and (line, sentence) for as many of them as an error shows."""

    total: int
    first: list[tuple[int, Sentence]]


def refuse(found: Sequence[Faults], more: Sequence[Sentence] = ()) -> None:
    """Raises the error that tells these faults from top to bottom, and then ``more``; does nothing where none is.

    Raises:
        DatasetError: there is a fault.
    """
    if any(faults.total for faults in found):
        first = sorted((problem for faults in found for problem in faults.first), key=lambda problem: problem[0])
        raise refusal([sentence for _, sentence in first], sum(faults.total for faults in found), more)


def refusal(problems: Sequence[Sentence], count: int | None = None, more: Sequence[Sentence] = ()) -> DatasetError:
    """The error that shows the first of ``problems``, says how many more there are of ``count``, and adds ``more``."""
    return DatasetError(*told(problems, count), *more)


def told(problems: Sequence[Sentence], count: int | None = None) -> list[Sentence]:
    """The first of ``problems``, and a sentence that says how many more there are of ``count`` in all."""
    shown = list(problems[:MOST_PROBLEMS])
    left = (len(problems) if count is None else count) - len(shown)
    return shown + ([Sentence(N_("Further problems of this kind: {count}."), count=left)] if left else [])


def some(items: Iterable[object]) -> str:
    """The first few of many, each cut short where it is long."""
    first = list(islice(items, MOST_PROBLEMS + 1))
    return ", ".join(cut(str(item)) for item in first[:MOST_PROBLEMS]) + (", ..." if first[MOST_PROBLEMS:] else "")


def cut(cell: str) -> str:
    """A text as an error shows it, cut short where it is long."""
    return cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…"
