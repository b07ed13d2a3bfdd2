"""Many sessions at once, without a browser: ``python load.py [--sessions 20] [--pause 0.5 1.5] [--seconds 60]``.

Each session speaks Streamlit's own protocol over a websocket of its own, as a browser does: it moves epochs and seed by
the states of their widgets, at a pace of its own, and asks for every fragment again at its interval. Measured are how
long a rerun takes, and how long after a move the figures shown, and the answer, are those of the settings moved to.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import re
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import websockets
from page import server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(r"The figures below belong to: .* epochs (?:\d+ of )?(\d+) .* seeds (\d+) \(start\)")
ANSWER = re.compile('class="pp-answer pp-[a-z-]+">')
EPOCHS, SEEDS = range(5, 60), range(1000)
NO_ANSWER = "The loss stopped being a number"
FINISHED = ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
WARM_UP = 20.0
"""Seconds in which one visitor has every worker load TensorFlow and compile the article's network."""
GIVEN_UP = 60.0
"""A move whose figures are not shown after so many seconds is an error."""


VALUES = {"number_input": "double_value", "selectbox": "string_value", "checkbox": "bool_value"}
"""Where Streamlit has the value of a control; a slider has it in a list."""


class Session:
    """One visitor."""

    def __init__(self, address: str, number: int) -> None:
        self._address = address.replace("http", "ws") + "/_stcore/stream"
        self._random = random.Random(number)
        self._controls: dict[str, tuple[str, str]] = {}
        """What each is, and Streamlit's name for it, by label."""
        self._values: dict[str, float | str] = {}
        self._fragments: dict[str, tuple[float, float]] = {}
        """Those that look again: after how many seconds each, and when the next time, as `time.monotonic` has it."""
        self._looked: set[str] = set()
        """Those that have ever looked again."""
        self._script = ""
        self.reruns: list[float] = []
        self.shown: list[float] = []
        self.answers: list[float] = []
        self.gave_up = 0
        self.runs = [0, 0]
        """Of the whole page, and of fragments."""
        self._wanted: tuple[int, int] | None = None
        self._moved = 0.0
        self._asked: list[float] = []
        self._there, self._answered = asyncio.Event(), asyncio.Event()

    async def visit(self, seconds: float, pause: tuple[float, float]) -> None:
        """Opens the page, and then moves its controls for so long."""
        async with self.opened():
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                await asyncio.sleep(self._random.uniform(*pause))
                await self._move(self._random.choice(EPOCHS), self._random.choice(SEEDS))
            try:
                await asyncio.wait_for(self._there.wait(), GIVEN_UP)
            except TimeoutError:
                self.gave_up += 1

    async def tries(self, epochs: int, seed: int, others: dict[str, float | str]) -> None:
        """Moves the controls of an opened page, and waits for an answer, if there is one."""
        await self._move(epochs, seed, others)
        await asyncio.wait_for(self._answered.wait(), GIVEN_UP)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """The page, from its first figures on."""
        async with websockets.connect(self._address, subprotocols=["streamlit"], max_size=None) as self._socket:
            listening = asyncio.create_task(self._listen())
            asking = asyncio.create_task(self._ask_for_fragments())
            await self._rerun()
            await asyncio.wait_for(self._there.wait(), GIVEN_UP)
            yield
            listening.cancel()
            asking.cancel()

    async def _move(self, epochs: int, seed: int, others: dict[str, float | str] | None = None) -> None:
        self._wanted = epochs, seed
        self._values = {"Epochs": float(epochs), "Seed of the start": float(seed), **(others or {})}
        self._moved = time.monotonic()
        self._there.clear()
        self._answered.clear()
        await self._rerun()

    async def _rerun(self, fragment: str = "") -> None:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash = "lang=en", self._script
        state.fragment_id, state.is_auto_rerun = fragment, bool(fragment)
        for label, value in self._values.items():
            control, name = self._controls[label]
            widget = state.widget_states.widgets.add(id=name)
            if control == "slider":
                widget.double_array_value.data.append(value)
            else:
                setattr(widget, VALUES[control], value)
        if not fragment:
            self._asked.append(time.monotonic())
        await self._socket.send(asked.SerializeToString())

    async def _listen(self) -> None:
        async for message in self._socket:
            self._hear(ForwardMsg.FromString(message))

    def _hear(self, message: ForwardMsg) -> None:
        kind, fragments = message.WhichOneof("type"), message.metadata.run.fragment_ids
        whole = not fragments
        if kind == "new_session":
            self._script = message.new_session.page_script_hash
            self.runs[not whole] += 1
            if whole:
                self._fragments.clear()
        elif kind == "auto_rerun":
            interval = message.auto_rerun.interval
            self._fragments[message.auto_rerun.fragment_id] = interval, time.monotonic() + interval
            self._looked.add(message.auto_rerun.fragment_id)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._fragments.pop(fragment, None)
        elif kind == "script_finished" and message.script_finished in FINISHED:
            if not whole and self._looked.issuperset(fragments):
                return
            self.reruns += [time.monotonic() - asked for asked in self._asked]
            self._asked.clear()
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta.new_element)

    def _see(self, element: object) -> None:
        kind = element.WhichOneof("type")
        if kind in ("slider", *VALUES):
            drawn = getattr(element, kind)
            self._controls[drawn.label] = kind, drawn.id
        elif kind == "html" and ANSWER.search(element.html.body):
            self._hear_answer()
        elif kind == "alert" and NO_ANSWER in element.alert.body:
            self._answered.set()
        elif kind == "markdown" and (said := SHOWN.search(element.markdown.body)):
            if self._wanted is None:
                self._there.set()
            elif tuple(map(int, said.groups())) == self._wanted and not self._there.is_set():
                self.shown.append(time.monotonic() - self._moved)
                self._there.set()

    def _hear_answer(self) -> None:
        if self._there.is_set() and not self._answered.is_set():
            self._answered.set()
            if self._wanted:
                self.answers.append(time.monotonic() - self._moved)

    async def _ask_for_fragments(self) -> None:
        while True:
            await asyncio.sleep(0.05)
            now = time.monotonic()
            for fragment, (interval, due) in list(self._fragments.items()):
                if now >= due:
                    self._fragments[fragment] = interval, now + interval
                    await self._rerun(fragment)


