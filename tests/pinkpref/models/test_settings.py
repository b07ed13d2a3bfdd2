import dataclasses
import json

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinkpref.i18n import translator
from pinkpref.models import (
    ACTIVATIONS,
    CONSTRAINTS,
    INPUTS,
    LOSSES,
    MAX_SEED,
    OPTIMIZERS,
    SCALINGS,
    Settings,
    SettingsError,
)

ARTICLE = {
    "epochs": 12,
    "batch_size": 2,
    "loss": "mean_absolute_error",
    "optimizer": "rmsprop",
    "learning_rate": 0.001,
    "momentum": 0.0,
    "nesterov": False,
    "inputs": ("rgb",),
    "scaling": "none",
    "hidden": (5,),
    "activation": "relu",
    "test_size": 0.2,
    "split_seed": 0,
    "seed": 0,
}
SEEDS = ([0, 1, 2**32 - 1], [-1, 2**32, 0.0, True, "0", None, float("nan")])
EDGES = {
    "epochs": ([1, 100_000], [0, -1, 100_001, 1.0, "12", True, None, float("nan"), float("inf"), np.True_]),
    "batch_size": ([1, 1_000_000], [0, -1, 1_000_001, 2.5, "2", False, None, float("nan"), float("inf")]),
    "loss": (LOSSES, ["", "MAE", "kl_divergence", "dice", None, 0, True, ["huber"], ("huber",), b"huber"]),
    "optimizer": (OPTIMIZERS, ["", "RMSprop", "muon", "adafactor", None, 0, {}, ["sgd"]]),
    "learning_rate": (
        [1e-10, 0.001, 1, 10],
        [0, -0.001, 10.001, 10**400, float("nan"), float("inf"), "0.1", b"0.1", True, np.True_, None, [0.1], 1j],
    ),
    "momentum": ([0], [-0.1, 1, float("nan"), "0.9", True, None]),
    "nesterov": ([False], [0, 1, "no", None, 0.0]),
    "inputs": (
        [("rgb",), ["hsv"], ("rgb", "hsv", "hue_circle", "oklab")],
        ["rgb", (), ("rgb", "rgb"), ("rgb", "xyz"), ("RGB",), (1,), None, 3, [["rgb"]]],
    ),
    "scaling": (SCALINGS, ["", "minmax", "None", None, 1, True, ["none"]]),
    "hidden": (
        [(1,), (1024,), [8, 4], (1, 1024)],
        [(), (0,), (1025,), (-1,), (5, 5, 5), (5, 0), 5, "5", (5.0,), (True,), ("5",), (None,), None, [[5]]],
    ),
    "activation": (ACTIVATIONS, ["", "ReLU", "softmax", None, 0, ["relu"]]),
    "test_size": ([0.01, 0.5, 0.9], [0, 0.009, 0.91, 1, -0.2, float("nan"), float("inf"), "0.2", True, None]),
    "split_seed": SEEDS,
    "seed": SEEDS,
}
ALLOWED = {
    "epochs": "a whole number from 1 to 100,000",
    "batch_size": "a whole number from 1 to 1,000,000",
    "loss": ", ".join(LOSSES),
    "optimizer": ", ".join(OPTIMIZERS),
    "learning_rate": "a number from 1e-10 to 10",
    "momentum": "a number from 0 to 0.999",
    "nesterov": "True or False",
    "inputs": ", ".join(INPUTS),
    "scaling": "none, unit, standard",
    "hidden": "one or two whole numbers from 1 to 1,024",
    "activation": ", ".join(ACTIVATIONS),
    "test_size": "a number from 0.01 to 0.9",
    "split_seed": "a whole number from 0 to 4,294,967,295",
    "seed": "a whole number from 0 to 4,294,967,295",
}
GOOD_EDGES = [(field, value) for field, (good, _) in EDGES.items() for value in good]
BAD_EDGES = [(field, value) for field, (_, bad) in EDGES.items() for value in bad]


