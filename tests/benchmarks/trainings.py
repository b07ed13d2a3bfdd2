"""One measurement in a process of its own: ``python trainings.py NAME`` prints its figures as JSON.

Every peer trains the article's network (3 inputs, 5 relu units, 2 sigmoid outputs, mean absolute error, RMSprop) as its
own documentation would: Keras and scikit-learn one after another, PyTorch and JAX as one vectorised function. A peer
gets its rows and starting weights ready-made; ours draws splits, starts and orders within its time.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROWS, BATCH, EPOCHS, RATE = 19, 2, 12, 0.001
MANY = 24_000
MILLION = 1_000_000
DATA = Path(__file__).parents[2] / "data"


def median_seconds(work: Callable[[], object], times: int) -> float:
    """The median over several runs, after one that is not counted."""
    work()
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


def article_rows() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    return generator.random((ROWS, 3), np.float32), generator.integers(0, 2, ROWS)


def million_rows() -> tuple[np.ndarray, np.ndarray]:
    rgb = np.random.default_rng(0).integers(0, 256, (MILLION * 5 // 4, 3))
    return rgb, (rgb @ [0.299, 0.587, 0.114] > 127.5).astype(int)


def keras_model():
    import keras

    model = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(5, activation="relu"),
            keras.layers.Dense(2, activation="sigmoid"),
        ]
    )
    optimizer = keras.optimizers.RMSprop(RATE)
    model.compile(optimizer=optimizer, loss="mean_absolute_error", metrics=["accuracy"])
    return model


def keras_fit() -> dict[str, float]:
    """Trainings a second: a new model each time, as a new training needs; and only the ``fit`` of one fitted before."""
    inputs, labels = article_rows()
    targets = np.eye(2, dtype=np.float32)[labels]

    def fit(model: object) -> None:
        model.fit(inputs, targets, batch_size=BATCH, epochs=EPOCHS, verbose=0)

    fitted = keras_model()
    again = median_seconds(lambda: fit(fitted), 5)
    return {"new model": 1 / median_seconds(lambda: fit(keras_model()), 5), "fit again": 1 / again}


def keras_million() -> dict[str, float]:
    """Seconds for an epoch of a million rows, batches of 32, from the tenth part of one."""
    rgb, like = million_rows()
    part = MILLION // 10
    inputs, targets = rgb[:part].astype(np.float32) / 255, np.eye(2, dtype=np.float32)[like[:part]]
    model = keras_model()
    model.fit(inputs[:320], targets[:320], batch_size=32, verbose=0)
    begun = time.perf_counter()
    model.fit(inputs, targets, batch_size=32, verbose=0)
    return {"seconds": 10 * (time.perf_counter() - begun)}


def scikit_learn() -> dict[str, float]:
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore", ConvergenceWarning)
    inputs, labels = article_rows()

    def fit() -> None:
        for seed in range(50):
            MLPClassifier((5,), batch_size=BATCH, max_iter=EPOCHS, random_state=seed).fit(inputs, labels)

    return {"a second": 50 / median_seconds(fit, 5)}


def stacked_start(networks: int) -> tuple[np.ndarray, ...]:
    """Rows, targets, weights and orders for so many networks, the networks first."""
    generator = np.random.default_rng(0)
    inputs = generator.random((networks, ROWS, 3), np.float32)
    targets = np.eye(2, dtype=np.float32)[generator.integers(0, 2, (networks, ROWS))]
    shapes = (networks, 3, 5), (networks, 5), (networks, 5, 2), (networks, 2)
    weights = [generator.uniform(-0.8, 0.8, shape).astype(np.float32) for shape in shapes]
    orders = np.stack([generator.permutation(ROWS) for _ in range(EPOCHS)])
    return inputs, targets, weights, orders


def torch_vmap(networks: int = 1000) -> dict[str, float]:
    """``vmap(grad(loss))`` as in PyTorch's tutorial on model ensembling, with RMSprop written out."""
    import torch
    from torch.func import grad, vmap

    arrays = stacked_start(networks)
    inputs, targets = torch.tensor(arrays[0]), torch.tensor(arrays[1])
    orders = arrays[3]

    def loss(weights, x, y):
        hidden = torch.relu(x @ weights[0] + weights[1])
        return (torch.sigmoid(hidden @ weights[2] + weights[3]) - y).abs().mean()

    gradients = vmap(grad(loss))

    def train() -> None:
        weights = [torch.tensor(array) for array in arrays[2]]
        squares = [torch.zeros_like(array) for array in weights]
        for order in orders:
            for start in range(0, ROWS, BATCH):
                rows = order[start : start + BATCH]
                for index, slope in enumerate(gradients(weights, inputs[:, rows], targets[:, rows])):
                    squares[index] = 0.9 * squares[index] + 0.1 * slope**2
                    weights[index] = weights[index] - RATE * slope / torch.sqrt(squares[index] + 1e-7)

    return {"a second": networks / median_seconds(train, 5)}


