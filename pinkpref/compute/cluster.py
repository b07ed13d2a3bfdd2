"""A Dask cluster as the place where work runs: worker processes on this machine, or whatever a scheduler far away has.

Scheduling, priorities, moving work to another worker and doing it again where one has died are Dask's. What it is told
is what it cannot know: that a compiled network costs a second to have elsewhere.
"""

from __future__ import annotations

import asyncio
import atexit
import math
import os
import pickle
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent import futures
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from uuid import uuid4
from weakref import WeakKeyDictionary

from pinkpref.compute import compilations, preload
from pinkpref.compute.place import LOOK_SECONDS, Kind, Pending, Priority, run
from pinkpref.compute.renewal import START_SECONDS, Renewal
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.tables import Dataset
from pinkpref.training.scheduler import cores

if TYPE_CHECKING:
    from dask.typing import Key
    from distributed import Client, Future, LocalCluster, Scheduler, Worker
    from tornado.platform.asyncio import BaseAsyncIOLoop

ROWS_SENT_ALONG = 2000
"""A dataset of more rows is sent to a worker once, and not with every piece."""
MOST_UNPACKED = 32
"""So many of the smaller datasets a worker keeps, so that it need not work out again what it knows of them."""
MOST_KINDS = 256
"""Of how many kinds of work the scheduler remembers the worker."""
FIRST = 100
"""The priority of what other work waits for."""
SECONDS_ALONE = 1.0
"""A piece that takes longer shares its core with others: one million rows do not hold up everybody's 24."""
ANSWER_SECONDS = 5
"""How long a scheduler may take to answer, when it is first asked and when it has gone."""

T = TypeVar("T")


class Compiled:
    """That something is compiled in this process. Dask would rather not move it, for what it says it weighs.

    Attributes:
        kind: of work.
    """

    WEIGHT = 10**8
    """Bytes: what crosses a connection in about the second that compiling takes, by Dask's first guess of its speed."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def __sizeof__(self) -> int:
        return self.WEIGHT


class Packed:
    """A smaller dataset on its way to a worker: pickled once, however often it is sent.

    Attributes:
        pickled: the dataset.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.pickled = pickle.dumps(dataset)


@lru_cache(MOST_UNPACKED)
def _unpacked(pickled: bytes) -> Dataset:
    dataset: Dataset = pickle.loads(pickled)  # noqa: S301 (it came as part of a pickled task)
    return dataset


