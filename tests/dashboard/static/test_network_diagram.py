"""The pure parts of the network diagram: where units stand, and which of them matter."""

import numpy as np
import pytest

BODY = 'return (await load("diagram_layout")).diagramLayout(given.layers, given.width);'
RANK = """const { rankUnits } = await load("importance");
    const units = given.map((meanChange, unit) => ({ unit, ablation: { meanChange } }));
    const { first, important } = rankUnits(units);
    return [first.unit, important.map(({ unit }) => unit)];"""


@pytest.mark.parametrize("layers", [[3, 5, 2], [10, 16, 2], [1, 1, 2], [6, 30, 30, 2]], ids=str)
@pytest.mark.parametrize("width", [300, 560, 900])
def test_units_stand_in_columns_within_the_diagram_and_do_not_overlap(javascript, layers, width):
    layout = javascript(BODY, {"layers": layers, "width": width})
    assert [len(units) for units in layout["units"]] == layers
    size = layout["size"]
    assert 0 < size <= 56
    middles = []
    for column, units in zip(layout["columns"], layout["units"], strict=True):
        tops = np.array([unit["y"] for unit in units])
        assert {unit["x"] for unit in units} == {column}
        assert (np.diff(tops) >= size + 14).all()
        assert tops[0] >= 28 - 1e-9
        assert tops[-1] + size + 14 <= layout["height"]
        middles.append(tops.mean())
    assert middles == pytest.approx([middles[0]] * len(layers))
    gaps = np.diff(layout["columns"])
    assert gaps == pytest.approx(gaps[0])
    assert layout["columns"][0] >= 0
    assert layout["columns"][-1] + size <= width


@pytest.mark.parametrize(
    ("changes", "first", "important"),
    [
        ([0.1, 0.4, 0.2], 1, [1]),
        ([0.31, 0.4, 0.29], 1, [1, 0]),
        ([0.3, 0.3, 0.3], 0, [0, 1, 2]),
        ([0.004, 0.0, 0.001], 0, []),
        ([0.005], 0, [0]),
    ],
)
def test_the_units_that_matter_are_those_with_about_the_largest_effect(javascript, changes, first, important):
    assert javascript(RANK, changes) == [first, important]


def test_values_are_scaled_to_their_own_range(javascript):
    values = np.random.default_rng(0).normal(size=50)
    body = """const { low, high, scaled } = (await load("liking_scale")).minMaxScale(given);
        return [low, high, [...scaled]];"""
    low, high, scaled = javascript(body, values.tolist())
    assert (low, high) == (values.min(), values.max())
    np.testing.assert_allclose(scaled, (values - values.min()) / np.ptp(values), rtol=1e-12)
    assert javascript(body, [2.5, 2.5]) == [2.5, 2.5, [0, 0]]
