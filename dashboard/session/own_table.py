"""A person's own file: read, waiting to be told how it is to be read, or refused."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pinkpref import Dataset, DatasetError, Reading, UnclearTable, read_csv
from pinkpref.tables import look, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from pinkpref.i18n import Sentence
    from pinkpref.tables import Table

MOST_KEPT = 16
"""What is kept of reading one file in one way or another, so that going back and forth takes no time."""


class Own(NamedTuple):
    """A person's own table: the name of its file, what that holds, and what it was read as."""

    name: str
    content: bytes
    dataset: Dataset


@dataclass(frozen=True, eq=False)
class Asking:
    """A file that waits to be told how it is to be read.

    Attributes:
        name: of the file.
        content: all of it.
        number: of the question, in this session.
        known: what is known; for a file that is read already, how it was read.
        again: whether it is read already, and everything about it may be changed.
        answers: what was chosen on the page, by the name of the choice.
    """

    name: str
    content: bytes
    number: int
    known: Reading = field(default_factory=Reading)
    again: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    _known: dict[tuple[str, Reading], Any] = field(default_factory=dict)

    def read(self, reading: Reading) -> Dataset | DatasetError:
        """What comes of reading it like that."""
        outcome: Dataset | DatasetError = self._once(
            "read", reading, lambda: read_csv(io.BytesIO(self.content), reading)
        )
        return outcome

    def look(self, reading: Reading) -> Table | None:
        """Its beginning, if it is a table at all when read like that."""
        seen = self._once("look", reading, lambda: look(io.BytesIO(self.content), reading))
        return None if isinstance(seen, DatasetError) else seen[0]

    def question(self, reading: Reading) -> UnclearTable | None:
        """What can be asked about its ratings, if it is a table when read like that."""
        asked = self._once("question", reading, lambda: question(io.BytesIO(self.content), reading))
        return asked if isinstance(asked, UnclearTable) else None

    def _once(self, what: str, reading: Reading, work: Callable[[], Any]) -> Any:
        """What ``work`` gives, or the error that it raises, kept for the next who asks the same."""
        if (what, reading) not in self._known:
            if len(self._known) == MOST_KEPT:
                self._known.clear()
            try:
                self._known[what, reading] = work()
            except DatasetError as error:
                self._known[what, reading] = error.with_traceback(None)
        return self._known[what, reading]

    def key(self, field: str) -> str:
        """The key of a control of this question."""
        return f"reading {self.number} {field}"


class Problem(NamedTuple):
    """What is wrong with the file that was chosen last, and what it holds where it may be read in another way."""

    name: str
    sentences: tuple[Sentence, ...]
    content: bytes = b""
