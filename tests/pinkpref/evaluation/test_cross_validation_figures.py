"""What cross-validation asks and how it scores the answers, by a plain loop; nothing is trained."""

import numpy as np
import pytest

import pinkpref as pp
from pinkpref.evaluation import cross_validation
from pinkpref.evaluation.cross_validation import cross_validate
from pinkpref.evaluation.folds import Folds


@pytest.fixture(scope="module", params=[0.8, 0.6, 0.5, 0.3])
def asked_and_found(make_dataset, request):
    """Four labellings of 26 rows, each answered at random, some of the answers no numbers."""
    dataset, kept = make_dataset(26, 3).judged, []
    generator = np.random.default_rng(0)

    def answers(data, settings, asked, *, stop=None):
        logits = generator.normal(0, 3, (len(asked.test), 2, asked.test.shape[1])).astype(np.float32)
        logits[generator.random(logits.shape) < 0.05] = np.nan
        kept.append((data, settings, asked, logits, stop))
        return logits

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cross_validation, "predict_test_rows", answers)
        folds = Folds(dataset, 2, seed=5, training=request.param)
        labelled = folds.shuffles(0, 4)
        found = cross_validate(dataset, pp.Settings(seed=2**32 - 3), labelled, stop=print)
    return labelled, kept, found, folds.plan, dataset


def liking_of(logits):
    """The second output's share of both, outputs being the logits' sigmoids, in as many digits as there are."""
    first, second = (1 / (1 + np.exp(-np.asarray(logits, np.longdouble))) for logits in logits)
    return (second / (first + second)).astype(float)


def test_each_network_has_its_own_start_the_same_for_every_labelling_and_answers_what_it_did_not_see(asked_and_found):
    labelled, kept, found, plan, dataset = asked_and_found
    networks, answers = [], {}
    for data, _, asked, every, stop in kept:
        assert data is dataset
        assert stop is print
        for labels, train, test, seed, logits in zip(*asked, every, strict=True):
            number = (int(seed) - (2**32 - 3)) % 2**32
            repeat, network = divmod(number, plan.folds)
            m = labelled.labels.tolist().index(labels.tolist())
            seen = np.isin(labelled.folds[m, repeat], [(fold + network) % plan.folds for fold in plan.trained])
            assert sorted(test) == np.flatnonzero(~seen).tolist()
            assert sorted(train) == np.flatnonzero(seen).tolist()
            networks.append((m, number))
            for row, liking, (first, second) in zip(test, liking_of(logits), logits.T, strict=True):
                right = second > first if labels[row] else first > second
                answers.setdefault((m, repeat, row), []).append((liking, right))
    assert sorted(networks) == [(m, number) for m in range(4) for number in range(2 * plan.folds)]
    each = len(plan.left_out)
    for (m, repeat, row), given in answers.items():
        assert len(given) == each
        part = slice(repeat * each, (repeat + 1) * each)
        expected = np.nan_to_num(sorted(liking for liking, _ in given), nan=9)
        assert np.sort(np.nan_to_num(found.liking[m, part, row], nan=9)) == pytest.approx(np.sort(expected))
        assert found.right[m, part, row].sum() == sum(right for _, right in given)


def test_scores_are_those_of_a_plain_loop(asked_and_found):
    labelled, kept, found, plan, _ = asked_and_found
    assert np.isnan(found.liking).any()
    squares, hits = {}, {}
    for _, _, asked, every, _ in kept:
        for labels, _, test, seed, logits in zip(*asked, every, strict=True):
            m = labelled.labels.tolist().index(labels.tolist())
            key = m, *divmod((int(seed) - (2**32 - 3)) % 2**32, plan.folds)
            wrong = (liking_of(logits) - labels[test]) ** 2
            squares[key] = np.mean([1 if np.isnan(square) else square for square in wrong])
            hits[key] = np.mean(np.where(labels[test] == 1, logits[1] > logits[0], logits[0] > logits[1]))
    for key, square in squares.items():
        assert found.squared_error[key] == pytest.approx(square)
        assert found.accuracy[key] == pytest.approx(hits[key])
    for m in range(4):
        assert found.brier[m] == pytest.approx(np.mean([square for key, square in squares.items() if key[0] == m]))
