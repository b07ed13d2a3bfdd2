"""Many kinds of network, one after the other, through the page: ``python kinds.py [--kinds 300]``.

One visitor moves the controls to each, and on to the next when its first answer is there. Printed are the seconds until
its figures and its answer, and what all processes of the server hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from itertools import islice, product

from load import ROOT, WARM_UP, Session, quantiles, server_process, used, visits
from page import server

from pinkpref.models import LOSSES, OPTIMIZERS

UNITS = 2, 4, 5, 8, 12, 16
"""Each is padded to another number."""
INPUTS = "RGB", "HSV", "Hue circle"
EPOCHS = 12


def kinds(count: int) -> list[dict[str, float | str]]:
    """What to move controls to for so many different kinds, in an order that is the same each time."""
    switched = [on for on in product((True, False), repeat=len(INPUTS)) if any(on)]
    every = list(product(UNITS, LOSSES, OPTIMIZERS, switched))
    random.Random(0).shuffle(every)
    return [
        {"Hidden units": units, "Loss": loss, "Optimizer": optimizer, **dict(zip(INPUTS, on, strict=True))}
        for units, loss, optimizer, on in islice(every, count)
    ]


async def tried(address: str, count: int) -> tuple[Session, list[float]]:
    """Who has tried so many kinds, and after each the MiB that all processes hold."""
    process, session, memory = server_process(), Session(address, 0), []
    async with session.opened():
        for seed, controls in enumerate(kinds(count), start=1):
            await session.tries(EPOCHS, seed, controls)
            memory.append(used(process)[-1])
    return session, memory


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description="Many kinds of network through the page.")
    parser.add_argument("--kinds", type=int, default=300)
    count = parser.parse_args().kinds
    with server(ROOT / "dashboard" / "app.py") as address:
        asyncio.run(visits(address, 1, WARM_UP, (3, 3)))
        session, memory = asyncio.run(tried(address, count))
    last = memory[-(count // 3) :]
    print(
        json.dumps(
            {
                "figures p50, p95": quantiles(session.shown),
                "answer p50, p95": quantiles(session.answers),
                "answers": len(session.answers),
                "most MiB": round(max(memory)),
                "most MiB in the last third": round(max(last)),
                "MiB at the end of each third": [round(memory[count * third // 3 - 1]) for third in (1, 2, 3)],
            }
        )
    )


if __name__ == "__main__":
    main()
