"""A run and its verdict as a Jupyter notebook: the script's parts as cells, each with what came out on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pinkpref.evaluation.assessment import another_run
from pinkpref.evaluation.statistics import Interval
from pinkpref.extras import require
from pinkpref.i18n import NO_NUMBER, Translator, decimal, translator
from pinkpref.models import Settings
from pinkpref.reporting import (
    chart_data,
    evidence_sentences,
    script,
    script_output,
    script_parts,
    svg_charts,
    verdict_sentences,
)
from pinkpref.reporting.labels import SETTINGS, values_in_code, versions
from pinkpref.reporting.statistics_table import STATISTICS, seeds, tries
from pinkpref.tables import about
from pinkpref.training import Run

if TYPE_CHECKING:
    from pinkpref.evaluation import Price, Verdict

Cell = Any
"""A cell as `nbformat.v4` makes it."""

CURVES = """\
import matplotlib.pyplot as plt

loss, accuracy, test_loss, test_accuracy = np.reshape(history, (-1, 4)).T
epochs = np.arange(1, len(history) + 1)
figure, (upper, lower) = plt.subplots(2, sharex=True)
upper.plot(epochs, loss, label="training")
upper.plot(epochs, test_loss, "--", label="test")
upper.set(ylabel="loss")
upper.legend()
lower.plot(epochs, accuracy)
lower.plot(epochs, test_accuracy, "--")
lower.set(xlabel="epoch", ylabel="accuracy", ylim=(0, 1))
plt.show()"""


def notebook(run: Run, verdict: Verdict | None, language: str = "en", price: Price | None = None) -> bytes:
    """The run as a Jupyter notebook (nbformat 4.5), its cells already holding the page's figures.

    Run again, it trains the same network. The same run and verdict give the same file.

    Args:
        run: from `train`.
        verdict: what `assess` said of that run; None where it was not asked.
        language: "en" or "ja".
        price: of everything that was tried on these colours, where more was.

    Raises:
        ValueError: the verdict is not of this run, there is no such language, or the extra "report" is not installed.
    """
    require("report")
    import nbformat

    words = translator(language)
    if verdict and not verdict.run.same(run):
        raise another_run()
    cells = [
        _introduction(run, words),
        *_experiment(run, language),
        *([_answer(verdict, words)] if verdict else []),
        *([_tried(price, run, words)] if price and price.tries > 1 else []),
        _versions(run, verdict, words),
    ]
    made = nbformat.v4.new_notebook(cells=_numbered(cells), metadata=_METADATA)
    text: str = nbformat.writes(made)
    return text.encode()


_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def escaped(text: str) -> str:
    """Text of a file as Markdown that shows it and does nothing else: no markup, no HTML, no formula."""
    plain = " ".join(text.split())
    return re.sub(r"[!-/:-@\[-`{-~]", lambda found: _entity(found[0]), plain)


def _entity(character: str) -> str:
    entity = f"&#{ord(character)};"
    return f"<code>{entity}</code>" if character in "$\\" else entity


def _introduction(run: Run, words: Translator) -> Cell:
    install = f"`pip install {' '.join([*script_parts.packages(run), 'matplotlib'])}`"
    return _markdown(
        f"# {words.gettext(script.TITLE)}",
        words.gettext(script.INTRODUCTION),
        words.gettext(script.TO_RUN).format(command=install),
    )


def _experiment(run: Run, language: str) -> list[Cell]:
    """The script, a cell for each of its parts, the curves after the part that trains."""
    words = translator(language)
    settings, data, *steps, training, score = script_parts.parts(run, language)
    first = settings._replace(code=f"{script_parts.imports(run)}\n\n{settings.code}")
    curves = chart_data.curves(run.history)
    drawn = {
        "image/svg+xml": svg_charts.curves(curves, words),
        "text/plain": chart_data.curves_alt(curves, words),
    }
    return [
        _markdown(f"## {settings.title}", settings.text, _settings(run.settings, words)),
        _code(first.code),
        _markdown(f"## {data.title}", data.text, _data(run, words)),
        _code(data.code),
        *(cell for step in steps for cell in (_heading(step), _code(step.code))),
        _heading(training),
        _code(training.code, _stream(script_output.history_text(run, words))),
        _markdown("## " + words.gettext("Curves")),
        _code(CURVES, _output("display_data", data=drawn)),
        _heading(score),
        _code(score.code, *([] if run.diverged else [_stream(script_output.score_text(run, words))])),
    ]


def _settings(settings: Settings, words: Translator) -> str:
    """Every setting with its value."""
    titles = (words.gettext("name in the code"), words.gettext("name on the page"), words.gettext("value"))
    values = values_in_code(settings).items()
    return _table(
        titles, [(f"`{field}`", words.gettext(SETTINGS[field].name), f"`{value}`") for field, value in values]
    )


def _data(run: Run, words: Translator) -> str:
    """How many rows there are, and what the file was taken for."""
    counted = words.gettext("{rows:,} colours, {liked:,} of them liked: {train:,} to train on and {test:,} to test.")
    dataset = run.dataset
    rows = counted.format(
        rows=len(dataset), liked=int(dataset.like.sum()), train=len(run.train_rows), test=len(run.test_rows)
    )
    notices = [notice for notice in dataset.notices if notice != about(dataset.fingerprint)]  # the part's text has that
    return "\n".join(f"- {said}" for said in (rows, *(escaped(notice.say(words)) for notice in notices)))


def _answer(verdict: Verdict, words: Translator) -> Cell:
    """The verdict's sentences and its figures; no luck and no interval where the test colours were trained on."""
    untold = {"interval", "baseline_p_value"} if verdict.mostly_known else set()
    figures = [(f"`{name}`", _figure(getattr(verdict, name))) for name in STATISTICS if name not in untold]
    return _markdown(
        "## " + words.gettext("Did it learn, and is it good?"),
        *(sentence.say(words) for sentence in verdict_sentences.answer(verdict)),
        words.gettext("The figures behind it, by their names in pinkpref's Verdict:"),
        _table((words.gettext("name in the code"), words.gettext("value")), figures),
    )


