"""The page in Streamlit's AppTest, without a browser, in verbs that several files of tests share."""

import json

import numpy as np
from paths import ROOT
from streamlit.testing.v1 import AppTest

PATIENCE = 60
"""Seconds for one rerun: Streamlit's three are too few on a busy machine."""


def page_of(function, *args):
    """A page that is a function, which sees nothing of the file around it."""
    return AppTest.from_function(function, args=args, default_timeout=PATIENCE)


def opened(**query):
    test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=PATIENCE)
    for key, value in query.items():
        test.query_params[key] = value
    return test


def state(test):
    """What the page holds of its session."""
    return test.session_state["session"]


def settled(test):
    """The page after its training is over, as a browser shows it a moment later."""
    test.run()
    test.run()
    while (training := state(test).training) and not training.over:
        assert training.wait(120)
        test.run()
    test.run()
    assert not test.exception
    return test


def shown_run(test):
    return state(test).shown.run


def texts(elements):
    return [element.value for element in elements]


def by_label(elements, label):
    (found,) = [element for element in elements if element.label == label]
    return found


def component(page, key):
    """What one of the page's own components was given, if it is on the page."""
    for element in page.get("bidi_component"):
        if element.proto.id.endswith(f"-{key}"):
            if element.proto.WhichOneof("data") == "json":
                return json.loads(element.proto.json)
            length = int.from_bytes(element.proto.bytes[:4], "little")
            numbers = np.frombuffer(element.proto.bytes[4 + length :], "<f4")
            return json.loads(element.proto.bytes[4 : 4 + length]), numbers
    return None


def results(page, view):
    """What each of the boxes was given that show a "table", a "figure" or a "score": the pinned run's comes first."""
    return [box["data"] for box in component(page, "run_results")["panels"] if box["view"] == view]


def upload(page, name, content):
    by_label(page.file_uploader, "Upload a table").upload(name, content, "text/csv")
    return settled(page)
