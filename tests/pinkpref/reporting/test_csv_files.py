import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pinkpref as pp
from pinkpref.reporting import csv_files

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", 'a,"b"', "two\nlines", "桜色", "", "plain"]


@pytest.fixture(scope="module")
def run(dataset):
    return pp.train(dataset, pp.Settings(epochs=3, scaling="unit"))


def named(names):
    rows = "".join(
        f'{row},9,219.5,{row % 2},"{name.replace(chr(34), chr(34) * 2)}"\n' for row, name in enumerate(names)
    )
    return pp.read_csv(io.StringIO(f"R,G,B,LIKE,name\n{rows}", newline=""))


def cells(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_history_comes_back_as_it_was(run):
    again = pd.read_csv(io.BytesIO(csv_files.history(run)))
    pd.testing.assert_frame_equal(again, run.history, check_dtype=False, rtol=0)


def test_predictions_stand_beside_their_rows(run):
    table = pd.read_csv(io.BytesIO(csv_files.predictions(run)))
    assert (table[["R", "G", "B"]].to_numpy() == run.dataset.rgb).all()
    assert np.flatnonzero(table["part"] == "test").tolist() == sorted(run.test_rows)
    np.testing.assert_array_equal(table["liking"], run.predict(run.dataset.rgb))
    test = table.loc[run.test_rows]
    assert (test["answer"] == test["LIKE"]).mean() == run.test_accuracy


def test_a_network_that_broke_has_no_answers(dataset, exploding):
    table = pd.read_csv(io.BytesIO(csv_files.predictions(pp.train(dataset, exploding))))
    assert table["answer"].isna().all()


def test_labels_are_read_back_as_the_same_dataset():
    dataset = named(NASTY)
    again = pp.read_csv(io.BytesIO(csv_files.labels(dataset)))
    assert again.fingerprint == dataset.fingerprint
    assert [name.removeprefix("'") for name in again.frame["name"]] == [
        name.replace("\r", "\n") for name in dataset.frame["name"]
    ]


@given(st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=5)), min_size=5, max_size=9))
def test_no_text_is_a_formula(names):
    dataset = named([name.replace("\0", "") for name in names])
    for row in cells(csv_files.labels(dataset))[1:]:
        assert not row[4].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_whole_numbers_are_written_without_a_point():
    first, second = cells(csv_files.labels(named(NASTY)))[1:3]
    assert first[:4] == ["0", "9", "219.5", "0"]
    assert second[:4] == ["1", "9", "219.5", "1"]


def test_a_column_of_the_file_may_have_the_name_of_one_of_ours(dataset):
    table = dataset.frame.assign(part="x")
    run = pp.train(pp.Dataset(table), pp.Settings(epochs=1))
    assert pd.read_csv(io.BytesIO(csv_files.predictions(run)))["part (2)"].tolist() == ["x"] * len(dataset)
