"""A server that ends, and a visitor who leaves, while networks are trained: nothing goes on, nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import psutil
import pytest
from paths import ROOT
from processes import still_running
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.sync.client import connect

from pinkpref.compute.preload import NICE

PATIENCE = 120
LONG = "lang=en&data=readable_text.csv&epochs=300&batch_size=1"


@contextmanager
def served():
    """A server of the page, as `make run` starts it; its process and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.headless", "true"]
    environment = {name: value for name, value in os.environ.items() if name != "PINKPREF_WORKERS"}
    server = subprocess.Popen(
        [*command, "--server.port", str(port)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        next(line for line in server.stdout if "URL:" in line)
        yield psutil.Process(server.pid), port
    finally:
        server.kill()
        server.wait(PATIENCE)


def opened(port, query):
    """A visitor who opens the page."""
    visitor = connect(f"ws://localhost:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None)
    ask(visitor, query)
    visitor.recv(PATIENCE)
    return visitor


def ask(visitor, query):
    """Has the page drawn."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    visitor.send(asked.SerializeToString())


def workers(server):
    """The worker processes that take work: they stand back for the page, and nothing else does."""
    return [child for child in server.children(recursive=True) if child.nice() == NICE]


def busy(server):
    """Whether a worker computes: more than half of a second, over a second."""
    there = workers(server)
    before = [sum(worker.cpu_times()[:2]) for worker in there]
    time.sleep(1)
    return any(sum(worker.cpu_times()[:2]) - used > 0.5 for worker, used in zip(there, before, strict=True))


def until(condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not come to that."


def train_for_long(server, port):
    """A visitor whose network trains, and thousands more for its answer; all worker processes are there."""
    visitor = opened(port, LONG)
    until(lambda: len(workers(server)) >= 2, PATIENCE)

    def answer_begun():  # once the network is trained, when the page is drawn anew
        ask(visitor, LONG)
        return b"Training on shuffled labels" in b"".join(heard(visitor))

    until(answer_begun, PATIENCE)
    until(lambda: busy(server), PATIENCE)
    return visitor


def heard(visitor):
    """What the server says until it is silent for a second."""
    with suppress(TimeoutError):
        while True:
            yield visitor.recv(1)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_server_that_ends_while_it_trains_is_gone_within_three_seconds_with_all_its_processes(how):
    with served() as (server, port):
        visitor = train_for_long(server, port)
        family = [server, *server.children(recursive=True)]
        server.send_signal(how)
        assert not still_running(family, 3)
        visitor.close()


def test_what_only_one_who_left_asked_for_ends_within_five_seconds():
    with served() as (server, port):
        visitor = train_for_long(server, port)
        visitor.close()
        left = time.monotonic()
        until(lambda: not busy(server), PATIENCE)
        assert time.monotonic() - left < 5 + 1  # the last second was watched
