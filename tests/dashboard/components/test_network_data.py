import json
import re

import numpy as np
import pytest
from paths import ROOT

import pinkpref as pp
from dashboard.components import network_data
from pinkpref.i18n import LANGUAGES, translator

WORDS = translator("en")


@pytest.fixture(scope="module")
def run(dataset):
    return pp.train(dataset, pp.Settings(epochs=4, inputs=("rgb", "hsv"), scaling="standard"))


def test_the_components_get_the_network_and_every_rated_colour(run):
    data = json.loads(json.dumps(network_data.network_view(run, "current", WORDS)))
    assert data["network"]["layers"] == [6, 5, 2]
    np.testing.assert_array_equal(data["network"]["scale"], run.preprocessing.scale)
    np.testing.assert_array_equal(data["colours"], run.dataset.rgb)
    np.testing.assert_array_equal(data["like"], run.dataset.like)
    assert np.flatnonzero(data["test"]).tolist() == sorted(run.test_rows)
    assert data["messages"]["featureNames"] == ["R", "G", "B", "H", "S", "V"]


def test_of_many_rated_colours_the_first_are_sent_and_how_many_are_not(make_dataset, monkeypatch):
    monkeypatch.setattr(network_data, "MOST_COLOURS", 10)
    data = network_data.network_view(pp.train(make_dataset(24), pp.Settings(epochs=1)), "current", WORDS)
    assert len(data["colours"]) == len(data["like"]) == len(data["test"]) == 10
    assert data["omitted"] == 14
    assert data["messages"]["mapOmitted"] == "The pictures know the first 10 of 24 rated colours."


def test_the_score_of_every_epoch_begins_before_training(run):
    data = network_data.score(run, "pinned", WORDS)
    assert data["run"] == "pinned"
    assert data["history"]["loss"] == [run.untrained[0], *run.history["test_loss"]]
    assert data["history"]["accuracy"] == [run.untrained[1], *run.history["test_accuracy"]]
    np.testing.assert_array_equal(data["colours"], run.dataset.rgb[run.test_rows])


@pytest.fixture(scope="module")
def contract():
    """The keys of every object type in the components' own description of what they get."""
    text = (ROOT / "dashboard" / "static" / "lib" / "contract.js").read_text(encoding="utf-8")
    found = {}
    for block in re.findall(r"/\*\*.*?\*/", text, re.DOTALL):
        for name in re.findall(r"@typedef {object} (\w+)", block):
            found[name] = set(re.findall(r"@property {.+?} (\w+)(?: |$)", block, re.MULTILINE))
    return found


def test_what_is_sent_has_the_keys_that_the_components_expect(run, contract):
    data = network_data.network_view(run, "current", WORDS)
    sent = {
        "NetworkData": data,
        "NetworkConfig": data["network"],
        "NetworkMessages": data["messages"],
        "ScoreData": network_data.score(run, "current", WORDS),
        "BarMessages": network_data.bar(WORDS),
    }
    assert {name: set(value) for name, value in sent.items()} == {name: contract[name] for name in sent}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "messages_of",
    [
        lambda run, words: network_data.network_view(run, "current", words)["messages"],
        lambda _, words: network_data.bar(words),
    ],
    ids=["network", "bar"],
)
def test_the_placeholders_of_a_message_are_the_same_in_both_languages(run, language, messages_of):
    english, other = messages_of(run, WORDS), messages_of(run, translator(language))
    assert english.keys() == other.keys()
    for name, text in english.items():
        if isinstance(text, str):
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", other[name])), name
