"""Did it learn, and is it good? `assess` puts a network against itself, trained on shuffled labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation import associations, baselines, diagnostics, learning_curve, other_splits, statistics
from pinkpref.evaluation.associations import Correlation
from pinkpref.evaluation.baselines import Baseline
from pinkpref.evaluation.cross_validation import CrossValidation, cross_validate, left_out_interval
from pinkpref.evaluation.diagnostics import Finding
from pinkpref.evaluation.folds import MANY_ROWS, Folds
from pinkpref.evaluation.learning_curve import LearningCurve
from pinkpref.evaluation.permutation_test import extreme, p_value, shuffle_scores
from pinkpref.evaluation.statistics import Interval
from pinkpref.i18n import BETWEEN_SENTENCES, N_, Sentence, SentenceError, translator
from pinkpref.models import Settings
from pinkpref.tables import Dataset
from pinkpref.training import Run, train

Outcome = Literal["learned", "no sign", "cannot tell"]

REPEATS = 5
FEWEST_PERMUTATIONS = 19
"""With fewer shuffles no p-value is as small as .05."""
FEWER_PERMUTATIONS = 200
"""How often labels are shuffled at most, above `MANY_ROWS` rows, where folds are made once."""
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
    """

    run: Run
    real: CrossValidation
    shuffled_brier: NDArray[np.float64]
    shuffled_accuracy: NDArray[np.float64]
    folds: Folds

    @property
    def dataset(self) -> Dataset:
        """The data that were judged."""
        return self.run.dataset

    @property
    def settings(self) -> Settings:
        """The settings that were judged."""
        return self.run.settings

    @property
    def permutations(self) -> int:
        """How often the labels were shuffled."""
        return len(self.shuffled_brier)

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
        as_extreme = extreme(self.left_out_accuracy, self.shuffled_accuracy, greater_is_better=True)
        return p_value(as_extreme, self.permutations)

    @cached_property
    def outcome(self) -> Outcome:
        """What can be said.

        - "learned": shuffled labels seldom do as well on rows left out (`p_value` is at most .05).
        - "no sign": they do, and so many colours would have shown, with a power of .8, a network that is right 80 % of
          the time for either label (`statistics.power_to_tell`).
        - "cannot tell": there are too few different colours to say either.
        """
        if self.p_value <= statistics.LEVEL:
            return "learned"
        shown = statistics.power_to_tell(*self.classes, SHOWN_RATE) >= statistics.POWER
        return "no sign" if shown and self.folds.arrangements >= 1 / statistics.LEVEL else "cannot tell"

    @cached_property
    def classes(self) -> tuple[int, int]:
        """How many different colours are liked and not; those with both labels equally often are neither."""
        liked = self.dataset.liked_by_colour
        return int((liked > 0.5).sum()), int((liked < 0.5).sum())

    @property
    def colours(self) -> int:
        """How many different colours there are."""
        return self.folds.colours

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
        """How many of them have a colour that is among the training rows too."""
        colour = self.dataset.colour
        return int(np.isin(colour[self.run.test_rows], colour[self.run.train_rows]).sum())

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

        It takes the test rows for colours that the network has not seen (`known_rows` is 0).
        """
        if self.run.diverged:
            return Interval(float("nan"), float("nan"))
        return statistics.exact_interval(self.right, self.rows)

    @cached_property
    def baseline(self) -> float:
        """The share of rows that always giving the commoner answer calls right."""
        share = float(self.dataset.like.mean())
        return max(share, 1 - share)

    @cached_property
    def baseline_p_value(self) -> float:
        """How likely always giving the commoner answer (or a coin, where both are as common) gets such a test score.

        NaN where there is no score.
        """
        if self.run.diverged:
            return float("nan")
        return statistics.binomial_p_value(self.right, self.rows, self.baseline)

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
        """(2, 2): of the rows that are not liked, and liked, the number called not liked and liked when left out.

        It is the mean over repeats.
        """
        like, called = self.dataset.like, np.where(self.real.right[0], self.dataset.like, 1 - self.dataset.like)
        return np.array([[(called[:, like == row] == column).sum() for column in (0, 1)] for row in (0, 1)]) / len(
            called
        )

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
        return baselines.baselines(self.dataset, self.settings, self.folds, self.real)

    @cached_property
    def other_splits(self) -> NDArray[np.float64]:
        """Test scores (1000,) of other splits and starting weights, the user's own first; (50,) above 1,000 rows."""
        return other_splits.other_splits(self.dataset, self.settings).test_accuracy

    @cached_property
    def learning_curve(self) -> LearningCurve:
        """Accuracy on rows left out, by the number of rows trained on."""
        return learning_curve.learning_curve(self.dataset, self.settings, self.folds)

    @cached_property
    def correlations(self) -> tuple[Correlation, ...]:
        """R, G, B, hue, saturation, value and lightness against LIKE."""
        return associations.correlations(self.dataset)

    def sentence(self, language: str) -> str:
        """The answer in one to three sentences.

        Args:
            language: "en" or "ja".
        """
        from pinkpref.reporting.verdict_sentences import answer

        words = translator(language)
        return BETWEEN_SENTENCES[language].join(part.say(words) for part in answer(self))

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
        brier, accuracy = shuffle_scores(
            self.dataset, self.settings, self.folds, range(self.permutations, permutations), progress, stop
        )
        return replace(
            self,
            shuffled_brier=np.concatenate([self.shuffled_brier, brier]),
            shuffled_accuracy=np.concatenate([self.shuffled_accuracy, accuracy]),
        )


