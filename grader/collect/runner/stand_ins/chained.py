"""A column written to where it stands in its table, which pandas 3 no longer takes for one.

What it wraps it counts the references to, so that nothing may be wrapped around it later.
"""

import functools
import inspect
import re
import sys
import weakref

import notes

_WRITES = re.compile(rb"inplace|\]\s*=|\]\s*[-+*/]=")
_IN_PLACE = (
    "fillna", "replace", "clip", "ffill", "bfill", "mask", "where", "interpolate", "rename",
    "sort_values", "sort_index", "update",
)  # fmt: skip
_OF = "_read_from"


def _references():
    """How many a method, an item and an indexer see to a column that only passes by."""
    seen = []

    class Passing:
        def call(self, *given, **named):
            seen.append(sys.getrefcount(self))

        def __setitem__(self, *given, **named):
            seen.append(sys.getrefcount(self))

    class Indexer:
        obj = None

        def __setitem__(self, key, value):
            column = self.obj
            seen.append(sys.getrefcount(column))

    Passing().call(1, inplace=True)
    Passing()[0] = 1
    indexer = Indexer()
    indexer.obj = Passing()
    indexer[0] = 1
    return seen


def _remembering(function):
    """The choice of one column, which remembers its table."""

    @functools.wraps(function)
    def chosen(self, key):
        column = function(self, key)
        if isinstance(key, (str, int)) and getattr(column, "ndim", 0) == 1:
            object.__setattr__(column, _OF, (weakref.ref(self), key))
        return column

    return chosen


def _write_back(column):
    table, key = vars(column).get(_OF) or (None, None)
    table = table and table()
    if table is None or len(table) != len(column) or list(table.columns).count(key) != 1:
        return
    table[key] = column
    said = "The column %r is written to in its table, as before pandas 3." % key
    notes.add("older-library", said)


def _writing(function, passing, in_place):
    """A method that changes a column, and the table of one that only passes by."""

    @functools.wraps(function)
    def written(self, *given, **named):
        is_passing = sys.getrefcount(self) <= passing
        result = function(self, *given, **named)
        if is_passing and (not in_place or named.get("inplace") is True):
            _write_back(self)
        return result

    return written


def _by_label(function, passing):
    """The same of `table["column"].loc[...] = value`."""

    @functools.wraps(function)
    def written(self, key, value):
        column = self.obj
        is_passing = sys.getrefcount(column) <= passing
        function(self, key, value)
        if is_passing and getattr(column, "ndim", 0) == 1:
            _write_back(column)

    return written


def _chained(pandas):
    if not hasattr(pandas.errors, "ChainedAssignmentError"):
        return
    if int(pandas.__version__.partition(".")[0]) < 3:
        return
    called, set_item, by_label = _references()
    pandas.DataFrame.__getitem__ = _remembering(pandas.DataFrame.__getitem__)
    kind = pandas.Series
    kind.__setitem__ = _writing(kind.__setitem__, set_item, False)
    for name in _IN_PLACE:
        function = inspect.getattr_static(kind, name, None)
        if inspect.isfunction(function):
            setattr(kind, name, _writing(function, called, name != "update"))
    for accessor in ("loc", "iloc", "at", "iat"):
        indexer = type(getattr(kind([0]), accessor))
        for owner in indexer.__mro__:
            if "__setitem__" in vars(owner):
                if not hasattr(owner.__setitem__, "__wrapped__"):
                    owner.__setitem__ = _by_label(owner.__setitem__, by_label)
                break


RULES = ((b"pandas", _WRITES, "pandas", _chained),)
