"""pinkpref: train a small Keras network on your own taste in colours, and learn whether it learned anything.

``import pinkpref`` is quick: each name is imported when it is first used, and TensorFlow when something trains.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pinkpref.colour import rgb_to_hsv
    from pinkpref.evaluation.verdict import Verdict, assess
    from pinkpref.models.settings import Settings, SettingsError
    from pinkpref.tables import Dataset, DatasetError, Reading, UnclearTable, read_csv
    from pinkpref.training.run import Run, train
    from pinkpref.training.scheduler import Stopped
    from pinkpref.training.stack import Stack, train_many

__all__ = [
    "Dataset",
    "DatasetError",
    "Reading",
    "Run",
    "Settings",
    "SettingsError",
    "Stack",
    "Stopped",
    "UnclearTable",
    "Verdict",
    "assess",
    "read_csv",
    "rgb_to_hsv",
    "train",
    "train_many",
]

_HOMES = {
    "colour": ("rgb_to_hsv",),
    "tables": ("Dataset", "DatasetError", "Reading", "UnclearTable", "read_csv"),
    "models": ("Settings", "SettingsError"),
    "training": ("Run", "Stack", "Stopped", "train", "train_many"),
    "evaluation": ("Verdict", "assess"),
}


def __getattr__(name: str) -> Any:
    """A public name from the module it lives in, at its first use (PEP 562)."""
    for home, names in _HOMES.items():
        if name in names:
            globals()[name] = getattr(import_module(f"pinkpref.{home}"), name)
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
