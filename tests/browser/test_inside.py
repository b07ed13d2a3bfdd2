"""The page's components against pinkpref: the network in the browser, the shared state, the map, what can be saved."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from paths import DATA
from PIL import Image
from playwright.sync_api import expect

import pinkpref as pp
from dashboard.components.network_data import network_view
from pinkpref.colour import rgb_to_hsv
from pinkpref.evaluation.misclassified import nearest
from pinkpref.i18n import translator
from pinkpref.models.settings import ACTIVATIONS

ENOUGH = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)
RULE = "lang=en&data=pinks_with_a_rule.csv&epochs=100&learning_rate=0.01&normalise=true&scaling=standard"
IMPORT = "const own = name => import(new URL(`app/static/lib/${name}.js`, document.baseURI));"
ASKED = (
    pp.Settings(),
    pp.Settings(learning_rate=0.1),
    pp.Settings(inputs=("hsv",), scaling="unit", loss="binary_crossentropy"),
    pp.Settings(inputs=("rgb", "hsv", "hue_circle"), scaling="standard", hidden=(16,), learning_rate=0.01, epochs=30),
    *(
        pp.Settings(inputs=("oklab",), scaling="standard", hidden=(4, 3), activation=name, epochs=4)
        for name in ACTIVATIONS
    ),
)


@pytest.fixture(scope="module")
def pinks():
    return pp.read_csv(DATA / "pinks_with_a_rule.csv")


@pytest.fixture(scope="module")
def enough(pinks):
    return pp.train(pinks, ENOUGH)


@pytest.fixture(scope="module")
def colours():
    corners = np.stack(np.meshgrid([0, 255], [0, 255], [0, 255]), axis=-1).reshape(-1, 3)
    return np.concatenate([corners, np.random.default_rng(0).integers(0, 256, (60, 3))]).astype(float)


@pytest.fixture(scope="module")
def ask(chromium, server):
    """Runs a function with the page's own modules, in a page without the app."""
    page = chromium.new_page()
    page.goto(f"{server}/app/static/lib/format.js")
    page.evaluate("href => document.head.append(Object.assign(document.createElement('base'), { href }))", f"{server}/")
    yield lambda body, given=None: page.evaluate(f"async given => {{ {IMPORT} {body} }}", given)
    page.close()


def network_of(run):
    """What the browser gets of a run's network."""
    return {
        "config": network_view(run, "current", translator("en"))["network"],
        "parameters": run.parameters.ravel().tolist(),
    }


MADE = """
    const { Network } = await own("network");
    const network = new Network(given.config, Float32Array.from(given.parameters));
    const inputs = network.inputs(given.colours);
    const rows = given.colours.length;
"""


@pytest.mark.parametrize(
    "asked", ASKED, ids=lambda asked: f"{'+'.join(asked.inputs)}-{asked.activation}-{asked.learning_rate}"
)
def test_the_browser_s_network_answers_as_the_run_does_at_every_epoch(ask, pinks, colours, asked):
    run = pp.train(pinks, asked)
    found = ask(
        MADE
        + "return Array.from({ length: network.lastEpoch + 1 }, (_, at) => [...network.liking(at, inputs, rows)]);",
        {**network_of(run), "colours": colours.tolist()},
    )
    expected = [run.predict(colours, epoch=epoch) for epoch in range(asked.epochs + 1)]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("rate", [0.001, 0.1])
def test_where_outputs_saturate_the_browser_s_answers_are_still_the_run_s(ask, rate):
    """On raw 0-255 inputs both outputs may be 1, or both 0, and rounding decides."""
    dataset = pp.read_csv(DATA / "readable_text.csv")
    run = pp.train(dataset, pp.Settings(learning_rate=rate))
    found = ask(
        MADE
        + "return Array.from({ length: network.lastEpoch + 1 }, (_, at) => [...network.liking(at, inputs, rows)]);",
        {**network_of(run), "colours": dataset.rgb.tolist()},
    )
    expected = [run.predict(dataset.rgb, epoch=epoch) for epoch in range(13)]
    np.testing.assert_array_equal(np.array(found) > 0.5, np.array(expected) > 0.5)


