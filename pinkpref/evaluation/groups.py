"""Colours that can hardly be told apart count as one: rows of one group stay together wherever rows are left out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pinkpref.colour import rgb_to_oklab

WIDEST = 0.02
"""The just noticeable difference in OKLab: no group is wider. Source: CSS Color Module Level 4, section 13.2."""
CLOSE = 0.55
"""See `close_groups`: tried on random colours, so that hardly any table is said to be close together."""
LINKED_AT_ONCE = 1000
"""Colours that are linked at once; more are parted first, at their median, again and again."""


def colour_groups(rgb: ArrayLike) -> NDArray[np.intp]:
    """The number of each colour's group (n,), from 0 on in the order of R, G and B.

    Groups are those of complete linkage in OKLab, so any two colours of a group are at most `WIDEST` apart; single
    linkage would chain a table of many pinks into one group. The order of the colours does not matter.

    Args:
        rgb: (n, 3), 0-255.
    """
    colours, colour = np.unique(np.asarray(rgb, np.float64), axis=0, return_inverse=True)
    oklab = rgb_to_oklab(colours / 255)
    linked = np.empty(len(colours), np.intp)
    for part in _parts(oklab, np.arange(len(colours))):
        linked[part] = part[_first_of_group(oklab[part])]
    return np.unique(linked, return_inverse=True)[1][colour.ravel()]


def _first_of_group(oklab: NDArray[np.float64]) -> NDArray[np.intp]:
    """For each colour the first one of its group."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(oklab) == 1:
        return np.zeros(1, np.intp)
    group = fcluster(linkage(oklab, "complete"), WIDEST, "distance")
    _, first, inverse = np.unique(group, return_index=True, return_inverse=True)
    return first[inverse]


def _parts(oklab: NDArray[np.float64], part: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    if len(part) <= LINKED_AT_ONCE:
        yield part
        return
    widest = int(np.ptp(oklab[part], axis=0).argmax())
    order = np.argsort(oklab[part, widest], kind="stable")
    for half in np.array_split(order, 2):
        yield from _parts(oklab, part[np.sort(half)])


def group_means(rgb: NDArray[np.float64], group: NDArray[np.intp]) -> NDArray[np.float64]:
    """The mean of each group's rows (groups, 3) in OKLab.

    Args:
        rgb: (n, 3), 0-255.
        group: (n,) from `colour_groups`.
    """
    sums = np.stack([np.bincount(group, part) for part in rgb_to_oklab(rgb / 255).T], axis=1)
    return sums / np.bincount(group)[:, None]


def close_groups(rgb: ArrayLike) -> tuple[int, int]:
    """How many groups lie close to another one, and how many there are.

    Close is nearer than `CLOSE` times the median distance of two groups by the cube root of their number: of groups
    spread out at random in a box, in three ways to be different, seldom half lie so close, however many there are.

    Args:
        rgb: colours (n, 3), 0-255.
    """
    from scipy.spatial import KDTree
    from scipy.spatial.distance import pdist

    middles = group_means(np.asarray(rgb, np.float64), colour_groups(rgb))
    if len(middles) == 1:
        return 0, 1
    nearest = KDTree(middles).query(middles, k=2)[0][:, 1]
    typical = np.median(pdist(middles[:: -(-len(middles) // LINKED_AT_ONCE)]))
    return int((nearest < CLOSE * typical / np.cbrt(len(middles))).sum()), len(middles)
