"""Mathematics: reading formulas and deciding whether two of them are equal.

Student text is never evaluated: it is read into a tree by an own reader with caps on length and
depth, and the tree is worked out at seeded random points in ball arithmetic. A refutation is a
proof with a witness; ``equal`` means agreement at many points to 2,048 bits, or an exact identity
(`Comparison.proved`).

Asking
    `compare` takes two texts; `compare_expressions` takes two trees and `Options`.
    `Comparison.verdict` is ``equal``, ``equal_on_common_domain`` (one side has no value at
    some point, the witness), ``different`` (proved), ``unknown`` (for a person) or ``invalid``.
Trees
    `read(text, syntax=..., functions=..., symbols=..., aliases=...)` gives a `tree.Expr` or raises
    `ReadError`, whose `caret()` draws the place. `to_text` and `to_latex` print a tree,
    `free_symbols`, `substitute`, `define` (functions by their bodies), `differentiate`, `same_form`
    and `resolve` (matrix arithmetic) work on it.
Values
    `evaluate(expr, point)` is a float, `evaluate_exact` a Fraction or None; both may find nothing:
    `Undefined` (proved), `Undetermined`, `Undecidable`.
Numbers
    `written.written` reads a number with its written precision, `tolerances` holds the models,
    `diagnoses` names what else may have gone wrong.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from grader.equivalence.comparison import Comparison, Domain, Options, Verdict
from grader.equivalence.deciding import compare_expressions, kind_of
from grader.equivalence.deciding.definitions import define
from grader.equivalence.errors import ReadError, Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.evaluation import evaluate, evaluate_exact
from grader.equivalence.printing import to_text
from grader.equivalence.printing.latex import to_latex
from grader.equivalence.reading import read, read_with
from grader.equivalence.reading.notation import Notation, Syntax, bare_sigma
from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.matrices import resolve
from grader.equivalence.trees.structure import canonical, free_symbols, same_form, substitute

__all__ = [
    "Comparison",
    "Domain",
    "Notation",
    "Options",
    "ReadError",
    "Syntax",
    "Undecidable",
    "Undefined",
    "Undetermined",
    "Verdict",
    "canonical",
    "compare",
    "compare_expressions",
    "define",
    "differentiate",
    "evaluate",
    "evaluate_exact",
    "free_symbols",
    "kind_of",
    "read",
    "resolve",
    "same_form",
    "substitute",
    "to_latex",
    "to_text",
]


def compare(
    given: str,
    expected: str,
    *,
    syntax: Syntax = "infix",
    domain: Domain = "real",
    functions: Iterable[str] = (),
    symbols: Iterable[str] = (),
    aliases: Mapping[str, str] | None = None,
    positive: Iterable[str] = (),
    integer: Iterable[str] = (),
    seed: int | str = 0,
    unwrap_assignment: bool = False,
    log_base: int | Fraction | None = None,
) -> Comparison:
    """The verdict on a student's formula against the expected one; never raises for what they hold.

    `functions` are names about which nothing is known; `symbols` are names of several letters that
    occur; `aliases` map other spellings to normal names; `positive` and `integer` limit variables.
    The verdict does not depend on `seed`.
    """
    declared, known = frozenset(functions), frozenset(symbols)
    if bare_sigma(given):
        known |= {"sigma"}
    notation = Notation(syntax, declared, known, dict(aliases or {}), domain == "complex")
    try:
        key = read_with(expected, notation)
    except ReadError as error:
        return Comparison("invalid", f"the expected formula: {error.caret()}")
    try:
        answer = read_with(given, notation.knowing(free_symbols(key)))
    except ReadError as error:
        return Comparison("invalid", error.caret())
    options = Options(
        domain,
        declared,
        frozenset(positive),
        frozenset(integer),
        str(seed),
        unwrap_assignment,
        None if log_base is None else Fraction(log_base),
    )
    return compare_expressions(answer, key, options)
