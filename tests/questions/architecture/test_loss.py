"""The end of a network beside the loss of its code: softmax, log-softmax or logits."""

from __future__ import annotations

from typing import Any

import pytest

from grader.evidence import Answer
from grader.intake.reader.python.uses import _read, words_of
from grader.marks import Mark
from grader.questions.base import Given
from tests.questions.answers_marked import asked

ASKED: dict[str, Any] = {
    "kind": "architecture", "form": "source", "layers": [4, 8, 3],
    "activations": ["relu", "softmax"], "with_loss": True,
}  # fmt: skip
STEPS = {
    "kind": "architecture", "form": "source", "with_loss": True,
    "steps": [{"dense": 8}, "relu", {"dense": 3}, ["softmax"]],
}  # fmt: skip
HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


def network(end: str) -> str:
    """A network that ends with this."""
    last = f", nn.{end}" if end else ""
    return f"A = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3){last})\n"


def marked(fields: dict[str, Any], text: str, code: str) -> Mark:
    """The mark of a text with the code that stands beside it."""
    found = words_of(_read([(HEAD + code, 1, None)]))
    outcomes = {"": Answer(text), "code": Answer(found)}
    return asked(fields).mark(Given(outcomes))


LOGITS, LOGARITHMS, CHANCES = "", "LogSoftmax(dim=1)", "Softmax(dim=1)"
RIGHT = [
    (LOGITS, "criterion = nn.CrossEntropyLoss()"), (LOGITS, "F.cross_entropy(A(x), y)"),
    (LOGITS, "loss = torch.nn.functional.cross_entropy(A(x), y, weight=w)"),
    (LOGITS, "from torch.nn import CrossEntropyLoss as CE\nl = CE()"),
    (LOGITS, "loss_fn = torch.nn.modules.loss.CrossEntropyLoss(reduction='sum')"),
    (LOGARITHMS, "nn.NLLLoss()"), (LOGARITHMS, "F.nll_loss(A(x), y)"),
    (LOGARITHMS, "nn.CrossEntropyLoss()"), (CHANCES, "nn.BCELoss()"), (CHANCES, "print(A)"),
]  # fmt: skip
WRONG = [
    (LOGITS, "nn.NLLLoss()"), (CHANCES, "nn.CrossEntropyLoss()"), (LOGITS, "nn.BCELoss()"),
    (CHANCES, "F.nll_loss(A(x), y)"), (LOGARITHMS, "nn.BCELoss()"),
]  # fmt: skip
OPEN = [
    (LOGITS, "((A(x) - y) ** 2).mean()"), (LOGITS, "# nn.CrossEntropyLoss()"),
    (LOGITS, "a, b = nn.NLLLoss(), nn.CrossEntropyLoss()"), (LOGARITHMS, "print(A)"),
]  # fmt: skip


@pytest.mark.parametrize("fields", [ASKED, STEPS], ids=["layers", "steps"])
@pytest.mark.parametrize(("end", "code"), RIGHT)
def test_an_end_with_its_own_loss_is_right(fields: dict[str, Any], end: str, code: str) -> None:
    """Whatever the rubric wrote as the last activation."""
    mark = marked(fields, network(end), code)
    assert mark.score == 4 and not mark.feedback


@pytest.mark.parametrize("fields", [ASKED, STEPS], ids=["layers", "steps"])
@pytest.mark.parametrize(("end", "code"), WRONG)
def test_an_end_with_another_loss_is_named(fields: dict[str, Any], end: str, code: str) -> None:
    """Softmax twice, or none where chances are taken."""
    mark = marked(fields, network(end), code)
    assert mark.mistakes == ("other_loss",) and mark.score is not None and 0 < mark.score < 4


@pytest.mark.parametrize(("end", "code"), OPEN)
def test_without_one_loss_a_person_decides(end: str, code: str) -> None:
    """No loss in the code, or several that take different things."""
    mark = marked(ASKED, network(end), code)
    assert mark.reason == "undecided" and "A person decides" in mark.feedback[0]


def test_other_ends_are_wrong_with_every_loss() -> None:
    """Tanh is none of them, and without `with_loss` logits are no softmax."""
    mark = marked(ASKED, network("Tanh()"), "nn.CrossEntropyLoss()")
    assert "other_activation" in mark.mistakes
    plain = marked({**ASKED, "with_loss": False}, network(LOGITS), "nn.CrossEntropyLoss()")
    assert "missing_activation" in plain.mistakes


@pytest.mark.parametrize(
    ("loss", "end", "score"),
    [
        ("loss='sparse_categorical_crossentropy'", ", 'softmax'", 4),
        ("loss=keras.losses.CategoricalCrossentropy(from_logits=True)", "", 4),
        ("loss=keras.losses.CategoricalCrossentropy(from_logits=True)", ", 'softmax'", None),
        ("loss='categorical_crossentropy'", "", None),
    ],
)
def test_keras_says_in_its_text_what_its_loss_takes(
    loss: str, end: str, score: int | None
) -> None:
    """By a word, or by from_logits."""
    layers = f"Input((4,)), Dense(8, 'relu'), Dense(3{end})"
    text = f"A = Sequential([{layers}])\nA.compile('adam', {loss})"
    mark = asked(ASKED).mark(Given({"": Answer(text)}))
    assert mark.score == score if score else mark.mistakes == ("other_loss",)
