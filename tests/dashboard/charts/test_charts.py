"""plotly draws exactly the numbers it is given, whatever they are."""

import numpy as np
import plotly.graph_objects as go
import pytest
from chart_cases import ALL, CASES, IDS

from dashboard import charts
from pinkpref.i18n import LANGUAGES, decimal, percent, translator
from pinkpref.reporting import chart_data
from pinkpref.reporting.chart_data import TEST, TRAINING


class Validated:
    """The charts, each validated by plotly as it is drawn."""

    def __getattr__(self, chart):
        return lambda numbers, words: go.Figure(getattr(charts, chart)(numbers, words))


validated = Validated()
WORDS = [translator(language) for language in LANGUAGES]
ENGLISH, JAPANESE = WORDS


def of(chart):
    """Every case of one chart, as parameters."""
    return pytest.mark.parametrize("numbers", CASES[chart].values(), ids=list(CASES[chart]))


def equal(drawn, wanted):
    np.testing.assert_array_equal(np.array(drawn, float), np.array(wanted, float))


@pytest.mark.parametrize("words", WORDS, ids=list(LANGUAGES))
@pytest.mark.parametrize(("chart", "name"), ALL, ids=IDS)
def test_every_chart_can_be_drawn_whatever_the_numbers(chart, name, words):
    figure = getattr(validated, chart)(CASES[chart][name], words)
    assert figure.layout.height >= 60
    assert figure.to_json()


@of("curves")
def test_the_curves(numbers):
    figure = validated.curves(numbers, ENGLISH)
    drawn = {(trace.name, trace.meta): trace for trace in figure.data}
    assert len(drawn) == len(figure.data) == 4
    for row, name in enumerate(("training", "test")):
        for measure, told in (("loss", lambda value: decimal(value, 4)), ("accuracy", percent)):
            trace, values = drawn[name, measure], getattr(numbers, measure)[row]
            equal(trace.x, numbers.epochs)
            equal(trace.y, values)
            assert list(trace.customdata) == [told(value) for value in values]
            assert trace.hovertemplate == "%{customdata}"
            assert trace.mode == ("lines+markers" if numbers.marked else "lines")
            assert trace.line.color == trace.marker.color == (TRAINING, TEST)[row]
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range == (0, numbers.reach + 1)
    assert figure.layout.yaxis.rangemode == ("tozero" if numbers.from_zero else "normal")
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1, line.yref) == (0.5, 0.5, "y2")


def test_an_accuracy_that_is_nearly_all_is_not_called_all():
    history = CASES["curves"]["many epochs"]._replace(accuracy=np.full((2, 300), 0.996))
    _, accuracy, _, _ = validated.curves(history, ENGLISH).data
    assert set(accuracy.customdata) == {"99.6%"}


def test_training_and_test_differ_in_more_than_colour():
    training, _, test, _ = validated.curves(CASES["curves"]["all equal"], ENGLISH).data
    assert training.marker.symbol != test.marker.symbol
    assert training.line.dash != test.line.dash


def test_titles_and_legend_are_in_the_page_s_language():
    english, japanese = (validated.curves(CASES["curves"]["one epoch"], words).to_plotly_json() for words in WORDS)
    assert [trace["name"] for trace in english["data"]] == ["training", "training", "test", "test"]
    assert [trace["name"] for trace in japanese["data"]] == ["学習", "学習", "テスト", "テスト"]
    assert japanese["layout"]["xaxis2"]["title"]["text"] == "エポック"


@of("gradients")
def test_the_gradients(numbers):
    figure = validated.gradients(numbers, ENGLISH)
    assert [trace.name for trace in figure.data] == chart_data.layer_names(numbers, ENGLISH)
    assert len({trace.line.dash for trace in figure.data}) == len(figure.data)
    assert [trace.line.color for trace in figure.data] == [*[TRAINING] * (len(numbers.norms) - 1), TEST]
    for trace, norms in zip(figure.data, numbers.norms, strict=True):
        equal(trace.x, numbers.epochs)
        equal(trace.y, norms)
        assert trace.mode == ("lines" if len(numbers.epochs) > 1 else "markers")
    assert figure.layout.yaxis.type == "log"


@of("outputs")
def test_the_outputs(numbers):
    traces = {(trace.meta, trace.name): trace for trace in validated.outputs(numbers, ENGLISH).data}
    names = ("least", "lower quartile", "median", "upper quartile", "greatest")
    assert set(traces) == {(meaning, name) for meaning in ("liked", "not liked") for name in names}
    for meaning, quantiles in (("liked", numbers.liked), ("not liked", numbers.not_liked)):
        for name, values in zip(names, quantiles, strict=True):
            equal(traces[meaning, name].x, numbers.epochs)
            equal(traces[meaning, name].y, values)
            assert traces[meaning, name].line.color == (TEST if name == "median" else TRAINING)
    assert traces["liked", "greatest"].fill == traces["liked", "upper quartile"].fill == "tonexty"


@of("shuffles")
def test_the_shuffles(numbers):
    figure = validated.shuffles(numbers, ENGLISH)
    (bars,), (line,) = figure.data, figure.layout.shapes
    equal(np.subtract(bars.x, bars.width / 2), numbers.middles - numbers.width / 2)
    equal(bars.y, numbers.counts)
    assert bars.marker.color == TRAINING
    assert line.x0 == line.x1 == numbers.real
    assert line.line.color == TEST


@of("splits")
def test_the_splits(numbers):
    figure = validated.splits(numbers, ENGLISH)
    (bars,), (line,) = figure.data, figure.layout.shapes
    equal(bars.x, numbers.right)
    equal(bars.y, numbers.counts)
    assert line.x0 == line.x1 == numbers.own_right
    assert figure.layout.xaxis.dtick == numbers.step
    assert figure.layout.xaxis.title.text == f"test colours right, of {numbers.rows}"


@pytest.mark.parametrize("chart", ["baselines", "correlations"])
def test_dots_with_their_intervals(chart):
    for numbers in CASES[chart].values():
        figure = getattr(validated, chart)(numbers, JAPANESE)
        (dots,) = figure.data
        equal(dots.x, numbers.values)
        assert list(dots.y) == [JAPANESE.gettext(name) for name in numbers.names]
        equal(dots.error_x.array, numbers.above)
        equal(dots.error_x.arrayminus, numbers.below)
        assert " ".join(dots.customdata) in getattr(chart_data, f"{chart}_alt")(numbers, JAPANESE)
        low, high = figure.layout.xaxis.range
        assert low < numbers.reach[0] < numbers.reach[1] < high
        assert figure.layout.shapes[0].x0 == sum(numbers.reach) / 2


@of("learning_curve")
def test_the_learning_curve(numbers):
    figure = validated.learning_curve(numbers, ENGLISH)
    for line, values in zip(figure.data, (numbers.low, numbers.high, numbers.accuracy), strict=True):
        equal(line.x, numbers.rows)
        equal(line.y, values)
    assert list(figure.data[2].customdata) == [percent(share) for share in numbers.accuracy]
    assert figure.layout.shapes[0].y0 == figure.layout.shapes[0].y1 == numbers.baseline
