"""What a tree contains and what it becomes: free symbols, substitution, equality up to order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from grader.equivalence.trees.traversal import bound_name, children, rebuild, transform, walk
from grader.equivalence.trees.tree import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Apply,
    Derivative,
    Expr,
    Matrix,
    Mul,
    Number,
    Pow,
    Set,
    Symbol,
    Tuple,
)


def free_symbols(expr: Expr) -> frozenset[str]:
    """The names of the variables a tree depends on."""
    if isinstance(expr, Symbol):
        return frozenset((expr.name,))
    found: frozenset[str] = frozenset().union(*map(free_symbols, children(expr)))
    bound = bound_name(expr)
    return found - frozenset(bound) if bound else found


def substitute(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """The tree with free variables replaced; a whole number for an index i also turns x_i into
    x_3.
    """
    if isinstance(expr, Symbol):
        return values.get(expr.name) or _indexed(expr, values)
    bound = bound_name(expr)
    if bound:
        inner = {name: value for name, value in values.items() if name not in bound}
        parts = children(expr)
        body = substitute(parts[0], inner)
        return rebuild(expr, (body, *(substitute(part, values) for part in parts[1:])))
    parts = children(expr)
    if not parts:
        return expr
    changed = tuple(substitute(part, values) for part in parts)
    same = all(new is old for new, old in zip(changed, parts, strict=True))
    return expr if same else rebuild(expr, changed)


def _indexed(symbol: Symbol, values: Mapping[str, Expr]) -> Symbol:
    """``x_i`` under a whole number or another name for i."""
    base, separator, subscript = symbol.name.partition("_")
    value = values.get(subscript.strip("{}")) if separator else None
    if isinstance(value, Number) and value.value.denominator == 1:
        return Symbol(f"{base}_{value.value}")
    if isinstance(value, Symbol):
        return Symbol(f"{base}_{value.name}")
    return symbol


def canonical(expr: Expr) -> Expr:
    """A form equal for trees that differ only in order, nesting and literal arithmetic of sums and
    products.

    Bound variables are renamed, so that ``sum_i x_i`` and ``sum_j x_j`` have one form.
    """
    return _canonical(expr, 0)


def _canonical(expr: Expr, depth: int) -> Expr:
    bound = bound_name(expr)
    if bound:
        fresh = {name: f"#{depth + k}" for k, name in enumerate(bound)}
        expr = rename_bound(expr, fresh)
        depth += len(bound)
    if isinstance(expr, Derivative):
        return Derivative(_canonical(expr.body, depth), tuple(sorted(expr.variables)))
    parts = tuple(_canonical(part, depth) for part in children(expr))
    match expr:
        case Add():
            return _sorted_sum(parts)
        case Mul():
            return _sorted_product(parts)
        case Pow():
            return _folded_power(parts[0], parts[1])
        case Set():
            return Set(tuple(sorted(parts, key=repr)))
        case _:
            return rebuild(expr, parts) if parts else expr


def rename_bound(expr: Expr, names: Mapping[str, str]) -> Expr:
    """A binding node with its variables under other names."""
    parts = children(expr)
    body = substitute(parts[0], {old: Symbol(new) for old, new in names.items()})
    renamed = rebuild(expr, (body, *parts[1:]))
    fields = {"variable", "index", "variables"} & set(renamed.__dataclass_fields__)
    for field in fields:
        old = getattr(renamed, field)
        new = names[old] if isinstance(old, str) else tuple(names[name] for name in old)
        renamed = replace(renamed, **{field: new})
    return renamed


def _flat(parts: tuple[Expr, ...], kind: type[Add] | type[Mul]) -> list[Expr]:
    found: list[Expr] = []
    for part in parts:
        found.extend(children(part) if isinstance(part, kind) else (part,))
    return found


def _sorted_sum(parts: tuple[Expr, ...]) -> Expr:
    """Terms in one order, numbers added up."""
    total = Fraction(0)
    terms: list[Expr] = []
    for term in _flat(parts, Add):
        if isinstance(term, Number):
            total += term.value
        else:
            terms.append(term)
    terms.sort(key=repr)
    if total or not terms:
        terms.insert(0, Number(total))
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _sorted_product(parts: tuple[Expr, ...]) -> Expr:
    """Factors in one order, numbers multiplied; a factor zero stays, since others may be
    undefined.
    """
    total = Fraction(1)
    factors: list[Expr] = []
    for factor in _flat(parts, Mul):
        if isinstance(factor, Number):
            total *= factor.value
        else:
            factors.append(factor)
    factors.sort(key=repr)
    if total != 1 or not factors:
        factors.insert(0, Number(total))
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _folded_power(base: Expr, exponent: Expr) -> Expr:
    """Powers 1 and reciprocals of numbers worked out."""
    if exponent == ONE:
        return base
    if exponent == MINUS_ONE and isinstance(base, Number) and base != ZERO:
        return Number(1 / base.value)
    return Pow(base, exponent)


def same_form(first: Expr, second: Expr) -> bool:
    """Whether two trees are equal up to commutativity, associativity and literal arithmetic."""
    return canonical(first) == canonical(second)


def has_matrix_names(expr: Expr) -> bool:
    """Whether a name is transposed or inverted, so that products must keep their order."""
    return any(
        isinstance(node, Apply)
        and node.name in ("transpose", "inverse", "trace")
        and not any(isinstance(part, Tuple | Matrix) for part in node.arguments)
        for node in walk(expr)
    )


def sums_sorted(expr: Expr) -> Expr:
    """The tree with the terms of every sum in one order and every product as it is."""

    def change(node: Expr) -> Expr:
        return Add(tuple(sorted(node.terms, key=repr))) if isinstance(node, Add) else node

    return transform(expr, change)
