"""Signs and names that the page and everything that is taken away from a run share."""

from __future__ import annotations

import platform
from importlib.metadata import version

from pinkpref.i18n import N_

LIKED, NOT_LIKED = "♥", "–"
OUTCOMES = {
    "learned": ("✓", N_("Learned")),
    "no sign": ("–", N_("No sign")),
    "cannot tell": ("?", N_("Cannot tell")),
}
"""A verdict's outcome as a shape and in a word."""
NO_NUMBER = "–"
"""What stands where a figure is no number."""
PACKAGES = ("pinkpref", "keras", "tensorflow", "numpy", "scikit-learn")
"""The packages whose versions a run depends on."""

SETTINGS = {
    "epochs": (N_("Epochs"), N_("How often the network goes through all training rows.")),
    "batch_size": (
        N_("Batch size"),
        N_("How many rows the network looks at before each step; small batches mean more steps."),
    ),
    "loss": (N_("Loss"), N_("What the network tries to make small: how wrong its outputs are.")),
    "optimizer": (N_("Optimizer"), N_("The rule by which each step changes the weights.")),
    "learning_rate": (
        N_("Learning rate"),
        N_("How large each step is. Too small and nothing moves; too large and it jumps past the goal."),
    ),
    "momentum": (N_("Momentum"), N_("How much of the step before each step takes again; 0 is none of it.")),
    "nesterov": (N_("Nesterov momentum"), N_("Momentum that looks ahead to where it is about to go.")),
    "inputs": (N_("Inputs"), N_("What the network sees of each colour.")),
    "scaling": (N_("Normalise"), N_("Brings the inputs to a common size before training.")),
    "hidden": (
        N_("Hidden units"),
        N_("The units between inputs and outputs. More units can draw finer distinctions."),
    ),
    "activation": (N_("Activation"), N_("What a hidden unit makes of the sum that comes into it.")),
    "test_size": (N_("Test share"), N_("The share of rows the network never trains on, kept to test it with.")),
    "split_seed": (
        N_("Seed of the split"),
        N_("The seed decides which rows become test rows; the same seed, the same rows."),
    ),
    "seed": (
        N_("Seed of the start"),
        N_("The seed decides the starting weights and the order of the rows; the same seed, the same training."),
    ),
}
"""What each field of Settings is called, and what it is."""


def versions() -> list[tuple[str, str]]:
    """Python's version and those of `PACKAGES`."""
    return [("Python", platform.python_version()), *((name, version(name)) for name in PACKAGES)]
