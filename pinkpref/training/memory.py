"""How much memory a training will need, told before any work where there is not enough."""

from __future__ import annotations

from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models.network import ModelSpec

GIGA = 1e9
ALWAYS_THERE = 1e8
"""So few bytes are not worth asking for: asking takes a tenth of a short training."""
LEFT_ALONE = 0.1
"""The share of free memory that nobody may count on: whatever else runs on the machine wants some too."""


def need_of_one(spec: ModelSpec, rows: int, epochs: int) -> float:
    """Bytes that a lone training takes at most, its weights of every epoch included.

    Args:
        spec: of the network.
        rows: of the dataset.
        epochs: to be trained.
    """
    features = spec.layers[0]
    in_float64 = 8 * (2 * features + 6)  # columns, the same gathered, one in work, row numbers
    gathered = rows * (in_float64 + 3 * 4 * (features + 1) + 3 * 4)  # the table thrice, the order
    trained = 4 * spec.parameters * (2 * (epochs + 1) + 8)  # weights of every epoch twice, the state's copies
    return gathered + trained + 64 * 4 * 3 * sum(spec.layers)


def need_of_many(spec: ModelSpec, rows: int, epochs: int, networks: int, at_once: int) -> float:
    """Bytes that a stack of networks takes at most.

    Args:
        spec: of every network.
        rows: of the dataset.
        epochs: to be trained.
        networks: in all.
        at_once: how many are in training at one moment.
    """
    kept = networks * (2 * 8 * rows + 2 * 4 * 2 * epochs + 2 * 4 * spec.parameters)
    return kept + at_once * 4 * (4 * rows * (spec.layers[0] + 3) + 10 * spec.parameters)


def refuse_what_does_not_fit(needed: float) -> None:
    """Raises `SentenceError`, with the numbers, where so many bytes are not free."""
    if needed < ALWAYS_THERE:
        return
    import psutil

    free = psutil.virtual_memory().available * (1 - LEFT_ALONE)
    if needed > free:
        raise SentenceError(
            Sentence(
                N_(
                    "This training needs about {needed:,.1f} GB of memory, and {free:,.1f} GB are free. "
                    "Use fewer rows, fewer hidden units or fewer epochs."
                ),
                needed=needed / GIGA,
                free=free / GIGA,
            )
        )
