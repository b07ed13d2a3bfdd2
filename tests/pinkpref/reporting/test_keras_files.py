import dataclasses
import io
import pickle
import subprocess
import sys
import zipfile

import keras
import numpy as np
import pytest
from networks import CASES, SIZES, awkward, made

from pinkpref.models.features import SPACES
from pinkpref.reporting.keras_files import keras_file, raw_model

# Opens the files as a person would, asks the networks, and trains one of them on.
OPENER = """
import pathlib, pickle, sys
import keras
import numpy as np
rgb, labels = pickle.loads(pathlib.Path("data.pickle").read_bytes())
found = {}
for path in pathlib.Path().glob("*.keras"):
    model = keras.models.load_model(path)
    found[path.stem] = model.predict(rgb, verbose=0)
    if path.stem == "everything":
        model.fit(rgb, labels, epochs=2, batch_size=50, shuffle=False, verbose=0)
        found["trained on"] = model.get_weights()
assert "pinkpref" not in sys.modules
pathlib.Path("found.pickle").write_bytes(pickle.dumps(found))
"""


@pytest.fixture(scope="module")
def rgb(colours):
    return awkward(colours)


@pytest.fixture(scope="module")
def labels(rgb):
    return np.eye(2)[(rgb[:, 0] > 99).astype(int)]


@pytest.fixture(scope="module")
def runs(dataset):
    return {name: made(dataset, settings, SIZES.get(name, 1)) for name, settings in CASES.items()}


@pytest.fixture(scope="module")
def expected(runs, rgb):
    """What the runs' own networks give for the inputs that pinkpref prepares."""
    return {name: run.model.predict(run.inputs(rgb), verbose=0) for name, run in runs.items()}


@pytest.fixture(scope="module")
def opened(runs, rgb, labels, tmp_path_factory):
    """What the files' networks give in one process that knows nothing of pinkpref."""
    folder = tmp_path_factory.mktemp("networks")
    for name, run in runs.items():
        (folder / f"{name}.keras").write_bytes(keras_file(run))
    (folder / "data.pickle").write_bytes(pickle.dumps((rgb, labels)))
    subprocess.run([sys.executable, "-c", OPENER], cwd=folder, check=True)
    return pickle.loads((folder / "found.pickle").read_bytes())


def test_every_space_is_among_the_cases():
    assert set(CASES) == {*SPACES, "everything", "large"}


@pytest.mark.parametrize("name", CASES)
def test_the_file_gives_what_the_run_gives(opened, expected, name):
    np.testing.assert_allclose(opened[name], expected[name], rtol=0, atol=1e-6)
    assert opened[name].std(axis=0).max() > 1e-3


@pytest.mark.parametrize("name", CASES)
def test_the_share_of_its_outputs_is_the_liking(runs, rgb, opened, name):
    _, liked = opened[name].T
    both = opened[name].sum(axis=1)
    share = np.where(both > 0, liked / np.where(both > 0, both, 1), 0.5)
    np.testing.assert_allclose(share, runs[name].predict(rgb), rtol=0, atol=1e-6)


def test_the_file_trains_on_as_the_run_does(runs, rgb, labels, opened):
    run = runs["everything"]
    network = keras.models.clone_model(run.model)
    network.set_weights(run.weights[-1])
    optimizer = keras.optimizers.SGD(run.settings.learning_rate, momentum=0.5, nesterov=True)
    network.compile(optimizer=optimizer, loss=run.settings.loss)
    network.fit(run.inputs(rgb), labels, epochs=2, batch_size=50, shuffle=False, verbose=0)
    for ours, theirs in zip(opened["trained on"], network.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-5)


def test_colours_that_float32_lacks_are_taken_as_they_are(runs, colours):
    run = runs["everything"]
    outputs = np.asarray(raw_model(run)(colours))
    np.testing.assert_allclose(outputs, np.asarray(run.model(run.inputs(colours))), rtol=0, atol=1e-6)


def test_the_model_is_compiled_and_its_own(runs):
    run = runs["everything"]
    model = raw_model(run)
    assert (model.loss, type(model.optimizer).__name__) == ("mean_absolute_error", "SGD")
    assert float(model.optimizer.learning_rate) == pytest.approx(0.05)
    assert (model.optimizer.momentum, model.optimizer.nesterov) == (0.5, True)
    assert [layer.name for layer in model.layers] == ["rgb", "preparation", "hidden_1", "hidden_2", "outputs"]
    model.set_weights([np.zeros_like(array) for array in model.get_weights()])
    for kept, ours in zip(run.model.get_weights(), run.weights[-1], strict=True):
        np.testing.assert_array_equal(kept, ours)


def test_a_run_that_broke_can_be_taken_away_too(runs):
    broken = dataclasses.replace(runs["rgb"], parameters=np.full_like(runs["rgb"].parameters, np.nan))
    assert zipfile.is_zipfile(io.BytesIO(keras_file(broken)))
