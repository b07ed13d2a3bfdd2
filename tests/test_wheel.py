"""The wheel, built from the source distribution and installed where there is no checkout: it trains and opens the page.

The libraries are those of this environment: installing them anew takes minutes and gigabytes.
"""

import json
import shutil
import socket
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
import zipfile
from contextlib import contextmanager

import pytest
from paths import ROOT
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

NOT_SOURCE = (".venv", ".git", ".*_cache", "__pycache__", "*.egg-info", "build", "*.mo")
SDIST = "from setuptools.build_meta import build_sdist; print(build_sdist('dist'))"
PATIENCE = 120


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*NOT_SOURCE))
    made = subprocess.run([sys.executable, "-c", SDIST], cwd=source, check=True, capture_output=True, text=True)
    sdist = source / "dist" / made.stdout.splitlines()[-1]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(sdist)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def commands(wheel, tmp_path_factory):
    """The folder with `python` and `pinkpref` of an environment that has the wheel, and the libraries of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = ["--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True, capture_output=True)
    # A path in a .pth file adds what is in that folder, and not what its own .pth files add: no editable pinkpref.
    packages = sysconfig.get_path("purelib", vars={"base": str(folder)})
    (folder / packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return python.parent


@pytest.fixture
def run(commands, tmp_path):
    """Runs a command of that environment in an empty folder; returns what it prints."""

    def run(command, *arguments):
        asked = [str(commands / command), *arguments]
        return subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    return run


def test_it_holds_compiled_catalogues_and_no_package_but_pinkpref(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"pinkpref", f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}
    assert [name for name in names if name.endswith(".po")] == []
    assert len([name for name in names if name.endswith(".mo")]) == 2


def test_it_is_what_is_imported_and_knows_its_samples(run, commands):
    code = "import pinkpref as pp; print(pp.__file__); print(len(pp.load_sample('keras_pink')))"
    file, rows = run("python", "-c", code).splitlines()
    assert file.startswith(str(commands.parent))
    assert rows == "24"


def test_it_speaks_japanese_without_babel(run):
    code = "import sys; sys.modules['babel'] = None; import pinkpref.i18n as words"
    assert run("python", "-c", code + "; print(words.translator('ja').gettext('epoch'))") == "エポック\n"


def test_it_trains_on_a_sample(run):
    told = json.loads(run("pinkpref", "train", "keras_pink", "--epochs", "2", "--json"))
    assert (told["data"]["file"], told["data"]["rows"], len(told["history"])) == ("keras_pink.csv", 24, 2)


@contextmanager
def dashboard(commands, folder):
    """A dashboard of that environment, started in an empty folder: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(commands / "pinkpref"), "dashboard", "--server.headless", "true", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        try:
            next(line for line in server.stdout if "URL:" in line)
            yield f"localhost:{port}"
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def get(address):
    with urllib.request.urlopen(f"http://{address}") as answer:
        return answer.read().decode()


def finished(message):
    return (
        message.WhichOneof("type") == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )


def first_run(address):
    """Everything that the server sends until the page has run to its end."""
    messages = []
    with connect(f"ws://{address}/_stcore/stream", origin=f"http://{address}", max_size=None) as stream:
        stream.send(BackMsg(rerun_script={"query_string": "lang=en"}).SerializeToString())
        while not messages or not finished(messages[-1]):
            messages.append(ForwardMsg.FromString(stream.recv(PATIENCE)))
    return messages


def test_its_dashboard_opens_with_theme_and_settings(commands, tmp_path):
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    with dashboard(commands, tmp_path) as address:
        assert get(f"{address}/_stcore/health") == "ok"
        assert "<title>Streamlit</title>" in get(address)
        assert "export" in get(f"{address}/app/static/lib/store.js")
        messages = first_run(address)
    session = next(message.new_session for message in messages if message.WhichOneof("type") == "new_session")
    assert session.main_script_path.startswith(str(commands.parent))
    assert session.custom_theme.light.primary_color == theme["light"]["primaryColor"]
    assert session.custom_theme.dark.primary_color == theme["dark"]["primaryColor"]
    elements = [message.delta.new_element for message in messages if message.delta.HasField("new_element")]
    assert "pinkpref" in [element.heading.body for element in elements]
    assert [element.exception.message for element in elements if element.HasField("exception")] == []
