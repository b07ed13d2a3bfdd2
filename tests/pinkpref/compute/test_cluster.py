"""A cluster of worker processes: nobody else's, without TensorFlow in ours, and a worker that dies costs one piece."""

import asyncio
import gc
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import numpy as np
import psutil
import pytest
from processes import still_running

import pinkpref as pp
from pinkpref.compute import Priority, work
from pinkpref.compute.cluster import ROWS_SENT_ALONG, LostError, local
from pinkpref.compute.place import Kind, ended_of_this_piece, wait
from pinkpref.models.network import spec_of
from pinkpref.tables import Dataset

LONG = pp.Settings(epochs=6000, batch_size=1)


def workers(place):
    """The processes of a place's workers."""
    return list(place._client.run(os.getpid).values())


def test_a_training_goes_on_where_both_its_workers_were_killed(cluster, dataset):
    killed = []

    def kill(share, _metrics):
        if share > 0.2 and not killed:
            killed.extend(workers(cluster))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    run = work.train(cluster, dataset, LONG, progress=kill)
    assert len(killed) == 2
    whole = pp.train(dataset, LONG)
    np.testing.assert_array_equal(run.parameters, whole.parameters)
    np.testing.assert_array_equal(run.metrics, whole.metrics)


def process_and_rows(dataset):
    return os.getpid(), id(dataset), len(dataset)


def test_a_large_table_is_sent_once_and_a_small_one_with_every_piece(cluster, make_dataset):
    large, small = make_dataset(ROWS_SENT_ALONG + 1), make_dataset(ROWS_SENT_ALONG)
    seen = [cluster.submit(process_and_rows, large, priority=Priority.ANSWER).result() for _ in range(4)]
    assert len(set(seen)) == 1
    assert seen[0][2] == len(large)
    assert cluster.submit(process_and_rows, small, priority=Priority.ANSWER).result()[2] == len(small)


def process_and_object(dataset):
    return os.getpid(), id(dataset), dataset.fingerprint


def test_a_small_table_is_pickled_once_and_unpickled_once_by_a_worker(one_worker, make_dataset, monkeypatch):
    dataset, pickled = make_dataset(12), []
    reduce = Dataset.__reduce_ex__
    monkeypatch.setattr(Dataset, "__reduce_ex__", lambda self, how: pickled.append(self) or reduce(self, how))
    (there,) = {one_worker.submit(process_and_object, dataset, priority=Priority.TRAINING).result(60) for _ in range(3)}
    assert there[0] != os.getpid()
    assert there[2] == dataset.fingerprint
    assert pickled == [dataset]


def test_a_large_table_is_forgotten_with_the_last_who_had_it(cluster, make_dataset):
    table = make_dataset(ROWS_SENT_ALONG + 1)
    key = f"table-{table.fingerprint}"
    cluster.submit(process_and_rows, table, priority=Priority.ANSWER).result()
    scheduler = cluster._to_close[-1].scheduler
    assert key in scheduler.tasks
    del table
    gc.collect()
    assert forgotten(cluster, key)


def forgotten(cluster, key):
    """Waits until the scheduler knows no more of a task; returns whether that came."""
    tasks, until = cluster._to_close[-1].scheduler.tasks, time.monotonic() + 10
    while key in tasks and time.monotonic() < until:
        time.sleep(0.05)
    return key not in tasks


def begun_at(name):
    begun = time.monotonic()
    time.sleep(0.2)
    return begun, name


@pytest.fixture(scope="module")
def one_worker():
    """One worker process."""
    place = local(1)
    yield place
    place.close()


def test_what_matters_most_goes_first(one_worker):
    """Trainings have both threads of a worker; whatever else there is takes turns on one."""
    waiting = [one_worker.submit(time.sleep, 1, priority=Priority.TRAINING) for _ in range(2)]
    every = [*sorted(Priority), *sorted(Priority), Priority.TRAINING, Priority.TRAINING]
    sent = [one_worker.submit(begun_at, one, priority=one) for one in every]
    for one in waiting:
        one.result()
    names = [name for _, name in sorted(one.result() for one in sent)]
    others = [name for name in names if name != Priority.TRAINING]
    assert others == sorted(others, reverse=True)
    assert names[:6].count(Priority.TRAINING) == 4


