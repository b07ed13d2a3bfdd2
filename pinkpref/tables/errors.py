"""What is wrong with a table, in sentences: the first few in full, the others counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from pinkpref.i18n import N_, Sentence, SentenceError

MOST_PROBLEMS = 20
LONGEST = 40


class DatasetError(SentenceError):
    """A table that cannot be used as it is: `problems` has a sentence for each thing wrong, by line and column."""


class Problems(NamedTuple):
    """Problems of one kind: how many there are, and (line, sentence) of as many as an error shows."""

    total: int = 0
    first: Sequence[tuple[int, Sentence]] = ()


def raise_problems(found: Sequence[Problems], hints: Sequence[Sentence] = ()) -> None:
    """Raises one error with problems of all kinds, sorted by line, then ``hints``; does nothing where there is none.

    Raises:
        DatasetError: there is a problem.
    """
    if any(problems.total for problems in found):
        first = sorted((problem for problems in found for problem in problems.first), key=lambda problem: problem[0])
        total = sum(problems.total for problems in found)
        raise dataset_error([sentence for _, sentence in first], total, hints)


def dataset_error(
    problems: Sequence[Sentence], total: int | None = None, hints: Sequence[Sentence] = ()
) -> DatasetError:
    """The error that shows the first of ``problems``, says how many more there are of ``total``, and adds ``hints``."""
    return DatasetError(*first_problems(problems, total), *hints)


def first_problems(problems: Sequence[Sentence], total: int | None = None) -> list[Sentence]:
    """The first of ``problems``, and a sentence that says how many more there are of ``total``."""
    shown = list(problems[:MOST_PROBLEMS])
    left = (len(problems) if total is None else total) - len(shown)
    return shown + ([Sentence(N_("Further problems of this kind: {count}."), count=left)] if left else [])


def join_first(items: Iterable[object]) -> str:
    """The first few items, each truncated, separated by commas."""
    first = list(islice(items, MOST_PROBLEMS + 1))
    return ", ".join(truncate(str(item)) for item in first[:MOST_PROBLEMS]) + (", ..." if first[MOST_PROBLEMS:] else "")


def truncate(text: str) -> str:
    """A text of at most `LONGEST` characters."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
