"""How the code of a submission imports: what is not here is stood for, as far as that is honest.

Only the submission's own code imports like this; libraries find what there is.
"""

import ast
import builtins
import importlib.machinery
import os
import sys
import types

import notes

from . import both_pythons, foreign, kernel, older
from .absent import is_absent, stand_in

_CATCHING = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")


class Imports:
    """The `__import__` of one submission, and what it does after certain libraries came."""

    def __init__(self, show, around):
        self.show = show
        self.rules = []
        self.texts = {}
        self.guarded = {}
        self.star_lost = None
        self.ours = {
            "IPython": lambda: kernel.ipython(show, around.namespace),
            "google": self._google,
            "tqdm": lambda: None if kernel.loaded("tqdm") else kernel.progress(),
            "numba": lambda: None if kernel.loaded("numba") else kernel.compiled(),
            "line_profiler": lambda: None if kernel.loaded("line_profiler") else kernel.profiles(),
            "memory_profiler": lambda: kernel.profiles(),
            "six": lambda: None if kernel.loaded("six") else both_pythons.six(),
            "past": lambda: None if kernel.loaded("past") else both_pythons.past(),
            "future": lambda: None if kernel.loaded("future") else both_pythons.future(),
            "nose": lambda: None if kernel.loaded("nose") else both_pythons.nose(),
            "nest_asyncio": lambda: types.SimpleNamespace(apply=lambda *given: None),
            "ipdb": lambda: types.SimpleNamespace(set_trace=lambda *given, **named: None),
        }
        self.made = {}

    def settle(self):
        """Do what the rules say for the modules that are loaded by now."""
        left = []
        for name, action in self.rules:
            module = sys.modules.get(name)
            if module is None:
                left.append((name, action))
                continue
            try:
                action(module)
            except Exception:  # another version of it: the code then says what it lacks
                pass
        self.rules = left

    def __call__(self, name, globals=None, locals=None, fromlist=(), level=0):
        """Import as Python does, or give what stands for a module that is not here."""
        top = name.partition(".")[0]
        if not level and top in self.ours:
            own = self._own(name, top, fromlist)
            if own is not None:
                return own
        try:
            module = builtins.__import__(name, globals, locals, fromlist, level)
        except ImportError as error:
            return self._instead(error, name, globals, fromlist, level)
        if self.rules:
            self.settle()
        missing = [one for one in fromlist or () if one != "*" and not hasattr(module, one)]
        return self._partly(module, name, missing) if missing else module

    def _google(self):
        return kernel.colab(self.show)

    def _own(self, name, top, fromlist):
        if (
            top == "google"
            and not name.startswith("google.colab")
            and "colab" not in (fromlist or ())
        ):
            return None
        if top not in self.made:
            self.made[top] = self.ours[top]()
        module = self.made[top]
        if module is None or not fromlist:
            return module
        for part in name.split(".")[1:]:
            module = getattr(module, part)
        return module

    def _instead(self, error, name, globals, fromlist, level):
        """What stands for a module that cannot be imported; raises `error` where nothing may."""
        frame = sys._getframe(2)
        if self._is_guarded(frame):
            raise error
        if level:
            return self._beside(error, name, fromlist)
        found = self._older(name, fromlist)
        if found is not None:
            return found
        lost = foreign.lost(error)
        if lost is None:
            raise error
        notes.add("library-absent", _said(lost), frame)
        instead = stand_in(lost, _short(lost, name))
        if "*" in (fromlist or ()):
            self.star_lost = lost
        parent = sys.modules.get(name.partition(".")[0])
        if parent is None or fromlist:
            return instead
        return _Partial(parent, {name.split(".")[1]: instead} if "." in name else {})

    def _beside(self, error, name, fromlist):
        """`from .part import name` in a file that is no part of a package: the file beside it."""
        if not name:
            names = {one: builtins.__import__(one) for one in fromlist or () if _lies_here(one)}
            if names:
                return types.SimpleNamespace(**names)
        elif _lies_here(name.partition(".")[0]):
            return builtins.__import__(name, None, None, fromlist, 0)
        raise error

    def _older(self, name, fromlist):
        """A module under the name that it had once."""
        load = importlib.import_module
        found = older.moved(name, load)
        if found is not None:
            if fromlist or "." not in name:
                return found
            top = name.partition(".")[0]
            return _Partial(sys.modules.get(top, found), {name.split(".")[1]: found})
        parts = {one: older.moved("%s.%s" % (name, one), load) for one in fromlist or ()}
        parts = {one: module for one, module in parts.items() if module is not None}
        return _Partial(types.ModuleType(name), parts) if parts else None

    def _partly(self, module, name, missing):
        """A library that has some of the names only: the others are stood for."""
        if is_absent(module) or _is_own(module) or self._is_guarded(sys._getframe(2)):
            return module
        found = {}
        for one in missing:
            part = older.moved("%s.%s" % (name, one), importlib.import_module)
            if part is None:
                error = ImportError("cannot import name %r from %r" % (one, name), name=name)
                lost = foreign.lost(error)
                if lost is None:
                    return module
                notes.add("library-absent", _said(lost), sys._getframe(2))
                part = stand_in(lost, _short(lost, name))
            found[one] = part
        return _Partial(module, found)

    def _is_guarded(self, frame):
        """Whether the code itself says what to do where this import fails."""
        name = frame.f_code.co_filename
        if name not in self.guarded:
            self.guarded[name] = _guarded_lines(self.texts.get(name, b""))
        return frame.f_lineno in self.guarded[name]


class _Partial(types.ModuleType):
    """A module with some names added that it does not have itself."""

    def __init__(self, module, added):
        super().__init__(module.__name__)
        self.__dict__.update(added)
        self.__dict__["__getattr__"] = lambda name: getattr(module, name)


def _guarded_lines(text):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    lines = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(map(_catches, node.handlers)):
            for inner in node.body:
                lines.update(one.lineno for one in ast.walk(inner) if hasattr(one, "lineno"))
    return lines


def _catches(handler):
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(getattr(kind, "id", "") in _CATCHING for kind in kinds)


def _lies_here(name):
    return os.path.exists(name + ".py") or os.path.isdir(name)


def _is_own(module):
    file = getattr(module, "__file__", None) or ""
    return file.startswith(os.getcwd() + os.sep)


def _said(lost):
    return "%s: what uses it cannot be graded here." % lost.reason


def _short(lost, name):
    return name if lost.why == "library" else lost.reason[:80]


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a file that was handed in as the code of the submission."""

    folder = run = None

    def exec_module(self, module):
        """Run it as what is handed in is run."""
        _Loader.run(module, self.get_data(self.path), self.path)


def load_from(folder, run):
    """Have every module below `folder` run by `run(module, source, path)`."""
    _Loader.folder, _Loader.run = folder, run


def _finder(path):
    place, folder = os.path.abspath(path or "."), _Loader.folder
    if folder is None or (place != folder and not place.startswith(folder + os.sep)):
        raise ImportError("not of the submission")
    if not os.path.isdir(place):  # an archive, or a program to be run by its path
        raise ImportError("not of the submission")
    return importlib.machinery.FileFinder(place, (_Loader, [".py"]))


def install():
    """Have modules looked for below a folder that is named later; made before the fork."""
    sys.path_hooks.insert(0, _finder)
