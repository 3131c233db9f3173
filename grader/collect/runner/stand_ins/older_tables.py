"""Tables as pandas read, wrote and summed them once: what it still can do, asked the old way."""

import functools
import inspect
import numbers
import re

import notes

from .older import put

_TABLES = re.compile(
    rb"\.(append|ix|as_matrix|iteritems|applymap|get_values?|set_value|sort|mad)\b"
)
_CALLS = re.compile(rb"[\w)\]]\s*\.\s*\w+\s*\(|\[[^\]\n]*,")
_OF_THE_TABLE = (
    "drop", "drop_duplicates", "dropna", "sort_values", "sort_index", "reset_index", "set_index",
    "where", "mask", "clip", "interpolate", "ffill", "bfill", "any", "all", "to_csv",
)  # fmt: skip
"""Methods whose arguments stand in their old order, though most want their names today."""
_SUMS = ("mean", "median", "sum", "prod", "std", "var", "sem", "min", "max", "skew", "kurt")
_FUNCTIONS = ("read_csv", "read_table", "concat")
_NUMBERS_ALONE = (*_SUMS, "corr", "cov", "quantile")
"""What left out the columns without numbers, where nobody said otherwise."""
_OBJECTS = re.compile(rb"\bobject\b|['\"]O['\"]")
_FILLS = {"ffill": "ffill", "pad": "ffill", "bfill": "bfill", "backfill": "bfill"}


def said(what):
    """Tell that something is done as it was done once."""
    notes.add("older-library", "%s: done as pandas did it when this was written." % what)


