"""One file for each kind of question: its rubric fields, what it asks, and how it is marked.

A kind is loaded when it is asked for: a run needs those of its rubric.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args

if TYPE_CHECKING:
    from grader.questions.asking.form import Form
    from grader.questions.base import Question

    KINDS: tuple[type[Question], ...]
    FORMS: tuple[type[Form], ...]

Kind = TypeVar("Kind")

_FOUND_IN = {
    "true_false": ("true_false", "TrueFalse", "true_false.form"),
    "choice": ("choice", "Choice", "choice"),
    "short_text": ("short_text", "ShortText", "short_text"),
    "free_response": ("free_response", "FreeResponse", "free_response"),
    "numeric": ("numeric", "Numeric", "numeric.form"),
    "symbolic": ("symbolic", "Symbolic", "symbolic.form"),
    "descent": ("descent", "Descent", "descent.form"),
    "jacobian": ("jacobian", "Jacobian", "jacobian.form"),
    "derivation": ("derivation", "Derivation", "derivation.form"),
    "counterexample": ("counterexample", "Counterexample", "counterexample.form"),
    "function": ("function", "Function", "function.form"),
    "pytest": ("pytest", "Pytest", "pytest.form"),
    "architecture": ("architecture", "Architecture", "architecture.form"),
    "performance": ("performance", "Performance", "performance.form"),
    "mixture": ("mixture", "Mixture", "mixture.form"),
    "output": ("output", "Output", "output.form"),
    "figure": ("figure", "Figure", "figure.form"),
}
"""For each word that a rubric calls a kind by: its module, its class, and the module of its form,
whose class has the same name with `Form` behind it."""


class Registry(Mapping[str, type[Kind]], Generic[Kind]):
    """Kinds, or their forms, by the word that a rubric calls them by; each loaded when asked for.

    What installed packages add through an entry-point group comes after our own.
    """

    def __init__(self, own: Mapping[str, tuple[str, str]], group: str) -> None:
        self._own, self._group = own, group
        self._loaded: dict[str, type[Kind]] = {}
        self._others = cache(self._load_others)

    def __getitem__(self, name: str) -> type[Kind]:
        if name not in self._own:
            return self._others()[name]
        if name not in self._loaded:
            module, kind = self._own[name]
            self._loaded[name] = getattr(import_module(f"grader.questions.{module}"), kind)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from (name for name in self._others() if name not in self._own)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._others()

    def _load_others(self) -> dict[str, type[Kind]]:
        found = [point.load() for point in entry_points(group=self._group)]
        return {get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in found}


BY_NAME: Registry[Question] = Registry(
    {word: (module, kind) for word, (module, kind, _) in _FOUND_IN.items()}, "grader.questions"
)
"""Each kind under the word that a rubric calls it by."""

FORM_BY_NAME: Registry[Form] = Registry(
    {word: (module, f"{kind}Form") for word, (_, kind, module) in _FOUND_IN.items()},
    "grader.forms",
)
"""What students get of each kind; of a kind without a form no more than what any question has."""


def __getattr__(name: str) -> Any:
    """`KINDS` and `FORMS`: all there are, for whoever needs every one."""
    if name == "KINDS":
        return tuple(BY_NAME.values())
    if name == "FORMS":
        return tuple(FORM_BY_NAME.values())
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
