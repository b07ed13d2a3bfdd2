import io
import re

import numpy as np
import pytest
from chart_cases import history_of
from html_page import Page
from jinja2 import UndefinedError

import pinkpref as pp
from pinkpref.i18n import LANGUAGES, translator
from pinkpref.reporting import html

WORDS = translator("en")


@pytest.fixture(scope="module")
def run(dataset):
    return pp.train(dataset, pp.Settings(scaling="standard", learning_rate=0.01))


def test_the_history_table_has_the_figures_of_every_epoch(run):
    rows = [["".join(cell) for cell in row] for row in Page(html.history_table(run.history, WORDS)).rows]
    assert rows[:2] == [["", "training", "test"], ["epoch", "loss", "accuracy", "loss", "accuracy"]]
    assert len(rows) == 2 + len(run.history)
    last = run.history.iloc[-1]
    assert rows[-1] == [
        str(int(last["epoch"])),
        f"{last['loss']:.4f}",
        f"{last['accuracy']:.0%}",
        f"{last['test_loss']:.4f}",
        f"{last['test_accuracy']:.0%}",
    ]


def test_the_wall_shows_every_row_and_tells_test_rows_apart(run):
    tiles = Page(html.wall(run.dataset, run.test_rows, WORDS)).tiles
    assert len(tiles) == len(run.dataset)
    framed = [row for row, tile in enumerate(tiles) if "pp-test" in tile["class"]]
    assert framed == sorted(run.test_rows)
    assert all(("test row" in tile["title"]) == (row in framed) for row, tile in enumerate(tiles))


def test_before_the_split_is_known_no_row_is_called_a_test_row(dataset):
    assert not any("pp-test" in tile["class"] for tile in Page(html.wall(dataset, None, WORDS)).tiles)


def test_text_from_a_file_is_text():
    evil = '<script>alert(1)</script>" onmouseover="x'
    cells = evil.replace('"', '""')
    lines = [f'{row},0,0,{row % 2},"{cells}"' for row in range(10)]
    dataset = pp.read_csv(io.StringIO("R,G,B,LIKE,name\n" + "\n".join(lines)))
    made = (
        html.wall(dataset, None, WORDS),
        html.swatch(dataset, 0),
        html.test_table(pp.train(dataset, pp.Settings(epochs=1)), WORDS),
        html.region(evil, "", left=evil),
    )
    page = Page("".join(made))
    assert "script" not in page.tags
    assert "".join(page.text).count(evil) == 10 + 1 + 2 + 1
    assert all(set(tile) == {"role", "class", "title", "style", "data-rgb"} for tile in page.tiles)
    assert all(tile["title"].startswith(evil) for tile in page.tiles)


def test_the_sign_on_a_tile_can_be_read(dataset_of):
    dataset = dataset_of([[255, 255, 255], [0, 0, 0]] * 3, [0, 1] * 3)
    white, black = Page(html.wall(dataset, None, WORDS)).tiles[:2]
    assert "--ink:#000" in white["style"]
    assert "--ink:#fff" in black["style"]


def test_a_long_wall_says_what_it_leaves_out(make_dataset, monkeypatch):
    monkeypatch.setattr(html, "MOST_TILES", 10)
    made = html.wall(make_dataset(rows=24), None, WORDS)
    assert len(Page(made).tiles) == 10
    assert "Not shown: 14 more." in made


def test_a_long_test_table_says_what_it_leaves_out(run, monkeypatch):
    assert "Not shown" not in html.test_table(run, WORDS)
    monkeypatch.setattr(html, "MOST_TEST_ROWS", 2)
    made = html.test_table(run, WORDS)
    assert len(Page(made).rows) == 1 + 2
    assert f"Not shown: {len(run.test_rows) - 2} more." in made


