"""How often pinkpref's answers are wrong, and how often a taste is found: ``python calibration.py [part ...]``.

Each part prints a table, a line at a time; without arguments all are printed.

- nothing: how often "learned" is said of labels that hold nothing. It may be 5 times in 100.
- clusters: the same where labels are coins of clusters too wide to count as one colour; with the warning's share.
- signal: how often `pp.signal` finds a rule in coins, and how often it or the verdict says something.
- power: how often a taste is found, beside other methods.
- compare: how often two settings that are equally good are said to differ.
- price: how often the best of many tries looks good on coins, and what its price leaves of that.
- looks: what the second look at a p-value does to the level.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import level
import power
import tries

PARTS = {
    "nothing": level.nothing,
    "clusters": level.clusters,
    "signal": level.signal,
    "power": power.power,
    "compare": tries.compare,
    "price": tries.price,
    "looks": tries.looks,
}


def main() -> None:
    """Prints the parts that are asked for."""
    parser = argparse.ArgumentParser(description="How often pinkpref's answers are wrong.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; without, all of them")
    parser.add_argument("--data-sets", type=int, default=400, help="for each line; tastes have fewer")
    asked = parser.parse_args()
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    for name in asked.parts or PARTS:
        print(f"\n### {name}\n", flush=True)
        PARTS[name](asked.data_sets)


if __name__ == "__main__":
    main()
