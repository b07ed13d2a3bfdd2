"""Is there anything to learn in these labels, whatever the network? A kernel regression against shuffled labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinkpref.evaluation import statistics
from pinkpref.evaluation.groups import group_means
from pinkpref.evaluation.permutation_test import check_permutations, p_value
from pinkpref.evaluation.shuffles import Shuffles
from pinkpref.i18n import in_language
from pinkpref.tables import Dataset

SCALES = (0.35, 0.7, 1.4)
"""Widths of the kernel, in median distances between two colours."""
NOISE = 0.3
"""The variance of a label's noise, where the kernel's own is 1; of a group of rows, a part of it."""
MOST_GROUPS = 2000
"""Above so many groups a random part of so many is looked at."""
TIE = 1e-9
"""Standardised errors so close are equal."""


@dataclass(frozen=True, eq=False)
class Signal:
    """Whether colours that look alike have like labels, more often than shuffled labels have.

    Attributes:
        errors: (3,) the mean squared leave-one-out error of each width, on labels of -1 and 1 less their mean.
        shuffled_errors: (permutations, 3) the same with shuffled labels.
        groups: how many groups of colours were looked at.
        all_groups: how many there are.
        arrangements: in how many ways their likes can be dealt to them: `Shuffles.arrangements`.
    """

    errors: NDArray[np.float64]
    shuffled_errors: NDArray[np.float64]
    groups: int
    all_groups: int
    arrangements: int

    @property
    def permutations(self) -> int:
        """How often the labels were shuffled."""
        return len(self.shuffled_errors)

    @property
    def extreme_shuffles(self) -> int:
        """How many of the shuffles had as small an error, by the best of the widths.

        Each width's errors, the real one among them, are standardised; what counts is the smallest of the three.
        """
        every = np.concatenate([self.errors[None], self.shuffled_errors])
        spread = every.std(axis=0)
        best = ((every - every.mean(axis=0)) / np.where(spread > 0, spread, 1)).min(axis=1)
        return int((best[1:] <= best[0] + TIE).sum())

    @property
    def p_value(self) -> float:
        """How likely shuffled labels go as well with the colours: `permutation_test.p_value` of `extreme_shuffles`."""
        return p_value(self.extreme_shuffles, self.permutations)

    @property
    def found(self) -> bool:
        """Whether there is a rule: `p_value` is at most .05, and the labels could come in ways enough."""
        return self.p_value <= statistics.LEVEL and self.can_tell

    @property
    def can_tell(self) -> bool:
        """Whether the labels could come in so many ways that a rule could be found."""
        return self.arrangements >= statistics.LEAST_ARRANGEMENTS

    def sentence(self, language: str) -> str:
        """What that means, in one or two sentences.

        Args:
            language: "en" or "ja".
        """
        from pinkpref.reporting.evidence_sentences import of_signal

        return in_language(of_signal(self), language)


def signal(dataset: Dataset, *, permutations: int = 1000, seed: int = 0) -> Signal:
    """Looks for a rule in the labels that has nothing to do with any network or its settings.

    A colour's label is guessed from all the others by Gaussian process regression with a Gaussian kernel on OKLab, at
    three widths; the same is done with shuffled labels. Colours that can hardly be told apart count as one, and keep
    their labels together in a shuffle. The order of the rows does not matter.

    Args:
        dataset: rated colours; those not drawn at random are not looked at.
        permutations: how often the labels are shuffled, at least 19.
        seed: of the shuffles, and of the colours that are looked at where there are more than 2,000 groups.

    Raises:
        ValueError: all rows have nearly the same colour, or there are too few shuffles.

    Source: Rasmussen & Williams, "Gaussian Processes for Machine Learning", 2006, section 5.4.2.
    """
    check_permutations(permutations)
    judged = dataset.judged
    labels = Shuffles(judged, seed)
    every = labels.groups
    if every > MOST_GROUPS:
        chosen = np.random.RandomState(seed).permutation(every)[:MOST_GROUPS]
        judged = Dataset(judged.frame[np.isin(labels.group, chosen)].reset_index(drop=True))
        labels = Shuffles(judged, seed)
    sizes = np.bincount(labels.group)
    means = group_means(judged.rgb, labels.group)
    shares = labels.shares(np.concatenate([labels.real[None], labels.labels(0, permutations)]))
    errors = leave_one_out_errors(means, sizes, 2 * shares - 2 * judged.like.mean())
    return Signal(errors[0], errors[1:], labels.groups, max(every, labels.groups), labels.arrangements)


def leave_one_out_errors(
    colours: NDArray[np.float64], sizes: NDArray[np.intp], target: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean squared leave-one-out errors (m, 3) of targets (m, g) of groups of so many rows (g,), by width.

    Args:
        colours: (g, 3) in OKLab.
        sizes: (g,) rows of each group, which share out the noise and weigh the errors.
        target: (m, g).
    """
    from scipy.linalg import inv
    from scipy.spatial.distance import pdist, squareform

    distances = pdist(colours)
    squares, middle = squareform(distances**2), np.median(distances)
    errors = np.empty((len(target), len(SCALES)))
    for number, scale in enumerate(SCALES):
        kernel = np.exp(-squares / (2 * (scale * middle) ** 2))
        inverse = inv(kernel + np.diag(NOISE / sizes))
        residuals = (target @ inverse) / inverse.diagonal()
        errors[:, number] = residuals**2 @ sizes / sizes.sum()
    return errors
