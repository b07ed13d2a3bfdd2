"""A file's bytes as what they are: text and its encoding, the sheets of a workbook, or the refusal of anything else."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.errors import DatasetError, refusal
from pinkpref.tables.reading import ENCODINGS, Row

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
CANDIDATES = ("utf_16_le", "utf_16_be", "cp932", "euc_jp", "cp1252")
"""What text that is neither marked nor UTF-8 may be written in. Fewer names, fewer mistakes: with all of its own that
charset-normalizer knows, it takes a quarter of short Japanese tables for Korean, Chinese or Macintosh Greek."""
SURE = 2
"""Characters beyond ASCII that are right UTF-8 before one is wrong: then it is UTF-8 with a mistake in it."""
LARGEST_UNPACKED, MOST_CELLS = 2**29, 2 * 10**7
"""Bytes that a workbook may unpack to, cells that a sheet may span: hostile kilobytes can ask for gigabytes."""
BEGINNING = 2**16

Source = str | PathLike[str] | IO[bytes] | IO[str]


class Text(NamedTuple):
    """A file of text, its lines ended by line feeds, and how its bytes were read; None where it came as text."""

    text: str
    encoding: str | None


class Book(NamedTuple):
    """A workbook: the rows of every sheet that holds something, as text."""

    sheets: dict[str, list[Row]]


def opened(source: Source, encoding: str | None = None) -> Text | Book:
    """What a file holds.

    Args:
        source: a file's path, or an open file of bytes or text.
        encoding: of its text, a key of `ENCODINGS`; worked out where it is None.

    Raises:
        DatasetError: it is no table; the sentence says what it is, or on which line its text breaks off.
        OSError: the path cannot be opened.
    """
    content = Path(source).read_bytes() if isinstance(source, (str, PathLike)) else source.read()
    if isinstance(content, str):
        return Text(_even(content.removeprefix("\ufeff")), None)
    if content.startswith(b"PK\x03\x04"):
        return _book(content)
    return _text(content, encoding)


def _even(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(content: bytes, encoding: str | None) -> Text:
    mark, marked = next(((mark, name) for mark, name in MARKS if content.startswith(mark)), (b"", None))
    name = encoding or marked or _encoding(content)
    if name == "utf-16":
        name = marked or ("utf-16-le" if content[1::2].count(0) >= content[::2].count(0) else "utf-16-be")
    try:
        text = content[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        kind = next(shown for known, shown in ENCODINGS.items() if name.startswith(known))
        before = content[len(mark) : len(mark) + error.start].decode(name, "replace")
        problem = Sentence(
            N_("Line {line}: this is not {encoding} text. Save the table as “CSV UTF-8” and try again."),
            line=_even(before).count("\n") + 1,
            encoding=kind,
        )
        raise refusal([problem]) from error
    _refuse_what_is_no_table(text)
    return Text(_even(text), "utf-16" if name.startswith("utf-16") else name)


def _refuse_what_is_no_table(text: str) -> None:
    """Refuses the two kinds of text that are most often taken for a table."""
    beginning = text[:BEGINNING].lstrip()
    if re.match(r"[\[{]\s*[\[{\"]", beginning):
        raise refusal([Sentence(N_("This is JSON, not a table. {save}"), save=_save())])
    if beginning.startswith("{\\rtf"):
        raise refusal([Sentence(N_("This is a Word file (.rtf), not a table. {save}"), save=_save())])
    if re.match(r"<(!--|!doctype|html|\?xml|table)", beginning, re.IGNORECASE):
        raise refusal([Sentence(N_("This is a web page, not a table. {save}"), save=_save())])


def _encoding(content: bytes) -> str:
    """The encoding of text without a byte order mark.

    Raises:
        DatasetError: it is no text.
    """
    problem = None
    if re.search(rb"\x1b\$[@B]", content[:BEGINNING]):
        return "iso2022_jp"
    try:
        if b"\0" not in content[:BEGINNING]:
            content.decode("utf-8")
            return "utf-8"
    except UnicodeDecodeError as error:
        problem = error
    if re.search(rb"[\x00-\x08\x0e-\x1f]", content[:BEGINNING]):
        _refuse_what_is_known(content[:BEGINNING])
    if problem and sum(sign > "\x7f" for sign in content[: problem.start].decode("utf-8")) >= SURE:
        return "utf-8"
    from charset_normalizer import from_bytes

    found = from_bytes(content, cp_isolation=list(CANDIDATES), threshold=1.0).best()
    if found is None or _STRANGE.search(str(found)):
        if problem and b"\0" not in content:
            return "utf-8"
        raise refusal([Sentence(N_("This is a binary file, not a table. {save}"), save=_save())])
    return found.encoding.replace("_", "-") if found.encoding.startswith("utf_16") else found.encoding


_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff]")
"""Characters that nobody types: for control, or for private use."""


def _refuse_what_is_known(beginning: bytes) -> None:
    kind = _kind(beginning)
    if kind:
        raise refusal([kind])


def _kind(beginning: bytes) -> Sentence | None:
    """What the first bytes of a file give away."""
    import puremagic

    try:
        kinds = puremagic.magic_string(beginning)
    except puremagic.PureError:
        return None
    for family, text in _FAMILIES.items():
        for kind in kinds:
            if kind.mime_type.startswith(family):
                return Sentence(text, kind=kind.extension, save=_save())
    return None


_PACKED = N_("This is a packed file ({kind}). Unpack it and upload the table itself.")
_FAMILIES = {
    "image/": N_("This is a picture ({kind}), not a table. {save}"),
    "audio/": N_("This is a recording ({kind}), not a table. {save}"),
    "video/": N_("This is a recording ({kind}), not a table. {save}"),
    "application/pdf": N_("This is a PDF file, not a table. {save}"),
    "application/msword": N_("This is a file of an old Excel or Word, which cannot be read here. {save}"),
    **dict.fromkeys(
        ("application/x-gzip", "application/gzip", "application/x-bzip", "application/x-xz", "application/x-7z"),
        _PACKED,
    ),
    **dict.fromkeys(("application/x-rar", "application/vnd.rar", "application/zstd"), _PACKED),
}
"""What is told of a file by the beginning of its media type."""


def _save() -> Sentence:
    return Sentence(N_("Save the table as CSV or as an Excel workbook (.xlsx) and upload that."))


def _book(content: bytes) -> Book:
    from python_calamine import CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_what_cannot_be_opened(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name: _rows(book.get_sheet_by_name(name)) for name in book.sheet_names}
    except DatasetError:
        raise
    except Exception as error:  # of zipfile, of calamine, of what either calls: whatever a torn file brings about
        raise refusal([Sentence(N_("This is not a workbook that can be read. {save}"), save=_save())]) from error
    return Book({name: rows for name, rows in sheets.items() if rows})


def _refuse_what_cannot_be_opened(archive: zipfile.ZipFile) -> None:
    """Refuses a packed file that is no workbook, and a workbook that would take all memory."""
    parts = {part.filename: part.file_size for part in archive.infolist()}
    if "xl/workbook.xml" not in parts:
        raise refusal([_packed(parts)])
    sheets = [part for part in parts if part.startswith("xl/worksheets/")]
    if sum(parts.values()) > LARGEST_UNPACKED or any(_cells_of(archive, part) > MOST_CELLS for part in sheets):
        raise refusal([Sentence(N_("The workbook is too large once it is unpacked. Save its sheet as CSV."))])


def _cells_of(archive: zipfile.ZipFile, part: str) -> int:
    """How many cells a sheet spans, up to the last that is named; calamine makes room for all of them at once."""
    rows = columns = 0
    with archive.open(part) as file:
        before = b""
        while piece := file.read(2**20):
            for letters, digits in _REFERENCE.findall(before + piece):
                column = 0
                for letter in letters:
                    column = 26 * column + letter - 64
                rows, columns = max(rows, int(digits)), max(columns, column)
            before = piece[-64:]
    return rows * columns


_REFERENCE = re.compile(rb"[\":]([A-Z]{1,20})(\d{1,20})\"")
"""The end of a cell's or a range's reference: ``"B7"``, ``:D99"``."""


def _packed(parts: Iterable[str]) -> Sentence:
    """What a packed file is that is no workbook."""
    for mark, kind in _DOCUMENTS.items():
        if any(part.startswith(mark) for part in parts):
            return Sentence(N_("This is a file of {kind}, which cannot be read here. {save}"), kind=kind, save=_save())
    return Sentence(_PACKED, kind=".zip")


_DOCUMENTS = {
    "content.xml": "OpenDocument",
    "word/": "Word",
    "ppt/": "PowerPoint",
    "Index/": "Numbers / Pages / Keynote",
}
"""What the parts of documents begin with that are packed files too."""


def _rows(sheet: CalamineSheet) -> list[Row]:
    known: dict[tuple[type, Any], str] = {}

    def text(value: Any) -> str:
        key = type(value), value
        if key not in known:
            known[key] = _cell(value)
        return known[key]

    rows = sheet.to_python(skip_empty_area=False)
    return [Row(line, [text(value) for value in cells]) for line, cells in enumerate(rows, 1)]


def _cell(value: Any) -> str:
    """A spreadsheet's cell as the text that a CSV would have."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
