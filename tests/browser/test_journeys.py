"""What people do on the page, in a real browser."""

import re

import pandas as pd
import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
GOOD = "like,r,g,b\n" + "".join(f"{row % 2},{row},{255 - row},100\n" for row in range(30))
LARGE = "R,G,B,LIKE\n" + "".join(f"{i % 256},{i % 251},{i % 241},{i % 256 // 128}\n" for i in range(60_000))
BROKEN = "R,G,B,LIKE\n1,2,3,1\n300,,x,2\n" + "1,2,3,0\n" * 3


def test_it_opens_trained_on_the_article(dashboard):
    page = dashboard.open().page
    expect(dashboard.epochs()).to_have_count(12)
    expect(page.locator(".st-key-results").get_by_text("4 of 5 test colours right")).to_be_visible()
    expect(page.locator(".pp-answers tbody tr")).to_have_count(5)
    expect(page.get_by_text("invented: coin flips").first).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    expect(page.locator(".pp-inside svg")).to_have_count(2)
    expect(page.locator(".pp-tile")).to_have_count(24)
    expect(page.locator(".pp-tile.pp-test")).to_have_count(5)
    expect(page.get_by_text("32 parameters")).to_be_visible()


def test_moving_epochs_trains_anew_and_stands_in_the_url(dashboard):
    dashboard.open()
    slider = dashboard.slider("Epochs")
    slider.focus()
    for epochs in (13, 14, 15):  # the slider moves, the page need not have heard of it
        slider.press("ArrowRight")
        expect(slider).to_have_value(str(epochs))
    dashboard.shows("epochs 15")
    expect(slider).to_have_value("15")
    expect(dashboard.epochs()).to_have_count(15)
    expect(dashboard.page).to_have_url(re.compile("epochs=15"))


def test_a_changed_figure_is_redrawn_in_its_place_and_fits(dashboard):
    page = dashboard.open().page
    curves = page.get_by_role("figure", name="From epoch 1 to 12:")
    curves.evaluate("figure => { figure.before = true }")
    dashboard.slider("Epochs").press("ArrowRight")
    longer = page.get_by_role("figure", name="From epoch 1 to 13:")
    expect(longer.locator(".point").locator("visible=true")).to_have_count(4 * 13)
    assert longer.evaluate("figure => figure.before")
    page.set_viewport_size({"width": 1100, "height": 900})
    expect(longer.locator(".main-svg").first).to_have_attribute(
        "width", longer.evaluate("figure => String(figure.clientWidth)")
    )


def test_back_and_forward_bring_back_the_figures_too(dashboard):
    page = dashboard.open().page
    slider = dashboard.slider("Epochs")
    slider.focus()
    for epochs in (13, 14):
        page.evaluate("history.pushState(history.state, '', location.href)")
        slider.press("ArrowRight")
        dashboard.shows(f"epochs {epochs}")
    for step, epochs in (("back", 13), ("back", 12), ("forward", 13)):
        page.evaluate(f"history.{step}()")
        dashboard.shows(f"epochs {epochs} ")
        expect(dashboard.epochs()).to_have_count(epochs)
        expect(slider).to_have_value(str(epochs))


def test_figures_that_leave_the_page_are_let_go(dashboard):
    page = dashboard.open().page
    page.evaluate(
        """() => { window.kept = 0; const { observe, disconnect } = ResizeObserver.prototype
            ResizeObserver.prototype.observe = function (box) {
                if (/pp-figure|pp-inside/.test(box.className)) { this.ours = true; window.kept++ }
                return observe.call(this, box) }
            ResizeObserver.prototype.disconnect = function () {
                if (this.ours) { this.ours = false; window.kept-- }
                return disconnect.call(this) } }"""
    )

    def pinned_and_unpinned():
        page.get_by_role("button", name="Pin this run").click()
        expect(page.locator(".js-plotly-plot")).to_have_count(2)
        expect(page.locator(".pp-inside svg")).to_have_count(4)
        beside = page.evaluate("window.kept")
        page.get_by_role("button", name="Unpin").click()
        expect(page.locator(".pp-inside svg")).to_have_count(2)
        expect(page.locator(".js-plotly-plot")).to_have_count(1)
        return beside, page.evaluate("window.kept")

    first, second = pinned_and_unpinned(), pinned_and_unpinned()
    assert second == first
    assert second[0] > second[1]


