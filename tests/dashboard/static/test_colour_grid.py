import numpy as np
import pytest

MADE = """
    const { ColourGrid, layoutKey } = await load("colour_grid");
    const { Network } = await load("network");
    const store = await load("store");
    const scaling = { offset: [0, 0, 0], scale: [255, 255, 255] };
    const config = { layers: [3, 2], activation: "relu", colourSpaces: ["rgb"], ...scaling };
    const network = new Network(config, new Float32Array(8));
    const colours = given;
    const run = { network, colours, like: colours.map(() => true), test: colours.map(() => false) };
    store.addRun("current", run);
"""
PLANES = ("HL", "HS", "HV", "SV", "RG", "RB", "GB")


@pytest.mark.parametrize("plane", PLANES)
def test_every_point_of_the_grid_is_located_where_it_is(javascript, dataset, plane):
    places, centres, distances = javascript(
        MADE
        + f"""store.setPlane("{plane}"); store.setFixedValue(0.7);
        const grid = new ColourGrid(run, 5);
        const found = grid.colours.map(rgb => grid.locate(rgb));
        return [found.map(({{ x, y }}) => [x, y]), [0.1, 0.3, 0.5, 0.7, 0.9], found.map(one => one.distance)];""",
        dataset.rgb.tolist(),
    )
    expected = [(x, y) for y in reversed(centres) for x in centres]
    np.testing.assert_allclose(places, expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(distances, 0, atol=1e-9)


@pytest.mark.parametrize("plane", PLANES)
def test_zoomed_the_map_holds_every_rated_colour_and_no_axis_more_than_needed(javascript, dataset, plane):
    places, ranges = javascript(
        MADE
        + f"""store.setPlane("{plane}");
        const grid = new ColourGrid(run, 2);
        return [colours.map(rgb => grid.locate(rgb)).map(({{ x, y }}) => [x, y]), grid.ranges];""",
        dataset.rgb.tolist(),
    )
    places = np.array(places)
    assert ((places >= 0) & (places <= 1)).all()
    for axis, (low, high) in enumerate(ranges):
        on_plane = low + places[:, axis] * (high - low)
        assert low == pytest.approx(max(0, on_plane.min() - 0.08))
        assert high == pytest.approx(min(1, on_plane.max() + 0.08))


def test_the_whole_plane_begins_at_the_lower_left_with_all_channels_at_0(javascript):
    corners, inputs, away = javascript(
        MADE
        + """store.setPlane("RG"); store.setZoomed(false); store.setFixedValue(1);
        const grid = new ColourGrid(run, 2);
        return [[grid.colourAt(0, 0), grid.colourAt(1, 0), grid.colourAt(0, 1)], [...grid.inputs],
            grid.locate([0, 0, 51]).distance];""",
        [[255, 0, 0]],
    )
    assert corners == [[0, 0, 255], [255, 0, 255], [0, 255, 255]]
    np.testing.assert_allclose(inputs, [0.25, 0.75, 0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 1, 1, 1, 1])
    assert away == pytest.approx(0.8)


def test_distances_from_a_plane_of_one_hue_go_round_the_circle(javascript):
    found = javascript(
        MADE
        + """store.setPlane("SV"); store.setFixedValue(0.95);
        return new ColourGrid(run, 2).locate([255, 0, 0]).distance;""",
        [[255, 0, 0]],
    )
    assert found == pytest.approx(0.1)


def test_the_layout_is_kept_for_other_weights_and_made_anew_for_what_it_shows(javascript):
    found = javascript(
        MADE
        + """const key = (change = {}, width = 800) => layoutKey({ ...run, ...change }, ["text"], width);
        const before = key();
        const same = [key({ network: new Network(config, new Float32Array(16)) })];
        const other = [key({ like: [false] }), key({ test: [true] }), key({ colours: [[1, 2, 3]] }), key({}, 801)];
        const changes = [() => store.setPlane("RG"), () => store.setFixedValue(0.1), () => store.setZoomed(false)];
        for (const change of changes) {
            const last = key();
            change();
            other.push(key() === last ? before : "changed");
        }
        return [same.map(one => one === before), other.map(one => one === before)];""",
        [[255, 0, 0]],
    )
    assert found == [[True], [False] * 7]
