"""One file for each kind of question: its rubric fields, what it asks, and how it is marked."""

from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Any, get_args

from grader.questions.architecture import Architecture
from grader.questions.architecture.form import ArchitectureForm
from grader.questions.asking.form import Form
from grader.questions.base import Question
from grader.questions.choice import Choice, ChoiceForm
from grader.questions.counterexample import Counterexample
from grader.questions.counterexample.form import CounterexampleForm
from grader.questions.derivation import Derivation
from grader.questions.derivation.form import DerivationForm
from grader.questions.descent import Descent
from grader.questions.descent.form import DescentForm
from grader.questions.figure import Figure
from grader.questions.figure.form import FigureForm
from grader.questions.free_response import FreeResponse, FreeResponseForm
from grader.questions.function import Function
from grader.questions.function.form import FunctionForm
from grader.questions.jacobian import Jacobian
from grader.questions.jacobian.form import JacobianForm
from grader.questions.mixture import Mixture
from grader.questions.mixture.form import MixtureForm
from grader.questions.numeric import Numeric
from grader.questions.numeric.form import NumericForm
from grader.questions.output import Output
from grader.questions.output.form import OutputForm
from grader.questions.performance import Performance
from grader.questions.performance.form import PerformanceForm
from grader.questions.pytest import Pytest
from grader.questions.pytest.form import PytestForm
from grader.questions.short_text import ShortText, ShortTextForm
from grader.questions.symbolic import Symbolic
from grader.questions.symbolic.form import SymbolicForm
from grader.questions.true_false import TrueFalse
from grader.questions.true_false.form import TrueFalseForm


def _from_others(group: str) -> tuple[Any, ...]:
    """What installed packages add through an entry-point group."""
    return tuple(point.load() for point in entry_points(group=group))


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
    *_from_others("grader.questions"),
)

BY_NAME: Mapping[str, type[Question]] = {
    get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in KINDS
}
"""Each kind under the word that a rubric calls it by."""

FORMS: tuple[type[Form], ...] = (
    TrueFalseForm,
    ChoiceForm,
    ShortTextForm,
    FreeResponseForm,
    NumericForm,
    SymbolicForm,
    DescentForm,
    JacobianForm,
    DerivationForm,
    CounterexampleForm,
    FunctionForm,
    PytestForm,
    ArchitectureForm,
    PerformanceForm,
    MixtureForm,
    OutputForm,
    FigureForm,
    *_from_others("grader.forms"),
)

FORM_BY_NAME: Mapping[str, type[Form]] = {
    get_args(form.model_fields["kind"].annotation)[0]: form for form in FORMS
}
"""What students get of each kind; of a kind without a form no more than what any question has."""
