"""Workers that have grown are replaced: TensorFlow never gives back what a kind of network has taken to compile."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from typing import TYPE_CHECKING, cast

import psutil

if TYPE_CHECKING:
    from distributed import LocalCluster, Scheduler
    from distributed.scheduler import WorkerState

SHARE, LEAST = 0.06, 0.5e9
"""All workers together may grow by so much of the memory of the machine; each by so many bytes, some twenty kinds."""
ALONE_SECONDS = 4.0
"""The first worker has the machine to itself until it has trained for whoever opened the page, where the others have to
import TensorFlow first."""
LOOK_SECONDS = 2.0
HEARTBEAT_SECONDS = 1.5
"""After so long what the scheduler knows of a worker is newer than what it was told."""
PIECE_SECONDS = 30.0
"""How long a worker that goes may still work at its last piece; what takes longer is done again elsewhere."""
UNDER_WAY = "executing", "long-running"
START_SECONDS = 120.0
"""How long a new worker may take to import TensorFlow, before it is tried again."""

_log = logging.getLogger(__name__)


def growth(workers: int) -> float:
    """Bytes by which each of so many workers may grow."""
    return max(LEAST, SHARE * float(psutil.virtual_memory().total) / workers)


class Renewal:
    """Watches the workers of a cluster on this machine. A new one is there, warm, before the old one goes."""

    def __init__(self, cluster: LocalCluster, workers: int) -> None:
        self._cluster, self._workers = cluster, workers
        self._begun = time.monotonic()
        self._new: dict[str, int] = {}
        """Bytes of each worker when it was first seen."""
        self._known()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="renewal", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the watch."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            try:
                self._look()
            except Exception:
                if not self._over.is_set():
                    _log.exception("A worker could not be replaced.")

    def _look(self) -> None:
        """Replaces the worker that has grown most, if it is too much, and those that are lost."""
        known = self._known()
        if len(known) < self._workers:  # one is being replaced by its nanny, has been given up as lost, or is not begun
            if time.monotonic() - self._begun > ALONE_SECONDS:
                self._cluster.scale(self._workers)
            return
        grown, name, address = max(
            (worker.metrics["memory"] - self._new[worker.address], worker.name, worker.address) for worker in known
        )
        if grown <= growth(self._workers) or len(known) > self._workers:
            return
        self._cluster.scale(self._workers + 1)
        self._cluster.wait_for_workers(self._workers + 1, START_SECONDS)
        self._cluster.sync(self._let_go, address, name)

    def _known(self) -> list[WorkerState]:
        known = list(cast("Scheduler", self._cluster.scheduler).workers.values())
        self._new = {worker.address: self._new.get(worker.address, worker.metrics["memory"]) for worker in known}
        return known

    async def _let_go(self, address: str, name: int) -> None:
        """Closes a worker once its piece is over; it gets no other."""
        scheduler = cast("Scheduler", self._cluster.scheduler)
        await scheduler.retire_workers([address], close_workers=False, remove=False)
        until = time.monotonic() + PIECE_SECONDS
        busy = True
        while busy and time.monotonic() < until:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            worker = scheduler.workers.get(address)
            busy = worker is not None and any(worker.metrics["task_counts"].get(kind) for kind in UNDER_WAY)
        await self._cluster.scale_down([name])
