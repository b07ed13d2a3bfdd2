import numpy as np
import pytest

from dashboard import charts
from pinkpref.i18n import LANGUAGES, translator

WORDS = [translator(language) for language in LANGUAGES]
LENGTHS = np.array([[0.5, 0.2], [0.1, 0.1], [0.0, 0.05]])
SPREAD = np.linspace(0, 1, 5)[:, None, None] * np.array([[0.4, 0.6], [0.2, 0.8], [0.1, 0.9]])


def test_each_layer_s_gradient_is_a_line_and_nothing_stands_at_zero():
    figure = charts.gradients(LENGTHS, WORDS[0])
    assert [trace.name for trace in figure.data] == ["hidden layer", "output layer"]
    np.testing.assert_array_equal(figure.data[0].y, [0.5, 0.1, np.nan])
    np.testing.assert_array_equal(figure.data[1].y, LENGTHS[:, 1])
    assert list(figure.data[0].x) == [0, 1, 2]


def test_layers_of_a_deeper_network_are_numbered():
    figure = charts.gradients(np.ones((3, 3)), WORDS[0])
    assert [trace.name for trace in figure.data] == ["hidden layer 1", "hidden layer 2", "output layer"]
    assert len({trace.line.dash for trace in figure.data}) == 3


def test_the_text_of_the_gradients_gives_beginning_end_and_how_often_nothing_moved():
    told = charts.gradients_alt(LENGTHS, WORDS[0])
    assert "hidden layer: 0.5 before training, 0 at the end; exactly 0 after 1 of 2 epochs." in told
    assert "output layer: 0.2 before training, 0.05 at the end." in told


def test_the_bands_are_the_quantiles_of_both_outputs():
    traces = {(trace.meta, trace.name): trace for trace in charts.outputs(SPREAD, WORDS[0]).data}
    assert len(traces) == 10
    np.testing.assert_array_equal(traces["liked", "median"].y, SPREAD[2, :, 1])
    np.testing.assert_array_equal(traces["not liked", "greatest"].y, SPREAD[4, :, 0])
    assert traces["liked", "greatest"].fill == traces["liked", "upper quartile"].fill == "tonexty"


def test_the_text_of_the_outputs_gives_where_they_lay_and_lie():
    told = charts.outputs_alt(SPREAD, WORDS[0])
    assert "liked: from 0.00 to 0.60 before training, the middle at 0.30" in told
    assert "from 0.00 to 0.90 at the end, the middle at 0.45" in told
    assert "not liked: from 0.00 to 0.40 before training, the middle at 0.20" in told


@pytest.mark.parametrize("words", WORDS, ids=list(LANGUAGES))
def test_a_run_that_was_never_trained_can_be_drawn_and_told(words):
    assert charts.gradients(LENGTHS[:1], words).to_json()
    assert charts.gradients_alt(LENGTHS[:1], words)
    assert charts.outputs(SPREAD[:, :1], words).to_json()
    assert charts.outputs_alt(SPREAD[:, :1], words)
