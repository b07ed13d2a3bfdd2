"""How networks are trained: one with its whole story, or thousands at once."""

from pinkpref.training.run import Run, train
from pinkpref.training.scheduler import Stopped
from pinkpref.training.stack import Stack, train_many

__all__ = ["Run", "Stack", "Stopped", "train", "train_many"]
