"""`grader check` by a released rubric: on real files, without a fork, without a sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.errors import UsageMistake
from grader.questions.asking.form import State
from grader.release import release
from grader.selfcheck import Checked, look_at
from grader.selfcheck.notebook import notebook_of, run
from grader.selfcheck.page import render
from grader.selfcheck.terminal import changed, ci_commands, lines
from grader.selfcheck.watching import changes

ROOT = Path(__file__).parents[2]
QUICK = (
    *("p1", "p2.comparison", "p2.tensorflow", "p3.meaning", "p3.gradient", "p3.descent"),
    *("p3.jacobian", "p3.jacobian_at", "p4.mle", "p4.asymmetry", "p4.identity", "p5.comparison"),
)
"""The questions of Homework 2 that fit no model."""
PERSON = {"p2.comparison", "p3.meaning", "p5.comparison"}


@pytest.fixture(autouse=True)
def no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where there is none."""
    if hasattr(os, "fork"):
        monkeypatch.delattr(os, "fork")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What students of Homework 2 get."""
    folder = tmp_path_factory.mktemp("homework") / "package"
    release(ROOT / "rubric" / "homework2.yaml", folder)
    return folder


def states(package: Path, path: Path, questions: Sequence[str] = QUICK) -> dict[str, State]:
    """The state of each question that is not as one would wish."""
    found = look_at(path, package / "rubric.yaml", questions=questions)
    return {
        row.form.id: row.look.state
        for row in found.rows
        if row.look.state is not (State.PERSON if row.form.id in PERSON else State.FINE)
    }


def test_the_reference_has_nothing_to_fix(package: Path) -> None:
    """All of it, the models among them, in public rows."""
    found = look_at(ROOT / "answers" / "homework2" / "submission", package / "rubric.yaml")
    assert found.to_fix == []
    assert (found.checkable, len(found.rows)) == (12, 16)
    said = {row.form.id: row.look.says for row in found.rows}
    assert said["p2.pytorch"] == ("Read as 20 → 128 tanh → 128 tanh → 128 tanh → 1 sigmoid.",)
    assert said["p5.performance"] == ("It fits the public rows and predicts 150 others.",)


def test_the_template_has_everything_to_do(package: Path, tmp_path: Path) -> None:
    """Nothing of it is taken for an answer, in whichever form it is handed in."""
    for name in ("submission/submission.py", "other-forms/submission.ipynb",
                 "other-forms/writeup.md", "other-forms/writeup.tex"):  # fmt: skip
        found = states(package, package / name)
        assert found == dict.fromkeys(QUICK, State.MISSING), name


SAMPLES: dict[str, dict[str, State]] = {
    "follow_through": {},
    "perfect": {},
    "reversed_divergence": {},
    "rounded": {},
    "sequential_update": {},
    "transposed_jacobian": {},
    "wrong_sign": {},
    "seed_answers": {"p4.asymmetry": State.FIX, "p5.comparison": State.MISSING},
    "written_up": {"p4.asymmetry": State.FIX},
    "writeup_and_notebook": {"p4.asymmetry": State.FIX},
    "crashes_on_import": dict.fromkeys(
        ["p2.tensorflow", "p3.jacobian", "p3.jacobian_at", "p4.mle", "p4.asymmetry", "p4.identity",
         "p5.comparison"],
        State.FIX,
    ),
    "missing_answers": dict.fromkeys(
        [name for name in QUICK if not name.startswith("p3.") or name == "p3.meaning"],
        State.MISSING,
    ),
    "forged_equality": {
        **{name: State.FIX for name in QUICK if name not in PERSON},
        **dict.fromkeys(PERSON, State.MISSING),
    },
    "empty": dict.fromkeys(QUICK, State.MISSING),
    "collapsed_gate": dict.fromkeys(QUICK, State.MISSING),
    "label_flipped": dict.fromkeys(QUICK, State.MISSING),
    "leaks_test_rows": dict.fromkeys(QUICK, State.MISSING),
    "wrong_architecture": {
        name: State.MISSING for name in QUICK if name not in ("p2.tensorflow",)
    },
}


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_is_told_what_loses_points_whatever_the_key_is(
    package: Path, name: str
) -> None:
    """A wrong answer of the right form is not told from a right one; the rest is."""
    assert states(package, ROOT / "submissions" / name) == SAMPLES[name]


MODELS = {
    "collapsed_gate": ["missing", "fine", "fine", "open"],
    "forged_equality": ["fix", "missing", "fix", "open"],
    "label_flipped": ["missing", "fine", "fine", "open"],
    "leaks_test_rows": ["person", "fine", "fine", "open"],
    "wrong_architecture": ["fine", "missing", "missing", "open"],
}
"""What is said of samples that differ in their models; of the others it is as of the reference."""


@pytest.mark.parametrize("name", MODELS)
def test_each_sample_is_told_of_its_models(package: Path, name: str) -> None:
    """That a model leaks, or knows the wrong class, is not known without the key."""
    asked = ("p2.pytorch", "p5.experts", "p5.performance", "p5.improvement")
    found = look_at(ROOT / "submissions" / name, package / "rubric.yaml", questions=asked)
    assert [str(row.look.state) for row in found.rows] == MODELS[name]


def test_what_never_ends_is_told(package: Path, tmp_path: Path) -> None:
    """A limit is a limit here too."""
    (tmp_path / "hw.py").write_text("def jacobian(x, y):\n    while True:\n        pass\n")
    text = (package / "rubric.yaml").read_text().replace("probe_seconds: 10.0", "")
    short = package / "short.yaml"
    short.write_text(text.replace("limits:\n", "limits:\n  probe_seconds: 0.5\n", 1))
    found = look_at(tmp_path / "hw.py", short, questions=["p3.jacobian_at"])
    (row,) = found.rows
    assert row.look.state is State.FIX
    assert "was stopped after 0.5 s while running jacobian" in row.look.says[0]


LIGHT = """
title: Light
data: [{file: rows.csv}]
questions:
  - {id: number, kind: numeric, points: 1, name: NUMBER, key: [4, 5], writeup: {under: ["1"], take: formula}}
  - {id: twice, kind: function, points: 2, name: twice,
     cases: [{arguments: [3], expected: 6, public: true}, {arguments: [4100], expected: 8200}]}
  - {id: model, kind: performance, points: 2, name: Model,
     rows: {train: rows.csv, label: y, hidden: key/hidden.csv, hidden_labels: key/labels.csv},
     metrics: [{metric: accuracy, none_below: 0.5, full_from: 0.9}]}
