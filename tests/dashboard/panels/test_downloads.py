"""What can be taken away from a run, on the page."""

from urllib.parse import parse_qsl, urlsplit

from apptest import opened, settled, shown_run

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
