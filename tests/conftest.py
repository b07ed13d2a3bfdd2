"""Rated colours that several files test on: random ones, liked where black text is readable on them."""

import io
import os
from pathlib import Path

import hypothesis
import numpy as np
import pytest

import pinkpref as pp
from pinkpref.colour import rgb_to_oklab

# The first example pays for an import and the machine may be busy: time limits would fail by chance.
hypothesis.settings.register_profile("pinkpref", deadline=None)
hypothesis.settings.load_profile("pinkpref")

# What a page of AppTest trains, it trains in the process of the test; the browser's server has workers as any other.
os.environ["PINKPREF_WORKERS"] = "0"

SLOW = tuple(Path(__file__).with_name("slow.txt").read_text(encoding="utf-8").split())


def pytest_collection_modifyitems(items):
    """Marks what `make quick` leaves out."""
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)


def as_dataset(rgb, like):
    lines = ["R,G,B,LIKE", *(f"{r!r},{g!r},{b!r},{label}" for (r, g, b), label in zip(rgb, like, strict=True))]
    return pp.read_csv(io.BytesIO("\n".join(lines).encode()), pp.Reading(scale=255))


def random_dataset(rows=24, seed=0):
    rgb = np.random.default_rng(seed).integers(0, 256, (rows, 3))
    return as_dataset(rgb.tolist(), (rgb @ [0.299, 0.587, 0.114] > 127.5).astype(int))


@pytest.fixture(scope="session")
def dataset():
    return random_dataset()


@pytest.fixture(scope="session")
def make_dataset():
    """Random colours by number of rows and seed."""
    return random_dataset


@pytest.fixture(scope="session")
def make_distinct():
    """Random colours none of which can hardly be told from another, by number of rows and seed."""

    def distinct(rows=24, seed=0):
        generator, kept = np.random.default_rng(seed), np.empty((0, 3))
        while len(kept) < rows:
            rgb = generator.integers(0, 256, 3)
            far = np.linalg.norm(rgb_to_oklab(kept / 255) - rgb_to_oklab(rgb / 255), axis=1) > 0.03
            kept = np.vstack([kept, rgb]) if far.all() else kept
        return as_dataset(kept.astype(int).tolist(), (kept @ [0.299, 0.587, 0.114] > 127.5).astype(int))

    return distinct


@pytest.fixture(scope="session")
def dataset_of():
    """A dataset of given colours and labels."""
    return as_dataset


@pytest.fixture(scope="session")
def exploding():
    """Settings whose loss stops being a number."""
    return pp.Settings(
        loss="categorical_crossentropy",
        optimizer="sgd",
        activation="linear",
        hidden=(30, 30),
        learning_rate=10,
        batch_size=1_000_000,
    )


@pytest.fixture(scope="session")
def colours():
    """Corners and greys of the RGB cube and random colours, (m, 3) in 0-255."""
    corners = np.stack(np.meshgrid([0, 255], [0, 255], [0, 255]), axis=-1).reshape(-1, 3)
    greys = np.repeat(np.arange(0, 256, 15)[:, None], 3, axis=1)
    return np.concatenate([corners, greys, np.random.default_rng(1).uniform(0, 255, (500, 3))])