async def visits(address: str, sessions: int, seconds: float, pause: tuple[float, float]) -> list[Session]:
    """So many sessions, one opened after the other."""
    every = [Session(address, number) for number in range(sessions)]
    async with asyncio.TaskGroup() as group:
        for one in every:
            group.create_task(one.visit(seconds, pause))
            await asyncio.sleep(0.2)
    return every


def used(process: psutil.Process) -> tuple[float, float, float]:
    """Seconds of CPU of a process and all below it, of the process alone, and MiB of memory of all.

    Memory that processes share is counted once.
    """
    family = [process, *process.children(recursive=True)]
    seconds = [sum(one.cpu_times()[:2]) for one in family]
    return sum(seconds), seconds[0], sum(one.memory_full_info().pss for one in family) / 2**20


def quantiles(values: list[float]) -> list[float]:
    """Median and 95th percentile, in seconds."""
    if len(values) < 2:
        return (values or [math.nan]) * 2
    return [round(statistics.quantiles(values, n=20)[at], 3) for at in (9, 18)]


def wanted(what: str, count: int, pause: tuple[float, float]) -> argparse.Namespace:
    """What the command line asks for: how many of what, and how they move."""
    parser = argparse.ArgumentParser(description=f"Many {what} at once.")
    parser.add_argument(f"--{what}", dest="count", type=int, default=count)
    parser.add_argument("--pause", type=float, nargs=2, default=pause)
    parser.add_argument("--seconds", type=float, default=60)
    return parser.parse_args()


def server_process() -> psutil.Process:
    """The server that this process has begun."""
    (process,) = [one for one in psutil.Process().children() if "streamlit" in " ".join(one.cmdline())]
    return process


def main() -> None:
    """Prints the figures as JSON."""
    asked = wanted("sessions", 20, (0.5, 1.5))
    with server(ROOT / "dashboard" / "app.py") as address:
        process = server_process()
        asyncio.run(visits(address, 1, WARM_UP, (3, 3)))
        before, page_before, _ = used(process)
        every = asyncio.run(visits(address, asked.count, asked.seconds, tuple(asked.pause)))
        after, page_after, memory = used(process)
    reruns = [seconds for one in every for seconds in one.reruns]
    shown = [seconds for one in every for seconds in one.shown]
    answers = [seconds for one in every for seconds in one.answers]
    figures = {
        "moves": len(reruns),
        "rerun p50, p95": quantiles(reruns),
        "shown": len(shown),
        "shown p50, p95": quantiles(shown),
        "answered": len(answers),
        "answered p50, p95": quantiles(answers),
        "gave up": sum(one.gave_up for one in every),
        "CPU a move": round((after - before) / max(1, len(reruns)), 3),
        "of it the page's process": round((page_after - page_before) / max(1, len(reruns)), 3),
        "runs a move, fragments": [round(sum(one.runs[at] for one in every) / max(1, len(reruns)), 2) for at in (0, 1)],
        "memory, MiB": round(memory),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
