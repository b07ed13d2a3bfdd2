"""What comes of a training: a `Run`, which can be asked and repeated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pinkpref.models import Settings, network
from pinkpref.models.features import Preprocessing, test_rows
from pinkpref.models.network import ModelSpec, Weights
from pinkpref.tables import Dataset
from pinkpref.training import inference, scheduler
from pinkpref.training.stacked_rows import EpochOrders

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, eq=False)
class Run:
    """A network that was trained, how it got there, and the split it was trained on.

    Attributes:
        dataset: what it was trained on.
        settings: how it was asked to train.
        metrics: (epochs, 4) loss, accuracy, test loss and test accuracy, as the training loop has them.
        test_loss, test_accuracy: of the trained network on the test rows.
        preprocessing: from colours to network inputs, fitted on the training rows.
        parameters: (epochs + 1, parameters): all weights and biases in a row, before training and after each epoch.
        placed_rows: row numbers (n_train,) in the places that the seed gave them.
        train_rows, test_rows: row numbers of the split.
    """

    dataset: Dataset
    settings: Settings
    metrics: NDArray[np.float32]
    test_loss: float
    test_accuracy: float
    preprocessing: Preprocessing
    parameters: NDArray[np.float32]
    placed_rows: NDArray[np.intp]
    train_rows: NDArray[np.intp]
    test_rows: NDArray[np.intp]

    @cached_property
    def history(self) -> pd.DataFrame:
        """Columns epoch (from 1), loss, accuracy (training rows, during it), test_loss, test_accuracy (after it).

        Accuracies are shares in [0, 1]. Shorter than ``settings.epochs`` where training was stopped, or ended because
        a loss was no longer a number.
        """
        return history(self.metrics, len(self.dataset), self.settings)

    @cached_property
    def weights(self) -> list[Weights]:
        """Epochs + 1 entries in the order of Keras ``get_weights``; ``[0]`` is before training."""
        return [network.unpacked(row, self.spec) for row in self.parameters]

    @cached_property
    def row_order(self) -> NDArray[np.intp]:
        """Row numbers of the dataset (epochs, n_train), in the order each epoch saw them.

        With ``weights[0]`` it is all that is needed to repeat the run by Keras ``fit(shuffle=False)``, an epoch at
        a time. It is drawn again from the seed when asked for: on a large dataset it is larger than the data.
        """
        return self.placed_rows[EpochOrders(len(self.placed_rows)).next(len(self.metrics))]

    @property
    def complete(self) -> bool:
        """Whether every epoch that was asked for was trained."""
        return len(self.metrics) == self.settings.epochs

    @property
    def diverged(self) -> bool:
        """Whether training ended because a loss was no longer a number; predictions may then be NaN."""
        return not bool(np.isfinite(self.metrics).all())

    def same(self, other: Run) -> bool:
        """Whether the other run is this training, on the same data, to the last weight."""
        return (self.dataset.fingerprint, self.settings) == (other.dataset.fingerprint, other.settings) and (
            np.array_equal(self.parameters, other.parameters, equal_nan=True)
        )

    @cached_property
    def model(self) -> keras.Sequential:
        """A compiled ``keras.Sequential`` of its own with the trained weights, built when asked for."""
        model = network.build(self.settings, self.spec.layers[0])
        model.set_weights(self.weights[-1])
        return model

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The figures of Keras's ``model.summary()``: columns layer, type, outputs and parameters."""
        return network.summary(self.spec)

    @cached_property
    def untrained(self) -> tuple[float, float]:
        """Test loss and test accuracy before the first epoch."""
        rgb, like = self.dataset.rgb[self.test_rows], self.dataset.like[self.test_rows]
        answered = inference.outputs(self.spec, self.parameters[0, :, None], self.inputs(rgb)[..., None])[..., 0]
        right = (answered[:, 1] > answered[:, 0]) == (like > 0)
        return float(network.losses(self.settings.loss, like, answered).mean()), float(right.mean())

    @cached_property
    def liking(self) -> NDArray[np.float64]:
        """What `predict` says of the dataset's own rows, (n,); it is worked out once."""
        return self.predict(self.dataset.rgb)

    @cached_property
    def spec(self) -> ModelSpec:
        """Everything of the settings that decides what the network is."""
        return ModelSpec.of(self.settings, len(self.preprocessing.offset))

    def inputs(self, rgb: ArrayLike) -> NDArray[np.float32]:
        """The numbers the network sees for colours (m, 3), 0-255: (m, features), scaled as in training."""
        return self.preprocessing(rgb)

    def predict(self, rgb: ArrayLike, *, epoch: int = -1) -> NDArray[np.float64]:
        """Liking (m,) in [0, 1] for colours (m, 3), 0-255: the LIKE output's share of the two outputs.

        It is above .5 exactly where the LIKE output is the larger, as accuracy counts it; where both outputs are equal
        it is .5, which counts as not liked. Outputs of ``model`` differ by rounding, a unit in the last place.

        Args:
            rgb: the colours.
            epoch: after which to ask: 0 is the untrained network, -1 the last one.
        """
        answered = inference.outputs(self.spec, self.parameters[epoch, :, None], self.inputs(rgb)[..., None])
        return inference.liking(answered)[:, 0]

    def activations(self, rgb: ArrayLike) -> list[NDArray[np.float32]]:
        """What each layer gives for colours (m, 3), 0-255: (m, units), and last the logits (m, 2)."""
        weights = network.unpacked(self.parameters[-1], self.spec)
        return network.activations(weights, self.settings.activation, self.inputs(rgb))


def history(metrics: NDArray[np.float32], rows: int, settings: Settings) -> pd.DataFrame:
    """`Run.history` of the metrics (epochs, 4) of a training on so many rows, as far as it has come.

    The float32 accuracies become the shares of rows that they stand for.
    """
    held_out = test_rows(rows, settings)
    values = metrics.astype(np.float64)
    values[:, 1] = exact_shares(values[:, 1], values[:, 0], rows - held_out)
    values[:, 3] = exact_shares(values[:, 3], values[:, 2], held_out)
    columns = dict(zip(scheduler.EpochMetrics._fields, values.T, strict=True))
    return pd.DataFrame({"epoch": np.arange(1, len(values) + 1)} | columns)


def exact_shares(accuracy: ArrayLike, loss: ArrayLike, rows: int) -> NDArray[np.float64]:
    """Shares of so many rows that float32 has rounded, as what they stand for; NaN beside a loss that is no number.

    Answers that are no numbers can be counted, for one class, but mean nothing.
    """
    shares = np.round(np.asarray(accuracy, np.float64) * rows) / rows
    return np.where(np.isfinite(loss), shares, np.nan)
