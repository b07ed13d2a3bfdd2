"""A class with spreadsheets of every kind: in, a question answered, and everything out again."""

import io
import re
import subprocess
import sys
import zipfile

import pandas as pd
import pytest
from playwright.sync_api import expect
from spreadsheets import workbook

PINKS = [(255, 240 - 6 * row, 150 + 4 * row, int(row < 12)) for row in range(24)]


def table(header, row):
    return header + "\n" + "".join(row(*pink) for pink in PINKS)


def scale():
    """The same colours in a workbook, rated from 1 to 5."""
    ratings = [4 + at % 2 if liked else 1 + at % 3 for at, (*_, liked) in enumerate(PINKS)]
    rows = [
        [f"ピンク{at}", *colour, rating] for at, ((*colour, _), rating) in enumerate(zip(PINKS, ratings, strict=True))
    ]
    return workbook(色=[["色の名前", "赤", "緑", "青", "評価"], *rows])


def shares(r, g, b, liked):
    return f"{r / 255:.4f};{g / 255:.4f};{b / 255:.4f};{liked}\n".replace(".", ",")


FILES = {
    "cp932.csv": (
        table("名前\t赤\t緑\t青\t好き", lambda r, g, b, y: f"桃色\t{r}\t{g}\t{b}\t{'×○'[y]}\n").encode("cp932"),
        "Read as Shift_JIS, the columns separated by tabs.",
    ),
    "semicolons.csv": (table("R;G;B;LIKE", shares), "Decimal commas were read as decimal points."),
    "hex.csv": (
        table("colour,like", lambda r, g, b, y: f"#{r:02x}{g:02x}{b:02x},{'yes' if y else 'no'}\n"),
        "LIKE: yes was taken as liked, no as not liked.",
    ),
}


def test_tables_as_spreadsheets_write_them_are_read_and_say_what_they_were_taken_for(dashboard):
    page = dashboard.open().page
    for name, (content, told) in FILES.items():
        dashboard.choose_file(name, content)
        dashboard.shows(name)
        expect(page.get_by_test_id("stSidebar").get_by_text(told)).to_be_visible()
        expect(page.locator(".st-key-upload [data-testid=stFileChip]")).to_have_count(0)
        liked = page.locator(".pp-tile").filter(has_text="♥")
        expect(liked).to_have_count(12)


@pytest.fixture
def taken(dashboard, tmp_path):
    """A workbook read with an answered question, trained and judged, and every file of it: names, contents, folder."""
    page = dashboard.open("lang=en&normalise=true&scaling=standard&epochs=30&learning_rate=0.01").page
    dashboard.choose_file("scale.xlsx", scale())
    asked = page.locator(".st-key-reading")
    expect(asked.get_by_text("Column “評価” holds numbers from 1 to 5.")).to_be_visible()
    expect(asked.get_by_role("cell", name="ピンク3", exact=True)).to_be_visible()
    expect(asked.get_by_text("50% of them liked")).to_be_visible()
    asked.get_by_role("slider").press("ArrowRight")
    expect(asked.get_by_text("25% of them liked")).to_be_visible()
    asked.get_by_role("slider").press("ArrowLeft")
    expect(asked.get_by_text("50% of them liked")).to_be_visible()
    asked.get_by_role("button", name="Use this table").click()
    dashboard.shows("scale.xlsx")
    expect(asked).to_have_count(0)
    expect(page.locator(".pp-answer:not(.pp-earlier) .pp-outcome")).to_have_text(re.compile("Learned"))
    page.get_by_text("Take it with you").click()
    buttons = page.locator(".st-key-panel_takeaway [data-testid=stDownloadButton] button, [class*=st-key-take_] button")
    expect(buttons).to_have_count(8)
    files = {}
    for button in buttons.all():
        with page.expect_download() as download:
            button.click()
        files[download.value.suggested_filename] = download.value.path().read_bytes()
        (tmp_path / download.value.suggested_filename).write_bytes(files[download.value.suggested_filename])
    return dashboard, files, tmp_path


def test_a_question_is_answered_and_everything_can_be_taken_away(taken):
    dashboard, files, folder = taken
    page = dashboard.page
    assert sorted(files) == [
        "experiment.ipynb",
        "experiment.py",
        "history.csv",
        "labels.csv",
        "network.keras",
        "network.onnx",
        "predictions.csv",
        "report.html",
    ]
    told = re.sub(r"[\d,]+", "#", page.locator(".pp-answer strong").inner_text())  # it sharpens while files are taken
    for name in ("report.html", "experiment.ipynb"):
        assert told in re.sub(r"[\d,]+", "#", files[name].decode())
    assert zipfile.is_zipfile(io.BytesIO(files["network.keras"]))
    labels = pd.read_csv(io.BytesIO(files["labels.csv"]))
    assert labels["LIKE"].tolist() == [liked for *_, liked in PINKS]
    assert labels["name"][3] == "ピンク3"
    link = page.locator(".st-key-panel_takeaway code, [data-testid=stCode] code").last.inner_text()
    assert "normalise=true" in link
    assert "scale" not in link.replace("scaling", "")
    shown = [row.inner_text().split() for row in dashboard.epochs().all()]
    done = subprocess.run([sys.executable, "experiment.py"], cwd=folder, capture_output=True, text=True, check=True)
    printed = [line.split() for line in done.stdout.splitlines()]
    assert printed[-31:-1] == shown
    assert " ".join(printed[-1]) == page.locator(".st-key-results [data-part=right]").inner_text()
    page.goto(link)
    dashboard.shows("epochs 30")
    expect(page.get_by_text("keras_pink.csv").first).to_be_visible()


def test_an_own_table_can_be_removed_by_keyboard(dashboard):
    page = dashboard.open().page
    dashboard.choose_file("hex.csv", FILES["hex.csv"][0])
    dashboard.shows("hex.csv")
    page.get_by_role("button", name="Remove it").press("Enter")
    dashboard.shows("keras_pink.csv")
    expect(page.locator(".pp-tile")).to_have_count(24)
