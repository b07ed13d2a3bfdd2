"""Libraries that only a part of the work needs, and the sentence that says how to install one that is missing."""

from importlib.util import find_spec

from pinkpref.i18n import N_, Sentence, SentenceError

EXTRAS = {
    "dashboard": ("cryptography", "distributed", "jinja2", "platformdirs", "plotly", "streamlit"),
    "onnx": ("onnx",),
    "report": ("jinja2", "matplotlib", "nbformat"),
}
"""Extra of the package -> what it installs, as in pyproject.toml."""


class MissingExtraError(SentenceError):
    """A library that an extra installs is not there."""


def missing(extra: str) -> Sentence | None:
    """What to do about an extra of which a library is not installed; None where all are."""
    absent = [name for name in EXTRAS[extra] if find_spec(name) is None]
    if not absent:
        return None
    text = N_('This needs what is not installed here: {libraries}. Install it with `pip install "pinkpref[{extra}]"`.')
    return Sentence(text, libraries=", ".join(absent), extra=extra)


def require(extra: str) -> None:
    """Refuses to go on without an extra.

    Raises:
        MissingExtraError: a library of it is not installed.
    """
    sentence = missing(extra)
    if sentence:
        raise MissingExtraError(sentence)
