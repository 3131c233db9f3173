"""Assignments of other graders become rubrics: their models are full, wrong work loses marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from grader.check import check, selftest
from grader.cli import cli
from grader.errors import UsageMistake
from grader.grade import Options
from grader.init import Draft, draft_of, init
from grader.rubric import load_rubric
from tests.init.notebooks import code, graded, raw, text, write

NONE = Options(isolation="none")

NBGRADER = [
    text("# Vectors\n\nFill in what is missing."),
    code("import numpy as np\nv = np.array([3.0, 4.0])"),
    text("## Length"),
    code(
        "def length(v):\n    ### BEGIN SOLUTION\n    return np.sqrt(np.sum(v**2))\n"
        "    ### END SOLUTION\n",
        **graded("length", solution=True),
    ),
    code(
        "%matplotlib inline\nassert length(v) == 5\n### BEGIN HIDDEN TESTS\n"
        "assert length(np.array([0.0])) == 0\n### END HIDDEN TESTS\n",
        **graded("test_length", points=2),
    ),
    code("unit = v / length(v)\nassert abs(length(unit) - 1) < 1e-9", **graded("unit", points=1)),
    text("## In words\n\nWhat does the length measure?"),
    text("It measures a distance.", **graded("words", points=3, solution=True)),
    text("## Sign"),
    code("def sign(x):\n    return (x > 0) - (x < 0)", **graded("cell-0a1b2c3d4e", solution=True)),
    code(
        "from math import *\nassert sign(-pi) == -1\ntext = '''a\n  b'''\nassert len(text) == 5",
        **graded("cell-aa11bb22cc33", points=1.5),
    ),
]

OTTER = [
    raw("# ASSIGNMENT CONFIG\nrequirements: requirements.txt\n"),
    text("# Sums\n"),
    text("## Question 1"),
    raw("# BEGIN QUESTION\nname: q1\npoints: 4"),
    text("Write `square`."),
    raw("# BEGIN SOLUTION"),
    code(
        'def square(x):\n    """ # BEGIN PROMPT\n    y = ...\n    return y\n    """ # END PROMPT\n'
        "    # BEGIN SOLUTION NO PROMPT\n    return x * x\n    # END SOLUTION\n"
    ),
    code("nine = square(3) # SOLUTION"),
    raw("# END SOLUTION"),
    raw("# BEGIN TESTS"),
    code("nine\n", shown="9"),
    code(
        '""" # BEGIN TEST CONFIG\npoints: 3\nhidden: true\n""" # END TEST CONFIG\n'
        "for i in range(2):\n    assert square(i) == i\nsquare(4) == 16",
        shown="True",
    ),
    code("# HIDDEN\nassert square(-2) == 4"),
    raw("# END TESTS"),
    raw("# END QUESTION"),
    text("## Question 2"),
    raw("# BEGIN QUESTION\nname: q2\nmanual: true\npoints: 2"),
    raw("# BEGIN SOLUTION"),
    text("Squares grow."),
    raw("# END SOLUTION"),
    raw("# END QUESTION"),
]

OLDER = [
    text("# Older\n\n**Question 1.** Add.\n\n```\nBEGIN QUESTION\nname: q1\npoints: 2\n```\n"),
    code("def add(a, b):\n    # BEGIN SOLUTION\n    return a + b\n    # END SOLUTION\n"),
    code("# TEST\nadd(1, 2)", shown="3"),
    code("# HIDDEN TEST\nadd(1, -1) == 0", shown="True"),
]

OK_TEST = {
    "name": "q1",
    "points": 2,
    "suites": [
        {
            "cases": [
                {"code": ">>> double(2)\n4\n", "hidden": False, "locked": False},
                {"code": ">>> print('a')\na\n>>> round(double(1/3), 3)\n0.667\n"},
            ],
            "scored": True,
            "setup": "",
            "teardown": "",
            "type": "doctest",
        }
    ],
}
STUDENT = [
    text("# Doubles"),
    code("import otter\ngrader = otter.Notebook()"),
    text("### Question 1"),
    code("def double(x):\n    ..."),
    code('grader.check("q1")'),
]


