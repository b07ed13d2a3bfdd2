"""A run as a plain Keras script to read, run and change: the same experiment, with nothing of pinkpref in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import NDArray

from pinkpref.colour import LINEAR_SRGB_TO_LMS, LMS_TO_OKLAB
from pinkpref.i18n import BETWEEN_SENTENCES, N_, Translator, percent, translator
from pinkpref.models import features, network
from pinkpref.models.settings import Settings
from pinkpref.reporting.labels import SETTINGS
from pinkpref.tables.dataset import Dataset
from pinkpref.tables.samples import about
from pinkpref.training import scheduler
from pinkpref.training.run import Run

MOST_INLINE = 1000
"""A dataset with more rows than that is read from a file beside the script."""
DATA_FILE = "labels.csv"
COLUMNS = ("R", "G", "B", "LIKE")
WIDTH = 100
"""Columns of the longest line; a Japanese character takes two."""
SHARES_FROM = 200
"""With so many rows a share can be so near to all or none that `percent` gives it a decimal."""
COLUMN_WIDTHS = (8, 17, 17, 17, 17)
ROW = "{epoch:>8} {loss:>17.4f} {seen:>17} {test_loss:>17.4f} {tested:>17}"
"""A line of the history: ``seen`` and ``tested`` are accuracies as `percent` gives them."""

TITLE = N_("Liked or not: a small Keras network for colours")
INTRODUCTION = N_(
    "A network learns from colours that carry a label, 1 for liked and 0 for not liked, and is then asked about "
    "colours that it has never seen. Data, settings and random numbers are those of the page, and so are the figures."
)
TO_RUN = N_("To run it: {command}")
RIGHT = N_("{right} of {rows} test colours right")

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


def script(run: Run, language: str = "en") -> str:
    """A Python script that trains the run's network anew and prints the figures of the page.

    It needs Keras, TensorFlow, NumPy and scikit-learn, and with more than 1,000 rows pandas and the file that `labels`
    writes. It trains as many epochs as the run has.

    Args:
        run: from `train`.
        language: of comments and of what is printed, "en" or "ja".

    Raises:
        ValueError: there is no such language.
    """
    words = translator(language)
    install = words.gettext(TO_RUN).format(command=f"pip install {' '.join(packages(run))}")
    head = "\n#\n".join(comment(text) for text in (words.gettext(TITLE), words.gettext(INTRODUCTION), install))
    chapters = [
        comment(f"{number}. {part.title}") + "\n" + comment(part.text) + _gap(part.code) + part.code
        for number, part in enumerate(parts(run, language), 1)
    ]
    return f"{head}\n\n{imports(run)}\n\n" + "\n\n\n".join(chapters) + "\n"


def packages(run: Run) -> list[str]:
    """What pip must install for the script."""
    return ["keras", "tensorflow", "numpy", "scikit-learn", *(["pandas"] if _from_file(run) else [])]


def imports(run: Run) -> str:
    """The first lines of the code."""
    pandas = ["import pandas as pd"] if _from_file(run) else []
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
        _training(run, language),
        _score(run, words),
    ]


def printed(run: Run, words: Translator) -> str:
    """What the part that trains prints."""
    lines = [
        ROW.format(
            epoch=epoch.epoch,
            loss=epoch.loss,
            seen=percent(epoch.accuracy),
            test_loss=epoch.test_loss,
            tested=percent(epoch.test_accuracy),
        )
        for epoch in run.history.itertuples()
    ]
    return "\n".join([_header(words), *lines]) + "\n"


def printed_score(run: Run, words: Translator) -> str:
    """What the last part prints of a run whose outputs are numbers."""
    rows = len(run.test_rows)
    right = round(run.test_accuracy * rows)
    return words.gettext(RIGHT).format(right=f"{right:,}", rows=f"{rows:,}") + "\n"


def comment(text: str) -> str:
    """Text as comment lines, none wider than `WIDTH`."""
    lines = [""]
    for piece in re.findall(r"[!-~]+\s*|\s+|[^!-~\s][、。，．：；！？」』）]*", text):
        if _wide(lines[-1]) + _wide(piece.rstrip()) > WIDTH - 2:
            lines.append("")
        lines[-1] += piece
    return "\n".join(f"# {line.rstrip()}" for line in lines)


def _settings(run: Run, words: Translator) -> Part:
    settings = run.settings
    names = ["HIDDEN_UNITS"] if len(settings.hidden) == 1 else ["HIDDEN_UNITS_1", "HIDDEN_UNITS_2"]
    constants: dict[str, dict[str, object]] = {
        "epochs": {"EPOCHS": len(run.metrics)},
        "batch_size": {"BATCH_SIZE": settings.batch_size},
        "loss": {"LOSS": settings.loss},
        "learning_rate": {"LEARNING_RATE": settings.learning_rate},
        "momentum": {"MOMENTUM": settings.momentum} if settings.momentum else {},
        "nesterov": {"NESTEROV": settings.nesterov} if settings.momentum else {},
        "hidden": dict(zip(names, settings.hidden, strict=True)),
        "activation": {"ACTIVATION": settings.activation},
        "test_size": {"TEST_SIZE": settings.test_size},
        "split_seed": {"SPLIT_SEED": settings.split_seed},
        "seed": {"SEED": settings.seed},
    }
    lines = []
    for field, values in constants.items():
        lines += [comment(words.gettext(SETTINGS[field][1]))] if values else []
        lines += [f"{name} = {_literal(value)}" for name, value in values.items()]
    return Part(words.gettext("Settings"), _ending(run, words), "\n".join(lines))


def _ending(run: Run, words: Translator) -> str:
    """What is said of the settings: how the training ended, where it ended early."""
    if run.complete:
        return words.gettext("Change one of them and run it again.")
    if run.diverged:
        return words.gettext("In epoch {epoch} the loss stopped being a number.").format(epoch=len(run.metrics))
    ended = words.gettext("The training ended after {trained:,} of {wanted:,} epochs, and so does this one.")
    return ended.format(trained=len(run.metrics), wanted=run.settings.epochs)


def _data(run: Run, language: str) -> Part:
    words = translator(language)
    if _from_file(run):
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
    told = [text.format(name=DATA_FILE), *([invented.say(words)] if invented else [])]
    return Part(words.gettext("Data"), BETWEEN_SENTENCES[language].join(told), code)


def _inputs(settings: Settings, words: Translator) -> Part:
    spaces = [name for name in settings.inputs if name != "rgb"]
    functions = [_hue(words)] if {"hsv", "hue_circle"} & set(spaces) else []
    functions += [_SPACES[name](words) for name in spaces]
    seen = ", ".join("rgb" if name == "rgb" else f"{name}(rgb)" for name in settings.inputs)
    x = f"x = np.column_stack([{seen}])" if len(settings.inputs) > 1 else f"x = {seen}"
    return Part(
        words.gettext("What the network sees"),
        words.gettext("The numbers that stand for a colour: {names}.").format(
            names=", ".join(features.feature_names(settings))
        ),
        "\n\n\n".join([*functions, x]),
    )


def _hue(words: Translator) -> str:
    said = words.gettext("Hue as a share of a turn, then the largest of R, G, B less the smallest, then the largest.")
    return f"""{comment(said)}
