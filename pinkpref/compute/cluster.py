"""A Dask cluster as the place where work runs: worker processes on this machine, or whatever a scheduler far away has.

Scheduling, priorities, moving work to another worker and doing it again where one has died are Dask's. What it is told
is what it cannot know: that a compiled network costs a second to have elsewhere.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import uuid4

from pinkpref.compute import compilations, preload
from pinkpref.compute.place import Pending, Priority
from pinkpref.compute.renewal import Renewal
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models.network import ModelSpec
from pinkpref.tables import Dataset
from pinkpref.training.scheduler import cores

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

ROWS_SENT_ALONG = 2000
"""A dataset of more rows is sent to a worker once, and not with every piece."""
MOST_KINDS, MOST_TABLES = 256, 16
"""How many of each the scheduler remembers the workers of."""
FIRST = 100
"""The priority of what other work waits for."""

N = TypeVar("N", bound=Hashable)
T = TypeVar("T")


class Kind:
    """That a kind of network is compiled in this process. Dask would rather not move it, for what it says it weighs.

    Attributes:
        spec: of the networks.
    """

    WEIGHT = 10**8
    """Bytes: what crosses a connection in about the second that compiling takes, by Dask's first guess of its speed."""

    def __init__(self, spec: ModelSpec) -> None:
        self.spec = spec

    def __sizeof__(self) -> int:
        return self.WEIGHT


class Cluster:
    """A place of many processes."""

    def __init__(self, client: Client, *to_close: Client | LocalCluster | Renewal) -> None:
        """Takes over a client that is connected, and whatever is to be closed with it, in that order."""
        self._client, self._to_close = client, to_close
        self._kinds: OrderedDict[ModelSpec, Future[Kind]] = OrderedDict()
        self._tables: OrderedDict[str, Future[Dataset]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def cores(self) -> int:
        """How many pieces can run at the same time."""
        return max(1, sum(self._client.nthreads().values()))

    def submit(
        self, function: Callable[..., T], *arguments: Any, priority: Priority, kind: ModelSpec | None = None
    ) -> Pending[T]:
        """Hands a piece of work to the scheduler; see `Place.submit`."""
        given = [self._table(each) if isinstance(each, Dataset) else each for each in arguments]
        key = f"{function.__name__}-{uuid4().hex}"
        made = kind and self._kind(kind)
        return _Sent(self._client.submit(_run, made, function, *given, key=key, priority=int(priority), pure=False))

    def close(self) -> None:
        """Ends the client, and the workers that were begun for it."""
        for each in self._to_close:
            each.close()

    def _kind(self, spec: ModelSpec) -> Future[Kind]:
        return self._remembered(self._kinds, spec, MOST_KINDS, f"kind-{spec!r}", Kind, spec)

    def _table(self, dataset: Dataset) -> Dataset | Future[Dataset]:
        if len(dataset) <= ROWS_SENT_ALONG:
            return dataset
        name = dataset.fingerprint
        return self._remembered(self._tables, name, MOST_TABLES, f"table-{name}", _itself, dataset)

    def _remembered(
        self, kept: OrderedDict[N, Future[T]], name: N, most: int, key: str, function: Callable[..., T], given: Any
    ) -> Future[T]:
        """What is known under a name, made when it is first asked for; Dask makes it again if need be."""
        with self._lock:
            if name not in kept:
                kept[name] = self._client.submit(function, given, key=key, priority=FIRST)
            kept.move_to_end(name)
            while len(kept) > most:
                kept.popitem(last=False)
            return kept[name]


class LostError(SentenceError):
    """A piece of work is lost, and nobody will do it again."""


class _Sent(Generic[T]):
    """A future of Dask's, whose own errors are told in a sentence."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    def result(self, timeout: float | None = None) -> T:
        from distributed import CancelledError, KilledWorker

        try:
            return self._future.result(timeout)
        except KilledWorker:
            text = N_(
                "The processes that worked on this ended several times, perhaps for want of memory. Use fewer rows, "
                "fewer hidden units or fewer epochs."
            )
            raise LostError(Sentence(text)) from None
        except CancelledError:
            text = N_("The connection to the computer that does the work was lost. Try again in a moment.")
            raise LostError(Sentence(text)) from None

    def done(self) -> bool:
        return self._future.done()

    def cancel(self) -> None:
        self._future.cancel()


def _run(_kind: Kind | None, function: Callable[..., T], *arguments: Any) -> T:
    return function(*arguments)


def _itself(dataset: Dataset) -> Dataset:
    return dataset


def local(workers: int | None = None) -> Cluster:
    """A cluster of worker processes on this machine, a thread each, that nobody else can reach or send work to.

    Args:
        workers: how many; without, one for every core.
    """
    from distributed import Client, LocalCluster, Security

    count = workers or cores()
    compilations.prune(compilations.folder())
    cluster = LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        host="127.0.0.1",
        protocol="tls",
        security=Security.temporary(),
        dashboard_address=None,
        memory_limit=0,
        preload=[preload.__name__],
        env=preload.environment(os.environ),
    )
    client = Client(cluster)
    return Cluster(client, Renewal(client, cluster, count), client, cluster)


def far_away(address: str) -> Cluster:
    """The cluster of a scheduler at an address, with the certificates that Dask's own configuration names.

    Args:
        address: ``tls://`` and what follows.

    Raises:
        OSError: nobody answers there.
        RuntimeError: there are no certificates.
    """
    from distributed import Client, Security

    client = Client(address, security=Security(require_encryption=True))
    return Cluster(client, client)
