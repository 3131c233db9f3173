"""Keys that are compared as a whole: equations, systems of them, inequalities, intervals, sets."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.equivalence.deciding import kind_of
from grader.equivalence.deciding.systems import both_signs
from grader.equivalence.errors import ReadError
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import (
    Constant,
    Expr,
    Logic,
    Matrix,
    Number,
    Relation,
    Set,
    Statements,
    Symbol,
    Text,
    Tuple,
)
from grader.questions.formulas import compare_trees, is_latex, read_formula
from grader.questions.formulas.claims import as_set, unconditioned
from grader.questions.formulas.lines import EVERYWHERE, line_set, plain_condition
from grader.questions.formulas.parts import last_value
from grader.questions.formulas.solutions import alternatives, conclusion
from grader.values import Expression

if TYPE_CHECKING:
    from grader.questions.symbolic.task import SymbolicTask

_WHOLE = frozenset(("equation", "inequality", "relation", "set"))
_PRINTED_LOGIC = re.compile(r"\)\s*[&|]\s*\(|[<>=]\s*\w+\s*[&|]\s*\(?-?\w+\s*[<>=]")
"""And and or as SymPy prints them."""
_JOINED = re.compile(r"[)\]}\[]\s*(?:U|∪|\\cup|union|∩|\\cap|\\setminus|∖)\s*[(\[{\]]")
"""Sets joined to one, whose sign is no name between factors."""
_REAL = re.compile(
    r"(?<=\{)\s*([a-z])\s*(?:\\in(?![A-Za-z])|∈)\s*(?:\\mathbb\s*\{?\s*R\s*\}?|ℝ)\s*(?=\\mid|\||:)"
)
"""Where a variable lies by itself, as in `{x ∈ ℝ | x > 2}`."""
_OTHERWISE_OR = re.compile(r"\b(?:ou|oder|или)\b|或者?")
_EITHER_SIGN = re.compile(r"(?:(?<=^)|(?<=[=\s]))\+\s?/?\s?-(?=\s?[\w(\\])")
_AND = re.compile(r"(?:\s*,)?\s+(?:and|or|und|oder|et|ou|y|bzw\.)\s+")
_SAYS_MORE = re.compile(r"[=<>≤≥∈|:∪]|\\(?:in|cup|mid|leq?|geq?)(?![A-Za-z])")
_CALLED_SET = re.compile(r"^\s*(?:frozen)?set\(\s*[\[{(]([^()\[\]{}]*)[\])}]\s*\)\s*$")
_CONDITIONS = frozenset(("equation", "inequality", "relation", "statements"))


def whole_key(question: SymbolicTask) -> Expr | None:
    """The key where it has no entries: a condition, a system of equations, or a set."""
    if not isinstance(question.key, str):
        trees = [question.key_of(text) for text in question.texts()]
        vector = question.shape == "vector" and question.order == "as_written"
        equations = all(isinstance(tree, Relation) for tree in trees)
        return Statements(tuple(trees)) if vector and equations and len(trees) > 1 else None
    if _JOINED.search(question.key) and (found := _interval_key(question, question.key)):
        return found
    try:
        key = question.key_of(question.key)
    except ReadError:
        return _interval_key(question, question.key)
    if isinstance(key, Statements) and all(isinstance(i, Relation | Logic) for i in key.items):
        return key
    square = isinstance(key, Tuple) and len(key.items) == 2 and len(question.variables) == 1
    if square and question.key.strip().startswith("[") and not free_symbols(key):
        return _interval_key(question, question.key)
    is_member = isinstance(key, Relation) and "in" in key.operators
    endless = isinstance(key, Tuple | Logic) and any(_is_infinite(node) for node in walk(key))
    if is_member or endless:
        return _interval_key(question, question.key)
    if kind_of(key) not in _WHOLE:
        return None
    return key if kind_of(key) == "set" else plain_condition(key)


def _is_infinite(node: Expr) -> bool:
    return isinstance(node, Constant) and node.name == "oo"


def _interval_key(question: SymbolicTask, text: str) -> Expr | None:
    """A key such as `[2, 5)`, of the one variable that is declared, or of `x` in `x in [2, 5)`."""
    named = text.strip().partition(" ")[0]
    names = question.variables or ((named,) if named.isalpha() else ("x",))
    if len(names) > 1:
        return None
    return line_set(text, names[0], question.notation("infix"))


def as_asked(question: SymbolicTask, value: Any, key: Expr) -> Expr | None:
    """An answer as the kind of thing that such a key is; None where it cannot be read."""
    names = set(free_symbols(key)) or set(question.variables)
    if isinstance(value, str):
        value = _REAL.sub(r"\1 ", _OTHERWISE_OR.sub(" or ", conclusion(value)))
    if kind_of(key) != "set" and len(names) == 1 and isinstance(value, str | Expression):
        text = value if isinstance(value, str) else value.text
        if _PRINTED_LOGIC.search(text):
            text = text.replace("&", " and ").replace("|", " or ")
            value = replace(value, text=text) if isinstance(value, Expression) else text
        notation = question.notation("latex" if is_latex(text) else "infix")
        if (found := line_set(_as_words(text), min(names), notation)) is not None:
            return plain_condition(found)
    if isinstance(value, dict) and kind_of(key) != "set":
        pairs = [(_read(question, k), _read(question, v)) for k, v in value.items()]
        sides = [(a, last_value(b)) for a, b in pairs if a is not None and b is not None]
        return Statements(tuple(Relation(pair, ("=",)) for pair in sides)) if sides else None
    if isinstance(value, list) and len(value) == 2 and _bounds(key):
        return None  # the ends of an interval or two solutions: nothing says which
    if kind_of(key) == "set" and isinstance(value, str):
        value = _CALLED_SET.sub(r"{\1}", _EITHER_SIGN.sub("±", value))
        value = value if _SAYS_MORE.search(value) else _AND.sub(", ", value)
    tree = _read(question, value)
    if tree is None:
        return None
    if kind_of(key) == "set":
        found = as_set(unconditioned(tree))
        return found if kind_of(found) == "set" else Set((found,))
    return _as_condition(question, tree, key, names)


def _bounds(key: Expr) -> bool:
    relations = (node for node in walk(key) if isinstance(node, Relation))
    return any(not set(relation.operators) <= {"=", "in"} for relation in relations)


def _read(question: SymbolicTask, value: Any) -> Expr | None:
    return read_formula(value, question).expr


def _as_words(text: str) -> str:
    """`all real numbers` and `no solution` as the sets that they are."""
    plain = text.strip().strip(".$").lower()
    if plain in ("all real numbers", "all reals", "every real number", "all x", "any real number"):
        return "ℝ"
    if plain in ("no solution", "no solutions", "no real solution", "empty set", "none"):
        return "∅"
    return text


def _as_condition(question: SymbolicTask, tree: Expr, key: Expr, names: set[str]) -> Expr:
    """Equations out of a list of them, out of values for the variables, or out of solutions."""
    if isinstance(tree, Set | Tuple) and len(tree.items) == 1:
        inner = tree.items[0]
        if isinstance(inner, Tuple | Relation):
            tree = inner
    if isinstance(tree, Matrix) and all(len(row) == 1 for row in tree.rows):
        tree = Tuple(tuple(row[0] for row in tree.rows))
    alone = len(names) == 1 and not isinstance(key, Statements)
    if alone and (either := alternatives(tree, min(names))) is not None:
        return either
    items = tree.items if isinstance(tree, Tuple | Set) else ()
    if items and all(isinstance(item, Relation | Logic | Text) for item in items):
        return plain_condition(Statements(items))
    order = question.variables or tuple(sorted(names))
    is_system = isinstance(key, Statements)
    if is_system and isinstance(tree, Tuple) and len(items) == len(order) == len(names):
        pairs = zip(order, items, strict=True)
        return Statements(tuple(Relation((Symbol(n), v), ("=",)) for n, v in pairs))
    if len(names) == 1 and not is_system and kind_of(tree) in ("set", "vector"):
        values = as_set(tree)
        values = values if isinstance(values, Set) else Set(both_signs(values))
        points = values.items if isinstance(values, Set) else ()
        if points and not any(free_symbols(point) for point in points):
            found = tuple(Relation((Symbol(min(names)), v), ("=",)) for v in points)
            return found[0] if len(found) == 1 else Logic("or", found)
    if kind_of(tree) in _CONDITIONS:
        found_condition = plain_condition(tree)
        return tree if found_condition == EVERYWHERE else found_condition
    return tree


_PAIR = re.compile(
    r"[$\s]*(?:[A-Za-z]\w?\s*(?:=|∈|in\b|\\in(?![A-Za-z]))\s*)?(?:\\left\s*)?[(\[][^()\[\]{}=<>;,]+[,;][^()\[\]{}=<>;,]+"
    r"(?:\\right\s*)?[)\]][$\s.]*"
)


def in_doubt(
    question: SymbolicTask, value: Any, answer: Expr, key: Expr, seed: int, *, differs: bool
) -> str:
    """Why an answer may mean something else than how it is read; "" where it may not."""
    if not differs:
        return ", which may be a point or an interval." if _is_pair(value, key) else ""
    if _is_other_form(question, answer, key, seed):
        return ", which is one side of what was expected."
    if _is_list(question, value, key, seed):
        return ", which may be a list or an interval."
    if _is_union(question, answer, key, seed):
        return ". Read as one or the other it is right."
    return ""


def _is_pair(value: Any, key: Expr) -> bool:
    """Whether a text has the two elements of a set as a point or an interval has its own."""
    return isinstance(value, str) and kind_of(key) == "set" and _PAIR.fullmatch(value) is not None


def says_empty(value: Any) -> bool | None:
    """Whether an answer is the empty set; None where it may as well be nothing at all."""
    if not isinstance(value, str):
        return None if value is not None and hasattr(value, "__len__") and not len(value) else False
    bare = re.sub(r"[$\s\\.]", "", value).casefold()
    return bare in _EMPTY


_EMPTY = frozenset(
    ("{}", "∅", "emptyset", "varnothing", "set()", "nosolution", "nosolutions", "theemptyset",
     "keinelösung", "leeremenge", "x∈∅", "x∈{}", "nosolutionexists", "l={}",
     "l=∅", "ensemblevide", "无解", "空集")
)  # fmt: skip


def _is_other_form(question: SymbolicTask, answer: Expr, key: Expr, seed: int) -> bool:
    """Whether an answer is the value of an equation `y = value`, perhaps by another name."""
    if not isinstance(key, Relation) or key.operators != ("=",):
        return False
    if kind_of(last_value(answer)) != "scalar":
        return False
    if not isinstance(key.sides[0], Symbol):  # the polynomial of p(x) = 0
        sides = [one for one in key.sides if one != Number(Fraction(0))]
        value = last_value(answer)
        return len(sides) == 1 and compare_trees(value, sides[0], question, seed).is_equal
    named = isinstance(answer, Relation) and answer.sides[0] == key.sides[0]
    return not named and compare_trees(last_value(answer), key.sides[1], question, seed).is_equal


def _is_list(question: SymbolicTask, value: Any, key: Expr, seed: int) -> bool:
    """Whether two numbers in square brackets are right as two solutions, and no interval."""
    inner = _CLOSED.fullmatch(value) if isinstance(value, str) else None
    tree = as_asked(question, f"{{{inner[1]}}}", key) if inner is not None else None
    return tree is not None and compare_trees(tree, key, question, seed).is_equal


_CLOSED = re.compile(r"[\s$]*(?:\\left)?\[([^\[\](){}]{1,60}?)(?:\\right)?\][\s$.]*")


def _is_union(question: SymbolicTask, answer: Expr, key: Expr, seed: int) -> bool:
    """Whether conditions that are listed, or joined by `and`, are right as alternatives."""
    if not isinstance(answer, Logic) or answer.operator != "and":
        return False
    return compare_trees(Logic("or", answer.items), key, question, seed).is_equal
