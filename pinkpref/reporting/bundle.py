"""Everything a run can be taken away as, each file made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pinkpref.evaluation import Price, Verdict
from pinkpref.extras import missing
from pinkpref.i18n import N_, Sentence, SentenceError
from pinkpref.reporting import csv_files
from pinkpref.reporting.keras_files import keras_file
from pinkpref.reporting.notebook import notebook
from pinkpref.reporting.onnx_files import onnx_file
from pinkpref.reporting.report import report
from pinkpref.reporting.script import script
from pinkpref.training import Run

NAMES = {
    "keras": "network.keras",
    "onnx": "network.onnx",
    "script": "experiment.py",
    "notebook": "experiment.ipynb",
    "report": "report.html",
    "history": "history.csv",
    "predictions": "predictions.csv",
    "labels": "labels.csv",
}
"""What each kind of file is called."""
NEEDS = {"onnx": "onnx", "notebook": "report", "report": "report"}
"""The extra of pinkpref without which a kind cannot be made."""


class File(NamedTuple):
    """A file that can be made of a run.

    Attributes:
        name: what it is called.
        media_type: as browsers want to know it.
        make: gives what it holds.
    """

    name: str
    media_type: str
    make: Callable[[], bytes]


def files(
    run: Run,
    verdict: Verdict | None = None,
    language: str = "en",
    source: str = "",
    price: Price | None = None,
) -> dict[str, File]:
    """The files of a run by kind: "keras", "onnx", "script", "notebook", "report", "history", "predictions", "labels".

    A network whose outputs are no numbers gets no "keras" and no "onnx". What `left_out` names is not there either.

    Args:
        run: from `train`.
        verdict: on that run, for report and notebook; None where the question was not asked.
        language: of what people read in them, "en" or "ja".
        source: the name of the file of colours.
        price: of everything that was tried on these colours, for report and notebook.
    """
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "keras": ("application/octet-stream", lambda: keras_file(run)),
        "onnx": ("application/octet-stream", lambda: onnx_file(run)),
        "script": ("text/x-python", lambda: script(run, language).encode()),
        "notebook": ("application/x-ipynb+json", lambda: notebook(run, verdict, language, price)),
        "report": ("text/html", lambda: report(run, verdict, language, source, price).encode()),
        "history": ("text/csv", lambda: csv_files.history(run)),
        "predictions": ("text/csv", lambda: csv_files.predictions(run)),
        "labels": ("text/csv", lambda: csv_files.labels(run.dataset)),
    }
    known = {kind: File(NAMES[kind], *made[kind]) for kind in NAMES}
    impossible = {*left_out(), *(("keras", "onnx") if run.diverged else ())}
    return {kind: file for kind, file in known.items() if kind not in impossible}


def content(kind: str, run: Run, verdict: Verdict | None, language: str, source: str, price: Price | None) -> bytes:
    """What one of the `files` holds."""
    return files(run, verdict, language, source, price)[kind].make()


def left_out() -> dict[str, Sentence]:
    """The kinds of files that cannot be made here, each with what to install for them."""
    reasons = {kind: missing(extra) for kind, extra in NEEDS.items()}
    return {kind: reason for kind, reason in reasons.items() if reason}


def export(
    run: Run, folder: str | Path, verdict: Verdict | None = None, language: str = "en", source: str = ""
) -> list[Path]:
    """Writes all `files` of a run into a folder, which is made where there is none; `left_out` are not among them.

    Args:
        run: from `train`.
        folder: where to.
        verdict: on that run; None where the question was not asked.
        language: of what people read in the files, "en" or "ja".
        source: the name of the file of colours.

    Returns:
        The paths of the files.

    Raises:
        ValueError: the folder has one of these files already; nothing was written.
        OSError: the folder cannot be written to.
    """
    place = Path(folder)
    refuse_what_is_there(place)
    made = {file.name: file.make() for file in files(run, verdict, language, source).values()}
    place.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (place / name).write_bytes(content)
    return [place / name for name in made]


def refuse_what_is_there(folder: Path) -> None:
    """Refuses a folder that has one of the files already, or that is a file itself.

    Raises:
        ValueError: it has, or it is.
    """
    if folder.exists() and not folder.is_dir():
        raise SentenceError(Sentence(N_("{folder} is a file. Choose a folder."), folder=str(folder)))
    there = [name for name in NAMES.values() if (folder / name).exists()]
    if there:
        text = N_("{folder} has these files already: {names}. Choose another folder.")
        raise SentenceError(Sentence(text, folder=str(folder), names=", ".join(there)))