def marks(folder: Path, source: str) -> dict[str, Any]:
    """Scores by question of a submission of this one module."""
    (folder / "submission").mkdir(exist_ok=True)
    (folder / "submission" / "hw.py").write_text(source, encoding="utf-8")
    found = check(folder / "submission", folder / "rubric.yaml", NONE)
    return {row["id"]: row["score"] for row in found["submissions"][0]["questions"]}


def test_an_assignment_of_nbgrader(tmp_path: Path) -> None:
    """Tests after one solution are one question, texts are read by hand, solutions taken out."""
    source = write(tmp_path / "vectors.ipynb", NBGRADER)
    draft = draft_of(source)
    made = init(tmp_path / "new", source)
    assert isinstance(draft, Draft)
    assert [(one.id, float(one.points), one.is_manual) for one in draft.questions] == [
        ("test_length", 3, False),
        ("words", 3, True),
        ("q3", 1.5, False),
    ]
    assert draft.title == "Vectors" and draft.questions[0].names == ("length",)
    assert len(made.files) == len(set(made.files)) == 6
    rubric = tmp_path / "new" / "rubric.yaml"
    assert load_rubric(rubric).points == 7.5
    found, short = selftest(rubric, NONE)
    assert short == []
    assert [q["score"] for q in found["submissions"][0]["questions"]] == [3, None, 1.5]
    template = (tmp_path / "new" / "template" / "vectors.ipynb").read_text()
    for secret in ("np.sum(v**2)", "HIDDEN", "(x > 0)", "a distance", "BEGIN"):
        assert secret not in template
    assert "YOUR CODE HERE" in template and "YOUR ANSWER HERE" in template
    assert "HIDDEN" not in (tmp_path / "new" / "reference" / "vectors.ipynb").read_text()
    wrong = "import numpy as np\nv = np.array([3.0, 4.0])\ndef length(v):\n    return 5\n"
    assert marks(tmp_path / "new", wrong)["test_length"] == 0


def test_a_task_of_nbgrader_is_read_by_hand(tmp_path: Path) -> None:
    """Students answer it in cells of their own; it is no graded cell, and its points count."""
    marks = graded("plot", points=4)
    marks["nbgrader"] |= {"grade": False, "locked": True, "task": True}
    asks = "## A plot\n\nDraw it.\n\n=== BEGIN MARK SCHEME ===\nlabels\n=== END MARK SCHEME ==="
    made = init(tmp_path / "hw", write(tmp_path / "p1.ipynb", [text(asks, **marks)]))
    assert (made.origin, made.questions, float(made.points)) == ("nbgrader", 1, 4.0)
    rubric = (tmp_path / "hw" / "rubric.yaml").read_text("utf-8")
    assert "kind: free_response" in rubric and "under: [A plot]" in rubric
    assert "labels" not in (tmp_path / "hw" / "template" / "p1.ipynb").read_text("utf-8")


def test_a_folder_is_told_its_sheets(tmp_path: Path) -> None:
    """Each notebook of an assignment is named by itself."""
    for name in ("problem1.ipynb", "problem2.ipynb"):
        write(tmp_path / "ps3" / name, [])
    with pytest.raises(UsageMistake, match=r"as in .*problem1.ipynb \(.*problem2.ipynb; each"):
        init(tmp_path / "hw", tmp_path / "ps3")


def test_the_template_itself_earns_nothing(tmp_path: Path) -> None:
    """What students get is no answer."""
    init(tmp_path / "new", write(tmp_path / "vectors.ipynb", NBGRADER))
    found = check(tmp_path / "new" / "template", tmp_path / "new" / "rubric.yaml", NONE)
    assert [q["score"] or 0 for q in found["submissions"][0]["questions"]] == [0, 0, 0]


@pytest.mark.parametrize(("cells", "title"), [(OTTER, "Sums"), (OLDER, "Older")])
def test_a_source_of_otter(tmp_path: Path, cells: list[dict[str, Any]], title: str) -> None:
    """Both of its formats: results that cells showed are what the tests expect."""
    source = write(tmp_path / "sums.ipynb", cells)
    draft = draft_of(source)
    init(tmp_path / "new", source)
    assert isinstance(draft, Draft)
    assert draft.title == title and draft.reference is not None
    rubric = tmp_path / "new" / "rubric.yaml"
    _, short = selftest(rubric, NONE)
    assert short == []
    template = (tmp_path / "new" / "template" / "sums.ipynb").read_text()
    for secret in ("x * x", "a + b", "square(3)", "SOLUTION", "Squares grow", "TEST"):
        assert secret not in template
    if title == "Sums":
        assert "y = ..." in template and "nine = ..." in template
        wrong = "def square(x):\n    return 2 * x\nnine = 9\n"
        assert marks(tmp_path / "new", wrong)["q1"] == 0.5
    else:
        assert marks(tmp_path / "new", "def add(a, b):\n    return 3\n")["q1"] == 1


