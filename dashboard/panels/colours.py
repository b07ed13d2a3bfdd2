"""The colours a run was trained on, and the layers of its network."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import streamlit as st

from dashboard.components import markup
from dashboard.session.uploads import name_of
from pinkpref.models.network import ModelSpec, summary
from pinkpref.reporting import html
from pinkpref.tables import SAMPLES

if TYPE_CHECKING:
    from dashboard.tasks.cache import Source
    from pinkpref import Dataset, Run
    from pinkpref.i18n import Translator


_drawn_last: WeakKeyDictionary[Dataset, tuple[object, str]] = WeakKeyDictionary()
"""A dataset's wall as it was drawn last, and for which language and split: few moves of a control change those."""


class Part(NamedTuple):
    """What is told of one run: its colours and where they are from, and the run itself once there is one."""

    dataset: Dataset
    source: Source
    run: Run | None


def colours(current: Part, pinned: Part | None, words: Translator) -> None:
    """Every colour, and ``model.summary()``, of the current run or of both beside each other."""
    parts = ((pinned, words.gettext("pinned")), (current, words.gettext("current"))) if pinned else ((current, ""),)
    boxes = [
        markup.box(title, mark, tell(part, words))
        for title, tell in ((escape(words.gettext("All colours")), _wall), ("<code>model.summary()</code>", _layers))
        for part, mark in parts
        if part
    ]
    beside = " pp-beside" if pinned else ""
    st.html(f'<div class="pp-boxes{beside}">{"".join(boxes)}</div>')


def _wall(part: Part, words: Translator) -> str:
    dataset, source, run = part
    told = [html.counted(dataset, name_of(source, words), words)]
    if not source.own:
        told.append(words.gettext(SAMPLES[source.name].about))
    return _notes(told) + _swatches(dataset, run, words) + _notes([html.frames(run, words)] if run else [])


def _swatches(dataset: Dataset, run: Run | None, words: Translator) -> str:
    split = words, run.test_rows.tobytes() if run else None
    before, drawn = _drawn_last.get(dataset, (None, ""))
    if before != split:
        drawn = html.wall(dataset, run.test_rows if run else None, words)
        _drawn_last[dataset] = split, drawn
    return drawn


def _layers(part: Part, words: Translator) -> str:
    """What Keras itself says of the network: the figures of ``model.summary()``."""
    if part.run is None:
        return _notes([words.gettext("Keras says this once the network is trained.")])
    return _layers_of(part.run.spec, words)


@lru_cache
def _layers_of(spec: ModelSpec, words: Translator) -> str:
    layers = summary(spec)
    total = words.gettext("{total} parameters (weights and biases) in all; training can change every one of them.")
    return markup.summary_table(layers, words) + _notes([total.format(total=f"{layers['parameters'].sum():,}")])


def _notes(sentences: list[str]) -> str:
    return "".join(f'<p class="pp-note">{escape(sentence)}</p>' for sentence in sentences)