"""  # noqa: E501


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a small assignment with a model."""
    folder = tmp_path_factory.mktemp("light")
    (folder / "key").mkdir()
    rows = [f"{n % 7},{n * 3 % 11},{int(n % 7 > 3)}\n" for n in range(60)]
    (folder / "rows.csv").write_text("a,b,y\n" + "".join(rows))
    (folder / "key/hidden.csv").write_text("a,b\n" + "".join(f"{n},{n + 1}\n" for n in range(30)))
    (folder / "key/labels.csv").write_text("y\n" + "".join(f"{n % 2}\n" for n in range(30)))
    (folder / "rubric.yaml").write_text(LIGHT)
    release(folder / "rubric.yaml", folder / "package")
    return folder / "package"


MODEL = """
class Model:
    def fit(self, X, y):
        self.mean = y.mean()
        return self
    def predict_proba(self, X):
        return {}
"""


@pytest.mark.parametrize(
    ("returned", "state", "said"),
    [
        ("[[0.4, 0.6] for _ in X]", State.FINE, "predicts 15 others"),
        ("[[0.4, 1.6] for _ in X]", State.FIX, ""),
        ("[[0.4, 0.6]]", State.FIX, ""),
        ("X @ 3", State.FIX, "was raised"),
    ],
    ids=["in range", "no probability", "one row", "raises"],
)
def test_a_model_is_fitted_to_public_rows(
    light: Path, tmp_path: Path, returned: str, state: State, said: str
) -> None:
    """Its predictions of held-out public rows have to be so many, and probabilities."""
    (tmp_path / "hw.py").write_text(MODEL.format(returned))
    found = look_at(tmp_path, light / "rubric.yaml", questions=["model"])
    (row,) = found.rows
    assert row.look.state is state, row.look
    assert said in row.look.says[0]


def test_near_misses_are_told(light: Path, tmp_path: Path) -> None:
    """A name that is nearly the asked one, and a module that stops."""
    (tmp_path / "hw.py").write_text("NUMBERS = [1, 2]\ndef twice(x):\n    return x + x\n1 / 0\n")
    found = look_at(tmp_path, light / "rubric.yaml", questions=["number", "twice"])
    near, twice = found.rows
    assert near.look.state in (State.PERSON, State.FIX)
    assert "NUMBER" in " ".join(near.look.says)
    assert twice.look.state is State.FINE
    assert any("ZeroDivisionError" in finding.message for finding in found.stops)
    only = ("--question", "twice")
    code, text = invoke("check", str(tmp_path), "--rubric", str(light / "rubric.yaml"), *only)
    assert code == 1 and "nothing needs fixing, and code stops" in " ".join(text.split())


