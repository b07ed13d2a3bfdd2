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


SCALINGS = {
    "none": N_("not normalised"),
    "unit": N_("normalised by known range"),
    "standard": N_("normalised by z-score"),
}

LOSSES = {
    "mean_absolute_error": N_("Mean absolute error: how far the outputs are from the answers, on average."),
    "mean_squared_error": N_("Mean squared error: the distances squared, so a large miss counts far more."),
    "mean_squared_logarithmic_error": N_(
        "Mean squared logarithmic error: compares outputs with answers on a logarithmic scale; for large quantities."
    ),
    "huber": N_("Huber: squared for small misses, plain distance for large ones. Here it is half the squared error."),
    "log_cosh": N_("Log-cosh: a smooth relative of the Huber loss."),
    "binary_crossentropy": N_(
        "Binary cross-entropy: confident mistakes cost most; the usual choice for yes-or-no answers."
    ),
    "binary_focal_crossentropy": N_(
        "Binary focal cross-entropy: like cross-entropy, but colours that are already right count less."
    ),
    "categorical_crossentropy": N_(
        "Categorical cross-entropy: looks only at the share that the right output has of both outputs together."
    ),
    "categorical_focal_crossentropy": N_(
        "Categorical focal cross-entropy: the same share, but colours that are already right count less."
    ),
    "poisson": N_("Poisson: made for counts; here each output is read as an expected count of 0 or 1."),
    "cosine_similarity": N_(
        "Cosine similarity: compares the direction of the two outputs with the answer. It is negative; -1 is best."
    ),
    "hinge": N_("Hinge: asks each output to lie on the right side, by a margin."),
    "squared_hinge": N_("Squared hinge: the hinge squared, so that large misses count more."),
    "categorical_hinge": N_("Categorical hinge: asks the right output to beat the other by a margin."),
}

OPTIMIZERS = {
    "sgd": N_("Stochastic gradient descent: each step goes straight down the slope; a steep slope makes a long step."),
    "rmsprop": N_("RMSprop: steps are divided by the recent steepness, so every weight moves at a similar pace."),
    "adam": N_("Adam: RMSprop with momentum; the usual first choice."),
    "adamw": N_("AdamW: Adam that also pulls every weight a little towards zero."),
    "adamax": N_("Adamax: Adam with the steepest recent slope in place of an average."),
    "nadam": N_("Nadam: Adam that looks one step ahead."),
    "adagrad": N_("Adagrad: the more a weight has moved already, the shorter its steps become."),
    "adadelta": N_("Adadelta: finds its own step length and starts very carefully; it wants a learning rate near 1."),
    "ftrl": N_("FTRL: made for millions of rarely seen inputs; it keeps weights small."),
    "lion": N_("Lion: every step has the same length, and only its direction comes from the slope."),
}


def versions() -> list[tuple[str, str]]:
    """Python's version and those of `PACKAGES`."""
    return [("Python", platform.python_version()), *((name, version(name)) for name in PACKAGES)]
