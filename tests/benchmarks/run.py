"""``make bench``: everything measured in one go, peers beside ours, printed as one table in Markdown.

Each measurement has a process of its own, one after another. Figures of one run belong together: machines are noisy, so
compare ratios, not seconds.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
VERDICT = 85_086  # trainings: one, and 17 repeats of 5 folds on the labels as they are and on each of 1,000 shuffles
PACKAGES = ("tensorflow", "keras", "scikit-learn", "torch", "jax", "streamlit", "numpy")


def measured(file: str, *arguments: str, one_core: bool = False) -> dict[str, Any]:
    """The figures of one measurement, made in a fresh process."""
    print("...", file, *arguments, "on one core" if one_core else "", file=sys.stderr, flush=True)
    command = [sys.executable, str(HERE / file), *arguments]
    if one_core:
        command = ["taskset", "-c", "0", *command]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(found.stdout.splitlines()[-1])


PAGE = "of it the page's process"
Row = tuple[str, str, str]
"""What was measured, the figure, and what was asked for."""


def trainings() -> list[Row]:
    """The core beside its peers."""
    ours = measured("trainings.py", "ours")
    single = measured("trainings.py", "ours", one_core=True)
    one = measured("trainings.py", "ours_one")["a second"]
    fit = measured("trainings.py", "keras_fit")
    peers = {name: measured("trainings.py", name)["a second"] for name in ("jax_scan", "torch_vmap", "scikit_learn")}
    million = measured("trainings.py", "ours_million")
    epoch = measured("trainings.py", "keras_million")["seconds"]
    memory = measured("trainings.py", "ours_memory")["MiB"]
    compiling = measured("trainings.py", "compiling")["seconds"]
    verdict = measured("trainings.py", "ours_verdict")
    by_keras = VERDICT / fit["new model"]
    warm = ours["warm"]
    return [
        ("24,000 trainings, other seeds and splits, a second", f"{warm:,.0f}", "300,000"),
        ("... on one core", f"{single['warm']:,.0f}", ""),
        ("... the first time, 24,000 splits drawn too", f"{ours['splits drawn']:,.0f}", ""),
        ("... Adam, binary cross-entropy, z-scores", f"{ours['adam']:,.0f}", ""),
        (
            "Keras: model and `fit`, a second",
            f"{fit['new model']:.2f}, ours {warm / fit['new model']:,.0f} x",
            "200,000 x",
        ),
        ("JAX `jit(vmap(scan))`, a second", f"{peers['jax_scan']:,.0f}, ours {warm / peers['jax_scan']:.1f} x", "4 x"),
        (
            "PyTorch `vmap(grad)`, a second",
            f"{peers['torch_vmap']:,.0f}, ours {warm / peers['torch_vmap']:.0f} x",
            "40 x",
        ),
        (
            "scikit-learn `MLPClassifier`, a second",
            f"{peers['scikit_learn']:.0f}, ours {warm / peers['scikit_learn']:,.0f} x",
            "",
        ),
        ("one training, warm", f"{1000 / one:.2f} ms, {one / fit['new model']:,.0f} x Keras", "1,000 x"),
        ("... against `fit` of a model fitted before", f"{one / fit['fit again']:,.0f} x", ""),
        (
            "1,000,000 rows, batch 32, an epoch",
            f"{million['seconds']:.3f} s, {epoch / million['seconds']:.0f} x Keras",
            "150 x",
        ),
        ("... the whole of `train`, one epoch", f"{million['whole']:.2f} s", ""),
        ("... memory, times the data's", f"{million['memory']:.1f}", "at most 2"),
        ("25,000 networks, memory above TensorFlow's", f"{memory:,.0f} MiB", "under 1,024"),
        ("another kind of network, first training", f"{compiling:.2f} s", "once"),
        (
            f"a verdict on 24 rows, first answer from {verdict['shuffles of the first']} shuffles",
            f"{verdict['article, first']:.2f} s",
            "0.25 s",
        ),
        ("... the whole of it, 1,000 shuffles of 17 repeats", f"{verdict['article, whole']:.2f} s", "1 s"),
        (
            "... by Keras `fit`, extrapolated from a part",
            f"{by_keras / 3600:.1f} h, ours {by_keras / verdict['article, whole']:,.0f} x",
            "",
        ),
        ("... enough training (100 epochs), first answer", f"{verdict['enough, first']:.2f} s", "1 s"),
        ("... ... the whole, 1,000 shuffles of 5 repeats", f"{verdict['enough, whole']:.2f} s", "4 s"),
    ]


def tables() -> list[Row]:
    """A million rows read, beside pandas, which is told what ours finds out."""
    kinds = {
        "1,000,000 rows read: a plain CSV": "plain",
        "... Shift_JIS, semicolons, decimal commas, はい and いいえ": "japanese",
        "... colours as #rrggbb": "hexadecimal",
        "... every cell quoted": "quoted",
        "... an .xlsx": "workbook",
    }
    rows = []
    for told, kind in kinds.items():
        found = measured("tables.py", kind)
        ratio = found["seconds"] / found["peer"]
        rows.append((told, f"{found['seconds']:.1f} s, {found['MiB']:,.0f} MiB, {ratio:.1f} x pandas", "seconds"))
    return rows


def page() -> list[Row]:
    """The page beside an empty one."""
    paint = measured("page.py", "first_paint")
    slider = measured("page.py", "slider")
    playing = measured("page.py", "playing")
    stop = measured("page.py", "stop")
    waited = paint["empty"] + paint["import"]
    return [
        (
            "fresh server: title painted",
            f"{paint['title']:.2f} s, {paint['title'] / paint['empty']:.2f} x an empty app",
            "1.1 x",
        ),
        ("... all controls painted", f"{paint['controls']:.2f} s", ""),
        (
            "... first trained result",
            f"{paint['result']:.2f} s, {paint['result'] / waited:.2f} x (empty app + import)",
            "1.4 x",
        ),
        (
            f"slider moved until all is shown, {slider['elements']} elements",
            f"{slider['ours'] * 1000:.0f} ms, {slider['ours'] / slider['plain']:.2f} x a slider and lines of text; "
            f"{slider['ours'] / slider['alike']:.2f} x as many of Streamlit's controls, a table and a chart; "
            f"{slider['beginning'] * 1000:.0f} ms while a fresh server still begins its second worker",
            "2 x",
        ),
        (
            "100 epochs played, pictures a second",
            f"{playing['rate']:.0f}, longest wait {playing['longest'] * 1000:.0f} ms",
            "30",
        ),
        (
            "Stop: until the page has heard it, until it is over; a million rows; a kind being compiled; three each",
            "; ".join(", ".join(f"{heard:.2f}, {over:.2f}" for heard, over in each) for each in stop.values()) + " s",
            "0.5 s",
        ),
    ]


def crowds() -> list[Row]:
    """Many at once, who share the cores with what measures them; and what somebody alone costs."""
    rows = []
    for sessions, pause, wanted in (
        (20, (0.5, 1.5), "0.15, 0.4 s; 1 s"),
        (30, (2, 6), ""),
        (50, (2, 6), "2 s"),
    ):
        found = measured("load.py", "--sessions", str(sessions), "--pause", *map(str, pause))
        reruns, shown = (found[f"{name} p50, p95"] for name in ("rerun", "shown"))
        told = (
            f"rerun {reruns[0]:.2f}, {reruns[1]:.1f} s; figures {shown[0]:.2f}, {shown[1]:.1f} s, "
            f"of {found['shown']:,} of {found['moves']:,} moves; {found['gave up']} gave up; "
            f"answer {found['answered p50, p95'][0]:.1f}, {found['answered p50, p95'][1]:.1f} s, "
            f"of {found['answered']:,}; "
            f"{found['memory, MiB']:,} MiB; CPU a move {found['CPU a move']:.2f} s"
        )
        rows.append((f"{sessions} sessions, each every {pause[0]} to {pause[1]} s: median, 95 %", told, wanted))
    for pause, wanted in (("0.3", "0.06 s"), ("0.9", "0.2 s"), ("4", "")):
        found = measured("load.py", "--sessions", "1", "--pause", pause, pause, "--seconds", "40")
        told = (
            f"{found['CPU a move']:.2f} s, the page's {found[PAGE]:.2f} s; figures {found['shown p50, p95'][0]:.2f} s"
        )
        rows.append((f"one session, every {pause} s: CPU a move", told, wanted))
    tabs = measured("tabs.py")
    shown = tabs["shown p50, p95"]
    told = f"{shown[0]:.2f}, {shown[1]:.1f} s, {len(tabs['errors'])} errors"
    return [*rows, ("ten Chromium tabs, each every 2 to 6 s: figures, median, 95 %", told, "")]


def kinds() -> list[Row]:
    """Kinds of network that nobody has tried before, one after the other."""
    found = measured("kinds.py")
    (figures, late), (answer, late_answer) = (found[f"{name} p50, p95"] for name in ("figures", "answer"))
    thirds = ", ".join(f"{mib:,}" for mib in found["MiB at the end of each third"])
    return [
        (
            "a kind of network for the first time: figures; answer; median, 95 %",
            f"{figures:.2f}, {late:.1f} s; {answer:.2f}, {late_answer:.1f} s",
            "1 s; 2 s",
        ),
        (
            "300 such kinds: memory of all processes, what they share counted once, after each 100, at most",
            f"{thirds} MiB; {found['most MiB']:,} MiB",
            "3 GB, flat over the last 100",
        ),
    ]


def main() -> None:
    """Prints the machine, the versions and the tables."""
    rows = trainings() + tables() + page() + crowds() + kinds()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()};", end=" ")
    print(", ".join(f"{package} {version(package)}" for package in PACKAGES))
    print("\n| work | measured | asked for |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
