import colorsys

import numpy as np
import pytest

CHANNELS = {
    "HL": lambda rgb: [(h, li, s) for h, li, s in (colorsys.rgb_to_hls(*colour) for colour in rgb)],
    "HS": lambda rgb: [colorsys.rgb_to_hsv(*colour) for colour in rgb],
    "HV": lambda rgb: [(h, v, s) for h, s, v in (colorsys.rgb_to_hsv(*colour) for colour in rgb)],
    "SV": lambda rgb: [(s, v, h) for h, s, v in (colorsys.rgb_to_hsv(*colour) for colour in rgb)],
    "RG": lambda rgb: rgb[:, [0, 1, 2]],
    "RB": lambda rgb: rgb[:, [0, 2, 1]],
    "GB": lambda rgb: rgb[:, [1, 2, 0]],
}


def test_a_plane_has_a_place_for_every_colour_and_gives_it_back(javascript, colours):
    found = javascript(
        """const { PLANES } = await load("planes");
        return Object.entries(PLANES).map(([name, plane]) =>
            [name, given.map(plane.fromRgb), given.map(rgb => plane.toRgb(...plane.fromRgb(rgb)))]);""",
        colours.tolist(),
    )
    assert [name for name, *_ in found] == list(CHANNELS)
    for name, places, back in found:
        np.testing.assert_allclose(places, CHANNELS[name](colours / 255), rtol=0, atol=1e-9)
        np.testing.assert_allclose(back, colours, rtol=0, atol=1e-9)


def test_the_hue_axis_begins_opposite_to_the_colours(javascript):
    hues = [0.02, 0.95, 0.01, 0.9]  # about 350 degrees
    colours = [[255 * part for part in colorsys.hsv_to_rgb(hue, 0.8, 0.9)] for hue in hues]
    found = javascript('return (await load("planes")).hueOrigin(given);', colours)
    mean = np.angle(np.exp(2j * np.pi * np.array(hues)).sum()) / (2 * np.pi)
    assert found == pytest.approx(round(((mean + 0.5) % 1) * 36) / 36)
    assert found == pytest.approx(17 / 36)


def test_a_fixed_channel_starts_at_the_median_and_a_fixed_hue_amid_its_axis(javascript, colours):
    found = javascript(
        """const { defaultFixedValue, hueOrigin, PLANES } = await load("planes");
        return [Object.values(PLANES).map(plane => defaultFixedValue(plane, given)), hueOrigin(given)];""",
        colours.tolist(),
    )
    values, origin = found
    for value, (name, channels) in zip(values, CHANNELS.items(), strict=True):
        fixed = np.sort(np.array(channels(colours / 255))[:, 2])
        expected = (origin + 0.5) % 1 if name == "SV" else fixed[len(fixed) // 2]
        assert value == pytest.approx(expected, abs=1e-9), name


@pytest.mark.parametrize(
    ("channel", "low", "high", "expected"),
    [
        ("H", 0, 1, [0, 90, 180, 270, 360]),
        ("H", 0.9, 1.1, [330, 360, 390]),
        ("S", 0, 1, [0, 25, 50, 75, 100]),
        ("L", 0.61, 0.68, [62, 64, 66, 68]),
        ("R", 0, 1, [0, 64, 128, 192]),
        ("B", 0.5, 0.6, [128, 136, 144, 152]),
    ],
)
def test_ticks_are_round_values_within_the_range(javascript, channel, low, high, expected):
    body = 'const { AXES, axisTicks } = await load("planes"); return axisTicks(AXES[given.channel], given.range);'
    assert javascript(body, {"channel": channel, "range": [low, high]}) == expected


def test_channels_are_written_in_their_units(javascript):
    found = javascript(
        'const { channelText } = await load("planes"); return given.map(pair => channelText(...pair));',
        [["H", 0.592], ["S", 0.4], ["V", 0.996], ["L", 0], ["R", 0.5], ["G", 1]],
    )
    assert found == ["213°", "40%", "100%", "0%", "128", "255"]
