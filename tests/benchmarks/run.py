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

HERE = Path(__file__).parent
VERDICT = 85_086  # trainings: one, and 17 repeats of 5 folds on the labels as they are and on each of 1,000 shuffles
PACKAGES = ("tensorflow", "keras", "scikit-learn", "torch", "jax", "streamlit", "numpy")


def measured(file: str, name: str, *, one_core: bool = False) -> dict[str, float]:
    """The figures of one measurement, made in a fresh process."""
    print(f"... {name}{' on one core' if one_core else ''}", file=sys.stderr, flush=True)
    command = [sys.executable, str(HERE / file), name]
    if one_core:
        command = ["taskset", "-c", "0", *command]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(found.stdout.splitlines()[-1])


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
    waited = paint["empty"] + paint["import"]
    return [
        (
            "fresh server: title painted",
            f"{paint['title']:.2f} s, {paint['title'] / paint['empty']:.2f} x an empty app",
            "1.3 x",
        ),
        ("... all controls painted", f"{paint['controls']:.2f} s", ""),
        (
            "... first trained result",
            f"{paint['result']:.2f} s, {paint['result'] / waited:.2f} x (empty app + import)",
            "2 x",
        ),
        (
            f"slider moved until all is shown, {slider['elements']} elements",
            f"{slider['ours'] * 1000:.0f} ms, {slider['ours'] / slider['plain']:.2f} x a plain app",
            "2.5 x",
        ),
        (
            "100 epochs played, pictures a second",
            f"{playing['rate']:.0f}, longest wait {playing['longest'] * 1000:.0f} ms",
            "30",
        ),
    ]


def main() -> None:
    """Prints the machine, the versions and the tables."""
    rows = trainings() + tables() + page()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()};", end=" ")
    print(", ".join(f"{package} {version(package)}" for package in PACKAGES))
    print("\n| work | measured | asked for |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
