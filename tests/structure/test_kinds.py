"""Kinds of questions are known by their own files alone: nothing else of the package names one."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.marking.measures import kind_code
from grader.questions import BY_NAME
from tests.structure.test_imports import HEAVY, PACKAGE, imported

KINDS = {name: kind for name, kind in BY_NAME.items() if kind.__module__.startswith("grader.")}
HOMES = {name: kind_code(kind)[0].relative_to(PACKAGE) for name, kind in KINDS.items()}
"""The file or folder of each kind."""

REGISTRY = "questions/__init__.py"
KNOWN = {
    ("init/writing.py", "pytest"),  # what has tests becomes a question of this kind
    ("init/writing.py", "free_response"),  # and what has none one of this
    ("intake/reader/names.py", "pytest"),  # the library, whose name no module of students may have
    ("questions/descent", "symbolic"),  # the gradient that a descent follows is such a question
    ("questions/function", "numeric"),  # what is returned is compared as such answers are
    ("questions/counterexample", "function"),  # a witness that is one, as in mathematics
    ("questions/output", "numeric"),  # and so is what is printed
    ("questions/architecture", "output"),  # of a network, not of a program
    ("questions/performance", "output"),  # of a model
    ("questions/find.py", "output"),  # the field of a rule that looks through prints
    ("collect/runner/torch_module.py", "output"),  # of a layer
    ("reports/exports/gradescope.py", "output"),  # a field of that platform's results
    ("reports/exports/github/classroom.py", "output"),  # the same of this one's
    ("reports/exports/github/classroom50.py", "output"),
    ("intake/reader/writeup/claims/said.py", "output"),  # what a listing's fence says it holds
    ("questions/mixture", "performance"),  # a mixture's gate is shown by a model of that kind
    ("reports/pictures/__init__.py", "descent"),  # a picture's name, kept with marks in gradebooks
}
"""Who names a kind that is not its own, and why that may be."""


def names(text: str, suffix: str) -> Iterator[str]:
    """Every kind that a file names: as a word in quotes, in a path, or by what it imports."""
    if suffix != ".py":
        quoted = set(re.findall(r"""["']([a-z_]+)["']""", text))
        yield from quoted & KINDS.keys()
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value in KINDS:
                yield node.value
            yield from (
                name for name in re.findall(r"questions[./](\w+)", node.value) if name in KINDS
            )
    classes = {kind.__name__: name for name, kind in KINDS.items()}
    for path in imported(text):
        _, _, rest = path.partition("grader.questions.")
        first = rest.split(".")[0]
        yield from {first, classes.get(first, "")} & KINDS.keys()


def violations(package: Path) -> set[tuple[str, str]]:
    """Each file of a package, or the kind it belongs to, with a foreign kind that it names."""
    found: set[tuple[str, str]] = set()
    for file in package.rglob("*"):
        place = file.relative_to(package)
        if not file.is_file() or file.suffix == ".pyc" or place.as_posix() == REGISTRY:
            continue
        home = next((h for h in HOMES.values() if h in (place, *place.parents)), place)
        named = set(names(file.read_text("utf-8"), file.suffix))
        named |= {place.name.split(".")[0]} & KINDS.keys()
        found |= {(home.as_posix(), name) for name in named if HOMES[name] != home}
    return found


def test_no_file_names_a_kind_that_is_not_its_own() -> None:
    """Whoever adds a kind touches the registry and nothing else of the package."""
    assert violations(PACKAGE) == KNOWN


@pytest.mark.parametrize(
    ("place", "text", "name"),
    [
        ("marking/new.py", 'done = question.kind == "mixture"', "mixture"),
        ("marking/new.py", 'CODE = ("questions/performance", "values.py")', "performance"),
        ("reports/new.py", "def f():\n    from grader.questions.numeric import Numeric", "numeric"),
        ("collect/new.py", "from grader.questions import Architecture", "architecture"),
        ("questions/short_text.py", "from grader.questions.symbolic import Symbolic", "symbolic"),
        ("reports/templates/new.html.j2", "{% if q.kind == 'true_false' %}", "true_false"),
        ("reports/templates/jacobian.html.j2", "Entry", "jacobian"),
    ],
)
def test_a_file_that_names_a_kind_is_seen(
    tmp_path: Path, place: str, text: str, name: str
) -> None:
    """By comparing with its word, by a path, by an import, in a template, or by a file's name."""
    for file in (tmp_path / place, tmp_path / "questions/numeric/words.py", tmp_path / REGISTRY):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('KIND = "numeric"  # its own, or the registry')
    (tmp_path / place).write_text(text)
    assert violations(tmp_path) == {(place, name)}


def test_the_kinds_are_loaded_without_what_they_measure_with() -> None:
    """A rubric is read, and most are graded, without numpy or a library of models."""
    script = "import sys, grader.rubric; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PACKAGE.parent
    )
    assert done.returncode == 0, done.stderr
    assert not set(done.stdout.split()) & HEAVY - {"pydantic", "pydantic_core"}
