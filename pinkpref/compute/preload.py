"""What a worker process does before it takes work: it imports TensorFlow, so that nobody waits for that.

Dask runs it (``preload``) before the worker tells the scheduler that it is there.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import psutil

from pinkpref.compute import compilations

if TYPE_CHECKING:
    from distributed import Worker

WAITING = "waiting"
"""What Dask gives to one piece at a time, of a worker's two threads: whatever is no training needs it, so that a
training never waits for a piece of somebody's answer."""
IMPORTED = ["distributed", "pinkpref.compute.worker", "pinkpref.training.engine"]
"""What the process imports of which every worker is a copy."""
NICE = 10 if os.name == "posix" else 16384
"""How far a worker stands back for the page, which answers everybody (Windows: below normal)."""


def environment(known: Mapping[str, str]) -> dict[str, str]:
    """The variables a worker process starts with, besides those it inherits; what is set already stays."""
    wanted = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1"}
    made = {name: known.get(name, value) for name, value in wanted.items()}
    return {**made, compilations.FLAGS: compilations.flags(known.get(compilations.FLAGS, ""))}


def imported_once() -> bool:
    """Has one process import TensorFlow, and every worker be a copy of it; returns whether that can be.

    A copy is there at once, and shares with the others what none of them changes. Only Linux copies a process that has
    loaded so much, and TensorFlow may be copied as long as it has not computed anything.
    """
    if sys.platform != "linux":
        return False
    from dask.config import set as set_config
    from distributed.utils import get_mp_context

    set_config({"distributed.worker.multiprocessing-method": "forkserver"})
    get_mp_context().set_forkserver_preload(IMPORTED)
    return True


def dask_setup(worker: Worker) -> None:
    """Dask calls this in the new process."""
    from pinkpref.training import engine, scheduler  # noqa: F401 (importing the engine is what this is for)

    scheduler.limit_threads(1)
    worker.state.total_resources[WAITING] = worker.state.available_resources[WAITING] = 1
    psutil.Process().nice(NICE)
    gc.freeze()  # TensorFlow's objects: looking through them again takes as long as a piece of work
