import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spreadsheets import workbook

import pinkpref as pp
from pinkpref.tables import decoding
from pinkpref.tables.decoding import Text, Workbook, decode

TABLE = "名前,R,G,B,LIKE\r\n桜色,254,223,225,はい\r\n珊瑚色,241,124,103,いいえ\r\n"
MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def read(data, encoding=None):
    return decode(io.BytesIO(data), encoding)


def problem_of(data):
    with pytest.raises(pp.DatasetError) as caught:
        read(data)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp"])
def test_japanese_text_is_read_whatever_it_was_saved_as(name):
    shown = "utf-16" if name.startswith("utf-16") else name
    assert read(TABLE.encode(name)) == Text(TABLE.replace("\r\n", "\n"), shown)


@pytest.mark.parametrize("name", MARKS)
def test_a_byte_order_mark_is_no_text(name):
    assert read(MARKS[name] + TABLE.encode(name)).text == TABLE.replace("\r\n", "\n")


def test_western_text_is_read_too():
    assert read("Rouge;Vert;Bleu;aimé\n1;2;3;oui\n".encode("cp1252")) == Text(
        "Rouge;Vert;Bleu;aimé\n1;2;3;oui\n", "cp1252"
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_ending_of_a_line_is_a_line_feed(ending):
    assert read(f"a{ending}b{ending}".encode()).text == "a\nb\n"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0[{<\ufeff"), max_size=40))
def test_utf_8_is_never_taken_for_anything_else(text):
    assert read(text.encode()) == Text(text.replace("\r\n", "\n").replace("\r", "\n"), "utf-8")


def test_an_encoding_that_is_asked_for_is_used():
    assert read("赤".encode("euc_jp"), "cp932").text == "赤".encode("euc_jp").decode("cp932")
    assert read(TABLE.encode("utf-16-be"), "utf-16").text == TABLE.replace("\r\n", "\n")
    with pytest.raises(pp.DatasetError, match=r"Line 1: this is not UTF-8 text\. Save the table as “CSV UTF-8”"):
        read(TABLE.encode("cp932"), "utf-8")


def test_text_that_breaks_off_is_told_by_its_line():
    assert "Line 2: this is not UTF-16 text" in problem_of("R,G\n1,2".encode("utf-16") + b"\0")


def packed(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "R,G,B,LIKE")
    return file.getvalue()


NO_TABLES = {
    "gz": (gzip.compress(TABLE.encode()), "packed file (.gz)"),
    "zip": (packed("table.csv"), "packed file (.zip)"),
    "docx": (packed("[Content_Types].xml", "word/document.xml"), "file of Word"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(99), "packed file (.7z)"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99), "picture (.png)"),
    "jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(99), "picture (.j"),
    "heic": (b"\0\0\0\x18ftypheic\0\0" + bytes(99), "picture (.hei"),
    "mp3": (b"ID3\3\0\0\0\0\0\x21\xff\xfb\x90" + bytes(99), "recording (.mp3)"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj" + bytes(9), "PDF file"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel or Word"),
    "bytes": (bytes(range(256)) * 9, "binary file"),
    "json": (b'[{"R": 1}]', "JSON"),
    "html": (b"<!DOCTYPE html><table>", "web page"),
    "html with a comment": (b"<!-- saved --><html>", "web page"),
    "rtf": (b"{\\rtf1 R,G,B", "Word file (.rtf)"),
    "numbers": (packed("Index/Document.iwa"), "file of Numbers"),
    "ods": (packed("mimetype", "content.xml"), "file of OpenDocument"),
    "torn workbook": (packed("xl/workbook.xml"), "not a workbook that can be read"),
    "torn zip": (packed("table.csv")[:40], "not a workbook that can be read"),
}


@pytest.mark.parametrize("kind", NO_TABLES)
def test_what_is_no_table_is_called_what_it_is(kind):
    data, told = NO_TABLES[kind]
    assert told in problem_of(data)


def test_the_cells_of_a_workbook_are_told_as_a_csv_would_have_them():
    rows = [["R", "G", "B", "LIKE"], [255, 0.5, "12", True], [None] * 4, [1e-7, 219.25, "桜", False]]
    found = read(workbook(色=rows, empty=[]))
    assert isinstance(found, Workbook)
    assert list(found.sheets) == ["色"]
    assert [row.line for row in found.sheets["色"]] == [1, 2, 3, 4]
    assert [row.cells for row in found.sheets["色"]] == [
        ["R", "G", "B", "LIKE"],
        ["255", "0.5", "12", "TRUE"],
        ["", "", "", ""],
        ["1e-07", "219.25", "桜", "FALSE"],
    ]


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused(monkeypatch):
    monkeypatch.setattr(decoding, "LARGEST_UNPACKED", 1000)
    assert "too large once it is unpacked" in problem_of(workbook(a=[[1, 2]]))


def far(*references):
    """A workbook of one sheet whose cells stand where they are said to stand."""
    file = io.BytesIO(workbook(a=[[1]]))
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part.endswith("sheet1.xml"):
                cells = "".join(f'<row><c r="{reference}"><v>1</v></c></row>' for reference in references)
                before, _, rest = data.decode().partition("<sheetData>")
                data = f"{before}<sheetData>{cells}{rest[rest.index('</sheetData>') :]}".encode()
            new.writestr(part, data)
    return made.getvalue()


@pytest.mark.parametrize("reference", ["XFD1048576", "ZZZZZZZ99999999", "IV100000"])
def test_a_cell_far_away_takes_no_memory(reference):
    assert "too large once it is unpacked" in problem_of(far("A1", reference))


def test_a_cell_some_way_off_is_read():
    assert read(far("A1", "C3")).sheets["a"][2].cells == ["", "", "1"]


@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_torn_workbook_is_refused_in_a_sentence(at, byte):
    data = bytearray(workbook(a=[["R", "G"], [1, 2]]))
    data[at % len(data)] = byte
    try:
        read(bytes(data))
    except pp.DatasetError as error:
        assert error.problems  # noqa: PT017
