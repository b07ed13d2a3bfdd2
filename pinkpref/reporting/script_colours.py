"""Colour spaces as functions of the script: sRGB (m, 3), 0-255, to columns (m, 3), in NumPy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinkpref.colour import LINEAR_SRGB_TO_LMS, LMS_TO_OKLAB
from pinkpref.i18n import Translator
from pinkpref.reporting.labels import INPUTS
from pinkpref.reporting.python_source import comment


def functions(inputs: tuple[str, ...], words: Translator) -> list[str]:
    """The functions that the inputs need, each called like its colour space."""
    hue = [_hue_chroma_value(words)] if {"hsv", "hue_circle"} & set(inputs) else []
    spaces = [f"{comment(words.gettext(INPUTS[name].meaning))}\n{_SPACES[name]}" for name in inputs if name != "rgb"]
    return hue + spaces


def _hue_chroma_value(words: Translator) -> str:
    text = words.gettext("Hue as a share of a turn, then the largest of R, G, B less the smallest, then the largest.")
    return f"""{comment(text)}
def hue_chroma_value(rgb):
    red, green, blue = (rgb / 255).T
    value = np.maximum(np.maximum(red, green), blue)
    chroma = value - np.minimum(np.minimum(red, green), blue)
    divisor = np.where(chroma > 0, chroma, 1)
    sixths = np.where(
        value == red,
        (green - blue) / divisor,
        np.where(value == green, 2 + (blue - red) / divisor, 4 + (red - green) / divisor),
    )
    return sixths / 6 % 1, chroma, value"""


def _matrix(rows: NDArray[np.float64]) -> str:
    """A matrix as an argument inside a function."""
    return "\n".join(["        [", *(f"            {row}," for row in rows.tolist()), "        ]"])


_SPACES = {
    "hsv": """\
def hsv(rgb):
    hue, chroma, value = hue_chroma_value(rgb)
    return np.column_stack([hue, chroma / np.where(value > 0, value, 1), value])""",
    "hue_circle": """\
def hue_circle(rgb):
    hue, chroma, value = hue_chroma_value(rgb)
    angle = 2 * np.pi * hue
    return np.column_stack([chroma * np.cos(angle), chroma * np.sin(angle), value])""",
    "oklab": f"""\
def oklab(rgb):
    gamma = rgb / 255
    linear = np.where(gamma <= 0.04045, gamma / 12.92, ((gamma + 0.055) / 1.055) ** 2.4)
    lms = linear @ np.transpose(
{_matrix(LINEAR_SRGB_TO_LMS)}
    )
    return np.cbrt(lms) @ np.transpose(
{_matrix(LMS_TO_OKLAB)}
    )""",
}
