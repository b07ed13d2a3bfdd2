"""A million rows read in every shape: ``python tables.py NAME`` prints seconds, memory and a peer's seconds as JSON.

The peer is pandas, which is told everything that `read_csv` finds out: encoding, separator, decimal sign, no checks.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from memory import held

import pinkpref as pp

ROWS = 1_000_000


def _table() -> pd.DataFrame:
    rgb = np.random.default_rng(0).integers(0, 256, (ROWS, 3))
    return pd.DataFrame(rgb, columns=list("RGB")).assign(LIKE=(rgb @ [0.299, 0.587, 0.114] > 127.5).astype(int))


def plain() -> tuple[bytes, Callable[[io.BytesIO], object]]:
    """Commas, whole numbers, 0 and 1."""
    return _table().to_csv(index=False).encode(), pd.read_csv


def japanese() -> tuple[bytes, Callable[[io.BytesIO], object]]:
    """Shift_JIS, semicolons, decimal commas, はい and いいえ."""
    table = _table().set_axis(["赤", "緑", "青", "好き"], axis=1)
    table[["赤", "緑", "青"]] /= 2
    table["好き"] = np.where(table["好き"] > 0, "はい", "いいえ")
    text = table.to_csv(index=False, sep=";", decimal=",")
    return text.encode("cp932"), lambda file: pd.read_csv(file, encoding="cp932", sep=";", decimal=",")


def hexadecimal() -> tuple[bytes, Callable[[io.BytesIO], object]]:
    """Colours in one column."""
    table = _table()
    whole = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in table[["R", "G", "B"]].to_numpy().tolist()]
    return pd.DataFrame({"colour": whole, "like": table["LIKE"]}).to_csv(index=False).encode(), pd.read_csv


def quoted() -> tuple[bytes, Callable[[io.BytesIO], object]]:
    """Every cell in quotation marks, which the quick road leaves to the slow one."""
    return _table().to_csv(index=False, quoting=1).encode(), pd.read_csv


def workbook() -> tuple[bytes, Callable[[io.BytesIO], object]]:
    """An Excel workbook."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([*"RGB", "LIKE"])
    for row in _table().to_numpy().tolist():
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), lambda opened: pd.read_excel(opened, engine="calamine")


def read(content: bytes, peer: Callable[[io.BytesIO], object]) -> dict[str, float]:
    """Ours, once and warm, then the peer."""
    pp.read_csv(io.StringIO("R,G,B,LIKE\n" + "1,2,3,0\n4,5,6,1\n" * 3))
    begun = time.perf_counter()
    dataset, memory = held(lambda: pp.read_csv(io.BytesIO(content)))
    seconds = time.perf_counter() - begun
    assert len(dataset) == ROWS
    begun = time.perf_counter()
    peer(io.BytesIO(content))
    return {"seconds": seconds, "MiB": memory, "peer": time.perf_counter() - begun, "MB": len(content) / 1e6}


WORK = {make.__name__: make for make in (plain, japanese, hexadecimal, quoted, workbook)}

if __name__ == "__main__":
    print(json.dumps(read(*WORK[sys.argv[1]]())))
