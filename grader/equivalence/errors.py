"""The two ways mathematics can be left undecided without anybody being at fault."""


class ReadError(ValueError):
    """A formula that cannot be read: what is wrong, and at which character of which text."""

    def __init__(self, message: str, text: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.position = position

    def caret(self, width: int = 72) -> str:
        """The message, the line of text around the fault, and a caret under the character."""
        start = self.text.rfind("\n", 0, self.position) + 1
        end = self.text.find("\n", self.position)
        line = self.text[start : end if end >= 0 else len(self.text)]
        column = min(self.position - start, len(line))
        cut = max(0, column - width // 2)
        shown = "".join(c if c.isprintable() else " " for c in line[cut : cut + width])
        return f"{self.message}\n  {shown}\n  {' ' * (column - cut)}^"


class Undecidable(Exception):
    """A value this package does not compute (an infinite sum, an opaque integral): no verdict."""


class Undefined(ArithmeticError):
    """The expression has provably no value here: a division by zero, a root of a negative."""


class Undetermined(ArithmeticError):
    """At this precision the balls do not tell; more bits may."""
