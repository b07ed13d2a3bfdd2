"""Swatches and tables as HTML that a screen reader can read, for the page and the report; every text is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from pinkpref.colour import luma
from pinkpref.i18n import count, decimal, percent
from pinkpref.reporting.labels import LIKED, NOT_LIKED
from pinkpref.tables import NAME_COLUMN

if TYPE_CHECKING:
    import jinja2
    import pandas as pd
    from numpy.typing import NDArray

    from pinkpref.evaluation import Verdict
    from pinkpref.i18n import Translator
    from pinkpref.tables import Dataset
    from pinkpref.training import Run

MOST_TILES = 1000
MOST_TEST_ROWS = 200
RIGHT, WRONG = "✓", "✗"


@cache
def template(name: str) -> jinja2.Template:
    """A template of this package, compiled once."""
    import jinja2

    known = jinja2.Environment(
        loader=jinja2.PackageLoader("pinkpref.reporting"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return known.get_template(name)


@cache
def style() -> str:
    """The rules that swatches and tables need wherever they stand; sizes and grounds are the reader's."""
    return (files("pinkpref.reporting") / "templates" / "parts.css").read_text(encoding="utf-8")


def region(name: str, content: str, kind: str = "", left: str = "") -> str:
    """A named part of a page that scrolls where it is long, by keyboard too.

    Args:
        name: what a screen reader calls it.
        content: HTML that one of these functions gave.
        kind: a class for its size.
        left: a line under the content, that of `not_shown`.
    """
    return _made("region", name, content, kind, left)


def not_shown(rows: int, words: Translator) -> str:
    """A line that says how many rows are not shown, if any."""
    return words.gettext("Not shown: {count} more.").format(count=count(rows)) if rows > 0 else ""


def swatch(dataset: Dataset, row: int) -> str:
    """A row's colour beside its name."""
    return _made("swatch", dataset.hex(row), dataset.name(row))


def signs(words: Translator) -> dict[str, str]:
    """The signs for answers and for whether they are right, each for the eye, with its meaning for a screen reader."""
    return {
        "liked": _made("spoken", LIKED, words.gettext("liked")),
        "notLiked": _made("spoken", NOT_LIKED, words.gettext("not liked")),
        "right": _made("spoken", RIGHT, words.gettext("right")),
        "wrong": _made("spoken", WRONG, words.gettext("wrong")),
    }


class Drawn(NamedTuple):
    """What every swatch of a row needs.

    Attributes:
        name: the file's own for the colour where it has one, otherwise its code.
        colour, ink: of the swatch, and of a sign on it, so that it can be read.
        sign, answer: the label as a sign and in words.
        rgb: the colour, 0-255.
    """

    name: str
    colour: str
    ink: str
    sign: str
    answer: str
    rgb: list[float]


class Tile(NamedTuple):
    """A row as a swatch.

    Attributes:
        title: what it is, in words.
        sign: what stands on it.
        colour, ink: of the swatch, and of the sign, so that it can be read.
        framed: whether it has a dashed frame.
        rgb: what the page asks the network about when it is pressed; empty for nothing.
    """

    title: str
    sign: str
    colour: str
    ink: str
    framed: bool
    rgb: str = ""


def wall(dataset: Dataset, test_rows: NDArray[Any] | None, words: Translator) -> str:
    """All rows as swatches with their labels; test rows have a dashed frame once the split is known."""
    held_out = frozenset(() if test_rows is None else test_rows.tolist())
    training, test = ("", "") if test_rows is None else (words.gettext("training row"), words.gettext("test row"))
    tiles = [
        Tile(
            _title(drawn.name, drawn.answer, test if row in held_out else training),
            drawn.sign,
            drawn.colour,
            drawn.ink,
            row in held_out,
            ",".join([f"{number:.6g}" for number in drawn.rgb]),
        )
        for row, drawn in enumerate(_drawn(dataset, words))
    ]
    return _wall(words.gettext("All colours"), tiles, dataset, words)


def counted(dataset: Dataset, source: str, words: Translator) -> str:
    """How many colours there are and how many are liked, with the signs on the wall.

    Args:
        dataset: the data.
        source: what they are called.
        words: the reader's language.
    """
    return words.gettext("{source}: {rows} colours, {liked} liked ({heart}), {other} not ({dash}).").format(
        source=source,
        rows=count(len(dataset)),
        liked=count(dataset.like.sum()),
        other=count((dataset.like == 0).sum()),
        heart=LIKED,
        dash=NOT_LIKED,
    )


def frames(run: Run, words: Translator) -> str:
    """What a dashed frame on the wall means."""
    return words.gettext("Dashed frame: test rows ({test}). The network trains on the others ({train}).").format(
        test=count(len(run.test_rows)), train=count(len(run.train_rows))
    )


def left_out_wall(verdict: Verdict, words: Translator) -> str:
    """All colours with how often each was called right when it was left out."""
    right, times = verdict.real.right[0].sum(axis=0).tolist(), len(verdict.real.right[0])
    score = words.gettext("right {right} of {times} times")
    tiles = [
        Tile(
            _title(drawn.name, drawn.answer, score.format(right=often, times=times)),
            f"{often}/{times}",
            drawn.colour,
            drawn.ink,
            often * 2 < times,
        )
        for often, drawn in zip(right, _drawn(verdict.judged, words), strict=False)
    ]
    return _wall(words.gettext("Colours left out"), tiles, verdict.judged, words)


