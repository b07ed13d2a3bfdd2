"""Where things are, for tests at whatever depth."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
