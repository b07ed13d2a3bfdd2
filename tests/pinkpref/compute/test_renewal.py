"""A worker that has grown too much is replaced while work goes on."""

import os
import time

import numpy as np
import psutil

import pinkpref as pp
from pinkpref.compute import Priority, renewal, work
from pinkpref.compute.cluster import local

PATIENCE = 120


def held(memory):
    """Makes the worker that runs it so many bytes larger, for ever."""
    held.memory = np.ones(memory, np.uint8)
    return os.getpid()


def test_a_worker_may_grow_by_a_share_of_the_machine_and_never_by_less_than_some_kinds_take(monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"total": 64e9}))
    assert renewal.growth(2) == 1.92e9
    assert renewal.growth(8) == 0.5e9


def test_a_worker_that_has_grown_is_replaced_while_a_training_goes_on(dataset):
    place = local(2)
    try:
        grown = place.submit(held, int(1.1 * renewal.growth(2)), priority=Priority.TRAINING).result()
        settings, until = pp.Settings(epochs=3000, batch_size=1), time.monotonic() + PATIENCE
        while psutil.pid_exists(grown) and time.monotonic() < until:
            run = work.train(place, dataset, settings)
        assert not psutil.pid_exists(grown)
        np.testing.assert_array_equal(run.parameters, pp.train(dataset, settings).parameters)
        assert place.cores == 2
    finally:
        place.close()
