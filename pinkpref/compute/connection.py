"""Which place the page works at, as the environment says."""

from __future__ import annotations

import os

from pinkpref.compute.cluster import far_away, local
from pinkpref.compute.place import InProcess, Place
from pinkpref.i18n import N_, Sentence, SentenceError

SCHEDULER, WORKERS = "PINKPREF_SCHEDULER", "PINKPREF_WORKERS"


def connect() -> Place:
    """The place that the environment names.

    ``PINKPREF_SCHEDULER`` is the address of a Dask scheduler, ``tls://...``; its certificates are where Dask's own
    configuration says. Otherwise ``PINKPREF_WORKERS`` says how many worker processes there are on this machine: without
    it one for every core, and with 0 everything runs in this process.

    Raises:
        ValueError: one of them is not what it should be.
    """
    address, workers = os.environ.get(SCHEDULER), os.environ.get(WORKERS)
    if address:
        if not address.startswith("tls://"):
            raise SentenceError(
                Sentence(
                    N_("{name} must be an address that begins with tls://, not {address}."),
                    name=SCHEDULER,
                    address=address,
                )
            )
        return far_away(address)
    if workers and not workers.isdecimal():
        raise SentenceError(
            Sentence(
                N_("{name} must be a whole number of worker processes, not {workers}."), name=WORKERS, workers=workers
            )
        )
    if workers and not int(workers):
        return InProcess()
    return local(int(workers) if workers else None)
