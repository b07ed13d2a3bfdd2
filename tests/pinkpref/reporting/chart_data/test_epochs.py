import numpy as np
import pytest
from chart_cases import HISTORIES, NORMS, SPREADS, history_of

from pinkpref.i18n import LANGUAGES, translator
from pinkpref.reporting import chart_data

WORDS = {language: translator(language) for language in LANGUAGES}
ENGLISH = WORDS["en"]


@pytest.mark.parametrize("history", HISTORIES.values(), ids=list(HISTORIES))
def test_the_curves_are_the_history(history):
    numbers = chart_data.curves(history, 17)
    assert numbers.epochs.tolist() == history["epoch"].tolist()
    for drawn, names in ((numbers.loss, ("loss", "test_loss")), (numbers.accuracy, ("accuracy", "test_accuracy"))):
        for line, name in zip(drawn, names, strict=True):
            np.testing.assert_array_equal(line, [float(value) for value in history[name]])
    assert numbers.reach == 17
    assert numbers.from_zero == (not any(loss < 0 for name in ("loss", "test_loss") for loss in history[name]))


def test_curves_reach_as_far_as_their_history_where_nobody_says_how_far():
    assert chart_data.curves(history_of([0.5] * 6)).reach == 6


def test_few_epochs_are_marked_and_many_are_not():
    assert [chart_data.curves(history_of([0.5] * epochs)).marked for epochs in (0, 1, 40, 41, 300)] == [
        *(True, True, True, False, False)
    ]


def test_a_loss_that_is_negative_on_the_test_rows_alone_is_seen():
    history = history_of([0.1, 0.2]).assign(test_loss=[0.1, -0.2])
    assert not chart_data.curves(history).from_zero


def test_the_curves_are_told():
    history = history_of([0.5, 0.25, 0.125], [0.25, 0.996, 0.75])
    told = chart_data.curves_alt(chart_data.curves(history), ENGLISH)
    assert told == (
        "From epoch 1 to 3: training loss 0.5000 to 0.1250, test loss 0.6000 to 0.2250; training accuracy 25% to 75%, "
        "between 25% and 99.6% on the way; test accuracy 75% to 25%. A coin would be right 50% of the time."
    )


def test_curves_that_broke_are_told_as_far_as_they_are_numbers():
    told = chart_data.curves_alt(chart_data.curves(HISTORIES["NaN"]), ENGLISH)
    assert "training loss 0.5000 to –, test loss 0.6000 to –" in told
    assert "between 50% and 50% on the way" in told
    told = chart_data.curves_alt(chart_data.curves(HISTORIES["NaN from the beginning"]), ENGLISH)
    assert "training accuracy – to –, between – and – on the way" in told
    assert chart_data.curves_alt(chart_data.curves(HISTORIES["no epoch"]), ENGLISH) == (
        "No epoch has been trained yet."
    )


@pytest.mark.parametrize("norms", NORMS.values(), ids=list(NORMS))
def test_each_layer_s_gradient_is_a_line_and_nothing_stands_at_zero(norms):
    numbers = chart_data.gradients(norms)
    assert numbers.epochs.tolist() == list(range(len(norms)))
    for layer, line in enumerate(numbers.norms):
        assert [None if np.isnan(value) else value for value in line] == [
            None if row[layer] == 0 else row[layer] for row in norms.tolist()
        ]
        assert numbers.still[layer] == sum(row[layer] == 0 for row in norms[1:].tolist())
    assert (numbers.first.tolist(), numbers.last.tolist()) == (norms[0].tolist(), norms[-1].tolist())


def test_the_gradients_are_told_with_beginning_end_and_how_often_nothing_moved():
    told = chart_data.gradients_alt(chart_data.gradients(NORMS["some zero"]), ENGLISH)
    assert told == (
        "hidden layer: 0.5 before training, 0 at the end; exactly 0 after 1 of 2 epochs. "
        "output layer: 0.2 before training, 0.05 at the end."
    )


def test_layers_of_a_deeper_network_are_numbered():
    names = chart_data.layer_names(chart_data.gradients(np.ones((3, 3))), ENGLISH)
    assert names == ["hidden layer 1", "hidden layer 2", "output layer"]


@pytest.mark.parametrize("spread", SPREADS.values(), ids=list(SPREADS))
def test_the_outputs_are_their_quantiles(spread):
    numbers = chart_data.outputs(spread)
    assert numbers.epochs.tolist() == list(range(spread.shape[1]))
    for quantile in range(5):
        for epoch in range(spread.shape[1]):
            np.testing.assert_array_equal(numbers.not_liked[quantile, epoch], spread[quantile, epoch, 0])
            np.testing.assert_array_equal(numbers.liked[quantile, epoch], spread[quantile, epoch, 1])


def test_the_outputs_are_told_where_they_lay_and_lie():
    told = chart_data.outputs_alt(chart_data.outputs(SPREADS["ordinary"]), ENGLISH)
    assert told == (
        "Output for liked: from 0.00 to 0.60 before training, the middle at 0.30; from 0.00 to 0.90 at the end, "
        "the middle at 0.45. "
        "Output for not liked: from 0.00 to 0.40 before training, the middle at 0.20; from 0.00 to 0.10 at the end, "
        "the middle at 0.05."
    )