def whole_second(seconds):
    """Works for so long; returns whether it was told to end."""
    ended, until = ended_of_this_piece(), time.monotonic() + seconds
    while time.monotonic() < until:
        if ended():
            return True
        time.sleep(0.02)
    return False


def process():
    return os.getpid()


def process_after(seconds):
    time.sleep(seconds)
    return os.getpid()


def processes(cluster, pieces):
    """Where each of the pieces runs, as soon as they run."""
    process_of, tasks = cluster._client.run(os.getpid), cluster._to_close[-1].scheduler.tasks
    until = time.monotonic() + 10
    at = [None]
    while not all(at) and time.monotonic() < until:
        time.sleep(0.01)
        begun = [tasks.get(one.future.key) for one in pieces]
        at = [process_of[one.processing_on.address] if one and one.processing_on else None for one in begun]
    return at


def test_a_training_stays_where_its_kind_is_compiled_though_answers_of_the_kind_went_elsewhere(cluster):
    one, many = (Kind(spec_of(pp.Settings(hidden=(13,))), stacked) for stacked in (False, True))
    (home,) = {cluster.submit(process, priority=Priority.TRAINING, kind=one).result() for _ in range(3)}
    answer = [cluster.submit(process_after, 0.4, priority=Priority.ANSWER, kind=many) for _ in range(30)]
    assert {piece.result() for piece in answer} == set(workers(cluster))
    long = [cluster.submit(whole_second, 10, priority=Priority.ANSWER) for _ in range(2)]
    at = processes(cluster, long)
    assert set(at) == set(workers(cluster))
    elsewhere = long[at[0] == home]
    elsewhere.cancel()
    assert forgotten(cluster, elsewhere.future.key)
    assert cluster.submit(process, priority=Priority.TRAINING, kind=one).result() == home
    long[at[1] == home].cancel()


@pytest.mark.parametrize("priority", [Priority.TRAINING, Priority.ANSWER])
def test_pieces_that_take_long_let_others_run_beside_them(one_worker, priority):
    long = [one_worker.submit(whole_second, 60, priority=priority) for _ in range(3)]
    assert not one_worker.submit(whole_second, 0, priority=priority).result(30)
    assert not any(one.done() for one in long)
    for one in long:
        one.cancel()
    assert not one_worker.submit(whole_second, 0, priority=priority).result(30)
    assert one_worker._client.run(room) == dict.fromkeys(one_worker._client.nthreads(), (1, 1))


async def room(dask_worker):
    """Of what whatever is no training needs: how much there is, and how much is left; once all pieces have ended."""
    state, until = dask_worker.state, time.monotonic() + 10
    while (left := (state.total_resources["waiting"], state.available_resources["waiting"])) != (1, 1):
        if time.monotonic() > until:
            break
        await asyncio.sleep(0.05)  # a piece gives its own back after it has taken away what there was more of
    return left


def writes(path):
    path.write_text(f"told {whole_second(60)}")


@pytest.mark.parametrize("long", [False, True])
def test_a_piece_that_is_cancelled_ends_where_it_runs(place, tmp_path, long):
    file = tmp_path / "ended"
    sent = place.submit(writes, file, priority=Priority.TRAINING)
    time.sleep(2 if long else 0.3)
    sent.cancel()
    until = time.monotonic() + 10
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert file.read_text() == "told True"


def too_much():
    np.empty(1 << 56, np.uint8)


def dies():
    os.kill(os.getpid(), signal.SIGKILL)


def tensorflows():
    import tensorflow as tf

    raise tf.errors.InvalidArgumentError(None, None, "no shape")


def tensorflows_memory():
    import tensorflow as tf

    raise tf.errors.ResourceExhaustedError(None, None, "allocating")


@pytest.mark.parametrize("piece", [too_much, dies, tensorflows_memory])
def test_what_is_too_much_for_a_worker_is_told_in_a_sentence(cluster, piece):
    with pytest.raises(LostError, match="too much for the computer"):
        cluster.submit(piece, priority=Priority.ANSWER).result()
    assert cluster.submit(process_and_rows, "x", priority=Priority.ANSWER).result()[2] == 1


