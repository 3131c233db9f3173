"""What every part of the grammar shares: the position in the tokens, what is open there, and the
expression that each part may ask the whole grammar for.
"""

from abc import ABC, abstractmethod

from grader.equivalence.reading.cursor import Cursor
from grader.equivalence.reading.notation import Notation
from grader.equivalence.reading.tokens import Token
from grader.equivalence.trees.tree import Constant, Expr


class Level:
    """What one pair of brackets holds: the bars open in it, and whether a bar divides it."""

    def __init__(self, conditional: bool = False) -> None:
        self.conditional = conditional
        self.open_bars = 0


class Reader(Cursor, ABC):
    """A cursor that reads expressions; `grammar.Grammar` says how."""

    def __init__(self, text: str, tokens: list[Token], notation: Notation) -> None:
        super().__init__(text, tokens, notation)
        self.levels = [Level()]
        self.integrals = 0
        """How many integrals wait for their differential."""
        self.differential = ""
        """A differential met inside the integrand, as in ``dx/x``."""

    @abstractmethod
    def expression(self, power: int) -> Expr:
        """An expression whose operators bind at least as tightly as ``power``."""

    @abstractmethod
    def prefix(self) -> Expr:
        """An operand with everything that stands before it."""

    def constant(self, name: str) -> Constant | None:
        """The constant of this name, if it is one here."""
        if name in ("oo", "inf", "infinity"):
            return Constant("oo")
        if name in ("e", "pi") or (name == "i" and self.notation.imaginary):
            return Constant(name)
        if name == "I" and self.notation.imaginary:
            return Constant("i")
        return None
