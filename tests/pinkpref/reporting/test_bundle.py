import io
import json
import sys
import zipfile

import pandas as pd
import pytest

import pinkpref as pp
from pinkpref import cli
from pinkpref.extras import MissingExtraError
from pinkpref.reporting.bundle import export, files
from pinkpref.reporting.notebook import notebook
from pinkpref.reporting.report import report

KINDS = ["keras", "onnx", "script", "notebook", "report", "history", "predictions", "labels"]


@pytest.fixture(scope="module")
def run(dataset):
    return pp.train(dataset, pp.Settings(epochs=2, scaling="unit"))


def test_every_file_is_what_its_name_says(run):
    made = {kind: file.make() for kind, file in files(run, None, "en", "mine.csv").items()}
    assert list(made) == KINDS
    assert zipfile.is_zipfile(io.BytesIO(made["keras"]))
    compile(made["script"], "experiment.py", "exec")
    assert json.loads(made["notebook"])["nbformat"] == 4
    assert b"mine.csv" in made["report"]
    for kind, rows in (("history", 2), ("predictions", 24), ("labels", 24)):
        assert len(pd.read_csv(io.BytesIO(made[kind]))) == rows


def test_a_network_that_broke_leaves_no_model(dataset, exploding):
    broken = pp.train(dataset, exploding)
    assert list(files(broken)) == KINDS[2:]
    for file in files(broken).values():
        assert file.make()


def test_a_folder_is_filled_and_never_overwritten(run, tmp_path):
    place = tmp_path / "new" / "folder"
    paths = export(run, place)
    assert sorted(paths) == sorted(place.iterdir())
    assert len(paths) == len(KINDS)
    before = {path: path.read_bytes() for path in paths}
    paths[0].unlink()
    with pytest.raises(ValueError, match=r"has these files already: .*Choose another folder\."):
        export(run, place)
    assert not paths[0].exists()
    assert all(path.read_bytes() == before[path] for path in paths[1:])


def test_what_cannot_be_made_here_is_left_out_and_told(run, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert list(files(run)) == ["keras", "script", "history", "predictions", "labels"]
    assert len(export(run, tmp_path / "one")) == 5
    for make in (report, notebook):
        with pytest.raises(MissingExtraError, match=r"matplotlib.*pinkpref\[report\]"):
            make(run, None)
    asked = ["export", "keras_pink", "--out", str(tmp_path / "two"), "--epochs", "1", "--permutations", "19"]
    assert cli.main(asked) == 0
    told = capsys.readouterr().err
    for name, extra in (("network.onnx", "onnx"), ("experiment.ipynb", "report"), ("report.html", "report")):
        assert any(line.startswith(f"{name}: ") and f"pinkpref[{extra}]" in line for line in told.splitlines())


def test_the_command_line_exports(run, tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_bytes(files(run)["labels"].make())
    asked = ["export", str(table), "--out", str(tmp_path / "out"), "--epochs", "2", "--scaling", "unit"]
    assert cli.main([*asked, "--permutations", "19", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["files"]) == len(KINDS)
    assert (tmp_path / "out" / "predictions.csv").read_bytes() == files(run)["predictions"].make()
    assert cli.main([*asked, "--permutations", "19"]) == 2
    assert "has these files already" in capsys.readouterr().err
