"""A run's network as a Keras model that wants R, G and B as they are and opens without pinkpref."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from pinkpref.colour import LINEAR_SRGB_TO_LMS, LMS_TO_OKLAB
from pinkpref.models import network
from pinkpref.models.features import Preprocessing
from pinkpref.training import Run

if TYPE_CHECKING:
    import keras


def raw_model(run: Run) -> keras.Model:
    """The run's network with everything before it: R, G and B (m, 3), 0-255, to its two outputs (not liked, liked).

    Colour conversion and scaling are Keras's own operations in float64, as they are in `features`; then come the
    network's layers in float32. It is a model of its own, compiled as the run's network is, so training can go on.
    Keras's ``predict`` and ``fit`` first round colours to float32, which changes no whole numbers; ``model(rgb)``
    takes them as they are.

    Args:
        run: from `train`.
    """
    import keras

    colours = keras.Input((3,), dtype="float64", name="rgb")
    outputs = _preparation(run.preprocessing)(colours)
    trained = network.build(run.settings, run.spec.layers[0])
    trained.set_weights(run.weights[-1])
    for layer in trained.layers:
        outputs = layer(outputs)
    model = keras.Model(colours, outputs, name="pinkpref")
    optimizer = network.optimizer(run.spec, run.settings.learning_rate)
    model.compile(optimizer=optimizer, loss=run.settings.loss, metrics=["accuracy"])
    optimizer.build(model.trainable_variables)
    return model


def keras_file(run: Run) -> bytes:
    """`raw_model` as a ``.keras`` file: ``keras.models.load_model`` opens it, and knows nothing of pinkpref.

    Args:
        run: from `train`.

    Raises:
        OSError: there is no room for a temporary file.
    """
    model = raw_model(run)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "network.keras"
        model.save(path)
        return path.read_bytes()


def _preparation(preprocessing: Preprocessing) -> keras.Model:
    """The same road from colours to network inputs, as one layer for a model to begin with."""
    import keras

    colours = keras.Input((3,), dtype="float64", name="rgb")
    spaces = [_SPACES[name](colours) for name in preprocessing.inputs]
    columns = keras.ops.concatenate(spaces, axis=-1) if len(spaces) > 1 else spaces[0]
    return keras.Model(colours, (columns - preprocessing.offset) / preprocessing.scale, name="preparation")


def _hsv(rgb: Any) -> Any:
    """`colour.rgb_to_hsv` of R, G, B (m, 3), 0-255."""
    from keras import ops

    hue, chroma, value = _hue_chroma_value(rgb)
    return ops.concatenate([hue, chroma / _or_one(value), value], axis=-1)


def _hue_circle(rgb: Any) -> Any:
    """`colour.rgb_to_hue_circle` of R, G, B (m, 3), 0-255."""
    from keras import ops

    hue, chroma, value = _hue_chroma_value(rgb)
    angle = 2 * np.pi * hue
    return ops.concatenate([chroma * ops.cos(angle), chroma * ops.sin(angle), value], axis=-1)


def _oklab(rgb: Any) -> Any:
    """`colour.rgb_to_oklab` of R, G, B (m, 3), 0-255."""
    from keras import ops

    gamma = rgb / 255
    linear = ops.where(gamma <= 0.04045, gamma / 12.92, ((gamma + 0.055) / 1.055) ** 2.4)
    lms = ops.matmul(linear, LINEAR_SRGB_TO_LMS.T)
    return ops.matmul(lms ** (1 / 3), LMS_TO_OKLAB.T)


def _hue_chroma_value(rgb: Any) -> tuple[Any, Any, Any]:
    """Hue as a fraction of a turn, largest less smallest, and largest of R, G, B (m, 3), 0-255: (m, 1) each."""
    from keras import ops

    red, green, blue = ops.split(rgb / 255, 3, axis=-1)
    value = ops.maximum(ops.maximum(red, green), blue)
    chroma = value - ops.minimum(ops.minimum(red, green), blue)
    divisor = _or_one(chroma)
    sixths = ops.where(
        ops.equal(value, red),
        (green - blue) / divisor,
        ops.where(ops.equal(value, green), 2 + (blue - red) / divisor, 4 + (red - green) / divisor),
    )
    return (sixths / 6) % 1, chroma, value


def _or_one(number: Any) -> Any:
    """A divisor: the number, or 1 where it is 0."""
    from keras import ops

    return ops.where(number > 0, number, 1)


_SPACES = {"rgb": lambda rgb: rgb, "hsv": _hsv, "hue_circle": _hue_circle, "oklab": _oklab}
"""Each of `features.SPACES` in Keras's operations."""
