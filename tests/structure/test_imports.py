"""The directions of import: who may know whom, who stays pure, and what a start may load."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "grader"

# Who may import whom. A file or folder of grader/ that is not named here belongs to the story of
# a run (grade.py and the files beside it) or to the command line, told apart by FRONT.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "values": set(),
    "equivalence": set(),
    "workers": {"errors"},
    "evidence": {"values"},
    "marks": {"evidence"},
    "measures": {"errors", "values"},
    "questions": {"equivalence", "evidence", "marks", "measures", "values"},
    "rubric": {"equivalence", "errors", "evidence", "questions"},
    "sandbox": {"errors", "evidence", "values"},
    "intake": {"errors", "evidence", "sandbox", "values"},
    "gradebook": {"errors", "evidence", "marks", "questions", "values"},
    "collect": {
        *("errors", "evidence", "gradebook", "intake", "questions", "rubric", "sandbox"),
        "values",
    },
    "marking": {
        *("collect", "errors", "evidence", "gradebook", "intake", "marks", "measures"),
        *("questions", "rubric", "values"),
    },
    "reports": {
        *("collect", "errors", "evidence", "gradebook", "intake", "marking", "marks", "questions"),
        *("rubric", "values"),
    },
}
FRONT = ("cli", "command", "pytest_plugin", "web", "__main__")

STARTED = ("grader.collect.runner.", "grader.sandbox.server.")

READER_MAY = {
    *("IPython", "PIL", "markdown_it", "mdit_py_plugins", "numpy", "pi_heif"),
    *("pypdfium2", "python_calamine", "rapidocr", "yaml"),
}
COLLECT_MAY = {  # the student's own libraries, each in the files named for it
    "numpy": {"inputs.py", "numpy_arrays.py", "older_science.py"},
    "scipy": {"older_science.py"},
    "sklearn": {"older_science.py"},
    "torch": {"estimator.py", "inputs.py", "torch_module.py"},
    "openpyxl": {"searches.py"},
    "pandas": {"estimator.py", "inputs.py"},
    **{name: {"guard.py"} for name in ("pytest", "_pytest", "pluggy")},
}
IMPURE = {
    *("asyncio", "datetime", "joblib", "multiprocessing", "os", "pathlib", "pickle", "secrets"),
    *("shutil", "signal", "sklearn", "socket", "sqlite3", "subprocess", "tempfile", "time"),
    *("torch", "urllib", "uuid"),
}
DOORS = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"}
SEEDED_RANDOM = {  # each makes its own generator from a seed
    "questions/counterexample/general.py",
    "equivalence/chance/worlds.py",
    "equivalence/deciding/noncommuting.py",
    "equivalence/deciding/points.py",
    "equivalence/deciding/preparation.py",
    "questions/architecture/__init__.py",
    "questions/derivation/worlds.py",
    "questions/function/data.py",
    "questions/mixture/__init__.py",
    "questions/performance/held_out.py",
}
HEAVY = {
    *("torch", "numpy", "scipy", "sympy", "sklearn", "matplotlib", "flask", "dask", "rich"),
    *("pydantic", "pydantic_core", "flint", "mpmath", "IPython"),
}


def files(*places: str) -> list[Path]:
    """The Python files at these places of the package."""
    found: list[Path] = []
    for place in places:
        path = PACKAGE / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert found
    return found


def tree(file: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path | str) -> Iterator[str]:
    """Every absolute name a file, or a text, imports, wherever in it; no relative imports."""
    for node in ast.walk(tree(file) if isinstance(file, Path) else ast.parse(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module.split(".")[0] == "grader":
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


def arrows() -> dict[str, set[str]]:
    """For each file or folder of the package, those beside it that it imports."""
    found: dict[str, set[str]] = {}
    for file in files("."):
        source = file.relative_to(PACKAGE).with_suffix("").parts[0]
        targets = {name.split(".")[1] for name in imported(file) if name.startswith("grader.")}
        found.setdefault(source, set()).update(targets - {source, "__version__"})
    return found


def test_arrows_point_where_the_design_says() -> None:
    """Nothing imports what it may not know; the key's side never learns of the other's code."""
    found = arrows()
    assert set(ALLOWED) <= set(found)
    wrong = {name: more for name in ALLOWED if (more := found[name] - ALLOWED[name])}
    assert wrong == {}


def test_only_the_plan_knows_a_rubric_where_evidence_is_collected() -> None:
    """Whatever else of collecting knew a rubric or a question would know its key."""
    key_holders = {"rubric", "questions", "marking", "measures"}
    knowing = {
        str(file.relative_to(PACKAGE))
        for file in files("collect", "workers", "intake", "sandbox")
        for name in imported(file)
        if name.startswith("grader.") and name.split(".")[1] in key_holders
    }
    assert knowing == {"collect/plan.py"}


RECORDS = {
    "marking": {
        "grader.collect.plan.Plan",
        "grader.intake.submission.Submission",
        # what a person typed is no submission: it is read by the reader's code, outside a sandbox
        *(f"grader.intake.transcript.{name}" for name in ("MAX_TEXT", "Typed", "answers_in")),
        *(f"grader.intake.transcript.{name}" for name in ("answers_on_pages", "questions_on")),
        # a table of times is the instructor's, as the roster is
        *(f"grader.intake.roster_file.{name}" for name in ("rows_of_table", "text_of_table")),
    },
    "gradebook": {"grader.questions.base.Probe"},
}
"""What a stage may import of those it otherwise knows nothing of: what they hand on, no more."""
RECORDS_OF = {"marking": ("collect", "intake"), "gradebook": ("questions",)}


@pytest.mark.parametrize("stage", RECORDS)
def test_a_stage_knows_what_is_handed_on_and_no_more(stage: str) -> None:
    """Marking is given evidence and never collects any; the reference is run by who calls it."""
    others = tuple(f"grader.{other}." for other in RECORDS_OF[stage])
    names = {name for file in files(stage) for name in imported(file)}
    assert {name for name in names if name.startswith(others)} == RECORDS[stage]


def test_only_what_gathers_results_opens_a_gradebook() -> None:
    """Pages, pictures and exports are made from results alone."""
    knowing = {
        file.relative_to(PACKAGE / "reports").as_posix()
        for file in files("reports")
        if any(name.startswith("grader.gradebook") for name in imported(file))
    }
    assert knowing == {"export.py", "publish.py", "results.py"}


def test_nothing_imports_the_command_line() -> None:
    """Only the command line knows the command line."""
    for source, targets in arrows().items():
        if not source.startswith(FRONT):
            assert not {name for name in targets if name.startswith(FRONT)}, source


def test_nothing_imports_the_untrusted_side() -> None:
    """The collect program and the sandbox's own program are started, never imported."""
    for file in files("."):
        for name in imported(file):
            assert not f"{name}.".startswith(STARTED), file


