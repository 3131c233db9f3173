"""A network where no name is asked: whichever class or module of the submission fits counts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.evidence import Answer, Source
from grader.questions.base import Given
from tests.questions.answers_marked import asked

RUBRIC = """\
title: T
template: starter.py
questions:
  - id: net
    kind: architecture
    points: 10
    layers: [4, 8, 3]
    activations: [relu, softmax]
"""
HEAD = "import torch\nfrom torch import nn\n"


def network(name: str, hidden: int = 8, inputs: int = 4, way: str = "relu") -> str:
    """A class of this name, right as it is."""
    return (
        f"class {name}(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        f"        self.a, self.b = nn.Linear({inputs}, {hidden}), nn.Linear({hidden}, 3)\n"
        "    def forward(self, x):\n"
        f"        return torch.softmax(self.b(torch.{way}(self.a(x))), dim=1)\n"
    )


STARTER = HEAD + network("Example") + "class Net(nn.Module):\n    pass  # yours\n"
PARTS = (
    "class Hidden(nn.Module):\n"
    "    def __init__(self, n):\n"
    "        super().__init__()\n"
    "        self.a = nn.Linear(4, n)\n"
    "    def forward(self, x):\n"
    "        return torch.relu(self.a(x))\n"
    "class Whole(nn.Module):\n"
    "    def __init__(self):\n"
    "        super().__init__()\n"
    "        self.h, self.o = Hidden(8), nn.Linear(8, 3)\n"
    "    def forward(self, x):\n"
    "        return torch.softmax(self.o(self.h(x)), dim=1)\n"
)
SEQUENCE = "m = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3), nn.Softmax(dim=1))\n"
WORK = {
    "any_name": HEAD + network("MyVeryOwnClassifier"),
    "in_parts": HEAD + PARTS,
    "sequence": HEAD + SEQUENCE,
    "second": HEAD + network("First", 9) + network("Second"),
    "beside_starter": STARTER.replace("    pass  # yours\n", "    pass\n") + network("Mine"),
    "wrong": HEAD + network("Mine", 9),
    "inputs": HEAD + network("Mine", inputs=5),
    "raises": HEAD + network("Mine").replace("super().__init__()", "raise ValueError('no')"),
    "two_wrong": HEAD + network("First", 9) + network("Second", way="tanh"),
    "starter": STARTER,
    "nothing": "x = 1\n",
    "broken": HEAD + network("Mine").replace("super()", "super("),
    "stopped": "import torch\nprint(unknown)\n" + "from torch import nn\n" + network("Mine"),
}


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each of the submissions earns, by its name."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "r.yaml").write_text(RUBRIC)
    (folder / "starter.py").write_text(STARTER)
    (folder / "in").mkdir()
    for name, text in WORK.items():
        (folder / "in" / f"{name}.py").write_text(text)
    asked_for = ["grade", str(folder / "in"), "--rubric", str(folder / "r.yaml")]
    done = CliRunner().invoke(cli, [*asked_for, "--out", str(folder / "out")])
    assert done.exit_code == 0, done.output
    results = json.loads((folder / "out" / "results.json").read_text())
    return {one["id"]: one["questions"][0] for one in results["submissions"]}


@pytest.mark.parametrize("name", ["any_name", "in_parts", "sequence", "second", "beside_starter"])
def test_a_network_that_fits_is_right_under_whatever_name(marks: Any, name: str) -> None:
    """A class, a module, one of several, one made of others."""
    assert (marks[name]["score"], marks[name]["feedback"]) == (10, [])


@pytest.mark.parametrize(
    ("name", "score", "said"),
    [
        ("wrong", 7, "Layer 1 has 9 outputs where 8 were asked."),
        ("inputs", 0, "The network takes 5 inputs, 4 were asked."),
        ("raises", 0, "running it raised ValueError: no."),
        ("nothing", 0, "No answer was found"),
    ],
)
def test_the_only_network_is_marked_as_what_it_is(
    marks: Any, name: str, score: int, said: str
) -> None:
    """With what differs."""
    assert marks[name]["score"] == score and said in " ".join(marks[name]["feedback"])


def test_of_several_that_do_not_fit_a_person_chooses(marks: Any) -> None:
    """With what each would earn, at its line."""
    found = marks["two_wrong"]
    assert found["reason"] == "unsure" and [one["score"] for one in found["candidates"]] == [7, 7]
    assert [one["source"]["line"] for one in found["candidates"]] == [3, 9]


def test_the_starters_own_network_is_no_answer(marks: Any) -> None:
    """Even where it would fit."""
    assert marks["starter"]["score"] == 0 and marks["starter"]["status"] != "correct"


@pytest.mark.parametrize("name", ["broken", "stopped"])
def test_where_code_did_not_run_to_its_end_nothing_is_missing(marks: Any, name: str) -> None:
    """A person looks at it."""
    assert (marks[name]["status"], marks[name]["score"]) == ("awaiting", None)


HOSTILE: list[Any] = [
    None, 7, "text", [], {}, [None], [7], [[]], [{}], [{"name": 3}], [{"name": "a"}],
    [{"name": "a", "summary": []}], [{"name": "a", "summary": {"steps": 3}}],
    [{"name": "a" * 10**6, "type": ["x"], "message": {}}],
    [{"name": "a", "summary": {"steps": [], "modules": [[1, 2], 3], "class": []}}] * 1000,
    [{"name": "a", "line": 10**30, "cell": "x", "type": "E", "message": "m" * 10**6}],
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:40])
def test_hostile_evidence_is_a_mark_and_no_exception(value: Any) -> None:
    """Whatever a submission's process sends."""
    question = asked({
        "kind": "architecture", "name": None, "layers": [4, 8, 3],
        "activations": ["relu", "softmax"],
    })  # fmt: skip
    mark = question.mark(Given({"": Answer(value, Source("module", "a.py"))}))
    assert not mark.score and len(" ".join(mark.feedback)) < 3000