def test_toggling_hsv_redraws_the_network(dashboard):
    page = dashboard.open().page
    dashboard.toggle("HSV").press("Space")
    dashboard.shows("RGB + HSV")
    diagram = page.get_by_label("inputs R, G, B, H, S, V")
    expect(diagram.first).to_be_visible()
    expect(page).to_have_url(re.compile("hsv=true"))


@pytest.mark.parametrize(
    ("language", "outcome", "told"),
    [
        ("en", "No sign", ["4 of 5 test colours", "“liked” gets 4", "28% to 99%", "barely moved", "of 1,000 tries."]),
        (
            "ja",
            "学習できた様子なし",
            ["5色中4色が正解", "「好き」と答えると4色", "28%から99%", "ほとんど変わっていません", "1,000回中"],
        ),
    ],
)
def test_the_article_s_question_is_answered_at_the_top(dashboard, language, outcome, told):
    page = dashboard.open(f"lang={language}").page
    answer = page.locator(".pp-answer")
    expect(answer.locator(".pp-outcome")).to_contain_text(outcome)
    for words in told:
        expect(answer).to_contain_text(words, timeout=60_000)
    assert answer.bounding_box()["y"] < page.locator(".pp-history").bounding_box()["y"]


def test_the_cure_is_applied_by_its_button_and_judged_anew(dashboard):
    page = dashboard.open().page
    page.get_by_role("button", name="Try it: normalising by z-score, a learning rate of 0.01 and 100 epochs").click()
    dashboard.shows("learning rate 0.01 · batch size 2 · epochs 100")
    expect(page.locator(".pp-answer:not(.pp-earlier)")).to_be_visible()
    expect(page.locator(".pp-answer")).not_to_contain_text("barely moved")
    expect(page).to_have_url(re.compile("normalise=true"))


def test_what_can_be_learned_is_called_learned(dashboard):
    page = dashboard.open(
        "lang=en&data=readable_text.csv&epochs=2&batch_size=32&normalise=true&learning_rate=0.05"
    ).page
    expect(page.locator(".pp-outcome")).to_contain_text("Learned", timeout=120_000)
    expect(page.locator(".pp-answer")).to_contain_text("in none of 1,000 tries")


@pytest.mark.parametrize(("dashboard", "language"), [({}, "en"), (PHONE, "ja")], indirect=["dashboard"])
def test_every_panel_behind_the_answer_opens(dashboard, language):
    page = dashboard.open(f"lang={language}").page
    expect(page.locator(".pp-answer:not(.pp-earlier)")).to_be_visible()
    panels = page.get_by_test_id("stExpander")
    expect(panels).to_have_count(11)
    limits = {"en": "What this cannot tell you", "ja": "ここからは分からないこと"}[language]
    for panel in panels.all()[:10]:
        panel.locator("summary").click()
        expect(panel.get_by_text(limits)).to_be_visible()
    panels.nth(10).locator("summary").click()
    expect(panels.nth(10).get_by_test_id("stDownloadButton")).to_have_count(8)
    expect(page.get_by_role("figure")).to_have_count(1 + 2 + 5)
    expect(page.locator(".js-plotly-plot .main-svg").nth(7)).to_be_visible()
    expect(panels.nth(5).locator(".pp-tile")).to_have_count(24)
    expect(panels.nth(7).get_by_role("button")).to_have_count(4)
    assert dashboard.overflow() == 0


def test_without_inputs_it_says_what_to_switch_on(dashboard):
    page = dashboard.open().page
    dashboard.toggle("RGB").press("Space")
    expect(page.get_by_test_id("stSidebar").get_by_text("Switch on RGB, HSV or Hue circle")).to_be_visible()
    expect(dashboard.status).to_contain_text("are still the earlier ones")
    expect(dashboard.epochs()).to_have_count(12)


def test_a_good_csv_is_trained_on(dashboard):
    page = dashboard.open().page
    dashboard.choose_file("mine.csv", GOOD)
    dashboard.shows("mine.csv")
    expect(page.locator(".pp-tile")).to_have_count(30)
    expect(page.locator(".pp-answers tbody tr")).to_have_count(6)
    assert "mine" not in page.url


