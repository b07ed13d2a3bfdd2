"""Tables as spreadsheets would save them, and what comes of reading them, for several files of tests."""

import io

import openpyxl
import pytest

import pinkpref as pp
from pinkpref.tables.decoding import Text
from pinkpref.tables.layout import find_layout

RGB = [[255, 192, 203], [255, 20, 147], [219, 112, 147], [0, 0, 0], [199, 21, 133], [254, 223, 225]]
LIKE = [1, 0, 1, 0, 1, 1]


def read(data, **reading):
    return pp.read_csv(io.BytesIO(data if isinstance(data, bytes) else data.encode()), pp.Reading(**reading))


def question(data, **reading):
    with pytest.raises(pp.UnclearTable) as caught:
        read(data, **reading)
    return caught.value


def text_layout(text, **reading):
    """How a text falls into rows and columns."""
    return find_layout(Text(text, None), pp.Reading(**reading))


def table(*rows, delimiter=","):
    return "".join(delimiter.join(str(cell) for cell in row) + "\n" for row in rows)


def rated(header=("R", "G", "B", "LIKE"), ratings=LIKE, rgb=RGB):
    return table(header, *([*colour, rating] for colour, rating in zip(rgb, ratings, strict=True)))


def workbook(**sheets):
    """The bytes of an .xlsx with these sheets, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
