"""What the page alone shows as HTML, beside the swatches and tables of `pinkpref.reporting.html`; text is escaped."""

from __future__ import annotations

import re
import string
from html import escape
from typing import TYPE_CHECKING

from pinkpref.i18n import count, decimal, percent
from pinkpref.reporting import html, verdict_sentences
from pinkpref.reporting.labels import LIKED, NOT_LIKED
from pinkpref.tables import truncate

if TYPE_CHECKING:
    import pandas as pd

    from pinkpref import Dataset, Run
    from pinkpref.evaluation import Verdict
    from pinkpref.evaluation.misclassified import Miss
    from pinkpref.i18n import Translator
    from pinkpref.tables import Reading, Table

WORD_JOINER = "\u2060"
CLOSE = 0.05
"""A liking so near to .5 is a close call."""

STYLE = (
    f"<style>{html.style()}"
    + """
.stMainBlockContainer.stMainBlockContainer { padding-inline: clamp(1rem, 2.5vw, 3rem); }
.stMainBlockContainer [data-testid=stHorizontalBlock] { flex-wrap: wrap; }
.stMainBlockContainer [data-testid=stColumn] { min-width: min(19rem, 100%); }
.stMainBlockContainer [data-testid=stColumn] [data-testid=stColumn] { min-width: 6rem; }
@media (min-width: 641px) {
  .stMainBlockContainer [data-testid=stHorizontalBlock]:has([class*=st-key-language], .st-key-pin) {
    flex-wrap: nowrap; }
  .stMainBlockContainer [data-testid=stColumn]:has([class*=st-key-language]), .st-key-pin { min-width: 11rem; }
}
@media (min-width: 1000px) { .st-key-answer { min-height: 18.8rem; } }
.st-key-cure [data-testid=stMarkdownContainer], .st-key-cure p { white-space: normal; }
.st-key-status { min-height: 3.4rem; justify-content: center; }
.pp-scroll { max-height: 22rem; }
.pp-table thead { background: rgba(138, 127, 142, 0.08); backdrop-filter: blur(14px); }
.pp-table th { font-weight: 400; text-align: left; }
.pp-table thead th { opacity: 0.75; white-space: nowrap; }
.pp-table td:first-child { overflow-wrap: anywhere; }
.pp-named { align-items: center; }
.pp-table th, .pp-table td { padding: 0.3rem 0.4rem; border: 0; border-bottom: 1px solid rgba(138, 127, 142, 0.3); }
.pp-table td.pp-mark { font-size: 1.05rem; }
.pp-history { max-height: 25.5rem; }
.pp-history .pp-table { font-size: 0.86rem; }
.pp-answers { max-height: 16rem; }
.pp-table.pp-numbers td, .pp-table.pp-numbers th { padding: 0.19rem 0.3rem; }
.pp-dot { width: 1.6rem; height: 1.6rem; }
.pp-wall { grid-template-columns: repeat(auto-fill, minmax(2.75rem, 1fr)); gap: 0.55rem; padding: 0.25rem; }
.pp-tile { height: 2.75rem; }
.pp-tile.pp-test { border-color: transparent; }
.pp-answer { border: 1px solid rgba(138, 127, 142, 0.45); border-left-width: 0.5rem; border-radius: 0.6rem;
  padding: 0.8rem 1.1rem; min-height: 8.6rem; }
.pp-answer p { margin: 0 0 0.2rem; line-height: 1.5; }
.pp-answer .pp-outcome { font-size: 1.15rem; font-weight: 700; }
.pp-outcome span { display: inline-grid; place-items: center; width: 1.7rem; height: 1.7rem; margin-right: 0.2rem;
  border: 2px solid currentColor; border-radius: 50%; }
.pp-learned { border-left-color: #2f9e63; }
.pp-faint { border-left-color: #b8860b; border-left-style: double; }
.pp-no-sign { border-left-color: #8a7f8e; }
.pp-cannot-tell { border-left-color: #d9822b; border-left-style: dashed; }
.pp-earlier { opacity: 0.5; }
.pp-boxes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 1rem; }
@media (min-width: 1000px) { .pp-boxes { grid-template-columns: 1.5fr 1fr; }
  .pp-boxes.pp-beside { grid-template-columns: 1fr 1fr; } }
.pp-boxes > section { min-width: 0; padding: 1rem; border: 1px solid rgba(138, 127, 142, 0.3);
  border-radius: 0.5rem; }
.pp-boxes h3 { font-size: 1.35rem; font-weight: 600; line-height: 1.2; margin: 0 0 0.6rem; padding: 0; }
.pp-badge { font-size: 0.8rem; font-weight: 400; padding: 0.1rem 0.4rem; border-radius: 0.35rem; white-space: nowrap;
  background: rgba(138, 127, 142, 0.15); }
.pp-note { font-size: 0.85rem; opacity: 0.8; }
.pp-misses ul { list-style: none; margin: 0; padding: 0; }
.pp-misses li { display: flex; gap: 0.6rem; align-items: center; }
.pp-misses td { vertical-align: top; }
.pp-tile[data-rgb] { cursor: pointer; }
.pp-table.pp-confusion th { white-space: normal; }
.st-key-reading [data-testid=stColumn] [data-testid=stColumn].stColumn { min-width: 8rem; }
.pp-first-rows { max-height: 16rem; }
.pp-first-rows td { white-space: nowrap; }
.pp-meaning { font-weight: 700; }
</style>
"""
)


