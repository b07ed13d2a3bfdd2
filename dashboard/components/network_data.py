"""What the components get of a run: its network, the rated colours, and every message they show.

The keys are those of ``dashboard/static/lib/contract.js``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.components import markup
from pinkpref.models import feature_names
from pinkpref.reporting import html
from pinkpref.reporting.network_labels import diagram_alt, layer_titles

if TYPE_CHECKING:
    from pinkpref import Run
    from pinkpref.i18n import Translator

MOST_COLOURS = 1000
"""Of more rated colours than this, the components get the first."""


def network_view(run: Run, name: str, words: Translator) -> dict[str, Any]:
    """All that `dashboard.components.mounts.network_view` needs besides the weights.

    Args:
        run: one that has not diverged.
        name: "current" or "pinned".
        words: the page's language.
    """
    rows = min(len(run.dataset), MOST_COLOURS)
    test = set(run.test_rows.tolist())
    return {
        "run": name,
        "network": {
            "layers": run.spec.layers,
            "activation": run.spec.activation,
            "colourSpaces": run.preprocessing.inputs,
            "offset": run.preprocessing.offset.tolist(),
            "scale": run.preprocessing.scale.tolist(),
        },
        "colours": run.dataset.rgb[:rows].tolist(),
        "like": run.dataset.like[:rows].tolist(),
        "test": [row in test for row in range(rows)],
        "omitted": len(run.dataset) - rows,
        "messages": _common(words) | _map(len(run.dataset), rows, words) | _network(run, words) | _prediction(words),
    }


def score(run: Run, name: str, words: Translator) -> dict[str, Any]:
    """The test score, and what it was after every epoch."""
    rows = run.test_rows[: html.MOST_TEST_ROWS]
    loss, accuracy = run.untrained
    return {
        "run": name,
        "html": markup.score(run, words),
        "history": {
            "loss": [loss, *run.history["test_loss"].tolist()],
            "accuracy": [accuracy, *run.history["test_accuracy"].tolist()],
        },
        "rows": len(run.test_rows),
        "correct": words.gettext("{right} of {rows} test colours right"),
        "colours": run.dataset.rgb[rows].tolist(),
        "like": run.dataset.like[rows].tolist(),
        "marks": html.signs(words),
    }


def bar(words: Translator) -> dict[str, Any]:
    """The messages of the bar over the network views."""
    return _common(words) | {
        "label": words.gettext("Time and view"),
        "play": words.gettext("Play"),
        "pause": words.gettext("Pause"),
        "epoch": words.gettext("Moment in training"),
        "afterEpoch": words.gettext("after epoch {epoch} of {last}"),
        "untrained": words.gettext("before training (epoch 0 of {last})"),
        "plane": words.gettext("Map"),
        "zoom": words.gettext("zoom to the rated colours"),
        "colour": words.gettext("Ask about a colour"),
        "answersChanged": words.gettext(
            "It changed its mind most in epoch {epoch}: on {count} of {rows} rated colours. "
            "The last change came in epoch {last}."
        ),
        "pinned": words.gettext("Pinned run:"),
        "current": words.gettext("Current run:"),
        "answersUnchanged": words.gettext("Training changed its answer on none of the {rows} rated colours."),
    }


def _common(words: Translator) -> dict[str, Any]:
    return {
        "channels": {
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
    legend = words.gettext(
        "The rated colours lie on top: round is liked, square is not; a cross marks those the network calls wrong; "
        "a dashed edge is a test row; faint ones lie far from this plane, on other ground. The black and "
        "white line is where the answer turns. Press anywhere to ask about that colour; a ring marks it."
    )
    return {
        "mapColoursTitle": words.gettext("the colours themselves"),
        "mapLikingTitle": words.gettext("liking: the lighter, the more"),
        "mapLegend": legend,
        "mapOmitted": words.gettext("The pictures know the first {known} of {rows} rated colours.").format(
            known=f"{known:,}", rows=f"{rows:,}"
        )
        if known < rows
        else "",
        "mapUnmarked": words.gettext("Not shown: {count} more."),
        "testRow": words.gettext("test row"),
        "trainingRow": words.gettext("training row"),
        "mapSummary": words.gettext(
            "After epoch {epoch} the network likes {share} of the colours on this map: most of all {most} "
            "(liking {much}), least of all {least} ({little})."
        ),
        "mapSummaryNone": words.gettext(
            "After epoch {epoch} the network likes none of the colours on this map; nearest to it comes {most} "
            "(liking {much}), farthest is {least} ({little})."
        ),
        "mapSummaryAll": words.gettext(
            "After epoch {epoch} the network likes every colour on this map: most of all {most} (liking {much}), "
            "least of all {least} ({little})."
        ),
        "mapFixed": words.gettext("Held still: {part} at {value}."),
        "mapPointer": words.gettext("{colour}: liking {liking}; above 0.50 it says liked."),
        "saveMap": words.gettext("Save the map"),
    }


def _network(run: Run, words: Translator) -> dict[str, Any]:
    features = feature_names(run.settings)
    return {
        "featureNames": features,
        "layerTitles": layer_titles(run.settings, words),
        "diagramDescription": diagram_alt(features, run.settings, words),
        "diagramLegend": words.gettext(
            "Each square is a unit's own map of the same plane: the lighter, the more it gives there. Lines are "
            "weights: red and solid adds, blue and dashed takes away, and the wider, the more. The number at a "
            "hidden unit is its work: by how much the liking of the rated colours would move without it; 0 "
            "need not mean idle, because units can stand in for one another. Point at "
            "anything to read its numbers."
        ),
        "hiddenUnit": words.gettext("{name}: bias {bias}; on this map it gives from {low} to {high}."),
        "unitAblation": words.gettext(
            "Its work: without it the liking of the rated colours would move by {moved} on average, and {count} of "
            "{rows} answers would change."
        ),
        "unitWeights": words.gettext("Weights in: {into}; out: {out}."),
        "bias": words.gettext("bias"),
        "dead": words.gettext("dead"),
        "unitDead": words.gettext("It is dead: it gives the same for every training row."),
        "outputUnit": words.gettext("{name}: bias {bias}. The larger of the two outputs is the answer."),
        "inputUnit": words.gettext("{name}: what goes in, the lighter, the more."),
        "oneImportant": words.gettext(
            "After epoch {epoch}, {name} does the most work: without it the liking of the rated colours would move by "
            "{moved} on average, and {count} of {rows} answers would change."
        ),
        "someImportant": words.gettext(
            "After epoch {epoch}, {names} share most of the work about equally: without {name} the liking of the rated "
            "colours would move by {moved} on average, and {count} of {rows} answers would change."
        ),
        "noneImportant": words.gettext(
            "After epoch {epoch} no hidden unit does anything to speak of: without any one of them the liking of the "
            "rated colours would stay where it is."
        ),
        "deadCount": words.gettext("Dead hidden units: {count} of {units}."),
        "saveDiagram": words.gettext("Save the network"),
        "label": words.gettext("What the network sees"),
        "titles": {
            "map": words.gettext("What it likes"),
            "network": words.gettext("The network"),
            "prediction": words.gettext("Ask it"),
        },
    }


def _prediction(words: Translator) -> dict[str, str]:
    return {
        "predictedLiked": words.gettext("{colour}: liked. Its liking is {liking}: {sure}."),
        "predictedNotLiked": words.gettext("{colour}: not liked. Its liking is {liking}: {sure}."),
        "confidenceLow": words.gettext("it can hardly decide"),
        "confidenceMedium": words.gettext("it leans that way"),
        "confidenceHigh": words.gettext("it is sure, which does not make it right"),
        "stepsLabel": words.gettext("How the answer came about"),
        "stepRgb": words.gettext("the colour"),
        "stepFeatures": words.gettext("as the chosen inputs"),
        "stepNormalised": words.gettext("normalised: what the network sees"),
        "stepHidden": words.gettext("hidden units give"),
        "stepLogitNotLiked": words.gettext("which adds up to not liked"),
        "stepLogitLiked": words.gettext("which adds up to liked"),
        "stepOutputs": words.gettext("the two outputs"),
        "stepLiking": words.gettext("liking"),
        "likingFormula": words.gettext("{yes} of {yes} + {no} is {liking}"),
        "neighboursTitle": words.gettext("The most similar rated colours (the network does not look at them):"),
        "neighbourDistance": words.gettext("{distance} away (black and white are 1 apart)"),
    }
