"""What trained networks answer: outputs and liking, of one network or of thousands."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinkpref.models.network import OUTPUTS, ModelSpec
from pinkpref.training import padded_units, stack_sizes

ROWS_PER_CALL = (256, 8192)
"""Rows, times width, whose outputs are computed in one call."""
KEPT_FUNCTIONS = 64
"""Compiled functions that are kept; TensorFlow never gives back all the memory of one."""


def outputs(spec: ModelSpec, parameters: NDArray[np.float32], inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Both outputs (m, 2, M) of networks with these weights.

    Args:
        spec: of every network.
        parameters: (parameters, M).
        inputs: (m, features, M), or (m, features, 1) where all networks see the same.
    """
    return _answers(spec, parameters, inputs)[:, :OUTPUTS]


def logits(spec: ModelSpec, parameters: NDArray[np.float32], inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """The logits (m, 2, M) whose sigmoids are the outputs; they differ where float32 rounds both outputs to 0 or 1."""
    return _answers(spec, parameters, inputs)[:, OUTPUTS:]


def _answers(spec: ModelSpec, parameters: NDArray[np.float32], inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    from pinkpref.training import engine

    rows, networks = len(inputs), parameters.shape[1]
    if networks > stack_sizes.WIDTHS[-1]:
        widest = stack_sizes.WIDTHS[-1]
        parts = [slice(start, start + widest) for start in range(0, networks, widest)]
        own = inputs.shape[2] > 1
        stacks = [_answers(spec, parameters[:, part], inputs[..., part] if own else inputs) for part in parts]
        return np.concatenate(stacks, axis=-1)
    width = stack_sizes.stack_width(networks)
    block = next((block for block in ROWS_PER_CALL if block >= rows * width), ROWS_PER_CALL[-1])
    at_once = max(1, block // width)
    forward = _compiled(padded_units.padded(spec).layers, spec.activation, width, at_once)
    every = padded_units.pad(spec, parameters)
    weights = engine.pad(np.empty((len(every), width), np.float32), every)
    padded = np.zeros((at_once, inputs.shape[1], width), np.float32)
    found = np.empty((rows, 2 * OUTPUTS, networks), np.float32)
    for start in range(0, rows, at_once):
        some = inputs[start : start + at_once]
        engine.pad(padded, some)
        found[start : start + at_once] = forward(weights, padded).numpy()[: len(some), :, :networks]
    return found


def liking(outputs: NDArray[np.float32]) -> NDArray[np.float64]:
    """The LIKE output's share of both outputs: (m, 2, ...) to (m, ...), .5 where both are 0."""
    both = outputs.astype(np.float64)
    total = both.sum(axis=1)
    return np.asarray(np.divide(both[:, 1], total, out=np.full_like(total, 0.5), where=total != 0))


def liking_of_logits(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """The same share from the logits, (m, 2, ...) to (m, ...), which float32 outputs near 0 cannot tell."""
    from scipy.special import expit, log_expit

    both = log_expit(logits.astype(np.float64))
    return np.asarray(expit(both[:, 1] - both[:, 0]))


@lru_cache(maxsize=KEPT_FUNCTIONS)
def _compiled(layers: tuple[int, ...], activation: str, width: int, rows: int) -> Any:
    from pinkpref.training.engine import compiled_forward

    return compiled_forward(layers, activation, width, rows)
