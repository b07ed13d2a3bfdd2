"""A scheduler somewhere else, by its address and with certificates; it may go and come back."""

import datetime
import socket
import subprocess
import sys
import time

import dask.config
import distributed  # noqa: F401 (its own defaults come before what the tests configure)
import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import pinkpref as pp
from pinkpref.compute import connect, work
from pinkpref.compute.cluster import LostError

QUICK = pp.Settings(epochs=3)
PATIENCE = 60


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that signs itself, and its key: the files that all sides are given."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificates")
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(private)
    return folder


@pytest.fixture
def configured(certificate):
    """Dask's configuration names the certificate."""
    files = {"cert": str(certificate / "cert.pem"), "key": str(certificate / "key.pem")}
    named = {f"distributed.comm.tls.{role}": files for role in ("client", "scheduler", "worker")}
    with dask.config.set({"distributed.comm.tls.ca-file": files["cert"], **named}):
        yield


@pytest.fixture
def begin(certificate):
    """Begins a program of Dask's, with the certificate; ends it after the test."""
    begun = []

    def program(*command):
        files = {"--tls-ca-file": "cert.pem", "--tls-cert": "cert.pem", "--tls-key": "key.pem"}
        named = [str(word) for option, file in files.items() for word in (option, certificate / file)]
        begun.append(subprocess.Popen([sys.executable, "-m", "dask", *map(str, command), *named]))
        return begun[-1]

    yield program
    for one in begun:
        one.kill()
        one.wait(PATIENCE)


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.usefixtures("configured")
def test_the_numbers_are_the_same_and_a_scheduler_may_go_and_come_back(begin, port, dataset, monkeypatch):
    address = f"tls://127.0.0.1:{port}"
    monkeypatch.setenv("PINKPREF_SCHEDULER", address)

    def scheduler():
        """One, and a worker, which ends with its scheduler."""
        worker = begin(
            "worker", address, "--host", "127.0.0.1", "--nthreads", 2, "--preload", "pinkpref.compute.preload"
        )
        return worker, begin("scheduler", "--host", "127.0.0.1", "--port", port, "--protocol", "tls", "--no-dashboard")

    worker, there = scheduler()
    place = until_there()
    try:
        expected = pp.train(dataset, QUICK)
        np.testing.assert_array_equal(work.train(place, dataset, QUICK).parameters, expected.parameters)
        there.terminate()
        there.wait(PATIENCE)
        with pytest.raises(LostError, match="does not answer"):
            work.train(place, dataset, QUICK)
        worker.wait(PATIENCE)
        scheduler()
        np.testing.assert_array_equal(trained_in_the_end(place, dataset), expected.parameters)
    finally:
        place.close()


def until_there():
    """The place, once its scheduler has begun."""
    for _ in range(PATIENCE):
        try:
            return connect()
        except LostError:
            continue
    return connect()


def trained_in_the_end(place, dataset):
    """What a person who tries again and again gets."""
    for _ in range(PATIENCE):
        try:
            return work.train(place, dataset, QUICK).parameters
        except LostError:
            continue
    return work.train(place, dataset, QUICK).parameters


def test_an_address_without_encryption_is_refused(monkeypatch):
    monkeypatch.setenv("PINKPREF_SCHEDULER", "tcp://127.0.0.1:8786")
    with pytest.raises(ValueError, match="begins with tls://, not tcp"):
        connect()


def test_a_number_of_workers_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("PINKPREF_WORKERS", "many")
    with pytest.raises(ValueError, match="whole number of worker processes, not many"):
        connect()


@pytest.mark.usefixtures("configured")
def test_nobody_there_is_told_in_a_sentence(monkeypatch, port):
    monkeypatch.setenv("PINKPREF_SCHEDULER", f"tls://127.0.0.1:{port}")
    with pytest.raises(LostError, match="does not answer"):
        connect()


def test_without_certificates_nobody_is_asked(monkeypatch):
    monkeypatch.setenv("PINKPREF_SCHEDULER", "tls://127.0.0.1:1")
    with pytest.raises(ValueError, match="certificates"):
        connect()


@pytest.mark.usefixtures("configured")
def test_a_worker_that_prepared_nothing_is_told_in_a_sentence(begin, port, monkeypatch):
    address = f"tls://127.0.0.1:{port}"
    monkeypatch.setenv("PINKPREF_SCHEDULER", address)
    begin("scheduler", "--host", "127.0.0.1", "--port", port, "--protocol", "tls", "--no-dashboard")
    until_there().close()
    begin("worker", address, "--host", "127.0.0.1")
    with pytest.raises(ValueError, match=r"was not begun with --preload pinkpref\.compute\.preload"):
        until_refused()


def until_refused():
    """Connects until the worker is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        connect().close()
