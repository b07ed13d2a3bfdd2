from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import pinkpref as pp
from dashboard.tasks.cache import Cache, Source, key_of
from pinkpref.models.settings import ACTIVATIONS, INPUTS, LOSSES, MAX_SEED, OPTIMIZERS, SCALINGS

SHIPPED, OWN = Source("rows.csv"), Source("mine.csv", own=True)
SEEDS = st.integers(0, MAX_SEED)
VALUES = {
    "epochs": st.integers(1, 100_000),
    "batch_size": st.integers(1, 1_000_000),
    "loss": st.sampled_from(LOSSES),
    "optimizer": st.sampled_from(OPTIMIZERS),
    "learning_rate": st.floats(1e-10, 10),
    "momentum": st.floats(0, 0.999),
    "nesterov": st.booleans(),
    "inputs": st.lists(st.sampled_from(INPUTS), min_size=1, unique=True),
    "scaling": st.sampled_from(SCALINGS),
    "hidden": st.lists(st.integers(1, 1024), min_size=1, max_size=2),
    "activation": st.sampled_from(ACTIVATIONS),
    "test_size": st.floats(0.01, 0.9),
    "split_seed": SEEDS,
    "seed": SEEDS,
}
"""What each field of `Settings` may be."""


@st.composite
def two_settings(draw, field):
    """Settings, and the same with another value of one field."""
    values = {name: draw(strategy) for name, strategy in VALUES.items()}
    values["optimizer"] = "sgd" if field in ("momentum", "nesterov") else values["optimizer"]
    if values["optimizer"] != "sgd" or field == "optimizer":
        values["momentum"] = 0.0
    if field == "nesterov":
        values["momentum"] = 0.9
    if not values["momentum"] or field == "momentum":
        values["nesterov"] = False
    settings = pp.Settings(**values)
    changed = settings.replace(**{field: draw(VALUES[field])})
    assume(getattr(changed, field) != getattr(settings, field))
    return settings, changed


@pytest.mark.parametrize("field", [field.name for field in fields(pp.Settings)])
@given(data=st.data())
def test_a_result_is_found_under_none_of_its_settings_changed(dataset, field, data):
    settings, changed = data.draw(two_settings(field))
    cache = Cache(2)
    cache.put(key_of("training", dataset, settings, SHIPPED), "result")
    assert cache.get(key_of("training", dataset, changed, SHIPPED)) is None
    same = pp.Settings(**settings.to_dict())
    assert cache.get(key_of("training", dataset, same, Source("another name"))) == "result"


PINKS = st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=6, max_size=6)


@given(rgb=PINKS, row=st.integers(0, 5), part=st.integers(0, 2), by=st.integers(1, 255), relabel=st.booleans())
def test_nor_with_another_colour_or_label(dataset_of, rgb, row, part, by, relabel):
    like = [0, 1, 0, 1, 0, 1]
    changed, other = [list(colour) for colour in rgb], list(like)
    if relabel:
        other[row] = 1 - other[row]
    else:
        changed[row][part] = (changed[row][part] + by) % 256
    before, after = dataset_of(rgb, like), dataset_of(changed, other)
    assert key_of("training", before, pp.Settings(), SHIPPED) != key_of("training", after, pp.Settings(), SHIPPED)
    again = dataset_of(rgb, like)
    assert key_of("training", before, pp.Settings(), SHIPPED) == key_of("training", again, pp.Settings(), SHIPPED)


def test_nor_of_another_kind_of_task(dataset):
    settings = pp.Settings()
    assert key_of("training", dataset, settings, SHIPPED) != key_of("assessment", dataset, settings, SHIPPED)


@given(kind=st.text(), name=st.text())
def test_a_person_s_own_data_has_no_key_and_what_has_none_is_not_kept(dataset, kind, name):
    key = key_of(kind, dataset, pp.Settings(), Source(name, own=True))
    assert key is None
    cache = Cache(2)
    cache.put(key, "result")
    assert len(cache) == 0
    assert cache.get(key) is None


def test_the_one_that_nobody_used_for_longest_goes_first(dataset):
    one, two, three = (key_of("training", dataset, pp.Settings(seed=seed), SHIPPED) for seed in (1, 2, 3))
    cache = Cache(2)
    cache.put(one, "one")
    cache.put(two, "two")
    assert cache.get(one) == "one"
    cache.put(three, "three")
    assert [cache.get(key) for key in (one, two, three)] == ["one", None, "three"]


def test_many_threads_may_ask_at_once(dataset):
    keys = [key_of("training", dataset, pp.Settings(seed=seed), SHIPPED) for seed in range(50)]
    cache = Cache(10)

    def used(at):
        cache.put(keys[at % 50], at % 50)
        return cache.get(keys[at % 50]) in (None, at % 50)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(used, range(2000)))
    assert len(cache) == 10
