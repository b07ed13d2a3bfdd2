import tracemalloc

import psutil
import pytest

import pinkpref as pp
from pinkpref.models.features import feature_names
from pinkpref.models.network import ModelSpec
from pinkpref.models.settings import INPUTS
from pinkpref.training import memory

SMALL = ModelSpec.of(pp.Settings(), 3)
LARGE = pp.Settings(hidden=(1024, 1024), epochs=100_000)


def test_what_does_not_fit_is_refused_with_its_numbers_before_any_work(dataset):
    with pytest.raises(ValueError, match=r"needs about [\d,]+\.\d GB of memory, and [\d,]+\.\d GB are free") as caught:
        pp.train(dataset, LARGE)
    needed, free = (float(part.split()[-1].replace(",", "")) for part in str(caught.value).split(" GB")[:2])
    assert needed > 800
    assert 0 < free < psutil.virtual_memory().total / 1e9
    assert "fewer epochs" in str(caught.value)


def test_a_stack_that_does_not_fit_is_refused(dataset):
    with pytest.raises(ValueError, match="GB of memory"):
        pp.train_many(dataset, LARGE.replace(epochs=1), range(100_000))


def test_the_need_grows_with_everything_that_is_kept():
    assert memory.need_of_one(SMALL, 24, 12) < 100_000
    for more in ({"rows": 48}, {"epochs": 24}):
        assert memory.need_of_one(SMALL, **({"rows": 24, "epochs": 12} | more)) > memory.need_of_one(SMALL, 24, 12)
    for more in ({"networks": 2000}, {"at_once": 200}):
        given = {"rows": 24, "epochs": 12, "networks": 1000, "at_once": 100}
        assert memory.need_of_many(SMALL, **(given | more)) > memory.need_of_many(SMALL, **given)


def test_what_fits_is_let_through(monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 1e9}))
    memory.refuse_what_does_not_fit(9e8)
    with pytest.raises(ValueError, match=r"about 0.9 GB of memory, and 0.9 GB"):
        memory.refuse_what_does_not_fit(9.01e8)


@pytest.mark.parametrize("scaling", ["unit", "standard"])
@pytest.mark.parametrize("inputs", [("rgb",), tuple(INPUTS)], ids=["rgb", "all"])
def test_a_training_takes_no_more_than_was_said(make_dataset, scaling, inputs):
    settings = pp.Settings(inputs=inputs, scaling=scaling, epochs=1, batch_size=4096)
    dataset = make_dataset(200_000)
    pp.train(dataset, settings)
    tracemalloc.start()
    pp.train(dataset, settings)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < memory.need_of_one(ModelSpec.of(settings, len(feature_names(settings))), len(dataset), 1)


def test_a_long_training_keeps_nothing_but_its_weights(make_dataset):
    settings = pp.Settings(hidden=(128, 128), batch_size=1, optimizer="sgd", scaling="standard", epochs=60)
    dataset = make_dataset(900)
    pp.train(dataset, settings.replace(epochs=2))
    before = psutil.Process().memory_info().rss
    run = pp.train(dataset, settings)
    assert psutil.Process().memory_info().rss - before < 10 * run.parameters.nbytes
