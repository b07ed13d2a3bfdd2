"""Networks with padded hidden units train as they would without, and the padding stays as it is."""

import numpy as np
import pytest

import pinkpref as pp
from pinkpref.models.network import initial_weights, spec_of, unpacked
from pinkpref.models.settings import OPTIMIZERS
from pinkpref.training import padded_units, pieces, scheduler

QUICK = {"epochs": 4, "scaling": "standard", "learning_rate": 0.05, "loss": "binary_crossentropy"}
KINDS = [("relu", optimizer) for optimizer in OPTIMIZERS]
KINDS += [(activation, "adam") for activation in sorted(padded_units.ZERO_AT_ZERO - {"relu"})]


def test_the_articles_network_and_two_layers_are_compiled_as_they_are():
    for chosen in (pp.Settings(), pp.Settings(hidden=(6, 3)), pp.Settings(hidden=(65,))):
        assert padded_units.padded(spec_of(chosen)) == spec_of(chosen)


@pytest.mark.parametrize("activation", ["sigmoid", "softplus"])
def test_an_activation_that_is_not_0_at_0_is_not_padded(activation):
    chosen = pp.Settings(hidden=(6,), activation=activation)
    assert padded_units.padded(spec_of(chosen)) == spec_of(chosen)


def test_few_kinds_stand_for_the_sixteen_numbers_of_hidden_units_on_the_page(dataset, monkeypatch):
    compiled = []
    loop = scheduler._loop
    monkeypatch.setattr(scheduler, "_loop", lambda *kind: compiled.append(kind) or loop(*kind))
    for units in range(1, 17):
        pp.train(dataset, pp.Settings(hidden=(units,), epochs=1))
    assert [spec.layers[1] for spec, _ in dict.fromkeys(compiled)] == [2, 4, 5, 8, 12, 16]


@pytest.mark.parametrize(("activation", "optimizer"), KINDS)
def test_the_padding_stays_0_and_changes_nothing(dataset, monkeypatch, activation, optimizer):
    chosen = pp.Settings(hidden=(6,), activation=activation, optimizer=optimizer, **QUICK)
    padded = calls(dataset, chosen)
    monkeypatch.setattr(padded_units, "UNITS", ())
    exact = calls(dataset, chosen)
    np.testing.assert_allclose(weights(padded), weights(exact), rtol=1e-5, atol=1e-6)
    state = np.asarray(memoryview(padded[-1].checkpoint.state))[:50]
    padding = np.delete(state, rows_by_hand(chosen), axis=0)
    assert len(padding) == 50 - spec_of(chosen).parameters
    assert not padding.any()


def calls(dataset, chosen):
    spec = spec_of(chosen)
    _, _, table = pieces._begin(dataset, chosen, spec)
    initial = initial_weights(spec, [chosen.seed])
    return list(scheduler.fit(spec, chosen, table, initial, epochs=chosen.epochs, recording=True))


def weights(made):
    return np.concatenate([call.recorded for call in made])


def rows_by_hand(chosen):
    """Kernel (3, 6) in (3, 8), bias 6 in 8, kernel (6, 2) in (8, 2), bias 2."""
    assert chosen.hidden == (6,)
    kernel = [row * 8 + unit for row in range(3) for unit in range(6)]
    return [*kernel, *range(24, 30), *range(32, 44), 48, 49]


def test_the_parameters_of_a_network_stand_where_the_padded_one_has_them():
    chosen = pp.Settings(hidden=(6,))
    spec = spec_of(chosen)
    np.testing.assert_array_equal(padded_units.rows(spec), rows_by_hand(chosen))
    drawn = initial_weights(spec, [3])
    every = padded_units.pad(spec, drawn)
    np.testing.assert_array_equal(every[rows_by_hand(chosen)], drawn)
    kernel, bias, out, last = unpacked(every[:, 0], padded_units.padded(spec))
    assert not kernel[:, 6:].any()
    assert not bias[6:].any()
    assert not out[6:].any()
    assert last.shape == (2,)
