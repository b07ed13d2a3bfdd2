"""pinkpref: train a small Keras network on your own taste in colours, and learn whether it learned anything.

``import pinkpref`` is quick: TensorFlow is imported when something trains for the first time.
"""

from pinkpref.colour import rgb_to_hsv
from pinkpref.dataset import Dataset, DatasetError, read_csv
from pinkpref.run import Run, train
from pinkpref.settings import Settings, SettingsError
from pinkpref.stack import Stack, train_many

__all__ = [
    "Dataset",
    "DatasetError",
    "Run",
    "Settings",
    "SettingsError",
    "Stack",
    "read_csv",
    "rgb_to_hsv",
    "train",
    "train_many",
]
