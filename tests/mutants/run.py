"""``make mutants``: small faults planted in the code one at a time, and how many of them the tests notice.

cosmic-ray plants them. Of each module in ``modules.toml`` a fixed number is drawn, by a hash of the changed line and
the change, at most one in a place: the same mutants in every run, whatever was added around them or whichever file
the line has moved to. Mutants that only a type could stop (``>>`` for ``-``) or that do not compile are left out.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import re
import shlex
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_and_test, mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.testing import run_tests
from cosmic_ray.work_item import MutationSpec, TestOutcome

LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", ".hypothesis", ".*_cache", "__pycache__", "benchmarks", "browser", "pictures"
)
PYTEST = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "repeatable")
NEVER_MEANT = re.compile(
    "Binary.*_(Add|Sub|Mul|Div|FloorDiv|Mod|Pow)_(RShift|LShift|BitAnd|BitOr|BitXor|Pow)$"
    "|Comparison.*_(Eq|NotEq|Lt|LtE|Gt|GtE)_(Is|IsNot)$"
)
LEAST_SECONDS, TIMES = 20, 3
"""A mutant times out after so many seconds and so many times what its judges take where nothing is planted."""


class Module(NamedTuple):
    """A module, the arguments by which pytest finds its judges, and how many mutants are drawn."""

    path: str
    judges: tuple[str, ...]
    drawn: int

    @property
    def command(self) -> str:
        return shlex.join((sys.executable, *PYTEST, *self.judges))


class Outcome(NamedTuple):
    """What became of a mutant: killed, survived or timed out, and its line before and after."""

    path: str
    name: str
    line: int
    change: tuple[str, ...]

    def __str__(self) -> str:
        return "\n    ".join((f"{self.path}:{self.line} {self.name}", *self.change))


def modules(table: Path) -> list[Module]:
    """The table of modules; every file that it names must be there."""
    content = tomllib.loads(table.read_text(encoding="utf-8"))
    found = [Module(path, tuple(judges), content["drawn"]) for path, judges in content["judges"].items()]
    files = [name for module in found for name in (module.path, *module.judges) if name.endswith(".py")]
    missing = sorted(name for name in files if not Path(name).exists())
    if missing:
        raise SystemExit(f"{table.name} names files that are not there: {', '.join(missing)}")
    return found


def mutants(module: Module) -> list[MutationSpec]:
    """The mutants drawn of a module."""
    source = Path(module.path).read_text(encoding="utf-8")
    places: dict[tuple[int, int], MutationSpec] = {}
    for _, mutant in sorted(_possible(module.path, source), key=lambda pair: pair[0]):
        if len(places) < module.drawn and mutant.start_pos not in places and _compiles(source, mutant):
            places[mutant.start_pos] = mutant
    return list(places.values())


def _possible(path: str, source: str) -> Iterator[tuple[str, MutationSpec]]:
    """Every mutant that can matter, each with its hash."""
    lines, nodes, annotated = source.splitlines(), list(ast_nodes(get_ast(source))), _annotations(source)
    for name in operator_names():
        operator = get_operator(name)
        if operator.arguments() or NEVER_MEANT.search(name):
            continue
        places = (place for node in nodes for place in operator().mutation_positions(node))
        seen: Counter[str] = Counter()
        for occurrence, (start, end) in enumerate(places):
            if any(first <= start < last for first, last in annotated):
                continue
            line = lines[start[0] - 1].strip()
            seen[line] += 1
            drawn = hashlib.sha256(f"{name} {line} {seen[line]}".encode()).hexdigest()
            yield drawn, MutationSpec(path, name, occurrence, start, end)


def _compiles(source: str, mutant: MutationSpec) -> bool:
    """Whether the mutant is Python at all: the star of a signature is taken for a product."""
    try:
        ast.parse(mutate_code(source, get_operator(mutant.operator_name)(), mutant.occurrence))
    except SyntaxError:
        return False
    return True


def _annotations(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where annotations reach: they are never evaluated, so no test can notice a change."""
    nodes = [
        getattr(node, part)
        for node in ast.walk(ast.parse(source))
        for part in ("annotation", "returns")
        if getattr(node, part, None)
    ]
    return [((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)) for node in nodes]


def _own_tree(places: str) -> None:
    """Gives a worker its own copy of the tree to plant faults in."""
    tree = Path(tempfile.mkdtemp(dir=places)) / "tree"
    shutil.copytree(Path.cwd(), tree, ignore=LEFT_BEHIND)
    os.chdir(tree)
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)


def undisturbed(module: Module) -> float:
    """How many seconds the judges take where nothing is planted."""
    begun = time.monotonic()
    outcome, output = run_tests(module.command, timeout=1800)
    if outcome != TestOutcome.SURVIVED:
        raise RuntimeError(f"The tests of {module.path} fail where nothing is planted:\n{output}")
    return time.monotonic() - begun


def judged(module: Module, seconds: float, mutant: MutationSpec) -> Outcome:
    """Plants one fault and asks the judges."""
    result = mutate_and_test([mutant], module.command, LEAST_SECONDS + TIMES * seconds)
    name = "timed out" if result.output == "timeout" else str(result.test_outcome.value)
    change = [line for line in (result.diff or "").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    return Outcome(module.path, name, mutant.start_pos[0], tuple(" ".join(line.split()) for line in change))


def report(found: list[Module], outcomes: list[Outcome]) -> Iterator[str]:
    """The table, and every mutant that was not killed."""
    yield "| module | mutants | killed | survived | timed out | score |"
    yield "|---|---|---|---|---|---|"
    for path in (*(module.path for module in found), None):
        names = Counter(outcome.name for outcome in outcomes if path in (outcome.path, None))
        figures = [names.total(), names["killed"], names["survived"], names["timed out"]]
        score = f"{names['killed'] / max(1, names.total()):.0%}"
        yield f"| {path or 'all'} | {' | '.join(map(str, figures))} | {score} |"
    for outcome in sorted(outcomes):
        if outcome.name != "killed":
            yield f"\n{outcome}"


def run(found: list[Module], workers: int) -> Iterator[Outcome]:
    """Every mutant's outcome, as they come; each worker has a copy of the tree to itself."""
    with (
        tempfile.TemporaryDirectory() as places,
        ProcessPoolExecutor(workers, initializer=_own_tree, initargs=(places,)) as pool,
    ):
        seconds = list(pool.map(undisturbed, found))
        pending = [pool.map(partial(judged, *each), mutants(each[0])) for each in zip(found, seconds, strict=True)]
        for outcomes in pending:
            for outcome in outcomes:
                print("...", outcome, file=sys.stderr, flush=True)
                yield outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=Path, default=Path(__file__).parent / "modules.toml", help="the table")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="mutants judged at once")
    parser.add_argument("only", nargs="*", help="judge modules whose path contains one of these, instead of all")
    asked = parser.parse_args()
    found = [
        module for module in modules(asked.modules) if not asked.only or any(part in module.path for part in asked.only)
    ]
    print("\n".join(report(found, list(run(found, asked.workers)))))


if __name__ == "__main__":
    main()
