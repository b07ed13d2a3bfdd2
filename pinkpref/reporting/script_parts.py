"""The steps of the experiment that the script and the notebook share: a title, a text and code for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pinkpref.i18n import BETWEEN_SENTENCES, Translator, translator
from pinkpref.models import Settings, feature_names, features, network
from pinkpref.reporting import script_colours, script_output
from pinkpref.reporting.labels import SCALING_METHODS, SETTINGS
from pinkpref.reporting.python_source import comment, literal
from pinkpref.tables import Dataset, about
from pinkpref.training import Run, stacked_rows

MOST_INLINE = 1000
"""A dataset with more rows than that is read from a file beside the script."""
DATA_FILE = "labels.csv"
SHARES_FROM = 200
"""With so many rows a share can be so near to all or none that `percent` gives it a decimal."""

OPTIMIZERS = {
    "sgd": "SGD",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
    "adamax": "Adamax",
    "nadam": "Nadam",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "ftrl": "Ftrl",
    "lion": "Lion",
}
"""What Keras calls the classes of `settings.OPTIMIZERS`."""


class Part(NamedTuple):
    """A step of the experiment.

    Attributes:
        title: a few words.
        text: one or two sentences on what is done and why.
        code: Python that goes on from the parts before it.
    """

    title: str
    text: str
    code: str


def packages(run: Run) -> list[str]:
    """What pip must install for the script."""
    return ["keras", "tensorflow", "numpy", "scikit-learn", *(["pandas"] if _reads_file(run) else [])]


def imports(run: Run) -> str:
    """The first lines of the code."""
    pandas = ["import pandas as pd"] if _reads_file(run) else []
    return "\n".join(
        ["import keras", "import numpy as np", *pandas, "from sklearn.model_selection import train_test_split"]
    )


def parts(run: Run, language: str) -> list[Part]:
    """The steps of the experiment, in order; their code needs `imports`."""
    words = translator(language)
    scaling = [_scaling(run.settings, words)] if run.settings.scaling != "none" else []
    return [
        _settings(run, words),
        _data(run, language),
        _inputs(run.settings, words),
        _split(words),
        *scaling,
        _network(run.settings, words),
        _start(words),
        _training(run, words),
        _score(run, words),
    ]


def _settings(run: Run, words: Translator) -> Part:
    lines = []
    for field, constants in _constants(run).items():
        lines.append(comment(words.gettext(SETTINGS[field].meaning)))
        lines += [f"{name} = {literal(value)}" for name, value in constants.items()]
    return Part(words.gettext("Settings"), _ending(run, words), "\n".join(lines))


def _constants(run: Run) -> dict[str, dict[str, object]]:
    """The constants of the script, by the fields of Settings that they stand for."""
    settings = run.settings
    left_out = {"optimizer", "inputs", "scaling"}  # these are code of their own
    if not settings.momentum:
        left_out |= {"momentum", "nesterov"}
    constants = {field: {field.upper(): value} for field, value in settings.to_dict().items() if field not in left_out}
    hidden = dict(zip(_hidden_names(settings), settings.hidden, strict=True))
    return constants | {"epochs": {"EPOCHS": len(run.metrics)}, "hidden": hidden}


def _hidden_names(settings: Settings) -> list[str]:
    return ["HIDDEN_UNITS"] if len(settings.hidden) == 1 else ["HIDDEN_UNITS_1", "HIDDEN_UNITS_2"]


def _ending(run: Run, words: Translator) -> str:
    """How the training ended, where it ended early."""
    if run.complete:
        return words.gettext("Change one of them and run it again.")
    if run.diverged:
        return words.gettext("In epoch {epoch} the loss stopped being a number.").format(epoch=len(run.metrics))
    ended = words.gettext("The training ended after {trained:,} of {wanted:,} epochs, and so does this one.")
    return ended.format(trained=len(run.metrics), wanted=run.settings.epochs)


def _data(run: Run, language: str) -> Part:
    words = translator(language)
    if _reads_file(run):
        text = words.gettext("The file {name} beside this one has a row for each colour: R, G, B (0-255) and LIKE.")
        lines = [
            f'data = pd.read_csv("{DATA_FILE}")',
            'rgb = data[["R", "G", "B"]].to_numpy(dtype=float)',
            'like = data["LIKE"].to_numpy()',
        ]
    else:
        text = words.gettext(
            "A row for each colour: R, G and B (0-255), then the label, 1 for liked and 0 for not liked."
        )
        rows = [f"    ({', '.join(cells)})," for cells in _rows(run.dataset)]
        lines = ["DATA = [", *rows, "]", "data = np.array(DATA, dtype=float)", "rgb, like = data[:, :3], data[:, 3]"]
    outputs = comment(
        words.gettext("The network has two outputs, not liked and liked: label 0 is (1, 0), label 1 is (0, 1).")
    )
    code = "\n".join([*lines, "", outputs, "y = keras.utils.to_categorical(like, 2)"])
    invented = about(run.dataset.fingerprint)
    sentences = [text.format(name=DATA_FILE), *([invented.say(words)] if invented else [])]
    return Part(words.gettext("Data"), BETWEEN_SENTENCES[language].join(sentences), code)


def _inputs(settings: Settings, words: Translator) -> Part:
    columns = ", ".join("rgb" if name == "rgb" else f"{name}(rgb)" for name in settings.inputs)
    x = f"x = np.column_stack([{columns}])" if len(settings.inputs) > 1 else f"x = {columns}"
    return Part(
        words.gettext("What the network sees"),
        words.gettext("The numbers that stand for a colour: {names}.").format(names=", ".join(feature_names(settings))),
        "\n\n\n".join([*script_colours.functions(settings.inputs, words), x]),
    )


def _split(words: Translator) -> Part:
    return Part(
        words.gettext("Training rows and test rows"),
        words.gettext("The network never trains on the test rows; they are kept to test it with."),
        """\