@pytest.mark.parametrize("where", ["inside", "beside"])
def test_a_version_of_otter_for_students(tmp_path: Path, where: str) -> None:
    """Tests in its metadata, or in a folder beside it; there is no model answer."""
    metadata = {"otter": {"OK_FORMAT": True, "tests": {"q1": OK_TEST}}} if where == "inside" else {}
    source = write(tmp_path / "in" / "doubles.ipynb", STUDENT, **metadata)
    if where == "beside":
        (tmp_path / "in" / "tests").mkdir()
        (tmp_path / "in" / "tests" / "q1.py").write_text(f"test = {OK_TEST!r}\n", "utf-8")
    draft = draft_of(source)
    init(tmp_path / "new", source)
    assert isinstance(draft, Draft)
    assert draft.reference is None and draft.questions[0].names == ("double",)
    assert draft.questions[0].title == "Question 1" and draft.points == 2
    new = tmp_path / "new"
    assert marks(new, "def double(x):\n    return 2 * x\n") == {"q1": 2}
    assert marks(new, "def double(x):\n    return int(2 * x)\n") == {"q1": 1}
    assert marks(new, "def double(x):\n    return None\n") == {"q1": 0}


def test_what_is_read_by_hand_in_a_version_of_otter_for_students(tmp_path: Path) -> None:
    """Blocks that otter exports for readers are questions in their places, by their headings."""
    cells = [
        code("import otter\ngrader = otter.Notebook('doubles.ipynb')"),
        text("# Doubles\n\n<!-- BEGIN QUESTION -->\n\n### Question 1a\nWhy?", **graded("x")),
        text("_Type your answer here, replacing this text._", **graded("y", points=3)),
        text("<!-- END QUESTION -->\n\n### Question 1b\nWrite `double`."),
        code("def double(x):\n    ..."),
        code('grader.check("q1")'),
        text("<!-- BEGIN QUESTION -->\n\n<!--\nBEGIN QUESTION\nname: plot\n-->\nDraw it."),
        code("..."),
        text("<!-- END QUESTION -->\n\n<!-- BEGIN QUESTION -->\n\n### Question 2\nCheck."),
        code('grader.check("q1")'),
        text("<!-- END QUESTION -->"),
    ]
    source = write(tmp_path / "in" / "doubles.ipynb", cells)
    (tmp_path / "in" / "tests").mkdir()
    (tmp_path / "in" / "tests" / "q1.py").write_text(f"test = {OK_TEST!r}\n", "utf-8")
    draft = draft_of(source)
    init(tmp_path / "new", source)
    assert isinstance(draft, Draft) and draft.origin == "otter"
    found = [(one.id, one.is_manual, one.title) for one in draft.questions]
    assert found == [
        ("q1a", True, "Question 1a"),
        ("q1", False, "Question 1b"),
        ("plot", True, "Question 1b"),
    ]
    assert any("each is worth 1 here" in note for note in draft.notes)
    assert load_rubric(tmp_path / "new" / "rubric.yaml").points == 4


FUNCTIONS = """\
OK_FORMAT = False

from otter.test_files import test_case
import math as m

name = "q1"
points = 4
LIMIT = 10

@test_case(points=None, hidden=False)
def test_whole(double):
    assert double(2) == 4

@test_case(points=3, hidden=True)
def test_parts(env, double, k=LIMIT):
    assert m.isclose(env["double"](1 / 3), 2 / 3), "not the double"
    assert double(k) == 20
"""