def test_arrows_make_no_circle() -> None:
    """Files and folders of the package can be put in an order in which each knows earlier ones."""
    list(graphlib.TopologicalSorter(arrows()).static_order())


def foreign(place: str) -> Iterator[tuple[Path, str]]:
    """What the files of a program import that is neither of Python nor a sibling."""
    siblings = {file.stem for file in files(place)} | {file.parent.name for file in files(place)}
    for file in files(place):
        for name in imported(file):
            root = name.split(".")[0]
            if root not in sys.stdlib_module_names and root not in siblings:
                yield file, root


def test_the_collect_program_is_of_the_standard_library() -> None:
    """It imports its siblings, and the student's libraries only in the files named for them."""
    for file, root in foreign("collect/runner"):
        assert file.name in COLLECT_MAY.get(root, set()), (file, root)


def test_only_the_second_opinion_asks_sympy() -> None:
    """Students are marked by our own mathematics; what SymPy says is for the rubric's author."""
    askers = {
        file.relative_to(PACKAGE).parent.as_posix()
        for file in files(".")
        if any(name.split(".")[0] == "sympy" for name in imported(file))
    }
    assert askers == {"rubric/second_opinion"}
    for place in files("questions", "equivalence", "marking", "reports", "gradebook", "collect"):
        assert not any("second_opinion" in name for name in imported(place)), place


def test_nothing_makes_sympy_evaluate_text() -> None:
    """Formulas reach it as trees: what it evaluates, Python evaluates."""
    doors = {"sympify", "parse_expr", "parse_latex", "lambdify", "S", "Function"}
    for file in files("rubric/second_opinion"):
        used = {n.attr for n in ast.walk(tree(file)) if isinstance(n, ast.Attribute)}
        assert not used & doors, file


def test_the_sandboxes_program_is_of_the_standard_library() -> None:
    """What stands between a student and the machine needs nothing that is not Python's."""
    assert list(foreign("sandbox/server")) == []


def test_the_reader_imports_what_it_reads_with() -> None:
    """The program that parses submissions imports its parsers and nothing of the trusted side."""
    assert {root for _, root in foreign("intake/reader")} <= READER_MAY


@pytest.mark.parametrize(
    "file", files("collect/runner", "sandbox/server"), ids=lambda file: file.name
)
def test_programs_for_students_interpreters_are_old_python(file: Path) -> None:
    """A course may bring an interpreter as old as Python 3.8."""
    ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 8))


PURE = files("questions", "equivalence", "marks.py", "marking/mark.py")
MEASURE = ("measure.py", "facts.py", "fits.py")
"""Files of a kind that may use scikit-learn and numpy."""


@pytest.mark.parametrize("file", PURE, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_marking_is_pure(file: Path) -> None:
    """No clock, file, process or library of models; chance only from a seed, in files named."""
    roots = {name.split(".")[0] for name in imported(file)}
    allowed = {"sklearn"} if file.name in MEASURE else set()
    assert not roots & (IMPURE - allowed)
    called = {
        node.func.id
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & DOORS
    if "random" in roots:
        assert str(file.relative_to(PACKAGE)) in SEEDED_RANDOM
        assert unseeded(tree(file)) == []


def unseeded(module: ast.Module) -> list[int]:
    """Lines that take chance from anything but a generator made with a seed."""
    lines: list[int] = []
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == "random":
            lines.append(node.lineno)
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        if node.value.id == "random" and node.attr != "Random":
            lines.append(node.lineno)
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call) and not node.args)
    lines += [n.lineno for n in calls if ast.unparse(n.func).endswith((".Random", "default_rng"))]
    return lines


def test_unseeded_chance_is_seen() -> None:
    """The check above would notice each way of taking chance without a seed."""
    assert unseeded(ast.parse("import random\nr = random.Random(3)\nr.random()")) == []
    for line in ("random.random()", "random.Random()", "from random import choice"):
        assert unseeded(ast.parse(line)) == [1]


def test_starting_loads_nothing_heavy() -> None:
    """`grader --help` is quick because the command line loads libraries only when it needs them."""
    script = "import sys, grader.cli; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PACKAGE.parent
    )
    assert done.returncode == 0, done.stderr
    assert not set(done.stdout.split()) & HEAVY
