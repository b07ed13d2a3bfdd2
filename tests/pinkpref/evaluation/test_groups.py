"""Colours that can hardly be told apart, against scipy's distances, in whatever order they come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from pinkpref.colour import rgb_to_oklab
from pinkpref.evaluation import groups
from pinkpref.evaluation.groups import close_groups, colour_groups

channel = st.integers(0, 12) | st.integers(0, 255)
tables = st.lists(st.tuples(channel, channel, channel), min_size=1, max_size=40)


def partition(numbers):
    """Which rows share a number, whatever the numbers are."""
    return {tuple(np.flatnonzero(numbers == each)) for each in np.unique(numbers)}


def pinks(generator, rows):
    return np.column_stack([generator.uniform(low, high, rows) for low, high in ((220, 255), (80, 190), (120, 220))])


@given(tables)
def test_no_group_is_wider_than_a_just_noticeable_difference(rgb):
    group = colour_groups(rgb)
    oklab = rgb_to_oklab(np.array(rgb) / 255)
    for each in np.unique(group):
        assert max(pdist(oklab[group == each]), default=0) <= 0.02 + 1e-12


@given(tables, st.randoms(use_true_random=False))
def test_groups_are_the_same_in_every_order(rgb, random):
    order = list(range(len(rgb)))
    random.shuffle(order)
    rgb = np.array(rgb)
    np.testing.assert_array_equal(colour_groups(rgb[order]), colour_groups(rgb)[order])


def test_groups_are_those_of_complete_linkage():
    rgb = np.unique(np.random.default_rng(0).integers(100, 160, (400, 3)), axis=0)
    expected = fcluster(linkage(rgb_to_oklab(rgb / 255), "complete"), 0.02, "distance")
    assert partition(colour_groups(rgb)) == partition(expected)


def test_groups_are_numbered_in_the_order_of_r_g_and_b():
    rgb = [[200, 0, 0], [10, 20, 30], [200, 0, 1], [10, 20, 29], [90, 90, 90]]
    assert colour_groups(rgb).tolist() == [2, 0, 2, 0, 1]


def test_many_pinks_do_not_chain_into_one_group():
    sizes = np.bincount(colour_groups(pinks(np.random.default_rng(0), 1200)))
    assert len(sizes) > 250
    assert sizes.max() < 20


def test_colours_are_parted_before_they_are_linked_and_groups_stay_narrow(monkeypatch):
    rgb = np.random.default_rng(1).integers(0, 256, (600, 3))
    whole = colour_groups(rgb)
    monkeypatch.setattr(groups, "LINKED_AT_ONCE", 50)
    parted = colour_groups(rgb)
    assert len(np.unique(whole)) <= len(np.unique(parted)) < 1.1 * len(np.unique(whole))
    oklab = rgb_to_oklab(rgb / 255)
    assert max(max(pdist(oklab[parted == each]), default=0) for each in np.unique(parted)) <= 0.02


def test_equal_colours_are_one_group_however_many():
    assert colour_groups([[1, 2, 3]] * 5000).tolist() == [0] * 5000


@pytest.mark.parametrize("rows", [12, 24, 60, 200])
def test_of_colours_spread_out_at_random_few_are_close(rows):
    generator = np.random.default_rng(rows)
    for draw in (lambda: generator.uniform(0, 255, (rows, 3)), lambda: pinks(generator, rows)):
        said = [close * 2 > every for close, every in (close_groups(draw()) for _ in range(100))]
        assert sum(said) <= 3


@pytest.mark.parametrize("spread", [4, 8])
def test_of_colours_in_clusters_most_are_close(spread):
    """Seldom two clusters lie so close together that their colours look spread out."""
    generator, said = np.random.default_rng(spread), []
    for _ in range(60):
        middles = np.repeat(generator.uniform(30, 225, (8, 3)), 5, axis=0)
        close, every = close_groups(middles + generator.normal(0, spread, middles.shape))
        said.append(close * 2 > every)
    assert sum(said) >= 54


def test_close_is_counted_by_hand():
    """Four greys, and one a hair from the last: two of five are close."""
    rgb = [[0] * 3, [80] * 3, [160] * 3, [235] * 3, [250] * 3]
    lightness = rgb_to_oklab(np.array(rgb) / 255)[:, 0]
    typical = np.median([abs(one - other) for at, one in enumerate(lightness) for other in lightness[at + 1 :]])
    assert abs(lightness[4] - lightness[3]) < 0.55 * typical / 5 ** (1 / 3) < abs(lightness[1] - lightness[2])
    assert close_groups(rgb) == (2, 5)
    assert close_groups([[5, 5, 5]] * 3) == (0, 1)
    assert close_groups([[0] * 3, [255] * 3]) == (0, 2)
