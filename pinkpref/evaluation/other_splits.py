"""The luck of the split and of the start: the same experiment with others."""

from __future__ import annotations

import numpy as np

from pinkpref.evaluation.folds import MANY_ROWS
from pinkpref.models import MAX_SEED, Settings
from pinkpref.tables import Dataset
from pinkpref.training import Stack, train_many

SPLITS, FEWER_SPLITS = 1000, 50
"""How many splits are tried; the second above `MANY_ROWS` rows."""


def other_splits(dataset: Dataset, settings: Settings) -> Stack:
    """The same experiment with 1,000 splits and starting weights from the settings' own on; 50 above 1,000 rows."""
    count = np.arange(SPLITS if len(dataset) <= MANY_ROWS else FEWER_SPLITS)
    seeds, split_seeds = ((seed + count) % (MAX_SEED + 1) for seed in (settings.seed, settings.split_seed))
    return train_many(dataset, settings, seeds, split_seeds)