def test_a_broken_csv_is_told_in_full_and_changes_nothing(dashboard):
    page = dashboard.open().page
    dashboard.choose_file("mine.csv", GOOD)
    dashboard.shows("mine.csv")
    dashboard.choose_file("broken.csv", BROKEN)
    complaint = (
        page.get_by_test_id("stSidebar").get_by_test_id("stAlert").filter(has_text="broken.csv could not be read")
    )
    expect(complaint.get_by_role("listitem")).to_have_count(4)
    expect(complaint).to_contain_text("Line 3, column G: the cell is empty.")
    dashboard.shows("mine.csv")
    expect(page.locator(".pp-tile")).to_have_count(30)


def test_text_of_a_file_makes_no_links(dashboard):
    page = dashboard.open().page
    dashboard.choose_file(
        "www.evil.example -> a.csv", "R,G,B,LIKE\nhttps://evil.example,a@evil.example,&copy;,www.evil.example\n"
    )
    complaint = page.get_by_test_id("stSidebar").get_by_test_id("stAlert")
    expect(complaint).to_contain_text("&copy;")
    expect(complaint.get_by_role("link")).to_have_count(0)
    assert "→" not in complaint.inner_text()


def test_a_binary_file_is_refused_in_a_sentence(dashboard):
    page = dashboard.open().page
    page.locator("input[type=file]").set_input_files(
        {"name": "picture.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n\x00\xff\xfe"}
    )
    expect(page.get_by_test_id("stSidebar").get_by_text("This is a picture (.png), not a table")).to_be_visible()
    expect(dashboard.epochs()).to_have_count(12)


def test_the_table_to_start_from_can_be_downloaded(dashboard):
    page = dashboard.open().page
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a CSV to start from").click()
    table = pd.read_csv(download.value.path())
    assert len(table) == 67
    assert table["LIKE"].isna().all()


def test_a_reload_shows_the_same_page(dashboard):
    page = dashboard.open("lang=en&epochs=30&hsv=true&normalise=true&scaling=standard&seed=4").page
    dashboard.shows("epochs 30")
    first = page.locator(".pp-history").inner_text()
    page.reload()
    dashboard.shows("epochs 30")
    assert page.locator(".pp-history").inner_text() == first
    expect(dashboard.slider("Epochs")).to_have_value("30")


def test_train_again_moves_the_seed_that_is_shown(dashboard):
    page = dashboard.open().page
    page.get_by_role("button", name="Train again").click()
    dashboard.shows("seeds 1 (start), 0 (split)")
    page.get_by_role("button", name="Another split").click()
    dashboard.shows("seeds 1 (start), 1 (split)")
    expect(page.get_by_role("spinbutton", name="Seed of the split")).to_have_value("1")


def test_a_preset_moves_the_controls(dashboard):
    page = dashboard.open().page
    page.get_by_role("radio", name="Colleagues' advice").click()
    dashboard.shows("HSV, normalised by known range")
    expect(dashboard.toggle("RGB")).not_to_be_checked()
    page.get_by_role("radio", name="The article").click()
    dashboard.shows("RGB, not normalised")
    expect(page.locator(".st-key-results").get_by_text("4 of 5 test colours right")).to_be_visible()


def test_switching_the_language_keeps_everything(dashboard):
    page = dashboard.open("lang=en&epochs=15").page
    page.get_by_role("radio", name="日本語").click()
    expect(page.get_by_role("heading", name="学習の履歴")).to_be_visible()
    dashboard.settled()
    expect(dashboard.epochs()).to_have_count(15)
    expect(page).to_have_url(re.compile("lang=ja"))
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator(".st-key-results").get_by_text("テストの5色中4色が正解")).to_be_visible()


@pytest.mark.parametrize("dashboard", [{"locale": "ja-JP"}], indirect=True)
def test_it_opens_in_the_browser_s_language(dashboard):
    page = dashboard.open("").page
    expect(page.get_by_role("heading", name="学習の履歴")).to_be_visible()


