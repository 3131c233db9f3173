"""Where no reference says what a class imports, a sample of it does: by names of a fixed list."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from grader.collect.imported import LIBRARIES, READ_WITH, libraries_of, modules_of, read_with
from grader.collect.launchers import LauncherFactory
from grader.collect.plan import plan_of
from grader.intake.submission import Content, FileBytes, Submission, Unreadable
from grader.rubric import load_rubric
from grader.sandbox.interpreter import describe


def one(text: str, name: str = "hw.py") -> Submission:
    """A submission of one file."""
    data = text.encode()
    return Submission("x", "", (FileBytes(name, len(data), Content(data)),))


CELL = '{"cells": [{"source": [\n"import numpy as np\\n",\n"from sklearn.svm import SVC"]}]}'


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], ()),
        (["x = 1"], ()),
        (["import numpy as np\n"], ("numpy",)),
        (["    from torch import nn\nimport os, numpy\n"], ("torch",)),
        (["import torch\n@torch.compile\ndef f(x): ..."], ("torch", "torch.compile")),
        (["from torch import nn, func\n"], ("torch", "torch.compile")),
        (["import torch\nfunc = compile = 1\n"], ("torch",)),
        (["# import torch\nprint('import torch')"], ()),
        (["import numpyx\nimport number\nimport evil.numpy"], ()),
        (["import numpy"] * 1 + ["x = 1"] * 3, ("numpy",)),
        (["import numpy"] * 1 + ["x = 1"] * 4, ()),
        (["import torch"] * 200 + ["import pandas"] * 200, ("pandas", "torch")),
    ],
)
def test_what_a_fourth_of_a_class_imports_counts(texts: list[str], found: tuple[str, ...]) -> None:
    """In code as people write it; nothing that only looks like it, and no other name."""
    assert libraries_of([one(text) for text in texts]) == found


@pytest.mark.parametrize(
    "text",
    ["torch import " * 15_000, "from torch import " * 11_000, "from torch import func" * 9_000,
     '"' * 199_000, "import " * 28_000, "torch.compil" * 16_000],
)  # fmt: skip
def test_no_text_takes_long_to_look_through(text: str) -> None:
    """It is done outside the sandbox, for files that students choose: in time with their length."""
    begun = time.thread_time()
    libraries_of([one(text)])
    assert time.thread_time() - begun < 2  # the square of its length took fifteen


def test_cells_of_notebooks_count_and_what_cannot_be_read_does_not() -> None:
    """A notebook's source lines stand in quotes; other files are not looked at."""
    assert libraries_of([one(CELL, "hw.ipynb")]) == ("numpy", "sklearn")
    assert libraries_of([one("import numpy", "hw.md")]) == ()
    gone = Submission("x", "", (FileBytes("hw.py", 3, Unreadable("gone")),))
    assert libraries_of([gone]) == ()


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["hw.py"] * 4, ()),
        (["HW 1.PDF", "a.md", "b.md", "c.md"], READ_WITH[".pdf"]),
        (["hw.pdf"] + ["hw.ipynb"] * 4, ()),
        (["scan.JPG", "page.png", "hw.xlsx"], (*READ_WITH[".png"], *READ_WITH[".xlsx"])),
        (["numpy", ".pdf.exe", "..."], ()),
        ([], ()),
    ],
)
def test_what_the_reader_loads_goes_by_endings(names: list[str], found: tuple[str, ...]) -> None:
    """Of a fourth of the class, whatever else their names say."""
    assert read_with([one("", name) for name in names]) == found


def test_what_is_loaded_is_of_the_list_alone(tmp_path: Path) -> None:
    """Names of the list, and none of the standard library; a class without any loads none."""
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(
        "title: T\nquestions:\n  - {id: a, kind: short_text, name: A, points: 1, key: [x]}\n"
    )
    plan = plan_of(load_rubric(rubric))
    factory = LauncherFactory(plan, "landlock", describe(None), lambda: ("numpy",))
    assert {"numpy", "numpy.random"} <= set(factory.preload())
    assert LauncherFactory(plan, "landlock", describe(None)).preload() == ()
    known = modules_of(tuple(LIBRARIES))
    assert all(name.partition(".")[0] not in sys.stdlib_module_names for name in known)
