"""A cluster of worker processes: nobody else's, without TensorFlow in ours, and a worker that dies costs one piece."""

import itertools
import os
import signal
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest

import pinkpref as pp
from pinkpref.compute import Priority, work
from pinkpref.compute.cluster import ROWS_SENT_ALONG, local

LONG = pp.Settings(epochs=6000, batch_size=1)


def workers():
    """The processes of the workers that are our children."""
    return [child for child in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(child.cmdline())]


def test_a_training_goes_on_where_both_its_workers_were_killed(cluster, dataset):
    killed = []

    def kill(share, _metrics):
        if share > 0.2 and not killed:
            killed.extend(worker.pid for worker in workers())
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


def ended_at(name):
    time.sleep(0.05)
    return os.getpid(), time.monotonic(), name


def test_what_matters_most_goes_first(cluster):
    waiting = [cluster.submit(time.sleep, 1, priority=Priority.TRAINING) for _ in range(2 * cluster.cores)]
    sent = [cluster.submit(ended_at, one, priority=one) for one in sorted(Priority) for _ in range(2)]
    for one in waiting:
        one.result()
    ended = sorted(one.result() for one in sent)
    for _, of_worker in itertools.groupby(ended, lambda result: result[0]):
        names = [name for _, _, name in of_worker]
        assert names == sorted(names, reverse=True)


def fail():
    raise KeyError("nothing")


def test_an_error_of_a_piece_is_its_own(cluster):
    with pytest.raises(KeyError, match="nothing"):
        cluster.submit(fail, priority=Priority.ANSWER).result()


def test_nobody_without_the_certificate_can_send_work(cluster):
    from distributed import Client, Security

    address = cluster._client.scheduler.address
    assert address.startswith("tls://127.0.0.1:")
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
    server.wait(10)
    _, alive = psutil.wait_procs(begun, timeout=3)
    assert not alive


def test_a_place_that_is_closed_leaves_nothing():
    place = local(1)
    begun = [one for one in workers() if one.create_time() > time.time() - 60]
    place.close()
    assert begun
