"""Tables and swatches as HTML that a screen reader can read and a phone can show. Every text of a file is quoted."""

from __future__ import annotations

import re
import string
from html import escape
from typing import TYPE_CHECKING

from pinkpref.colour import luma
from pinkpref.i18n import percent
from pinkpref.reporting.labels import LIKED, NOT_LIKED, OUTCOMES
from pinkpref.reporting.verdict_sentences import answer as sentences

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from pinkpref import Dataset, Run
    from pinkpref.evaluation.misclassified import Miss
    from pinkpref.evaluation.verdict import Verdict
    from pinkpref.i18n import Translator
    from pinkpref.tables import Reading, Table

RIGHT, WRONG = "✓", "✗"
WORD_JOINER = "\u2060"
LONGEST_CELL = 40
MOST_TEST_ROWS = 200
MOST_TILES = 1000
CLOSE = 0.05
"""A liking so near to .5 is a close call."""

STYLE = """
<style>
.stMainBlockContainer.stMainBlockContainer { padding-inline: clamp(1rem, 2.5vw, 3rem); }
.stMainBlockContainer [data-testid=stHorizontalBlock] { flex-wrap: wrap; }
.stMainBlockContainer [data-testid=stColumn] { min-width: min(19rem, 100%); }
.stMainBlockContainer [data-testid=stColumn] [data-testid=stColumn] { min-width: 6rem; }
@media (min-width: 641px) {
  .stMainBlockContainer [data-testid=stHorizontalBlock]:has([class*=st-key-language], .st-key-pin) {
    flex-wrap: nowrap; }
  .stMainBlockContainer [data-testid=stColumn]:has([class*=st-key-language], .st-key-pin) { min-width: 11rem; }
}
.st-key-status { min-height: 3.4rem; justify-content: center; }
.pp-scroll { max-height: 22rem; overflow: auto; position: relative; }
.pp-table { width: 100%; border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
.pp-table thead { position: sticky; top: 0; background: rgba(138, 127, 142, 0.08);
  backdrop-filter: blur(14px); }
.pp-table th { font-weight: 400; text-align: left; }
.pp-table thead th { opacity: 0.75; white-space: nowrap; }
.pp-table td:first-child { overflow-wrap: anywhere; }
.pp-named { display: flex; align-items: center; gap: 0.5rem; }
.pp-table th, .pp-table td { padding: 0.3rem 0.4rem; border: 0; border-bottom: 1px solid rgba(138, 127, 142, 0.3); }
.pp-table td.pp-mark, .pp-table th.pp-mark { text-align: center; }
.pp-table td.pp-mark { font-size: 1.05rem; }
.pp-history { max-height: 25.5rem; }
.pp-history .pp-table { font-size: 0.86rem; }
.pp-answers { max-height: 16rem; }
.pp-history td, .pp-history th { text-align: right; padding: 0.19rem 0.3rem; }
.pp-history th[colspan] { text-align: center; border-bottom: 0; padding-bottom: 0; }
.pp-dot { display: inline-block; width: 1.6rem; height: 1.6rem; border-radius: 0.4rem; flex: none;
  border: 1px solid rgba(138, 127, 142, 0.45); }
.pp-wrong { font-weight: 700; }
.pp-wall { display: grid; grid-template-columns: repeat(auto-fill, minmax(2.75rem, 1fr)); gap: 0.55rem;
  padding: 0.25rem; }
.pp-tile { height: 2.75rem; border-radius: 0.4rem; display: grid; place-items: center; font-size: 1.1rem;
  border: 1px solid rgba(138, 127, 142, 0.45); }
.pp-tile.pp-test { outline: 2px dashed currentColor; outline-offset: 1px; border-color: transparent; }
.pp-tile span { color: var(--ink); }
.pp-answer { border: 1px solid rgba(138, 127, 142, 0.45); border-left-width: 0.5rem; border-radius: 0.6rem;
  padding: 0.8rem 1.1rem; min-height: 8.6rem; }
.pp-answer p { margin: 0 0 0.4rem; line-height: 1.55; }
.pp-answer .pp-outcome { font-size: 1.15rem; font-weight: 700; }
.pp-outcome span { display: inline-grid; place-items: center; width: 1.7rem; height: 1.7rem; margin-right: 0.2rem;
  border: 2px solid currentColor; border-radius: 50%; }
.pp-learned { border-left-color: #2f9e63; }
.pp-no-sign { border-left-color: #8a7f8e; }
.pp-cannot-tell { border-left-color: #d9822b; border-left-style: dashed; }
.pp-earlier { opacity: 0.5; }
.pp-note { font-size: 0.85rem; opacity: 0.8; }
.pp-misses ul { list-style: none; margin: 0; padding: 0; }
.pp-misses li { display: flex; gap: 0.6rem; align-items: center; }
.pp-misses td { vertical-align: top; }
.pp-tile[data-rgb] { cursor: pointer; }
.pp-table.pp-confusion th { white-space: normal; }
.st-key-reading [data-testid=stColumn] [data-testid=stColumn].stColumn { min-width: 8rem; }
.pp-beginning { max-height: 16rem; }
.pp-beginning td { white-space: nowrap; }
.pp-meaning { font-weight: 700; }
.pp-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
</style>
"""


