"""What `from homework import *` brings into a test file: nothing that the file has itself."""

import ast
import builtins
import os
import re
import types

_OF_TESTS = re.compile(
    r"(?:setup|teardown)(?:_(?:module|function|class|method))?|(?:setUp|tearDown)Module"
    r"|load_tests|pytest\w*|collect_ignore\w*|[Tt]est\w*"
)
"""Names that mean something to the library that runs tests."""


class File:
    """What the text of one test file binds itself, uses, and brings along with a star."""

    def __init__(self, tree):
        self.stars, self.bound, self.used = set(), set(), set()
        left = list(tree.body)
        while left:
            node = left.pop()
            if isinstance(node, (ast.If, ast.Try, ast.ExceptHandler, ast.With)):
                left += ast.iter_child_nodes(node)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self.bound.add(node.name)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [one.asname or one.name.partition(".")[0] for one in node.names]
                self.bound.update(name for name in names if name != "*")
                if "*" in names:
                    self.stars.add(node.module)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self.used.add(node.id)


def read(texts):
    """What each test file does with names; one that is no Python says so when it is run."""
    found = []
    for text in texts:
        try:
            found.append(File(ast.parse(text)))
        except (SyntaxError, ValueError):
            continue
    return found


def limit(module, name, files):
    """Keep a star from bringing what test files have themselves, or what runs tests looks for.

    Returns the names of Python's own that it brings with a meaning of the submission's.
    """
    asking = [file for file in files if name in file.stars]
    if module is None or not asking:
        return []
    values = vars(module)
    public = values.get("__all__") or [one for one in values if not one.startswith("_")]
    public = [one for one in public if isinstance(one, str)]
    bound = set.intersection(*(file.bound for file in asking))
    used = set().union(*(file.used for file in asking))
    kept, redefined = [], []
    for one in public:
        value = values.get(one)
        if one in bound or "Fixture" in type(value).__name__:
            continue
        if _OF_TESTS.fullmatch(one) and one not in used:
            continue
        if one in used and hasattr(builtins, one) and value is not getattr(builtins, one):
            if not _is_own(value):
                continue
            redefined.append("%s.%s" % (name, one))
        kept.append(one)
    module.__all__ = kept
    return redefined


def _is_own(value):
    """Whether the submission made something, and no library that it imports."""
    if type(value) is types.FunctionType:
        file = os.path.abspath(value.__code__.co_filename)
        return file.startswith(os.getcwd() + os.sep)
    kind = type(value)
    place = value.__module__ if kind is types.BuiltinFunctionType else kind.__module__
    return (place or "").partition(".")[0] not in ("numpy", "math", "torch", "scipy")
