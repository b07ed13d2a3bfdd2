"""One answer whatever the colour: every kind of network that gives one, and those that nearly do."""

from types import SimpleNamespace

import numpy as np
import pytest

from pinkpref.evaluation import constant_answers

NAN = float("nan")


def run_of(liking, like=(1, 0, 1), train=(0,), test=(1, 2)):
    """A run whose colours are their numbers."""
    dataset = SimpleNamespace(rgb=np.arange(len(liking)), like=np.array(like))
    return SimpleNamespace(
        dataset=dataset,
        liking=np.array(liking),
        train_rows=np.array(train),
        test_rows=np.array(test),
    )


@pytest.mark.parametrize(
    ("liking", "answer", "ties", "one", "tied_test_rows"),
    [
        ((0.6, 0.7, 0.9), 1, 0, True, 0),
        ((0.1, 0.2, 0.4), 0, 0, True, 0),
        ((0.1, 0.5, 0.4), None, 1, True, 1),
        ((0.5, 0.5, 0.5), None, 3, True, 2),
        ((0.5, 0.7, 0.9), None, 0, False, 0),
        ((0.4, 0.7, 0.5), None, 0, False, 1),
        ((0.4, 0.3, 0.7), None, 0, False, 0),
        ((NAN, NAN, NAN), None, 0, False, 0),
    ],
)
def test_one_answer_is_liked_or_not_or_a_tie_that_is_called_not_liked(liking, answer, ties, one, tied_test_rows):
    run = run_of(liking)
    assert constant_answers.constant_answer(run) == answer
    assert constant_answers.ties(run) == ties
    assert constant_answers.one_answer(run) == one
    assert constant_answers.tied_test_rows(run) == tied_test_rows


@pytest.mark.parametrize(("like", "label"), [((1, 0, 1), 1), ((0, 1, 0), 0), ((0, 1, 1), None)])
def test_the_label_that_a_network_was_shown_is_the_only_one_of_its_training_rows(like, label):
    assert constant_answers.trained_label(run_of((0.1, 0.2, 0.3), like, train=(0, 2), test=(1,))) == label


def test_a_constant_answer_gets_the_test_rows_with_that_label_right():
    assert constant_answers.constant_right(run_of((0.1,) * 5, (1, 1, 0, 1, 0), test=(1, 2, 3, 4))) == (2, 2)
    assert constant_answers.constant_right(run_of((0.1,) * 5, (1, 1, 0, 1, 0), test=(0, 1, 2))) == (1, 2)


@pytest.mark.parametrize(("right", "answer"), [((2, 2), 1), ((3, 2), 0), ((1, 4), 1)])
def test_the_better_constant_answer_gets_more_right_and_is_liked_where_both_get_as_many(right, answer):
    assert constant_answers.better_constant(right) == answer
