import dataclasses
import html
import io
import pickle
import subprocess
import sys
from importlib.metadata import version
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest

import pinkpref as pp
from pinkpref.evaluation.cross_validation import CrossValidation
from pinkpref.evaluation.folds import Folds
from pinkpref.evaluation.verdict import Verdict
from pinkpref.i18n import LANGUAGES, translator
from pinkpref.reporting.notebook import escaped, notebook
from pinkpref.reporting.script_output import history_text
from pinkpref.reporting.verdict_sentences import answer

SETTINGS = pp.Settings(epochs=3, scaling="standard", learning_rate=0.02)

# Runs a notebook's code as Jupyter would, cell after cell in one namespace.
RUNNER = """
import contextlib, io, pathlib, pickle, sys
import matplotlib
matplotlib.use("Agg")
cells, left, printed = pickle.loads(pathlib.Path("cells.pickle").read_bytes()), {}, []
for cell in cells:
    with contextlib.redirect_stdout(io.StringIO()) as heard:
        exec(compile(cell, "cell", "exec"), left)
    printed.append(heard.getvalue())
assert "pinkpref" not in sys.modules
lines = [line.get_ydata() for axes in left["figure"].axes for line in axes.lines]
pathlib.Path("left.pickle").write_bytes(pickle.dumps((left["model"].get_weights(), printed, lines)))
"""


@pytest.fixture(scope="module")
def run(dataset):
    return pp.train(dataset, SETTINGS)


@pytest.fixture(scope="module")
def verdict(run):
    """A verdict on figures that are made up: what a notebook says does not depend on how they came about."""
    generator = np.random.default_rng(5)
    liking = generator.uniform(size=(1, 5, 24))
    right = (liking > 0.5) == run.dataset.judged.like
    left_out = CrossValidation(liking, right, np.full((1, 5, 4), 0.2), right.reshape(1, 5, 4, 6).mean(axis=3))
    shuffled = generator.uniform(0.15, 0.35, 99)
    return Verdict(run, left_out, shuffled, generator.uniform(size=99), Folds(run.dataset.judged, 5, 0, training=0.75))


def opened(made):
    """The notebook, as nbformat reads it and finds nothing wrong with."""
    book = nbformat.reads(made.decode(), as_version=nbformat.NO_CONVERT)
    nbformat.validate(book, relax_add_props=False)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    return book


def code(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def told(book):
    """All that stands between the code."""
    return "\n\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")


@pytest.fixture(scope="module")
def book(run, verdict):
    return opened(notebook(run, verdict))


@pytest.fixture(scope="module")
def left(book, tmp_path_factory):
    """Weights, what each cell prints, and the lines of the figure, from a process that knows nothing of pinkpref."""
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "cells.pickle").write_bytes(pickle.dumps([cell.source for cell in code(book)]))
    subprocess.run([sys.executable, "-c", RUNNER], cwd=folder, check=True)
    return pickle.loads((folder / "left.pickle").read_bytes())


def test_its_code_trains_the_same_network(run, left):
    for theirs, ours in zip(left[0], run.weights[-1], strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-5)


def test_its_outputs_are_what_its_code_prints(book, left):
    kept = ["".join(output.get("text", "") for output in cell.outputs) for cell in code(book)]
    for ours, theirs in zip(kept, left[1], strict=True):
        assert len(ours.splitlines()) == len(theirs.splitlines())
        for word, other in zip(ours.split(), theirs.split(), strict=True):
            assert word == other or abs(float(word) - float(other)) < 2e-4


def test_its_figure_shows_the_history(run, left):
    columns = ("loss", "test_loss", "accuracy", "test_accuracy")
    for line, column in zip(left[2], columns, strict=True):
        np.testing.assert_allclose(line, run.history[column], rtol=0, atol=1e-5)


def test_its_curves_are_a_drawing_and_words(book):
    ((output,),) = [cell.outputs for cell in code(book) if "matplotlib" in cell.source]
    assert ElementTree.fromstring(output.data["image/svg+xml"]).tag.endswith("svg")
    assert output.data["text/plain"].startswith("From epoch 1 to 3:")


