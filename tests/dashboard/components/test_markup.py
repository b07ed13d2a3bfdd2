import io

import numpy as np
import pytest
from html_page import Page

import pinkpref as pp
from dashboard.components import markup
from pinkpref.evaluation.misclassified import Miss
from pinkpref.i18n import translator

WORDS = translator("en")


@pytest.fixture(scope="module")
def run(dataset):
    return pp.train(dataset, pp.Settings(scaling="standard", learning_rate=0.01))


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


EVIL = '<script>alert(1)</script>" onmouseover="x'


def test_text_from_a_file_is_text_on_the_page():
    cells = EVIL.replace('"', '""')
    lines = [f'{row},0,0,{row % 2},"{cells}"' for row in range(10)]
    file = io.BytesIO(("R,G,B,LIKE,name\n" + "\n".join(lines)).encode())
    dataset = pp.read_csv(file)
    miss = Miss(0, True, 0.1, np.array([1, 2]), np.array([0.0, 0.1]), False)
    made = (
        markup.score(pp.train(dataset, pp.Settings(epochs=1)), WORDS),
        markup.misses_table([miss], dataset, WORDS),
    )
    for html in made:
        page = Page(html)
        assert "script" not in page.tags
        assert EVIL in "".join(page.text)


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