x_train, x_test, y_train, y_test = train_test_split(
    x, y, test_size=TEST_SIZE, random_state=SPLIT_SEED
)""",
    )


def _scaling(settings: Settings, words: Translator) -> Part:
    if settings.scaling == "unit":
        reach = [number for name in settings.inputs for number in features.SPACES[name].reach]
        text = words.gettext("Each input is divided by the largest number that it can be.")
        code = f"reach = {reach}\nx_train = x_train / reach\nx_test = x_test / reach"
    else:
        meaning = SCALING_METHODS["standard"].meaning
        text = words.gettext(meaning)
        constant = words.gettext("An input that is the same in all training rows is not divided.")
        code = f"""\
mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)
{comment(constant)}
deviation = np.where(deviation > {features.ROUNDING}, deviation, 1)
x_train = (x_train - mean) / deviation
x_test = (x_test - mean) / deviation"""
    return Part(words.gettext("Normalise"), text, code)


def _network(settings: Settings, words: Translator) -> Part:
    layers = [f"        keras.layers.Dense({name}, activation=ACTIVATION),\n" for name in _hidden_names(settings)]
    momentum = ", momentum=MOMENTUM, nesterov=NESTEROV" if settings.momentum else ""
    xla = words.gettext("jit_compile: by XLA, as on the page; even its rounding is then the same.")
    return Part(
        words.gettext("The network"),
        words.gettext("The larger of the two outputs is the answer; accuracy counts how often that is the label."),
        f"""\
