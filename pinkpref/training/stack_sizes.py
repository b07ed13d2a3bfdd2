"""How many networks train side by side, and how many rows are made room for: few sizes, so that little is compiled."""

from __future__ import annotations

from pinkpref.models.network import ModelSpec
from pinkpref.training.padded_units import padded

WIDTHS = (64, 512, 4096)
"""Networks side by side in one stack; a lone network has a stack of its own."""
CACHE = 2**18
"""Numbers of weights in a stack that still leave its steps in the cache of a core."""
LARGEST_TABLE = 2**24
"""Numbers in the rows of a stack: more than that is too much memory for one core's share."""


def stack_width(networks: int) -> int:
    """The width of the narrowest stack that holds so many networks."""
    return next(width for width in (1, *WIDTHS) if width >= networks)


def fitting_width(networks: int, widest: int) -> int:
    """The width of the stacks that so many train in: at most the widest, and less than half of it empty if possible."""
    width = stack_width(min(networks, widest))
    narrower = [known for known in WIDTHS if known < width]
    return narrower[-1] if narrower and 2 * networks < width else width


def full_stacks(networks: int, widest: int) -> int:
    """About so many networks: as many as fill the stacks that they train in, where an empty place costs as much."""
    width = fitting_width(networks, widest)
    return max(1, round(networks / width)) * width


def widest_stack(spec: ModelSpec, rows: int) -> int:
    """How many such networks one stack takes, each with so many rows."""
    numbers = rows * (spec.layers[0] + 1)
    parameters = padded(spec).parameters
    able = [width for width in WIDTHS if width * parameters <= CACHE and width * numbers <= LARGEST_TABLE]
    return max(able, default=1)


def padded_rows(rows: int) -> int:
    """So many rows, padded: to a power of two, or one of three sizes between two of them where there are many."""
    step = 1 << max(0, (rows - 1).bit_length() - (3 if rows > 2**14 else 0))
    return -(-rows // step) * step