def jax_scan() -> dict[str, float]:
    """``jit(vmap(scan))``: one network's whole training as a scan over its steps, vectorised, compiled."""
    import jax
    import jax.numpy as jnp

    inputs, targets, weights, orders = stacked_start(MANY)
    steps = -(-ROWS // BATCH)
    padded = np.zeros((EPOCHS, steps * BATCH), int)
    padded[:, :ROWS] = orders
    present = (np.arange(steps * BATCH) < ROWS).astype(np.float32)
    batches = jnp.asarray(padded.reshape(-1, BATCH)), jnp.asarray(np.tile(present.reshape(steps, BATCH), (EPOCHS, 1)))

    def loss(weights, x, y, share):
        hidden = jax.nn.relu(x @ weights[0] + weights[1])
        wrong = jnp.abs(jax.nn.sigmoid(hidden @ weights[2] + weights[3]) - y).mean(axis=1)
        return (wrong * share).sum() / share.sum()

    def train(weights, x, y):
        def step(state, batch):
            weights, squares = state
            value, slopes = jax.value_and_grad(loss)(weights, x[batch[0]], y[batch[0]], batch[1])
            squares = [0.9 * square + 0.1 * slope**2 for square, slope in zip(squares, slopes, strict=True)]
            weights = [
                weight - RATE * slope / jnp.sqrt(square + 1e-7)
                for weight, slope, square in zip(weights, slopes, squares, strict=True)
            ]
            return (weights, squares), value

        return jax.lax.scan(step, (weights, [jnp.zeros_like(weight) for weight in weights]), batches)

    many = jax.jit(jax.vmap(train))
    given = [jnp.asarray(weight) for weight in weights], jnp.asarray(inputs), jnp.asarray(targets)
    return {"a second": MANY / median_seconds(lambda: jax.block_until_ready(many(*given)), 5)}


def ours() -> dict[str, float]:
    """Trainings a second of `train_many`, from seeds to results; the first time its 24,000 splits are drawn too."""
    import pinkpref as pp

    dataset, settings = pp.read_csv(DATA / "keras_pink.csv"), pp.Settings()
    pp.train_many(dataset, settings, range(MANY))
    begun = time.perf_counter()
    pp.train_many(dataset, settings, range(MANY), range(MANY))
    first = MANY / (time.perf_counter() - begun)
    warm = median_seconds(lambda: pp.train_many(dataset, settings, range(MANY), range(MANY)), 15)
    advised = settings.replace(loss="binary_crossentropy", optimizer="adam", scaling="standard")
    other = median_seconds(lambda: pp.train_many(dataset, advised, range(MANY), range(MANY)), 7)
    return {"warm": MANY / warm, "splits drawn": first, "adam": MANY / other}


def ours_one() -> dict[str, float]:
    """Trainings a second of `train`, one after another, each with a seed of its own."""
    import pinkpref as pp

    dataset = pp.read_csv(DATA / "keras_pink.csv")

    def train() -> None:
        for seed in range(100):
            pp.train(dataset, pp.Settings(seed=seed))

    return {"a second": 100 / median_seconds(train, 9)}


def ours_million() -> dict[str, float]:
    """Seconds for another epoch of a million training rows, 250,000 test rows measured after it; and its memory."""
    import pandas as pd
    import psutil

    import pinkpref as pp

    rgb, like = million_rows()
    dataset = pp.Dataset(pd.DataFrame(rgb.astype(float), columns=["R", "G", "B"]).assign(LIKE=like))
    settings = pp.Settings(batch_size=32, scaling="unit", epochs=1)
    data = dataset.rgb.nbytes + dataset.like.nbytes + dataset.frame.memory_usage().sum()
    pp.train(pp.read_csv(DATA / "keras_pink.csv"), settings.replace(batch_size=2))
    before, held = psutil.Process().memory_info().rss, [0]

    def train(epochs: int) -> float:
        begun = time.perf_counter()
        pp.train(
            dataset,
            settings.replace(epochs=epochs),
            progress=lambda *_: held.append(psutil.Process().memory_info().rss - before),
        )
        return time.perf_counter() - begun

    train(1)
    pairs = [(train(1), train(6)) for _ in range(5)]
    return {
        "seconds": statistics.median((six - one) / 5 for one, six in pairs),
        "whole": statistics.median(one for one, _ in pairs),
        "memory": max(held) / data,
    }


def ours_memory() -> dict[str, float]:
    """Bytes that 25,000 networks take above TensorFlow with a loop compiled, at most and in the end."""
    from memory import held

    import pinkpref as pp

    dataset, settings = pp.read_csv(DATA / "keras_pink.csv"), pp.Settings()
    pp.train(dataset, settings)
    stack, memory = held(lambda: pp.train_many(dataset, settings, range(25_000), range(25_000)))
    assert len(stack) == 25_000
    return {"MiB": memory}


def compiling() -> dict[str, float]:
    """Seconds that the first training of another kind takes."""
    import pinkpref as pp

    dataset = pp.read_csv(DATA / "keras_pink.csv")
    pp.train(dataset, pp.Settings())
    found = []
    for loss in ("huber", "log_cosh", "poisson", "hinge", "squared_hinge"):  # other units may be padded alike
        begun = time.perf_counter()
        pp.train(dataset, pp.Settings(loss=loss))
        found.append(time.perf_counter() - begun)
    return {"seconds": statistics.median(found)}


def ours_verdict() -> dict[str, float]:
    """Seconds for a verdict on 24 rows, run, folds, findings and sentence: the page's first one, and the whole."""
    sys.path.insert(0, str(DATA.parent))
    import pinkpref as pp
    from dashboard.tasks.assessment import FIRST

    dataset, found = pp.read_csv(DATA / "keras_pink.csv"), {"shuffles of the first": FIRST}
    enough = pp.Settings(scaling="standard", learning_rate=0.01, epochs=100)
    for name, settings in {"article": pp.Settings(), "enough": enough}.items():
        for part, permutations in {"first": FIRST, "whole": None}.items():

            def answer(settings: pp.Settings = settings, permutations: int | None = permutations) -> str:
                return pp.assess(dataset, settings, permutations=permutations).sentence("en")

            found[f"{name}, {part}"] = median_seconds(answer, 9)
    return found


WORK = {
    work.__name__: work
    for work in (
        keras_fit,
        keras_million,
        scikit_learn,
        torch_vmap,
        jax_scan,
        ours,
        ours_one,
        ours_million,
        ours_memory,
        ours_verdict,
        compiling,
    )
}

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]]()))
