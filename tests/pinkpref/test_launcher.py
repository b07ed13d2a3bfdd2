import os
import sys
from pathlib import Path

import pytest
from paths import ROOT

from pinkpref import cli


@pytest.fixture
def started(monkeypatch):
    """What would take the place of this process."""
    commands = []
    monkeypatch.setattr(os, "execv", lambda path, command: commands.append((path, command)) or sys.exit(0))
    monkeypatch.chdir(ROOT / "tests")
    return commands


def test_it_becomes_streamlit_with_the_options_it_was_given(started):
    with pytest.raises(SystemExit):
        cli.main(["dashboard", "--server.port", "8600", "--server.headless=true"])
    app = str(ROOT / "dashboard" / "app.py")
    wanted = [sys.executable, "-m", "streamlit", "run", app, "--server.port", "8600", "--server.headless=true"]
    assert started == [(sys.executable, wanted)]
    assert Path(".streamlit", "config.toml").samefile(ROOT / ".streamlit" / "config.toml")


def test_without_streamlit_it_says_what_to_install(started, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "streamlit", None)
    assert cli.main(["dashboard"]) == 2
    assert '`pip install "pinkpref[dashboard]"`' in capsys.readouterr().err
    assert started == []
