"""PyTorch's compiler: out of the way until somebody asks for it, and then step by step."""

import functools
import importlib
import re
import sys
import types

NAME = "torch._dynamo"


class _PutOff(types.ModuleType):
    """Stands for the compiler towards code that only tells it to keep out, as optimisers do.

    Each of their steps imports it for that, which takes a second and 800 modules. Whatever else is
    asked of it loads it.
    """

    @staticmethod
    def graph_break(*given, **named):
        """Nothing is compiled, so there is nothing to break off."""

    @staticmethod
    def disable(fn=None, *given, **named):
        """What is never compiled stays as it is; without a function, what does that to one."""
        return (lambda fn: fn) if fn is None else fn

    def __getattr__(self, name):
        if name.startswith("__") and name != "__path__":  # whoever looks through all modules
            raise AttributeError(name)
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME]
            try:
                importlib.import_module(NAME)
            finally:
                sys.modules.setdefault(NAME, self)
        return getattr(sys.modules[NAME], name)


def put_off(torch):
    """Let no optimiser load the compiler."""
    if NAME not in sys.modules:
        sys.modules[NAME] = torch._dynamo = _PutOff(NAME)


def _without_compiler(torch):
    """Compiled code runs step by step: a compiler of C would be a process of its own."""
    compiled = torch.compile

    @functools.wraps(compiled)
    def here(*given, **named):
        if named.get("backend") not in ("eager", "aot_eager"):
            named = {key: one for key, one in named.items() if key not in ("mode", "options")}
            named["backend"] = "eager"
        return compiled(*given, **named)

    torch.compile = here


RULES = (
    (b"torch", re.compile(rb"torch"), "torch", put_off),
    (b"torch", re.compile(rb"compile\b"), "torch", _without_compiler),
)