def test_the_test_table_has_what_the_page_s_score_rewrites(run):
    """See dashboard's score.js: a row by [data-row], its answer and its mark by [data-part]."""
    made = html.test_table(run, WORDS)
    for part in (" data-row>", ' data-part="answer">', ' data-part="mark">'):
        assert made.count(part) == len(run.test_rows)
    like, answers = run.dataset.like[run.test_rows] == 1, run.predict(run.dataset.rgb[run.test_rows]) > 0.5
    assert made.count("pp-wrong") == sum(label != answer for label, answer in zip(like, answers, strict=True))
    signs = html.signs(WORDS)
    assert set(signs) == {"liked", "notLiked", "right", "wrong"}
    assert made.count(signs["liked"]) == like.sum() + answers.sum()


def test_equal_outputs_are_called_a_tie_and_clear_ones_are_not(dataset_of, run):
    rgb = np.random.default_rng(3).integers(0, 256, (60, 3))
    saturated = pp.train(dataset_of(rgb.tolist(), (rgb[:, 0] > 127).astype(int)), pp.Settings(epochs=1, test_size=0.9))
    disliking, liking = np.asarray(saturated.model(saturated.inputs(saturated.dataset.rgb[saturated.test_rows]))).T
    ties = (disliking == liking).sum()
    assert ties
    assert f"equal for {ties} of 54 test colours" in html.ties_sentence(saturated, WORDS)
    assert html.ties_sentence(run, WORDS) == ""


def test_a_pressed_swatch_asks_about_its_colour(dataset_of):
    dataset = dataset_of([[255, 0.5, 33.3333333]] * 6, [0, 1] * 3)
    assert Page(html.wall(dataset, None, WORDS)).tiles[0]["data-rgb"] == "255,0.5,33.3333"


def test_every_colour_left_out_tells_how_often_it_was_called_right(dataset):
    verdict = pp.assess(dataset, pp.Settings(epochs=3), permutations=19)
    right, tiles = verdict.real.right[0], Page(html.left_out_wall(verdict, WORDS)).tiles
    assert len(tiles) == len(dataset)
    for row, tile in enumerate(tiles):
        often = sum(bool(repeat[row]) for repeat in right)
        assert tile["title"].endswith(f" · right {often} of {len(right)} times")
        assert ("pp-test" in tile["class"]) == (often < len(right) / 2)
        assert "data-rgb" not in tile
    rows = Page(html.confusion_table(verdict, WORDS)).rows
    assert rows[0] == [[], ["network: not liked"], ["network: liked"]]
    assert [row[1:] for row in rows[1:]] == [[[f"{mean:.1f}"] for mean in means] for means in verdict.confusion]


def test_a_history_that_broke_has_dashes_and_large_losses_are_in_powers_of_ten():
    rows = Page(html.history_table(history_of([0.5, np.nan, 1e9], [0.25, np.nan, 1.0]), WORDS)).rows
    assert [["".join(cell) for cell in row] for row in rows[2:]] == [
        ["1", "0.5000", "25%", "0.6000", "75%"],
        ["2", "–", "–", "–", "–"],
        ["3", "1e+09", "100%", "1e+09", "0%"],
    ]


def test_epochs_are_counted_for_the_page_s_scroller():
    made = html.history_table(history_of([0.5] * 1001), WORDS)
    assert '<tr data-epoch="1001"><th scope="row">1,001</th>' in made


def test_a_template_is_compiled_once_and_forgets_nothing():
    assert html.template("parts.html.jinja") is html.template("parts.html.jinja")
    with pytest.raises(UndefinedError):
        html.template("report.html.jinja").render()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_where_nothing_is_left_out(language):
    words = translator(language)
    assert html.not_shown(0, words) == html.not_shown(-5, words) == ""
    assert "1,234" in html.not_shown(1234, words)


def test_classes_of_the_shared_style_are_those_of_the_html(run):
    made = html.wall(run.dataset, run.test_rows, WORDS) + html.test_table(run, WORDS)
    made += html.history_table(run.history, WORDS)
    styled = set(re.findall(r"\.(pp-[a-z]+)", html.style()))
    assert styled - {"pp-wrong"} <= set(re.findall(r"pp-[a-z]+", made))