def metrics(accuracy: float, loss: float, words: Translator) -> str:
    """Accuracy and loss on the test rows, large."""
    shown = (
        ("accuracy", words.gettext("accuracy"), percent(accuracy)),
        ("loss", words.gettext("loss"), decimal(loss, 4)),
    )
    figures = "".join(
        f'<div><dt>{escape(title)}</dt><dd data-part="{part}">{value}</dd></div>' for part, title, value in shown
    )
    return f'<dl class="pp-metrics">{figures}</dl>'


def score(run: Run, words: Translator) -> str:
    """How the trained network does on its test rows: the figures, and every row with its label and its answer."""
    meaning = words.gettext("{heart} liked, {dash} not liked").format(heart=LIKED, dash=NOT_LIKED)
    return (
        metrics(run.test_accuracy, run.test_loss, words)
        + f'<p><strong data-part="right">{escape(html.score_sentence(run, words))}</strong></p>'
        + f'<p class="pp-note">{escape(html.constant_sentence(run, words))}</p>'
        + html.test_table(run, words)
        + "".join(
            f'<p class="pp-note">{escape(note)}</p>' for note in (meaning, html.ties_sentence(run, words)) if note
        )
    )


def answer(verdict: Verdict, words: Translator, fresh: bool, short: bool = False) -> str:
    """The verdict's outcome as shape, word and colour, and its sentences.

    Args:
        verdict: to be told.
        words: the page's language.
        fresh: whether it is of what the controls ask for; otherwise it is faded.
        short: whether it stands beside another one, with which it would share most sentences.
    """
    kind, shape, word = verdict_sentences.mark(verdict)
    first, *others = (escape(sentence.say(words)) for sentence in verdict_sentences.answer(verdict, short))
    after = "" if fresh else " pp-earlier"
    return (
        f'<div class="pp-answer pp-{kind}{after}"><p class="pp-outcome"><span aria-hidden="true">{shape}</span> '
        f"{escape(words.gettext(word))}</p><p><strong>{first}</strong></p>"
        + "".join(f"<p>{other}</p>" for other in others)
        + "</div>"
    )


def box(title: str, mark: str, content: str) -> str:
    """A box with a heading, HTML, and a mark that tells whose it is, text."""
    badge = f' <span class="pp-badge">{escape(mark)}</span>' if mark else ""
    return f"<section><h3>{title}{badge}</h3>{content}</section>"


def first_rows(table: Table, reading: Reading, words: Translator) -> str:
    """The first rows of a file as they stand there; columns that mean something carry what they mean."""
    meant = dict(zip(reading.colour or (), ("R", "G", "B"), strict=False)) if len(reading.colour or ()) != 1 else {}
    meant |= dict.fromkeys(reading.colour or (), "R, G, B") if len(reading.colour or ()) == 1 else {}
    meant |= {reading.like: "LIKE"} if reading.like else {}
    line = words.gettext("line")
    head = f'<th scope="col">{escape(line)}</th>' + "".join(
        f'<th scope="col">{escape(truncate(name))}'
        + (f' <span class="pp-meaning">→ {meant[name]}</span></th>' if meant.get(name, name) != name else "</th>")
        for name in table.names
    )
    body = "".join(
        f'<tr><th scope="row">{row.line}</th>'
        + "".join(f"<td>{escape(truncate(cell))}</td>" for cell in row.cells)
        + "</tr>"
        for row in table.rows
    )
    content = f'<table class="pp-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return html.region(words.gettext("The first rows of the file"), content, "pp-first-rows")


def summary_table(summary: pd.DataFrame, words: Translator) -> str:
    """The figures of ``model.summary()``, `pinkpref.Run.summary`."""
    titles = (words.gettext("layer"), words.gettext("type"), words.gettext("outputs"), words.gettext("parameters"))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = "".join(
        f'<tr><th scope="row">{layer.layer}</th><td>{layer.type}</td><td>{layer.outputs}</td>'
        f"<td>{count(layer.parameters)}</td></tr>"
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
    return html.region(words.gettext("Rows it gets wrong"), table)


def _miss(miss: Miss, dataset: Dataset, words: Translator) -> str:
    part = words.gettext("test row") if miss.test else words.gettext("training row")
    known = html.signs(words)
    signs = known["notLiked"], known["liked"]
    neighbours = "".join(f"<li>{html.swatch(dataset, row)}{signs[dataset.like[row]]}</li>" for row in miss.neighbours)
    return (
        f'<tr><td>{html.swatch(dataset, miss.row)}<span class="pp-note">{escape(part)}</span></td>'
        f'<td class="pp-mark">{signs[dataset.like[miss.row]]}</td><td>{decimal(miss.liking, 2)}</td>'
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


def plain(text: str) -> str:
    """A file's own text as Markdown that shows it letter by letter: no styles, links, arrows, entities or icons.

    Markdown's signs are escaped. Addresses become links even so, and ``->`` an arrow: an invisible word joiner
    inside them prevents that.
    """
    parted = re.sub(r"(?<=@)|(?<=:)(?=/)|(?<=[wW]{3})(?=\.)|(?<=[-<=])(?=[->=])", WORD_JOINER, text)
    return "".join(f"\\{sign}" if sign in string.punctuation else sign for sign in parted)
