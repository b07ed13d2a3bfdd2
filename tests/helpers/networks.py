"""Runs with weights drawn at random, for files that hold networks: how the weights came about is no matter there."""

import numpy as np

import pinkpref as pp
from pinkpref.models.features import Preprocessing, splits
from pinkpref.models.network import ModelSpec
from pinkpref.models.settings import INPUTS

CASES = {
    "rgb": pp.Settings(),
    "hsv": pp.Settings(inputs=("hsv",), scaling="standard"),
    "hue_circle": pp.Settings(inputs=("hue_circle",), scaling="unit", activation="gelu"),
    "oklab": pp.Settings(inputs=("oklab",), scaling="unit"),
    "everything": pp.Settings(
        inputs=INPUTS,
        scaling="standard",
        hidden=(6, 4),
        activation="tanh",
        optimizer="sgd",
        learning_rate=0.05,
        momentum=0.5,
        nesterov=True,
    ),
    "large": pp.Settings(),
}
SIZES = {"rgb": 0.01, "large": 20}
"""About how large the weights are; on raw inputs of 0 to 255 large ones drive the outputs to their ends."""


def made(dataset, settings, size=1):
    """A run with weights of about this size."""
    train, test = (rows[:, 0] for rows in splits(len(dataset), settings, [settings.split_seed]))
    preprocessing = Preprocessing.fit(dataset.rgb[train], settings)
    count = ModelSpec.of(settings, len(preprocessing.offset)).parameters
    parameters = np.random.default_rng(6).normal(0, size, (1, count)).astype(np.float32)
    figures = np.empty((0, 4), np.float32)
    return pp.Run(dataset, settings, figures, np.nan, np.nan, preprocessing, parameters, train, train, test)


def awkward(colours):
    """Corners, greys, and colours whose numbers float32 has too: whole ones, 64ths, nearly black and nearly white."""
    fractions = np.round(colours[-300:] * 64) / 64
    return np.concatenate([colours[:-500], np.round(colours[-500:-300]), fractions, np.eye(3) / 4, 255 - np.eye(3)])
