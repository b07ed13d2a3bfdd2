"""Starts the page from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from pinkpref.extras import require
from pinkpref.resources import APP


def dashboard(options: Sequence[str]) -> NoReturn:
    """Goes on as Streamlit's server, with the settings of ``.streamlit/config.toml`` beside the page.

    Args:
        options: of ``streamlit run``, which go before those settings.

    Raises:
        MissingExtraError: Streamlit is not installed.
    """
    require("dashboard")
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *options]
    os.execv(command[0], command)  # noqa: S606 (no shell, and nothing but this command's own arguments)