def of_any_optimizer(momentum, nesterov, **values):
    if values["optimizer"] != "sgd" or not momentum:
        return Settings(**values)
    return Settings(momentum=momentum, nesterov=nesterov, **values)


valid = st.builds(
    of_any_optimizer,
    momentum=st.floats(0, 0.999),
    nesterov=st.booleans(),
    epochs=st.integers(1, 100_000),
    batch_size=st.integers(1, 1_000_000),
    loss=st.sampled_from(LOSSES),
    optimizer=st.sampled_from(OPTIMIZERS),
    learning_rate=st.floats(1e-10, 10),
    inputs=st.lists(st.sampled_from(INPUTS), min_size=1, unique=True),
    scaling=st.sampled_from(SCALINGS),
    hidden=st.lists(st.integers(1, 1024), min_size=1, max_size=2),
    activation=st.sampled_from(ACTIVATIONS),
    test_size=st.floats(0.01, 0.9),
    split_seed=st.integers(0, MAX_SEED),
    seed=st.integers(0, MAX_SEED),
)


def short(value):
    return repr(value)[:20]


def test_the_defaults_are_the_articles():
    assert dataclasses.asdict(Settings()) == ARTICLE


def test_every_field_has_edges_in_this_file():
    assert list(EDGES) == list(ALLOWED) == [field.name for field in dataclasses.fields(Settings)]


@pytest.mark.parametrize(("field", "value"), GOOD_EDGES, ids=short)
def test_values_up_to_the_edge_are_kept(field, value):
    kept = getattr(Settings(**{field: value}), field)
    assert kept == (tuple(value) if isinstance(value, list) else value)
    assert type(kept) is type(ARTICLE[field])


@pytest.mark.parametrize(("field", "value"), BAD_EDGES, ids=short)
def test_values_beyond_the_edge_are_refused_by_the_fields_name(field, value):
    for settle in (lambda: Settings(**{field: value}), lambda: Settings().replace(**{field: value})):
        with pytest.raises(SettingsError) as caught:
            settle()
        (problem,) = caught.value.problems
        assert problem.startswith(f"{field} must ")
        assert ALLOWED[field] in problem
        shown = repr(value)
        assert (shown if len(shown) <= 60 else shown[:50]) in problem


SEED = "must be a whole number from 0 to 4,294,967,295"
SENTENCES = [
    ("epochs", 0, "epochs must be a whole number from 1 to 100,000, not 0."),
    ("epochs", 100_001, "epochs must be a whole number from 1 to 100,000, not 100001."),
    ("batch_size", 0, "batch_size must be a whole number from 1 to 1,000,000, not 0."),
    ("batch_size", 1_000_001, "batch_size must be a whole number from 1 to 1,000,000, not 1000001."),
    ("loss", "x", f"loss must be one of {', '.join(LOSSES)}, not 'x'."),
    ("optimizer", "x", f"optimizer must be one of {', '.join(OPTIMIZERS)}, not 'x'."),
    ("learning_rate", 9.9e-11, "learning_rate must be a number from 1e-10 to 10, not 9.9e-11."),
    ("learning_rate", 10.001, "learning_rate must be a number from 1e-10 to 10, not 10.001."),
    ("momentum", -1e-9, "momentum must be a number from 0 to 0.999, not -1e-09."),
    ("momentum", 0.9991, "momentum must be a number from 0 to 0.999, not 0.9991."),
    ("nesterov", 1, "nesterov must be True or False, not 1."),
    ("inputs", (), "inputs must name one or more of rgb, hsv, hue_circle, oklab, each once, not ()."),
    (
        "inputs",
        ("rgb", "rgb"),
        "inputs must name one or more of rgb, hsv, hue_circle, oklab, each once, not ('rgb', 'rgb').",
    ),
    ("scaling", "x", "scaling must be one of none, unit, standard, not 'x'."),
    *(
        (
            "hidden",
            hidden,
            f"hidden must be one or two whole numbers from 1 to 1,024, the units of each layer, not {hidden}.",
        )
        for hidden in ((), (0,), (1025,), (5, 0), (5, 5, 5))
    ),
    ("activation", "x", f"activation must be one of {', '.join(ACTIVATIONS)}, not 'x'."),
    ("test_size", 0.0099, "test_size must be a number from 0.01 to 0.9, not 0.0099."),
    ("test_size", 0.9001, "test_size must be a number from 0.01 to 0.9, not 0.9001."),
    ("split_seed", -1, f"split_seed {SEED}, not -1."),
    ("split_seed", 2**32, f"split_seed {SEED}, not 4294967296."),
    ("seed", -1, f"seed {SEED}, not -1."),
    ("seed", 2**32, f"seed {SEED}, not 4294967296."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), SENTENCES, ids=short)
