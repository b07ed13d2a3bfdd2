import re
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pandas as pd
import pytest
from chart_cases import ALL, CASES, verdict_of

from pinkpref.i18n import LANGUAGES, translator
from pinkpref.reporting import chart_data, svg_charts
from pinkpref.reporting.chart_data import TEST, TRAINING

SOLID = f"stroke: {TRAINING}; stroke-width: 1.8"
DASHED = f"stroke-dasharray: 6.66,2.88; stroke-dashoffset: 0; stroke: {TEST}; stroke-width: 1.8"
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
WORDS = translator("en")


def history_of(epochs):
    random = np.random.default_rng(epochs)
    return pd.DataFrame(
        {
            "epoch": np.arange(1, epochs + 1),
            "loss": random.uniform(0.2, 0.6, epochs),
            "accuracy": random.uniform(0, 1, epochs),
            "test_loss": random.uniform(0.2, 0.6, epochs),
            "test_accuracy": random.uniform(0, 1, epochs),
        }
    )


HISTORY = history_of(12)
CURVES, SHUFFLES = chart_data.curves(HISTORY), CASES["shuffles"]["ordinary"]
DRAWINGS = (lambda words: svg_charts.curves(CURVES, words), lambda words: svg_charts.shuffles(SHUFFLES, words))
DRAWN = [(chart, name) for chart, name in ALL if chart in ("curves", "shuffles")]


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(SVG + "text")]


def ids(svg):
    return [element.get("id") for element in ElementTree.fromstring(svg).iter() if element.get("id")]


def paths(svg, style):
    """Vertices (n, 2) of every path with something in its style; y counts upwards."""
    found = [path.get("d") for path in ElementTree.fromstring(svg).iter(SVG + "path") if style in path.get("style", "")]
    return [np.array(re.findall(r"[ML] (\S+) (\S+)", path), float) * (1, -1) for path in found]


def marks(svg, colour):
    """How often a mark of that colour is drawn on the lines and in the legend; an axis has ticks of other widths."""
    uses = ElementTree.fromstring(svg).iter(SVG + "use")
    styles = [use.get("style") for use in uses]
    return sum(style.startswith(f"fill: {colour}; stroke: {colour}") and "width" not in style for style in styles)


def on_a_scale(places, values):
    """From values to places on an axis, a straight line that all of them must lie on."""
    scale = np.polyfit(values, places, 1)
    np.testing.assert_allclose(np.polyval(scale, values), places, atol=1e-3)
    assert scale[0] > 0
    return scale


@pytest.mark.parametrize("draw", DRAWINGS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.filterwarnings("error")
def test_it_is_one_element_with_a_name_and_its_text_is_text(draw, language):
    words = translator(language)
    svg = draw(words)
    assert svg.startswith("<svg ")
    assert svg.endswith("</svg>")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") in (
        chart_data.curves_alt(CURVES, words),
        chart_data.shuffles_alt(SHUFFLES, words),
    )
    marks = ("your labels",) if draw is DRAWINGS[1] else ("training", "test", "loss", "epoch", "a coin (chance)")
    assert {words.gettext(mark) for mark in marks} <= set(texts(svg))


def test_it_says_nothing_to_the_page_around_it():
    for draw in DRAWINGS:
        svg = draw(WORDS)
        root = ElementTree.fromstring(svg)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert not tags & {"style", "script", "metadata", "image", "a"}
        assert all(value.startswith("#") for element in root.iter() for key, value in element.items() if key == LINK)
        assert "DejaVu" not in svg
        assert "Last Resort" not in svg


def test_ids_are_those_of_one_figure_alone_and_lead_somewhere():
    figures = [draw(WORDS) for draw in DRAWINGS] + [svg_charts.curves(chart_data.curves(history_of(11)), WORDS)]
    known = [name for svg in figures for name in ids(svg)]
    assert len(known) == len(set(known)) > 0
    for svg in figures:
        assert set(re.findall(r"#([mph][0-9a-f]{10})", svg)) == set(ids(svg))


def test_equal_figures_are_equal_whatever_else_goes_on():
    alone = [draw(translator(language)) for language in LANGUAGES for draw in DRAWINGS]
    before = dict(matplotlib.rcParams)
    with ThreadPoolExecutor(4) as threads:
        asked = [
            threads.submit(draw, translator(language)) for _ in range(2) for language in LANGUAGES for draw in DRAWINGS
        ]
        assert [answer.result() for answer in asked] == alone * 2
    assert dict(matplotlib.rcParams) == before
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "lines.linestyle": ":"}):
        assert [draw(translator(language)) for language in LANGUAGES for draw in DRAWINGS] == alone


