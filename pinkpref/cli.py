"""The command line: ``pinkpref train|assess|export data.csv``, every setting an option; ``dashboard``."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import math
import os
import sys
import types
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pinkpref import launcher
from pinkpref.i18n import LANGUAGES, SentenceError, Translator, percent, significant, translator
from pinkpref.models import CONSTRAINTS, Settings
from pinkpref.reporting import labels
from pinkpref.tables import SAMPLES, Reading, UnclearTable, sample_path

if TYPE_CHECKING:
    from pinkpref.evaluation import Verdict
    from pinkpref.training import Run

PROBLEM = 2
"""The exit code where the data, the settings or the command are wrong."""
STEP = 0.1
"""Of the work, between two lines of progress where they do not overwrite each other."""
_SAMPLES = [file.removesuffix(".csv") for file in SAMPLES]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: of the command line; those of this process where None.

    Returns:
        0, or 2 where the data or the settings cannot be used; then standard error says why, in full.
    """
    parser = _parser()
    asked, further = parser.parse_known_args(arguments)
    if further and asked.command != "dashboard":
        parser.error(f"unrecognized arguments: {' '.join(further)}")
    words = translator(asked.language)
    try:
        if asked.command == "dashboard":
            launcher.dashboard(further)
        answer = _COMMANDS[asked.command](asked, words)
    except SentenceError as error:
        print(error.say(words), file=sys.stderr)
        if isinstance(error, UnclearTable):
            options = ", ".join(f"--{field.replace('_', '-')}" for field in error.unclear)
            print(words.gettext("Choose with: {options}").format(options=options), file=sys.stderr)
        return PROBLEM
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return PROBLEM
    print(json.dumps(_finite(answer.figures), ensure_ascii=False, indent=2) if asked.json else answer.text)
    return 0


