"""Settings: the one frozen, validated object in which configuration travels."""

from __future__ import annotations

import dataclasses
import math
import numbers
import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from pinkpref.i18n import N_, Sentence, SentenceError

INPUTS = ("rgb", "hsv", "hue_circle", "oklab")
SCALINGS = ("none", "unit", "standard")
ACTIVATIONS = ("relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "tanh", "sigmoid", "linear")
LOSSES = (
    "mean_absolute_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "huber",
    "log_cosh",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "poisson",
    "cosine_similarity",
    "hinge",
    "squared_hinge",
    "categorical_hinge",
)
"""Keras's losses that mean something on two sigmoid outputs and one-hot labels, and give a figure for each row.

Left out: ``kl_divergence`` and ``mean_absolute_percentage_error`` (both are content when every output is 1, or 0),
``dice`` and ``tversky`` (one figure a batch, none for a row), the sparse ones, ``ctc`` and ``circle`` (they refuse
one-hot labels).
"""
OPTIMIZERS = (
    "sgd",
    "rmsprop",
    "adam",
    "adamw",
    "adamax",
    "nadam",
    "adagrad",
    "adadelta",
    "ftrl",
    "lion",
)
"""Keras's optimizers that treat each weight by itself, so that a network's training depends on nothing around it.

Left out: ``adafactor``, ``muon`` and Lamb (they look at whole weight matrices), ``schedulefreeadamw`` (its state begins
as a copy of the initial weights, and the weights it leaves behind are not the averaged ones it is meant to be used
with), ``lossscaleoptimizer`` and ``multioptimizer`` (they wrap other optimizers).
"""
MAX_SEED = 2**32 - 1


class SettingsError(SentenceError):
    """Settings that cannot be: `problems` has a sentence for each field that is wrong."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that decides a training besides the data. The defaults are those of the 2019 article.

    A Settings is frozen, hashable and always valid; `replace` gives a changed copy.

    Attributes:
        epochs: passes over the training rows, 1 to 100,000.
        batch_size: rows for each step of the optimizer, 1 to 1,000,000; more than there are means all of them.
        loss: a name in `LOSSES`, as Keras spells it.
        optimizer: a name in `OPTIMIZERS`, as Keras spells it.
        learning_rate: the size of a step, 1e-10 to 10.
        momentum: how much of the step before is taken again, 0 to 0.999; for the optimizer "sgd" alone.
        nesterov: whether momentum looks ahead, as Nesterov's does; needs momentum.
        inputs: what the network sees of a colour, one or more names in `INPUTS`; kept in that order.
        scaling: "none", "unit" (divide by the known range) or "standard" (z-score from the training rows).
        hidden: units of each hidden layer, one or two layers of 1 to 1,024 units.
        activation: of the hidden layers, a name in `ACTIVATIONS`, as Keras spells it.
        test_size: the share of rows set aside as test rows, 0.01 to 0.9.
        split_seed: decides which rows those are, as scikit-learn's ``random_state``; 0 to 4,294,967,295.
        seed: decides the initial weights and the order of the rows; 0 to 4,294,967,295.

    Raises:
        SettingsError: a field is outside its range; the message names every such field and what it allows.
    """

    epochs: int = 12
    batch_size: int = 2
    loss: str = "mean_absolute_error"
    optimizer: str = "rmsprop"
    learning_rate: float = 0.001
    momentum: float = 0.0
    nesterov: bool = False
    inputs: tuple[str, ...] = ("rgb",)
    scaling: str = "none"
    hidden: tuple[int, ...] = (5,)
    activation: str = "relu"
    test_size: float = 0.2
    split_seed: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        problems: list[Sentence] = []
        for name, check in _CHECKS.items():
            try:
                object.__setattr__(self, name, check(getattr(self, name)))
            except (TypeError, ValueError, OverflowError):
                problems.append(Sentence(_ALLOWED[name], value=_shown(getattr(self, name)), names=NAMES.get(name, "")))
        if not problems and self.momentum and self.optimizer != "sgd":
            problems.append(Sentence(_MOMENTUM_ALONE, optimizer=self.optimizer))
        if not problems and self.nesterov and not self.momentum:
            problems.append(Sentence(_NESTEROV_ALONE))
        if problems:
            raise SettingsError(*problems)

    def replace(self, **changes: Any) -> Self:
        """A copy with the named fields changed, validated like any other."""
        return type(self).from_dict(self.to_dict() | changes)

    def to_dict(self) -> dict[str, Any]:
        """Every field in plain types that JSON can write; `from_dict` is the way back."""
        return {
            field.name: list(value) if isinstance(value := getattr(self, field.name), tuple) else value
            for field in dataclasses.fields(self)
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The Settings of a dict made by `to_dict`; fields left out take their defaults.

        Raises:
            SettingsError: a name is no field of Settings, or a value is outside its range.
        """
        fields = [field.name for field in dataclasses.fields(cls)]
        unknown = tuple(
            Sentence(
                N_("Settings have no field {value}; they have: {names}."), value=_shown(name), names=", ".join(fields)
            )
            for name in values
            if name not in fields
        )
        if unknown:
            raise SettingsError(*unknown)
        return cls(**values)


def _whole(low: int, high: int) -> Any:
    def check(value: object) -> int:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)  # type: ignore[arg-type]
        if not low <= number <= high:
            raise ValueError
        return int(number)

    return check


def _real(low: float, high: float) -> Any:
    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise TypeError
        number = float(value)
        if not (math.isfinite(number) and low <= number <= high):
            raise ValueError
        return number

    return check


def _flag(value: object) -> bool:
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError
    return bool(value)


def _one_of(names: tuple[str, ...]) -> Any:
    def check(value: object) -> str:
        if value not in names:
            raise ValueError
        return str(value)

    return check


def _some_of(names: tuple[str, ...]) -> Any:
    def check(value: Iterable[str]) -> tuple[str, ...]:
        chosen = _listed(value)
        if not chosen or len(set(chosen)) != len(chosen) or not set(chosen) <= set(names):
            raise ValueError
        return tuple(name for name in names if name in chosen)

    return check


def _layers(value: Iterable[int]) -> tuple[int, ...]:
    units = tuple(_whole(1, 1024)(unit) for unit in _listed(value))
    if not 1 <= len(units) <= 2:
        raise ValueError
    return units


def _listed(value: Iterable[Any]) -> tuple[Any, ...]:
    """A tuple of a list, tuple or array; a lone string is not a list of its letters, and a set has no order."""
    if not isinstance(value, (list, tuple, np.ndarray)):
        raise TypeError
    return tuple(value)


def _shown(value: object) -> str:
    """A value as an error names it, cut short where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


_CHECKS = {
    "epochs": _whole(1, 100_000),
    "batch_size": _whole(1, 1_000_000),
    "loss": _one_of(LOSSES),
    "optimizer": _one_of(OPTIMIZERS),
    "learning_rate": _real(1e-10, 10),
    "momentum": _real(0, 0.999),
    "nesterov": _flag,
    "inputs": _some_of(INPUTS),
    "scaling": _one_of(SCALINGS),
    "hidden": _layers,
    "activation": _one_of(ACTIVATIONS),
    "test_size": _real(0.01, 0.9),
    "split_seed": _whole(0, MAX_SEED),
    "seed": _whole(0, MAX_SEED),
}
NAMES = {
    name: ", ".join(names)
    for name, names in {
        "loss": LOSSES,
        "optimizer": OPTIMIZERS,
        "inputs": INPUTS,
        "scaling": SCALINGS,
        "activation": ACTIVATIONS,
    }.items()
}
"""The names that a field may have, as a sentence lists them."""


_ALLOWED = {
    "epochs": N_("epochs must be a whole number from 1 to 100,000, not {value}."),
    "batch_size": N_("batch_size must be a whole number from 1 to 1,000,000, not {value}."),
    "loss": N_("loss must be one of {names}, not {value}."),
    "optimizer": N_("optimizer must be one of {names}, not {value}."),
    "learning_rate": N_("learning_rate must be a number from 1e-10 to 10, not {value}."),
    "momentum": N_("momentum must be a number from 0 to 0.999, not {value}."),
    "nesterov": N_("nesterov must be True or False, not {value}."),
    "inputs": N_("inputs must name one or more of {names}, each once, not {value}."),
    "scaling": N_("scaling must be one of {names}, not {value}."),
    "hidden": N_("hidden must be one or two whole numbers from 1 to 1,024, the units of each layer, not {value}."),
    "activation": N_("activation must be one of {names}, not {value}."),
    "test_size": N_("test_size must be a number from 0.01 to 0.9, not {value}."),
    "split_seed": N_("split_seed must be a whole number from 0 to 4,294,967,295, not {value}."),
    "seed": N_("seed must be a whole number from 0 to 4,294,967,295, not {value}."),
}

_MOMENTUM_ALONE = N_('momentum is a setting of the optimizer "sgd"; with {optimizer} it must be 0.')
_NESTEROV_ALONE = N_("nesterov is a kind of momentum; set momentum above 0, or nesterov to False.")