def history_table(history: pd.DataFrame, words: Translator) -> str:
    """Loss and accuracy of every epoch, training rows on the left, test rows on the right."""
    parts = (words.gettext("training"), words.gettext("test"))
    over = "<td></td>" + "".join(f'<th scope="colgroup" colspan="2">{escape(part)}</th>' for part in parts)
    measures = [words.gettext("loss"), words.gettext("accuracy")] * 2
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in (words.gettext("epoch"), *measures))
    body = "".join(
        f'<tr data-epoch="{epoch.epoch}"><th scope="row">{epoch.epoch}</th><td>{epoch.loss:.4f}</td>'
        f"<td>{percent(epoch.accuracy)}</td>"
        f"<td>{epoch.test_loss:.4f}</td><td>{percent(epoch.test_accuracy)}</td></tr>"
        for epoch in history.itertuples()
    )
    return f'<table class="pp-table"><thead><tr>{over}</tr><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def metrics(accuracy: float, loss: float, words: Translator) -> str:
    """Accuracy and loss on the test rows, large."""
    told = (
        ("accuracy", words.gettext("accuracy"), percent(accuracy)),
        ("loss", words.gettext("loss"), f"{loss:.4f}"),
    )
    figures = "".join(
        f'<div><dt>{escape(title)}</dt><dd data-part="{part}">{value}</dd></div>' for part, title, value in told
    )
    return f'<dl class="pp-metrics">{figures}</dl>'


def score(run: Run, words: Translator) -> str:
    """How the trained network does on its test rows: the figures, and every row with its label and its answer."""
    rows = len(run.test_rows)
    right = words.gettext("{right} of {rows} test colours right").format(
        right=f"{round(run.test_accuracy * rows):,}", rows=f"{rows:,}"
    )
    meaning = words.gettext("{heart} liked, {dash} not liked").format(heart=LIKED, dash=NOT_LIKED)
    return (
        metrics(run.test_accuracy, run.test_loss, words)
        + f'<p><strong data-part="right">{escape(right)}</strong></p>{_test_table(run, words)}'
        + f'<p class="pp-note">{escape(meaning)}</p>'
    )


def signs(words: Translator) -> dict[str, str]:
    """The network's answers and whether they are right, as they stand in the test rows."""
    return {
        "liked": _sign(True, words),
        "notLiked": _sign(False, words),
        "right": _spoken(RIGHT, words.gettext("right")),
        "wrong": _spoken(WRONG, words.gettext("wrong")),
    }


def _test_table(run: Run, words: Translator) -> str:
    """The test rows: each a swatch, its label, the network's answer, and whether that is right."""
    rows = run.test_rows[:MOST_TEST_ROWS]
    predicted = run.predict(run.dataset.rgb[rows]) > 0.5
    first, *others = (
        words.gettext("test colour"),
        words.gettext("label"),
        words.gettext("network"),
        words.gettext("right?"),
    )
    head = "".join(f'<th scope="col" class="pp-mark">{escape(title)}</th>' for title in others)
    body = "".join(_test_row(run.dataset, row, bool(liked), words) for row, liked in zip(rows, predicted, strict=True))
    table = (
        f'<table class="pp-table"><thead><tr><th scope="col">{escape(first)}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    return _scrolling(
        words.gettext("Test colours"), table + _left_out(len(run.test_rows) - len(rows), words), "pp-answers"
    )


def wall(dataset: Dataset, test_rows: NDArray[np.intp] | None, words: Translator) -> str:
    """All rows as swatches with their labels; test rows have a dashed frame once the split is known."""
    held_out = None if test_rows is None else frozenset(test_rows.tolist())
    shown = min(len(dataset), MOST_TILES)
    light = luma(dataset.rgb[:shown] / 255) > 0.5
    tiles = "".join(
        _tile(dataset, row, None if held_out is None else row in held_out, bool(light[row]), words)
        for row in range(shown)
    )
    content = f'<div class="pp-wall" role="list">{tiles}</div>' + _left_out(len(dataset) - shown, words)
    return _scrolling(words.gettext("All colours"), content)


