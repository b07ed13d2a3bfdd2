"""A run's network as an ONNX graph, written node by node: it wants R, G and B as they are.

Operators are those of https://onnx.ai/onnx/operators/ in version 17, which runtimes from 2022 on know.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pinkpref.colour import LINEAR_SRGB_TO_LMS, LMS_TO_OKLAB
from pinkpref.extras import require
from pinkpref.models.features import Preprocessing
from pinkpref.training import Run

OPSET, IR_VERSION = 17, 8
"""The version of the operators, and of the file format that came with it."""


def onnx_file(run: Run) -> bytes:
    """The run's network with everything before it, for programs that know neither Python nor Keras.

    Its input "rgb" is float32 (m, 3), 0-255; its only output, "outputs", is float32 (m, 2): not liked, liked. Colour
    conversion and scaling are done in float64, as they are in `features`, the network's layers in float32.

    Args:
        run: from `train`.

    Raises:
        MissingExtraError: the extra "onnx" is not installed.
    """
    require("onnx")
    from onnx import TensorProto, helper

    graph = _Graph()
    colours = graph("Cast", "rgb", to=TensorProto.DOUBLE)
    values = graph("Cast", _preparation(graph, colours, run.preprocessing), to=TensorProto.FLOAT)
    weights = run.weights[-1]
    activations = [run.settings.activation] * len(run.settings.hidden) + ["sigmoid"]
    for kernel, bias, activation in zip(weights[::2], weights[1::2], activations, strict=True):
        values = _activated(graph, graph("Gemm", values, kernel, bias), activation)
    graph("Identity", values, result="outputs")
    inputs = [helper.make_tensor_value_info("rgb", TensorProto.FLOAT, ["m", 3])]
    outputs = [helper.make_tensor_value_info("outputs", TensorProto.FLOAT, ["m", 2])]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "pinkpref", inputs, outputs, graph.constants),
        producer_name="pinkpref",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    content: bytes = model.SerializeToString(deterministic=True)
    return content


class _Graph:
    """Nodes in the order of their work. Calling it adds one and gives the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def __call__(self, operator: str, *inputs: str | ArrayLike, result: str = "", **attributes: Any) -> str:
        """Adds a node.

        Args:
            operator: its name in ONNX.
            inputs: names of results, or constants.
            result: the name of this one; a number where empty.
            attributes: of the operator.
        """
        from onnx import helper

        names = [given if isinstance(given, str) else self._constant(np.asarray(given)) for given in inputs]
        name = result or str(len(self.nodes))
        self.nodes.append(helper.make_node(operator, names, [name], **attributes))
        return name

    def _constant(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"constant {len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value, name))
        return name


def _activated(graph: _Graph, values: str, activation: str) -> str:
    """Keras's activation of that name."""
    if activation == "linear":
        return values
    if activation == "silu":
        return graph("Mul", values, graph("Sigmoid", values))
    if activation == "gelu":
        half, one, root = np.float32(0.5), np.float32(1), np.float32(np.sqrt(2))
        error = graph("Erf", graph("Div", values, root))
        return graph("Mul", graph("Mul", values, half), graph("Add", error, one))
    if activation == "leaky_relu":
        return graph("LeakyRelu", values, alpha=0.2)
    return graph(_ACTIVATIONS[activation], values)


_ACTIVATIONS = {
    "relu": "Relu",
    "elu": "Elu",
    "selu": "Selu",
    "softplus": "Softplus",
    "tanh": "Tanh",
    "sigmoid": "Sigmoid",
}
"""Keras's activations that are an operator of ONNX, with the same constants."""


def _preparation(graph: _Graph, rgb: str, preprocessing: Preprocessing) -> str:
    """The road from colours to network inputs."""
    columns = graph("Concat", *(_SPACES[name](graph, rgb) for name in preprocessing.inputs), axis=1)
    return graph("Div", graph("Sub", columns, preprocessing.offset), preprocessing.scale)


def _hsv(graph: _Graph, rgb: str) -> str:
    """`colour.rgb_to_hsv` of R, G, B (m, 3), 0-255."""
    hue, chroma, value = _hue_chroma_value(graph, rgb)
    return graph("Concat", hue, graph("Div", chroma, _or_one(graph, value)), value, axis=1)


def _hue_circle(graph: _Graph, rgb: str) -> str:
    """`colour.rgb_to_hue_circle` of R, G, B (m, 3), 0-255."""
    hue, chroma, value = _hue_chroma_value(graph, rgb)
    angle = graph("Mul", hue, 2 * np.pi)
    return graph(
        "Concat", graph("Mul", chroma, graph("Cos", angle)), graph("Mul", chroma, graph("Sin", angle)), value, axis=1
    )


def _oklab(graph: _Graph, rgb: str) -> str:
    """`colour.rgb_to_oklab` of R, G, B (m, 3), 0-255."""
    gamma = graph("Div", rgb, 255.0)
    power = graph("Pow", graph("Div", graph("Add", gamma, 0.055), 1.055), 2.4)
    linear = graph("Where", graph("LessOrEqual", gamma, 0.04045), graph("Div", gamma, 12.92), power)
    lms = graph("MatMul", linear, LINEAR_SRGB_TO_LMS.T)
    return graph("MatMul", graph("Pow", lms, 1 / 3), LMS_TO_OKLAB.T)


def _hue_chroma_value(graph: _Graph, rgb: str) -> tuple[str, str, str]:
    """Hue as a fraction of a turn, largest less smallest, and largest of R, G, B (m, 3), 0-255: (m, 1) each."""
    shares = graph("Div", rgb, 255.0)
    red, green, blue = (graph("Gather", shares, np.array([column]), axis=1) for column in range(3))
    value = graph("Max", red, green, blue)
    chroma = graph("Sub", value, graph("Min", red, green, blue))
    divisor = _or_one(graph, chroma)

    def sector(start: float, first: str, second: str) -> str:
        return graph("Add", graph("Div", graph("Sub", first, second), divisor), start)

    other = graph("Where", graph("Equal", value, green), sector(2.0, blue, red), sector(4.0, red, green))
    sixths = graph("Where", graph("Equal", value, red), sector(0.0, green, blue), other)
    turns = graph("Div", sixths, 6.0)
    return graph("Sub", turns, graph("Floor", turns)), chroma, value


def _or_one(graph: _Graph, number: str) -> str:
    """A divisor: the number, or 1 where it is 0."""
    return graph("Where", graph("Greater", number, 0.0), number, 1.0)


_SPACES = {"rgb": lambda _graph, rgb: rgb, "hsv": _hsv, "hue_circle": _hue_circle, "oklab": _oklab}
"""Each of `features.SPACES` as nodes."""
