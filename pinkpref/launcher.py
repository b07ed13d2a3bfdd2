"""Starts the page from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from pinkpref.extras import require
from pinkpref.resources import APP, ROOT


def dashboard(options: Sequence[str]) -> NoReturn:
    """Goes on as Streamlit's server, from the folder whose ``.streamlit/config.toml`` has the page's settings.

    Args:
        options: of ``streamlit run``, which go before those settings.

    Raises:
        MissingExtraError: Streamlit is not installed.
    """
    require("dashboard")
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *options]
    os.chdir(ROOT)  # Streamlit looks for its settings where it is started
    os.execv(command[0], command)  # noqa: S606 (no shell, and nothing but this command's own arguments)