def hue_chroma_value(rgb):
    red, green, blue = (rgb / 255).T
    value = np.maximum(np.maximum(red, green), blue)
    chroma = value - np.minimum(np.minimum(red, green), blue)
    divisor = np.where(chroma > 0, chroma, 1)
    sixths = np.where(
        value == red,
        (green - blue) / divisor,
        np.where(value == green, 2 + (blue - red) / divisor, 4 + (red - green) / divisor),
    )
    return sixths / 6 % 1, chroma, value"""


def _hsv(words: Translator) -> str:
    return f"""{comment(words.gettext("Hue, saturation and value (brightness)."))}
def hsv(rgb):
    hue, chroma, value = hue_chroma_value(rgb)
    return np.column_stack([hue, chroma / np.where(value > 0, value, 1), value])"""


def _hue_circle(words: Translator) -> str:
    said = words.gettext("Hue and saturation as a point on a disc, where all reds are neighbours, and value.")
    return f"""{comment(said)}
def hue_circle(rgb):
    hue, chroma, value = hue_chroma_value(rgb)
    angle = 2 * np.pi * hue
    return np.column_stack([chroma * np.cos(angle), chroma * np.sin(angle), value])"""


def _oklab(words: Translator) -> str:
    said = words.gettext("OKLab, where equal steps look about equally large: lightness and two axes of colour.")
    return f"""{comment(said)}
def oklab(rgb):
    gamma = rgb / 255
    linear = np.where(gamma <= 0.04045, gamma / 12.92, ((gamma + 0.055) / 1.055) ** 2.4)
    lms = linear @ np.transpose(
{_matrix(LINEAR_SRGB_TO_LMS)}
    )
    return np.cbrt(lms) @ np.transpose(
{_matrix(LMS_TO_OKLAB)}
    )"""


_SPACES = {"hsv": _hsv, "hue_circle": _hue_circle, "oklab": _oklab}


def _matrix(rows: NDArray[np.float64]) -> str:
    """A matrix as an argument inside a function."""
    return "\n".join(["        [", *(f"            {row}," for row in rows.tolist()), "        ]"])


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
        text = words.gettext(
            "Each input minus its mean, divided by its standard deviation, both taken from the training rows alone."
        )
        constant = words.gettext("An input that is the same in all training rows is not divided.")
        code = f"""\
mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)
{comment(constant)}
deviation = np.where(deviation > {features.ROUNDING}, deviation, 1)
x_train = (x_train - mean) / deviation
x_test = (x_test - mean) / deviation"""
    return Part(words.gettext("Normalise"), text, code)


def _network(settings: Settings, words: Translator) -> Part:
    names = ["HIDDEN_UNITS"] if len(settings.hidden) == 1 else ["HIDDEN_UNITS_1", "HIDDEN_UNITS_2"]
    layers = [f"        keras.layers.Dense({name}, activation=ACTIVATION)," for name in names]
    momentum = ", momentum=MOMENTUM, nesterov=NESTEROV" if settings.momentum else ""
    return Part(
        words.gettext("The network"),
        words.gettext("The larger of the two outputs is the answer; accuracy counts how often that is the label."),
        "\n".join(
            [
                "model = keras.Sequential(",
                "    [",
                "        keras.Input((x.shape[1],)),",
                *layers,
                '        keras.layers.Dense(2, activation="sigmoid"),',
                "    ]",
                ")",
                f"optimizer = keras.optimizers.{OPTIMIZERS[settings.optimizer]}(learning_rate=LEARNING_RATE{momentum})",
                comment(words.gettext("jit_compile: by XLA, as on the page; even its rounding is then the same.")),
                'model.compile(optimizer=optimizer, loss=LOSS, metrics=["accuracy"], jit_compile=True)',
            ]
        ),
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
places = numbers_of_seed({scheduler.PLACE_STREAM}, len(x_train)).argsort()
x_train, y_train = x_train[places], y_train[places]""",
    )


def _training(run: Run, language: str) -> Part:
    words = translator(language)
    counted = words.gettext("Keras rounds the share of right answers; as a count of rows it is exact again.")
    orders = words.gettext("In every epoch the rows come in another order.")
    text = words.gettext("Epoch by epoch: loss and accuracy on the training rows during it, on the test rows after it.")
    return Part(
        words.gettext("Training"),
        text,
        f"""\
{comment(counted)}
def percent(accuracy, rows):
    share = round(accuracy * rows) / rows
{_NEAR_THE_ENDS if max(len(run.train_rows), len(run.test_rows)) >= SHARES_FROM else ""}\
    return f"{{share:.0%}}"


{comment(orders)}
orders = np.random.default_rng({scheduler.ORDER_STREAM})
history = []
print({_literal(_header(words))})
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
    print(f"{ROW}")""",
    )


_NEAR_THE_ENDS = """\
    if 0.995 <= share < 1:
        return f"{np.floor(share * 1000) / 10:.1f}%"
    if 0 < share <= 0.005:
        return f"{np.ceil(share * 1000) / 10:.1f}%"
"""
"""The rest of `pinkpref.i18n.percent`, where shares can be so near to all or none; a test holds them equal."""


def _score(run: Run, words: Translator) -> Part:
    told = words.gettext(RIGHT).format(right="{right:,}", rows="{len(x_test):,}")
    text = words.gettext("How the trained network does on rows that it has never trained on.")
    if run.diverged:
        text = words.gettext("The network's outputs are no longer numbers, so there is nothing to score.")
    return Part(
        words.gettext("Test score"),
        text,
        f"""\
test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
right = round(test_accuracy * len(x_test))
print(f"{told}")""",
    )


def _header(words: Translator) -> str:
    titles = (
        words.gettext("epoch"),
        words.gettext("loss"),
        words.gettext("accuracy"),
        words.gettext("test loss"),
        words.gettext("test accuracy"),
    )
    return " ".join(" " * (width - _wide(title)) + title for width, title in zip(COLUMN_WIDTHS, titles, strict=True))


def _from_file(run: Run) -> bool:
    return len(run.dataset) > MOST_INLINE


def _rows(dataset: Dataset) -> Iterable[list[str]]:
    """R, G, B and the label of each row as text, whole numbers without a point."""
    for rgb, like in zip(dataset.rgb.tolist(), dataset.like.tolist(), strict=True):
        yield [*(str(int(number)) if number.is_integer() else repr(number) for number in rgb), str(like)]


def _literal(value: object) -> str:
    """A value as Python writes it, in double quotes."""
    return repr(value).replace("'", '"')


def _gap(code: str) -> str:
    """What stands between a comment and code: one blank line, or two before a function."""
    return "\n\n\n" if re.match(r"(# .*\n)*def ", code) else "\n\n"


def _wide(text: str) -> int:
    """Columns that a text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
