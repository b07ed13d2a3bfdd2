"""What is wrong with a table, and what has to be asked before it can be used."""

from __future__ import annotations

from typing import Any, NamedTuple

from pinkpref.i18n import N_, Sentence
from pinkpref.tables.columns import LABEL_COLUMN
from pinkpref.tables.errors import Problems, dataset_error, first_problems, join_first, raise_problems, truncate
from pinkpref.tables.layout import Layout
from pinkpref.tables.ratings import SCALE_STEPS, Ratings
from pinkpref.tables.reading import UnclearTable
from pinkpref.tables.schema import Schema
from pinkpref.tables.values import Values


class _Question(NamedTuple):
    """A question about one field of `Reading`, and its likeliest answer."""

    field: str
    guess: Any
    sentences: list[Sentence]


def check(layout: Layout, schema: Schema, values: Values) -> None:
    """Reports everything that is wrong, and asks about what is ambiguous only where nothing is.

    Raises:
        DatasetError: something is wrong.
        UnclearTable: nothing is wrong but something ambiguous.
    """
    missing = Problems() if layout.reading.empty else values.ratings.missing
    _check_cells(layout, values, missing)
    _check_liked(layout, values.ratings)
    names, ratings = layout.names, values.ratings
    questions = [*_ask_scale(values)]
    if ratings.like is None:
        questions.append(_ask_liked(names[schema.like], ratings))
    questions += _ask_empty(ratings, missing)
    if questions:
        guess = {question.field: question.guess for question in questions}
        guess |= {"colour": tuple(names[at] for at in schema.colour), "like": names[schema.like]}
        sentences = [sentence for question in questions for sentence in question.sentences]
        fields = [question.field for question in questions]
        raise layout.unclear(sentences, fields, layout.preview(ratings.categories, ratings.numbers), **guess)


def question_about_liked(layout: Layout, schema: Schema, values: Values) -> UnclearTable:
    """The question which ratings mean liked, even where that is known; the known answer is its guess."""
    ratings = values.ratings
    field, guess, sentences = _ask_liked(layout.names[schema.like], ratings)
    if field == "liked" and ratings.like is not None:
        guess = ratings.that_mean(1)
    return layout.unclear(sentences, [field], layout.preview(ratings.categories, ratings.numbers), **{field: guess})


def _check_cells(layout: Layout, values: Values, missing: Problems) -> None:
    """Raises for cells that cannot be used; missing ratings alone are a question, unless there are no others."""
    wrong = any(problems.total for problems in values.problems)
    if wrong or not values.ratings.categories:
        hint = N_("If its numbers have decimal commas, save it with semicolons between the columns.")
        commas = values.table.all_longer and layout.reading.delimiter == ","
        raise_problems([*values.problems, missing], [Sentence(hint)] if commas else ())


def _check_liked(layout: Layout, ratings: Ratings) -> None:
    """Raises where none of the values that the caller says mean liked occurs."""
    wanted = layout.reading
    if wanted.liked and 1 not in ratings.meanings and ratings.categories:
        text = N_("None of these stands in column “{name}”: {liked}. It holds: {values}.")
        name, liked = truncate(wanted.like or LABEL_COLUMN), join_first(wanted.liked)
        raise dataset_error([Sentence(text, name=name, liked=liked, values=join_first(ratings.categories))])


def _ask_scale(values: Values) -> list[_Question]:
    if values.scale is not None:
        return []
    highest = float(values.rgb.max())
    text = N_("No R, G or B is above {highest:g}. Is full strength written as {highest:g}, or as 255?")
    return [_Question("scale", highest, [Sentence(text, highest=highest)])]


def _ask_liked(name: str, ratings: Ratings) -> _Question:
    """Asks for a threshold where the ratings are a scale of numbers, or else which values mean liked."""
    if len(set(ratings.numbers)) >= SCALE_STEPS:
        low, *_, high = ratings.numbers
        text = N_("Column “{name}” holds numbers from {low:g} to {high:g}. From which number on is a colour liked?")
        upper_half = [number for number in ratings.numbers if number > (low + high) / 2]
        return _Question("cut", min(upper_half), [Sentence(text, name=truncate(name), low=low, high=high)])
    text = N_("Column “{name}” holds: {values}. Which of these mean liked?")
    sentence = Sentence(text, name=truncate(name), values=join_first(ratings.categories))
    return _Question("liked", ratings.likely_liked, [sentence])


def _ask_empty(ratings: Ratings, missing: Problems) -> list[_Question]:
    """Asks what missing ratings mean: they may mean no where nothing but liked is written."""
    if not missing.total:
        return []
    guess = "left-out" if 0 in ratings.meanings or 1 not in ratings.meanings else "not-liked"
    return [_Question("empty", guess, first_problems([sentence for _, sentence in missing.first], missing.total))]
