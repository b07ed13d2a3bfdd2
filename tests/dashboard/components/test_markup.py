import io
from html.parser import HTMLParser

import numpy as np
import pytest

import pinkpref as pp
from dashboard.components import markup
from pinkpref.evaluation.misclassified import Miss
from pinkpref.i18n import translator

WORDS = translator("en")


class Page(HTMLParser):
    """What a browser would make of it: the rows of its tables, its tiles, and every tag."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.tiles, self.tags, self.open = [], [], set(), False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append([])
            self.open = True
        elif attributes.get("role") == "listitem":
            self.tiles.append(attributes)

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.open = False

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1].append(data)


@pytest.fixture(scope="module")
def run(dataset):
    return pp.train(dataset, pp.Settings(scaling="standard", learning_rate=0.01))


def test_the_history_table_has_the_figures_of_every_epoch(run):
    rows = [["".join(cell) for cell in row] for row in Page(markup.history_table(run.history, WORDS)).rows]
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


def test_the_score_gives_its_figures_and_every_test_row_with_label_and_answer(run):
    html = markup.score(run, WORDS)
    assert f">{run.test_loss:.4f}<" in html
    assert f">{round(run.test_accuracy * len(run.test_rows))} of {len(run.test_rows)} test colours right<" in html
    _, *rows = Page(html).rows
    assert len(rows) == len(run.test_rows)
    likes = run.dataset.like[run.test_rows]
    answers = run.predict(run.dataset.rgb[run.test_rows]) > 0.5
    for row, like, answer in zip(rows, likes, answers, strict=True):
        label, network, verdict = row[1:]
        assert label == (["♥", "liked"] if like else ["–", "not liked"])
        assert network == (["♥", "liked"] if answer else ["–", "not liked"])
        assert verdict == (["✓", "right"] if like == answer else ["✗", "wrong"])
    right = sum(row[3][1] == "right" for row in rows)
    assert right == round(run.test_accuracy * len(rows))


def test_the_wall_shows_every_row_and_tells_test_rows_apart(run):
    tiles = Page(markup.wall(run.dataset, run.test_rows, WORDS)).tiles
    assert len(tiles) == len(run.dataset)
    framed = [row for row, tile in enumerate(tiles) if "pp-test" in tile["class"]]
    assert framed == sorted(run.test_rows)
    assert all(("test row" in tile["title"]) == (row in framed) for row, tile in enumerate(tiles))


def test_before_the_split_is_known_no_row_is_called_a_test_row(dataset):
    assert not any("pp-test" in tile["class"] for tile in Page(markup.wall(dataset, None, WORDS)).tiles)


def test_text_from_a_file_is_text_on_the_page():
    evil = '<script>alert(1)</script>" onmouseover="x'
    cells = evil.replace('"', '""')
    lines = [f'{row},0,0,{row % 2},"{cells}"' for row in range(10)]
    dataset = pp.read_csv(io.StringIO("R,G,B,LIKE,name\n" + "\n".join(lines)))
    html = markup.wall(dataset, None, WORDS) + markup.score(pp.train(dataset, pp.Settings(epochs=1)), WORDS)
    page = Page(html)
    assert "script" not in page.tags
    assert all(set(tile) == {"role", "class", "title", "style", "data-rgb"} for tile in page.tiles)
    assert all(tile["title"].startswith(evil) for tile in page.tiles)


def test_the_sign_on_a_tile_can_be_read(dataset_of):
    dataset = dataset_of([[255, 255, 255], [0, 0, 0]] * 3, [0, 1] * 3)
    white, black = Page(markup.wall(dataset, None, WORDS)).tiles[:2]
    assert "--ink:#000" in white["style"]
    assert "--ink:#fff" in black["style"]


def test_a_long_wall_says_what_it_leaves_out(make_dataset, monkeypatch):
    monkeypatch.setattr(markup, "MOST_TILES", 10)
    html = markup.wall(make_dataset(rows=24), None, WORDS)
    assert len(Page(html).tiles) == 10
    assert "Not shown: 14 more." in html


def test_every_way_to_miss_says_what_its_neighbours_suggest(dataset_of):
    rgb = [(200, 0, 0), (200, 0, 0), (210, 0, 0), (0, 0, 200), (0, 0, 210), (0, 0, 220), (0, 0, 230), (0, 200, 0)]
    dataset = dataset_of(rgb, [1, 0, 0, 1, 1, 1, 0, 1])

    def told(row, liking, neighbours, distances, contradicted=False):
        miss = Miss(row, True, liking, np.array(neighbours), np.array(distances), contradicted)
        return Page(markup.misses_table([miss], dataset, WORDS)).rows[1]

    assert "The very same colour" in told(0, 0.1, [1, 2, 6], [0.0, 0.1, 0.3], True)[-1][0]
    assert "A close call" in told(3, 0.48, [4, 5, 6], [0.1, 0.2, 0.3])[-1][0]
    assert "it is the exception" in told(6, 0.9, [5, 4, 3], [0.1, 0.2, 0.3])[-1][0]
    row = told(3, 0.1, [4, 5, 6], [0.1, 0.2, 0.3])
    assert "has not caught" in row[-1][0]
    assert row[0] == ["#0000c8", "test row"]
    assert row[1] == ["♥", "liked"]
    assert row[2] == ["0.10"]
    assert row[3] == ["#0000d2", "♥", "liked", "#0000dc", "♥", "liked", "#0000e6", "–", "not liked"]
