"""Did it learn, and is it good? `assess` puts a network against itself, trained on shuffled labels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pinkpref.evaluation.folds import MANY_ROWS, Folds
from pinkpref.evaluation.permutation_test import check_permutations, scores
from pinkpref.evaluation.verdict import FEWER_PERMUTATIONS, PERMUTATIONS, Verdict
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models import Settings
from pinkpref.models.features import test_rows
from pinkpref.tables import Dataset
from pinkpref.training import Run, train

REPEATS = 5, 20
"""How often the rows are dealt to folds at least and at most, up to `MANY_ROWS` rows; above, it is once."""
STEPS = 1e7
"""Steps of single networks in 1,000 shuffles, about, that more repeats are made of where training is short."""
TYPICAL_FOLDS = 4
"""Networks of a repeat, about; the true number is known only once the rows are dealt."""


def assess(
    dataset: Dataset,
    settings: Settings,
    *,
    permutations: int | None = None,
    seed: int = 0,
    run: Run | None = None,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Verdict:
    """Judges the network that ``settings`` train on ``dataset``: did it learn, and is it good?

    Every row is left out equally often in 5 to 20 repeats of stratified folds, and judged by networks that have not
    seen it and were trained on as many rows as the shown one, as nearly as folds allow (`folds.plan`). The same is done
    with shuffled labels, from splitting and scaling on, with the same rule for the folds and the same starting weights.
    Above 1,000 rows there is one repeat and at most 200 shuffles. The order of the rows decides nothing but the run.

    Args:
        dataset: rated colours, from `read_csv`; those not drawn at random do not judge.
        settings: how to train.
        permutations: how often the labels are shuffled, at least 19. Without, 1,000 times, and 10,000 where the p-value
            then lies between .01 and .2.
        seed: of the folds and the shuffles; the same seed, the same verdict.
        run: what `train` gave for the same dataset and settings, if it is there already.
        progress: hears the share of the shuffles that is done, in [0, 1]; where 10,000 follow, from 0 on again.
        stop: asked about every tenth of a second.

    Raises:
        ValueError: the data or settings cannot be judged; the message says why.
        Stopped: ``stop`` said so.
    """
    shuffles = PERMUTATIONS if permutations is None else permutations
    check_permutations(shuffles)
    judged = dataset.judged
    if len(judged) > MANY_ROWS:
        shuffles = min(shuffles, FEWER_PERMUTATIONS)
    folds = folds_for(dataset, settings, seed)
    if run is None:
        run = train(dataset, settings, stop=stop)
    elif (run.dataset.fingerprint, run.settings) != (dataset.fingerprint, settings):
        raise another_run()
    found = scores(judged, settings, folds, range(shuffles), real=True, progress=progress, stop=stop)
    verdict = Verdict(run, found.real, found.brier, found.accuracy, folds)
    if permutations is None and (further := verdict.further_permutations):
        return verdict.sharpened(further, progress=progress, stop=stop)
    return verdict


def folds_for(dataset: Dataset, settings: Settings, seed: int = 0) -> Folds:
    """Which rows are left out together where these settings are judged on this dataset."""
    judged = dataset.judged
    return Folds(judged, repeats_for(judged, settings), seed, training_share(dataset, settings))


def training_share(dataset: Dataset, settings: Settings) -> float:
    """The share of its rows that a network with these settings is trained on."""
    return 1 - test_rows(len(dataset), settings) / len(dataset)


def repeats_for(judged: Dataset, settings: Settings) -> int:
    """How often the rows are dealt to folds: the oftener, the less a training takes."""
    if len(judged) > MANY_ROWS:
        return 1
    steps = PERMUTATIONS * TYPICAL_FOLDS * settings.epochs * -(-len(judged) // settings.batch_size)
    return int(np.clip(STEPS // steps, *REPEATS))


def another_run() -> SentenceError:
    """The refusal of a run that belongs to other data or settings."""
    return SentenceError(Sentence(N_("run must be what train gave for this dataset and these settings.")))
