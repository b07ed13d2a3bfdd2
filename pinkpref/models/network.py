"""The Keras network that Settings describe: one or two hidden layers, then two sigmoid outputs (not liked, liked)."""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pinkpref.models.features import feature_names
from pinkpref.models.settings import Settings
from pinkpref.random import uniforms

if TYPE_CHECKING:
    import keras

# Keras reads both when it is imported, which is when something is built or trained for the first time.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

OUTPUTS = 2

WEIGHTS_STREAM = 272
"""Which of a seed's streams of random numbers the initial weights are drawn from.

Any number would do; this one was chosen together with the coin of ``data/keras_pink.csv`` (see data/README.md).
"""

Weights = list[NDArray[np.float32]]
"""Kernels and biases of one network, in the order of Keras ``get_weights``."""


class ModelSpec(NamedTuple):
    """Everything of Settings that decides what a network is and how a step is made; the rest is data to it.

    Attributes:
        layers: numbers of inputs, of units in each hidden layer, and of outputs.
        activation: of the hidden layers.
        loss, optimizer: as Keras spells them.
        momentum, nesterov: of the optimizer "sgd".
    """

    layers: tuple[int, ...]
    activation: str
    loss: str
    optimizer: str
    momentum: float
    nesterov: bool

    @classmethod
    def of(cls, settings: Settings, features: int) -> ModelSpec:
        """The spec that ``settings`` ask for, on so many features."""
        return cls(
            (features, *settings.hidden, OUTPUTS),
            settings.activation,
            settings.loss,
            settings.optimizer,
            settings.momentum,
            settings.nesterov,
        )

    @property
    def parameters(self) -> int:
        """How many weights and biases there are."""
        return parameters(self.layers)


def spec_of(settings: Settings) -> ModelSpec:
    """The spec that ``settings`` ask for, on the inputs that they name."""
    return ModelSpec.of(settings, len(feature_names(settings)))


def shapes(layers: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Shapes of kernels and biases, in the order of Keras ``get_weights``."""
    return [shape for into, out in pairwise(layers) for shape in ((into, out), (out,))]


def parameters(layers: tuple[int, ...]) -> int:
    """How many weights and biases there are."""
    return sum((into + 1) * out for into, out in pairwise(layers))


def build(settings: Settings, features: int) -> keras.Sequential:
    """A compiled ``keras.Sequential`` with its initial weights.

    With ``hidden=(5,)`` on three features that is Dense(5), Dense(2, sigmoid); with ``hidden=(8, 4)``
    Dense(8), Dense(4), Dense(2, sigmoid). The metric "accuracy" is Keras's CategoricalAccuracy: the larger output
    wins, and "not liked" where both are equal.

    Args:
        settings: layers, activation, loss, optimizer, learning rate and seed are read.
        features: columns of the network's input.
    """
    import keras

    spec = ModelSpec.of(settings, features)
    network = keras.Sequential([keras.Input((features,), name="inputs")])
    for number, units in enumerate(settings.hidden, 1):
        network.add(keras.layers.Dense(units, activation=settings.activation, name=f"hidden_{number}"))
    network.add(keras.layers.Dense(OUTPUTS, activation="sigmoid", name="outputs"))
    network.compile(optimizer=optimizer(spec, settings.learning_rate), loss=settings.loss, metrics=["accuracy"])
    network.set_weights(unpacked(initial_weights(spec, [settings.seed])[:, 0], spec))
    return network


def optimizer(spec: ModelSpec, learning_rate: float = 0.001) -> keras.optimizers.Optimizer:
    """Keras's own optimizer of that name."""
    import keras

    config: dict[str, Any] = {"name": spec.optimizer, "learning_rate": learning_rate}  # unnamed ones are numbered
    if spec.momentum:
        config |= {"momentum": spec.momentum, "nesterov": spec.nesterov}
    return keras.optimizers.get({"class_name": spec.optimizer, "config": config})


def initial_weights(spec: ModelSpec, seeds: ArrayLike) -> NDArray[np.float32]:
    """The weights that networks with these seeds (M,) start from: (parameters, M), rows as `unpacked` reads them.

    Kernels are uniform as Keras's GlorotUniform draws them, within +-sqrt(6 / (fan_in + fan_out)); biases are zero.

    Source: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    """
    reach = _reach(spec.layers)
    kernels = reach > 0
    drawn = uniforms(seeds, WEIGHTS_STREAM, int(kernels.sum()))
    weights = np.zeros((len(reach), len(drawn)), np.float32)
    weights[kernels] = reach[kernels, None] * (2 * drawn.T - 1)
    return weights


@lru_cache(maxsize=64)
def _reach(layers: tuple[int, ...]) -> NDArray[np.float64]:
    """How far from zero each weight may start: (parameters,), 0 for the biases."""
    return np.concatenate(
        [
            np.full(into * out, np.sqrt(6 / (into + out))) if kernel else np.zeros(out)
            for into, out in pairwise(layers)
            for kernel in (True, False)
        ]
    )


def unpacked(row: NDArray[Any], spec: ModelSpec) -> list[NDArray[Any]]:
    """Kernels and biases in the order of Keras ``get_weights``, from all of them in one row (parameters,)."""
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes(spec.layers)])
    pieces = np.split(row, ends[:-1])
    return [piece.reshape(shape) for piece, shape in zip(pieces, shapes(spec.layers), strict=True)]


def activations(weights: Weights, activation: str, inputs: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """What every layer gives for inputs (m, features): (m, units) each, and last the logits (m, 2)."""
    import keras

    found = [inputs]
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        found.append(np.asarray(keras.activations.get(activation)(found[-1] @ kernel + bias)))
    return [*found[1:], found[-1] @ weights[-2] + weights[-1]]


def losses(name: str, like: NDArray[np.int64], outputs: NDArray[np.floating]) -> NDArray[np.float32]:
    """Keras's loss of that name for each row: labels (m,), outputs (m, 2)."""
    import keras

    return np.asarray(keras.losses.get(name)(np.eye(OUTPUTS, dtype=np.float32)[like], outputs.astype(np.float32)))


def summary(spec: ModelSpec) -> pd.DataFrame:
    """The figures of Keras's ``summary()``: columns layer, type, outputs and parameters, a row for each layer."""
    names = [f"hidden_{number}" for number in range(1, len(spec.layers) - 1)] + ["outputs"]
    sizes = pairwise(spec.layers)
    return pd.DataFrame(
        [(name, "Dense", out, (into + 1) * out) for name, (into, out) in zip(names, sizes, strict=True)],
        columns=["layer", "type", "outputs", "parameters"],
    )
