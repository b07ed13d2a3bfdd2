import pinkpref as pp
from dashboard.panels import pinned
from dashboard.tasks.cache import Source
from dashboard.tasks.training import Training
from pinkpref import Settings
from pinkpref.i18n import translator

WORDS = translator("en")


def test_what_differs_is_listed_with_before_and_after_and_nothing_else(dataset, make_dataset):
    before = Training(dataset, Settings(), Source("a.csv", own=True))
    after = Training(
        make_dataset(30), Settings(epochs=40, scaling="standard", inputs=("rgb", "hsv")), Source("b_.csv", own=True)
    )
    assert pinned.differences(before, after, WORDS) == [
        r"Data: Your file\: a\.csv → **Your file\: b\_\.csv**",
        "Epochs: 12 → **40**",
        "Inputs: RGB → **RGB + HSV**",
        "Normalise: not normalised → **normalised by z-score**",
    ]
    assert pinned.differences(before, before, WORDS) == []


def test_a_run_that_was_stopped_differs_from_the_whole_one(dataset):
    whole, stopped = (Training(dataset, Settings(epochs=4), Source("a.csv", own=True)) for _ in range(2))
    whole.result = pp.train(dataset, Settings(epochs=4))
    stopped.result = pp.train(dataset, Settings(epochs=4), stop=lambda: True)
    assert pinned.differences(stopped, whole, WORDS) == ["Epochs: 0 of 4 → **4**"]


def test_momentum_is_told_with_its_optimizer(dataset):
    plain = Training(dataset, Settings(optimizer="sgd"), Source("a.csv"))
    moving = Training(dataset, Settings(optimizer="sgd", momentum=0.9, nesterov=True), Source("a.csv"))
    assert pinned.differences(plain, moving, WORDS) == ["Optimizer: sgd → **sgd (nesterov, momentum 0.9)**"]
