"""Did the change help? Two settings on the same rows left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation import statistics
from pinkpref.evaluation.assessment import repeats_for, training_share
from pinkpref.evaluation.cross_validation import CrossValidation, cross_validate
from pinkpref.evaluation.folds import Folds
from pinkpref.evaluation.statistics import Interval
from pinkpref.i18n import N_, Sentence, SentenceError, in_language
from pinkpref.models import Settings
from pinkpref.tables import Dataset


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two settings, each trained on the same rows and asked about the same others.

    Attributes:
        judged: the rows that judge, in order of R, G, B and label.
        settings: the two.
        results: of each, how its networks did.
        folds: which rows were left out together.
    """

    judged: Dataset
    settings: tuple[Settings, Settings]
    results: tuple[CrossValidation, CrossValidation]
    folds: Folds

    @cached_property
    def _difference(self) -> tuple[float, Interval, float]:
        first, second = (result.squared_error[0].ravel() for result in self.results)
        return self._resampled(first - second)

    def _resampled(self, differences: NDArray[np.float64]) -> tuple[float, Interval, float]:
        """The mean of a figure's differences, where it may lie, and its p-value."""
        return statistics.resampled_mean(differences, self.folds.test_to_train, self.folds.plan.folds)

    @property
    def difference(self) -> float:
        """By how much the second one's Brier score is smaller, and so better, on colours left out."""
        return self._difference[0]

    @property
    def interval(self) -> Interval:
        """Where that difference may lie, with 95 % confidence."""
        return self._difference[1]

    @property
    def p_value(self) -> float:
        """How likely two settings that are equally good differ so much: the corrected resampled t-test, two-sided."""
        return self._difference[2]

    @cached_property
    def hidden(self) -> float:
        """By what share of the colours one may still call more right than the other, with 95 % confidence."""
        first, second = (result.accuracy[0].ravel() for result in self.results)
        _, interval, _ = self._resampled(second - first)
        return min(1.0, max(abs(interval.low), abs(interval.high)))

    @property
    def accuracies(self) -> tuple[float, float]:
        """The share of colours left out that each calls right, over all its networks."""
        first, second = (float(result.right.mean()) for result in self.results)
        return first, second

    @property
    def only_seeds(self) -> bool:
        """Whether the two differ in their seeds alone, which a comparison makes equal: then there is none."""
        first, second = self.settings
        return _same_seed(first, second).replace(split_seed=second.split_seed) == second

    @cached_property
    def changed(self) -> NDArray[np.intp]:
        """The rows of `judged` to which most networks of the one answer otherwise than most networks of the other."""
        first, second = (result.right[0].mean(axis=0) > 0.5 for result in self.results)
        return np.flatnonzero(first != second)

    def sentence(self, language: str) -> str:
        """What that means, in one or two sentences.

        Args:
            language: "en" or "ja".
        """
        from pinkpref.reporting.evidence_sentences import of_comparison

        return in_language(of_comparison(self), language)


def compare(
    dataset: Dataset,
    first: Settings,
    second: Settings,
    *,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
) -> Comparison:
    """Holds two settings against each other: the same folds, the same seeds of their networks.

    Args:
        dataset: rated colours; those not drawn at random do not judge.
        first: one way to train.
        second: another, with the same test share.
        seed: of the folds.
        stop: asked about every tenth of a second.

    Raises:
        ValueError: the test shares differ, or the data cannot be judged.
        Stopped: ``stop`` said so.
    """
    if first.test_size != second.test_size:
        raise SentenceError(
            Sentence(
                N_(
                    "The two settings set aside different test shares, {first:g} and {second:g}, so their networks "
                    "would not be trained on the same rows. Give both the same test share."
                ),
                first=first.test_size,
                second=second.test_size,
            )
        )
    judged = dataset.judged
    share = training_share(dataset, first)
    repeats = max(repeats_for(judged, settings) for settings in (first, second))
    folds = Folds(judged, repeats, seed, share)
    one, other = (
        cross_validate(judged, _same_seed(settings, first), folds.real, stop=stop) for settings in (first, second)
    )
    return Comparison(judged, (first, second), (one, other), folds)


def _same_seed(settings: Settings, as_in: Settings) -> Settings:
    return settings.replace(seed=as_in.seed)
