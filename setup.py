"""What pyproject.toml cannot say: catalogues are compiled, and a wheel carries page and samples inside pinkpref.

The wheel has no package called ``dashboard``, a name that anybody's program may have: ``pinkpref/resources.py`` finds
the page in ``pinkpref/shipped``, as it finds it beside pinkpref in the repository.
"""

from pathlib import Path
from shutil import copytree, ignore_patterns

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

LEFT_BEHIND = ignore_patterns("__pycache__", "pictures", "make_samples.py")


class BuildPy(build_py):
    """Copies pinkpref, and where it does not stay in the repository, what stands beside it there."""

    def run(self) -> None:
        """Compiles the catalogues where they are, then copies."""
        for source in Path("pinkpref/i18n/locale").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text, locale=source.parts[-3]))
        super().run()
        if not self.editable_mode:
            shipped = Path(self.build_lib, "pinkpref", "shipped")
            for folder in ("dashboard", "data", ".streamlit"):
                copytree(folder, shipped / folder, ignore=LEFT_BEHIND, dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildPy})
