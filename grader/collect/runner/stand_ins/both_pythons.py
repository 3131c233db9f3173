"""Libraries of the years of Python 2 and 3, where they are not here: six, past, future, nose."""

import builtins
import collections
import functools
import importlib
import importlib.util
import io
import itertools
import operator
import os
import re
import sys
import types

from . import keyboard, python2

_MOVES = {
    "cPickle": "pickle", "configparser": "configparser", "queue": "queue", "builtins": "builtins",
    "copyreg": "copyreg", "html_parser": "html.parser", "html_entities": "html.entities",
    "http_client": "http.client", "http_cookiejar": "http.cookiejar", "reprlib": "reprlib",
    "socketserver": "socketserver", "tkinter": "tkinter", "urllib_parse": "urllib.parse",
    "urllib_error": "urllib.error", "_thread": "_thread", "winreg": "winreg",
}  # fmt: skip


class Module(types.ModuleType):
    """A module of names that are there, and of others that are loaded once they are asked for."""

    def __init__(self, name, names, later=None):
        super().__init__(name)
        self.__dict__.update(names)
        self.later = later or {}

    def __getattr__(self, name):
        if name.startswith("__") or name not in self.later:
            raise AttributeError("module %r has no attribute %r" % (self.__name__, name))
        return importlib.import_module(self.later[name])


def six():
    """What of `six` has one meaning here."""
    functions = {
        "iteritems": lambda mapping, **named: iter(mapping.items(**named)),
        "iterkeys": lambda mapping, **named: iter(mapping.keys(**named)),
        "itervalues": lambda mapping, **named: iter(mapping.values(**named)),
        "viewitems": operator.methodcaller("items"), "viewkeys": operator.methodcaller("keys"),
        "viewvalues": operator.methodcaller("values"),
        "b": lambda text: text.encode("latin-1"), "u": lambda text: text,
        "ensure_str": _text, "ensure_text": _text, "ensure_binary": _binary,
        "int2byte": lambda number: bytes((number,)), "byte2int": operator.itemgetter(0),
        "indexbytes": operator.getitem, "iterbytes": iter,
        "raise_from": _raise_from, "reraise": _reraise,
        "with_metaclass": _with_metaclass, "add_metaclass": _add_metaclass,
        "python_2_unicode_compatible": lambda kind: kind, "create_bound_method": types.MethodType,
    }  # fmt: skip
    moves = dict(
        {name: getattr(builtins, name) for name in ("range", "zip", "map", "filter")},
        xrange=range, input=keyboard.asked, intern=sys.intern, reduce=functools.reduce,
        zip_longest=itertools.zip_longest, filterfalse=itertools.filterfalse,
        StringIO=io.StringIO, cStringIO=io.StringIO, UserDict=collections.UserDict,
        UserList=collections.UserList, reload_module=importlib.reload,
        urllib=_urllib("six.moves.urllib"),
    )  # fmt: skip
    return Module("six", dict(
        functions, PY2=False, PY3=True, PY34=True, MAXSIZE=sys.maxsize, string_types=(str,),
        integer_types=(int,), class_types=(type,), text_type=str, binary_type=bytes, unichr=chr,
        StringIO=io.StringIO, BytesIO=io.BytesIO, print_=print, exec_=exec, next=next,
        advance_iterator=next, callable=callable, wraps=functools.wraps,
        Iterator=object, moves=Module("six.moves", moves, _MOVES),
    ))  # fmt: skip


def past():
    """What of `past` has one meaning here: the builtins of Python 2, and its division."""
    older = {name: thing for name, thing in python2.names().items() if name[0] != "_"}
    del older["round"], older["file"]
    older.update(str=bytes, chr=chr, dict=dict)
    utils = Module("past.utils", {"old_div": python2.divided, "PY2": False, "PY3": True})
    return Module("past", {"builtins": Module("past.builtins", older), "utils": utils})


def future():
    """What of `future` has one meaning here: Python 3 is what it makes of Python 2."""
    names = {name: thing for name, thing in vars(builtins).items() if name[0] != "_"}
    names["input"] = keyboard.asked
    same = six()
    utils = {
        name: getattr(same, name)
        for name in ("iteritems", "iterkeys", "itervalues", "viewitems", "viewkeys", "viewvalues",
                     "PY2", "PY3", "string_types", "integer_types", "text_type", "binary_type",
                     "raise_from", "reraise", "with_metaclass", "python_2_unicode_compatible")
    }  # fmt: skip
    utils.update(
        lmap=lambda *given: list(map(*given)), lzip=lambda *given: list(zip(*given)),
        lrange=lambda *given: list(range(*given)), lfilter=lambda *given: list(filter(*given)),
        old_div=python2.divided, native=lambda thing: thing, raise_=_reraise,
    )  # fmt: skip
    moves = Module("future.moves", {"urllib": _urllib("future.moves.urllib")}, {
        "pickle": "pickle", "queue": "queue", "configparser": "configparser",
    })  # fmt: skip
    library = Module("future.standard_library", {
        "install_aliases": lambda: None, "install_hooks": lambda: None,
        "remove_hooks": lambda: None,
    })  # fmt: skip
    return Module("future", {
        "builtins": Module("future.builtins", names), "utils": Module("future.utils", utils),
        "moves": moves, "standard_library": library,
    })  # fmt: skip


def nose():
    """The assertions of `nose.tools`, which are those of `unittest` under other names."""
    import unittest

    def asserted(name):  # by a case of its own, which nobody else gets hold of
        return lambda *given, **named: getattr(unittest.TestCase(), name)(*given, **named)

    names = {
        re.sub("([A-Z])", lambda found: "_" + found.group(1).lower(), name): asserted(name)
        for name in dir(unittest.TestCase)
        if name.startswith("assert")
    }
    names.update(
        assert_items_equal=asserted("assertCountEqual"),
        ok_=asserted("assertTrue"),
        eq_=asserted("assertEqual"),
        nottest=lambda function: function, istest=lambda function: function,
    )  # fmt: skip
    return Module("nose", {"tools": Module("nose.tools", names)})


def install_nose():
    """Have tests import `nose` where it is not installed, and none that was handed in."""
    spec = None if "nose" in sys.modules else importlib.util.find_spec("nose")
    own = spec is None or str(spec.origin).startswith(os.getcwd() + os.sep)
    if "nose" not in sys.modules and own:
        module = nose()
        sys.modules.update({"nose": module, "nose.tools": module.tools})


def _urllib(name):
    parts = ("request", "parse", "error", "response", "robotparser")
    return Module(name, {}, {part: "urllib." + part for part in parts})


def _text(thing, *given):
    return thing.decode(*given or ("utf-8",)) if isinstance(thing, bytes) else thing


def _binary(thing, *given):
    return thing.encode(*given or ("utf-8",)) if isinstance(thing, str) else thing


def _raise_from(error, cause):
    raise error from cause


def _reraise(kind, value=None, trace=None):
    if not isinstance(value, BaseException):
        value = kind() if value is None else kind(value)
    raise value.with_traceback(trace)


def _with_metaclass(meta, *bases):
    class Between(type):
        def __new__(cls, name, _, fields):
            return meta(name, bases, fields)

    return type.__new__(Between, "Between", (), {})


def _add_metaclass(meta):
    def remade(kind):
        fields = {n: v for n, v in vars(kind).items() if n not in ("__dict__", "__weakref__")}
        return meta(kind.__name__, kind.__bases__, fields)

    return remade
