"""Neighbours beside a plain search, and the rows a network misses."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import DATA

import pinkpref as pp
from pinkpref.colour import rgb_to_oklab
from pinkpref.evaluation.misclassified import misses, nearest
from pinkpref.tables.dataset import LEAST_ROWS

part = st.integers(0, 255)


@given(st.lists(st.tuples(part, part, part), min_size=LEAST_ROWS, max_size=40), st.tuples(part, part, part))
def test_the_nearest_rows_are_those_a_plain_search_finds(dataset_of, rows, asked):
    dataset = dataset_of(rows, [row % 2 for row in range(len(rows))])
    found, distances = nearest(dataset, asked)
    plain = np.linalg.norm(rgb_to_oklab(dataset.rgb / 255) - rgb_to_oklab(np.array(asked) / 255), axis=1)
    np.testing.assert_allclose(distances[0], np.sort(plain)[:3], atol=1e-9)
    np.testing.assert_allclose(distances[0], plain[found[0]], atol=1e-9)
    assert len(set(found[0])) == 3


def test_fewer_rows_than_asked_for_are_all_found(dataset_of):
    reds = [(value, 0, 0) for value in range(0, 250, 25)]
    dataset = dataset_of(reds, [row % 2 for row in range(len(reds))])
    found, _ = nearest(dataset, [(250, 0, 0), (1, 1, 1)], count=99)
    assert found.tolist() == [list(range(len(reds)))[::-1], list(range(len(reds)))]


def test_misses_are_the_rows_called_wrong_the_test_rows_first():
    dataset = pp.read_csv(DATA / "keras_pink.csv")
    run = pp.train(dataset, pp.Settings())
    told = misses(run)
    wrong = (run.predict(dataset.rgb) > 0.5) != (dataset.like > 0)
    assert {miss.row for miss in told} == set(np.flatnonzero(wrong))
    assert [miss.test for miss in told] == sorted((miss.test for miss in told), reverse=True)
    assert {miss.row for miss in told if miss.test} == set(np.flatnonzero(wrong)) & set(run.test_rows)
    for miss in told:
        assert miss.row not in miss.neighbours
        assert len(miss.neighbours) == 3
        assert miss.distances.tolist() == sorted(miss.distances)
    assert told
    assert [miss.row for miss in misses(run, most=1)] == [told[0].row]
    assert not any(miss.contradicted for miss in told)


def test_a_colour_with_both_labels_is_told_however_many_alike_there_are(dataset_of):
    reds, blues = [(200, 0, 0)] * 6, [(0, 0, 200 + row) for row in range(6)]
    dataset = dataset_of(reds + blues, [1, 1, 1, 1, 1, 0, *[0] * 6])
    run = pp.train(dataset, pp.Settings(epochs=60, scaling="standard", learning_rate=0.05))
    (miss,) = misses(run)
    assert miss.contradicted
    assert miss.neighbours.tolist() == [0, 1, 2]
    np.testing.assert_allclose(miss.distances, 0, atol=1e-12)


def test_a_network_that_is_always_right_misses_nothing(dataset_of):
    values = [*range(0, 90, 9), *range(160, 250, 9)]
    dataset = dataset_of([(value, 0, 0) for value in values], [int(value > 100) for value in values])
    run = pp.train(dataset, pp.Settings(epochs=200, scaling="standard", learning_rate=0.05))
    assert misses(run) == []


def run_of(dataset, liking, test_rows):
    """A run whose network answers as given."""
    return SimpleNamespace(dataset=dataset, test_rows=np.array(test_rows), liking=np.array(liking))


GREYS = [(20 * row, 20 * row, 20 * row) for row in range(10)]
LIKING = [0.1, 0.9, 0.6, 0.51, 0.4, 0.5, 0.2, 0.95, 0.3, 0.7]
LIKE = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]


def test_test_rows_come_first_and_in_each_part_the_most_wrong(dataset_of):
    """Wrong are rows 1, 2 and 3, liked above .5, and 4, 5, 6 and 8, not liked up to .5; 2, 5 and 6 are test rows."""
    run = run_of(dataset_of(GREYS, LIKE), LIKING, [2, 5, 6, 7])
    told = misses(run)
    assert [miss.row for miss in told] == [6, 2, 5, 1, 8, 4, 3]
    assert [miss.test for miss in told] == [True] * 3 + [False] * 4
    assert [miss.liking for miss in told] == [LIKING[miss.row] for miss in told]
    assert [miss.row for miss in misses(run, most=5)] == [6, 2, 5, 1, 8]


@pytest.mark.parametrize("label", [0, 1])
def test_a_miss_is_contradicted_by_the_other_label_alone(dataset_of, label):
    """Rows 0 and 1 are one colour with both labels, rows 2 and 3 one with the label of the miss."""
    dataset = dataset_of([GREYS[0], GREYS[0], GREYS[2], GREYS[2], *GREYS[4:]], [label, 1 - label, *[label] * 8])
    told = misses(run_of(dataset, np.full(10, 1.0 - label), [0]))
    assert {miss.row: miss.contradicted for miss in told} == {row: row == 0 for row in range(10) if row != 1}


def test_at_most_two_hundred_misses_are_told(dataset_of):
    dataset = dataset_of([(row % 256, row // 256, 0) for row in range(402)], [0, 1] * 201)
    told = misses(run_of(dataset, np.full(402, 0.9), [0, 1]))
    assert [miss.row for miss in told] == list(range(0, 400, 2))


def test_the_neighbours_of_a_miss_are_the_nearest_other_rows_the_nearest_first(dataset_of):
    dataset = dataset_of(GREYS, LIKE)
    (miss,) = misses(run_of(dataset, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [0]))
    lightness = rgb_to_oklab(dataset.rgb / 255)
    far = np.linalg.norm(lightness - lightness[4], axis=1)
    others = sorted(set(range(10)) - {4}, key=lambda row: far[row])[:3]
    assert miss.row == 4
    assert miss.neighbours.tolist() == others
    assert miss.distances.tolist() == [far[row] for row in others]


def test_of_equally_near_rows_the_earlier_comes_first(dataset_of):
    colours = [(9, 9, 9), (200, 0, 0), (0, 0, 0), (200, 0, 0), (90, 90, 90), (200, 0, 0)]
    dataset = dataset_of(colours * 2, [0, 1] * 6)
    rows, distances = nearest(dataset, (200, 0, 0), count=4)
    assert rows.tolist() == [[1, 3, 5, 7]]
    np.testing.assert_allclose(distances, [[0, 0, 0, 0]], atol=1e-12)
    assert nearest(dataset, [(0, 0, 0), (9, 9, 9)], count=2)[0].tolist() == [[2, 8], [0, 6]]
