"""The numbers of charts over the epochs: curves, gradients, outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pinkpref.i18n import decimal, percent, significant

if TYPE_CHECKING:
    import pandas as pd

    from pinkpref.i18n import Translator

MANY_EPOCHS = 40
"""Above so many, marks would run into each other, and take long to draw."""


class Curves(NamedTuple):
    """Loss and accuracy by epoch.

    Attributes:
        epochs: (e,) from 1 on.
        loss, accuracy: (2, e) on the training rows and on the test rows, as `look.SERIES` names them; NaN or infinite
            where a line has a gap.
        reach: the last epoch that the axis has room for.
        marked: whether the epochs are few enough to mark each.
        from_zero: whether the axis of the loss begins at 0, because no loss is negative.
    """

    epochs: NDArray[np.int64]
    loss: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    reach: int
    marked: bool
    from_zero: bool


def curves(history: pd.DataFrame, epochs: int | None = None) -> Curves:
    """The numbers of the curves.

    Args:
        history: `pinkpref.Run.history`.
        epochs: how far the axis reaches; as far as the history where it is None.
    """
    loss, accuracy = (
        np.array([history[measure], history[f"test_{measure}"]], np.float64) for measure in ("loss", "accuracy")
    )
    return Curves(
        epochs=history["epoch"].to_numpy(np.int64),
        loss=loss,
        accuracy=accuracy,
        reach=len(history) if epochs is None else epochs,
        marked=len(history) <= MANY_EPOCHS,
        from_zero=not (loss < 0).any(),
    )


def curves_alt(drawn: Curves, words: Translator) -> str:
    """What the curves show, in words."""
    if not len(drawn.epochs):
        return words.gettext("No epoch has been trained yet.")
    loss, test_loss = drawn.loss
    accuracy, test_accuracy = drawn.accuracy
    return words.gettext(
        "From epoch 1 to {epochs}: training loss {loss_first} to {loss_last}, test loss {test_first} to "
        "{test_last}; training accuracy {accuracy_first} to {accuracy_last}, between {lowest} and {highest} on the "
        "way; test accuracy {test_accuracy_first} to {test_accuracy_last}. A coin would be right 50% of the time."
    ).format(
        epochs=int(drawn.epochs[-1]),
        loss_first=decimal(loss[0], 4),
        loss_last=decimal(loss[-1], 4),
        test_first=decimal(test_loss[0], 4),
        test_last=decimal(test_loss[-1], 4),
        accuracy_first=percent(accuracy[0]),
        accuracy_last=percent(accuracy[-1]),
        lowest=percent(float(np.fmin.reduce(accuracy))),
        highest=percent(float(np.fmax.reduce(accuracy))),
        test_accuracy_first=percent(test_accuracy[0]),
        test_accuracy_last=percent(test_accuracy[-1]),
    )


class Gradients(NamedTuple):
    """The norm of each layer's gradient by epoch, on a logarithmic axis.

    Attributes:
        epochs: (e + 1,) from 0, the untrained network.
        norms: (layers, e + 1), NaN where it is 0 and has no place.
        first, last: (layers,) before training and at the end, 0 too.
        still: (layers,) after how many epochs it is exactly 0.
    """

    epochs: NDArray[np.intp]
    norms: NDArray[np.float64]
    first: NDArray[np.float64]
    last: NDArray[np.float64]
    still: NDArray[np.intp]


def gradients(norms: NDArray[np.float64]) -> Gradients:
    """The numbers of the gradients' chart, from `gradient_norms` (e + 1, layers)."""
    return Gradients(
        epochs=np.arange(len(norms)),
        norms=np.where(norms > 0, norms, np.nan).T,
        first=norms[0],
        last=norms[-1],
        still=(norms[1:] == 0).sum(axis=0),
    )


def gradients_alt(drawn: Gradients, words: Translator) -> str:
    """What the gradients do, in words."""
    moved = words.gettext("{layer}: {first} before training, {last} at the end.")
    stood = words.gettext(
        "{layer}: {first} before training, {last} at the end; exactly 0 after {still} of {all} epochs."
    )
    return " ".join(
        (stood if still else moved).format(
            layer=name,
            first=significant(first, 2),
            last=significant(last, 2),
            still=int(still),
            all=len(drawn.epochs) - 1,
        )
        for name, first, last, still in zip(
            layer_names(drawn, words), drawn.first, drawn.last, drawn.still, strict=True
        )
    )


def layer_names(drawn: Gradients, words: Translator) -> list[str]:
    """What the layers are called, hidden ones numbered where there are several."""
    hidden, layers = words.gettext("hidden layer"), len(drawn.norms)
    names = [hidden] if layers == 2 else [f"{hidden} {number}" for number in range(1, layers)]
    return [*names, words.gettext("output layer")]


class Outputs(NamedTuple):
    """Where the outputs lie by epoch.

    Attributes:
        epochs: (e + 1,) from 0, the untrained network.
        liked, not_liked: (5, e + 1) least, lower quartile, median, upper quartile and greatest over the rows.
    """

    epochs: NDArray[np.intp]
    liked: NDArray[np.float64]
    not_liked: NDArray[np.float64]


def outputs(spread: NDArray[np.float64]) -> Outputs:
    """The numbers of the outputs' chart, from `dynamics.spread` (5, e + 1, 2)."""
    return Outputs(np.arange(spread.shape[1]), spread[:, :, 1], spread[:, :, 0])


def outputs_alt(drawn: Outputs, words: Translator) -> str:
    """What the outputs do, in words."""
    sentence = words.gettext(
        "Output for {answer}: from {low_first} to {high_first} before training, the middle at "
        "{middle_first}; from {low_last} to {high_last} at the end, the middle at {middle_last}."
    )
    return " ".join(
        sentence.format(
            answer=name,
            low_first=decimal(quantiles[0, 0], 2),
            middle_first=decimal(quantiles[2, 0], 2),
            high_first=decimal(quantiles[4, 0], 2),
            low_last=decimal(quantiles[0, -1], 2),
            middle_last=decimal(quantiles[2, -1], 2),
            high_last=decimal(quantiles[4, -1], 2),
        )
        for name, quantiles in (
            (words.gettext("liked"), drawn.liked),
            (words.gettext("not liked"), drawn.not_liked),
        )
    )
