"""Settings: the one frozen, validated object in which configuration travels."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self, get_origin, get_type_hints

from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.models.constraints import Boolean, Constraint, Integer, LayerSizes, OneOf, Real, SomeOf, shortened

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

_Seed = Annotated[int, Integer(0, MAX_SEED)]


class SettingsError(SentenceError):
    """Settings that cannot be: `problems` has a sentence for each field that is wrong."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that decides a training besides the data. The defaults are those of the 2019 article.

    A Settings is frozen, hashable and always valid; `replace` gives a changed copy.

    What a field allows stands beside its type, and in `CONSTRAINTS`.

    Attributes:
        epochs: passes over the training rows.
        batch_size: rows for each step of the optimizer; more than there are means all of them.
        loss: a name in `LOSSES`, as Keras spells it.
        optimizer: a name in `OPTIMIZERS`, as Keras spells it.
        learning_rate: the size of a step.
        momentum: how much of the step before is taken again; for the optimizer "sgd" alone.
        nesterov: whether momentum looks ahead, as Nesterov's does; needs momentum.
        inputs: what the network sees of a colour, one or more names in `INPUTS`; kept in that order.
        scaling: "none", "unit" (divide by the known range) or "standard" (z-score from the training rows).
        hidden: units of each hidden layer.
        activation: of the hidden layers, a name in `ACTIVATIONS`, as Keras spells it.
        test_size: the share of rows set aside as test rows.
        split_seed: decides which rows those are, as scikit-learn's ``random_state``.
        seed: decides the initial weights and the order of the rows.

    Raises:
        SettingsError: a field is not what it may be; the message names every such field and what it allows.
    """

    epochs: Annotated[int, Integer(1, 100_000)] = 12
    batch_size: Annotated[int, Integer(1, 1_000_000, note="more than there are rows means all of them")] = 2
    loss: Annotated[str, OneOf(LOSSES)] = "mean_absolute_error"
    optimizer: Annotated[str, OneOf(OPTIMIZERS)] = "rmsprop"
    learning_rate: Annotated[float, Real(1e-10, 10)] = 0.001
    momentum: Annotated[float, Real(0, 0.999, note='for the optimizer "sgd" alone')] = 0.0
    nesterov: Annotated[bool, Boolean(note="needs momentum")] = False
    inputs: Annotated[tuple[str, ...], SomeOf(INPUTS)] = ("rgb",)
    scaling: Annotated[str, OneOf(SCALINGS)] = "none"
    hidden: Annotated[tuple[int, ...], LayerSizes(1024)] = (5,)
    activation: Annotated[str, OneOf(ACTIVATIONS)] = "relu"
    test_size: Annotated[float, Real(0.01, 0.9)] = 0.2
    split_seed: _Seed = 0
    seed: _Seed = 0

    def __post_init__(self) -> None:
        problems: list[Sentence] = []
        for name, constraint in CONSTRAINTS.items():
            value = getattr(self, name)
            try:
                object.__setattr__(self, name, constraint.check(value))
            except (TypeError, ValueError, OverflowError):
                problems.append(constraint.error(name, value))
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
        no_field = N_("Settings have no field {value}; they have: {names}.")
        unknown = [
            Sentence(no_field, value=shortened(name), names=", ".join(fields)) for name in values if name not in fields
        ]
        if unknown:
            raise SettingsError(*unknown)
        return cls(**values)


_MOMENTUM_ALONE = N_('momentum is a setting of the optimizer "sgd"; with {optimizer} it must be 0.')
_NESTEROV_ALONE = N_("nesterov is a kind of momentum; set momentum above 0, or nesterov to False.")

CONSTRAINTS: dict[str, Constraint] = {
    name: hint.__metadata__[0]
    for name, hint in get_type_hints(Settings, include_extras=True).items()
    if get_origin(hint) is Annotated
}
"""What each field of Settings allows."""
