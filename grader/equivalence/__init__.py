"""Mathematics: reading formulas and deciding whether two of them are equal."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from grader.equivalence.comparison import Comparison, Domain, Options
from grader.equivalence.decide import compare_expressions
from grader.equivalence.errors import ReadError
from grader.equivalence.notation import Syntax
from grader.equivalence.reading import read
from grader.equivalence.structure import free_symbols


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
    """The verdict on a student's formula against the expected one; never raises for what they hold."""
    functions = frozenset(functions)
    known = frozenset(symbols)
    imaginary = domain == "complex"
    try:
        key = read(expected, syntax=syntax, functions=functions, symbols=known, aliases=aliases,
                   imaginary=imaginary)  # fmt: skip
    except ReadError as error:
        return Comparison("invalid", f"the expected formula: {error.caret()}")
    try:
        answer = read(given, syntax=syntax, functions=functions, symbols=known | free_symbols(key),
                      aliases=aliases, imaginary=imaginary)  # fmt: skip
    except ReadError as error:
        return Comparison("invalid", error.caret())
    options = Options(
        domain,
        functions,
        frozenset(positive),
        frozenset(integer),
        str(seed),
        unwrap_assignment,
        None if log_base is None else Fraction(log_base),
    )
    return compare_expressions(answer, key, options)
