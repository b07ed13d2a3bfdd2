"""The question how a file is to be read: what is open, its first rows, and what would come of each answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from dashboard.components import markup
from dashboard.components.markup import plain
from dashboard.session import choices, uploads
from dashboard.session.state import session
from pinkpref import Dataset, DatasetError, Reading, UnclearTable
from pinkpref.i18n import percent
from pinkpref.reporting import html
from pinkpref.tables import DELIMITERS, ENCODINGS, SCALES

if TYPE_CHECKING:
    from dashboard.session.own_table import Asking
    from pinkpref.i18n import Translator

T = TypeVar("T")
Fields = dict[str, Any]


def ask(words: Translator) -> None:
    """Asks about the file that waits for an answer, if one does."""
    waiting = session().asking
    if waiting:
        with st.container(border=True, key="reading"):
            title = words.gettext("How is {name} to be read?").format(name=plain(waiting.name))
            st.subheader(title, anchor=False)
            _question(waiting, words)


@st.fragment
def _question(waiting: Asking, words: Translator) -> None:
    left, right = st.columns([1, 1.4])
    with left:
        known = _everything(waiting, words) if waiting.again else waiting.known
        known, outcome = _what_is_open(waiting, known, words)
    with right:
        table = waiting.look(known)
        if table:
            shown_as = outcome.reading if isinstance(outcome, Dataset | UnclearTable) else known
            st.caption(words.gettext("The first rows of the file:"))
            st.html(markup.first_rows(table, shown_as, words))
        if known.liked == ():
            st.caption(words.gettext("Choose what means liked to see what would come of it."))
        elif isinstance(outcome, Dataset):
            liked = percent(float(outcome.like.mean()))
            sentence = words.gettext("Read like this, it has {rows} colours, {liked} of them liked:")
            st.caption(sentence.format(rows=f"{len(outcome):,}", liked=liked))
            st.html(html.wall(outcome, None, words))
        else:
            st.error("\n".join(f"- {plain(sentence.say(words))}" for sentence in outcome.problems))
    with st.container(horizontal=True):
        use, leave = words.gettext("Use this table"), words.gettext("Cancel")
        ready = isinstance(outcome, Dataset) and known.liked != ()
        if st.button(use, type="primary", icon=":material/check:", disabled=not ready) and isinstance(outcome, Dataset):
            uploads.keep(waiting.name, waiting.content, outcome)
            st.rerun()
        if st.button(leave, icon=":material/close:"):
            uploads.stop_asking()
            st.rerun()


def _what_is_open(waiting: Asking, known: Reading, words: Translator) -> tuple[Reading, Dataset | DatasetError]:
    """Asks one thing after the other, until the file can be read or nothing is left to ask."""
    asked: set[str] = set()
    outcome = waiting.read(known)
    while isinstance(outcome, UnclearTable) and not asked.issuperset(outcome.unclear):
        for field, sentence in zip(outcome.unclear, outcome.problems, strict=False):
            if field != "empty":  # whose sentences name every line
                st.markdown(plain(sentence.say(words)))
            asked.add(field)
            known = replace(known, **_CONTROLS[field](waiting, outcome, known, words))
        if known.liked == ():
            break
        outcome = waiting.read(known)
    return known, outcome


def _everything(waiting: Asking, words: Translator) -> Reading:
    """Every choice there is about a file that was read already; what its cells mean is asked anew."""
    known = replace(waiting.known, cut=None, liked=None, empty=None)
    if known.encoding:
        title = words.gettext("Encoding")
        known = replace(known, encoding=_one(waiting, "encoding", title, ENCODINGS, known.encoding))
    if known.delimiter:
        title = words.gettext("The columns are separated by")
        separators = {sign: words.gettext(name) for sign, name in DELIMITERS.items()}
        known = replace(known, delimiter=_one(waiting, "delimiter", title, separators, known.delimiter))
    table = waiting.look(known)
    if table and len(table.sheets) > 1:
        known = replace(known, sheet=_one(waiting, "sheet", words.gettext("Sheet"), _same(table.sheets), known.sheet))
    title = words.gettext("The first row holds the names of the columns")
    known = replace(known, header=st.toggle(title, bool(known.header), key=waiting.key("header")))
    table = waiting.look(known)
    if not table:
        return known
    guess = waiting.read(replace(known, colour=None, like=None))
    likely = guess.reading if isinstance(guess, Dataset | UnclearTable) else known
    start = known.colour if known.colour and set(known.colour) <= set(table.names) else likely.colour
    colour = _colour_columns(waiting, table.names, start or (), words)
    like = known.like if known.like in table.names else likely.like
    known = replace(known, colour=colour, like=_like_column(waiting, table.names, colour, like, words))
    if len(colour) > 1:
        known = replace(known, scale=_scale(waiting, SCALES, known.scale, words))
    return _what_means_liked(waiting, known, words)


def _what_means_liked(waiting: Asking, known: Reading, words: Translator) -> Reading:
    """What the ratings mean, asked although it may be known; it stays worked out where nothing is changed."""
    before = replace(known, liked=waiting.known.liked, cut=waiting.known.cut)
    question = waiting.question(before if known.like == waiting.known.like else known)
    if question is None or question.unclear[0] not in ("liked", "cut"):
        return known
    chosen = _CONTROLS[question.unclear[0]](waiting, question, known, words)
    usual = waiting.known.liked is None and waiting.known.cut is None and chosen["liked"] == question.reading.liked
    return known if usual else replace(known, **chosen)


def _same(names: Sequence[str]) -> dict[str, str]:
    return {name: name for name in names}


def _one(waiting: Asking, field: str, title: str, labels: dict[T, str], start: object) -> T:
    """A choice of one of several, each called what ``labels`` calls it."""
    value = _answer(waiting, field, labels, start)
    choices.selectbox(waiting.key(field), title, labels, value, _keep(waiting, field))
    return value


def _answer(waiting: Asking, field: str, labels: dict[T, str], start: object) -> T:
    """What was chosen where it is an option still, otherwise where the list starts."""
    return next(option for option in (waiting.answers.get(field), start, *labels) if option in labels)


def _keep(waiting: Asking, field: str) -> Callable[[Any], None]:
    """What puts a choice about a file in force."""
    return partial(waiting.answers.__setitem__, field)


def _colour_columns(waiting: Asking, names: Sequence[str], start: Sequence[str], words: Translator) -> tuple[str, ...]:
    """Three columns for red, green and blue, or one for the whole colour."""
    shapes = {3: words.gettext("three columns"), 1: words.gettext("one column, as #ff00aa")}
    many = 1
    if len(names) > 3:
        many = _one(waiting, "shape", words.gettext("The colours stand in"), shapes, len(start) or 3)
    titles = [words.gettext("Colour")]
    if many > 1:
        titles = [words.gettext("Red"), words.gettext("Green"), words.gettext("Blue")]
    begin = [name if name in names else names[at] for at, name in enumerate(start if len(start) == many else names)]
    chosen = []
    for number, column in enumerate(st.columns(many)):
        with column:
            field = f"colour {number} of {many}"
            chosen.append(_one(waiting, field, titles[number], _same(names), begin[number]))
    return tuple(chosen)


def _like_column(
    waiting: Asking, names: Sequence[str], colour: Sequence[str], start: str | None, words: Translator
) -> str:
    left = [name for name in names if name not in colour] or list(names)
    return _one(waiting, "like", words.gettext("The ratings stand in"), _same(left), start)


def _scale(waiting: Asking, scales: Sequence[float], start: float | None, words: Translator) -> float:
    names = {scale: f"{scale:g}" for scale in scales}
    return _one(waiting, "scale", words.gettext("Full strength is written as"), names, start)


def _cut(waiting: Asking, question: UnclearTable, _known: Reading, words: Translator) -> Fields:
    """From which number on a colour is liked, up or down; beyond either end all of them would be."""
    numbers, values = question.table.numbers, question.table.values
    sides = {"up": words.gettext("this number and above"), "down": words.gettext("this number and below")}
    key = f"of {question.reading.like}"
    below = [number for number, value in zip(numbers, values, strict=True) if value in (waiting.known.liked or ())]
    side = _one(waiting, f"side {key}", words.gettext("Liked are"), sides, "down" if below else "up")
    different = sorted(set(numbers))
    steps = different[1:] if side == "up" else different[:-1]
    wanted = max(below) if below and side == "down" else waiting.known.cut or question.reading.cut
    field, labels = f"cut {side} {key}", {step: f"{step:g}" for step in steps}
    cut = _answer(waiting, field, labels, wanted)
    choices.select_slider(waiting.key(field), words.gettext("The number"), labels, cut, _keep(waiting, field))
    if side == "up":
        return {"cut": cut, "liked": None}
    return {"liked": tuple(value for value, number in zip(values, numbers, strict=True) if number <= cut), "cut": None}


def _liked(waiting: Asking, question: UnclearTable, _known: Reading, words: Translator) -> Fields:
    values = question.table.values
    before = [value for value in waiting.known.liked or () if value in values]
    field = f"liked of {question.reading.like}"
    chosen = [value for value in waiting.answers.get(field, before or question.reading.liked or ()) if value in values]
    labels = {value: plain(value) for value in values}
    title = words.gettext("What means liked")
    choices.several_pills(waiting.key(field), title, labels, chosen, _keep(waiting, field))
    return {"liked": tuple(value for value in values if value in chosen), "cut": None}


def _empty(waiting: Asking, question: UnclearTable, _known: Reading, words: Translator) -> Fields:
    names = {"left-out": words.gettext("is left out"), "not-liked": words.gettext("means not liked")}
    start = waiting.known.empty or question.reading.empty
    return {"empty": _one(waiting, "empty", words.gettext("A row without a rating"), names, start)}


def _sheet(waiting: Asking, question: UnclearTable, _known: Reading, words: Translator) -> Fields:
    return {
        "sheet": _one(waiting, "sheet", words.gettext("Sheet"), _same(question.table.sheets), question.reading.sheet)
    }


def _colour(waiting: Asking, question: UnclearTable, _known: Reading, words: Translator) -> Fields:
    return {"colour": _colour_columns(waiting, question.table.names, question.reading.colour or (), words)}


def _like(waiting: Asking, question: UnclearTable, known: Reading, words: Translator) -> Fields:
    taken = known.colour or question.reading.colour or ()
    return {"like": _like_column(waiting, question.table.names, taken, question.reading.like, words)}


def _either_scale(waiting: Asking, question: UnclearTable, _known: Reading, words: Translator) -> Fields:
    guess = question.reading.scale or SCALES[0]
    return {"scale": _scale(waiting, (guess, SCALES[0]), guess, words)}


_CONTROLS: dict[str, Callable[[Asking, UnclearTable, Reading, Translator], Fields]] = {
    "sheet": _sheet,
    "colour": _colour,
    "like": _like,
    "scale": _either_scale,
    "cut": _cut,
    "liked": _liked,
    "empty": _empty,
}
"""What asks about a field of `Reading`, and gives the fields that follow from the answer."""
