"""What can be taken away from a run, on the page."""

import sys
from urllib.parse import parse_qsl, urlsplit

from apptest import opened, settled, shown_run, texts

import pinkpref as pp
from dashboard.session import url

QUERY = {
    "epochs": "20",
    "loss": "huber",
    "optimizer": "sgd",
    "momentum": "true",
    "rgb": "false",
    "hsv": "true",
    "normalise": "true",
    "scaling": "standard",
    "learning_rate": "0.05",
    "test_share": "30",
    "hidden_units": "7",
    "seed": "3",
}


def test_the_link_shows_the_run_again():
    first = settled(opened(**QUERY, data="pinks_with_a_rule.csv"))
    run = shown_run(first)
    link = url.link(run.settings, "pinks_with_a_rule.csv")
    again = settled(opened(**dict(parse_qsl(urlsplit(link).query))))
    assert shown_run(again).settings == run.settings
    assert (run.settings.momentum, run.settings.inputs, run.settings.hidden) == (0.9, ("hsv",), (7,))
    assert shown_run(again).dataset.fingerprint == run.dataset.fingerprint


def test_a_link_holds_what_was_changed_and_nothing_of_one_s_own_data():
    assert urlsplit(url.link(pp.Settings(), None)).query == ""
    assert urlsplit(url.link(pp.Settings(epochs=7), None)).query == "epochs=7"


def test_a_file_that_needs_what_is_not_installed_has_no_button_and_says_so(monkeypatch):
    page = settled(opened(lang="en"))
    page.session_state["panel_takeaway"] = True
    offered = {button.key for button in page.run().download_button}
    assert "take_onnx" in offered
    monkeypatch.setitem(sys.modules, "onnx", None)
    left = {button.key for button in page.run().download_button}
    assert offered - left == {"take_onnx"}
    told = [text for text in texts(page.caption) if text.startswith("ONNX model: This needs")]
    assert len(told) == 1
    assert '`pip install "pinkpref[onnx]"`' in told[0]
