"""What cross-validation asks and how it scores the answers, by a plain loop; nothing is trained."""

import numpy as np
import pytest

import pinkpref as pp
from pinkpref.evaluation import cross_validation
from pinkpref.evaluation.cross_validation import cross_validate
from pinkpref.evaluation.folds import Folds


@pytest.fixture(scope="module")
def asked_and_found(make_dataset):
    """Four labellings of 26 rows, each answered at random, some of the answers no numbers."""
    dataset, kept = make_dataset(26, 3), []
    generator = np.random.default_rng(0)

    def answers(data, settings, asked, *, stop=None):
        liking = generator.random(asked.test.shape)
        liking[generator.random(liking.shape) < 0.1] = np.nan
        kept.append((data, settings, asked, liking, stop))
        return liking

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cross_validation, "predict_test_rows", answers)
        folds = Folds(dataset, 2, seed=5)
        labelled = folds.shuffles(0, 4)
        found = cross_validate(dataset, pp.Settings(seed=2**32 - 3), labelled, stop=print)
    return labelled, kept, found, folds.count, dataset


def test_each_fold_of_each_repeat_has_its_own_start_and_the_same_for_every_labelling(asked_and_found):
    labelled, kept, found, count, dataset = asked_and_found
    networks = []
    for data, _, asked, liking, stop in kept:
        assert data is dataset
        assert stop is print
        for labels, train, test, seed, likes in zip(*asked, liking, strict=True):
            number = (int(seed) - (2**32 - 3)) % 2**32
            repeat, fold = divmod(number, count)
            m = labelled.labels.tolist().index(labels.tolist())
            left_out = labelled.folds[m, repeat] == fold
            assert sorted(test) == np.flatnonzero(left_out).tolist()
            assert sorted(train) == np.flatnonzero(~left_out).tolist()
            np.testing.assert_array_equal(found.liking[m, repeat, test], likes)
            networks.append((m, number))
    assert sorted(networks) == [(m, number) for m in range(4) for number in range(2 * count)]


def test_scores_are_those_of_a_plain_loop(asked_and_found):
    labelled, _, found, count, _ = asked_and_found
    assert np.isnan(found.liking).any()
    for m, labels in enumerate(labelled.labels):
        squares, sizes = [], set()
        for repeat, fold in enumerate(labelled.folds[m]):
            right = [
                bool(liking > 0.5) == bool(label) and not np.isnan(liking)
                for liking, label in zip(found.liking[m, repeat], labels, strict=True)
            ]
            assert found.right[m, repeat].tolist() == right
            for number in range(count):
                rows = np.flatnonzero(fold == number)
                sizes.add(len(rows))
                assert found.accuracy[m, repeat, number] == pytest.approx(np.mean([right[row] for row in rows]))
                each = [(found.liking[m, repeat, row] - labels[row]) ** 2 for row in rows]
                squares.append(np.mean([1 if np.isnan(square) else square for square in each]))
        assert len(sizes) > 1
        assert found.brier[m] == pytest.approx(np.mean(squares))
