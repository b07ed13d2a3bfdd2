"""One training from beginning to end: `train` a network on a dataset, get a `Run` that can be asked and repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pinkpref import network, trainer
from pinkpref.dataset import Dataset
from pinkpref.features import Preprocessing, one_hot, split
from pinkpref.settings import Settings
from pinkpref.trainer import Epoch, Rows, Weights

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, eq=False)
class Run:
    """A network that was trained, how it got there, and the split it was trained on.

    Attributes:
        dataset: what it was trained on.
        settings: how it was asked to train.
        history: columns epoch (from 1), loss, accuracy (training rows, during the epoch), test_loss and
            test_accuracy (after it); accuracies are shares in [0, 1]. Shorter than ``settings.epochs`` where
            training was stopped, or ended because a loss was no longer a number.
        test_loss, test_accuracy: of the trained network on the test rows.
        preprocessing: from colours to network inputs, fitted on the training rows.
        weights: epochs + 1 entries in the order of Keras ``get_weights``; ``[0]`` is before training.
        train_rows, test_rows: row numbers of the split.
    """

    dataset: Dataset
    settings: Settings
    history: pd.DataFrame
    test_loss: float
    test_accuracy: float
    preprocessing: Preprocessing
    weights: list[Weights]
    train_rows: NDArray[np.intp]
    test_rows: NDArray[np.intp]

    @cached_property
    def row_order(self) -> NDArray[np.intp]:
        """Row numbers of the dataset (epochs, n_train), in the order each epoch saw them.

        With ``weights[0]`` it is all that is needed to repeat the run by Keras ``fit(shuffle=False)``, an epoch at
        a time. It is drawn again from the seed when asked for: on a large dataset it is larger than the data.
        """
        orders = list(islice(trainer.row_orders(self.settings, len(self.train_rows)), len(self.history)))
        return self.train_rows[np.reshape(np.asarray(orders, dtype=np.intp), (len(orders), len(self.train_rows)))]

    @property
    def complete(self) -> bool:
        """Whether every epoch that was asked for was trained."""
        return len(self.history) == self.settings.epochs

    @property
    def diverged(self) -> bool:
        """Whether training ended because a loss was no longer a number; predictions may then be NaN."""
        return not bool(np.isfinite(self.history.to_numpy()).all())

    @cached_property
    def model(self) -> keras.Sequential:
        """A compiled ``keras.Sequential`` of its own with the trained weights, built when asked for."""
        model = network.build(self.settings, len(self.weights[0][0]))
        model.set_weights(self.weights[-1])
        return model

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The figures of Keras's ``model.summary()``: columns layer, type, outputs and parameters."""
        return trainer.summary(self.settings, len(self.weights[0][0]))

    def inputs(self, rgb: ArrayLike) -> NDArray[np.float32]:
        """The numbers the network sees for colours (m, 3), 0-255: (m, features), scaled as in training."""
        return self.preprocessing(rgb)

    def predict(self, rgb: ArrayLike) -> NDArray[np.float64]:
        """Liking (m,) in [0, 1] for colours (m, 3), 0-255: the LIKE output's share of the two outputs.

        It is above .5 exactly where the LIKE output is the larger, so it never disagrees with Keras's accuracy;
        where both outputs are equal it is .5, which Keras counts as not liked.
        """
        outputs = trainer.outputs(self.settings, self.weights[-1], self.inputs(rgb)).astype(np.float64)
        total = outputs.sum(axis=1)
        return np.asarray(np.divide(outputs[:, 1], total, out=np.full_like(total, 0.5), where=total != 0))


def train(
    dataset: Dataset,
    settings: Settings,
    *,
    progress: Callable[[int, Epoch], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Run:
    """Splits the rows, trains the network of ``settings`` with Keras, and measures it on the test rows.

    The same dataset and settings give the same figures on every run.

    Args:
        dataset: rated colours, from `read_csv`.
        settings: how to train.
        progress: called after each epoch with its number, from 1, and its figures.
        stop: asked before each epoch, and within long ones; once true, training ends and keeps the epochs that were
            completed.

    Raises:
        ValueError: the test share leaves fewer than two training rows.
    """
    train_rows, test_rows = split(dataset, settings)
    preprocessing = Preprocessing.fit(dataset.rgb[train_rows], settings)
    inputs, targets = preprocessing(dataset.rgb), one_hot(dataset.like)
    training, test = (Rows(inputs[rows], targets[rows]) for rows in (train_rows, test_rows))
    initial = network.initial_weights(settings, inputs.shape[1])
    trained = trainer.fit(settings, initial, training, test, progress=progress, stop=stop)
    history = pd.DataFrame(trained.epochs, columns=list(Epoch._fields), dtype=np.float64)
    history.insert(0, "epoch", np.arange(1, len(history) + 1))
    test_loss, test_accuracy = trained.epochs[-1][2:] if trained.epochs else trainer.evaluate(settings, initial, test)
    return Run(
        dataset=dataset,
        settings=settings,
        history=history,
        test_loss=test_loss,
        test_accuracy=test_accuracy,
        preprocessing=preprocessing,
        weights=trained.weights,
        train_rows=train_rows,
        test_rows=test_rows,
    )