class Cluster:
    """A place of many processes."""

    def __init__(self, connect: Callable[[], Client], *to_close: LocalCluster | Renewal) -> None:
        """Connects, and takes over whatever is to be closed with the connection, in that order.

        Args:
            connect: gives a client; asked again where the scheduler was gone for so long that the client has given up.
            to_close: ends after the client.

        Raises:
            OSError: nobody answers.
        """
        self._connect, self._to_close = connect, to_close
        self._client = connect()
        self._kinds: OrderedDict[Kind, Future[Compiled]] = OrderedDict()
        self._tables: WeakKeyDictionary[Dataset, Future[Dataset]] = WeakKeyDictionary()
        self._packed: WeakKeyDictionary[Dataset, Packed] = WeakKeyDictionary()
        self._lock = threading.Lock()

    @property
    def cores(self) -> int:
        """How many pieces can run at the same time."""
        return max(1, len(self._client.nthreads()))

    @property
    def prepared(self) -> bool:
        """Whether every worker that there is has run `preload`."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return all(preload.WAITING in worker["resources"] for worker in workers)

    def submit(
        self, function: Callable[..., T], *arguments: Any, priority: Priority, kind: Kind | None = None
    ) -> Pending[T]:
        """Hands a piece of work to the scheduler; see `Place.submit`.

        Raises:
            LostError: the scheduler is gone.
        """
        with self._lock:
            client = self._connected()
            given = [self._given(each) for each in arguments]
            made = kind and self._compiled(kind)
        key = f"{function.__name__}-{uuid4().hex}", 0  # a group of its own: Dask queues large groups out of their turn
        needed = {} if priority == Priority.TRAINING else {preload.WAITING: 1}
        sent = client.submit(
            _run, made, function, *given, key=key, priority=int(priority), resources=needed, pure=False
        )
        return _Sent(sent, client)

    def close(self) -> None:
        """Ends the client, and the workers that were begun for it."""
        for each in (self._client, *self._to_close):
            each.close()

    def _connected(self) -> Client:
        """The client, or another one where it has given up."""
        if self._client.status in ("closing", "closed"):
            try:
                self._client = self._connect()
            except OSError:
                raise gone() from None
        return self._client

    def _compiled(self, kind: Kind) -> Future[Compiled]:
        """That this is compiled wherever Dask has put it; of what was used last, so much is known."""
        known = self._kinds.pop(kind, None)
        made = self._there(known) or self._client.submit(Compiled, kind, key=f"kind-{kind!r}", priority=FIRST)
        self._kinds[kind] = made
        while len(self._kinds) > MOST_KINDS:
            self._kinds.popitem(last=False)
        return made

    def _given(self, argument: Any) -> Any:
        if isinstance(argument, _Sent):
            if argument.forgotten:
                raise gone()
            return argument.future
        return self._table(argument) if isinstance(argument, Dataset) else argument

    def _table(self, dataset: Dataset) -> Packed | Future[Dataset]:
        """A smaller table is pickled once; a large one is sent once, and forgotten with its last session."""
        if len(dataset) <= ROWS_SENT_ALONG:
            if dataset not in self._packed:
                self._packed[dataset] = Packed(dataset)
            return self._packed[dataset]
        known = self._there(self._tables.get(dataset))
        key = f"table-{dataset.fingerprint}"
        self._tables[dataset] = known or self._client.submit(_itself, dataset, key=key, priority=FIRST)
        return self._tables[dataset]

    def _there(self, known: Future[T] | None) -> Future[T] | None:
        """What was submitted, unless it was lost with its scheduler or its client."""
        return known if known and known.key in self._client.futures and not known.cancelled() else None


class LostError(SentenceError):
    """A piece of work is lost, and nobody will do it again."""


def gone() -> LostError:
    """The refusal of work while there is nobody to do it."""
    return LostError(Sentence(N_("The computer that does the work does not answer. Try again in a moment.")))


class _Sent(Generic[T]):
    """A future of Dask's, whose own errors are told in a sentence.

    It is not waited for by Dask's own time limit, which sometimes ends in an `UnboundLocalError`.

    Attributes:
        future: Dask's.
    """

    def __init__(self, future: Future[T], client: Client) -> None:
        self.future, self._client = future, client
        self._over: futures.Future[None] = futures.Future()
        future.add_done_callback(lambda _: self._over.set_result(None))

    @property
    def forgotten(self) -> bool:
        """Whether Dask will never say what came of it: what is sent while a client closes is lost without a word."""
        return not self._over.done() and self.future.key not in self._client.futures

    def result(self, timeout: float | None = None) -> T:
        from distributed import CancelledError, KilledWorker

        until = math.inf if timeout is None else time.monotonic() + timeout
        while not self.done():
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            futures.wait([self._over], min(LOOK_SECONDS, left))
        if self.forgotten:
            raise gone()
        try:
            return self.future.result()
        except (KilledWorker, MemoryError):
            text = N_(
                "This was too much for the computer: each process that worked on it ended, or ran out of memory. "
                "Use fewer rows, fewer hidden units or fewer epochs."
            )
            raise LostError(Sentence(text)) from None
        except CancelledError:
            raise gone() from None

    def done(self) -> bool:
        return self._over.done() or self.forgotten

    def cancel(self) -> None:
        if self._client.loop:  # not waited for: whoever lets go of a piece has other things to do
            self._client.loop.add_callback(self._client.cancel, [self.future], asynchronous=True)

    def add_done_callback(self, call: Callable[[Any], object]) -> None:
        self._over.add_done_callback(call)


def _run(_compiled: Compiled | None, function: Callable[..., T], *given: Any) -> T:
    from dask.context import thread_state
    from distributed import get_worker

    asked = _Asked(get_worker(), thread_state.key)
    arguments = [_unpacked(each.pickled) if isinstance(each, Packed) else each for each in given]
    try:
        return run(asked, function, *arguments)
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("tensorflow", "keras"):
            raise
        if type(error).__name__ == "ResourceExhaustedError":
            raise MemoryError(str(error)) from None
        raise RuntimeError(f"{type(error).__name__}: {error}") from None  # to unpickle it would import TensorFlow
    finally:
        asked.over()


class _Asked:
    """Whether the client has let go of a piece; and a piece that takes long lets others run beside it."""

    def __init__(self, worker: Worker, key: Key) -> None:
        self._worker, self._key, self._thread = worker, key, threading.get_ident()
        self._begun, self._aside = time.monotonic(), False
        self._needs = worker.state.tasks[key].resource_restrictions

    def __call__(self) -> bool:
        long = time.monotonic() - self._begun > SECONDS_ALONE
        if long and not self._aside and threading.get_ident() == self._thread:
            self._step_aside()
        task = self._worker.state.tasks.get(self._key)
        return task is None or task.state == "cancelled"

    def _step_aside(self) -> None:
        from distributed import secede

        self._aside = True
        futures.wait([self._make_room(1)], ANSWER_SECONDS)  # the worker looks for what can begin when the piece secedes
        secede()

    def over(self) -> None:
        """The piece has come to its end."""
        if self._aside:
            self._make_room(-1)

    def _make_room(self, more: int) -> futures.Future[None]:
        """What a piece needs stays with it in Dask's books until its end, so there is more of it until then."""

        async def make_room() -> None:
            there = self._worker.state.total_resources
            if self._needs:
                await self._worker.set_resources(
                    **{name: there[name] + more * held for name, held in self._needs.items()}
                )

        loop = cast("BaseAsyncIOLoop", self._worker.loop).asyncio_loop
        return asyncio.run_coroutine_threadsafe(make_room(), loop)


