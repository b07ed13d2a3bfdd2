"""CSV files of a run that are safe to open in a spreadsheet: no text in them can be taken for a formula."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pinkpref.tables import COLOUR_COLUMNS, LABEL_COLUMN, Dataset
from pinkpref.training import Run

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of a text that a spreadsheet may calculate; the wide ones in Japanese versions. Source: OWASP, "CSV
Injection"."""
LIKED = 0.5
LARGEST_WHOLE = 2**53
"""Below it every whole number is a float64 too."""


def history(run: Run) -> bytes:
    """`Run.history`: a row for each epoch."""
    return _csv(run.history)


def labels(dataset: Dataset) -> bytes:
    """The rated colours as `read_csv` takes them: R, G, B, LIKE, then the file's other columns."""
    return _csv(dataset.frame)


def predictions(run: Run) -> bytes:
    """Every row with its part in the split ("training" or "test"), the network's liking and its answer (1 or 0).

    Liking and answer are empty where the network's outputs are no numbers.
    """
    dataset, liking = run.dataset, run.liking
    known = np.isfinite(liking)
    part: NDArray[np.object_] = np.full(len(dataset), "training", object)
    part[run.test_rows] = "test"
    table = dataset.frame[[*COLOUR_COLUMNS, LABEL_COLUMN]].copy()
    table["part"] = part
    table["liking"] = liking
    table["answer"] = pd.array(np.where(known, liking > LIKED, 0), dtype="Int64")
    table.loc[~known, "answer"] = pd.NA
    others = dataset.frame.drop(columns=[*COLOUR_COLUMNS, LABEL_COLUMN])
    for name, cells in others.items():
        shown = str(name)
        while shown in table:
            shown += " (2)"
        table[shown] = cells
    return _csv(table)


def safe(text: str) -> str:
    """A text as a spreadsheet shows it: an apostrophe before what it would calculate."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _csv(table: pd.DataFrame) -> bytes:
    """UTF-8 with a mark, by which spreadsheets know it; whole numbers without a point."""
    shown = table.copy()
    for name in table:
        column = table[name]
        if column.dtype.kind == "f" and (column == np.floor(column)).all() and (column.abs() < LARGEST_WHOLE).all():
            shown[name] = column.astype(np.int64)
        elif column.dtype.kind not in "iufb" and not isinstance(column.dtype, pd.Int64Dtype):
            shown[name] = column.map(safe)
    shown.columns = [safe(str(name)) for name in table]
    written: str = shown.to_csv(index=False, lineterminator="\r\n")
    return written.encode("utf-8-sig")
