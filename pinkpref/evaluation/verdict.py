"""What can be said of a network: every figure of a verdict, and the rules by which an outcome is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation import (
    associations,
    baselines,
    constant_answers,
    diagnostics,
    kernel_test,
    learning_curve,
    other_splits,
    statistics,
)
from pinkpref.evaluation.associations import Correlation
from pinkpref.evaluation.baselines import Baseline
from pinkpref.evaluation.cross_validation import CrossValidation, left_out_interval
from pinkpref.evaluation.diagnostics import Finding
from pinkpref.evaluation.folds import MANY_ROWS, Folds
from pinkpref.evaluation.groups import close_groups, colour_groups
from pinkpref.evaluation.kernel_test import Signal
from pinkpref.evaluation.learning_curve import LearningCurve
from pinkpref.evaluation.permutation_test import Scores, extreme, p_value, scores
from pinkpref.evaluation.statistics import Interval
from pinkpref.i18n import in_language
from pinkpref.models import Settings
from pinkpref.tables import Dataset
from pinkpref.training import Run

Outcome = Literal["learned", "no sign", "cannot tell"]
Strength = Literal["clear", "faint", "unknown"]

FEWER_PERMUTATIONS, PERMUTATIONS, MORE_PERMUTATIONS = 200, 1000, 10_000
"""How often labels are shuffled above `MANY_ROWS` rows, else, and where that leaves a verdict open."""
OPEN = (0.01, 0.2)
"""Where the p-value of the first shuffles lies between, that of all of them replaces it."""
NEAR = 0.2
"""A rate on colours left out that is less than this part of the way from the commoner answer's to 1 is near it."""
SHOWN_RATE = 0.8
"""The rate of right answers, for either label, that colours must be able to show before "no sign" is said of them."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """What can be said of a network with these settings on these data, and every figure behind it.

    Attributes:
        run: the user's own training: its test score is the one that is judged.
        real: the same settings cross-validated on every row, with the labels as they are (m = 1).
        shuffled_brier, shuffled_accuracy: (permutations,) the same with shuffled labels: `CrossValidation.brier`,
            and the share of rows called right.
        folds: which rows were left out together, and how the labels were shuffled.
        so_far: whether more shuffles are to follow (`further_permutations`), and the answer may still change.
    """

    run: Run
    real: CrossValidation
    shuffled_brier: NDArray[np.float64]
    shuffled_accuracy: NDArray[np.float64]
    folds: Folds
    so_far: bool = False

    @property
    def dataset(self) -> Dataset:
        """The data that were judged."""
        return self.run.dataset

    @property
    def judged(self) -> Dataset:
        """The rows that judge, in order of R, G, B and label: the rows of `real`."""
        return self.run.dataset.judged

    @property
    def settings(self) -> Settings:
        """The settings that were judged."""
        return self.run.settings

    @property
    def permutations(self) -> int:
        """How often the labels were shuffled."""
        return len(self.shuffled_brier)

    @property
    def further_permutations(self) -> int | None:
        """How many shuffles settle the answer; None if those it has do.

        1,000, and 10,000 where the p-value then lies between .01 and .2. Above 1,000 rows, 200.
        """
        many = len(self.judged) > MANY_ROWS
        if self.permutations < (first := FEWER_PERMUTATIONS if many else PERMUTATIONS):
            return first
        few = not many and self.permutations < MORE_PERMUTATIONS
        return MORE_PERMUTATIONS if few and OPEN[0] < self.p_value < OPEN[1] else None

    @cached_property
    def extreme_shuffles(self) -> int:
        """How many of the shuffles did as well on rows left out, by the Brier score."""
        return extreme(self.real.brier[0], self.shuffled_brier, greater_is_better=False)

    @property
    def p_value(self) -> float:
        """How likely shuffled labels do as well: `permutation_test.p_value` of `extreme_shuffles`."""
        return p_value(self.extreme_shuffles, self.permutations)

    @cached_property
    def p_value_of_accuracy(self) -> float:
        """The same for the share of rows called right, a coarser figure; the outcome does not hang on it."""
        better = extreme(self.left_out_accuracy, self.shuffled_accuracy, greater_is_better=True)
        return p_value(better, self.permutations)

    @cached_property
    def outcome(self) -> Outcome:
        """What can be said.

        - "learned": shuffled labels seldom do as well on rows left out (`p_value` is at most .05).
        - "no sign": they do, and `enough_colours` say so.
        - "cannot tell": they are too few to say either, or their labels have fewer than 20 arrangements.
        """
        if self.folds.shuffled.arrangements < statistics.LEAST_ARRANGEMENTS:
            return "cannot tell"
        found = self.p_value <= statistics.LEVEL
        return "learned" if found else "no sign" if self.enough_colours else "cannot tell"

    @cached_property
    def enough_colours(self) -> bool:
        """Whether `statistics.power_to_tell` is .8 for a network that is right 80 % of the time for either label."""
        return statistics.power_to_tell(*self.classes, SHOWN_RATE) >= statistics.POWER

    @cached_property
    def strength(self) -> Strength:
        """How well networks trained like this call colours left out right, where they learned something.

        - "clear": more often than always giving the commoner answer, wherever in its interval the rate lies.
        - "faint": the rate is near that (`NEAR`), and not clearly above it.
        - "unknown": the rate is higher, but there are so few colours that it may lie below all the same; or nothing was
          learned.
        """
        if self.outcome != "learned":
            return "unknown"
        if self.left_out_interval.low > self.baseline:
            return "clear"
        near = self.baseline + NEAR * (1 - self.baseline)
        return "faint" if self.left_out_accuracy < near else "unknown"

    @property
    def constant_answer(self) -> int | None:
        """The one answer that the shown network gives to every colour: `constant_answers.constant_answer`."""
        return constant_answers.constant_answer(self.run)

    @property
    def ties(self) -> int:
        """For how many colours both its outputs are equal, where it calls none liked: `constant_answers.ties`."""
        return constant_answers.ties(self.run)

    @property
    def trained_label(self) -> int | None:
        """The one label of all rows that it was trained on: `constant_answers.trained_label`."""
        return constant_answers.trained_label(self.run)

    @cached_property
    def classes(self) -> tuple[int, int]:
        """How many different colours are liked and not; those with both labels equally often are neither."""
        liked = self.folds.shuffled.shares(self.folds.shuffled.real)
        return int((liked > 0.5).sum()), int((liked < 0.5).sum())

    @property
    def colours(self) -> int:
        """How many different colours judge; those that can hardly be told apart count as one."""
        return self.folds.groups

    @cached_property
    def training_rows(self) -> tuple[int, int]:
        """On how many of the judging rows the networks were trained that are judged, at least and at most."""
        sizes = [len(train) for train, _ in self.folds.networks()]
        return min(sizes), max(sizes)

    @cached_property
    def trained_alike(self) -> bool:
        """Whether those networks were trained on as many rows as the shown one, to within a group of the usual size."""
        wanted = len(self.run.train_rows) / len(self.dataset) * len(self.judged)
        usual = np.median(np.bincount(self.folds.shuffled.group))
        return all(abs(rows - wanted) < usual + 1 for rows in self.training_rows)

    @cached_property
    def one_label_networks(self) -> tuple[int, int]:
        """How many of those networks were trained on rows of one label only, and how many there are."""
        labels = [self.judged.like[train] for train, _ in self.folds.networks()]
        return sum(int((like == like[0]).all()) for like in labels), len(labels)

    @cached_property
    def colours_needed(self) -> int | None:
        """How many different colours, liked in these proportions, would do to say "no sign"; None above 10,000."""
        return statistics.colours_needed(*self.classes, SHOWN_RATE)

    @cached_property
    def barely_moved(self) -> bool:
        """Whether training has hardly changed the network's answers, nor its loss (`diagnostics.barely_moved`)."""
        return diagnostics.barely_moved(self.run)

    @property
    def rows(self) -> int:
        """How many test rows the user's split has."""
        return len(self.run.test_rows)

    @cached_property
    def known_rows(self) -> int:
        """How many of them have a colour that can hardly be told from one of the training rows."""
        group = colour_groups(self.dataset.rgb)
        return int(np.isin(group[self.run.test_rows], group[self.run.train_rows]).sum())

    @property
    def mostly_known(self) -> bool:
        """Whether so many of them have, so that the test score says little about new colours."""
        return self.known_rows * 2 > self.rows

    @property
    def constant_right(self) -> tuple[int, int]:
        """How many of the very test rows either constant answer gets right: `constant_answers.constant_right`."""
        return constant_answers.constant_right(self.run)

    @property
    def right(self) -> int:
        """How many of them the user's network calls right; none where its outputs are no numbers."""
        return 0 if self.run.diverged else round(self.accuracy * self.rows)

    @property
    def accuracy(self) -> float:
        """The test score: the share of test rows called right; NaN where the network's outputs are no numbers."""
        return self.run.test_accuracy

    @cached_property
    def interval(self) -> Interval:
        """Where the true rate behind the test score may lie, with 95 % confidence; NaN where there is no score.

        It takes the test rows for colours that the network has not seen; where most are known, it means little.
        """
        none = Interval(float("nan"), float("nan"))
        return none if self.run.diverged else statistics.exact_interval(self.right, self.rows)

    @cached_property
    def baseline(self) -> float:
        """The share of the judging rows that always giving the commoner answer calls right."""
        share = float(self.judged.like.mean())
        return max(share, 1 - share)

    @cached_property
    def baseline_p_value(self) -> float:
        """How likely always giving the commoner answer (or a coin, where both are as common) gets such a test score.

        NaN where there is no score.
        """
        return float("nan") if self.run.diverged else statistics.binomial_p_value(self.right, self.rows, self.baseline)

    @cached_property
    def left_out_accuracy(self) -> float:
        """The share of rows that networks which had not seen them call right, over all folds and repeats."""
        return float(self.real.right.mean())

    @cached_property
    def left_out_interval(self) -> Interval:
        """Where that share may lie, from its spread over folds and repeats and from the number of colours."""
        return left_out_interval(self.real.accuracy[0].ravel(), self.folds)

    @cached_property
    def confusion(self) -> NDArray[np.float64]:
        """(2, 2), means over repeats: of the rows not liked, and liked, how many are called not liked and liked."""
        like, called = self.judged.like, np.where(self.real.right[0], self.judged.like, 1 - self.judged.like)
        counts = [[(called[:, like == row] == column).sum() for column in (0, 1)] for row in (0, 1)]
        return np.array(counts) / len(called)

    @property
    def recalls(self) -> tuple[float, float]:
        """The share of the liked colours that is called liked when left out, and of the others called not liked."""
        not_liked, liked = self.confusion
        return float(liked[1] / liked.sum()), float(not_liked[0] / not_liked.sum())

    @property
    def balanced_accuracy(self) -> float:
        """The mean of both `recalls`: .5 for whatever constant answer, however rare the other one is."""
        return sum(self.recalls) / 2

    @cached_property
    def signal(self) -> Signal:
        """Whether there is a rule in these labels, whatever the network: `kernel_test.signal`."""
        return kernel_test.signal(self.dataset, seed=self.folds.seed)

    @cached_property
    def close_colours(self) -> int:
        """How many of the `colours` lie close to another one: `groups.close_groups`."""
        return close_groups(self.judged.rgb)[0]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What went wrong in training, what matters most first."""
        return diagnostics.find(self.run, self.left_out_accuracy)

    @property
    def advice(self) -> Finding | None:
        """The change most likely to matter: the first cure of a training that hardly moved, stuck or broke.

        Other cures are only worth a try: a network that moved and did no better than with shuffled labels may have
        nothing to find.
        """
        return next((found for found in self.findings if found.cure and found.name in diagnostics.HINDRANCES), None)

    @cached_property
    def loss_reduction(self) -> float:
        """How far training brought the loss: 0 is always answering the share of likes, 1 is answering perfectly."""
        return diagnostics.loss_reduction(self.run)

    @cached_property
    def rows_to_settle(self) -> tuple[int, int | None] | None:
        """How many test rows show that the network beats the baseline: at best, and if it is as good as it looks.

        At best is the upper end of `left_out_interval`, as it looks is `left_out_accuracy`. The second is None where
        that would take more than 10,000; all is None where even the first would.
        """
        fewest = statistics.rows_needed(self.left_out_interval.high, self.baseline)
        if fewest is None:
            return None
        return fewest, statistics.rows_needed(self.left_out_accuracy, self.baseline)

    @cached_property
    def baselines(self) -> tuple[Baseline, ...]:
        """Plainer ways to answer, and last the network, on the same folds."""
        return baselines.baselines(self.judged, self.settings, self.folds, self.real)

    @cached_property
    def other_splits(self) -> NDArray[np.float64]:
        """Test scores (1001,) of other splits and starting weights, the shown one first; (51,) above 1,000 rows."""
        return np.append(self.accuracy, other_splits.other_splits(self.judged, self.settings).test_accuracy)

    @cached_property
    def learning_curve(self) -> LearningCurve:
        """Accuracy on rows left out, by the number of rows trained on."""
        return learning_curve.learning_curve(self.judged, self.settings, self.folds)

    @cached_property
    def correlations(self) -> tuple[Correlation, ...]:
        """R, G, B, hue, saturation, value and lightness against LIKE."""
        return associations.correlations(self.judged)

    def sentence(self, language: str) -> str:
        """The answer in a few short sentences.

        Args:
            language: "en" or "ja".
        """
        from pinkpref.reporting.verdict_sentences import answer

        return in_language(answer(self), language)

    def sharpened(
        self,
        permutations: int,
        *,
        progress: Callable[[float], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Verdict:
        """The same verdict from more shuffles; the first of them are those it has.

        Args:
            permutations: how many there shall be.
            progress: hears the share of the new ones that is done.
            stop: asked about every tenth of a second.

        Raises:
            Stopped: ``stop`` said so.
        """
        if not (numbers := range(self.permutations, permutations)):
            return self
        return self.with_scores(scores(self.judged, self.settings, self.folds, numbers, progress=progress, stop=stop))

    def with_scores(self, further: Scores) -> Verdict:
        """The same verdict with those shuffles too that come after the ones it has."""
        brier = np.concatenate([self.shuffled_brier, further.brier])
        accuracy = np.concatenate([self.shuffled_accuracy, further.accuracy])
        return self._hand_signal_to(replace(self, shuffled_brier=brier, shuffled_accuracy=accuracy))

    def with_run(self, run: Run) -> Verdict:
        """The same verdict on a run of the same rows, in whatever order, under the same settings."""
        return self._hand_signal_to(replace(self, run=run))

    def provisional(self) -> Verdict:
        """The same verdict, its answer one "so far" if more shuffles would settle it."""
        return self._hand_signal_to(replace(self, so_far=self.further_permutations is not None))

    def _hand_signal_to(self, other: Verdict) -> Verdict:
        """A verdict on the same labels need not work their signal out again."""
        if "signal" in vars(self):
            vars(other)["signal"] = self.signal
        return other