def test_the_curves_lie_where_the_figures_are():
    svg = svg_charts.curves(CURVES, WORDS)
    lines = [path for path in paths(svg, "fill: none") if len(path) == len(HISTORY)]
    measures = ("loss", "test_loss", "accuracy", "test_accuracy")
    assert len(lines) == len(measures)
    scales = {}
    for line, measure in zip(lines, measures, strict=True):
        on_a_scale(line[:, 0], HISTORY["epoch"])
        scales[measure] = on_a_scale(line[:, 1], HISTORY[measure])
    np.testing.assert_allclose(scales["loss"], scales["test_loss"], rtol=1e-3)
    np.testing.assert_allclose(scales["accuracy"], scales["test_accuracy"], rtol=1e-3)
    coin = next(path for path in paths(svg, "stroke-dasharray: 1.5,2.475") if len(path) == 2)
    assert coin[:, 1] == pytest.approx(np.polyval(scales["accuracy"], 0.5), abs=1e-3)


def test_training_and_test_differ_in_colour_line_and_mark():
    svg = svg_charts.curves(CURVES, WORDS)
    for look in (SOLID, DASHED):
        assert [len(path) for path in paths(svg, look)].count(len(HISTORY)) == 2
    assert marks(svg, TRAINING) == marks(svg, TEST) == 2 * len(HISTORY) + 1
    many = svg_charts.curves(chart_data.curves(history_of(41)), WORDS)
    assert marks(many, TRAINING) == marks(many, TEST) == 0


@pytest.mark.parametrize("missing", [np.nan, np.inf])
def test_a_figure_that_is_no_number_leaves_a_gap(missing):
    history = history_of(6)
    history.loc[[2, 5], ["test_loss", "test_accuracy"]] = [[missing, np.nan]] * 2
    svg = svg_charts.curves(chart_data.curves(history), WORDS)
    assert marks(svg, TRAINING) == 2 * 6 + 1
    assert marks(svg, TEST) == 2 * 4 + 1
    assert not re.search(r"[ML] (nan|inf)", svg)


@pytest.mark.filterwarnings("error")
def test_before_the_first_epoch_there_are_no_lines():
    svg = svg_charts.curves(chart_data.curves(history_of(0)), WORDS)
    assert 'aria-label="No epoch has been trained yet."' in svg
    assert "a coin (chance)" in texts(svg)


def test_a_negative_loss_is_on_the_picture():
    history = history_of(5).assign(loss=[-0.2, -0.5, -0.7, -0.9, -0.95])
    (lowest,) = (path[-1, 1] for path in paths(svg_charts.curves(chart_data.curves(history), WORDS), SOLID)[:1])
    assert lowest > -150


@pytest.mark.parametrize("name", CASES["shuffles"])
def test_bars_and_line_stand_where_the_numbers_are(name):
    numbers = CASES["shuffles"][name]
    svg = svg_charts.shuffles(numbers, WORDS)
    (outline,) = (path for path in paths(svg, f"fill: {TRAINING}") if len(path) > 30)
    line = next(path for path in paths(svg, "stroke-width: 2.5"))
    across = on_a_scale(outline[1:-1, 0], np.repeat(numbers.edges, 2)[1:-1])
    on_a_scale(outline[1:-1, 1], np.repeat(numbers.counts, 2))
    assert line[:, 0] == pytest.approx(np.polyval(across, numbers.real), abs=1e-2)


@pytest.mark.parametrize(("chart", "name"), DRAWN, ids=[f"{chart}, {name}" for chart, name in DRAWN])
@pytest.mark.filterwarnings("error")
def test_every_chart_can_be_drawn_whatever_the_numbers(chart, name):
    svg = getattr(svg_charts, chart)(CASES[chart][name], WORDS)
    ElementTree.fromstring(svg)
    assert not re.search(r"[ML] (nan|inf)", svg)


def test_shuffles_that_are_all_alike_are_drawn_too():
    assert "1.0000" in texts(svg_charts.shuffles(chart_data.shuffles(verdict_of(1.0, [1.0] * 19)), WORDS))


def test_the_label_stays_on_the_picture():
    places = {}
    for real in (0.1, 0.4):
        root = ElementTree.fromstring(svg_charts.shuffles(chart_data.shuffles(verdict_of(real, [0.2, 0.3])), WORDS))
        (label,) = (text for text in root.iter(SVG + "text") if text.text == "your labels")
        places[real] = label.get("style")
    assert "text-anchor: start" in places[0.1]
    assert "text-anchor: end" in places[0.4]
