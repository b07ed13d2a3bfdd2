import numpy as np

from pinkpref.evaluation.misclassified import nearest

BODY = 'const { nearest } = await load("neighbours"); return given.queries.map(rgb => nearest(given.colours, rgb, 3));'


def test_neighbours_are_those_that_pinkpref_finds(javascript, dataset, colours):
    found = javascript(BODY, {"colours": dataset.rgb.tolist(), "queries": colours.tolist()})
    rows, distances = nearest(dataset, colours)
    assert [[row for row, _ in near] for near in found] == rows.tolist()
    np.testing.assert_allclose([[distance for _, distance in near] for near in found], distances, atol=1e-9)


def test_of_equal_colours_the_first_row_comes_first(javascript):
    found = javascript(BODY, {"colours": [[0, 0, 0], [9, 9, 9], [0, 0, 0], [0, 0, 0]], "queries": [[0, 0, 0]]})
    assert found == [[[0, 0], [2, 0], [3, 0]]]
