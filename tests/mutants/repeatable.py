"""A pytest plugin: Hypothesis draws the same few examples every time, and does not look for simpler ones that fail."""

import hypothesis


def pytest_configure():
    hypothesis.settings.register_profile(
        "repeatable",
        max_examples=30,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    )
    hypothesis.settings.load_profile("repeatable")
