import dataclasses
import io
import json
import subprocess
import sys

import pytest
from paths import ROOT

import pinkpref as pp
from pinkpref import cli
from pinkpref.cli import options
from pinkpref.models import CONSTRAINTS
from pinkpref.reporting import labels
from pinkpref.tables.reading import Reading

ARTICLE = str(ROOT / "data" / "keras_pink.csv")
RULE = str(ROOT / "data" / "pinks_with_a_rule.csv")
BROKEN = "R,G,B,LIKE\n1,2,3,1\n300,,x,0\n" + "1,2,3,0\n" * 3
SCALE = "R,G,B,rating\n" + "".join(f"{at},2,3,{at % 5 + 1}\n" for at in range(10))


@pytest.fixture
def pinkpref(capsys):
    """Runs a command, as `python -m pinkpref` would; returns its exit code and what it printed."""

    def run(*arguments):
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as error:  # argparse's own
            code = error.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def changed(value):
    """Another value of the same kind, and how it is written on a command line."""
    known = {"mean_absolute_error": "huber", "rmsprop": "sgd", "none": "unit", "relu": "tanh"}
    if isinstance(value, bool):
        return True, []
    if isinstance(value, tuple):
        other = ("hsv", "oklab") if isinstance(value[0], str) else (8, 4)
        return other, [str(part) for part in other]
    other = known.get(value) or (value + 1 if isinstance(value, int) else value / 2 or 0.5)
    return other, [str(other)]


def test_every_setting_is_an_option():
    wanted, arguments = {}, []
    for field in dataclasses.fields(pp.Settings):
        wanted[field.name], written = changed(field.default)
        arguments += [f"--{field.name.replace('_', '-')}", *written]
    asked = options.parser().parse_args(["train", "x.csv", *arguments])
    assert pp.Settings(**options.fields_of(asked, pp.Settings)) == pp.Settings(**wanted)
    none = options.parser().parse_args(["train", "x.csv"])
    assert options.fields_of(none, pp.Settings) == options.fields_of(none, Reading) == {}


def test_every_way_to_read_a_table_is_an_option():
    given = "--encoding cp932 --delimiter ; --sheet a --no-header --colour x y z --scale 1 --like w --liked A B"
    given += " --empty left-out"
    asked = options.parser().parse_args(
        [
            "train",
            "x.csv",
            *given.split(),
        ]
    )
    assert Reading(**options.fields_of(asked, Reading)) == Reading(
        encoding="cp932",
        delimiter=";",
        sheet="a",
        header=False,
        colour=("x", "y", "z"),
        scale=1.0,
        like="w",
        liked=("A", "B"),
        empty="left-out",
    )
    asked = options.parser().parse_args(["train", "x.csv", "--cut", "4"])
    assert options.fields_of(asked, Reading) == {"cut": 4.0}


