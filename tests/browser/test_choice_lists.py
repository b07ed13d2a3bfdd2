"""What is in force stays in force when the labels of a list change: a file of another name, another language."""

import re

import pytest
from playwright.sync_api import expect

HELD = 10_000
"""Milliseconds in which the page sharpens its verdict, hears of every control again and again, and nobody moves one."""

WATCHED = """async ([milliseconds, selectors]) => {
    const text = part => part.matches("[role=combobox]") ? part.value : part.ariaValueText ?? part.innerText.trim()
    const seen = selectors.map(() => new Set())
    const until = performance.now() + milliseconds
    while (performance.now() < until) {
        selectors.forEach((selector, at) =>
            seen[at].add([...document.querySelectorAll(selector)].map(text).join(" | ")))
        await new Promise(requestAnimationFrame)
    }
    return seen.map(texts => [...texts])
}"""
"""Every text that parts of the page have had within some time; of a list, the option it shows."""

DATA = "[data-testid=stSidebar] [class*=st-key-data_] [role=combobox]"
STATUS = ".st-key-status"
LISTS, SLIDER = ".st-key-reading [role=combobox]", ".st-key-reading [type=range]"


def pressed(key):
    """The buttons that are pressed in the list of that key."""
    return f"[class*=st-key-{key}] :is([aria-checked=true], [aria-pressed=true])"


def table(rows):
    return "like,r,g,b\n" + "".join(f"{row % 2},{row},{255 - row},100\n" for row in range(rows))


RATED = "R,G,B,LIKE,other\n" + "".join(f"{20 * row},9,9,{row % 5 + 1},{row % 2 + 1}\n" for row in range(12))


def speak(dashboard, language):
    """Changes the page's language, and waits until it is."""
    dashboard.page.get_by_role("radio", name=language).click()
    expect(dashboard.page.locator("html")).to_have_attribute("lang", {"日本語": "ja", "English": "en"}[language])
    title = {"日本語": "学習の履歴", "English": "History"}[language]
    expect(dashboard.page.get_by_role("heading", name=title)).to_be_visible()
    dashboard.settled()


def stays(dashboard, expected):
    """Holds if the parts of the page, by selector, have the texts expected at every moment until time is over."""
    dashboard.settled()
    seen = dashboard.page.evaluate(WATCHED, [HELD, list(expected)])
    assert dict(zip(expected, seen, strict=True)) == {selector: [text] for selector, text in expected.items()}


def the_table_stays(dashboard, name, rows):
    """Holds if a person's own table is in force, and stays so: in the list, above the figures, in the tiles."""
    page = dashboard.page
    expect(dashboard.status).to_contain_text(re.split("： ?|: ", name)[-1])
    dashboard.settled()
    expect(page.locator(DATA)).to_have_value(name)
    stays(dashboard, {DATA: name, STATUS: dashboard.status.inner_text().strip()})
    expect(page.locator(".pp-tile")).to_have_count(rows)
    assert "data=" not in page.url


def test_the_table_uploaded_last_stays(dashboard):
    dashboard.open()
    for name, rows in (("first.csv", 30), ("second.csv", 20)):
        dashboard.choose_file(name, table(rows))
        dashboard.shows(name)
    the_table_stays(dashboard, "Your file: second.csv", 20)


def test_the_table_uploaded_last_stays_with_another_language_in_between(dashboard):
    dashboard.open().choose_file("first.csv", table(30))
    dashboard.shows("first.csv")
    speak(dashboard, "日本語")
    the_table_stays(dashboard, "読み込んだファイル：first.csv", 30)
    dashboard.choose_file("second.csv", table(20))
    the_table_stays(dashboard, "読み込んだファイル：second.csv", 20)
    speak(dashboard, "English")
    the_table_stays(dashboard, "Your file: second.csv", 20)


def test_a_shipped_table_chosen_after_two_uploads_stays_and_so_does_going_back(dashboard):
    page = dashboard.open().page
    for name, rows in (("first.csv", 30), ("second.csv", 20)):
        dashboard.choose_file(name, table(rows))
        dashboard.shows(name)
    dashboard.choose("pinks_with_a_rule.csv", "Data")
    dashboard.shows("pinks_with_a_rule.csv")
    stays(dashboard, {DATA: "pinks_with_a_rule.csv"})
    expect(page).to_have_url(re.compile("data=pinks_with_a_rule.csv"))
    dashboard.choose("Your file: second.csv", "Data")
    the_table_stays(dashboard, "Your file: second.csv", 20)


def test_preset_and_way_to_normalise_stay_in_another_language(dashboard):
    page = dashboard.open().page
    page.get_by_role("radio", name="Enough training").click()
    dashboard.shows("normalised by z-score")
    stays(dashboard, {pressed("preset"): "Enough training", pressed("scaling_choice"): "by z-score"})
    speak(dashboard, "日本語")
    stays(
        dashboard,
        {
            pressed("language"): "日本語",
            pressed("preset"): "十分な学習",
            pressed("scaling_choice"): "標準化",
            STATUS: dashboard.status.inner_text().strip(),
        },
    )
    assert "scaling=standard" in page.url
    page.get_by_role("radio", name="範囲で割る").click()
    expect(page).not_to_have_url(re.compile("scaling="))
    stays(dashboard, {pressed("preset"): "", pressed("scaling_choice"): "範囲で割る"})


@pytest.fixture
def asked(dashboard):
    """A page that asks how a table is to be read which it could read already; everything can be chosen."""
    page = dashboard.open().page
    dashboard.choose_file("rated.csv", RATED)
    page.get_by_role("button", name="Use this table").click()
    expect(page.locator(".st-key-reading")).to_have_count(0)
    dashboard.shows("rated.csv")
    page.get_by_role("button", name="Read it differently").click()
    expect(page.locator(".st-key-reading")).to_be_visible()
    return dashboard.settled()


def test_what_was_answered_about_a_file_stays_in_another_language(asked):
    page = asked.page
    asked.choose("this number and below", "Liked are")
    asked.settled()
    page.locator("[class*=cut-down] [type=range]").press("ArrowLeft")
    told = page.locator(".st-key-reading")
    expect(told.get_by_text("of them liked")).to_contain_text("67%")
    columns = "R | G | B | LIKE | 255"
    stays(asked, {LISTS: f"UTF-8 | commas | three columns | {columns} | this number and below", SLIDER: "3"})
    speak(asked, "日本語")
    stays(asked, {LISTS: f"UTF-8 | コンマ | 3列（赤・緑・青） | {columns} | この数以下", SLIDER: "3"})
    expect(told).to_contain_text("67%")


def test_what_means_liked_stays_in_another_language_and_is_what_the_table_is_read_by(asked):
    page = asked.page
    asked.choose("other", "The ratings stand in")
    page.locator(".st-key-reading").get_by_role("button", name="2", exact=True).click()
    expect(page.locator(pressed("reading"))).to_have_text("2")
    speak(asked, "日本語")
    columns = "R | G | B | other | 255"
    stays(asked, {LISTS: f"UTF-8 | コンマ | 3列（赤・緑・青） | {columns}", pressed("reading"): "2"})
    page.get_by_role("button", name="この表を使う").click()
    expect(page.locator(".st-key-reading")).to_have_count(0)
    the_table_stays(asked, "読み込んだファイル：rated.csv", 12)
    expect(page.locator(".pp-tile").filter(has_text="♥")).to_have_count(6)