def test_changes_of_mind_are_counted_from_the_answers_of_each_epoch(ask, enough, pinks):
    found = ask(
        MADE + "return network.answerChanges(inputs, rows);", {**network_of(enough), "colours": pinks.rgb.tolist()}
    )
    answers = [enough.predict(pinks.rgb, epoch=epoch) > 0.5 for epoch in range(101)]
    assert found == [0, *((before != after).sum() for before, after in pairwise(answers))]
    assert sum(found) > 0


def test_a_unit_s_work_is_what_changes_when_its_weights_on_the_way_out_are_nothing(ask, enough, pinks):
    found = ask(
        MADE + "return network.ablation(100, 0, inputs, rows);", {**network_of(enough), "colours": pinks.rgb.tolist()}
    )
    model, whole = enough.model, enough.predict(pinks.rgb)
    for unit, ablation in enumerate(found):
        weights = [part.copy() for part in enough.weights[-1]]
        weights[2][unit] = 0
        model.set_weights(weights)
        outputs = np.asarray(model(enough.inputs(pinks.rgb)), np.float64)
        without = outputs[:, 1] / outputs.sum(axis=1)
        assert ablation["meanChange"] == pytest.approx(np.abs(without - whole).mean(), abs=1e-5)
        assert ablation["changedAnswers"] == ((without > 0.5) != (whole > 0.5)).sum()
    assert max(ablation["meanChange"] for ablation in found) > 0.03


def test_the_browser_finds_the_neighbours_that_pinkpref_finds(ask, pinks, colours):
    given = {"colours": pinks.rgb.tolist(), "asked": colours.tolist()}
    found = ask(
        'const { nearest } = await own("neighbours"); return given.asked.map(rgb => nearest(given.colours, rgb, 3));',
        given,
    )
    rows, distances = nearest(pinks, colours)
    assert [[row for row, _ in near] for near in found] == rows.tolist()
    np.testing.assert_allclose([[far for _, far in near] for near in found], distances, atol=1e-6)


def test_a_plane_gives_back_the_colour_whose_place_it_told(ask, colours):
    found = ask(
        """const { PLANES } = await own("planes");
        return Object.entries(PLANES).map(([name, plane]) => [
            name, given.map(rgb => plane.fromRgb(rgb)), given.map(rgb => plane.toRgb(...plane.fromRgb(rgb)))]);""",
        colours.tolist(),
    )
    assert [name for name, *_ in found] == ["HL", "HS", "HV", "SV", "RG", "RB", "GB"]
    hsv = rgb_to_hsv(colours / 255)
    for name, places, back in found:
        np.testing.assert_allclose(back, colours, atol=1e-6)
        if name == "HS":
            np.testing.assert_allclose(places, hsv, atol=1e-9)
        if name == "SV":
            np.testing.assert_allclose(places, hsv[:, [1, 2, 0]], atol=1e-9)


def scrub(dashboard, epoch):
    """Moves the page to an epoch by the scrubber, as a hand does."""
    scrubber = dashboard.page.get_by_label("Moment in training")
    scrubber.fill(str(epoch))
    expect(scrubber).to_have_value(str(epoch))


