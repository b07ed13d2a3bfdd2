import json
import re

import numpy as np
import pytest

import pinkpref as pp
from dashboard.components import network_data
from pinkpref.i18n import LANGUAGES, translator

WORDS = translator("en")


@pytest.fixture(scope="module")
def run(dataset):
    return pp.train(dataset, pp.Settings(epochs=4, inputs=("rgb", "hsv"), scaling="standard"))


def test_the_pictures_are_told_the_network_and_every_rated_colour(run):
    told = json.loads(json.dumps(network_data.told(run, "current", WORDS)))
    assert told["network"]["layers"] == [6, 5, 2]
    np.testing.assert_array_equal(told["network"]["scale"], run.preprocessing.scale)
    np.testing.assert_array_equal(told["colours"], run.dataset.rgb)
    np.testing.assert_array_equal(told["like"], run.dataset.like)
    assert np.flatnonzero(told["test"]).tolist() == sorted(run.test_rows)
    assert told["words"]["features"] == ["R", "G", "B", "H", "S", "V"]


def test_of_many_rated_colours_the_first_are_told_and_how_many_are_not(make_dataset, monkeypatch):
    monkeypatch.setattr(network_data, "MOST_COLOURS", 10)
    told = network_data.told(pp.train(make_dataset(24), pp.Settings(epochs=1)), "current", WORDS)
    assert len(told["colours"]) == len(told["like"]) == len(told["test"]) == 10
    assert told["words"]["leftOut"] == 14
    assert told["words"]["known"] == "The pictures know the first 10 of 24 rated colours."


def test_the_score_of_every_epoch_begins_before_training(run):
    told = network_data.score(run, "pinned", WORDS)
    assert told["slot"] == "pinned"
    assert told["series"]["loss"] == [run.untrained[0], *run.history["test_loss"]]
    assert told["series"]["accuracy"] == [run.untrained[1], *run.history["test_accuracy"]]
    np.testing.assert_array_equal(told["colours"], run.dataset.rgb[run.test_rows])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_places_in_a_sentence_are_the_same_in_both_languages(run, language):
    english, other = (
        network_data.told(run, "current", words)["words"] | network_data.bar(words)
        for words in (WORDS, translator(language))
    )
    assert english.keys() == other.keys()
    for name, text in english.items():
        if isinstance(text, str):
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", other[name])), name
