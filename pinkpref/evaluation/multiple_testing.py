"""The price of trying: among many settings tried on the same colours, luck alone brings forth a good one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation.permutation_test import TIE
from pinkpref.evaluation.verdict import PERMUTATIONS, Verdict
from pinkpref.i18n import N_, Sentence, SentenceError, in_language
from pinkpref.models import Settings


class Try(NamedTuple):
    """What of a verdict counts where several are taken together; it holds no run.

    Attributes:
        settings: that were judged.
        fingerprint: of the rows that judged.
        seed: of the shuffles.
        brier: on the labels as they are.
        shuffled_brier: (m,) on the first of the shuffles, 1,000 at most.
        p_value: of the verdict alone, from all its shuffles.
    """

    settings: Settings
    fingerprint: str
    seed: int
    brier: float
    shuffled_brier: NDArray[np.float64]
    p_value: float

    @classmethod
    def of(cls, verdict: Verdict) -> Try:
        """What counts of a verdict."""
        return cls(
            verdict.settings,
            verdict.judged.fingerprint,
            verdict.folds.seed,
            float(verdict.real.brier[0]),
            verdict.shuffled_brier[:PERMUTATIONS].copy(),
            verdict.p_value,
        )


@dataclass(frozen=True, eq=False)
class Price:
    """What is left of each verdict once all of them are taken together.

    Attributes:
        tried: all of them, in the order given, those of earlier states of the table last.
        adjusted: (tries,) the p-value of each, as the tries leave it; never below its own.
        permutations: how many shuffles all verdicts have.
        earlier: how many of them are of earlier states of the table.
    """

    tried: tuple[Try, ...]
    adjusted: NDArray[np.float64]
    permutations: int
    earlier: int = 0

    @property
    def tries(self) -> int:
        """How many settings were tried."""
        return len(self.adjusted)

    @property
    def p_value(self) -> float:
        """How likely the best of so many settings does as well on shuffled labels as the best does on the real ones.

        The best is one on the table as it is now.
        """
        return float(self.adjusted[: self.tries - self.earlier].min())

    def adjusted_of(self, settings: Settings) -> float | None:
        """The p-value that the tries leave of these settings on the table as it is now; None if they were not tried."""
        now = zip(self.tried[: self.tries - self.earlier], self.adjusted, strict=False)
        return next((float(adjusted) for one, adjusted in now if one.settings == settings), None)

    def sentence(self, language: str) -> str:
        """What that means, in one sentence.

        Args:
            language: "en" or "ja".
        """
        from pinkpref.reporting.evidence_sentences import of_price

        return in_language(of_price(self), language)


def price(verdicts: Sequence[Verdict | Try], *, earlier: Sequence[Verdict | Try] = ()) -> Price:
    """What trying so many settings costs: p-values by the maximum statistic over all of them, step-down.

    Every verdict on one dataset has the same shuffles. Each one's Brier scores, the real one among them, are
    standardised; the best of the real ones is held against the best of each shuffle, the second best against the best
    that the others get there, and so on.

    Args:
        verdicts: of different settings on the same colours and labels, in whatever order of rows, and with the same
            seed. Where some have more shuffles, those that all have are counted.
        earlier: verdicts on earlier states of the table, before colours were added, taken away or labelled anew. Their
            shuffles are others, so they count as independent tries; as far as they go along with the later ones, that
            is too many rather than too few.

    Raises:
        ValueError: there is no verdict, or they are not of the same data and seed.

    Source: Westfall & Young, "Resampling-based multiple testing", 1993, algorithm 2.8; (C + 1) / (m + 1) from Phipson &
    Smyth, "Permutation p-values should never be zero", 2010.
    """
    if not verdicts:
        raise SentenceError(Sentence(N_("verdicts must be a list of at least one verdict.")))
    now, before = ([one if isinstance(one, Try) else Try.of(one) for one in some] for some in (verdicts, earlier))
    if len({(one.fingerprint, one.seed) for one in now}) > 1:
        raise SentenceError(
            Sentence(N_("verdicts must all be on the same colours and labels, and from the same seed of shuffles."))
        )
    every = (*now, *before)
    shuffles = min(len(one.shuffled_brier) for one in every)
    scores = np.stack([np.append(one.brier, one.shuffled_brier[:shuffles]) for one in every])
    spread = np.maximum(scores.std(axis=1, keepdims=True), TIE)  # scores that never change are all ties
    standardised, tie = (scores - scores.mean(axis=1, keepdims=True)) / spread, TIE / spread[:, 0]
    order = np.argsort(standardised[:, 0], kind="stable")
    adjusted, so_far = np.empty(len(every)), 0.0
    for at, number in enumerate(order):
        best = standardised[order[at:], 1:].min(axis=0)
        extreme = (best <= standardised[number, 0] + tie[number]).sum()
        so_far = adjusted[number] = max(so_far, (extreme + 1) / (shuffles + 1), every[number].p_value)
    return Price(every, adjusted, shuffles, len(earlier))
