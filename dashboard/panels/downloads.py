"""What one can take away from a run: model, code, report, tables, and a link that shows it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.session import url
from dashboard.session.state import session
from dashboard.tasks.place import place
from pinkpref.compute import Priority, wait
from pinkpref.i18n import N_
from pinkpref.reporting.bundle import content, files, left_out

if TYPE_CHECKING:
    from dashboard.tasks.training import Training
    from pinkpref import Verdict
    from pinkpref.i18n import Translator
    from pinkpref.reporting.bundle import File

KINDS = {
    "report": (
        N_("Report"),
        N_("One page to print, hand in or mail: data, settings, curves, score and answer. It needs no internet."),
    ),
    "notebook": (
        N_("Jupyter notebook"),
        N_("The same experiment step by step, with its figures, to run and to change."),
    ),
    "script": (N_("Keras script"), N_("This very training as plain Keras, without pinkpref. It prints these figures.")),
    "keras": (
        N_("Keras model"),
        N_(
            "The trained network: R, G and B from 0 to 255 in, two outputs out (not liked, liked). "
            "keras.models.load_model opens it."
        ),
    ),
    "onnx": (N_("ONNX model"), N_("The same network for programs that know neither Python nor Keras.")),
    "history": (N_("History as CSV"), N_("Loss and accuracy of every epoch.")),
    "predictions": (N_("Answers as CSV"), N_("Every colour with its label, the network's liking and its answer.")),
    "labels": (N_("Colours as CSV"), N_("The colours and labels as they were read, to be uploaded here again.")),
}
ROWS = (("report", "notebook", "script"), ("keras", "onnx"), ("history", "predictions", "labels"))


def takeaway(training: Training | None, verdict: Verdict | None, words: Translator) -> None:
    """The panel that opens, with a button for each file of the run."""
    panel = st.expander(words.gettext("Take it with you"), key="panel_takeaway", on_change="rerun")
    if not panel.open:
        return
    with panel:
        if not training or not training.run:
            st.caption(words.gettext("The files belong to the run that the controls ask for, once it is trained."))
            return
        price = session().tries.price(training.run.dataset)
        asked = (training.run, verdict, url.current_language(), training.source.name, price)
        known = files(*asked)
        for row in ROWS:
            for kind, column in zip(row, st.columns(len(ROWS[0])), strict=False):
                if kind in known:
                    with column:
                        _file(kind, known[kind], partial(_content, kind, *asked), words)
        for kind, reason in left_out().items():
            st.caption(f"{words.gettext(KINDS[kind][0])}: {reason.say(words)}")
        if "keras" not in known:
            st.caption(words.gettext("The network's outputs are no longer numbers, so there is no model to take away."))
        _link(training, words)


def _file(kind: str, file: File, make: Callable[[], bytes], words: Translator) -> None:
    """A button that makes the file when it is pressed."""
    title, meaning = KINDS[kind]
    st.download_button(
        words.gettext(title),
        make,
        file_name=file.name,
        mime=file.media_type,
        key=f"take_{kind}",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
    st.caption(words.gettext(meaning))


def _content(kind: str, *of: Any) -> bytes:
    return wait(place().submit(content, kind, *of, priority=Priority.TRAINING))


def _link(training: Training, words: Translator) -> None:
    """An address that shows the run again."""
    st.markdown(words.gettext("**A link**"))
    st.code(
        url.link(training.settings, None if training.source.own else training.source.name),
        language=None,
        wrap_lines=True,
    )
    if training.source.own:
        st.caption(words.gettext("The link holds the settings alone. Your table is never in it."))
    else:
        st.caption(words.gettext("Whoever opens it on this server sees these settings, this table and these figures."))
