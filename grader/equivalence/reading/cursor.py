"""A position in a list of tokens, with the questions a parser asks of it."""

from grader.equivalence.errors import ReadError
from grader.equivalence.reading.notation import Notation
from grader.equivalence.reading.tokens import Token

MAX_DEPTH = 100
"""Nesting beyond this is nobody's homework; it also bounds the recursion of every later pass."""
_OPENING = {"(": ")", "[": "]", "{": "}"}


class Cursor:
    """Reads tokens one by one and fails at the right character."""

    def __init__(self, text: str, tokens: list[Token], notation: Notation) -> None:
        self.text = text
        self.tokens = tokens
        self.notation = notation
        self.position = 0
        self.depth = 0
        self.matching = self._match_brackets()

    @property
    def token(self) -> Token:
        """The token not yet read."""
        return self.tokens[self.position]

    def peek(self, ahead: int = 1) -> Token:
        """A later token; the last one for ever after the end."""
        return self.tokens[min(self.position + ahead, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Read one token."""
        token = self.tokens[self.position]
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def at(self, *operators: str) -> bool:
        """Whether the next token is one of these operators."""
        token = self.tokens[self.position]
        return token.kind == "op" and token.text in operators

    def at_command(self, *names: str) -> bool:
        """Whether the next token is one of these commands."""
        token = self.tokens[self.position]
        return token.kind == "command" and token.text in names

    def take(self, *operators: str) -> bool:
        """Read the next token if it is one of these operators."""
        if self.at(*operators):
            self.position += 1
            return True
        return False

    def expect(self, operator: str) -> None:
        """Read this operator or fail there."""
        if not self.take(operator):
            found = self.token.text or "the end"
            raise self.error(f"expected {operator!r} and found {found!r}")

    def error(self, message: str, token: Token | None = None) -> ReadError:
        """The error at a token, by default at the next."""
        return ReadError(message, self.text, (token or self.token).start)

    def descend(self) -> None:
        """Go one level deeper, or refuse."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} levels of nesting")

    def inside(self, start: int) -> str:
        """The text of the tokens between a bracket at index ``start`` and its partner."""
        return "".join(token.text for token in self.tokens[start + 1 : self.matching[start]])

    def _match_brackets(self) -> dict[int, int]:
        """The index of each opening bracket's partner, found in one pass; unbalanced text fails
        here.
        """
        found: dict[int, int] = {}
        stack: list[int] = []
        for index, token in enumerate(self.tokens):
            if token.kind != "op":
                continue
            if token.text in _OPENING:
                stack.append(index)
                if len(stack) > MAX_DEPTH:
                    raise self.error(f"more than {MAX_DEPTH} levels of nesting", token)
            elif token.text in _OPENING.values():
                if not stack:
                    raise self.error(f"{token.text!r} closes nothing", token)
                opened = stack.pop()
                wanted = _OPENING[self.tokens[opened].text]
                if token.text != wanted:
                    raise self.error(f"expected {wanted!r} here, not {token.text!r}", token)
                found[opened] = index
        if stack:
            opener = self.tokens[stack[-1]]
            raise self.error(f"{opener.text!r} is never closed", opener)
        return found