def test_just_beyond_each_bound_the_sentence_says_what_is_allowed(field, value, sentence):
    with pytest.raises(SettingsError) as caught:
        Settings(**{field: value})
    assert caught.value.problems == caught.value.args == (sentence,)


def test_every_field_has_such_a_sentence():
    assert [field.name for field in dataclasses.fields(Settings)] == list(dict.fromkeys(name for name, *_ in SENTENCES))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"epochs": 0}, "epochsは1から100,000までの整数にしてください（いまは0）。"),
        ({"test_size": 1}, "test_sizeは0.01から0.9までの数にしてください（いまは1）。"),
        ({"nesterov": 1}, "nesterovはTrueかFalseにしてください（いまは1）。"),
        ({"scaling": "x"}, "scalingは次のどれかにしてください：none, unit, standard（いまは'x'）。"),
    ],
)
def test_the_sentences_are_said_in_japanese(values, sentence):
    with pytest.raises(SettingsError) as caught:
        Settings(**values)
    assert caught.value.say(translator("ja")) == sentence


def test_every_field_says_what_it_allows():
    fields = [field.name for field in dataclasses.fields(Settings)]
    without = [name for name in fields if name not in CONSTRAINTS]
    assert not without, f"annotate these fields of Settings with a constraint: {without}"
    assert list(CONSTRAINTS) == fields
    assert CONSTRAINTS["batch_size"].allowed == "1 to 1,000,000; more than there are rows means all of them"
    assert CONSTRAINTS["learning_rate"].allowed == "1e-10 to 10"
    assert CONSTRAINTS["momentum"].allowed == '0 to 0.999; for the optimizer "sgd" alone'
    assert CONSTRAINTS["inputs"].allowed == "one or more of rgb, hsv, hue_circle, oklab"
    assert CONSTRAINTS["hidden"].allowed == "one or two layers of 1 to 1,024 units"


@given(st.lists(st.sampled_from(BAD_EDGES), unique_by=lambda edge: edge[0], min_size=1))
def test_all_wrong_fields_are_named_at_once(edges):
    with pytest.raises(SettingsError) as caught:
        Settings(**dict(edges))
    wrong = {field for field, _ in edges}
    assert [problem.split()[0] for problem in caught.value.problems] == [field for field in EDGES if field in wrong]
    assert str(caught.value) == "\n".join(caught.value.problems)


@pytest.mark.parametrize("value", [np.int64(3), np.int32(3), np.uint8(3), np.array(3)])
def test_numpy_integers_become_plain_ones(value):
    settings = Settings(epochs=value, batch_size=value, hidden=(value,), split_seed=value, seed=value)
    numbers = [settings.epochs, settings.batch_size, *settings.hidden, settings.split_seed, settings.seed]
    assert [(type(number), number) for number in numbers] == [(int, 3)] * 5


@pytest.mark.parametrize("value", [np.float64(0.25), np.float32(0.25), np.float16(0.25)])
def test_numpy_floats_become_plain_ones(value):
    settings = Settings(learning_rate=value, test_size=value)
    assert [(type(number), number) for number in (settings.learning_rate, settings.test_size)] == [(float, 0.25)] * 2


