import ast
import dataclasses
import pickle
import subprocess
import sys

import keras
import numpy as np
import pytest

import pinkpref as pp
from pinkpref.i18n import percent, translator
from pinkpref.models import ACTIVATIONS, INPUTS, LOSSES
from pinkpref.reporting.csv_files import labels
from pinkpref.reporting.python_source import WIDTH, comment
from pinkpref.reporting.script import script
from pinkpref.reporting.script_parts import OPTIMIZERS, SHARES_FROM, packages, parts

QUICK = pp.Settings(epochs=3, scaling="standard", learning_rate=0.02)
CASES = {
    "article": pp.Settings(),
    "everything": QUICK.replace(
        inputs=INPUTS, hidden=(6, 4), optimizer="sgd", momentum=0.5, nesterov=True, activation="tanh", seed=7
    ),
    "japanese": QUICK.replace(
        inputs=("hsv", "oklab"), scaling="unit", loss="binary_crossentropy", optimizer="adam", batch_size=100
    ),
    "stopped": QUICK.replace(inputs=("hue_circle",), split_seed=3, test_size=0.3),
}
LANGUAGES = {"japanese": "ja"}

# Runs scripts as a person would, and keeps what they print and what they leave behind.
RUNNER = """
import contextlib, io, pathlib, pickle, runpy, sys
found = {}
for path in pathlib.Path().glob("*.py"):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        left = runpy.run_path(str(path))
    arrays = {name: left[name] for name in ("x_train", "y_train", "x_test", "y_test")}
    found[path.stem] = arrays | {"weights": left["model"].get_weights(), "printed": printed.getvalue()}
assert "pinkpref" not in sys.modules
pathlib.Path("found.pickle").write_bytes(pickle.dumps(found))
"""


@pytest.fixture(scope="module")
def runs(dataset):
    """The run "stopped" was, after two of its three epochs."""
    found = {name: pp.train(dataset, settings) for name, settings in CASES.items()}
    stopped = found["stopped"]
    return found | {
        "stopped": dataclasses.replace(stopped, metrics=stopped.metrics[:2], parameters=stopped.parameters[:3])
    }


@pytest.fixture(scope="module")
def many(runs, dataset_of):
    """A run on too many rows to stand in a script, with fractions of numbers."""
    rgb = np.random.default_rng(4).uniform(0, 255, (1001, 3)).round(2)
    dataset = dataset_of(rgb.tolist(), (rgb[:, 0] > 128).astype(int))
    return dataclasses.replace(runs["article"], dataset=dataset, train_rows=np.arange(801))


@pytest.fixture(scope="module")
def left(runs, tmp_path_factory):
    """What each script leaves behind, all of them run in one process that knows nothing of pinkpref.

    One of them reads its rows from a file, as if they were many.
    """
    folder = tmp_path_factory.mktemp("scripts")
    for name, run in runs.items():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pinkpref.reporting.script_parts.MOST_INLINE", 23 if name == "stopped" else 24)
            (folder / f"{name}.py").write_text(script(run, LANGUAGES.get(name, "en")), encoding="utf-8")
    (folder / "labels.csv").write_bytes(labels(runs["stopped"].dataset))
    subprocess.run([sys.executable, "-c", RUNNER], cwd=folder, check=True)
    return pickle.loads((folder / "found.pickle").read_bytes())


@pytest.mark.parametrize("name", CASES)
def test_the_script_trains_the_same_network(runs, left, name):
    for theirs, ours in zip(left[name]["weights"], runs[name].weights[-1], strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_the_script_sees_the_same_rows(runs, left, name):
    run, found = runs[name], left[name]
    for part, rows in (("train", run.placed_rows), ("test", run.test_rows)):
        np.testing.assert_allclose(found[f"x_{part}"], run.inputs(run.dataset.rgb[rows]), rtol=1e-6, atol=1e-6)
        np.testing.assert_array_equal(found[f"y_{part}"], np.eye(2)[run.dataset.like[rows]])


@pytest.mark.parametrize("name", CASES)
def test_the_script_prints_the_history(runs, left, name):
    lines = left[name]["printed"].splitlines()[1:-1]
    history = runs[name].history
    assert len(lines) == len(history)
    for line, epoch in zip(lines, history.itertuples(), strict=True):
        number, loss, accuracy, test_loss, test_accuracy = line.split()
        assert int(number) == epoch.epoch
        assert [float(loss), float(test_loss)] == pytest.approx([epoch.loss, epoch.test_loss], abs=6e-5)
        assert [accuracy, test_accuracy] == [f"{epoch.accuracy:.0%}", f"{epoch.test_accuracy:.0%}"]


def test_the_script_prints_the_score_in_its_language(runs, left):
    def right(name):
        run = runs[name]
        return round(run.test_accuracy * len(run.test_rows)), len(run.test_rows)

    assert left["everything"]["printed"].splitlines()[-1] == "{} of {} test colours right".format(*right("everything"))
    told = translator("ja").gettext("{right} of {rows} test colours right")
    count, rows = right("japanese")
    assert left["japanese"]["printed"].splitlines()[-1] == told.format(right=count, rows=rows)


def constants(text):
    """The names that a script gives to plain values."""
    tree = ast.parse(text)
    plain = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)]
    return {node.targets[0].id: node.value.value for node in plain}


