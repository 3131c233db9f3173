"""The grammar both notations share: a Pratt parser from tokens to a tree.

Powers bind tightest, then signs, products (written or not), sums, relations. An operator's right
side never needs more than a few frames per level of nesting, and nesting is capped, so any text
ends in bounded work.
"""

from grader.equivalence.reading import applications, calculus, groups, indicators
from grader.equivalence.reading.notation import (
    FUNCTION_WORDS,
    KNOWN_FUNCTIONS,
    ONLY_WITH_PARENTHESES,
    function_word,
)
from grader.equivalence.reading.reader import Reader
from grader.equivalence.trees import strengths
from grader.equivalence.trees.building import divide, negate
from grader.equivalence.trees.tree import (
    ONE,
    Add,
    Apply,
    E,
    Expr,
    Logic,
    Mul,
    Number,
    Piecewise,
    PlusMinus,
    Pow,
    Relation,
    Statements,
    Text,
    Tuple,
)

RELATIONS = ("=", "!=", "<", "<=", ">", ">=", "~", "in", "->", ":=", "propto")
MAX_TERMS = 400


class Grammar(Reader):
    """Reads statements, relations and expressions."""

    def everything(self) -> Expr:
        """The whole text as one expression, a tuple of them, or several statements."""
        if self.token.kind == "end":
            raise self.error("nothing is written here")
        items: list[Expr] = []
        wide = False
        while self.token.kind != "end":
            if self.at("quad", ";", ",", "\\\\", "&"):
                wide |= not self.at(",")
                self.advance()
                continue
            if items and not self._separated(items[-1]):
                raise self.error(f"{self.token.text!r} was not expected here")
            items.append(self.statement())
        if not items:
            raise self.error("nothing is written here")
        if len(items) == 1:
            return items[0]
        if not wide and not any(isinstance(item, Relation | Logic | Text) for item in items):
            return Tuple(tuple(items))
        return Statements(tuple(items))

    def _separated(self, last: Expr) -> bool:
        """Whether a new statement may start here."""
        before = self.tokens[self.position - 1]
        wide = before.kind == "op" and before.text in ("quad", ";", ",", "\\\\", "&")
        return wide or isinstance(last, Text) or self.token.kind == "text"

    def statement(self) -> Expr:
        """One statement; words are a statement of their own."""
        if self.token.kind == "text":
            return Text(self.advance().text)
        return self.expression(0)

    def expression(self, power: int) -> Expr:
        """An expression whose operators bind at least as tightly as ``power``."""
        self.descend()
        left = self.prefix()
        while True:
            strength = self._strength()
            if strength <= power:
                break
            left = self._infix(left, strength)
        if power == 0 and self.at("if"):
            left = self._conditional(left)
        self.depth -= 1
        return left

    def _conditional(self, value: Expr) -> Expr:
        """Python's ``value if condition else other``."""
        self.expect("if")
        condition = self.expression(0)
        if not self.at("else"):
            return Piecewise(((value, condition),))
        self.expect("else")
        return Piecewise(((value, condition), (self.expression(0), None)))

    def _strength(self) -> int:
        """How tightly the next token binds to what stands before it; 0 ends the expression."""
        token = self.token
        if token.kind == "op":
            match token.text:
                case "+" | "-" | "±":
                    return strengths.SUM
                case "*" | "/" | "⊙":
                    return strengths.PRODUCT
                case "^" | "^T":
                    return strengths.POWER
                case "!" | "'" | "_":
                    return strengths.POSTFIX
                case "(" | "[":
                    return strengths.PRODUCT
                case "{":
                    return strengths.PRODUCT if self.notation.syntax == "latex" else 0
                case "|" | "||":
                    return strengths.PRODUCT if groups.opens_bars(self) else 0
                case "and" | "or":
                    return strengths.LOGIC
                case text if text in RELATIONS:
                    return strengths.RELATION
            return 0
        if token.kind == "power":
            return strengths.POWER
        if token.kind == "text" or token.kind == "end":
            return 0
        if self.integrals and calculus.at_differential(self):
            return 0
        return strengths.PRODUCT if token.kind != "command" or calculus.starts(self) else 0

    def _infix(self, left: Expr, strength: int) -> Expr:
        """Continue after ``left`` with an operator of this strength."""
        match strength:
            case strengths.SUM:
                return self._sum(left)
            case strengths.PRODUCT:
                return self._product(left)
            case strengths.RELATION:
                return self._relation(left)
            case strengths.LOGIC:
                return self._logic(left)
            case strengths.POWER:
                return self._power(left)
            case _:
                return self._postfix(left)

    def _sum(self, left: Expr) -> Expr:
        terms = list(left.terms) if isinstance(left, Add) and not self._grouped() else [left]
        while self.at("+", "-", "±"):
            operator = self.advance().text
            term = self.expression(strengths.SUM)
            terms.append(
                term if operator == "+" else negate(term) if operator == "-" else PlusMinus(term)
            )
            if len(terms) > MAX_TERMS:
                raise self.error(f"more than {MAX_TERMS} terms in one sum")
        return Add(tuple(terms))

    def _product(self, left: Expr) -> Expr:
        factors = [left]
        while self._strength() == strengths.PRODUCT:
            if self.take("/"):
                bottom = self._bottom()
                top = Mul(tuple(factors)) if len(factors) > 1 else factors[0]
                quotient = divide(top, bottom)
                factors = list(quotient.factors) if isinstance(quotient, Mul) else [quotient]
                continue
            if self.take("⊙"):
                left = Mul(tuple(factors)) if len(factors) > 1 else factors[0]
                factors = [Apply("hadamard", (left, self.expression(strengths.PRODUCT)))]
                continue
            if not self.take("*"):
                self._check_adjacent(factors[-1])
            factors.append(self.expression(strengths.PRODUCT))
        return Mul(tuple(factors)) if len(factors) > 1 else factors[0]

    def _bottom(self) -> Expr:
        """What a slash divides by: one factor, or all that follow without a sign between them."""
        factors = [self.expression(strengths.PRODUCT)]
        if self.notation.long_quotients:
            while self._strength() == strengths.PRODUCT and not self.at("/", "*", "⊙"):
                factors.append(self.expression(strengths.PRODUCT))
        return Mul(tuple(factors)) if len(factors) > 1 else factors[0]

    def _check_adjacent(self, before: Expr) -> None:
        """Two numbers side by side are a slip, not a product."""
        token, last = self.token, self.tokens[self.position - 1]
        if token.kind == "number" and last.kind == "number" and isinstance(before, Number):
            raise self.error("two numbers side by side: an operator is missing between them")

    def _relation(self, left: Expr) -> Expr:
        sides, operators = [left], []
        while self.at(*RELATIONS):
            operators.append(self.advance().text)
            sides.append(self.expression(strengths.RELATION))
        return Relation(tuple(sides), tuple(operators))

    def _logic(self, left: Expr) -> Expr:
        operator = self.advance().text
        items = [left, self.expression(strengths.LOGIC)]
        while self.at(operator):
            self.advance()
            items.append(self.expression(strengths.LOGIC))
        return Logic(operator, tuple(items))

    def _power(self, left: Expr) -> Expr:
        token = self.advance()
        if token.kind == "power":
            return Pow(left, Number(token.value))
        if token.text == "^T":
            return Apply("transpose", (left,))
        return applications.raised(self, left)

    def _postfix(self, left: Expr) -> Expr:
        token = self.advance()
        if token.text == "!":
            return Apply("factorial", (left,))
        if token.text == "'":
            return applications.primed(self, left)
        if token.text == "_" and left == ONE:
            return Mul((ONE, indicators.below_one(self)))
        if token.text == "_" and (normed := calculus.named_norm(self, left)) is not None:
            return normed
        raise self.error("a subscript has no meaning here", token)

    def prefix(self) -> Expr:
        """An operand with everything that stands before it."""
        token = self.token
        if token.kind == "number":
            self.advance()
            return Number(token.value)
        if token.kind == "name":
            return self.name()
        if token.kind == "command":
            return calculus.command(self)
        if token.kind == "op":
            return self._prefix_operator()
        if token.kind == "text":
            raise self.error("words inside a formula are not understood here")
        raise self.error("the formula stops too early" if token.kind == "end" else "a stray power")

    def _prefix_operator(self) -> Expr:
        token = self.token
        match token.text:
            case "+" | "-" | "±":
                return self._signed()
            case "(" | "[" | "{" | "|" | "||":
                return groups.group(self)
        raise self.error(f"an operand is missing before {token.text!r}")

    def _signed(self) -> Expr:
        """A run of signs, without recursion."""
        minus = False
        both = False
        while self.at("+", "-", "±"):
            text = self.advance().text
            minus ^= text == "-"
            both |= text == "±"
        operand = self.expression(strengths.SIGN)
        if both:
            return PlusMinus(operand)
        return negate(operand) if minus else operand

    def name(self) -> Expr:
        """A symbol, a constant, or a function with its arguments."""
        token = self.advance()
        if self.integrals and calculus.is_differential(self, token):
            return calculus.inner_differential(self, token)
        written = token.text
        declared = applications.declared(self, written)
        if declared:
            return applications.unknown(self, declared)
        called = self.at("(", "[")
        if called:
            name = function_word(written, self.notation)
        else:
            name = FUNCTION_WORDS.get(written, written)
        if written not in self.notation.symbols:
            if called and written == "Gamma":
                return applications.known(self, "gamma")
            if name in KNOWN_FUNCTIONS and (written not in ONLY_WITH_PARENTHESES or self.at("(")):
                return applications.known(self, name)
            if (special := applications.constructor(self, token)) is not None:
                return special
            if (constant := self.constant(written)) is not None:
                if self.at("[") and not self.token.spaced and constant == E:
                    raise self.error("an expectation is not worked out here", token)
                return constant
        return applications.symbol(self, token)

    def _grouped(self) -> bool:
        """Whether what was just read stood in brackets, so that a sum keeps its shape."""
        last = self.tokens[self.position - 1]
        return last.kind == "op" and last.text in (")", "]", "}")
