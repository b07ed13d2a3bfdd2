"""Where work runs: in this process, or on a Dask cluster; the same calls, the same numbers."""

from pinkpref.compute.connection import connect
from pinkpref.compute.place import InProcess, Pending, Place, Priority, Stop, wait

__all__ = ["InProcess", "Pending", "Place", "Priority", "Stop", "connect", "wait"]
