import colorsys

import coloraide
import numpy as np
import pytest

from pinkpref.colour import luma, rgb_to_hsv, rgb_to_hue_circle, rgb_to_oklab


@pytest.mark.parametrize(
    ("name", "convert"),
    [("rgbToHsv", rgb_to_hsv), ("rgbToHueCircle", rgb_to_hue_circle), ("rgbToOklab", rgb_to_oklab)],
)
def test_conversions_are_pinkpref_s(javascript, colours, name, convert):
    found = javascript(f'const {{ {name} }} = await load("colour"); return given.map({name});', colours.tolist())
    np.testing.assert_allclose(found, convert(colours / 255), rtol=0, atol=1e-12)


def test_hsv_and_hsl_are_the_standard_library_s(javascript, colours):
    hsv, hsl = javascript(
        'const { rgbToHsv, rgbToHsl } = await load("colour"); return [given.map(rgbToHsv), given.map(rgbToHsl)];',
        colours.tolist(),
    )
    np.testing.assert_allclose(hsv, [colorsys.rgb_to_hsv(*rgb) for rgb in colours / 255], rtol=0, atol=1e-9)
    hls = np.array([colorsys.rgb_to_hls(*rgb) for rgb in colours / 255])
    np.testing.assert_allclose(hsl, hls[:, [0, 2, 1]], rtol=0, atol=1e-9)


def test_oklab_is_coloraide_s(javascript, colours):
    found = javascript('const { rgbToOklab } = await load("colour"); return given.map(rgbToOklab);', colours.tolist())
    expected = [coloraide.Color("srgb", rgb).convert("oklab").coords() for rgb in (colours / 255).tolist()]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)


def test_hsv_and_hsl_lead_back_to_the_colour(javascript, colours):
    back = javascript(
        """const { hslToRgb, hsvToRgb, rgbToHsl, rgbToHsv } = await load("colour");
        return [given.map(rgb => hsvToRgb(rgbToHsv(rgb))), given.map(rgb => hslToRgb(rgbToHsl(rgb)))];""",
        colours.tolist(),
    )
    np.testing.assert_allclose(back, [colours, colours], rtol=0, atol=1e-9)


def test_dark_is_what_white_shows_on(javascript, colours):
    found = javascript('const { isDark } = await load("colour"); return given.map(isDark);', colours.tolist())
    assert found == (luma(colours / 255) < 128 / 255).tolist()
    assert 0 < sum(found) < len(found)


def test_every_byte_goes_to_hex_and_back(javascript):
    greens = [[255 - byte, byte, 7] for byte in range(256)]
    hexes, back = javascript(
        """const { fromHex, toHex } = await load("colour");
        return [given.map(toHex), given.map(rgb => fromHex(toHex(rgb)))];""",
        greens,
    )
    assert hexes == ["#{:02x}{:02x}{:02x}".format(*rgb) for rgb in greens]
    assert back == greens
    assert javascript('return (await load("colour")).toHex([0.4, 254.6, 99.5]);') == "#00ff64"