def invoke(*words: str) -> tuple[int, str]:
    """The command line's exit code and what it prints."""
    done = CliRunner().invoke(cli, list(words), env={"NO_COLOR": "1"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_the_command_ends_with_one_where_something_needs_fixing(
    light: Path, tmp_path: Path
) -> None:
    """And with nothing where nothing does; a page holds the same."""
    (tmp_path / "hw.py").write_text("NUMBER = [1, 2]\ndef twice(x):\n    return 2 * x\n")
    words = ("check", str(tmp_path), "--rubric", str(light / "rubric.yaml"))
    some = ("--question", "number", "--question", "twice")
    code, text = invoke(*words, *some, "--html", str(tmp_path / "page.html"))
    assert code == 0, text
    assert "2 of 2 can be checked here" in text
    assert "[4, 5]" not in text
    page = (tmp_path / "page.html").read_text()
    assert "number" in page and "default-src 'none'" in page
    code, text = invoke(*words)
    assert code == 1
    assert "○ model" in text and "1 needs fixing" in text
    with pytest.raises(UsageMistake, match="did you mean `number`"):
        look_at(tmp_path, light / "rubric.yaml", questions=["nmber"])


def test_a_released_rubric_marks_nothing(light: Path, tmp_path: Path) -> None:
    """`grade`, `validate` and `selftest` refuse it with one message and its place."""
    rubric = str(light / "rubric.yaml")
    (tmp_path / "hw.py").write_text("NUMBER = 1")
    for words in (
        ("grade", str(tmp_path), "--rubric", rubric, "--out", str(tmp_path / "out")),
        ("validate", rubric),
        ("selftest", rubric),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "grader", *words], capture_output=True, text=True
        )
        assert done.returncode == 2, words
        assert done.stderr.count("\n") == 1
        assert f"{rubric}:2:1: released: this rubric is a released one" in done.stderr


def test_a_rubric_of_another_assignment_is_told(light: Path, tmp_path: Path) -> None:
    """Nothing that is there answers anything that is asked."""
    (tmp_path / "essay.py").write_text("WEATHER = 'fine'\n")
    found = look_at(tmp_path, light / "rubric.yaml")
    assert any("another assignment" in finding.message for finding in found.findings)


def test_hostile_text_is_harmless(light: Path, tmp_path: Path) -> None:
    """No command for a CI system, no colour code, no markup of a student's own."""
    hostile = "::error file=x::<script>\\x1b[31m\\n::set-output name=a::b"
    (tmp_path / "hw.py").write_text(f'NUMBER = "{hostile}"\n')
    found = look_at(tmp_path, light / "rubric.yaml", questions=["number"])
    told = [*lines(found), *changed(None, found)]
    assert not any(line.lstrip().startswith("::") or "\x1b" in line for line in told)
    assert "<script>" not in render(found)
    for line in ci_commands(found):
        assert line.startswith("::error title=") and line.count("\n") == 0


def test_watching_looks_again_at_each_change(tmp_path: Path) -> None:
    """Once at first, and once per change that has settled."""
    file = tmp_path / "hw.py"
    file.write_text("A = 1")
    texts = iter(["A = 1", "A = 12", "A = 12", "A = 12"])

    def wait() -> bool:
        text = next(texts, None)
        if text is not None and text != file.read_text():
            file.write_text(text)
        return text is not None

    seen = list(changes((tmp_path,), wait))
    assert [next(iter(stamp.values()))[1] for stamp in seen] == [5, 6]


class Shell:
    """As much of IPython as the magic needs."""

    def __init__(self, *cells: str) -> None:
        self.user_ns = {"In": ["", *cells]}
        self.magics: dict[str, object] = {}

    def register_magic_function(self, function: object, _kind: str, name: str) -> None:
        """Keep a magic."""
        self.magics[name] = function


def test_the_magic_checks_the_cells_that_were_run(light: Path) -> None:
    """`%load_ext grader` gives `%grader`, which takes the last run of a cell."""
    import grader

    shell = Shell("NUMBER = [1]", "%load_ext grader", "NUMBER = [1, 2]", "NUMBER = [1]", "%grader")
    grader.load_ipython_extension(shell)
    assert list(shell.magics) == ["grader"]
    sources = [cell["source"] for cell in notebook_of(shell)["cells"]]
    assert sources == ["NUMBER = [1, 2]", "NUMBER = [1]"]
    shown = run(f"number --rubric {light / 'rubric.yaml'}", shell)
    assert "✗ number  to fix" in repr(shown)
    assert "<table>" in shown._repr_html_()
    assert "ZeroDivisionError" in repr(run(f"--rubric {light / 'rubric.yaml'}", Shell("1 / 0")))
    assert "is not understood" in repr(run("--what", shell))
    assert "there is no question" in repr(run(f"q --rubric {light / 'rubric.yaml'}", shell))


def test_the_magic_runs_in_a_real_shell(light: Path) -> None:
    """In IPython itself, as a process of its own."""
    script = (
        "from IPython.core.interactiveshell import InteractiveShell as S\n"
        "s = S.instance(); s.run_line_magic('load_ext', 'grader')\n"
        "s.run_cell('NUMBER = [1, 2]', store_history=True)\n"
        f"print(s.run_line_magic('grader', 'number --rubric {light / 'rubric.yaml'}'))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "✓ number  form is right" in done.stdout, done.stderr


def checked(found: Checked) -> dict[str, str]:
    """The states by question."""
    return {row.form.id: str(row.look.state) for row in found.rows}


def test_what_is_not_surely_read_is_told_as_such(light: Path, tmp_path: Path) -> None:
    """A line under the heading in which two answers may be meant."""
    (tmp_path / "notes.md").write_text("# 1\n\nIt may be [3, 4], or else [5, 6].\n")
    assert checked(look_at(tmp_path, light / "rubric.yaml", questions=["number"])) == {
        "number": "person"
    }
