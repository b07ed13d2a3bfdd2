"""Runs and verdicts as lines of text and as JSON."""

from __future__ import annotations

import argparse
import dataclasses
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pinkpref.i18n import Translator, significant

if TYPE_CHECKING:
    from pinkpref.evaluation import Verdict
    from pinkpref.tables import Dataset
    from pinkpref.training import Run


def source_of(asked: argparse.Namespace) -> str:
    """The name of the file that was read; empty for standard input."""
    return "" if asked.data == "-" else Path(asked.data).name


def run_in_words(run: Run, words: Translator) -> str:
    """The history and the test score, as Keras would print them."""
    from pinkpref.reporting.script_output import history_text, score_text

    if run.diverged:
        return history_text(run, words) + words.gettext("The network's outputs are no longer numbers.")
    return history_text(run, words) + score_text(run, words).rstrip("\n")


def run_as_json(run: Run, asked: argparse.Namespace, words: Translator) -> dict[str, Any]:
    """A run's data, settings and figures."""
    return {
        "data": data_as_json(run.dataset, asked, words),
        "settings": run.settings.to_dict(),
        "train_rows": run.train_rows.tolist(),
        "test_rows": run.test_rows.tolist(),
        "history": run.history.to_dict("records"),
        "test_loss": run.test_loss,
        "test_accuracy": run.test_accuracy,
    }


def data_as_json(dataset: Dataset, asked: argparse.Namespace, words: Translator) -> dict[str, Any]:
    """What was read, and how."""
    return {
        "file": source_of(asked),
        "rows": len(dataset),
        "liked": int(dataset.like.sum()),
        "fingerprint": dataset.fingerprint,
        "notices": [notice.say(words) for notice in dataset.notices],
        "reading": dataclasses.asdict(dataset.reading),
    }


def verdict_in_words(verdict: Verdict, language: str) -> str:
    """The answer, and a line for each figure behind it."""
    figures = (f"{name}: {_formatted(value)}" for name, value in _statistics(verdict).items())
    return "\n".join([verdict.sentence(language), "", *figures])


def _formatted(value: object) -> str:
    """A figure as a line of text has it."""
    if isinstance(value, list):
        return " ... ".join(map(_formatted, value))
    return significant(value, 4) if isinstance(value, float) else str(value)


def verdict_as_json(verdict: Verdict, asked: argparse.Namespace, words: Translator) -> dict[str, Any]:
    """The answer with its figures and findings, and the run that was judged."""
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
        **run_as_json(verdict.run, asked, words),
    }


def _statistics(verdict: Verdict) -> dict[str, Any]:
    """The figures of a verdict that need no further training, by their names in `Verdict`."""
    from pinkpref.reporting.statistics_table import STATISTICS

    return {name: list(value) if isinstance(value := getattr(verdict, name), tuple) else value for name in STATISTICS}


def finite(value: Any) -> Any:
    """The same with None for what is no number, which JSON does not know."""
    if isinstance(value, dict):
        return {name: finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
