"""What XLA has compiled, kept on disk for the next process that needs it: a new worker, or tomorrow's server."""

from __future__ import annotations

import hashlib
import os
import platform
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

MOST_BYTES = 500e6
"""A folder that holds more loses what was made longest ago, down to half, when a server begins."""
FLAGS = "TF_XLA_FLAGS"
CPU = Path("/proc/cpuinfo")


def flags(known: str) -> str:
    """The value of ``TF_XLA_FLAGS`` by which a process shares the folder; what was set already stays."""
    return f"{known} --tf_xla_persistent_cache_directory={folder()}".strip()


def folder() -> Path:
    """The folder for this version of TensorFlow and for what this machine's processor can do, made if need be.

    Programs compiled for other instructions would not run, or give other last bits.
    """
    made = user_cache_path("pinkpref") / f"xla-{version('tensorflow')}-{_processor()}"
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    return made


def prune(where: Path, most: float = MOST_BYTES) -> None:
    """Throws away what was made longest ago, if there is too much."""
    files = sorted((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in os.scandir(where))
    size = sum(size for _, size, _ in files)
    if size <= most:
        return
    for _, bytes_, path in files:
        if size <= most / 2:
            return
        Path(path).unlink(missing_ok=True)
        size -= bytes_


def _processor() -> str:
    """A short digest of what the processor is and can do."""
    known = {platform.machine(), platform.processor()}
    if CPU.exists():
        wanted = ("model name", "flags", "Features", "CPU part")
        known |= {line for line in CPU.read_text(encoding="utf-8").splitlines() if line.startswith(wanted)}
    return hashlib.sha256("\n".join(sorted(known)).encode()).hexdigest()[:12]
