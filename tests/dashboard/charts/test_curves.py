import numpy as np
import pandas as pd
import pytest

from dashboard import charts
from pinkpref import Settings
from pinkpref.i18n import LANGUAGES, translator
from pinkpref.models.features import feature_names
from pinkpref.reporting.network_labels import diagram_alt

WORDS = [translator(language) for language in LANGUAGES]


def history(losses, accuracies=None):
    accuracies = np.full(len(losses), 0.5) if accuracies is None else accuracies
    return pd.DataFrame(
        {
            "epoch": np.arange(1, len(losses) + 1),
            "loss": losses,
            "accuracy": accuracies,
            "test_loss": np.add(losses, 0.1),
            "test_accuracy": np.subtract(1, accuracies),
        }
    )


SOME = history([0.5, 0.4, 0.3], [0.25, 0.5, 0.75])
AWKWARD = {
    "none": history([]),
    "one": history([0.5]),
    "many": history(np.linspace(1, 0, 300)),
    "negative": history([-0.5, -0.9]),
    "not a number": history([0.5, np.nan]),
    "huge": history([1e30, 1e3]),
}


def test_the_curves_are_the_history():
    drawn = [(list(trace.x), list(trace.y)) for trace in charts.curves(SOME, 3, WORDS[0]).data]
    epochs = [1, 2, 3]
    assert drawn == [(epochs, list(SOME[name])) for name in ("loss", "accuracy", "test_loss", "test_accuracy")]


def test_training_and_test_differ_in_more_than_colour():
    training, _, test, _ = charts.curves(SOME, 3, WORDS[0]).data
    assert training.marker.symbol != test.marker.symbol
    assert training.line.dash != test.line.dash
    assert training.mode == test.mode == "lines+markers"


def test_few_epochs_are_marked_even_of_a_long_training_and_many_are_not():
    for trained, mode in (1, "lines+markers"), (300, "lines"):
        drawn = charts.curves(history(np.linspace(1, 0, trained)), 300, WORDS[0])
        assert {trace.mode for trace in drawn.data} == {mode}


def test_the_chance_level_is_drawn_on_the_accuracy_at_one_half():
    (line,) = charts.curves(SOME, 3, WORDS[0]).layout.shapes
    assert (line.y0, line.y1, line.yref) == (0.5, 0.5, "y2")


@pytest.mark.parametrize("words", WORDS, ids=list(LANGUAGES))
@pytest.mark.parametrize("rows", AWKWARD.values(), ids=list(AWKWARD))
def test_every_history_can_be_drawn(rows, words):
    assert charts.curves(rows, max(len(rows), 1), words).to_json()


def test_titles_and_legend_are_in_the_page_s_language():
    english, japanese = (charts.curves(SOME, 3, words).to_plotly_json() for words in WORDS)
    assert [trace["name"] for trace in english["data"]] == ["training", "training", "test", "test"]
    assert [trace["name"] for trace in japanese["data"]] == ["学習", "学習", "テスト", "テスト"]
    assert japanese["layout"]["xaxis2"]["title"]["text"] == "エポック"


def test_the_diagram_names_inputs_outputs_loss_and_optimizer():
    settings = Settings(inputs=("hsv",), loss="huber", optimizer="adam", learning_rate=0.02)
    told = diagram_alt(feature_names(settings), settings, WORDS[0])
    for part in ("H, S, V", "huber", "adam", "0.02", "relu"):
        assert part in told
