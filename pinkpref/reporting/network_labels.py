"""A network in words: what stands above its layers, what its diagram shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinkpref.reporting.labels import optimizer_label

if TYPE_CHECKING:
    from pinkpref.i18n import Translator
    from pinkpref.models import Settings


def layer_titles(settings: Settings, words: Translator) -> list[str]:
    """What stands above each layer of the network, from its inputs to its outputs."""
    hidden = words.gettext("hidden, {activation}").format(activation=settings.activation)
    return [words.gettext("inputs"), *[hidden] * len(settings.hidden), words.gettext("outputs, sigmoid")]


def diagram_alt(inputs: tuple[str, ...], settings: Settings, words: Translator) -> str:
    """What the diagram of the network shows, in words."""
    return words.gettext(
        "From left to right: inputs {inputs}; hidden units {hidden} ({activation}); two sigmoid outputs, not liked and "
        "liked. Loss {loss}, optimizer {optimizer}, learning rate {learning_rate:g}."
    ).format(
        inputs=", ".join(inputs),
        hidden=" + ".join(str(units) for units in settings.hidden),
        activation=settings.activation,
        loss=settings.loss,
        optimizer=optimizer_label(settings),
        learning_rate=settings.learning_rate,
    )