def test_settings_stand_at_the_top(runs):
    assert constants(script(runs["everything"])) == {
        "EPOCHS": 3,
        "BATCH_SIZE": 2,
        "LOSS": "mean_absolute_error",
        "LEARNING_RATE": 0.02,
        "MOMENTUM": 0.5,
        "NESTEROV": True,
        "HIDDEN_UNITS_1": 6,
        "HIDDEN_UNITS_2": 4,
        "ACTIVATION": "tanh",
        "TEST_SIZE": 0.2,
        "SPLIT_SEED": 0,
        "SEED": 7,
    }


def test_a_stopped_run_is_repeated_as_far_as_it_went(runs):
    assert constants(script(runs["stopped"]))["EPOCHS"] == 2
    assert "after 2 of 3 epochs" in script(runs["stopped"])


@pytest.mark.parametrize(("field", "names"), [("loss", LOSSES), ("activation", ACTIVATIONS)])
def test_losses_and_activations_are_named_as_keras_names_them(runs, field, names):
    for name in names:
        run = dataclasses.replace(runs["article"], settings=CASES["article"].replace(**{field: name}))
        assert constants(script(run))[field.upper()] == name


@pytest.mark.parametrize("name", pp.models.OPTIMIZERS)
def test_optimizers_are_keras_classes(runs, name):
    run = dataclasses.replace(runs["article"], settings=CASES["article"].replace(optimizer=name))
    assert getattr(keras.optimizers, OPTIMIZERS[name]) is type(keras.optimizers.get(name))
    assert f"optimizer = keras.optimizers.{OPTIMIZERS[name]}(learning_rate=LEARNING_RATE)\n" in script(run)


def test_scripts_are_clean(runs, many, tmp_path):
    for name, run in (runs | {"many": many}).items():
        for language in ("en", "ja"):
            (tmp_path / f"{name}_{language}.py").write_text(script(run, language), encoding="utf-8")
    rules = ["--isolated", "--no-cache", "--preview", "--line-length=100", "--select=A,B,C4,E,F,I,N,PIE,RET,SIM,UP,W"]
    checked = subprocess.run([sys.executable, "-m", "ruff", "check", *rules, tmp_path], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_a_script_names_what_it_needs(runs, many):
    assert packages(runs["article"]) == ["keras", "tensorflow", "numpy", "scikit-learn"]
    assert packages(many) == ["keras", "tensorflow", "numpy", "scikit-learn", "pandas"]
    assert "pip install keras tensorflow numpy scikit-learn pandas" in script(many)
    assert "import pinkpref" not in script(many)


def test_many_rows_are_read_from_a_file_and_fewer_are_not(runs, many, dataset_of):
    fewer = dataset_of(many.dataset.rgb[:1000].tolist(), many.dataset.like[:1000].tolist())
    assert "labels.csv" in script(many)
    assert "labels.csv" not in script(dataclasses.replace(runs["article"], dataset=fewer))


def test_the_ends_of_percentages_are_told_where_they_can_occur(runs, many):
    assert "np.floor" in script(many)
    assert "np.floor" not in script(runs["article"])


def test_the_script_tells_every_share_of_its_rows_as_the_page_does(runs, many):
    few, lots = (percent_of(run) for run in (runs["article"], many))
    for rows in range(1, 401):
        for right in range(rows + 1):
            share = np.float32(right / rows)  # as Keras gives it
            assert lots(share, rows) == percent(right / rows)
            if rows < SHARES_FROM:
                assert few(share, rows) == percent(right / rows)


def percent_of(run):
    """The function `percent` of a run's script."""
    found = {"np": np}
    exec(parts(run, "en")[-2].code.split("\n\n\n")[0], found)
    return found["percent"]


@pytest.mark.parametrize(
    "text", ["one two three " * 30, "各入力から平均を引き、標準偏差で割ります。" * 12, "x" * 90 + " y"]
)
def test_comments_are_wrapped_and_lose_nothing(text):
    lines = comment(text).splitlines()
    assert all(line.startswith("# ") and sum(1 + (ord(sign) > 255) for sign in line) <= WIDTH for line in lines)
    assert not any(line[2:3] in "、。" for line in lines)
    assert "".join(line[2:] for line in lines).replace(" ", "") == text.replace(" ", "")


def test_an_unknown_language_is_refused(runs):
    with pytest.raises(ValueError, match="language must be one of"):
        script(runs["article"], "fr")


def test_the_article_script_has_no_function_that_it_does_not_need(runs):
    text = script(runs["article"])
    assert "def hsv" not in text
    assert "def oklab" not in text
    assert "np.where" not in text