def test_the_moment_moves_table_score_map_and_network_together(dashboard, enough, pinks):
    page = dashboard.open(RULE).page
    expect(page.locator(".pp-map .pp-summary")).to_contain_text("After epoch 100")
    scrub(dashboard, 8)
    expect(page.locator("tr.pp-now th")).to_have_text("8")
    expect(page.locator("tr.pp-now")).to_be_in_viewport()
    row = enough.history.iloc[7]
    expect(page.locator("[data-part=loss]")).to_have_text(f"{row.test_loss:.4f}")
    expect(page.locator("[data-part=accuracy]")).to_have_text(f"{row.test_accuracy:.0%}")
    expect(page.locator(".pp-map .pp-summary")).to_contain_text("After epoch 8 ")
    expect(page.locator(".pp-network svg")).to_have_attribute("aria-label", re.compile("After epoch 8,"))
    expect(page.locator(".pp-moment")).to_be_visible()
    answers = enough.predict(pinks.rgb[enough.test_rows], epoch=8) > 0.5
    told_answers = page.locator("[data-part=answer]").all_inner_texts()
    assert ["♥" in text for text in told_answers] == answers.tolist()
    scrub(dashboard, 0)
    expect(page.get_by_text("before training (epoch 0 of 100)")).to_be_visible()
    expect(page.locator("[data-part=loss]")).to_have_text(f"{enough.untrained[0]:.4f}")
    scrub(dashboard, 100)
    expect(page.locator("[data-part=loss]")).to_have_text(f"{enough.test_loss:.4f}")
    expect(page.locator(".pp-now")).to_have_count(0)


def test_playing_asks_the_server_for_nothing_and_comes_to_the_end(dashboard):
    page = dashboard.page
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    dashboard.open("lang=en&epochs=20")
    expect(page.locator(".pp-answer .pp-outcome")).to_be_visible()
    expect(page.get_by_role("heading", name="What is behind the answer")).to_be_visible()
    expect(page.get_by_text("It follows once a network")).to_have_count(0)
    play = page.get_by_role("button", name="Play")
    expect(play).to_be_visible()
    before = len(sent)
    seen = page.evaluate(
        f"""async () => {{ {IMPORT}
            const store = await own("store");
            const seen = [];
            const done = new Promise(resolve => store.subscribe(change => {{
                if (change !== "epoch") return;
                seen.push(store.epoch());
                if (store.epoch() === store.lastEpoch()) resolve();
            }}));
            document.querySelector(".pp-play").click();
            await done;
            return seen; }}"""
    )
    assert seen[0] == 0
    assert seen == sorted(set(seen))
    assert seen[-1] == 20
    assert len(sent) == before
    expect(play).to_be_visible()


def test_a_colour_is_answered_and_told_how(dashboard, enough, pinks):
    page = dashboard.open(RULE).page
    asked = np.array([[90, 30, 200]])
    page.get_by_label("Ask about a colour").fill("#5a1ec8")
    section = page.locator(".pp-ask")
    liking = enough.predict(asked)[0]
    expect(section).to_contain_text(f"Its liking is {liking:.2f}")
    expect(section).to_contain_text("#5a1ec8: liked" if liking > 0.5 else "#5a1ec8: not liked")
    expect(section.get_by_role("row").first).to_contain_text("R 90")
    rows, _ = nearest(pinks, asked)
    hexes = ["#{:02x}{:02x}{:02x}".format(*map(int, pinks.rgb[row])) for row in rows[0]]
    expect(section.get_by_role("listitem")).to_have_text([re.compile(name) for name in hexes])
    page.locator(".pp-tile").nth(3).click()
    clicked = "#{:02x}{:02x}{:02x}".format(*map(int, pinks.rgb[3]))
    expect(page.get_by_label("Ask about a colour")).to_have_value(clicked)
    expect(section).to_contain_text(clicked)
    page.locator(".pp-map svg").click(position={"x": 120, "y": 90})
    expect(page.get_by_label("Ask about a colour")).not_to_have_value(clicked)


def test_the_map_s_plane_can_be_chosen_and_what_it_holds_still(dashboard):
    page = dashboard.open(RULE).page
    page.get_by_label("Map", exact=True).select_option("RG")
    expect(page.locator(".pp-map svg")).to_have_attribute("aria-label", re.compile("Held still: blue at"))
    page.get_by_label("blue", exact=True).fill("0.5")
    expect(page.locator(".pp-map svg")).to_have_attribute("aria-label", re.compile("Held still: blue at 128"))
    before = page.locator(".pp-map .pp-summary").inner_text()
    page.get_by_label("zoom to the rated colours").uncheck()
    expect(page.locator(".pp-map .pp-summary")).not_to_have_text(before)