def answer(verdict: Verdict, words: Translator, fresh: bool) -> str:
    """The verdict's outcome as shape, word and colour, and its sentences; faded where the controls have moved on."""
    (shape, word), kind = OUTCOMES[verdict.outcome], verdict.outcome.replace(" ", "-")
    first, *others = (escape(sentence.say(words)) for sentence in sentences(verdict))
    after = "" if fresh else " pp-earlier"
    return (
        f'<div class="pp-answer pp-{kind}{after}"><p class="pp-outcome"><span aria-hidden="true">{shape}</span> '
        f"{escape(words.gettext(word))}</p><p><strong>{first}</strong></p>"
        + "".join(f"<p>{other}</p>" for other in others)
        + "</div>"
    )


def beginning(table: Table, reading: Reading, words: Translator) -> str:
    """The first rows of a file as they stand there; columns that mean something carry what they mean."""
    meant = dict(zip(reading.colour or (), ("R", "G", "B"), strict=False)) if len(reading.colour or ()) != 1 else {}
    meant |= dict.fromkeys(reading.colour or (), "R, G, B") if len(reading.colour or ()) == 1 else {}
    meant |= {reading.like: "LIKE"} if reading.like else {}
    line = words.gettext("line")
    head = f'<th scope="col">{escape(line)}</th>' + "".join(
        f'<th scope="col">{escape(_short(name))}'
        + (f' <span class="pp-meaning">→ {meant[name]}</span></th>' if meant.get(name, name) != name else "</th>")
        for name in table.names
    )
    body = "".join(
        f'<tr><th scope="row">{row.line}</th>'
        + "".join(f"<td>{escape(_short(cell))}</td>" for cell in row.cells)
        + "</tr>"
        for row in table.rows
    )
    content = f'<table class="pp-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return _scrolling(words.gettext("The first rows of the file"), content, "pp-beginning")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def left_out_wall(verdict: Verdict, words: Translator) -> str:
    """All colours with how often each was called right when it was left out."""
    dataset, times = verdict.dataset, verdict.real.right.shape[1]
    shown = min(len(dataset), MOST_TILES)
    right = verdict.real.right[0].sum(axis=0)
    light = luma(dataset.rgb[:shown] / 255) > 0.5
    tiles = []
    for row in range(shown):
        liked = words.gettext("liked") if dataset.like[row] else words.gettext("not liked")
        told = words.gettext("right {right} of {times} times").format(right=right[row], times=times)
        title = escape(f"{dataset.name(row)} · {liked} · {told}")
        ink = "#000" if light[row] else "#fff"
        poor = " pp-test" if right[row] * 2 < times else ""
        tiles.append(
            f'<div role="listitem" class="pp-tile{poor}" title="{title}"'
            f' style="background:{dataset.hex(row)};--ink:{ink}">'
            f'<span aria-hidden="true">{right[row]}/{times}</span><span class="pp-hidden">{title}</span></div>'
        )
    content = f'<div class="pp-wall" role="list">{"".join(tiles)}</div>' + _left_out(len(dataset) - shown, words)
    return _scrolling(words.gettext("Colours left out"), content)


def confusion_table(verdict: Verdict, words: Translator) -> str:
    """The person's answers against the network's, on colours left out, as means over repeats."""
    names = (words.gettext("not liked"), words.gettext("liked"))
    network, label = words.gettext("network: {answer}"), words.gettext("label: {answer}")
    head = "".join(f'<th scope="col" class="pp-mark">{escape(network.format(answer=name))}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{escape(label.format(answer=name))}</th>'
        + "".join(f'<td class="pp-mark">{count:,.1f}</td>' for count in counts)
        + "</tr>"
        for name, counts in zip(names, verdict.confusion, strict=True)
    )
    return f'<table class="pp-table pp-confusion"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'


def _scrolling(name: str, content: str, kind: str = "") -> str:
    """A named region that scrolls where it is long, by keyboard too."""
    return f'<div class="pp-scroll {kind}" tabindex="0" role="region" aria-label="{escape(name)}">{content}</div>'


def _left_out(rows: int, words: Translator) -> str:
    """A line that says how many rows are not shown, if any."""
    note = words.gettext("Not shown: {count} more.").format(count=f"{rows:,}")
    return f"<p>{escape(note)}</p>" if rows else ""


def summary_table(summary: pd.DataFrame, words: Translator) -> str:
    """The figures of ``model.summary()``, `pinkpref.Run.summary`."""
    titles = (words.gettext("layer"), words.gettext("type"), words.gettext("outputs"), words.gettext("parameters"))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = "".join(
        f'<tr><th scope="row">{layer.layer}</th><td>{layer.type}</td><td>{layer.outputs}</td>'
        f"<td>{layer.parameters:,}</td></tr>"
        for layer in summary.itertuples()
    )
    name = escape(words.gettext("The layers of the network and their parameters."))
    return f'<table class="pp-table" aria-label="{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def misses_table(misses: list[Miss], dataset: Dataset, words: Translator) -> str:
    """Rows that the network gets wrong: their label, its answer, and the most similar other rows with their labels."""
    titles = (
        words.gettext("colour"),
        words.gettext("label"),
        words.gettext("liking"),
        words.gettext("most similar rated colours"),
        words.gettext("what this suggests"),
    )
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = "".join(_miss(miss, dataset, words) for miss in misses)
    table = f'<table class="pp-table pp-misses"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return _scrolling(words.gettext("Rows it gets wrong"), table)


