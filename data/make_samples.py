"""Makes the CSV files of this folder from the xkcd colour survey: ``python data/make_samples.py``.

The survey's names and colours come from matplotlib (``matplotlib.colors.XKCD_COLORS``, CC0). README.md beside this
file says what each CSV is for and how its seeds were chosen; a test compares the files with what is made here.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.colors import XKCD_COLORS

COIN_SEED = 1709
FLIP_SEED = 0
FLIPPED = 4

PINKS_24 = (
    ("light", "baby pink", "light pink", "powder pink", "soft pink", "very light pink"),
    ("deep", "barbie pink", "dark hot pink", "deep pink", "hot pink", "neon pink"),
    ("greyish", "dull pink", "dusty pink", "grey pink", "pinkish grey"),
    ("orange", "orange pink", "peachy pink", "pinkish tan", "salmon pink"),
    ("purple", "lavender pink", "pinkish purple", "purple pink", "violet pink"),
    ("plain and red", "pink", "red pink"),
)


def survey() -> pd.DataFrame:
    """All 949 colours of the survey by name: columns name, R, G, B (0-255)."""
    rows = [
        (name.removeprefix("xkcd:"), *(int(code[start : start + 2], 16) for start in (1, 3, 5)))
        for name, code in XKCD_COLORS.items()
    ]
    return pd.DataFrame(rows, columns=["name", "R", "G", "B"]).sort_values("name", ignore_index=True)


def luma(colours: pd.DataFrame) -> pd.Series:
    """How light a colour looks, 0 to 255 (ITU-R BT.601 weights)."""
    return 0.299 * colours["R"] + 0.587 * colours["G"] + 0.114 * colours["B"]


def pinks() -> pd.DataFrame:
    """The 24 pinks, in the order of their names."""
    chosen = {name for _, *names in PINKS_24 for name in names}
    colours = survey()
    return colours[colours["name"].isin(chosen)].reset_index(drop=True)


def coin_flips(seed: int) -> np.ndarray:
    """24 labels, 12 of each, in an order that nothing but the seed decides."""
    return np.random.default_rng(seed).permutation(np.repeat([0, 1], 12))


def keras_pink() -> pd.DataFrame:
    """The 24 pinks with coin-flip labels."""
    return pinks()[["R", "G", "B"]].assign(LIKE=coin_flips(COIN_SEED))


def pinks_with_a_rule() -> pd.DataFrame:
    """The 24 pinks, the lighter half liked, with four labels then flipped."""
    colours = pinks()
    like = (luma(colours) > luma(colours).median()).to_numpy(dtype=int, copy=True)
    turned = np.random.default_rng(FLIP_SEED).choice(len(like), FLIPPED, replace=False)
    like[turned] = 1 - like[turned]
    return colours[["R", "G", "B"]].assign(LIKE=like)


def readable_text() -> pd.DataFrame:
    """All survey colours; liked where black text reads better on them than white."""
    colours = survey()
    return colours[["R", "G", "B"]].assign(LIKE=(luma(colours) > 127.5).astype(int), name=colours["name"])


def pinks_to_label() -> pd.DataFrame:
    """The 67 survey colours with "pink" in their name, the label left for a person to fill in."""
    colours = survey()
    return colours[colours["name"].str.contains("pink")][["R", "G", "B"]].assign(
        LIKE="", name=lambda frame: colours.loc[frame.index, "name"]
    )


SAMPLES = {
    "keras_pink.csv": keras_pink,
    "pinks_with_a_rule.csv": pinks_with_a_rule,
    "readable_text.csv": readable_text,
    "pinks_to_label.csv": pinks_to_label,
}

if __name__ == "__main__":
    for name, make in SAMPLES.items():
        make().to_csv(Path(__file__).with_name(name), index=False, lineterminator="\n")