def _itself(dataset: Dataset) -> Dataset:
    return dataset


def local(workers: int | None = None) -> Cluster:
    """A cluster of worker processes on this machine, a thread each, that nobody else can reach or send work to.

    Args:
        workers: how many; without, one for every core.
    """
    from dask.config import set as set_config
    from distributed import Client, LocalCluster, Security

    count = workers or cores()
    compilations.prune(compilations.folder())
    kinds = "scheduler", "worker", "nanny"
    without_http: dict[str, object] = {f"distributed.{kind}.http.routes": [] for kind in kinds}
    patience = f"{START_SECONDS} s"  # for a worker that died: its successor imports TensorFlow first
    set_config({**without_http, "distributed.deploy.lost-worker-timeout": patience})
    cluster = LocalCluster(
        n_workers=count if preload.imported_once() else 1,
        threads_per_worker=2,
        host="127.0.0.1",
        protocol="tls",
        security=Security.temporary(),
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        preload=[preload.__name__],
        env=preload.environment(os.environ),
    )
    atexit.register(_kill, cluster)
    scheduler = cast("Scheduler", cluster.scheduler)
    cluster.sync(scheduler.listen, "inproc://")  # what stays in this process need be neither encrypted nor packed
    inside = scheduler.listeners[-1].contact_address
    return Cluster(lambda: Client(inside, loop=cluster.loop), Renewal(cluster, count), cluster)


def _kill(cluster: LocalCluster) -> None:
    """Ends the workers at once where the server ends: nothing of theirs is worth the seconds that Dask would wait."""
    cluster.shutdown_on_close = False
    for nanny in cluster.workers.values():
        nanny.auto_restart = False
        if nanny.pid:
            with suppress(ProcessLookupError):
                os.kill(nanny.pid, signal.SIGKILL)


def far_away(address: str) -> Cluster:
    """The cluster of a scheduler at an address, with the certificates that Dask's own configuration names.

    Args:
        address: ``tls://`` and what follows.

    Raises:
        LostError: nobody answers there.
        ValueError: there are no certificates, or there is a worker that has prepared nothing.
    """
    from distributed import Client, Security

    security = Security(require_encryption=True)
    if security.get_connection_args("client")["ssl_context"] is None:
        raise SentenceError(
            Sentence(
                N_(
                    "The certificates for {address} are missing: Dask's configuration names them "
                    "(distributed.comm.tls)."
                ),
                address=address,
            )
        )
    try:
        place = Cluster(lambda: Client(address, security=security, timeout=ANSWER_SECONDS))
    except OSError:
        raise gone() from None
    if not place.prepared:
        place.close()
        raise SentenceError(
            Sentence(
                N_("A worker of {address} was not begun with --preload {module}."),
                address=address,
                module=preload.__name__,
            )
        )
    return place
