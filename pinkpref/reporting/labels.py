"""Signs and names that the page, the command line and everything that is taken away from a run share."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from pinkpref.i18n import N_, percent

if TYPE_CHECKING:
    from pinkpref.i18n import Translator
    from pinkpref.models import Settings

LIKED, NOT_LIKED = "♥", "–"
PACKAGES = ("pinkpref", "keras", "tensorflow", "numpy", "scikit-learn")
"""The packages whose versions a run depends on."""


class Label(NamedTuple):
    """What something is called, and a sentence on what it is; both are keys in the catalogues."""

    name: str
    meaning: str


SETTINGS = {
    "epochs": Label(N_("Epochs"), N_("How often the network goes through all training rows.")),
    "batch_size": Label(
        N_("Batch size"),
        N_("How many rows the network looks at before each step; small batches mean more steps."),
    ),
    "loss": Label(N_("Loss"), N_("What the network tries to make small: how wrong its outputs are.")),
    "optimizer": Label(N_("Optimizer"), N_("The rule by which each step changes the weights.")),
    "learning_rate": Label(
        N_("Learning rate"),
        N_("How large each step is. Too small and nothing moves; too large and it jumps past the goal."),
    ),
    "momentum": Label(N_("Momentum"), N_("How much of the step before each step takes again; 0 is none of it.")),
    "nesterov": Label(N_("Nesterov momentum"), N_("Momentum that looks ahead to where it is about to go.")),
    "inputs": Label(N_("Inputs"), N_("What the network sees of each colour.")),
    "scaling": Label(N_("Normalise"), N_("Brings the inputs to a common size before training.")),
    "hidden": Label(
        N_("Hidden units"),
        N_("The units between inputs and outputs. More units can draw finer distinctions."),
    ),
    "activation": Label(N_("Activation"), N_("What a hidden unit makes of the sum that comes into it.")),
    "test_size": Label(N_("Test share"), N_("The share of rows the network never trains on, kept to test it with.")),
    "split_seed": Label(
        N_("Seed of the split"),
        N_("The seed decides which rows become test rows; the same seed, the same rows."),
    ),
    "seed": Label(
        N_("Seed of the start"),
        N_("The seed decides the starting weights and the order of the rows; the same seed, the same training."),
    ),
}
"""Each field of Settings."""

INPUTS = {
    "rgb": Label("RGB", N_("Red, green and blue.")),
    "hsv": Label("HSV", N_("Hue, saturation and value (brightness).")),
    "hue_circle": Label(
        N_("Hue circle"),
        N_("Hue and saturation as a point on a disc, where all reds are neighbours, and value."),
    ),
    "oklab": Label("OKLab", N_("OKLab, where equal steps look about equally large: lightness and two axes of colour.")),
}
"""Each name in `Settings.inputs`."""

SCALINGS = {
    "none": N_("not normalised"),
    "unit": N_("normalised by known range"),
    "standard": N_("normalised by z-score"),
}
"""What inputs are after each `Settings.scaling`."""

SCALING_METHODS = {
    "unit": Label(
        N_("by known range"),
        N_("R, G and B are divided by 255; H, S and V already run from 0 to 1."),
    ),
    "standard": Label(
        N_("by z-score"),
        N_("Each input minus its mean, divided by its standard deviation, both taken from the training rows alone."),
    ),
}
"""Each `Settings.scaling` that does something, as a way to do it."""

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
"""A sentence on each `Settings.loss`."""

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
"""A sentence on each `Settings.optimizer`."""

READING = {
    "encoding": "encoding of the text: utf-8, utf-16, cp932 (Shift_JIS), euc_jp, iso2022_jp or cp1252",
    "delimiter": "what stands between two cells: a comma, a semicolon, a tab, a vertical bar, a space or a colon",
    "sheet": "the sheet of a workbook",
    "header": 'whether the first row holds names; columns without a name are called "column 1", "column 2", ...',
    "colour": "names of the columns with red, green and blue, or of the one column with the whole colour",
    "scale": "what full strength is written as, 255, 100 or 1; for three columns",
    "like": "the name of the column with the ratings",
    "liked": "what stands in it where a colour is liked; everything else then means not liked",
    "cut": "from which number on a colour is liked, where the ratings are numbers; not together with liked",
    "empty": 'what becomes of rows without a rating: "left-out", or "not-liked" where nothing stands for no',
}
"""Each field of Reading, in English, for the help of the command line."""


def values_in_words(settings: Settings, words: Translator) -> dict[str, str]:
    """Every setting's value as the page says it; what was chosen about the optimizer is said with it."""
    values = {field: str(value) for field, value in settings.to_dict().items()} | {
        "optimizer": optimizer_label(settings),
        "learning_rate": f"{settings.learning_rate:g}",
        "inputs": " + ".join(words.gettext(INPUTS[name].name) for name in settings.inputs),
        "scaling": words.gettext(SCALINGS[settings.scaling]),
        "hidden": ", ".join(map(str, settings.hidden)),
        "test_size": percent(settings.test_size),
    }
    return {field: value for field, value in values.items() if field not in ("momentum", "nesterov")}


def values_in_code(settings: Settings) -> dict[str, str]:
    """Every setting's value as Python prints it; several are written with commas between."""
    return {
        field: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for field, value in settings.to_dict().items()
    }


def optimizer_label(settings: Settings) -> str:
    """The optimizer as Keras calls it, with what was chosen about it."""
    if not settings.momentum:
        return settings.optimizer
    return f"{settings.optimizer} ({'nesterov, ' if settings.nesterov else ''}momentum {settings.momentum:g})"


def versions() -> list[tuple[str, str]]:
    """Python's version and those of `PACKAGES`."""
    return [("Python", platform.python_version()), *((name, version(name)) for name in PACKAGES)]
