"""What the moving pictures of a run are told: its weights by epoch, the rated colours, and every word they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.components import markup
from pinkpref.models.features import feature_names
from pinkpref.reporting.network_labels import diagram_alt, layer_titles

if TYPE_CHECKING:
    from pinkpref import Run
    from pinkpref.i18n import Translator

MOST_COLOURS = 1000
"""Of more rated colours than this, the pictures know the first."""


def told(run: Run, slot: str, words: Translator) -> dict[str, Any]:
    """All that `dashboard.components.mounts.inside` needs beside the weights.

    Args:
        run: one that has not diverged.
        slot: "current" or "pinned".
        words: the page's language.
    """
    rows = min(len(run.dataset), MOST_COLOURS)
    test = set(run.test_rows.tolist())
    return {
        "slot": slot,
        "network": {
            "layers": run.spec.layers,
            "activation": run.spec.activation,
            "inputs": run.preprocessing.inputs,
            "offset": run.preprocessing.offset.tolist(),
            "scale": run.preprocessing.scale.tolist(),
        },
        "colours": run.dataset.rgb[:rows].tolist(),
        "like": run.dataset.like[:rows].tolist(),
        "test": [row in test for row in range(rows)],
        "words": _parts(words) | _map(len(run.dataset), rows, words) | _network(run, words) | _ask(words),
    }


def score(run: Run, slot: str, words: Translator) -> dict[str, Any]:
    """The test score, and what it was after every epoch."""
    rows = run.test_rows[: markup.MOST_TEST_ROWS]
    loss, accuracy = run.untrained
    return {
        "slot": slot,
        "html": markup.score(run, words),
        "series": {
            "loss": [loss, *run.history["test_loss"].tolist()],
            "accuracy": [accuracy, *run.history["test_accuracy"].tolist()],
        },
        "rows": len(run.test_rows),
        "right": words.gettext("{right} of {rows} test colours right"),
        "colours": run.dataset.rgb[rows].tolist(),
        "like": run.dataset.like[rows].tolist(),
        "signs": markup.signs(words),
    }


def bar(words: Translator) -> dict[str, Any]:
    """The words of the bar over the pictures."""
    return _parts(words) | {
        "bar": words.gettext("Time and view"),
        "play": words.gettext("Play"),
        "pause": words.gettext("Pause"),
        "epoch": words.gettext("Moment in training"),
        "afterEpoch": words.gettext("after epoch {epoch} of {last}"),
        "untrained": words.gettext("before training (epoch 0 of {last})"),
        "plane": words.gettext("Map"),
        "near": words.gettext("zoom to the rated colours"),
        "ask": words.gettext("Ask about a colour"),
        "changed": words.gettext(
            "It changed its mind most in epoch {epoch}: on {count} of {rows} rated colours. "
            "The last change came in epoch {last}."
        ),
        "pinned": words.gettext("Pinned run:"),
        "current": words.gettext("Current run:"),
        "unchanged": words.gettext("Training changed its answer on none of the {rows} rated colours."),
    }


def _parts(words: Translator) -> dict[str, Any]:
    return {
        "parts": {
            "H": words.gettext("hue"),
            "S": words.gettext("saturation"),
            "V": words.gettext("value (brightness)"),
            "L": words.gettext("lightness"),
            "R": words.gettext("red"),
            "G": words.gettext("green"),
            "B": words.gettext("blue"),
        },
        "liked": words.gettext("liked"),
        "notLiked": words.gettext("not liked"),
    }


def _map(rows: int, known: int, words: Translator) -> dict[str, Any]:
    marks = words.gettext(
        "The rated colours lie on top: round is liked, square is not; a cross marks those the network calls wrong; "
        "a dashed edge is a test row; faint ones lie far from this plane, on other ground. The black and "
        "white line is where the answer turns. Press anywhere to ask about that colour; a ring marks it."
    )
    return {
        "theColours": words.gettext("the colours themselves"),
        "likingOver": words.gettext("liking: the lighter, the more"),
        "marks": marks,
        "leftOut": rows - known,
        "known": words.gettext("The pictures know the first {known} of {rows} rated colours.").format(
            known=f"{known:,}", rows=f"{rows:,}"
        )
        if known < rows
        else "",
        "notShown": words.gettext("Not shown: {count} more."),
        "testRow": words.gettext("test row"),
        "trainingRow": words.gettext("training row"),
        "map": words.gettext(
            "After epoch {epoch} the network likes {share} of the colours on this map: most of all {most} "
            "(liking {much}), least of all {least} ({little})."
        ),
        "mapNone": words.gettext(
            "After epoch {epoch} the network likes none of the colours on this map; nearest to it comes {most} "
            "(liking {much}), farthest is {least} ({little})."
        ),
        "mapAll": words.gettext(
            "After epoch {epoch} the network likes every colour on this map: most of all {most} (liking {much}), "
            "least of all {least} ({little})."
        ),
        "heldAt": words.gettext("Held still: {part} at {value}."),
        "reading": words.gettext("{colour}: liking {liking}; above 0.50 it says liked."),
        "saveMap": words.gettext("Save the map"),
    }


def _network(run: Run, words: Translator) -> dict[str, Any]:
    features = feature_names(run.settings)
    return {
        "features": features,
        "layers": layer_titles(run.settings, words),
        "network": diagram_alt(features, run.settings, words),
        "signs": words.gettext(
            "Each square is a unit's own map of the same plane: the lighter, the more it gives there. Lines are "
            "weights: red and solid adds, blue and dashed takes away, and the wider, the more. The number at a "
            "hidden unit is its work: by how much the liking of the rated colours would move without it; 0 "
            "need not mean idle, because units can stand in for one another. Point at "
            "anything to read its numbers."
        ),
        "unit": words.gettext("{name}: bias {bias}; on this map it gives from {low} to {high}."),
        "work": words.gettext(
            "Its work: without it the liking of the rated colours would move by {moved} on average, and {count} of "
            "{rows} answers would change."
        ),
        "weights": words.gettext("Weights in: {into}; out: {out}."),
        "bias": words.gettext("bias"),
        "dead": words.gettext("dead"),
        "isDead": words.gettext("It is dead: it gives the same for every training row."),
        "output": words.gettext("{name}: bias {bias}. The larger of the two outputs is the answer."),
        "inputMap": words.gettext("{name}: what goes in, the lighter, the more."),
        "busiest": words.gettext(
            "After epoch {epoch}, {name} does the most work: without it the liking of the rated colours would move by "
            "{moved} on average, and {count} of {rows} answers would change."
        ),
        "shared": words.gettext(
            "After epoch {epoch}, {names} share most of the work about equally: without {name} the liking of the rated "
            "colours would move by {moved} on average, and {count} of {rows} answers would change."
        ),
        "noWork": words.gettext(
            "After epoch {epoch} no hidden unit does anything to speak of: without any one of them the liking of the "
            "rated colours would stay where it is."
        ),
        "deadUnits": words.gettext("Dead hidden units: {count} of {units}."),
        "saveNetwork": words.gettext("Save the network"),
        "inside": words.gettext("What the network sees"),
        "titles": {
            "map": words.gettext("What it likes"),
            "network": words.gettext("The network"),
            "ask": words.gettext("Ask it"),
        },
    }


def _ask(words: Translator) -> dict[str, str]:
    return {
        "askLiked": words.gettext("{colour}: liked. Its liking is {liking}: {sure}."),
        "askNotLiked": words.gettext("{colour}: not liked. Its liking is {liking}: {sure}."),
        "hardly": words.gettext("it can hardly decide"),
        "leaning": words.gettext("it leans that way"),
        "sure": words.gettext("it is sure, which does not make it right"),
        "steps": words.gettext("How the answer came about"),
        "stepRgb": words.gettext("the colour"),
        "stepColumns": words.gettext("as the chosen inputs"),
        "stepScaled": words.gettext("normalised: what the network sees"),
        "stepHidden": words.gettext("hidden units give"),
        "sumNotLiked": words.gettext("which adds up to not liked"),
        "sumLiked": words.gettext("which adds up to liked"),
        "stepOutputs": words.gettext("the two outputs"),
        "stepLiking": words.gettext("liking"),
        "shareOf": words.gettext("{yes} of {yes} + {no} is {liking}"),
        "similar": words.gettext("The most similar rated colours (the network does not look at them):"),
        "distance": words.gettext("{distance} away (black and white are 1 apart)"),
    }
