"""Bytes to text or to the sheets of a workbook; anything else is rejected with a sentence that says what it is."""

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
from pinkpref.tables.errors import DatasetError, dataset_error
from pinkpref.tables.reading import ENCODINGS, Row

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
CANDIDATES = ("utf_16_le", "utf_16_be", "cp932", "euc_jp", "cp1252")
"""The encodings considered for text that has no byte order mark and is not UTF-8. With all encodings that it knows,
charset-normalizer takes a quarter of short Japanese tables for Korean, Chinese or Macintosh Greek."""
MIN_NON_ASCII = 2
"""So many valid UTF-8 characters beyond ASCII before the first invalid byte mean: UTF-8 with an error in it."""
LARGEST_UNPACKED, MOST_CELLS = 2**29, 2 * 10**7
"""Bytes that a workbook may unpack to, cells that a sheet may span: a few hostile kilobytes can demand gigabytes."""
HEAD = 2**16

Source = str | PathLike[str] | IO[bytes] | IO[str]


class Text(NamedTuple):
    """Text with lines ended by line feeds, and its encoding; None where the source was opened as text."""

    text: str
    encoding: str | None


class Workbook(NamedTuple):
    """The rows of every sheet that is not empty, by the sheets' names, cells as text."""

    sheets: dict[str, list[Row]]


def decode(source: Source, encoding: str | None = None) -> Text | Workbook:
    """The text of a file, or the sheets of a workbook.

    Args:
        source: a file's path, or an open file of bytes or text.
        encoding: of its text, a key of `ENCODINGS`; detected where it is None.

    Raises:
        DatasetError: it is not a table; the sentence says what it is, or which line cannot be decoded.
        OSError: the path cannot be opened.
    """
    data = Path(source).read_bytes() if isinstance(source, (str, PathLike)) else source.read()
    if isinstance(data, str):
        return Text(_unify_newlines(data.removeprefix("\ufeff")), None)
    if data.startswith(b"PK\x03\x04"):
        return _read_workbook(data)
    return _decode_text(data, encoding)


def _unify_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_text(data: bytes, encoding: str | None) -> Text:
    mark, marked = next(((mark, name) for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), (b"", None))
    name = encoding or marked or _detect_encoding(data)
    if name == "utf-16":
        name = marked or ("utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be")
    try:
        text = data[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        kind = next(shown for known, shown in ENCODINGS.items() if name.startswith(known))
        before = data[len(mark) : len(mark) + error.start].decode(name, "replace")
        problem = Sentence(
            N_("Line {line}: this is not {encoding} text. Save the table as “CSV UTF-8” and try again."),
            line=_unify_newlines(before).count("\n") + 1,
            encoding=kind,
        )
        raise dataset_error([problem]) from error
    _reject_other_formats(text)
    return Text(_unify_newlines(text), "utf-16" if name.startswith("utf-16") else name)


def _reject_other_formats(text: str) -> None:
    """Rejects text that is JSON, RTF or HTML."""
    head = text[:HEAD].lstrip()
    if re.match(r"[\[{]\s*[\[{\"]", head):
        raise dataset_error([Sentence(N_("This is JSON, not a table. {save}"), save=_save())])
    if head.startswith("{\\rtf"):
        raise dataset_error([Sentence(N_("This is a Word file (.rtf), not a table. {save}"), save=_save())])
    if re.match(r"<(!--|!doctype|html|\?xml|table)", head, re.IGNORECASE):
        raise dataset_error([Sentence(N_("This is a web page, not a table. {save}"), save=_save())])


def _detect_encoding(data: bytes) -> str:
    """The encoding of text without a byte order mark.

    Raises:
        DatasetError: it is not text.
    """
    invalid = None
    if re.search(rb"\x1b\$[@B]", data[:HEAD]):
        return "iso2022_jp"
    try:
        if b"\0" not in data[:HEAD]:
            data.decode("utf-8")
            return "utf-8"
    except UnicodeDecodeError as error:
        invalid = error
    if re.search(rb"[\x00-\x08\x0e-\x1f]", data[:HEAD]):
        _reject_known_binary(data[:HEAD])
    if invalid and sum(character > "\x7f" for character in data[: invalid.start].decode("utf-8")) >= MIN_NON_ASCII:
        return "utf-8"
    from charset_normalizer import from_bytes

    found = from_bytes(data, cp_isolation=list(CANDIDATES), threshold=1.0).best()
    if found is None or _UNLIKELY.search(str(found)):
        if invalid and b"\0" not in data:
            return "utf-8"
        raise dataset_error([Sentence(N_("This is a binary file, not a table. {save}"), save=_save())])
    return found.encoding.replace("_", "-") if found.encoding.startswith("utf_16") else found.encoding


_UNLIKELY = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff]")
"""Control characters and characters for private use, which nobody types."""


