"""What a worker process does before it takes work: it imports TensorFlow, so that nobody waits for that.

Dask runs it (``preload``) before the worker tells the scheduler that it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pinkpref.compute import compilations

if TYPE_CHECKING:
    from distributed import Worker


def environment(known: Mapping[str, str]) -> dict[str, str]:
    """The variables a worker process starts with, besides those it inherits; what is set already stays."""
    wanted = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1"}
    made = {name: known.get(name, value) for name, value in wanted.items()}
    return {**made, compilations.FLAGS: compilations.flags(known.get(compilations.FLAGS, ""))}


def dask_setup(worker: Worker) -> None:
    """Dask calls this in the new process."""
    from pinkpref.training import engine, scheduler  # noqa: F401 (importing the engine is what this is for)

    scheduler.limit_threads(worker.state.nthreads)
