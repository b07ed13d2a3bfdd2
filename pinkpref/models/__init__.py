"""What is trained: Settings, what they make of colours, and the network that they describe."""

from pinkpref.models.features import feature_names
from pinkpref.models.settings import (
    ACTIVATIONS,
    CONSTRAINTS,
    INPUTS,
    LOSSES,
    MAX_SEED,
    OPTIMIZERS,
    SCALINGS,
    Settings,
    SettingsError,
)

__all__ = [
    "ACTIVATIONS",
    "CONSTRAINTS",
    "INPUTS",
    "LOSSES",
    "MAX_SEED",
    "OPTIMIZERS",
    "SCALINGS",
    "Settings",
    "SettingsError",
    "feature_names",
]
