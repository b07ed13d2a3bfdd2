"""A person's own table on the page, from its upload until it is removed."""

import pytest
from apptest import by_label, opened, settled, shown_run, state, texts, upload
from paths import DATA, ROOT

import pinkpref as pp
from dashboard.session import uploads
from dashboard.session.uploads import TEMPLATE
from dashboard.tasks.cache import Source
from pinkpref.i18n import translator
from pinkpref.tables import SAMPLES

TABLE = b"R,G,B,LIKE\n" + b"".join(b"%d,9,9,%d\n" % (20 * row, row % 2) for row in range(12))


@pytest.fixture
def page():
    return settled(opened())


def test_a_table_can_be_removed(page):
    upload(page, "mine.csv", TABLE)
    by_label(page.button, "Remove it").click()
    settled(page)
    assert by_label(page.selectbox, "Data").options == list(uploads.SAMPLES)
    assert shown_run(page).dataset.fingerprint == pp.read_csv(ROOT / "data" / "keras_pink.csv").fingerprint
    assert state(page).own is None


def test_a_file_that_is_too_large_is_refused_with_its_size(page, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1)
    upload(page, "large.csv", b"R,G,B,LIKE\n" + b" " * 3 * 2**20)
    assert any("The file has 3 MB" in text.replace("\\", "") for text in texts(page.error))


def test_the_uploader_is_empty_again_once_a_file_was_taken(page):
    assert state(page).uploads == 0
    upload(page, "mine.csv", TABLE)
    assert by_label(page.file_uploader, "Upload a table").value is None
    assert state(page).uploads == 1
    upload(page, "broken.csv", b"R,G\n")
    assert state(page).uploads == 2
    assert shown_run(page).dataset.like.tolist() == [0, 1] * 6


def test_the_next_file_takes_the_place_of_a_problem_and_of_a_question(page):
    upload(page, "broken.csv", b"R,G\n")
    assert len(page.sidebar.error) == 1
    upload(page, "question.csv", TABLE.replace(b"R,G,B,LIKE\n", b""))
    assert not page.sidebar.error
    assert state(page).asking
    upload(page, "mine.csv", TABLE)
    assert not state(page).asking


def test_a_file_is_called_the_person_s_own():
    words = translator("en")
    assert uploads.name_of(Source("a.csv", own=True), words) == "Your file: a.csv"
    assert uploads.name_of(Source("a.csv"), words) == "a.csv"


def test_a_file_that_breaks_the_reading_is_told_once_and_let_go(page, monkeypatch):
    def broken(*_given):
        raise RuntimeError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(uploads, "read_csv", broken)
        upload(page, "odd.csv", TABLE)
        assert any("The file could not be read" in text for text in texts(page.error))
    upload(page, "mine.csv", TABLE)
    assert not page.error


def test_every_shipped_table_is_described():
    assert {file.name for file in DATA.glob("*.csv")} == {*SAMPLES, TEMPLATE}
