"""A pytest plugin: Hypothesis draws the same examples every time, and does not look for simpler ones that fail too."""

import hypothesis


def pytest_configure():
    hypothesis.settings.register_profile(
        "repeatable",
        derandomize=True,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    )
    hypothesis.settings.load_profile("repeatable")
