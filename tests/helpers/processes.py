"""Processes that are to end."""

import psutil


def still_running(family, seconds):
    """Those of the processes that have not ended within so many seconds.

    A process that has ended may stand in the machine's list until its parent has taken note, which may be the first
    process of the machine, and that one may be slow.
    """
    _, listed = psutil.wait_procs(family, timeout=seconds)
    return [one for one in listed if not _ended(one)]


def _ended(process):
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
