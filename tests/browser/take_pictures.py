"""Pictures of the page in both languages, sizes and themes: ``make pictures``. README shows the wide light ones."""

from pathlib import Path

import pytest

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
    page.screenshot(path=PICTURES / f"{name}.{language}.png")