def _wall(name: str, tiles: list[Tile], dataset: Dataset, words: Translator) -> str:
    return region(name, _made("wall", tiles), left=not_shown(len(dataset) - len(tiles), words))


def _drawn(dataset: Dataset, words: Translator) -> list[Drawn]:
    """The first rows of the data, as many as are shown."""
    rgb, rows = dataset.rgb[:MOST_TILES], range(min(len(dataset), MOST_TILES))
    colours = [dataset.hex(row) for row in rows]
    names = [dataset.name(row) for row in rows] if NAME_COLUMN in dataset.frame else colours
    inks = ["#000" if light else "#fff" for light in (luma(rgb / 255) > 0.5).tolist()]
    labels = (NOT_LIKED, words.gettext("not liked")), (LIKED, words.gettext("liked"))
    likes = dataset.like[:MOST_TILES].tolist()
    return [
        Drawn(name, colour, ink, *labels[like], numbers)
        for name, colour, ink, like, numbers in zip(names, colours, inks, likes, rgb.tolist(), strict=True)
    ]


def _title(*parts: str) -> str:
    return " · ".join([part for part in parts if part])


def _answers(words: Translator) -> tuple[str, str]:
    """The two labels in words, by their number."""
    return words.gettext("not liked"), words.gettext("liked")


def score_sentence(run: Run, words: Translator) -> str:
    """How many of its test rows a run calls right."""
    rows = len(run.test_rows)
    return words.gettext("{right} of {rows} test colours right").format(
        right=count(round(run.test_accuracy * rows)), rows=count(rows)
    )


def constant_sentence(run: Run, words: Translator) -> str:
    """How many of the very test rows always giving the better one of both answers gets right."""
    from pinkpref.evaluation.constant_answers import better_constant, constant_right

    right = constant_right(run)
    answer = better_constant(right)
    return words.gettext("Always answering “{answer}” gets {right} of these {rows}.").format(
        answer=words.gettext("liked") if answer else words.gettext("not liked"),
        right=count(right[answer]),
        rows=count(len(run.test_rows)),
    )


def ties_sentence(run: Run, words: Translator) -> str:
    """That both outputs are equal for some test rows, as where both are rounded to 0; nothing where there are none."""
    from pinkpref.evaluation.constant_answers import tied_test_rows

    ties = tied_test_rows(run)
    if not ties:
        return ""
    return words.gettext(
        "After the last epoch both outputs are equal for {ties:,} of {rows:,} test colours: a tie, which Keras counts "
        "as “not liked”."
    ).format(ties=ties, rows=len(run.test_rows))


def test_table(run: Run, words: Translator) -> str:
    """The test rows: each a swatch, its label, the network's answer, and whether that is right."""
    dataset, rows, sign = run.dataset, run.test_rows[:MOST_TEST_ROWS], signs(words)
    likes, answers = dataset.like[rows] == 1, run.liking[rows] > 0.5
    titles = (
        words.gettext("test colour"),
        words.gettext("label"),
        words.gettext("network"),
        words.gettext("right?"),
    )
    lines = [
        (
            dataset.hex(row),
            dataset.name(row),
            sign["liked" if like else "notLiked"],
            sign["liked" if answer else "notLiked"],
            sign["right" if like == answer else "wrong"],
            like == answer,
        )
        for row, like, answer in zip(rows, likes, answers, strict=True)
    ]
    left = not_shown(len(run.test_rows) - len(rows), words)
    return region(words.gettext("Test colours"), _made("test_table", titles, lines), "pp-answers", left)


def history_table(history: pd.DataFrame, words: Translator) -> str:
    """Loss and accuracy of every epoch of a `Run.history`, training rows on the left, test rows on the right."""
    columns = ["epoch", "loss", "accuracy", "test_loss", "test_accuracy"]
    rows = (
        (epoch, count(epoch), decimal(loss, 4), percent(accuracy), decimal(test_loss, 4), percent(test_accuracy))
        for epoch, loss, accuracy, test_loss, test_accuracy in zip(
            *(history[name].tolist() for name in columns), strict=True
        )
    )
    titles = (
        words.gettext("training"),
        words.gettext("test"),
        words.gettext("epoch"),
        words.gettext("loss"),
        words.gettext("accuracy"),
    )
    return _made("history_table", *titles, rows)


def confusion_table(verdict: Verdict, words: Translator) -> str:
    """The person's answers against the network's, on colours left out, as means over repeats."""
    names = _answers(words)
    network, label = words.gettext("network: {answer}"), words.gettext("label: {answer}")
    rows = [
        (label.format(answer=name), [f"{mean:,.1f}" for mean in means])
        for name, means in zip(names, verdict.confusion, strict=True)
    ]
    return _made("confusion_table", [network.format(answer=name) for name in names], rows)


def confusion_sentence(verdict: Verdict, words: Translator) -> str:
    """What the figures of that table are."""
    return words.gettext("How many colours of each label were called what, as a mean over {times} rounds.").format(
        times=len(verdict.real.right[0])
    )


def _made(macro: str, *values: Any) -> str:
    """HTML by a macro of the template."""
    return str(getattr(template("parts.html.jinja").module, macro)(*values))