def assess(
    dataset: Dataset,
    settings: Settings,
    *,
    permutations: int = 1000,
    seed: int = 0,
    run: Run | None = None,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Verdict:
    """Judges the network that ``settings`` train on ``dataset``: did it learn, and is it good?

    Every row is left out once in each of 5 repeats of 4 stratified folds, and judged by a network that has not seen it.
    The same is done with shuffled labels, from splitting and scaling on, with the same rule for the folds and the same
    starting weights. Above 1,000 rows there is one repeat and at most 200 shuffles.

    Args:
        dataset: rated colours, from `read_csv`.
        settings: how to train.
        permutations: how often the labels are shuffled, at least 19.
        seed: of the folds and the shuffles; the same seed, the same verdict.
        run: what `train` gave for the same dataset and settings, if it is there already.
        progress: hears the share that is done, in [0, 1].
        stop: asked about every tenth of a second.

    Raises:
        ValueError: the data or settings cannot be judged; the message says why.
        Stopped: ``stop`` said so.
    """
    if permutations < FEWEST_PERMUTATIONS:
        raise _too_few_permutations(permutations)
    if len(dataset) > MANY_ROWS:
        permutations = min(permutations, FEWER_PERMUTATIONS)
    folds = Folds(dataset, 1 if len(dataset) > MANY_ROWS else REPEATS, seed)
    if run is None:
        run = train(dataset, settings, stop=stop)
    elif (run.dataset.fingerprint, run.settings) != (dataset.fingerprint, settings):
        raise another_run()
    real = cross_validate(dataset, settings, folds.real, stop=stop)
    none = np.empty(0)
    return Verdict(run, real, none, none, folds).sharpened(permutations, progress=progress, stop=stop)


def _too_few_permutations(permutations: int) -> SentenceError:
    """The refusal of so few shuffles that "learned" could never come out."""
    return SentenceError(
        Sentence(
            N_("permutations must be at least {least}, not {permutations}: with fewer, luck can never be ruled out."),
            least=FEWEST_PERMUTATIONS,
            permutations=permutations,
        )
    )


def another_run() -> SentenceError:
    """The refusal of a run that belongs to other data or settings."""
    return SentenceError(Sentence(N_("run must be what train gave for this dataset and these settings.")))
