"""Random numbers that belong to a seed: the same whoever draws them, alone or with thousands of others."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def uniforms(seeds: ArrayLike, stream: int, count: int) -> NDArray[np.float64]:
    """For every seed the same ``count`` uniform numbers in [0, 1), whatever other seeds are asked for: (M, count).

    All seeds share one sequence of NumPy's PCG64DXSM, and seed *s* owns the part that begins at ``s * count``. So
    neighbouring seeds are drawn in one go, thousands of times quicker than a generator for each would be.

    Args:
        seeds: whole numbers (M,), 0 or more, in any order.
        stream: which sequence; other streams are unrelated.
        count: how many numbers each seed owns.

    Source: M. E. O'Neill, "PCG", 2014; ``numpy.random.PCG64DXSM.advance``.
    """
    wanted = np.asarray(seeds, dtype=np.int64)
    bits = np.random.PCG64DXSM(np.random.SeedSequence(stream))
    generator = np.random.Generator(bits)
    if len(wanted) and (np.diff(wanted) == 1).all():
        bits.advance(int(wanted[0]) * count)
        return generator.random((len(wanted), count))
    distinct, back = np.unique(wanted, return_inverse=True)
    if len(distinct) < len(wanted):
        return uniforms(distinct, stream, count)[back]
    numbers = np.empty((len(wanted), count))
    position = 0
    for place in np.argsort(wanted, kind="stable"):
        start = int(wanted[place]) * count
        bits.advance(start - position)
        generator.random(out=numbers[place])
        position = start + count
    return numbers
