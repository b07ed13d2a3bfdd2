"""The page beside an empty Streamlit app, in Chromium: ``python page.py NAME`` prints its figures as JSON."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from conftest import FLAGS  # noqa: E402

STARTS, MOVES, ROWS = 3, 15, 1_000_000
MOST_MS = 120_000
REST_SECONDS, IDLE = 12.0, 0.1
"""What uses no more than so much of one core for so long is idle: a server compiles ahead after ten seconds of rest."""
LOSSES = "poisson", "log_cosh", "squared_hinge"
"""Of kinds that nobody has compiled yet."""
EMPTY = 'import streamlit as st\nst.title("empty")\n'
ONE_SLIDER = """import streamlit as st
value = st.slider("Epochs", 1, 300, 12)
for number in range({elements}):
    st.text(f"element {{number}} of value {{value}}")
"""
OF_THE_SAME_KIND = """import numpy as np
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
with st.sidebar:
    value = st.slider("Epochs", 1, 300, 12, help="Of training.")
    st.file_uploader("Table", help="A CSV.")
    st.pills("Preset", ["The article", "Advice", "Enough"], help="Moves all.")
    for name in ("Batch size", "Hidden units", "Test share", "Learning rate"):
        st.slider(name, 1, 300, 12, help="Of training.")
    for name in ("Data", "Loss", "Optimizer"):
        st.selectbox(name, ["one", "another"], help="Of training.")
    for name in ("RGB", "HSV", "Hue", "Normalise"):
        st.toggle(name, help="An input.")
    for name in ("Start", "Split"):
        st.number_input(name, 0, 1000, help="A seed.")
        st.button(f"Another {{name}}")
history = np.random.default_rng(value).random((value, 4))
table, curves = st.columns(2)
table.table(history)
lines = [go.Scatter(x=np.arange(1, value + 1), y=column) for column in history.T]
curves.plotly_chart(go.Figure(lines, {{"title": f"value {{value}}"}}))
for number in range(4):
    st.expander(f"panel {{number}}")
for number in range({elements} - 20):
    st.text(f"element {{number}} of value {{value}}")
"""
PLAYED = """async () => {
    const store = await import(new URL("app/static/lib/store.js", document.baseURI));
    const times = [];
    const done = new Promise(resolve => store.subscribe(change => {
        if (change !== "epoch") return;
        requestAnimationFrame(now => {
            if (times.at(-1) !== now) times.push(now);
            if (store.epoch() === store.lastEpoch()) resolve();
        });
    }));
    document.querySelector(".pp-play").click();
    await done;
    return times;
}"""
AT = "() => performance.now()"


@contextmanager
def server(app: Path) -> Iterator[str]:
    """A fresh server of an app, on a port of its own, for which nothing was ever compiled."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        "--server.headless",
        "true",
        "--server.port",
        str(port),
    ]
    with tempfile.TemporaryDirectory() as cache:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"XDG_CACHE_HOME": cache},
            stdout=subprocess.PIPE,
            text=True,
            stderr=subprocess.DEVNULL,
        )
        try:
            for line in process.stdout:
                if "URL:" in line:
                    break
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            try:
                process.wait(20)
            finally:
                process.kill()


@contextmanager
def browser() -> Iterator[Page]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        chromium.close()


def appeared(page: Page, selector: str) -> float:
    """Seconds from navigation until something is visible."""
    page.wait_for_selector(selector, timeout=MOST_MS)
    return page.evaluate(AT) / 1000


def opened(app: Path, selectors: list[str]) -> list[list[float]]:
    """When each selector appeared, for each start of a fresh server, in a browser that has the app's files already."""
    found = []
    with browser() as page:
        for start in range(STARTS + 1):
            with server(app) as address:
                page.goto(address)
                times = [appeared(page, selector) for selector in selectors]
                if start:
                    found.append(times)
                page.goto("about:blank")
    return found


def medians(rows: list[list[float]]) -> list[float]:
    return [statistics.median(column) for column in zip(*rows, strict=True)]