def test_an_error_of_tensorflow_s_is_told_without_tensorflow(cluster):
    with pytest.raises(RuntimeError, match=r"InvalidArgumentError: .*no shape"):
        cluster.submit(tensorflows, priority=Priority.ANSWER).result()


def fail():
    raise KeyError("nothing")


def test_a_piece_that_dask_has_forgotten_is_lost(cluster):
    sent = cluster.submit(time.sleep, 1, priority=Priority.TRAINING)
    del cluster._client.futures[sent.future.key]
    assert sent.done()
    with pytest.raises(LostError, match="does not answer"):
        wait(sent)
    with pytest.raises(LostError, match="does not answer"):
        cluster.submit(str, sent, priority=Priority.TRAINING)


def test_a_training_does_not_wait_for_a_piece_of_an_answer(one_worker):
    first = one_worker.submit(time.sleep, 2, priority=Priority.ANSWER)
    second = one_worker.submit(int, "7", priority=Priority.ANSWER)
    assert one_worker.submit(int, "7", priority=Priority.TRAINING).result(30) == 7
    assert not first.done()
    assert not second.done()
    assert second.result(30) == 7
    assert first.done()


def test_an_error_of_a_piece_is_its_own(cluster):
    with pytest.raises(KeyError, match="nothing"):
        cluster.submit(fail, priority=Priority.ANSWER).result()


def test_every_door_is_on_loopback_and_asks_for_the_certificate(cluster):
    """Dask opens an HTTP server for each of its processes too: none of them answers anything."""
    listening = [
        connection.laddr
        for process in (psutil.Process(), *map(psutil.Process, workers(cluster)))
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 3
    assert {address.ip for address in listening} == {"127.0.0.1"}
    for address in listening:
        answered = b""
        with socket.create_connection(address, 5) as door, suppress(ConnectionResetError):
            door.sendall(b"GET /info/main/workers.html HTTP/1.0\r\n\r\n")
            answered = door.recv(100)
        assert not answered.startswith(b"HTTP/1.1 200"), address


def test_nobody_without_the_certificate_can_send_work(cluster):
    from distributed import Client, Security

    addresses = [listener.contact_address for listener in cluster._to_close[-1].scheduler.listeners]
    address, inside = addresses
    assert address.startswith("tls://127.0.0.1:")
    assert inside.startswith("inproc://")
    with pytest.raises((OSError, TypeError, RuntimeError)):
        Client(address, security=Security.temporary(), timeout=3)


PAGE = """
import sys, pinkpref as pp
from pinkpref.compute import connect, work
if __name__ == "__main__":
    place = connect()
    dataset = pp.read_csv(sys.argv[1])
    run = work.train(place, dataset, pp.Settings())
    verdict = work.assess(place, run, lambda _: None, first=100)
    print(verdict.sentence("ja"), pp.price([verdict]).p_value)
    print([name for name in ("tensorflow", "keras") if name in sys.modules])
    place.close()
"""


def test_whoever_hands_work_over_never_imports_tensorflow(tmp_path):
    from paths import ROOT

    script = tmp_path / "page.py"
    script.write_text(PAGE)
    command = [sys.executable, script, ROOT / "data" / "keras_pink.csv"]
    given = {**os.environ, "PINKPREF_WORKERS": "1"}
    ended = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=given)
    assert ended.stdout.splitlines()[-1] == "[]"


WAITS = """
import time
from pinkpref.compute.cluster import local
if __name__ == "__main__":
    place = local(2)
    print("there", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_server(tmp_path, how):
    script = tmp_path / "server.py"
    script.write_text(WAITS)
    server = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout.readline() == "there\n"
    begun = psutil.Process(server.pid).children(recursive=True)
    assert len(begun) >= 2
    server.send_signal(how)
    begun.append(psutil.Process(server.pid))
    assert not still_running(begun, 10)


def test_a_place_that_is_closed_leaves_nothing():
    place = local(1)
    begun = [psutil.Process(pid) for pid in workers(place)]
    place.close()
    assert begun
    assert not still_running(begun, 10)
