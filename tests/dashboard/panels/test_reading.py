"""The question how a file is to be read, on the page."""

import pytest
from apptest import by_label, opened, settled, shown_run, texts, upload

from dashboard.session import uploads

ROWS = range(12)
SCALE = ("赤\t緑\t青\t評価\n" + "".join(f"{20 * row}\t9\t9\t{row % 5 + 1}\n" for row in ROWS)).encode("cp932")
BARE = "".join(f"{20 * row},9,9,{row % 2},{(row + 1) % 2}\n" for row in ROWS).encode()


@pytest.fixture
def page():
    return settled(opened())


def use(page):
    by_label(page.button, "Use this table").click()
    return settled(page)


def test_a_scale_is_read_with_the_cut_that_is_chosen(page):
    before = shown_run(page)
    upload(page, "scale.csv", SCALE)
    assert shown_run(page) is before
    assert any("numbers from 1 to 5" in text for text in texts(page.markdown))
    cut = by_label(page.select_slider, "The number")
    assert (cut.value, list(cut.options)) == (4, ["2", "3", "4", "5"])
    cut.set_value(3)
    use(page)
    assert shown_run(page).dataset.like.tolist() == [int(row % 5 + 1 >= 3) for row in ROWS]
    assert by_label(page.selectbox, "Data").value == uploads.OWN
    assert any("3 or more was taken as liked" in text for text in texts(page.sidebar.info))
    assert not [button for button in page.button if button.label == "Use this table"]


def test_columns_are_chosen_where_they_have_no_names(page):
    upload(page, "bare.csv", BARE)
    assert [box.value for box in page.selectbox if box.label in ("Red", "Green", "Blue")] == [
        "column 1",
        "column 2",
        "column 3",
    ]
    by_label(page.selectbox, "The ratings stand in").set_value("column 4")
    use(page)
    assert shown_run(page).dataset.like.tolist() == [row % 2 for row in ROWS]


def test_a_question_can_be_left_unanswered(page):
    before = shown_run(page)
    upload(page, "scale.csv", SCALE)
    by_label(page.button, "Cancel").click()
    settled(page)
    assert shown_run(page) is before
    assert not [button for button in page.button if button.label == "Use this table"]
    assert by_label(page.selectbox, "Data").options == list(uploads.SAMPLES)


def test_a_wrong_answer_cannot_be_used_and_is_told(page):
    upload(page, "bare.csv", b"x,y,z,v,w\n" + BARE.replace(b"9,9", b"9,900"))
    assert by_label(page.button, "Use this table").disabled
    assert any("900 is outside 0 to 255" in text for text in texts(page.error))


def test_a_table_that_was_read_can_be_read_differently(page):
    table = b"R,G,B,LIKE,other\n" + BARE
    upload(page, "mine.csv", table)
    assert shown_run(page).dataset.like.tolist() == [row % 2 for row in ROWS]
    by_label(page.button, "Read it differently").click()
    page.run()
    by_label(page.selectbox, "The ratings stand in").set_value("other")
    use(page)
    assert shown_run(page).dataset.like.tolist() == [(row + 1) % 2 for row in ROWS]


def test_a_scale_may_run_downwards(page):
    upload(page, "scale.csv", SCALE)
    by_label(page.selectbox, "Liked are").set_value("down")
    page.run()
    cut = by_label(page.select_slider, "The number")
    assert list(cut.options) == ["1", "2", "3", "4"]
    cut.set_value(2)
    use(page)
    assert shown_run(page).dataset.like.tolist() == [int(row % 5 + 1 <= 2) for row in ROWS]
    by_label(page.button, "Read it differently").click()
    page.run()
    assert by_label(page.selectbox, "Liked are").value == "down"
    assert by_label(page.select_slider, "The number").value == 2


def test_nothing_is_chosen_beforehand_where_nothing_is_known(page):
    upload(page, "codes.csv", b"R,G,B,LIKE\n" + b"".join(b"%d,9,99,%d\n" % (20 * row, row % 2 + 1) for row in ROWS))
    chosen = by_label(page.button_group, "What means liked")
    assert chosen.value == []
    assert by_label(page.button, "Use this table").disabled
    assert not page.error
    chosen.set_value(["1"]).run()
    use(page)
    assert shown_run(page).dataset.like.tolist() == [1 - row % 2 for row in ROWS]


def test_what_means_liked_can_be_turned_round_afterwards(page):
    upload(page, "mine.csv", b"R,G,B,LIKE,other\n" + BARE)
    by_label(page.button, "Read it differently").click()
    page.run()
    meaning = by_label(page.button_group, "What means liked")
    assert meaning.value == ["1"]
    meaning.set_value(["0"])
    use(page)
    assert shown_run(page).dataset.like.tolist() == [1 - row % 2 for row in ROWS]
    by_label(page.button, "Read it differently").click()
    page.run()
    assert by_label(page.button_group, "What means liked").value == ["0"]


def test_the_names_can_be_taken_for_a_row(page):
    upload(page, "mine.csv", b"R,G,B,LIKE,other\n" + BARE)
    by_label(page.button, "Read it differently").click()
    page.run()
    by_label(page.toggle, "The first row holds the names of the columns").set_value(False)
    page.run()
    assert [box.value for box in page.selectbox if box.label in ("Red", "Green", "Blue")] == [
        "column 1",
        "column 2",
        "column 3",
    ]
    assert any("“R” is not a number" in text for text in texts(page.error))
    assert by_label(page.button, "Use this table").disabled


def test_a_file_that_was_refused_can_be_read_differently(page):
    bars = b"LIKE|R|G|B\n" + b"".join(b"%d|%d|9|99\n" % (row % 2, 20 * row) for row in ROWS)
    upload(page, "bars.csv", bars)
    assert any("nothing separates the columns" in text for text in texts(page.error))
    by_label(page.button, "Read it differently").click()
    page.run()
    by_label(page.selectbox, "The columns are separated by").set_value("|")
    page.run()
    assert [by_label(page.selectbox, name).value for name in ("Red", "Green", "Blue")] == ["R", "G", "B"]
    use(page)
    assert shown_run(page).dataset.like.tolist() == [row % 2 for row in ROWS]
    assert not page.error


def test_a_picture_cannot_be_read_differently(page):
    upload(page, "picture.csv", b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    assert any("This is a picture" in text for text in texts(page.error))
    assert not [button for button in page.button if button.label == "Read it differently"]
