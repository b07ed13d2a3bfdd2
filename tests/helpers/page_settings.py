"""Settings that the page's controls can show."""

from hypothesis import strategies as st

from dashboard.session.controls import LEARNING_RATES, MOMENTUM, TEST_SHARES
from pinkpref import Settings
from pinkpref.models import LOSSES, MAX_SEED, OPTIMIZERS, SCALINGS


def _with_momentum(momentum, nesterov, **values):
    moving = momentum and values["optimizer"] == "sgd"
    return Settings(momentum=MOMENTUM if moving else 0, nesterov=moving and nesterov, **values)


page_settings = st.builds(
    _with_momentum,
    momentum=st.booleans(),
    nesterov=st.booleans(),
    epochs=st.integers(1, 300),
    batch_size=st.integers(1, 32),
    learning_rate=st.sampled_from(LEARNING_RATES),
    hidden=st.tuples(st.integers(1, 16)),
    test_size=st.sampled_from(TEST_SHARES).map(lambda share: share / 100),
    loss=st.sampled_from(LOSSES),
    optimizer=st.sampled_from(OPTIMIZERS) | st.just("sgd"),
    inputs=st.lists(st.sampled_from(["rgb", "hsv", "hue_circle"]), min_size=1, unique=True).map(tuple),
    scaling=st.sampled_from(SCALINGS),
    seed=st.integers(0, MAX_SEED),
    split_seed=st.integers(0, MAX_SEED),
)
