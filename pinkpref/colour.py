"""Colour spaces on whole arrays, NumPy only: sRGB to HSV, to the hue circle and to OKLab.

Every function takes sRGB of shape (..., 3) with values in [0, 1] and returns an array of the same shape, float64.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Colours = NDArray[np.float64]

LINEAR_SRGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LMS_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
"""Both from Ottosson, "A perceptual color space for image processing", matrices of 2021-01-25:
https://bottosson.github.io/posts/oklab/"""


LUMA = np.array([0.299, 0.587, 0.114])


def rgb_to_hsv(rgb: ArrayLike) -> Colours:
    """Hue, saturation and value, each in [0, 1], as ``matplotlib.colors.rgb_to_hsv``.

    Hue is a fraction of a turn: 0 is red, 1/3 green, 2/3 blue, and just below 1 red again, so pinks lie on both
    sides of the seam. Greys have hue 0 and saturation 0; black has saturation 0.

    Args:
        rgb: sRGB (..., 3) in [0, 1].

    Source: A. R. Smith, "Color gamut transform pairs", SIGGRAPH 1978.
    """
    rgb = _checked(rgb)
    value = rgb.max(axis=-1)
    chroma = value - rgb.min(axis=-1)
    saturation = np.divide(chroma, value, out=np.zeros_like(value), where=value > 0)
    return np.stack([_hue(rgb, value, chroma), saturation, value], axis=-1)


def rgb_to_hue_circle(rgb: ArrayLike) -> Colours:
    """The HSV cone in straight coordinates: (C cos h, C sin h, V), with C = max - min the chroma and V = max.

    Hue becomes a direction, so there is no seam, and greys sit at the centre whatever their hue is called.
    The first two lie in [-1, 1], the third in [0, 1].

    Args:
        rgb: sRGB (..., 3) in [0, 1].
    """
    rgb = _checked(rgb)
    value = rgb.max(axis=-1)
    chroma = value - rgb.min(axis=-1)
    angle = 2 * np.pi * _hue(rgb, value, chroma)
    return np.stack([chroma * np.cos(angle), chroma * np.sin(angle), value], axis=-1)


def srgb_to_linear(rgb: ArrayLike) -> Colours:
    """Linear light in [0, 1] from gamma-encoded sRGB (..., 3) in [0, 1].

    Source: IEC 61966-2-1:1999.
    """
    rgb = _checked(rgb)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def rgb_to_oklab(rgb: ArrayLike) -> Colours:
    """OKLab lightness L in [0, 1] and the opponent axes a (green to red) and b (blue to yellow).

    Equal steps look about equally large to the eye. Over the sRGB cube a spans about [-0.234, 0.276] and
    b about [-0.312, 0.199]. Greys have a = b = 0 up to rounding.

    Args:
        rgb: sRGB (..., 3) in [0, 1].
    """
    lms = srgb_to_linear(rgb) @ LINEAR_SRGB_TO_LMS.T
    return np.asarray(np.cbrt(lms) @ LMS_TO_OKLAB.T)


def luma(rgb: ArrayLike) -> NDArray[np.float64]:
    """How light a colour looks, (...,) in [0, 1], from gamma-encoded sRGB (..., 3) in [0, 1].

    Above .5 black text reads better on it than white. Source: ITU-R BT.601.
    """
    return np.asarray(_checked(rgb) @ LUMA)


def _hue(rgb: Colours, value: Colours, chroma: Colours) -> Colours:
    """Hue in [0, 1] as a fraction of a turn; 0 where there is no chroma."""
    red, green, blue = np.moveaxis(rgb, -1, 0)
    divisor = np.where(chroma > 0, chroma, 1)
    sixths = np.select(
        [chroma == 0, value == red, value == green],
        [0.0, (green - blue) / divisor, 2 + (blue - red) / divisor],
        default=4 + (red - green) / divisor,
    )
    return np.asarray((sixths / 6) % 1.0)


def _checked(rgb: ArrayLike) -> Colours:
    colours = np.asarray(rgb, dtype=np.float64)
    if colours.ndim == 0 or colours.shape[-1] != 3:
        raise ValueError(
            f"Colours need three numbers each, R, G and B, on the last axis; the shape is {colours.shape}."
        )
    if colours.size and not ((colours >= 0) & (colours <= 1)).all():
        raise ValueError("Colours must lie between 0 and 1 here; divide 0-255 values by 255 first.")
    return colours
