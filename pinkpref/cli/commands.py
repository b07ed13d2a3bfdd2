"""The commands: each answers for people and for programs."""

from __future__ import annotations

import argparse
import json
import sys
import typing
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pinkpref import launcher
from pinkpref.cli.figures import (
    data_as_json,
    finite,
    run_as_json,
    run_in_words,
    source_of,
    verdict_as_json,
    verdict_in_words,
)
from pinkpref.cli.options import changed, fields_of, parser
from pinkpref.cli.progress import Progress, load_tensorflow
from pinkpref.i18n import SentenceError, Translator, translator
from pinkpref.models import Settings
from pinkpref.tables import Reading, UnclearTable

if TYPE_CHECKING:
    from pinkpref.evaluation import Verdict
    from pinkpref.tables import Dataset
    from pinkpref.training import Run

PROBLEM = 2
"""The exit code where the data, the settings or the command are wrong."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: of the command line; those of this process where None.

    Returns:
        0, or 2 where the data or the settings cannot be used; then standard error says why, in full.
    """
    whole = parser()
    asked, further = whole.parse_known_args(arguments)
    if further and asked.command != "dashboard":
        whole.error(f"unrecognized arguments: {' '.join(further)}")
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
    print(json.dumps(finite(answer.figures), ensure_ascii=False, indent=2) if asked.json else answer.text)
    return 0


class _Answer(typing.NamedTuple):
    """What a command has to say, for people and for programs."""

    text: str
    figures: dict[str, Any]


def _train(asked: argparse.Namespace, words: Translator) -> _Answer:
    run = _trained(asked, words)
    return _Answer(run_in_words(run, words), run_as_json(run, asked, words))


def _assess(asked: argparse.Namespace, words: Translator) -> _Answer:
    verdict = _judged(_trained(asked, words), asked, words)
    return _Answer(verdict_in_words(verdict, asked.language), verdict_as_json(verdict, asked, words))


def _export(asked: argparse.Namespace, words: Translator) -> _Answer:
    from pinkpref.reporting.bundle import NAMES, export, left_out, refuse_what_is_there

    refuse_what_is_there(asked.out)
    for kind, reason in left_out().items():
        print(f"{NAMES[kind]}: {reason.say(words)}", file=sys.stderr)
    verdict = _judged(_trained(asked, words), asked, words)
    paths = export(verdict.run, asked.out, verdict, asked.language, source_of(asked))
    written = [str(path) for path in paths]
    figures = verdict_as_json(verdict, asked, words) | {"files": written}
    return _Answer("\n".join([verdict_in_words(verdict, asked.language), "", *written]), figures)


def _signal(asked: argparse.Namespace, words: Translator) -> _Answer:
    from pinkpref.evaluation import signal

    dataset = _read(asked, words)
    found = signal(dataset, permutations=asked.permutations)
    sentence = found.sentence(asked.language)
    figures = {
        "sentence": sentence,
        "p_value": found.p_value,
        "permutations": found.permutations,
        "extreme_shuffles": found.extreme_shuffles,
        "groups": found.groups,
        "all_groups": found.all_groups,
        "data": data_as_json(dataset, asked, words),
    }
    return _Answer(sentence, figures)


def _compare(asked: argparse.Namespace, words: Translator) -> _Answer:
    from pinkpref.evaluation import compare

    base = Settings(**fields_of(asked, Settings))
    first, second = changed(base, asked.a), changed(base, asked.b)
    dataset = _read(asked, words)
    load_tensorflow(words)
    found = compare(dataset, first, second)
    sentence = found.sentence(asked.language)
    figures = {
        "sentence": sentence,
        "difference": found.difference,
        "interval": list(found.interval),
        "p_value": found.p_value,
        "accuracies": list(found.accuracies),
        "changed": found.changed.tolist(),
        "settings": [first.to_dict(), second.to_dict()],
        "data": data_as_json(dataset, asked, words),
    }
    return _Answer(sentence, figures)


_COMMANDS = {"train": _train, "assess": _assess, "compare": _compare, "signal": _signal, "export": _export}


def _trained(asked: argparse.Namespace, words: Translator) -> Run:
    from pinkpref.training import train

    settings = Settings(**fields_of(asked, Settings))
    dataset = _read(asked, words)
    load_tensorflow(words)
    heard = Progress(words.gettext("Training"))
    run = train(dataset, settings, progress=lambda share, _metrics: heard(share))
    heard.end()
    return run


def _read(asked: argparse.Namespace, words: Translator) -> Dataset:
    from pinkpref.tables import read_csv

    reading = Reading(**fields_of(asked, Reading))
    dataset = read_csv(sys.stdin.buffer if asked.data == "-" else asked.data, reading)
    for notice in dataset.notices:
        print(notice.say(words), file=sys.stderr)
    return dataset


def _judged(run: Run, asked: argparse.Namespace, words: Translator) -> Verdict:
    from pinkpref.evaluation import assess

    heard = Progress(words.gettext("Shuffling labels"))
    verdict = assess(run.dataset, run.settings, permutations=asked.permutations, run=run, progress=heard)
    heard.end()
    return verdict
