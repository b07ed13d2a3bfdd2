"""The Keras network that Settings describe: one or two hidden layers, then two sigmoid outputs (not liked, liked)."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.settings import Settings

if TYPE_CHECKING:
    import keras

OUTPUTS = 2

WEIGHTS_STREAM = 243
"""Which of a seed's streams of random numbers the initial weights are drawn from.

Any number would do; this one was chosen together with the coin of ``data/keras_pink.csv`` (see data/README.md).
"""


def build(settings: Settings, features: int) -> keras.Sequential:
    """A compiled ``keras.Sequential`` with its initial weights: Keras's GlorotUniform from the seed, biases zero.

    With ``hidden=(5,)`` on three features that is Dense(5), Dense(2, sigmoid); with ``hidden=(8, 4)``
    Dense(8), Dense(4), Dense(2, sigmoid). The metric "accuracy" is Keras's CategoricalAccuracy: the larger output
    wins, and "not liked" where both are equal.

    Args:
        settings: layers, activation, loss, optimizer, learning rate and seed are read.
        features: columns of the network's input.
    """
    keras = _keras()
    sizes = (*settings.hidden, OUTPUTS)
    initializers = _kernel_initializers(settings)
    last = len(sizes) - 1
    network = keras.Sequential(
        [
            keras.Input((features,), name="inputs"),
            *(
                keras.layers.Dense(
                    units,
                    activation="sigmoid" if layer == last else settings.activation,
                    kernel_initializer=initializers[layer],
                    name="outputs" if layer == last else f"hidden_{layer + 1}",
                )
                for layer, units in enumerate(sizes)
            ),
        ]
    )
    optimizer = keras.optimizers.get(settings.optimizer)
    optimizer.learning_rate = settings.learning_rate
    network.compile(optimizer=optimizer, loss=settings.loss, metrics=["accuracy"])
    return network


def initial_weights(settings: Settings, features: int) -> list[NDArray[np.float32]]:
    """The weights that `build` starts from, in Keras ``get_weights`` order, without building a network for them."""
    shapes = pairwise((features, *settings.hidden, OUTPUTS))
    return [
        weights
        for shape, initializer in zip(shapes, _kernel_initializers(settings), strict=True)
        for weights in (np.asarray(initializer(shape)), np.zeros(shape[1], np.float32))
    ]


def _kernel_initializers(settings: Settings) -> list[Any]:
    """One for each layer, each with a seed of its own drawn from the seed of the settings."""
    layers = len(settings.hidden) + 1
    seeds = np.random.SeedSequence([settings.seed, WEIGHTS_STREAM]).generate_state(layers)
    return [_keras().initializers.GlorotUniform(seed=int(seed)) for seed in seeds]


def summary(network: keras.Sequential) -> pd.DataFrame:
    """The figures of ``network.summary()``: columns layer, type, outputs and parameters, a row for each layer."""
    return pd.DataFrame(
        [(layer.name, type(layer).__name__, layer.output.shape[-1], layer.count_params()) for layer in network.layers],
        columns=["layer", "type", "outputs", "parameters"],
    )


def _keras() -> Any:
    """Keras on TensorFlow, imported on first use: it takes seconds, and whoever only reads a CSV need not wait."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    import keras

    return keras
