"""The shipped tables are what data/README.md says they are."""

import importlib.util
import io

import numpy as np
import pandas as pd
import pytest
from paths import DATA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import pinkpref as pp
from pinkpref.tables.samples import SAMPLES

specification = importlib.util.spec_from_file_location("make_samples", DATA / "make_samples.py")
make_samples = importlib.util.module_from_spec(specification)
specification.loader.exec_module(make_samples)


@pytest.mark.parametrize("name", make_samples.SAMPLES)
def test_every_file_is_what_its_recipe_makes(name):
    made = io.StringIO()
    make_samples.SAMPLES[name]().to_csv(made, index=False, lineterminator="\n")
    assert (DATA / name).read_text(encoding="utf-8") == made.getvalue()


@pytest.fixture(scope="module")
def coin():
    return pp.read_csv(DATA / "keras_pink.csv")


def test_the_coin_fell_twelve_times_on_each_side(coin):
    assert list(pd.read_csv(DATA / "keras_pink.csv").columns) == ["R", "G", "B", "LIKE"]
    assert np.bincount(coin.like).tolist() == [12, 12]
    assert coin.notices == (SAMPLES["keras_pink.csv"].about,)


def test_the_article_s_settings_give_the_article_s_picture(coin):
    run = pp.train(coin, pp.Settings())
    assert run.test_accuracy == 0.8
    assert len(run.test_rows) == 5
    assert [round(edge, 2) for edge in (run.history["accuracy"].min(), run.history["accuracy"].max())] == [0.42, 0.58]
    assert run.history["accuracy"].nunique() > 2
    assert run.test_loss == pytest.approx(0.2000, abs=5e-5)
    assert run.history["loss"].iloc[-1] == pytest.approx(0.4493, abs=5e-5)
    assert {0, 1} == set((run.predict(coin.rgb) > 0.5).astype(int))


def test_there_is_nothing_in_the_coin_flips_to_learn(coin):
    folds = RepeatedStratifiedKFold(n_splits=4, n_repeats=10, random_state=0)
    plain = make_pipeline(StandardScaler(), LogisticRegression())
    assert cross_val_score(plain, coin.rgb, coin.like, cv=folds).mean() == pytest.approx(0.55, abs=0.01)


def test_the_rule_liked_the_light_half_and_four_labels_were_turned_round():
    table = pd.read_csv(DATA / "pinks_with_a_rule.csv")
    lightness = table @ pd.Series({"R": 0.299, "G": 0.587, "B": 0.114, "LIKE": 0})
    light = lightness.rank() > len(table) / 2
    assert (light != table["LIKE"]).sum() == 4


def test_the_rule_can_be_learned_with_enough_training():
    dataset = pp.read_csv(DATA / "pinks_with_a_rule.csv")
    run = pp.train(dataset, pp.Settings(scaling="standard", learning_rate=0.01, epochs=100))
    assert run.history["accuracy"].iloc[-1] > 0.8


def test_readable_text_follows_its_formula():
    dataset = pp.read_csv(DATA / "readable_text.csv")
    assert len(dataset) == 949
    assert (dataset.like == (dataset.rgb @ [0.299, 0.587, 0.114] > 127.5)).all()


def test_the_table_to_label_needs_only_its_labels():
    table = pd.read_csv(DATA / "pinks_to_label.csv")
    assert len(table) == 67
    assert table["name"].str.contains("pink").all()
    filled = table.assign(LIKE=np.arange(67) % 2).to_csv(index=False)
    assert len(pp.read_csv(io.StringIO(filled))) == 67
