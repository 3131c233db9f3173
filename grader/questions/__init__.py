"""One file for each kind of question: its rubric fields, what it asks, and how it is marked."""

from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import get_args

from grader.questions.architecture import Architecture
from grader.questions.base import Question
from grader.questions.choice import Choice
from grader.questions.counterexample import Counterexample
from grader.questions.derivation import Derivation
from grader.questions.descent import Descent
from grader.questions.figure import Figure
from grader.questions.free_response import FreeResponse
from grader.questions.function import Function
from grader.questions.jacobian import Jacobian
from grader.questions.mixture import Mixture
from grader.questions.numeric import Numeric
from grader.questions.output import Output
from grader.questions.performance import Performance
from grader.questions.pytest import Pytest
from grader.questions.short_text import ShortText
from grader.questions.symbolic import Symbolic
from grader.questions.true_false import TrueFalse


def _from_others() -> tuple[type[Question], ...]:
    """Kinds that installed packages add through the entry-point group `grader.questions`."""
    return tuple(point.load() for point in entry_points(group="grader.questions"))


KINDS: tuple[type[Question], ...] = (
    TrueFalse,
    Choice,
    ShortText,
    FreeResponse,
    Numeric,
    Symbolic,
    Descent,
    Jacobian,
    Derivation,
    Counterexample,
    Function,
    Pytest,
    Architecture,
    Performance,
    Mixture,
    Output,
    Figure,
    *_from_others(),
)

BY_NAME: Mapping[str, type[Question]] = {
    get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in KINDS
}
"""Each kind under the word that a rubric calls it by."""
