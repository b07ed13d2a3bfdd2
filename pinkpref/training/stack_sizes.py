"""How many networks train side by side, and how many rows are made room for: few sizes, so that little is compiled."""

from __future__ import annotations

from pinkpref.models.network import ModelSpec

WIDTHS = (64, 512, 4096)
"""Networks side by side in one stack; a lone network has a stack of its own."""
CACHE = 2**18
"""Numbers of weights in a stack that still leave its steps in the cache of a core."""
LARGEST_TABLE = 2**24
"""Numbers in the rows of a stack: more than that is too much memory for one core's share."""


def stack_width(networks: int) -> int:
    """The width of the narrowest stack that holds so many networks."""
    return next(width for width in (1, *WIDTHS) if width >= networks)


def widest_stack(spec: ModelSpec, rows: int) -> int:
    """How many such networks one stack takes, each with so many rows."""
    numbers = rows * (spec.layers[0] + 1)
    able = [width for width in WIDTHS if width * spec.parameters <= CACHE and width * numbers <= LARGEST_TABLE]
    return max(able, default=1)


def padded_rows(rows: int) -> int:
    """So many rows, padded: to a power of two, or one of three sizes between two of them where there are many."""
    step = 1 << max(0, (rows - 1).bit_length() - (3 if rows > 2**14 else 0))
    return -(-rows // step) * step
