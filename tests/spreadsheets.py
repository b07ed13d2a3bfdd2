"""A workbook as a spreadsheet would save it, for several files of tests."""

import io

import openpyxl


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
