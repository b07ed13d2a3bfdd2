"""What stands beside this package in the repository, sample tables and the page; a wheel carries it inside."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "shipped"  # made by setup.py, in wheels alone

ROOT = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent
"""The folder that holds ``dashboard``, ``data`` and Streamlit's settings, ``.streamlit``."""
DATA = ROOT / "data"
APP = ROOT / "dashboard" / "app.py"