def test_arrays_and_numpy_strings_become_tuples_and_plain_strings():
    settings = Settings(hidden=np.array([8, 4]), inputs=np.array(["oklab", "rgb"]), loss=np.str_("huber"))
    assert settings == Settings(hidden=(8, 4), inputs=("rgb", "oklab"), loss="huber")
    assert {type(part) for part in (*settings.inputs, settings.loss)} == {str}
    assert {type(units) for units in settings.hidden} == {int}


def test_inputs_are_kept_in_one_order():
    assert Settings(inputs=("oklab", "hsv")) == Settings(inputs=("hsv", "oklab"))
    assert Settings(inputs=INPUTS[::-1]).inputs == INPUTS


def test_momentum_and_nesterov_are_settings_of_sgd():
    assert Settings(optimizer="sgd", momentum=0.999, nesterov=True).nesterov is True
    assert Settings(optimizer="sgd", momentum=0.5, nesterov=np.False_).nesterov is False
    with pytest.raises(SettingsError, match='setting of the optimizer "sgd"; with adam it must be 0'):
        Settings(optimizer="adam", momentum=0.9)
    with pytest.raises(SettingsError, match="set momentum above 0"):
        Settings(optimizer="sgd", nesterov=True)


def test_settings_are_frozen_and_named():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().epochs = 5
    with pytest.raises(TypeError):
        Settings(12)


@given(valid)
def test_settings_travel_through_json(settings):
    again = Settings.from_dict(json.loads(json.dumps(settings.to_dict())))
    assert again == settings
    assert hash(again) == hash(settings)


@given(valid, valid)
def test_replace_changes_what_it_names_and_nothing_else(one, other):
    values = other.to_dict()
    names = ["loss", "hidden", "test_size", "seed"]
    changed = one.replace(**{name: values[name] for name in names})
    assert changed.to_dict() == {name: (other if name in names else one).to_dict()[name] for name in values}


def test_fields_left_out_of_a_dict_take_their_defaults():
    assert Settings.from_dict({"epochs": 3}) == Settings(epochs=3)


@pytest.mark.parametrize("settle", [lambda: Settings.from_dict({"epoch": 3}), lambda: Settings().replace(epoch=3)])
def test_an_unknown_field_is_refused_and_the_known_ones_are_named(settle):
    with pytest.raises(SettingsError, match=r"no field 'epoch'.*epochs, batch_size, loss"):
        settle()


@pytest.mark.parametrize("loss", LOSSES)
def test_keras_knows_the_loss_and_it_has_a_figure_for_each_row(loss):
    figures = keras.losses.get(loss)(np.eye(2, dtype="float32")[[0, 1, 1]], np.full((3, 2), 0.25, dtype="float32"))
    assert figures.shape == (3,)
    assert np.isfinite(figures).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_keras_knows_the_optimizer_and_it_treats_each_weight_by_itself(optimizer):
    """A matrix trained whole, and the same numbers trained one by one, take the same steps."""
    matrix, slope = np.array([[0.5, -1.0], [2.0, 0.1]]), np.array([[0.3, -0.2], [1.0, 4.0]])
    whole = after_steps(optimizer, [matrix], [slope])
    alone = after_steps(optimizer, list(matrix.ravel()), list(slope.ravel()))
    np.testing.assert_allclose(np.ravel(whole), np.ravel(alone), rtol=1e-6)
    assert (whole != matrix).all()


def after_steps(optimizer, values, slopes):
    variables = [keras.Variable(value, dtype="float32") for value in values]
    stepper = keras.optimizers.get({"class_name": optimizer, "config": {"learning_rate": 0.1}})
    for _ in range(3):
        stepper.apply([keras.ops.convert_to_tensor(slope, "float32") for slope in slopes], variables)
    return np.array([variable.numpy() for variable in variables])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_keras_knows_the_activation(activation):
    outputs = np.asarray(keras.activations.get(activation)(np.array([-1.0, 0.0, 2.0], dtype="float32")))
    assert np.isfinite(outputs).all()
    assert outputs[2] > outputs[0]
