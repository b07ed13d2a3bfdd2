"""The house as it is drawn in ARCHITECTURE.md: rooms, who may import TensorFlow, and documents without stale names."""

import ast
import importlib
import importlib.util
import re
import subprocess
import sys
import tomllib

import pytest
from paths import ROOT

PACKAGES = ("pinkpref", "dashboard")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
DOCUMENTS = (
    "ARCHITECTURE.md",
    "README.md",
    "README.ja.md",
    "data/README.md",
    "tests/benchmarks/README.md",
    "tests/mutants/README.md",
)
BUILDERS = {"pinkpref.reporting.keras_files"}
"""Exports that build Keras models."""
MOST_LINES = 400


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree):
    """Top-level packages that are imported: (package, whether in a function, whether for type checkers alone)."""

    def visit(node, inside, typing):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                for alias in child.names:
                    yield alias.name.split(".")[0], inside, typing
            elif isinstance(child, ast.ImportFrom) and child.module:
                yield child.module.split(".")[0], inside, typing
            else:
                function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
                checked = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
                yield from visit(child, inside or function, typing or checked)

    return set(visit(tree, inside=False, typing=False))


def may_import_tensorflow(module, inside):
    if module.startswith("pinkpref.training."):
        return True
    return inside and (module.startswith("pinkpref.models.") or module in BUILDERS)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_tensorflow_and_keras_are_imported_where_networks_are_trained_and_built(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for package, inside, typing in imports(tree):
        if package in {"tensorflow", "keras"} and not typing:
            assert may_import_tensorflow(name_of(path), inside)


def test_the_walk_over_imports_sees_functions_and_type_checkers():
    source = "import os\nif TYPE_CHECKING:\n    import keras\ndef build():\n    from tensorflow import x\n"
    assert imports(ast.parse(source)) == {("os", False, False), ("keras", False, True), ("tensorflow", True, False)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_file_is_longer_than_a_reader_s_patience(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_what_stands_above_every_page_waits_for_nothing_long():
    code = "import sys, dashboard.panels.header; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert {"pandas", "scipy", "sklearn", "keras", "tensorflow"} & set(loaded.stdout.split()) == set()


def test_every_folder_with_code_is_a_package():
    folders = {path.parent for path in MODULES}
    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()


def test_every_room_of_several_files_has_a_contract_that_a_new_file_breaks():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    bound = {
        container
        for contract in contracts
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract["containers"]
    }
    rooms = {
        name_of(path)
        for path in MODULES
        if path.name == "__init__.py" and len(list(path.parent.glob("*.py"))) > 2  # itself and more than one
    }
    assert rooms - bound == set()


def test_type_checking_imports_count_and_only_doors_are_ignored():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert "exclude_type_checking_imports" not in linter
    doors = {door for contract in linter["contracts"] for door in contract.get("ignore_imports", [])}
    assert doors == {
        "pinkpref.evaluation.verdict -> pinkpref.reporting.verdict_sentences",
        "pinkpref.evaluation.comparison -> pinkpref.reporting.evidence_sentences",
        "pinkpref.evaluation.multiple_testing -> pinkpref.reporting.evidence_sentences",
        "pinkpref.evaluation.kernel_test -> pinkpref.reporting.evidence_sentences",
    }


def test_the_list_of_slow_tests_names_only_tests_that_exist():
    for line in (ROOT / "tests" / "slow.txt").read_text(encoding="utf-8").split():
        path, _, test = line.partition("::")
        assert (ROOT / path).exists(), line
        assert not test or f"def {test.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8"), line


def code_in(document):
    """Everything between single backticks of a document."""
    text = re.sub(r"```.*?```", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", text)


def exists(path, document):
    beside = (ROOT / document).parent
    known = (ROOT, beside, *(ROOT / package for package in PACKAGES))
    return any((folder / path).exists() for folder in known) or any((ROOT / "tests").rglob(path))


def resolves(dotted):
    """Whether a dotted name of ours leads to something: a module, or a name inside one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if importlib.util.find_spec(parts[0]) and _is_module(name):
            found = importlib.import_module(name)
            for part in parts[length:]:
                found = getattr(found, part, None) or getattr(found, "__annotations__", {}).get(part)
                if found is None:
                    return False
            return True
    return False


def _is_module(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_only_files_and_modules_that_exist(document):
    files = {code for code in code_in(document) if re.fullmatch(r"[\w./-]+\.(py|js|css|toml|csv|md|po|jinja)", code)}
    folders = {code for code in code_in(document) if re.fullmatch(r"[\w./-]+/", code)}
    assert {path for path in files | folders if not exists(path, document)} == set()
    names = {code for code in code_in(document) if re.fullmatch(r"(pinkpref|dashboard)(\.\w+)+", code)}
    assert {name for name in names if not resolves(name)} == set()


def test_pages_are_opened_with_patience_for_a_busy_machine():
    opening = re.compile(r"AppTest[.(]")
    files = {path.name for path in (ROOT / "tests").rglob("*.py") if opening.search(path.read_text(encoding="utf-8"))}
    assert files - {"test_house.py"} == {"apptest.py"}