def _reject_known_binary(head: bytes) -> None:
    """Rejects the binary formats that people mistake for tables, by their first bytes."""
    import puremagic

    try:
        matches = puremagic.magic_string(head)
    except puremagic.PureError:
        return
    for media_type, text in _BINARY_FORMATS.items():
        for match in matches:
            if match.mime_type.startswith(media_type):
                raise dataset_error([Sentence(text, kind=match.extension, save=_save())])


_PACKED = N_("This is a packed file ({kind}). Unpack it and upload the table itself.")
_BINARY_FORMATS = {
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
"""The start of a media type -> what is said of such a file."""


def _save() -> Sentence:
    return Sentence(N_("Save the table as CSV or as an Excel workbook (.xlsx) and upload that."))


def _read_workbook(data: bytes) -> Workbook:
    from python_calamine import CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: _sheet_rows(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names}
    except DatasetError:
        raise
    except Exception as error:  # a damaged file can raise anything in zipfile, in calamine and below them
        raise dataset_error([Sentence(N_("This is not a workbook that can be read. {save}"), save=_save())]) from error
    return Workbook({name: rows for name, rows in sheets.items() if rows})


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Rejects a zip archive that is not a workbook, and a workbook that would exhaust the memory."""
    parts = {part.filename: part.file_size for part in archive.infolist()}
    if "xl/workbook.xml" not in parts:
        raise dataset_error([_archive_problem(parts)])
    sheets = [part for part in parts if part.startswith("xl/worksheets/")]
    if sum(parts.values()) > LARGEST_UNPACKED or any(_count_cells(archive, part) > MOST_CELLS for part in sheets):
        raise dataset_error([Sentence(N_("The workbook is too large once it is unpacked. Save its sheet as CSV."))])


def _count_cells(archive: zipfile.ZipFile, part: str) -> int:
    """How many cells a sheet spans, up to the last that is referenced; calamine allocates all of them at once."""
    rows = columns = 0
    with archive.open(part) as file:
        overlap = b""  # a reference may be split between two chunks
        while chunk := file.read(2**20):
            for letters, digits in _REFERENCE.findall(overlap + chunk):
                column = 0
                for letter in letters:
                    column = 26 * column + letter - 64
                rows, columns = max(rows, int(digits)), max(columns, column)
            overlap = chunk[-64:]
    return rows * columns


_REFERENCE = re.compile(rb"[\":]([A-Z]{1,20})(\d{1,20})\"")
"""The end of a cell's or a range's reference: ``"B7"``, ``:D99"``."""


def _archive_problem(parts: Iterable[str]) -> Sentence:
    """What a zip archive is that is not a workbook."""
    for prefix, kind in _DOCUMENTS.items():
        if any(part.startswith(prefix) for part in parts):
            return Sentence(N_("This is a file of {kind}, which cannot be read here. {save}"), kind=kind, save=_save())
    return Sentence(_PACKED, kind=".zip")


_DOCUMENTS = {
    "content.xml": "OpenDocument",
    "word/": "Word",
    "ppt/": "PowerPoint",
    "Index/": "Numbers / Pages / Keynote",
}
"""The start of a part's name -> the program whose documents, also zip archives, have it."""


def _sheet_rows(sheet: CalamineSheet) -> list[Row]:
    texts: dict[tuple[type, Any], str] = {}

    def text(value: Any) -> str:
        key = type(value), value
        if key not in texts:
            texts[key] = _cell_text(value)
        return texts[key]

    rows = sheet.to_python(skip_empty_area=False)
    return [Row(line, [text(value) for value in cells]) for line, cells in enumerate(rows, 1)]


def _cell_text(value: Any) -> str:
    """A spreadsheet's cell as a CSV would have it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
