"""Pictures of the page in both languages, sizes and themes: ``make pictures``. READMEs show the wide light ones."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

PICTURES = Path(__file__).parents[2] / "dashboard" / "pictures"
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
CASES = [
    pytest.param({"viewport": SIZES[size], "color_scheme": theme}, f"{size}.{theme}", id=f"{size}-{theme}")
    for theme in ("light", "dark")
    for size in SIZES
]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("dashboard", "name"), CASES, indirect=["dashboard"])
def test_picture(dashboard, name, language):
    page = dashboard.open(f"lang={language}").page
    page.locator(".js-plotly-plot .legendtext").first.wait_for()
    page.locator(".pp-answer:not(.pp-earlier)").wait_for()
    expect(page.locator(".st-key-answer").get_by_test_id("stProgress")).to_have_count(0)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # a control that its browser has not loaded yet
    page.screenshot(path=PICTURES / f"{name}.{language}.png")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_picture_of_what_the_network_sees(dashboard, language):
    page = dashboard.open(
        f"lang={language}&data=pinks_with_a_rule.csv&epochs=100&learning_rate=0.01&normalise=true&scaling=standard"
    ).page
    page.set_viewport_size({"width": 1440, "height": 2400})
    page.locator(".pp-map .pp-summary:not(:empty)").wait_for()
    page.locator("#pp-epoch").fill("8")
    page.locator(".st-key-inside").screenshot(path=PICTURES / f"inside.{language}.png")
