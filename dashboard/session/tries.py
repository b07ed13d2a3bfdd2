"""What a session has tried: every verdict that it was shown, so that luck can be counted over all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pinkpref as pp

if TYPE_CHECKING:
    from dashboard.tasks.cache import Source
    from pinkpref import Dataset, Price, Settings, Verdict
    from pinkpref.evaluation.multiple_testing import Try


class Tried:
    """What was tried on one state of a table.

    Attributes:
        tries: by settings, from the most shuffles that were shown.
    """

    def __init__(self, judged: Dataset, own: bool) -> None:
        self.tries: dict[Settings, Try] = {}
        self._own = own
        self._rows = Counter(map(tuple, judged.frame[["R", "G", "B", "LIKE"]].to_numpy().tolist()))

    def is_a_state_of(self, other: Tried) -> bool:
        """Whether both are a person's own table, one before and one after some colours were added or changed.

        That is taken of two tables that share more than half of the smaller one's rows, labels included.
        """
        shared, smaller = (self._rows & other._rows).total(), min(self._rows.total(), other._rows.total())
        return self._own and other._own and shared * 2 > smaller


@dataclass
class Tries:
    """What a session has tried.

    Attributes:
        tables: by the fingerprint of the rows that judge.
    """

    tables: dict[str, Tried] = field(default_factory=dict)

    def shown(self, verdict: Verdict, source: Source) -> None:
        """Counts a verdict that is shown as a try on its colours; nothing takes it back."""
        from pinkpref.evaluation.multiple_testing import Try

        key = verdict.judged.fingerprint
        if key not in self.tables:
            self.tables[key] = Tried(verdict.judged, source.own)
        tries = self.tables[key].tries
        known = tries.get(verdict.settings)
        if known is None or len(known.shuffled_brier) <= verdict.permutations:
            tries[verdict.settings] = Try.of(verdict)

    def price(self, dataset: Dataset) -> Price | None:
        """The price of everything that was tried on these colours, in whatever order; None where nothing was."""
        now = self.tables.get(dataset.judged.fingerprint)
        if now is None:
            return None
        before = (table for table in self.tables.values() if table is not now and table.is_a_state_of(now))
        return pp.price([*now.tries.values()], earlier=[one for table in before for one in table.tries.values()])
