import re
import sys
import tomllib

import pytest
from paths import ROOT

from pinkpref.extras import EXTRAS, MissingExtraError, missing, require

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def named(requirements):
    return tuple(sorted(re.match(r"[\w-]+", requirement)[0] for requirement in requirements))


def test_the_extras_are_those_of_the_package():
    declared = PROJECT["optional-dependencies"]
    assert {extra: named(requirements) for extra, requirements in declared.items() if extra != "all"} == EXTRAS
    assert declared["all"] == [f"pinkpref[{','.join(EXTRAS)}]"]


def test_what_an_extra_installs_is_no_requirement_of_all():
    for libraries in EXTRAS.values():
        assert not {*libraries, "babel", "tf2onnx"} & {*named(PROJECT["dependencies"])}


def test_requirements_pin_the_package_with_every_extra():
    pinned = dict(
        re.match(r"([\w-]+)==(.+)", line).groups()
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line
    )
    wanted = {*named(PROJECT["dependencies"]), *(name for libraries in EXTRAS.values() for name in libraries)}
    assert set(pinned) == wanted


@pytest.mark.parametrize("extra", EXTRAS)
def test_nothing_is_missing_here(extra):
    assert missing(extra) is None
    require(extra)


def test_a_missing_library_is_named_with_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    told = 'This needs what is not installed here: matplotlib. Install it with `pip install "pinkpref[report]"`.'
    assert missing("report") == told
    with pytest.raises(MissingExtraError, match=re.escape(told)):
        require("report")
    assert issubclass(MissingExtraError, ValueError)