def _miss(miss: Miss, dataset: Dataset, words: Translator) -> str:
    part = words.gettext("test row") if miss.test else words.gettext("training row")
    neighbours = "".join(
        f"<li>{_named(dataset, row)}{_sign(bool(dataset.like[row]), words)}</li>" for row in miss.neighbours
    )
    return (
        f'<tr><td>{_named(dataset, miss.row)}<span class="pp-note">{escape(part)}</span></td>'
        f'<td class="pp-mark">{_sign(bool(dataset.like[miss.row]), words)}</td><td>{miss.liking:.2f}</td>'
        f"<td><ul>{neighbours}</ul></td><td>{escape(_suggestion(miss, dataset, words))}</td></tr>"
    )


def _suggestion(miss: Miss, dataset: Dataset, words: Translator) -> str:
    """What the neighbours say about a miss: never more than that."""
    agreeing = dataset.like[miss.neighbours] == dataset.like[miss.row]
    if miss.contradicted:
        return words.gettext("The very same colour stands in the table with the other label: no network can get both.")
    if abs(miss.liking - 0.5) < CLOSE:
        return words.gettext("A close call: the answer lies almost in the middle.")
    if agreeing.sum() * 2 < len(agreeing):
        return words.gettext("Most colours like it carry the other label: it is the exception.")
    return words.gettext("Most colours like it carry the same label: the network has not caught what they share.")


def _sign(liked: bool, words: Translator) -> str:
    return _spoken(LIKED, words.gettext("liked")) if liked else _spoken(NOT_LIKED, words.gettext("not liked"))


def _named(dataset: Dataset, row: int) -> str:
    return (
        f'<div class="pp-named"><span class="pp-dot" style="background:{dataset.hex(row)}"></span>'
        f"<span>{escape(dataset.name(row))}</span></div>"
    )


def _test_row(dataset: Dataset, row: int, liked: bool, words: Translator) -> str:
    right = liked == bool(dataset.like[row])
    known = signs(words)
    return (
        f"<tr data-row><td>{_named(dataset, row)}</td>"
        f'<td class="pp-mark">{_sign(bool(dataset.like[row]), words)}</td>'
        f'<td class="pp-mark" data-part="answer">{known["liked" if liked else "notLiked"]}</td>'
        f'<td class="pp-mark{"" if right else " pp-wrong"}" data-part="mark">'
        f"{known['right' if right else 'wrong']}</td>"
        "</tr>"
    )


def _tile(dataset: Dataset, row: int, test: bool | None, light: bool, words: Translator) -> str:
    """One row as a swatch; ``test`` is None where the split is not known yet."""
    liked = bool(dataset.like[row])
    answer = words.gettext("liked") if liked else words.gettext("not liked")
    told = [dataset.name(row), answer]
    if test is not None:
        told.append(words.gettext("test row") if test else words.gettext("training row"))
    title = escape(" · ".join(told))
    ink = "#000" if light else "#fff"
    return (
        f'<div role="listitem" class="pp-tile{" pp-test" if test else ""}" title="{title}"'
        f' data-rgb="{_numbers(dataset, row)}" style="background:{dataset.hex(row)};--ink:{ink}">'
        f'<span aria-hidden="true">{LIKED if liked else NOT_LIKED}</span><span class="pp-hidden">{title}</span></div>'
    )


def _spoken(sign: str, meaning: str) -> str:
    """A sign for the eye, its meaning for a screen reader and for the pointer."""
    meaning = escape(meaning)
    return f'<span aria-hidden="true" title="{meaning}">{sign}</span><span class="pp-hidden">{meaning}</span>'


def _numbers(dataset: Dataset, row: int) -> str:
    return ",".join(f"{part:.6g}" for part in dataset.rgb[row].tolist())


def plain(text: str) -> str:
    """A file's own text as Markdown that shows it letter by letter: no styles, links, arrows, entities or icons.

    Markdown's signs are escaped. Addresses become links even so, and ``->`` an arrow: an invisible word joiner
    inside them prevents that.
    """
    parted = re.sub(r"(?<=@)|(?<=:)(?=/)|(?<=[wW]{3})(?=\.)|(?<=[-<=])(?=[->=])", WORD_JOINER, text)
    return "".join(f"\\{sign}" if sign in string.punctuation else sign for sign in parted)