@pytest.mark.parametrize("where", ["inside", "beside"])
def test_tests_of_otter_that_are_functions(tmp_path: Path, where: str) -> None:
    """With the names they take, the points of each, and what stands beside them."""
    tests = {"OK_FORMAT": False, "tests": {"q1": FUNCTIONS}}
    source = write(
        tmp_path / "in" / "d.ipynb", STUDENT, **({"otter": tests} if where == "inside" else {})
    )
    if where == "beside":
        (tmp_path / "in" / "tests").mkdir()
        (tmp_path / "in" / "tests" / "q1.py").write_text(FUNCTIONS, "utf-8")
    draft = draft_of(source)
    init(tmp_path / "new", source)
    assert isinstance(draft, Draft)
    assert draft.points == 4 and [one.says for one in draft.questions[0].tests] == [
        "test_whole",
        "test_parts",
    ]
    assert marks(tmp_path / "new", "def double(x):\n    return 2 * x\n") == {"q1": 4}
    assert marks(tmp_path / "new", "def double(x):\n    return int(2 * x)\n") == {"q1": 1}
    assert marks(tmp_path / "new", "def double(x):\n    return 5 * x\n") == {"q1": 0}


def test_a_cell_that_is_a_test_function_is_called(tmp_path: Path) -> None:
    """In a source whose tests are functions, a definition alone would never fail."""
    cells = [
        raw("# ASSIGNMENT CONFIG\ntests:\n    ok_format: false\n"),
        text("# Sums\n\n## Question 1"),
        raw("# BEGIN QUESTION\nname: q1\npoints: 2"),
        raw("# BEGIN SOLUTION"),
        code("def add(a, b):\n    return a + b # SOLUTION\n"),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        code("def test_sum(add):\n    assert add(1, 2) == 3"),
        code("import math\ndef test_parts(env):\n    assert math.isclose(env['add'](1, 0.5), 1.5)"),
        raw("# END TESTS"),
        raw("# END QUESTION"),
    ]
    init(tmp_path / "new", write(tmp_path / "sums.ipynb", cells))
    _, short = selftest(tmp_path / "new" / "rubric.yaml", NONE)
    assert short == []
    assert marks(tmp_path / "new", "def add(a, b):\n    return int(a + b)\n") == {"q1": 1}
    assert marks(tmp_path / "new", "def add(a, b):\n    return 0\n") == {"q1": 0}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.ipynb", None, "No such file"),
        ("bad.ipynb", "{", "is no notebook"),
        ("list.ipynb", "[1]", "it has no cells"),
        ("plain.ipynb", json.dumps({"cells": [code("x = 1")]}), "no question was found"),
        ("sheet.exe", "# Sheet", "sheets of another form"),
        (
            "empty.ipynb",
            json.dumps({"cells": [], "metadata": {"otter": {}}}),
            "no question was found in it",
        ),
    ],
)
def test_what_cannot_be_read_is_one_message(
    tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    """And nothing is written."""
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(UsageMistake, match=says):
        init(tmp_path / "new", tmp_path / name)
    assert not (tmp_path / "new").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A second time into the same folder is refused."""
    source = write(tmp_path / "vectors.ipynb", NBGRADER)
    init(tmp_path / "new", source)
    with pytest.raises(UsageMistake, match=r"rubric\.yaml is there already"):
        init(tmp_path / "new", source)


def test_any_notebook_of_a_hostile_form_is_read_or_refused(tmp_path: Path) -> None:
    """Cells without a source, with odd metadata or outputs, of a version before."""
    odd: list[Any] = [
        {},
        {"cell_type": "code", "source": None, "metadata": [], "outputs": {}},
        {"cell_type": "code", "input": ["x = 1"], "metadata": {"nbgrader": 3}},
        {"cell_type": "heading", "level": 2, "source": "A heading"},
        *NBGRADER,
    ]
    path = tmp_path / "odd.ipynb"
    path.write_text(json.dumps({"worksheets": [{"cells": odd}], "nbformat": 3}), "utf-8")
    assert len(draft_of(path).questions) == 3


def test_the_command_says_what_it_wrote_and_what_is_next(tmp_path: Path) -> None:
    """Questions, points, files; `selftest` where there is a model answer."""
    source = write(tmp_path / "vectors.ipynb", NBGRADER)
    found = CliRunner().invoke(cli, ["init", str(tmp_path / "new"), "--from", str(source)])
    assert found.exit_code == 0, found.output
    assert "Vectors: 3 questions of nbgrader, 7.5 points, 2 of them tested" in found.output
    assert f"next: grader selftest {tmp_path / 'new' / 'rubric.yaml'}" in found.output