def _tried(price: Price, run: Run, words: Translator) -> Cell:
    """Everything that was tried on these colours, and what is left of each p-value."""
    titles = words.gettext("setting"), words.gettext("p-value alone"), words.gettext("p-value among all tries")
    return _markdown(
        "## " + words.gettext("What was tried on these colours"),
        *(sentence.say(words) for sentence in evidence_sentences.of_price(price)),
        _table(titles, tries(price, run, words)),
    )


def _versions(run: Run, verdict: Verdict | None, words: Translator) -> Cell:
    return _markdown(
        "## " + words.gettext("Versions and seeds"),
        _table((words.gettext("package"), words.gettext("version")), versions()),
        _table(
            (words.gettext("seed"), words.gettext("value")),
            [(name, str(seed)) for name, seed in seeds(run, verdict, words)],
        ),
    )


def _heading(part: script_parts.Part) -> Cell:
    return _markdown(f"## {part.title}", part.text)


def _markdown(*paragraphs: str) -> Cell:
    from nbformat import v4

    return v4.new_markdown_cell("\n\n".join(paragraphs))


def _code(code: str, *outputs: Any) -> Cell:
    from nbformat import v4

    return v4.new_code_cell(code, outputs=list(outputs))


def _stream(text: str) -> Any:
    """What a cell printed."""
    return _output("stream", text=text)


def _output(kind: str, **content: Any) -> Any:
    from nbformat import v4

    return v4.new_output(kind, **content)


def _numbered(cells: list[Cell]) -> list[Cell]:
    """The cells with names that are the same every time, code cells counted as if they had been run in order."""
    for number, cell in enumerate(cells, 1):
        cell.id = f"cell-{number}"
    for number, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
    return cells


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; its cells are Markdown."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _figure(value: object) -> str:
    """A figure of the verdict as text; – where there is none."""
    if isinstance(value, Interval):
        return f"{_figure(value.low)} – {_figure(value.high)}"
    if isinstance(value, float):
        return decimal(value, 4)
    return NO_NUMBER if value is None else str(value)