def test_a_long_training_shows_its_curves_growing_and_can_be_stopped(dashboard):
    page = dashboard.open("lang=en&epochs=300&batch_size=1").page
    dashboard.choose_file("large.csv", LARGE)
    progress = dashboard.progress
    expect(progress).to_contain_text(re.compile(r"epoch \d+ of 300.* left"))
    expect(page.get_by_text("so far", exact=True)).to_have_count(3)
    page.wait_for_function("document.querySelector('.pp-history').scrollHeight > 600")
    page.locator(".pp-history").evaluate("table => { table.scrollTop = 100 }")
    seen = dashboard.epochs().count()
    expect(dashboard.epochs()).not_to_have_count(seen)
    assert page.locator(".pp-history").evaluate("table => table.scrollTop") == 100
    dashboard.status.get_by_role("button", name="Stop").click()
    expect(dashboard.status).to_contain_text("What was trained until then is kept.", timeout=3000)
    dashboard.settled()
    assert 0 < dashboard.epochs().count() < 300
    expect(dashboard.status).to_contain_text("of 300")
    page.get_by_role("button", name="Train all 300 epochs").click()
    expect(progress).to_be_visible()
    slider = dashboard.slider("Epochs")
    slider.focus()
    slider.press("Home")
    dashboard.shows("epochs 1 ")
    expect(dashboard.epochs()).to_have_count(1)


def test_two_tabs_do_not_disturb_each_other(dashboard):
    first = dashboard.open("lang=en&epochs=300&batch_size=1")
    first.choose_file("large.csv", LARGE)
    expect(first.progress).to_be_visible()
    second = type(first)(first.page.context.new_page(), first.address).open("lang=en&epochs=40")
    second.shows("epochs 40")
    expect(second.epochs()).to_have_count(40)
    expect(first.progress).to_be_visible()
    expect(first.page.locator(".pp-tile").first).to_be_visible()
    first.status.get_by_role("button", name="Stop").click()
    expect(first.status).to_contain_text("large.csv")
    expect(second.epochs()).to_have_count(40)


@pytest.mark.parametrize("dashboard", [PHONE], indirect=True)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_a_phone_nothing_sticks_out(dashboard, language):
    page = dashboard.open(f"lang={language}&data=readable_text.csv&hidden_units=16&hsv=true").page
    assert dashboard.overflow() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert dashboard.blank_below() < 200
    dashboard.panels_stand("tops.length === 3 && tops[0] < tops[1] && tops[1] < tops[2]")


def test_on_a_wide_screen_the_three_panels_stand_side_by_side(dashboard):
    page = dashboard.open().page
    expect(page.locator(".st-key-answer")).to_contain_text("of 1,000 tries.")
    dashboard.panels_stand("tops.length === 3 && tops.every(top => top === tops[0]) && tops[0] < 540")
    assert dashboard.overflow() == 0


def test_every_control_can_be_reached_by_keyboard(dashboard):
    page = dashboard.open("lang=en&normalise=true").page
    expect(page.locator(".pp-inside svg")).to_have_count(2)
    reached = set()
    for _ in range(100):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "[document.activeElement].map(at => at?.getAttribute('aria-label') || at?.innerText || '')[0]"
            )
        )
    told = " | ".join(filter(None, reached))
    for label in (
        *("Epochs", "Batch size", "Learning rate", "Hidden units", "Test share", "Loss", "Optimizer", "Data"),
        *("RGB", "HSV", "Normalise", "Seed of the start", "Seed of the split", "Train again", "Another split"),
        *("The article", "by known range", "English", "History", "Test colours", "All colours"),
        *("Play", "Pin this run", "Save the map: SVG", "Save this figure: CSV"),
    ):
        assert label in told


def test_every_control_has_a_name(dashboard):
    page = dashboard.open("lang=en&normalise=true").page
    controls = page.get_by_test_id("stSidebar").locator(
        "input:not([type=file]), [role=slider], [role=radio], [role=switch]"
    )
    nameless = [
        control.evaluate("part => part.outerHTML.slice(0, 200)")
        for control in controls.all()
        if not control.evaluate(
            "part => part.getAttribute('aria-label') || part.labels?.length || part.getAttribute('aria-labelledby')"
            " || part.closest('label') || part.textContent"
        )
    ]
    assert not nameless
