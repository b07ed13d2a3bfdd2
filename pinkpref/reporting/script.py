"""A run as a plain Keras script to read, run and change: the same experiment, with nothing of pinkpref in it."""

from __future__ import annotations

from pinkpref.i18n import N_, translator
from pinkpref.reporting.python_source import blank_lines, comment
from pinkpref.reporting.script_parts import Part, imports, packages, parts
from pinkpref.training import Run

TITLE = N_("Liked or not: a small Keras network for colours")
INTRODUCTION = N_(
    "A network learns from colours that carry a label, 1 for liked and 0 for not liked, and is then asked about "
    "colours that it has never seen. Data, settings and random numbers are those of the page, and so are the figures."
)
TO_RUN = N_("To run it: {command}")


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
    chapters = "\n\n\n".join(_chapter(number, part) for number, part in enumerate(parts(run, language), 1))
    return f"{head}\n\n{imports(run)}\n\n{chapters}\n"


def _chapter(number: int, part: Part) -> str:
    return f"{comment(f'{number}. {part.title}')}\n{comment(part.text)}{blank_lines(part.code)}{part.code}"
