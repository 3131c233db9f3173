"""What tests rest on, as it was before any code of the submission, and put right again."""

import importlib
import sys
import types

from stand_ins import both_pythons

RESTS_ON = frozenset((
    "unittest", "nose", "builtins", "math", "cmath", "numpy", "statistics", "operator",
))  # fmt: skip
"""What tests use to say what is right, beside the library that runs them."""
SETTINGS = frozenset(("failureException", "maxDiff", "longMessage"))
"""What a class keeps beside its methods that decides a comparison, beside names in capitals."""


def guarded(names):
    """What tests rest on, as it is before any code of the submission; None without the library."""
    try:
        return Guard(names)
    except ImportError:
        return None


class Guard:
    """What tests rest on, as it was before any code of the submission ran."""

    def __init__(self, names):
        import _pytest
        import pluggy
        import pytest

        self.library = pytest
        self.roots = {module.__name__ for module in (pytest, _pytest, pluggy)}
        both_pythons.install_nose()
        for name in [part for one in names for part in (one, one + ".testing")]:
            try:
                importlib.import_module(name)
            except ImportError:
                pass
        importlib.import_module("unittest.mock")
        self.take()

    def take(self):
        """Keep all as it is now."""
        roots = self.roots | RESTS_ON
        self.kept, self.functions, self.modules = [], [], {}
        for name, module in list(sys.modules.items()):
            if name.startswith("numpy.random"):
                continue  # seeding changes it
            if name.partition(".")[0] in roots or name in ("pandas.testing", "torch.testing"):
                self.modules[name] = module
                self._keep(module, name)

    def watch(self, module):
        """Keep what a test file has of modules, classes and functions, once it is loaded."""
        for name, value in list(vars(module).items()):
            is_code = isinstance(value, (types.ModuleType, types.FunctionType, type))
            if is_code and not name.startswith(("@", "__")):
                self._keep_one(module, name, value)

    def _keep_one(self, owner, name, value):
        self.kept.append((owner, name, value))
        function = inside(value)
        if function is not None:
            named = function.__kwdefaults__
            was = None if named is None else dict(named)
            row = (function, function.__code__, function.__defaults__, named, was, owner, name)
            self.functions.append(row)

    def _keep(self, module, root):
        for name, value in list(vars(module).items()):
            if isinstance(value, type):
                self.kept.append((module, name, value))
                if value.__module__ == root and root.partition(".")[0] != "numpy":
                    self._keep_methods(value)
            elif callable(value):
                self._keep_one(module, name, value)

    def _keep_methods(self, owner):
        for name, thing in list(vars(owner).items()):
            is_method = isinstance(thing, (types.FunctionType, staticmethod, classmethod, property))
            if is_method or name in SETTINGS or (name.isupper() and not callable(thing)):
                self._keep_one(owner, name, thing)

    def restore(self):
        """Put right what was changed; the names of what that was."""
        changed = [name for name, one in self.modules.items() if sys.modules.get(name) is not one]
        sys.modules.update(self.modules)
        if sys.gettrace() is not None:
            sys.settrace(None)
            changed.append("sys.settrace")
        for owner, name, value in self.kept:
            if vars(owner).get(name) is not value:
                setattr(owner, name, value)
                changed.append("%s.%s" % (owner.__name__, name))
        for function, code, defaults, named, was, owner, name in self.functions:
            if (
                function.__code__ is code
                and function.__defaults__ is defaults
                and function.__kwdefaults__ is named
                and (named is None or same(named, was))
            ):
                continue
            function.__code__, function.__defaults__ = code, defaults
            if named is not None:
                named.clear()
                named.update(was)
            function.__kwdefaults__ = named
            changed.append("%s.%s" % (owner.__name__, name))
        return changed


def inside(thing):
    """The function within a thing whose code and defaults can be exchanged, or None."""
    if type(thing) in (staticmethod, classmethod):
        thing = thing.__func__
    elif type(thing).__name__ == "_ArrayFunctionDispatcher":  # of NumPy
        thing = thing._implementation
    return thing if type(thing) is types.FunctionType else None


def same(named, was):
    """Whether what arguments are by name, where nobody says, is what it was."""
    return named.keys() == was.keys() and all(named[name] is was[name] for name in was)