def first_paint() -> dict[str, float]:
    """Seconds until title, controls and first trained result of a fresh server; an empty app's title; an import."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY)
        (title,) = medians(opened(empty, ["h1"]))
    slider = "[role=group][aria-label=Epochs]"
    ours = medians(opened(ROOT / "dashboard" / "app.py", ["h1", slider, ".pp-answers"]))
    imports = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import tensorflow"], check=True, capture_output=True)
        imports.append(time.perf_counter() - begun)
    names = "title", "controls", "result"
    return {"empty": title, "import": statistics.median(imports)} | dict(zip(names, ours, strict=True))


def rest() -> None:
    """Waits until all that this process has begun is idle.

    A server whose first page is painted still begins its second worker and compiles ahead, for some seconds.
    """

    def used() -> float:
        return sum(sum(one.cpu_times()[:2]) for one in psutil.Process().children(recursive=True))

    before, after = -math.inf, used()
    while after - before > IDLE * REST_SECONDS:
        time.sleep(REST_SECONDS)
        before, after = after, used()


def moved(page: Page, shown: str) -> float:
    """Median seconds from a key on the slider until the page shows the new value, which ``shown`` tells."""
    slider = page.get_by_role("group", name="Epochs", exact=True).get_by_role("slider")
    slider.focus()
    found = []
    for move in range(MOVES + 3):
        value = int(slider.get_attribute("aria-valuenow") or slider.input_value()) + 1
        begun = time.perf_counter()
        slider.press("ArrowRight")
        page.wait_for_function(shown, arg=value, polling="raf")
        if move > 2:
            found.append(time.perf_counter() - begun)
        page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
    return statistics.median(found)


def slider() -> dict[str, float]:
    """Seconds from a key on a slider to the page that shows it, at once after the first figures, and later.

    Beside ours stand an app with as many elements, a slider and lines of text, and one that has as many controls, a
    table and a chart among them, all Streamlit's own.
    """
    with browser() as page, server(ROOT / "dashboard" / "app.py") as address:
        page.goto(f"{address}/?lang=en")
        appeared(page, ".pp-answers")
        page.wait_for_selector(".js-plotly-plot .main-svg")
        page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
        elements = page.locator("[data-testid=stElementContainer]").count()
        shown = (
            "value => document.querySelectorAll('.pp-history tbody tr').length === value"
            " && document.querySelector('.st-key-status').innerText.includes(`epochs ${value} `)"
            " && document.querySelector(`[aria-label^='From epoch 1 to ${value}:']`)"
            " && document.querySelector(`.pp-map svg[aria-label^='After epoch ${value} ']`)"
            " && document.querySelector(`.pp-network svg[aria-label*='After epoch ${value}']`)"
        )
        beginning = moved(page, shown)
        rest()
        ours = moved(page, shown)
    texts = """value => [...document.querySelectorAll('[data-testid=stText]')]
        .every(text => text.innerText.endsWith(`value ${value}`))"""
    both = f"""value => document.querySelectorAll('[data-testid=stTable] tbody tr').length === value
        && document.querySelector('.gtitle')?.textContent === `value ${{value}}` && ({texts})(value)"""
    plain = moved_in(ONE_SLIDER.format(elements=elements), f"text=element {elements - 1} of", texts)
    alike = moved_in(OF_THE_SAME_KIND.format(elements=elements), ".js-plotly-plot .gtitle", both)
    return {"elements": elements, "plain": plain, "alike": alike, "beginning": beginning, "ours": ours}


def moved_in(script: str, drawn: str, shown: str) -> float:
    """`moved` in an app of its own, once something is drawn there."""
    with tempfile.TemporaryDirectory() as folder, browser() as page:
        app = Path(folder) / "app.py"
        app.write_text(script)
        with server(app) as address:
            page.goto(address)
            appeared(page, drawn)
            rest()
            return moved(page, shown)


def playing() -> dict[str, float]:
    """Playing 100 epochs: how many a second the page shows, and the longest wait between two frames."""
    query = "?lang=en&data=pinks_with_a_rule.csv&epochs=100&learning_rate=0.01&normalise=true&scaling=standard"
    with browser() as page, server(ROOT / "dashboard" / "app.py") as address:
        page.goto(f"{address}/{query}")
        appeared(page, ".pp-map .pp-summary:not(:empty)")
        page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
        times = page.evaluate(PLAYED)
    waits = [after - before for before, after in pairwise(times)]
    return {"epochs": len(times), "rate": 1000 * len(waits) / sum(waits), "longest": max(waits) / 1000}


def stopped(page: Page, doing: str | re.Pattern[str]) -> tuple[float, float]:
    """Seconds from Stop, pressed while the page says what it does, until it says otherwise, and until it is over."""
    status = page.locator(".st-key-status")
    status.get_by_text(doing).wait_for(timeout=MOST_MS)
    begun = time.perf_counter()
    status.get_by_role("button", name="Stop").click()
    status.get_by_text(doing).wait_for(state="detached", timeout=MOST_MS)
    heard = time.perf_counter() - begun
    status.get_by_test_id("stProgress").wait_for(state="detached", timeout=MOST_MS)
    return heard, time.perf_counter() - begun


def stop() -> dict[str, list[tuple[float, float]]]:
    """What Stop takes: of a training on a million rows, and of one whose kind of network is being compiled."""
    rows, compiling = [], []
    with tempfile.TemporaryDirectory() as folder, browser() as page, server(ROOT / "dashboard" / "app.py") as address:
        table = Path(folder) / "rows.csv"
        values = np.random.default_rng(0).integers((0, 0, 0, 0), (256, 256, 256, 2), (ROWS, 4))
        pd.DataFrame(values, columns=["R", "G", "B", "LIKE"]).to_csv(table, index=False)
        page.goto(f"{address}/?lang=en")
        appeared(page, ".pp-answers")
        for loss in LOSSES:
            page.goto(f"{address}/?lang=en&optimizer=sgd&momentum=true&hidden_units=16&loss={loss}")
            compiling.append(stopped(page, "Getting ready to train this kind of network"))
        page.locator("input[type=file]").set_input_files(table)
        for start in range(STARTS):
            if start:
                page.get_by_role("button", name="Train all").click()
            rows.append(stopped(page, re.compile(r"Training: epoch ([2-9]|\d\d)")))
    return {"a million rows": rows, "compiling": compiling}


WORK = {work.__name__: work for work in (first_paint, slider, playing, stop)}

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]]()))
