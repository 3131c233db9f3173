"""Functions of the starter that nobody has filled in: they give None, or dots, whatever comes."""

import dis
import types

_NEUTRAL = frozenset((
    "RESUME", "NOP", "CACHE", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE", "STORE_FAST",
    "LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_FAST_CHECK", "STORE_FAST_LOAD_FAST", "POP_TOP",
))  # fmt: skip


class Unfilled(Exception):
    """What the call of such a function comes to."""


def is_empty(target):
    """Whether a function does nothing but give None or dots, as `pass` and `return None` do."""
    target = getattr(target, "__func__", target)
    if not isinstance(target, types.FunctionType):
        return False
    code = target.__code__
    given = set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    if code.co_flags & 0x2A0:  # a generator or a coroutine
        return False
    for one in dis.get_instructions(code):
        if one.opname not in _NEUTRAL:
            return False
        if "CONST" in one.opname and one.argval is not None and one.argval is not ...:
            return False
        if "LOAD_FAST" in one.opname and given.intersection(
            one.argval if isinstance(one.argval, tuple) else (one.argval,)
        ):
            return False
    return True
