"""The end of a network beside the loss that the code uses: what each loss takes.

A loss that takes logits wants no softmax before it, one that takes logarithms of probabilities
wants log-softmax, and one that takes probabilities wants softmax or sigmoid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from grader.evidence import Answer, Outcome
from grader.questions.architecture.compare import Check, Wanted
from grader.questions.architecture.mistakes import MISTAKES
from grader.questions.architecture.network import Network, shown
from grader.questions.architecture.pattern import Wish

CODE = "code"
"""The suffix of what the reader found in the text of the code."""
Takes = Literal["logits", "logarithms", "probabilities"]
LOSSES: dict[str, Takes] = {
    "CrossEntropyLoss": "logits", "cross_entropy": "logits", "BCEWithLogitsLoss": "logits",
    "binary_cross_entropy_with_logits": "logits", "sigmoid_cross_entropy_with_logits": "logits",
    "softmax_cross_entropy_with_logits": "logits", "from_logits=True": "logits",
    "sparse_softmax_cross_entropy_with_logits": "logits",
    "NLLLoss": "logarithms", "nll_loss": "logarithms",
    "BCELoss": "probabilities", "binary_cross_entropy": "probabilities",
    "loss=categorical_crossentropy": "probabilities",
    "loss=sparse_categorical_crossentropy": "probabilities",
    "loss=binary_crossentropy": "probabilities",
    "CategoricalCrossentropy": "probabilities", "SparseCategoricalCrossentropy": "probabilities",
    "BinaryCrossentropy": "probabilities",
}  # fmt: skip
ENDS: dict[Takes, tuple[str, ...]] = {
    "logits": ("linear", "log_softmax"),
    "logarithms": ("log_softmax", "log_sigmoid"),
    "probabilities": ("softmax", "sigmoid"),
}
"""What may end a network before a loss: log-softmax twice is log-softmax."""
CHANCES = frozenset({"softmax", "log_softmax", "sigmoid", "log_sigmoid"})
"""Ends that say chances, in place of which others may stand with the right loss."""
_WORD = re.compile(r"\w+\s*=\s*['\"]?\w+|\w+")


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss that the code uses, by its name, and what it takes."""

    name: str
    takes: Takes


def losses_in(outcome: Outcome | None, text: Any) -> tuple[Loss, ...]:
    """The losses that the code uses, or that stand in a text that was handed in as one."""
    value = outcome.value if isinstance(outcome, Answer) else None
    rows = value.get("names") if isinstance(value, dict) else None
    words = [row[0] for row in rows if isinstance(row, list) and row and isinstance(row[0], str)] \
        if isinstance(rows, list) else []  # fmt: skip
    if isinstance(text, str):
        words += [re.sub(r"[\s'\"]", "", word) for word in _WORD.findall(text)]
    return _told(words)


def _told(words: Iterable[str]) -> tuple[Loss, ...]:
    found: dict[str, Takes] = {}
    for word in words:
        name = word.rpartition(".")[2]
        if name in LOSSES:
            found[name] = LOSSES[name]
    if "from_logits=True" in found:  # which says of every loss of Keras what it takes
        keras = [name for name, takes in found.items() if takes == "probabilities"]
        found = {name: takes for name, takes in found.items() if name not in keras}
    return tuple(Loss(name, takes) for name, takes in found.items())


def with_loss(
    network: Network, wanted: Wanted, losses: tuple[Loss, ...]
) -> tuple[Wanted, Check | None, bool]:
    """What is asked for once the loss is known, what is wrong with its end, and whether a person
    has to look.
    """
    asked = frozenset(wanted.activations[-1]) & CHANCES
    end = (network.final or ("linear",))[0]
    family = {"linear", *(CHANCES if asked else ())}
    if not asked or end not in family:
        return wanted, None, False
    wider = _ending_in(wanted, end)
    fits = [end in ENDS[loss.takes] for loss in losses]
    if not losses:
        return wider, None, end not in asked
    if all(fits):
        return wider, None, False
    if any(fits):
        return wider, None, True
    loss = losses[0]
    case = {"logits": "twice", "logarithms": "", "probabilities": "bare"}[loss.takes]
    told = MISTAKES["other_loss"].told(
        case if end != "linear" or case == "bare" else "", end=shown(end), loss=loss.name
    )
    return wider, Check("activations", (told.says,), (told.id,)), False


def _ending_in(wanted: Wanted, end: str) -> Wanted:
    """The same, where what ends a network may be this too."""
    last = tuple(dict.fromkeys((*wanted.activations[-1], end)))
    steps = wanted.steps
    if steps and isinstance(final := steps[-1], Wish) and final.kind == "activation":
        steps = (*steps[:-1], replace(final, names=last))
    return replace(wanted, activations=(*wanted.activations[:-1], last), steps=steps)
