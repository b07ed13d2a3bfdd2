"""Hidden units padded to a few numbers, so that fewer kinds of network are compiled; a padded one trains as without.

A hidden unit whose weights all begin at 0, with an activation that is 0 at 0, answers 0; so no gradient reaches its
weights, from either side, and they stay 0. That costs up to half as much again in time, where compiling costs seconds.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pinkpref.models.network import ModelSpec, shapes, unpacked

UNITS = (2, 4, 5, 8, 12, 16, 24, 32, 48, 64)
"""What is compiled: the article's five as they are; more than 64 too, as they take long to train."""
ZERO_AT_ZERO = frozenset({"relu", "leaky_relu", "elu", "selu", "gelu", "silu", "tanh", "linear"})


def padded(spec: ModelSpec) -> ModelSpec:
    """The kind of network that is compiled for one of this kind; it has the same one, or some hidden units more.

    Two hidden layers are compiled as they are: an activation of the first that has grown to infinity would meet the
    zeros of the second.
    """
    if len(spec.layers) > 3 or spec.activation not in ZERO_AT_ZERO:
        return spec
    inputs, hidden, outputs = spec.layers
    units = next((units for units in UNITS if units >= hidden), hidden)
    return spec._replace(layers=(inputs, units, outputs))


def rows(spec: ModelSpec) -> slice | NDArray[np.intp]:
    """Where the parameters of a network (parameters,) stand among those of the padded one."""
    return slice(None) if padded(spec) == spec else _rows(spec)


@lru_cache(maxsize=64)
def _rows(spec: ModelSpec) -> NDArray[np.intp]:
    larger = padded(spec)
    numbers = unpacked(np.arange(larger.parameters), larger)
    return np.concatenate(
        [of[tuple(map(slice, shape))].ravel() for of, shape in zip(numbers, shapes(spec.layers), strict=True)]
    )


def pad(spec: ModelSpec, parameters: NDArray[np.float32]) -> NDArray[np.float32]:
    """The parameters of networks (parameters, M), with those of padded units."""
    larger = padded(spec)
    if larger == spec:
        return parameters
    found = np.zeros((larger.parameters, parameters.shape[1]), np.float32)
    found[_rows(spec)] = parameters
    return found