def _named(function, name):
    """The function with arguments by their place that are given by their names today."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return function
    placed = [one for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    rest = [one.name for one in parameters if one.kind is one.KEYWORD_ONLY]
    if not rest:
        return function

    @functools.wraps(function)
    def called(*given, **named):
        if len(given) > len(placed):
            over = dict(zip(rest, given[len(placed) :]))
            if len(over) == len(given) - len(placed) and not over.keys() & named.keys():
                said("%s with %s by its place" % (name, ", ".join(over)))
                return function(*given[: len(placed)], **over, **named)
        return function(*given, **named)

    return called


def _with_numbers_alone(function):
    """The sum that passes over columns without numbers, where they stop it today."""
    try:
        if "numeric_only" not in inspect.signature(function).parameters:
            return function
    except (TypeError, ValueError):
        return function

    @functools.wraps(function)
    def summed(self, *given, **named):
        try:
            return function(self, *given, **named)
        except (TypeError, ValueError):
            if "numeric_only" in named:
                raise
            result = function(self, *given, numeric_only=True, **named)
        if getattr(result, "size", 1) == 0:
            raise TypeError("%s: no column holds numbers" % function.__name__)
        said("%s over the columns of numbers" % function.__name__)
        return result

    return summed


def _filled(function):
    """`fillna` with a method, which has two names of its own today."""

    @functools.wraps(function)
    def fillna(self, value=None, *given, **named):
        given = list(given)
        method = named.pop("method", None)
        if given and (given[0] is None or given[0] in _FILLS):
            method = given.pop(0) or method
        named.update(zip(("axis", "inplace", "limit"), given))
        if method not in _FILLS:
            return function(self, value, **named)
        said("fillna by %s" % method)
        return getattr(self, _FILLS[method])(**named)

    return fillna


def _listed(function):
    """A choice of several columns of groups without a list around them."""

    @functools.wraps(function)
    def chosen(self, key):
        if isinstance(key, tuple) and len(key) > 1 and all(name in self.obj for name in key):
            said("columns of groups without a list")
            key = list(key)
        return function(self, key)

    return chosen


def _by_place(pandas):
    """A number between the brackets of a column whose rows have names: once the place."""
    kind = pandas.Series
    get, put_in = kind.__getitem__, kind.__setitem__

    def is_place(self, key):
        rows = self.index.inferred_type
        numbered = "int" in rows or rows in ("floating", "boolean")
        return not numbered and isinstance(key, numbers.Integral) and key not in self.index

    @functools.wraps(get)
    def item(self, key):
        try:
            return get(self, key)
        except KeyError:
            if not is_place(self, key) or not -len(self) <= key < len(self):
                raise
        said("a row by its place")
        return self.iloc[key]

    @functools.wraps(put_in)
    def set_item(self, key, value):
        if is_place(self, key) and -len(self) <= key < len(self):
            said("a row by its place")
            self.iloc[key] = value
        else:
            put_in(self, key, value)

    kind.__getitem__, kind.__setitem__ = item, set_item


def _replacing(pandas):
    """A pattern that is found nowhere as it stands was meant as one."""
    kind = pandas.Series.str
    function = kind.replace

    @functools.wraps(function)
    def replace(self, pat, *given, **named):
        result = function(self, pat, *given, **named)
        asked = "regex" in named or len(given) > 3 or not isinstance(pat, str)
        if asked or not re.search(r"[][\\^$.|?*+(){}]", pat) or not result.equals(self._orig):
            return result
        try:
            found = function(self, pat, *given, regex=True, **named)
        except re.error:
            return result
        if not found.equals(result):
            said("str.replace with a pattern")
        return found

    kind.replace = replace


def _widened(pandas):
    """A column becomes one of a wider type where what is written into it needs that."""
    blocks, indexer = pandas.core.internals.blocks, pandas.core.indexing._iLocIndexer
    coerce = getattr(blocks.Block, "coerce_to_target_dtype", None)
    if coerce is None or "raise_on_upcast" not in inspect.signature(coerce).parameters:
        return  # a pandas that does so by itself
    message = "values of another type written into a column"

    @functools.wraps(coerce)
    def coerced(self, other, raise_on_upcast=False):
        if raise_on_upcast:
            said(message)
        return coerce(self, other, raise_on_upcast=False)

    def among_texts(function):
        @functools.wraps(function)
        def changed(self, *given, **named):
            try:
                return function(self, *given, **named)
            except TypeError:
                if self.dtype != "str":
                    raise
            said(message)
            wider = self.astype(blocks.np.dtype(object))
            return getattr(wider, function.__name__)(*given, **named)

        return changed

    def over_all(function):
        @functools.wraps(function)
        def written(self, loc, value, plane_indexer):
            try:
                return function(self, loc, value, plane_indexer)
            except TypeError as error:
                if not str(error).startswith("Invalid value"):
                    raise
            said(message)
            return self.obj.isetitem(loc, value)

        return written

    blocks.Block.coerce_to_target_dtype = coerced
    _change(blocks.EABackedBlock, ("setitem", "putmask"), among_texts)
    _change(indexer, ("_setitem_single_column",), over_all)


def _with_truths(pandas):
    """Columns of truth values among numbers are numbers in an array, as dummies were once."""
    managers = pandas.core.internals.managers
    common = getattr(managers, "interleaved_dtype", None)
    if common is None:
        return

    @functools.wraps(common)
    def of_numbers(kinds):
        found = common(kinds)
        letters = {getattr(kind, "kind", "O") for kind in kinds}
        if getattr(found, "kind", "") != "O" or not letters - {"b"} or letters - set("biuf"):
            return found
        said("truth values among numbers in an array")
        return common([kind for kind in kinds if kind.kind != "b"])

    managers.interleaved_dtype = of_numbers


def _objects(pandas):
    """Texts of a table are objects to code that asks for those."""
    future = getattr(pandas.options, "future", None)
    if future is not None and "infer_string" in dir(future):
        future.infer_string = False


def _change(kind, names, change):
    for name in names:
        function = vars(kind).get(name)
        if inspect.isfunction(function):
            setattr(kind, name, change(function))


def _calls(pandas):
    """Calls of pandas 1 that are refused today and mean one thing."""
    groups, grouped = pandas.core.groupby.GroupBy, pandas.core.groupby.DataFrameGroupBy
    for kind in (pandas.DataFrame, pandas.Series):
        if "method" not in inspect.signature(kind.fillna).parameters:
            kind.fillna = _filled(kind.fillna)
        for name in (*_OF_THE_TABLE, *_SUMS):
            function = inspect.getattr_static(kind, name, None)
            if inspect.isfunction(function):
                setattr(kind, name, _named(function, name))
    for kind in (pandas.DataFrame, groups, grouped):
        _change(kind, _NUMBERS_ALONE, _with_numbers_alone)
    grouped.__getitem__ = _listed(grouped.__getitem__)
    _by_place(pandas)
    _replacing(pandas)
    _widened(pandas)
    _with_truths(pandas)
    for name in _FUNCTIONS:
        setattr(pandas, name, _named(getattr(pandas, name), name))


def _tables(pandas):
    """`append`, `ix` and their like of tables and columns, as far as they mean one thing."""

    def append(self, other, ignore_index=False, **more):
        if isinstance(other, dict):
            other = pandas.DataFrame([other])
        elif isinstance(other, pandas.Series) and isinstance(self, pandas.DataFrame):
            other = other.to_frame().T
        others = list(other) if isinstance(other, (list, tuple)) else [other]
        if others and isinstance(others[0], dict):
            others = [pandas.DataFrame(others)]
        return pandas.concat([self, *others], ignore_index=ignore_index)

    class Ix:
        def __init__(self, owner):
            self.owner = owner

        def _by(self, key):
            first = key[0] if isinstance(key, tuple) else key
            parts = (first.start, first.stop) if isinstance(first, slice) else (first,)
            whole = all(part is None or isinstance(part, int) for part in parts)
            labels = self.owner.index
            numbered = getattr(labels, "inferred_type", "") == "integer"
            if whole and not numbered and not isinstance(key, tuple):
                return self.owner.iloc
            return self.owner.loc

        def __getitem__(self, key):
            return self._by(key)[key]

        def __setitem__(self, key, value):
            self._by(key)[key] = value

    for kind in (pandas.DataFrame, pandas.Series):
        put(kind, {
            "append": append, "ix": property(Ix), "as_matrix": lambda self: self.to_numpy(),
            "iteritems": lambda self: self.items(), "get_values": lambda self: self.to_numpy(),
        })  # fmt: skip
    put(pandas.Series, {"mad": lambda self: (self - self.mean()).abs().mean()})
    put(pandas.DataFrame, {
        "mad": lambda self, axis=0: (self - self.mean(axis=axis)).abs().mean(axis=axis) if not axis
        else self.sub(self.mean(axis=1), axis=0).abs().mean(axis=1),
        "applymap": getattr(pandas.DataFrame, "map", None),
        "get_value": lambda self, row, column: self.at[row, column],
        "set_value": lambda self, row, column, value: self.at.__setitem__((row, column), value),
        "sort": lambda self, by=None, **more: self.sort_values(by, **more) if by is not None
        else self.sort_index(),
    })  # fmt: skip


RULES = (
    (b"pandas", _TABLES, "pandas", _tables),
    (b"pandas", _CALLS, "pandas", _calls),
    (b"pandas", _OBJECTS, "pandas", _objects),
)
