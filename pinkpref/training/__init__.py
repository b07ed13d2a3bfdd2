"""How networks are trained: one with its whole story, or thousands at once."""

from pinkpref.training.pieces import train
from pinkpref.training.run import Run, history
from pinkpref.training.scheduler import Stopped
from pinkpref.training.stack import Stack, train_many

__all__ = ["Run", "Stack", "Stopped", "history", "train", "train_many"]