def saved(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def test_figures_and_their_data_can_be_saved(dashboard, enough):
    page = dashboard.open(RULE).page
    drawing = ET.fromstring(saved(page, "Save the map: SVG"))
    pictures = drawing.findall("{http://www.w3.org/2000/svg}image")
    assert len(pictures) == 2
    assert all(picture.get("href").startswith("data:image/png") for picture in pictures)
    picture = Image.open(io.BytesIO(saved(page, "Save the map: PNG")))
    assert picture.width > 600
    assert len(np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0)) > 1000
    head, *rows = csv.reader(io.StringIO(saved(page, "Save the map: CSV").decode("utf-8-sig")))
    assert head == ["R", "G", "B", "liking"]
    numbers = np.array(rows, float)
    assert len(numbers) == 200 * 200
    np.testing.assert_allclose(numbers[:, 3], enough.predict(numbers[:, :3]), atol=1e-5)
    ET.fromstring(saved(page, "Save the network: SVG"))
    head, *rows = csv.reader(io.StringIO(saved(page, "Save the network: CSV").decode("utf-8-sig")))
    weights = [float(weight) for origin, _, weight in rows if origin != "bias"]
    first, _, second, _ = enough.weights[-1]
    np.testing.assert_allclose(weights, [*first.ravel(), *second.ravel()], rtol=1e-6)
    ET.fromstring(saved(page, "Save this figure: SVG"))
    head, *rows = csv.reader(io.StringIO(saved(page, "Save this figure: CSV").decode("utf-8-sig")))
    losses = [float(y) for series, measure, _, y, _ in rows if (series, measure) == ("training", "loss")]
    np.testing.assert_allclose(losses, enough.history["loss"], rtol=1e-6)


def test_a_pinned_run_stands_beside_the_current_one(dashboard):
    page = dashboard.open(RULE).page
    page.get_by_role("button", name="Pin this run").click()
    expect(page.get_by_text("The pinned run is the current one.")).to_be_visible()
    expect(page.locator(".pp-inside")).to_have_count(2)
    dashboard.toggle("HSV").press("Space")
    expect(page.get_by_text("Inputs: RGB → RGB + HSV")).to_be_visible()
    expect(page.locator(".pp-history")).to_have_count(2)
    expect(page.locator(".pp-score")).to_have_count(2)
    expect(page.locator(".pp-network svg").first).to_have_attribute("aria-label", re.compile("inputs R, G, B;"))
    expect(page.locator(".pp-network svg").last).to_have_attribute("aria-label", re.compile("inputs R, G, B, H, S, V;"))
    expect(page.locator(".pp-wall")).to_have_count(2)
    expect(page.get_by_role("table", name="The layers of the network")).to_have_count(2)
    assert dashboard.overflow() == 0
    page.get_by_text("Why did it miss?").click()
    expect(page.locator(".pp-misses")).to_have_count(2)
    page.get_by_role("button", name="Unpin").click()
    expect(page.locator(".pp-inside")).to_have_count(1)
    expect(page.locator(".pp-network svg")).to_have_attribute("aria-label", re.compile("inputs R, G, B, H, S, V;"))


def test_what_lies_behind_the_pictures_opens(dashboard):
    page = dashboard.open(RULE).page
    for title, key in (("How hard each layer is pushed", "gradients"), ("What the outputs do over time", "outputs")):
        page.get_by_text(title).click()
        figure = page.locator(f".st-key-panel_{key} .js-plotly-plot")
        expect(figure.locator(".main-svg").first).to_be_visible()
        expect(page.locator(f".st-key-panel_{key}")).to_contain_text("before training")