class _Answer(typing.NamedTuple):
    """What a command has to say, for people and for programs."""

    text: str
    figures: dict[str, Any]


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="pinkpref", description="Train a small Keras network on rated colours, and ask whether it learned."
    )
    commands = whole.add_subparsers(dest="command", required=True)
    for name, purpose in (
        ("train", "train once, and print the history and the test score"),
        ("assess", "train, and judge whether it learned anything, against shuffled labels"),
        ("export", "train, judge, and write model, script, notebook, report and CSV files into a folder"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose, allow_abbrev=False)
        command.add_argument(
            "data",
            type=_table,
            help=f"a CSV or a workbook of rated colours, - for standard input, or a sample: {', '.join(_SAMPLES)}",
        )
        command.add_argument("--json", action="store_true", help="print JSON")
        command.add_argument("--language", choices=list(LANGUAGES), default="en", help="of what is printed and written")
        if name != "train":
            command.add_argument("--permutations", type=int, default=1000, help="how often the labels are shuffled")
        if name == "export":
            command.add_argument("--out", type=Path, required=True, help="the folder")
        _add_fields(command, "settings of the training", Settings, _settings_help())
        _add_fields(command, "how the table is to be read, where that has to be said", Reading, labels.READING)
    page = "open the page in the browser; takes the options of `streamlit run`, --server.port 8600 for instance"
    commands.add_parser("dashboard", help=page, description=page, allow_abbrev=False).set_defaults(language="en")
    return whole


def _table(data: str) -> str:
    """What to read: where no file of that name exists, a sample may have it."""
    sample = data.removesuffix(".csv") in _SAMPLES and not Path(data).exists()
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


def _fields(asked: argparse.Namespace, kind: type) -> dict[str, Any]:
    """The options that were given, as arguments of the dataclass."""
    given = vars(asked)
    return {
        field.name: tuple(value) if isinstance(value := given[field.name], list) else value
        for field in dataclasses.fields(kind)
        if field.name in given
    }


def _train(asked: argparse.Namespace, words: Translator) -> _Answer:
    run = _trained(asked, words)
    return _Answer(_run_in_words(run, words), _run_as_json(run, asked, words))


def _assess(asked: argparse.Namespace, words: Translator) -> _Answer:
    verdict = _judged(_trained(asked, words), asked, words)
    return _Answer(_verdict_in_words(verdict, asked.language), _verdict_as_json(verdict, asked, words))


def _export(asked: argparse.Namespace, words: Translator) -> _Answer:
    from pinkpref.reporting.bundle import NAMES, export, left_out, refuse_what_is_there

    refuse_what_is_there(asked.out)
    for kind, reason in left_out().items():
        print(f"{NAMES[kind]}: {reason.say(words)}", file=sys.stderr)
    verdict = _judged(_trained(asked, words), asked, words)
    paths = export(verdict.run, asked.out, verdict, asked.language, _source(asked))
    written = [str(path) for path in paths]
    figures = _verdict_as_json(verdict, asked, words) | {"files": written}
    return _Answer("\n".join([_verdict_in_words(verdict, asked.language), "", *written]), figures)


_COMMANDS = {"train": _train, "assess": _assess, "export": _export}


def _trained(asked: argparse.Namespace, words: Translator) -> Run:
    from pinkpref.tables import read_csv
    from pinkpref.training import train

    settings, reading = Settings(**_fields(asked, Settings)), Reading(**_fields(asked, Reading))
    dataset = read_csv(sys.stdin.buffer if asked.data == "-" else asked.data, reading)
    for notice in dataset.notices:
        print(notice.say(words), file=sys.stderr)
    print(words.gettext("Loading TensorFlow. This takes a few seconds, once."), file=sys.stderr, flush=True)
    _load_tensorflow()
    heard = _Progress(words.gettext("Training"))
    run = train(dataset, settings, progress=lambda share, _metrics: heard(share))
    heard.end()
    return run


def _judged(run: Run, asked: argparse.Namespace, words: Translator) -> Verdict:
    from pinkpref.evaluation import assess

    heard = _Progress(words.gettext("Shuffling labels"))
    verdict = assess(run.dataset, run.settings, permutations=asked.permutations, run=run, progress=heard)
    heard.end()
    return verdict


def _load_tensorflow() -> None:
    """Imports TensorFlow without the lines that its C++ prints on standard error whatever it is asked for."""
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        importlib.import_module("pinkpref.training.engine")
    finally:
        os.dup2(kept, 2)
        os.close(kept)


class _Progress:
    """Tells on standard error how far something has come: in one line, or line by line where nobody watches."""

    def __init__(self, doing: str) -> None:
        self._doing, self._last = doing, -1.0
        self._watched = sys.stderr.isatty()

    def __call__(self, share: float) -> None:
        if self._watched:
            print(f"\r{self._doing}: {percent(share)} ", end="", file=sys.stderr, flush=True)
        elif share >= self._last + STEP or share == 1 > self._last:
            print(f"{self._doing}: {percent(share)}", file=sys.stderr, flush=True)
            self._last = share

    def end(self) -> None:
        """Goes on to the next line."""
        if self._watched:
            print(file=sys.stderr)


def _source(asked: argparse.Namespace) -> str:
    return "" if asked.data == "-" else Path(asked.data).name


def _run_in_words(run: Run, words: Translator) -> str:
    from pinkpref.reporting.script_output import history_text, score_text

    if run.diverged:
        return history_text(run, words) + words.gettext("The network's outputs are no longer numbers.")
    return history_text(run, words) + score_text(run, words).rstrip("\n")


def _run_as_json(run: Run, asked: argparse.Namespace, words: Translator) -> dict[str, Any]:
    dataset = run.dataset
    return {
        "data": {
            "file": _source(asked),
            "rows": len(dataset),
            "liked": int(dataset.like.sum()),
            "fingerprint": dataset.fingerprint,
            "notices": [notice.say(words) for notice in dataset.notices],
            "reading": dataclasses.asdict(dataset.reading),
        },
        "settings": run.settings.to_dict(),
        "train_rows": run.train_rows.tolist(),
        "test_rows": run.test_rows.tolist(),
        "history": run.history.to_dict("records"),
        "test_loss": run.test_loss,
        "test_accuracy": run.test_accuracy,
    }


def _verdict_in_words(verdict: Verdict, language: str) -> str:
    figures = (f"{name}: {_formatted(value)}" for name, value in _statistics(verdict).items())
    return "\n".join([verdict.sentence(language), "", *figures])


def _formatted(value: object) -> str:
    """A figure as a line of text has it."""
    if isinstance(value, list):
        return " ... ".join(map(_formatted, value))
    return significant(value, 4) if isinstance(value, float) else str(value)


def _verdict_as_json(verdict: Verdict, asked: argparse.Namespace, words: Translator) -> dict[str, Any]:
    return {
        "sentence": verdict.sentence(asked.language),
        **_statistics(verdict),
        "findings": [
            {
                "name": found.name,
                "evidence": found.evidence.say(words),
                "cause": found.cause.say(words),
                "advice": found.advice.say(words),
                "cure": found.cure.to_dict() if found.cure else None,
            }
            for found in verdict.findings
        ],
        **_run_as_json(verdict.run, asked, words),
    }


def _statistics(verdict: Verdict) -> dict[str, Any]:
    """The figures of a verdict that need no further training, by their names in `Verdict`."""
    from pinkpref.reporting.statistics_table import STATISTICS

    return {name: list(value) if isinstance(value := getattr(verdict, name), tuple) else value for name in STATISTICS}


def _finite(value: Any) -> Any:
    """The same with None for what is no number, which JSON does not know."""
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