model = keras.Sequential(
    [
        keras.Input((x.shape[1],)),
{"".join(layers)}\
        keras.layers.Dense(2, activation="sigmoid"),
    ]
)
optimizer = keras.optimizers.{OPTIMIZERS[settings.optimizer]}(learning_rate=LEARNING_RATE{momentum})
{comment(xla)}
model.compile(optimizer=optimizer, loss=LOSS, metrics=["accuracy"], jit_compile=True)""",
    )


def _start(words: Translator) -> Part:
    own = words.gettext("Each seed has a part of its own in an endless row of numbers from 0 to 1.")
    start = words.gettext("Drawn as Keras draws them (Glorot uniform); biases start at 0.")
    places = words.gettext("The seed also puts the training rows in places of its own.")
    return Part(
        words.gettext("Starting weights and order of the rows"),
        words.gettext(
            "Keras would draw other numbers each time. These come from SEED, in the same way as those of the page, so "
            "that the figures are the same; for an experiment of your own you can leave this part out."
        ),
        f"""\
{comment(own)}
def numbers_of_seed(stream, count):
    generator = np.random.PCG64DXSM(np.random.SeedSequence(stream))
    generator.advance(SEED * count)
    return np.random.Generator(generator).random(count)


{comment(start)}
weights = model.get_weights()
numbers = numbers_of_seed({network.WEIGHTS_STREAM}, sum(array.size for array in weights[::2]))
for layer, kernel in enumerate(weights[::2]):
    drawn, numbers = np.split(numbers, [kernel.size])
    reach = np.sqrt(6 / sum(kernel.shape))
    weights[2 * layer] = reach * (2 * drawn.reshape(kernel.shape) - 1)
model.set_weights(weights)

{comment(places)}
places = numbers_of_seed({stacked_rows.PLACE_STREAM}, len(x_train)).argsort()
x_train, y_train = x_train[places], y_train[places]""",
    )


def _training(run: Run, words: Translator) -> Part:
    counted = words.gettext("Keras rounds the share of right answers; as a count of rows it is exact again.")
    orders = words.gettext("In every epoch the rows come in another order.")
    text = words.gettext("Epoch by epoch: loss and accuracy on the training rows during it, on the test rows after it.")
    code = f"""\
{comment(counted)}
def percent(accuracy, rows):
    share = round(accuracy * rows) / rows
{_PERCENT_WITH_DECIMAL if max(len(run.train_rows), len(run.test_rows)) >= SHARES_FROM else ""}\
    return f"{{share:.0%}}"


{comment(orders)}
orders = np.random.default_rng({stacked_rows.ORDER_STREAM})
history = []
print({literal(script_output.header(words))})
for epoch in range(1, EPOCHS + 1):
    order = orders.permutation(len(x_train))
    fitted = model.fit(
        x_train[order],
        y_train[order],
        batch_size=BATCH_SIZE,
        epochs=1,
        shuffle=False,
        verbose=0,
    )
    loss, accuracy = fitted.history["loss"][0], fitted.history["accuracy"][0]
    test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
    history.append((loss, accuracy, test_loss, test_accuracy))
    seen, tested = percent(accuracy, len(x_train)), percent(test_accuracy, len(x_test))
    print(f"{script_output.ROW}")"""
    return Part(words.gettext("Training"), text, code)


_PERCENT_WITH_DECIMAL = """\
    if 0.995 <= share < 1:
        return f"{np.floor(share * 1000) / 10:.1f}%"
    if 0 < share <= 0.005:
        return f"{np.ceil(share * 1000) / 10:.1f}%"
"""
"""`i18n.percent`, where shares can be so near to all or none."""


def _score(run: Run, words: Translator) -> Part:
    score = words.gettext(script_output.SCORE).format(right="{right:,}", rows="{len(x_test):,}")
    text = words.gettext("How the trained network does on rows that it has never trained on.")
    if run.diverged:
        text = words.gettext("The network's outputs are no longer numbers, so there is nothing to score.")
    code = f"""\
test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
right = round(test_accuracy * len(x_test))
print(f"{score}")"""
    return Part(words.gettext("Test score"), text, code)


def _reads_file(run: Run) -> bool:
    return len(run.dataset) > MOST_INLINE


def _rows(dataset: Dataset) -> Iterable[list[str]]:
    """R, G, B and the label of each row as text, whole numbers without a point."""
    for rgb, like in zip(dataset.rgb.tolist(), dataset.like.tolist(), strict=True):
        yield [*(str(int(number)) if number.is_integer() else repr(number) for number in rgb), str(like)]
