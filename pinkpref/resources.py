"""What stands beside this package in the repository, sample tables and the page; a wheel carries it inside."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "shipped"  # made by setup.py, in wheels alone
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent

DATA = _ROOT / "data"
APP = _ROOT / "dashboard" / "app.py"