def test_cells_are_counted_and_named(book):
    assert [cell.execution_count for cell in code(book)] == list(range(1, len(code(book)) + 1))
    assert len({cell.id for cell in book.cells}) == len(book.cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_data_settings_answer_and_figures(run, verdict, language):
    words = translator(language)
    text = told(opened(notebook(run, verdict, language)))
    for sentence in answer(verdict):
        assert sentence.say(words) in text
    for field, value in SETTINGS.to_dict().items():
        assert f"| `{field}` |" in text
        assert f"| `{value}` |" in text or isinstance(value, list)
    low, high = verdict.interval
    assert f"| `outcome` | {verdict.outcome} |" in text
    assert f"| `p_value` | {verdict.p_value:.4f} |" in text
    assert f"| `interval` | {low:.4f} – {high:.4f} |" in text
    assert f"| `left_out_accuracy` | {verdict.left_out_accuracy:.4f} |" in text
    for package in ("pinkpref", "keras", "tensorflow", "numpy", "scikit-learn"):
        assert f"| {package} | {version(package)} |" in text


def test_everything_that_was_tried_is_listed_with_what_is_left_of_it(run, verdict):
    other_run = dataclasses.replace(run, settings=SETTINGS.replace(seed=9))
    other = dataclasses.replace(verdict, run=other_run, shuffled_brier=verdict.shuffled_brier[::-1])
    price = pp.price([verdict, other])
    text = told(opened(notebook(run, verdict, "en", price)))
    assert f"| these settings | {verdict.p_value:.4f} | {price.adjusted[0]:.4f} |" in text
    assert f"| seed = 9 | {other.p_value:.4f} | {price.adjusted[1]:.4f} |" in text
    assert price.sentence("en") in text
    assert "What was tried" not in told(opened(notebook(run, verdict, "en", pp.price([verdict]))))


def test_the_same_run_and_verdict_give_the_same_file(run, verdict):
    assert notebook(run, verdict) == notebook(run, verdict)


def test_without_a_verdict_there_is_no_answer(run):
    text = told(opened(notebook(run, None)))
    assert "p_value" not in text
    assert "Did it learn" not in text


def test_a_verdict_of_another_run_is_refused(run, verdict):
    stopped = dataclasses.replace(run, metrics=run.metrics[:2], parameters=run.parameters[:3])
    with pytest.raises(ValueError, match="run must be what train gave"):
        notebook(stopped, verdict)
    assert len(history_text(stopped, translator("en")).splitlines()) == 3


@pytest.mark.parametrize("epochs", [0, 1])
def test_a_run_that_hardly_began_has_a_notebook(run, epochs):
    begun = dataclasses.replace(run, metrics=run.metrics[:epochs], parameters=run.parameters[: epochs + 1])
    assert f"EPOCHS = {epochs}\n" in code(opened(notebook(begun, None)))[0].source


def test_a_run_that_broke_has_a_notebook(run):
    metrics = np.full((1, 4), np.nan, np.float32)
    broken = dataclasses.replace(run, metrics=metrics, parameters=run.parameters[:2], test_accuracy=np.nan)
    book = opened(notebook(broken, None))
    assert code(book)[-1].outputs == []
    assert "no longer numbers" in told(book)
    assert "In epoch 1 the loss stopped being a number." in told(book)


NASTY = ["<script>alert(1)</script> **b** `c`", "<b>[d](e:f) | $f$ \\(g\\) &lt; #h ![i](j)"]


@pytest.mark.parametrize("name", NASTY)
def test_the_text_of_a_file_is_shown_and_does_nothing(run, name):
    lines = [f'{red},{red},{red},{red % 2},"x"' for red in range(24)]
    dataset = pp.read_csv(io.BytesIO("\n".join([f'R,G,B,LIKE,"{name}"', *lines]).encode()))
    assert any(name in notice for notice in dataset.notices)
    text = told(opened(notebook(dataclasses.replace(run, dataset=dataset), None)))
    assert escaped(name) in text
    for part in ("<script", "<b>", "**b", "`c`", "[d]", "| $", "\\(", "&lt;", "!["):
        assert part not in text


@pytest.mark.parametrize("name", NASTY)
def test_escaped_text_reads_as_it_was(name):
    assert html.unescape(escaped(name).replace("<code>", "").replace("</code>", "")) == name


def test_escaped_text_is_one_line():
    assert escaped("two\nlines\there 色") == "two lines here 色"
