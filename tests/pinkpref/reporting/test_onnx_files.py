import sys

import numpy as np
import onnx
import onnxruntime
import pytest
from networks import CASES, SIZES, awkward, made

import pinkpref as pp
from pinkpref.extras import MissingExtraError
from pinkpref.models.settings import ACTIVATIONS, INPUTS
from pinkpref.reporting.onnx_files import onnx_file

SCALED = {
    f"{activation} on {space}": pp.Settings(inputs=(space,), scaling="standard", hidden=(6, 4), activation=activation)
    for activation in ACTIVATIONS
    for space in INPUTS
}
KINDS = CASES | SCALED


@pytest.mark.parametrize("name", KINDS)
def test_the_onnx_file_gives_what_the_run_gives(dataset, colours, name):
    run = made(dataset, KINDS[name], SIZES.get(name, 1))
    rgb = awkward(colours)
    session = onnxruntime.InferenceSession(onnx_file(run))
    (outputs,) = session.run(None, {"rgb": rgb.astype(np.float32)})
    expected = np.asarray(run.model(run.inputs(rgb)))
    np.testing.assert_allclose(outputs, expected, rtol=0, atol=1e-6)
    assert expected.std(axis=0).max() > 1e-3


def test_the_file_is_valid_onnx_and_names_what_goes_in_and_comes_out(dataset):
    run = made(dataset, CASES["everything"])
    model = onnx.load_from_string(onnx_file(run))
    onnx.checker.check_model(model, full_check=True)
    ((rgb,), (outputs,)) = model.graph.input, model.graph.output
    shapes = [[size.dim_param or size.dim_value for size in end.type.tensor_type.shape.dim] for end in (rgb, outputs)]
    assert (rgb.name, outputs.name) == ("rgb", "outputs")
    assert shapes == [["m", 3], ["m", 2]]
    assert {end.type.tensor_type.elem_type for end in (rgb, outputs)} == {onnx.TensorProto.FLOAT}


def test_the_same_run_gives_the_same_file(dataset):
    run = made(dataset, CASES["everything"])
    assert onnx_file(run) == onnx_file(run)


def test_without_the_extra_it_says_what_to_install(dataset, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(
        MissingExtraError, match=r'not installed here: onnx\. Install it with `pip install "pinkpref\[onnx\]"'
    ):
        onnx_file(made(dataset, CASES["rgb"]))
