"""How often "learned" is said of labels that hold nothing, and of labels that hold a rule: ``python calibration.py``.

Every cell is 400 data sets. With labels that hold nothing, judged from 39 shuffles (fewer leave the level what it is),
"learned" must come out 5 times in 100, give or take 2 (two standard errors). Labels that hold a rule are judged from
199 shuffles.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
import pinkpref as pp  # noqa: E402
from pinkpref.evaluation.statistics import LEVEL  # noqa: E402

DATA_SETS, SHUFFLES, MORE = 400, 39, 199
SETTINGS = {
    "the article": pp.Settings(),
    "advised": pp.Settings(inputs=("hsv",), scaling="unit", loss="binary_crossentropy"),
    "enough training": pp.Settings(scaling="standard", learning_rate=0.01, epochs=100),
}
ROWS, LIKED = (12, 24, 60, 200), (0.5, 0.7)


def coin_flips(rows: int, liked: float, seed: int) -> pp.Dataset:
    """Random colours; so large a share of them is liked, whichever."""
    generator = np.random.default_rng(seed)
    frame = pd.DataFrame(generator.integers(0, 256, (rows, 3)).astype(float), columns=list("RGB"))
    count = round(liked * rows)
    return pp.Dataset(frame.assign(LIKE=generator.permutation(np.repeat([1, 0], [count, rows - count]))))


def readable(rows: int, seed: int) -> pp.Dataset:
    """Colours of the shipped table whose labels follow a rule."""
    return pp.Dataset(TEXT.sample(rows, random_state=seed, ignore_index=True))


TEXT = pp.read_csv(ROOT / "data" / "readable_text.csv").frame


def row(name: str, p_values: np.ndarray) -> str:
    """A line of the table: how often p is at most .05, .25, .5 and .75."""
    shares = [f"{100 * np.mean(p_values <= level):.1f}" for level in (LEVEL, 0.25, 0.5, 0.75)]
    return f"| {name} | " + " | ".join(shares) + " |"


def main() -> None:
    """Prints both tables, a line at a time."""
    print("| labels hold nothing | learned, % | p <= .25 | p <= .5 | p <= .75 |\n|---|---|---|---|---|")
    for (name, settings), rows, liked in product(SETTINGS.items(), ROWS, LIKED):
        found = [
            pp.assess(coin_flips(rows, liked, seed), settings, permutations=SHUFFLES, seed=seed).p_value
            for seed in range(DATA_SETS)
        ]
        print(row(f"{name}, {rows} rows, {liked:.0%} liked", np.array(found)), flush=True)
    print("\n| labels hold a rule | learned, % | p <= .25 | p <= .5 | p <= .75 |\n|---|---|---|---|---|")
    for (name, settings), rows in product(SETTINGS.items(), (24, 60)):
        found = [
            pp.assess(readable(rows, seed), settings, permutations=MORE, seed=seed).p_value for seed in range(DATA_SETS)
        ]
        print(row(f"{name}, {rows} rows of readable_text.csv", np.array(found)), flush=True)


if __name__ == "__main__":
    main()
