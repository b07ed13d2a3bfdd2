"""The tables shipped in ``data/``, recognised by a fingerprint: invented labels say so under whatever file name."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pinkpref.i18n import N_, Sentence
from pinkpref.resources import DATA
from pinkpref.tables.errors import DatasetError


class Sample(NamedTuple):
    """A shipped table.

    Attributes:
        fingerprint: of its colours and labels.
        about: what they are, in English for the catalogues.
    """

    fingerprint: str
    about: str


SAMPLES = {
    "keras_pink.csv": Sample(
        "839987ba16a6d4fe3e330ad51c904bb754219affd67eeb71e458717ba5bf493f",
        N_(
            "24 pinks. The labels are invented: coin flips, 12 and 12. They are nobody's taste, "
            "and hold nothing that would be true of another colour."
        ),
    ),
    "pinks_with_a_rule.csv": Sample(
        "5016289f5bf9b60dbd896c8e6be1aacfcfcff8d93c3dbedaecee3ab8daa3d146",
        N_(
            "The same 24 pinks. The labels are invented by a rule: the lighter half is liked, "
            "then four labels were flipped."
        ),
    ),
    "readable_text.csv": Sample(
        "7b0aa27cf4837448d6bb512d810efc7d94dfdf216138c8130a94b3020afdf412",
        N_(
            "949 colours. The labels are calculated by a formula: liked means that black text reads better on the "
            "colour than white."
        ),
    ),
}
"""File name -> what is in it."""


def about(fingerprint: str) -> Sentence | None:
    """What a shipped table's labels are, by its fingerprint; None of any other table."""
    return next((Sentence(sample.about) for sample in SAMPLES.values() if sample.fingerprint == fingerprint), None)


def sample_path(name: str) -> Path:
    """The file of a shipped table.

    Args:
        name: as in `SAMPLES`, with or without ".csv".

    Raises:
        DatasetError: there is no such table.
    """
    file = name.removesuffix(".csv") + ".csv"
    if file not in SAMPLES:
        text = N_("There is no sample called {name}. There are: {names}.")
        names = ", ".join(known.removesuffix(".csv") for known in SAMPLES)
        raise DatasetError(Sentence(text, name=name, names=names))
    return DATA / file
