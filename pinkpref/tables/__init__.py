"""A file in, a checked `Dataset` out."""

from pinkpref.tables.columns import COLOUR_COLUMNS, COLUMNS, LABEL_COLUMN, NAME_COLUMN
from pinkpref.tables.dataset import Dataset
from pinkpref.tables.errors import DatasetError, truncate
from pinkpref.tables.reader import load_sample, look, question, read_csv
from pinkpref.tables.reading import DELIMITERS, ENCODINGS, SCALES, Reading, Row, Table, UnclearTable
from pinkpref.tables.samples import SAMPLES, about, sample_path

__all__ = [
    "COLOUR_COLUMNS",
    "COLUMNS",
    "DELIMITERS",
    "ENCODINGS",
    "LABEL_COLUMN",
    "NAME_COLUMN",
    "SAMPLES",
    "SCALES",
    "Dataset",
    "DatasetError",
    "Reading",
    "Row",
    "Table",
    "UnclearTable",
    "about",
    "load_sample",
    "look",
    "question",
    "read_csv",
    "sample_path",
    "truncate",
]
