"""What the command line understands, and what was asked of it."""

from __future__ import annotations

import argparse
import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pinkpref.i18n import LANGUAGES, N_, Sentence, SentenceError
from pinkpref.models import CONSTRAINTS, Settings
from pinkpref.reporting import labels
from pinkpref.tables import SAMPLES, Reading, sample_path

NAMES = [file.removesuffix(".csv") for file in SAMPLES]
"""The samples, as they are called here."""


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    whole = argparse.ArgumentParser(
        prog="pinkpref", description="Train a small Keras network on rated colours, and ask whether it learned."
    )
    commands = whole.add_subparsers(dest="command", required=True)
    for name, purpose in (
        ("train", "train once, and print the history and the test score"),
        ("assess", "train, and judge whether it learned anything, against shuffled labels"),
        ("compare", "hold two settings against each other on the same colours left out"),
        ("signal", "look for a rule in the labels that has nothing to do with any network"),
        ("export", "train, judge, and write model, script, notebook, report and CSV files into a folder"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose, allow_abbrev=False)
        command.add_argument(
            "data",
            type=_table,
            help=f"a CSV or a workbook of rated colours, - for standard input, or a sample: {', '.join(NAMES)}",
        )
        command.add_argument("--json", action="store_true", help="print JSON")
        command.add_argument("--language", choices=list(LANGUAGES), default="en", help="of what is printed and written")
        if name in {"assess", "export"}:
            command.add_argument(
                "--permutations",
                type=int,
                help="how often the labels are shuffled (default: 1000, and 10000 where that leaves the answer open)",
            )
        if name == "signal":
            command.add_argument("--permutations", type=int, default=1000, help="how often the labels are shuffled")
        if name == "export":
            command.add_argument("--out", type=Path, required=True, help="the folder")
        if name == "compare":
            for side in ("a", "b"):
                changes = "what these settings have of their own: epochs=40 inputs=rgb+hsv scaling=unit"
                command.add_argument(f"--{side}", nargs="*", default=[], metavar="SETTING=VALUE", help=changes)
        if name != "signal":
            _add_fields(command, "settings of the training", Settings, _settings_help())
        _add_fields(command, "how the table is to be read, where that has to be said", Reading, labels.READING)
    page = "open the page in the browser; takes the options of `streamlit run`, --server.port 8600 for instance"
    commands.add_parser("dashboard", help=page, description=page, allow_abbrev=False).set_defaults(language="en")
    return whole


def _table(data: str) -> str:
    """What to read: where no file of that name exists, a sample may have it."""
    sample = data.removesuffix(".csv") in NAMES and not Path(data).exists()
    return str(sample_path(data)) if sample else data


def _settings_help() -> dict[str, str]:
    """What each setting is, and what it allows."""
    return {
        field: f"{labels.SETTINGS[field].meaning} Allowed: {constraint.allowed}"
        for field, constraint in CONSTRAINTS.items()
    }


def _add_fields(parser: argparse.ArgumentParser, title: str, kind: type, meanings: Mapping[str, str]) -> None:
    """An option for every field of a dataclass, with its type, its meaning and its default."""
    group = parser.add_argument_group(title)
    types_of = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        default = "" if field.default is None else f" (default: {_shown(field.default)})"
        group.add_argument(
            f"--{field.name.replace('_', '-')}",
            default=argparse.SUPPRESS,
            help=(meanings[field.name] + default).replace("%", "%%"),
            **(_how(types_of[field.name]) if field.name != "delimiter" else {"type": _delimiter}),
        )


def _shown(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _how(of: Any) -> dict[str, Any]:
    """How argparse reads a type: ``X | None`` as X, a tuple as one value or more, a truth value as a pair of flags."""
    if isinstance(of, types.UnionType):
        of = next(part for part in typing.get_args(of) if part is not types.NoneType)
    if typing.get_origin(of) is tuple:
        return {"nargs": "+", "type": typing.get_args(of)[0]}
    return {"action": argparse.BooleanOptionalAction} if of is bool else {"type": of}


def _delimiter(text: str) -> str:
    """A separator, which a shell makes hard to write where it is a tab."""
    return {"tab": "\t", "\\t": "\t"}.get(text, text)


def fields_of(asked: argparse.Namespace, kind: type) -> dict[str, Any]:
    """The options that were given, as arguments of the dataclass."""
    given = vars(asked)
    return {
        field.name: tuple(value) if isinstance(value := given[field.name], list) else value
        for field in dataclasses.fields(kind)
        if field.name in given
    }


def changed(base: Settings, changes: Sequence[str]) -> Settings:
    """Settings with some fields changed, each written as ``name=value``; parts of a value are joined by ``+``."""
    types_of, values = typing.get_type_hints(Settings), {}
    for change in changes:
        name, equals, text = change.partition("=")
        field = name.replace("-", "_")
        if not equals or field not in CONSTRAINTS:
            raise SentenceError(
                Sentence(
                    N_("“{change}” is no setting and its value. Write one as {example}; the settings are: {names}."),
                    change=change,
                    example="epochs=40",
                    names=", ".join(CONSTRAINTS),
                )
            )
        values[field] = _read_value(types_of[field], text)
    return base.replace(**values)


def _read_value(of: Any, text: str) -> Any:
    """A setting's value as it is typed; what cannot be read stays text, and Settings says what it allows."""
    if typing.get_origin(of) is tuple:
        return [_read_value(typing.get_args(of)[0], part) for part in text.split("+")]
    if of is bool:
        return {"true": True, "false": False}.get(text.lower(), text)
    try:
        return of(text)
    except ValueError:
        return text
