"""What is trained: Settings, what they make of colours, and the network that they describe."""

from pinkpref.models.settings import LOSSES, MAX_SEED, OPTIMIZERS, Settings, SettingsError

__all__ = ["LOSSES", "MAX_SEED", "OPTIMIZERS", "Settings", "SettingsError"]
