"""A long afternoon: 1,000 trainings of 100 kinds of network, one after another: ``make soak``, about ten minutes."""

import itertools

import numpy as np
import psutil

import pinkpref as pp
from pinkpref.compute import renewal, work
from pinkpref.compute.cluster import local

TRAININGS, WORKERS = 1000, 2
KINDS = [
    pp.Settings(epochs=5, hidden=hidden, loss=loss)
    for hidden, loss in itertools.product(
        [(units,) for units in range(1, 26)],
        ("mean_absolute_error", "mean_squared_error", "binary_crossentropy", "categorical_crossentropy"),
    )
]
SLACK = 0.1
"""A worker is looked at every two seconds, and grows until then."""


def memory():
    """Bytes of the worker processes, and of everything together; what processes share is counted once."""
    family = psutil.Process().children(recursive=True)
    workers = [process.memory_full_info().pss for process in family]
    return sum(workers), sum(workers) + psutil.Process().memory_full_info().pss


def test_memory_does_not_grow(dataset):
    assert len(KINDS) == 100
    place, seen = local(WORKERS), []
    try:
        place._client.wait_for_workers(WORKERS)
        new, _ = memory()
        for number, settings in zip(range(TRAININGS), itertools.cycle(KINDS), strict=False):
            work.train(place, dataset, settings.replace(seed=number))
            seen.append(memory())
        workers, everything = np.array(seen).T
        second, last = everything[TRAININGS // 4 : TRAININGS // 2].mean(), everything[-TRAININGS // 4 :].mean()
        assert last <= second * (1 + SLACK)
        one_more = new / WORKERS
        assert workers.max() <= new + WORKERS * renewal.growth(WORKERS) * (1 + SLACK) + one_more
        print(
            f"{everything[0] / 1e9:.2f} GB at first, {last / 1e9:.2f} GB at last, at most {everything.max() / 1e9:.2f}"
        )
    finally:
        place.close()
