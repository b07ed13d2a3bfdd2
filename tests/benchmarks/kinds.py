"""Many kinds of network, one after the other, through the page: ``python kinds.py [--kinds 300]``.

Each is opened by its address, as a person does who follows a link, and left when its first answer is there. Printed are
the seconds until its figures and its answer, and what all processes of the server hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from itertools import islice, product
from urllib.parse import urlencode

from load import ROOT, Session, quantiles, server_process, used, visits
from page import server

from pinkpref.models import LOSSES, OPTIMIZERS

UNITS = 2, 4, 5, 8, 12, 16
"""Each is padded to another number."""
INPUTS = "rgb", "hsv", "hue_circle"


def kinds(count: int) -> list[str]:
    """So many queries that ask for different kinds, in an order that is the same each time."""
    switched = [on for on in product((True, False), repeat=len(INPUTS)) if any(on)]
    every = list(product(UNITS, LOSSES, OPTIMIZERS, switched))
    random.Random(0).shuffle(every)
    return [
        urlencode({"lang": "en", "hidden_units": units, "loss": loss, "optimizer": optimizer})
        + "".join(f"&{name}={str(one).lower()}" for name, one in zip(INPUTS, on, strict=True))
        for units, loss, optimizer, on in islice(every, count)
    ]


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description="Many kinds of network through the page.")
    parser.add_argument("--kinds", type=int, default=300)
    count = parser.parse_args().kinds
    waits, memory = [], []
    with server(ROOT / "dashboard" / "app.py") as address:
        process = server_process()
        asyncio.run(visits(address, 1, 1, (0.5, 0.5)))
        for number, query in enumerate(kinds(count)):
            waits.append(asyncio.run(Session(address, number, query).wait_for_an_answer()))
            memory.append(used(process)[-1])
    figures, answers = (list(each) for each in zip(*waits, strict=True))
    last = memory[-(count // 3) :]
    print(
        json.dumps(
            {
                "figures p50, p95": quantiles(figures),
                "answer p50, p95": quantiles(answers),
                "most MiB": round(max(memory)),
                "most MiB in the last third": round(max(last)),
                "MiB at the end of each third": [round(memory[count * third // 3 - 1]) for third in (1, 2, 3)],
            }
        )
    )


if __name__ == "__main__":
    main()
