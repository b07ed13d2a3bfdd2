"""A training is the same to the last bit in whatever pieces it is made, and in whatever process each of them is."""

import pickle
import subprocess
import sys

import numpy as np
import pytest

import pinkpref as pp
from pinkpref.training import scheduler
from pinkpref.training.pieces import Pieces, pieces, untrained

SETTINGS = {
    "whole epochs": pp.Settings(epochs=7, batch_size=4, optimizer="nadam", scaling="standard"),
    "two hidden layers": pp.Settings(
        epochs=4, hidden=(6, 3), loss="binary_crossentropy", optimizer="sgd", momentum=0.9
    ),
}


def one_by_one(dataset, settings):
    """A training whose every piece begins anew from what the one before it left, pickled."""
    found, checkpoint = Pieces(dataset, settings), None
    while True:
        piece = next(pieces(dataset, settings, checkpoint))
        found.take(pickle.loads(pickle.dumps(piece)))
        checkpoint = piece.checkpoint
        if checkpoint is None:
            return found


def assert_same(one, other):
    np.testing.assert_array_equal(one.parameters, other.parameters)
    np.testing.assert_array_equal(one.metrics, other.metrics)
    np.testing.assert_array_equal([one.test_loss, one.test_accuracy], [other.test_loss, other.test_accuracy])
    for name in ("placed_rows", "train_rows", "test_rows"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("seconds_a_call", [1e-9, 1e-4, 1])
def test_a_training_goes_on_from_every_checkpoint_as_if_nothing_had_come_between(
    dataset, monkeypatch, settings, seconds_a_call
):
    whole = pp.train(dataset, settings)
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", seconds_a_call)
    assert_same(one_by_one(dataset, settings).run(), whole)


def test_pieces_of_a_single_step_stop_within_epochs(dataset, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    settings = SETTINGS["whole epochs"]
    steps = 5
    found = list(pieces(dataset, settings))
    assert [len(piece.metrics) for piece in found] == [0, 0, 0, 0, 1] * settings.epochs
    assert [piece.share for piece in found] == [(at + 1) / (steps * settings.epochs) for at in range(len(found))]
    assert [piece.start is None for piece in found] == [False] + [True] * (len(found) - 1)
    assert [piece.checkpoint is None for piece in found] == [False] * (len(found) - 1) + [True]


def test_a_piece_is_as_long_as_it_is_asked_to_be(dataset, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    (whole,) = pieces(dataset, SETTINGS["whole epochs"], seconds=1000)
    assert (len(whole.metrics), whole.share, whole.checkpoint) == (7, 1, None)


def test_a_training_that_breaks_is_over_with_its_first_epoch_that_is_no_number(dataset, exploding, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    found = one_by_one(dataset, exploding)
    assert not np.isfinite(found.metrics[-1]).all()
    assert np.isfinite(found.metrics[:-1]).all()
    assert_same(found.run(), pp.train(dataset, exploding))


def test_the_untrained_piece_is_the_network_before_its_first_step(dataset):
    found = Pieces(dataset, SETTINGS["whole epochs"])
    found.take(untrained(dataset, SETTINGS["whole epochs"]))
    run = found.run()
    assert run.parameters.shape == (1, run.spec.parameters)
    assert (run.test_loss, run.test_accuracy) == pytest.approx(run.untrained, rel=1e-6)


def test_pieces_without_the_first_are_no_run(dataset, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    _, second, *_ = pieces(dataset, SETTINGS["whole epochs"])
    found = Pieces(dataset, SETTINGS["whole epochs"])
    found.take(second)
    with pytest.raises(ValueError, match="first piece"):
        found.run()


ELSEWHERE = """
import pickle, sys
from pinkpref.training.pieces import pieces
dataset, settings, checkpoint = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pickle.dumps(list(pieces(dataset, settings, checkpoint))))
"""


def test_a_training_goes_on_in_another_process(dataset, monkeypatch):
    settings = SETTINGS["whole epochs"]
    whole = pp.train(dataset, settings)
    monkeypatch.setattr(scheduler, "SECONDS_A_CALL", 1e-9)
    found, training = Pieces(dataset, settings), pieces(dataset, settings)
    for _ in range(13):
        found.take(piece := next(training))
    given = pickle.dumps((dataset, settings, piece.checkpoint))
    made = subprocess.run([sys.executable, "-c", ELSEWHERE], input=given, capture_output=True, check=True).stdout
    for piece in pickle.loads(made):
        found.take(piece)
    assert_same(found.run(), whole)
