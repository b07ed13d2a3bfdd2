"""Everything a run can be taken away as, each file made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pinkpref import csv_files
from pinkpref.language import N_, Sentence, SentenceError
from pinkpref.notebook import notebook
from pinkpref.portable import keras_file, onnx_file
from pinkpref.report import report
from pinkpref.run import Run
from pinkpref.script import script
from pinkpref.verdict import Verdict


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


def files(run: Run, verdict: Verdict | None = None, language: str = "en", source: str = "") -> dict[str, File]:
    """The files of a run by kind: "keras", "onnx", "script", "notebook", "report", "history", "predictions", "labels".

    A network whose outputs are no numbers gets no "keras" and no "onnx".

    Args:
        run: from `train`.
        verdict: on that run, for report and notebook; None where the question was not asked.
        language: of what people read in them, "en" or "ja".
        source: the name of the file of colours.
    """
    networks = {
        "keras": File("network.keras", "application/octet-stream", lambda: keras_file(run)),
        "onnx": File("network.onnx", "application/octet-stream", lambda: onnx_file(run)),
    }
    texts = {
        "script": File("experiment.py", "text/x-python", lambda: script(run, language).encode()),
        "notebook": File("experiment.ipynb", "application/x-ipynb+json", lambda: notebook(run, verdict, language)),
        "report": File("report.html", "text/html", lambda: report(run, verdict, language, source).encode()),
        "history": File("history.csv", "text/csv", lambda: csv_files.history(run)),
        "predictions": File("predictions.csv", "text/csv", lambda: csv_files.predictions(run)),
        "labels": File("labels.csv", "text/csv", lambda: csv_files.labels(run.dataset)),
    }
    return texts if run.diverged else networks | texts


def export(
    run: Run, folder: str | Path, verdict: Verdict | None = None, language: str = "en", source: str = ""
) -> list[Path]:
    """Writes all `files` of a run into a folder, which is made where there is none.

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
    known = files(run, verdict, language, source).values()
    there = [file.name for file in known if (place / file.name).exists()]
    if there:
        text = N_("{folder} has these files already: {names}. Choose another folder.")
        raise SentenceError(Sentence(text, folder=str(place), names=", ".join(there)))
    place.mkdir(parents=True, exist_ok=True)
    for file in known:
        (place / file.name).write_bytes(file.make())
    return [place / file.name for file in known]