@pytest.mark.parametrize("command", ["train", "assess", "export"])
def test_help_needs_no_docstrings(command):
    """Python's -OO cuts them out."""
    told = [
        subprocess.run(
            [sys.executable, *flags, "-m", "pinkpref", command, "--help"],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout
        for flags in ([], ["-OO"])
    ]
    assert told[0] == told[1]
    assert f"usage: pinkpref {command}" in told[1]


def test_help_says_what_each_option_is_what_it_allows_and_its_default(pinkpref):
    code, out, _ = pinkpref("train", "--help")
    text = " ".join(out.split())
    assert code == 0
    for field in dataclasses.fields(pp.Settings):
        assert f"{labels.SETTINGS[field.name].meaning} Allowed: {CONSTRAINTS[field.name].allowed} (default: " in text
    for meaning in labels.READING.values():
        assert meaning in text
    told = "How often the network goes through all training rows. Allowed: 1 to 100,000 (default: 12)"
    assert f"--epochs EPOCHS {told} --batch-size" in text
    assert "Allowed: one or two layers of 1 to 1,024 units (default: 5)" in text
    assert "one or more of rgb, hsv, hue_circle, oklab (default: rgb)" in text


def test_training_prints_the_history_and_the_score(pinkpref):
    code, out, err = pinkpref("train", ARTICLE, "--epochs", 3)
    run = pp.train(pp.read_csv(ARTICLE), pp.Settings(epochs=3))
    assert code == 0
    lines = out.splitlines()
    assert [float(line.split()[1]) for line in lines[1:4]] == pytest.approx(run.history["loss"].tolist(), abs=6e-5)
    assert lines[-1] == "4 of 5 test colours right"
    assert "Training: 100%" in err


def test_json_holds_the_figures(pinkpref):
    code, out, _ = pinkpref("train", RULE, "--json", "--epochs", 3, "--inputs", "hsv", "--scaling", "standard")
    told = json.loads(out)
    settings = pp.Settings(epochs=3, inputs=("hsv",), scaling="standard")
    run = pp.train(pp.read_csv(RULE), settings)
    assert code == 0
    assert pp.Settings.from_dict(told["settings"]) == settings
    assert told["history"] == run.history.to_dict("records")
    assert (told["test_loss"], told["test_accuracy"]) == (run.test_loss, run.test_accuracy)
    assert told["data"]["fingerprint"] == run.dataset.fingerprint
    assert told["test_rows"] == run.test_rows.tolist()


def test_assess_answers_in_a_sentence_and_in_figures(pinkpref):
    verdict = pp.assess(pp.read_csv(RULE), pp.Settings(epochs=3), permutations=99)
    code, out, err = pinkpref("assess", RULE, "--epochs", 3, "--permutations", 99, "--language", "ja")
    assert code == 0
    assert out.startswith(verdict.sentence("ja"))
    assert f"p_value: {verdict.p_value:.4g}" in out
    assert "100%" in err
    _, out, _ = pinkpref("assess", RULE, "--epochs", 3, "--permutations", 99, "--json")
    told = json.loads(out)
    assert told["sentence"] == verdict.sentence("en")
    assert (told["outcome"], told["p_value"], told["extreme_shuffles"]) == (
        verdict.outcome,
        verdict.p_value,
        verdict.extreme_shuffles,
    )
    assert told["interval"] == list(verdict.interval)
    assert [found["name"] for found in told["findings"]] == [found.name for found in verdict.findings]


def test_signal_looks_for_a_rule_and_trains_nothing(pinkpref):
    found = pp.signal(pp.read_csv(RULE), permutations=199)
    code, out, err = pinkpref("signal", RULE, "--permutations", 199, "--language", "ja")
    assert (code, out) == (0, found.sentence("ja") + "\n")
    assert "TensorFlow" not in err
    told = json.loads(pinkpref("signal", RULE, "--permutations", 199, "--json")[1])
    assert (told["p_value"], told["extreme_shuffles"], told["permutations"]) == (
        found.p_value,
        found.extreme_shuffles,
        199,
    )
    assert told["data"]["fingerprint"] == pp.read_csv(RULE).fingerprint


def test_compare_holds_two_settings_against_each_other(pinkpref):
    base = pp.Settings(epochs=3, scaling="standard")
    found = pp.compare(pp.read_csv(RULE), base, base.replace(inputs=("rgb", "hsv"), hidden=(4, 3), learning_rate=0.1))
    common = ["compare", RULE, "--epochs", 3, "--scaling", "standard"]
    common += ["--b", "inputs=rgb+hsv", "hidden=4+3", "learning-rate=0.1"]
    code, out, _ = pinkpref(*common, "--language", "ja")
    assert (code, out) == (0, found.sentence("ja") + "\n")
    told = json.loads(pinkpref(*common, "--a", "nesterov=false", "--json")[1])
    assert [pp.Settings.from_dict(values) for values in told["settings"]] == list(found.settings)
    assert (told["difference"], told["interval"], told["p_value"], told["accuracies"], told["changed"]) == (
        found.difference,
        list(found.interval),
        found.p_value,
        list(found.accuracies),
        found.changed.tolist(),
    )


def test_a_broken_table_is_told_in_full(pinkpref, tmp_path):
    path = tmp_path / "broken.csv"
    path.write_text(BROKEN)
    with pytest.raises(pp.DatasetError) as caught:
        pp.read_csv(path)
    assert pinkpref("assess", path) == (2, "", f"{caught.value}\n")


def test_a_question_names_the_options_that_answer_it(pinkpref, tmp_path, monkeypatch):
    path = tmp_path / "scale.csv"
    path.write_text(SCALE)
    code, out, err = pinkpref("train", path)
    assert (code, out) == (2, "")
    assert "From which number on is a colour liked?" in err
    assert err.endswith("Choose with: --cut\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SCALE.encode())))
    code, out, err = pinkpref("train", "-", "--cut", 4, "--epochs", 1, "--json")
    assert code == 0
    assert json.loads(out)["data"]["liked"] == 4
    assert "LIKE: 4 or more was taken as liked" in err


def test_a_sample_is_taken_where_no_file_has_its_name(pinkpref, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("pinks_with_a_rule", "pinks_with_a_rule.csv"):
        code, out, _ = pinkpref("train", name, "--epochs", 1, "--json")
        assert code == 0
        assert json.loads(out)["data"]["fingerprint"] == pp.read_csv(RULE).fingerprint
        assert json.loads(out)["data"]["file"] == "pinks_with_a_rule.csv"
    (tmp_path / "pinks_with_a_rule").write_text((ROOT / "data" / "keras_pink.csv").read_text())
    _, out, _ = pinkpref("train", "pinks_with_a_rule", "--epochs", 1, "--json")
    assert json.loads(out)["data"]["fingerprint"] == pp.read_csv(ARTICLE).fingerprint


WRONG = [
    (("train", ARTICLE, "--epochs", "0"), "epochs must be a whole number from 1 to 100,000, not 0."),
    (("train", ARTICLE, "--epochs", "many"), "invalid int value: 'many'"),
    (("train", ARTICLE, "--loss", "kind"), "loss must be one of mean_absolute_error"),
    (("train", ARTICLE, "--encoding", "x"), "encoding must be one of"),
    (("train", "missing.csv"), "missing.csv: No such file or directory"),
    (("assess", ARTICLE, "--permutations", "3"), "permutations must be at least 19"),
    (("compare", ARTICLE, "--b", "epochs"), "“epochs” is no setting and its value. Write one as epochs=40"),
    (("compare", ARTICLE, "--b", "ages=40"), "“ages=40” is no setting and its value."),
    (("compare", ARTICLE, "--b", "epochs=many"), "epochs must be a whole number from 1 to 100,000, not 'many'."),
    (("compare", ARTICLE, "--b", "nesterov=perhaps"), "nesterov must be"),
    (("compare", ARTICLE, "--b", "test_size=0.3"), "different test shares, 0.2 and 0.3"),
    (("signal", ARTICLE, "--epochs", "3"), "unrecognized arguments: --epochs 3"),
    (("train",), "the following arguments are required: data"),
    (("train", ARTICLE, "--server.port", "8600"), "unrecognized arguments: --server.port 8600"),
    ((), "the following arguments are required: command"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_what_is_wrong_with_a_command_is_said(pinkpref, arguments, told):
    code, out, err = pinkpref(*arguments)
    assert (code, out) == (2, "")
    assert told in err


def test_figures_that_are_no_numbers_are_null(pinkpref):
    wild = ["--loss", "categorical_crossentropy", "--optimizer", "sgd", "--activation", "linear", "--hidden", 30, 30]
    code, out, _ = pinkpref("train", ARTICLE, "--json", *wild, "--learning-rate", 10, "--batch-size", 1000)
    assert code == 0
    assert json.loads(out, parse_constant=pytest.fail)["test_loss"] is None


def test_a_shell_sees_the_same():
    """The whole way, in a process of its own: what a program reads is on standard output, and nothing else."""
    command = [sys.executable, "-m", "pinkpref", "train", ARTICLE, "--epochs", "2", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(json.loads(done.stdout)["history"]) == 2
    invented, loading, *progress = done.stderr.splitlines()  # a line for every tenth: a busy machine tells of several
    assert invented.startswith("24 pinks. The labels are invented")
    assert loading == "Loading TensorFlow. This takes a few seconds, once."
    assert all(line.startswith("Training: ") for line in progress)
    assert progress[-1] == "Training: 100%"
