"""Times and counts of pandas as they were asked for once: frequencies, weeks, names of counts."""

import functools
import re

from .older import put
from .older_tables import said

_FREQUENCY = re.compile(r"(?P<times>-?\d*)(?P<name>[A-Z]{1,3})(?P<rest>-[A-Z]{3})?")
_NOW = {
    "H": "h", "BH": "bh", "T": "min", "S": "s", "L": "ms", "U": "us", "N": "ns",
    "M": "ME", "BM": "BME", "SM": "SME", "Q": "QE", "BQ": "BQE", "A": "YE", "Y": "YE",
    "BA": "BYE", "BY": "BYE", "AS": "YS", "BAS": "BYS",
}  # fmt: skip
"""What stands for a frequency today."""
_ASKED = re.compile(
    rb"\.(?:resample|asfreq|week|weekofyear|floor|ceil|round)\b|_range\(|Grouper\(|infer_datetime"
    rb"|error_bad_lines|warn_bad_lines|delim_whitespace|date_parser|squeeze="
)
_COUNTED = re.compile(
    rb"(?s)\A(?=.*value_counts\()(?=.*reset_index\()(?=.*['\"]index['\"])(?!.*['\"]count['\"])"
)
"""Code that calls the labels of counts `index`, as they were called, and nothing `count`."""


def _today(value):
    """A frequency as it is written today; anything else as it is."""
    match = _FREQUENCY.fullmatch(value) if isinstance(value, str) else None
    if match is None or match["name"] not in _NOW:
        return value
    return match["times"] + _NOW[match["name"]] + (match["rest"] or "")


def _with_frequency(function, name):
    @functools.wraps(function)
    def called(*given, **named):
        try:
            return function(*given, **named)
        except ValueError as error:
            others = [_today(one) for one in given], {k: _today(v) for k, v in named.items()}
            same = all(a is b for a, b in zip(others[0], given)) and others[1] == named
            if same or "requency" not in str(error):
                raise
        said("%s by the frequency of then" % name)
        return function(*others[0], **others[1])

    return called


def _without(function, name, *gone):
    """The function without keywords that change no result."""

    @functools.wraps(function)
    def called(*given, **named):
        if any(one in named for one in gone):
            said("%s with %s" % (name, ", ".join(one for one in gone if one in named)))
        return function(*given, **{key: one for key, one in named.items() if key not in gone})

    return called


def _reading(function, name):
    """A table read with arguments that have another name today."""

    @functools.wraps(function)
    def read(*given, **named):
        if named.pop("delim_whitespace", False):
            named["sep"] = r"\s+"
        if named.pop("error_bad_lines", True) is False:
            named["on_bad_lines"] = "skip"
        one_column, parser = named.pop("squeeze", False), named.pop("date_parser", None)
        dates = named.get("parse_dates") if parser is not None else None
        if isinstance(dates, list) and all(isinstance(one, str) for one in dates):
            del named["parse_dates"]
        table = function(*given, **named)
        for column in dates if isinstance(dates, list) and "parse_dates" not in named else ():
            table[column] = [parser(one) for one in table[column]]
        return table.squeeze("columns") if one_column else table

    return _without(read, name, "warn_bad_lines", "infer_datetime_format")


def _times(pandas):
    for name in ("date_range", "bdate_range", "timedelta_range"):
        setattr(pandas, name, _with_frequency(getattr(pandas, name), name))
    for kind in (pandas.DataFrame, pandas.Series):
        for name in ("resample", "asfreq", "shift"):
            setattr(kind, name, _with_frequency(getattr(kind, name), name))
    pandas.Grouper.__init__ = _with_frequency(pandas.Grouper.__init__, "Grouper")
    pandas.to_datetime = _without(pandas.to_datetime, "to_datetime", "infer_datetime_format")
    for name in ("read_csv", "read_table"):
        setattr(pandas, name, _reading(getattr(pandas, name), name))

    def week(self):
        calendar = self.isocalendar()
        return calendar.week.astype("int64") if hasattr(calendar, "week") else calendar[1]

    dates = pandas.core.indexes.accessors.DatetimeProperties
    for kind in (dates, pandas.DatetimeIndex):
        put(kind, {"week": property(week), "weekofyear": property(week)})
    for kind in (dates, pandas.DatetimeIndex):
        for name in ("floor", "ceil", "round"):
            setattr(kind, name, _with_frequency(getattr(kind, name), name))


def _counts(pandas):
    """Counts that have the name of what was counted, and labels that have none."""
    function = pandas.Series.value_counts

    @functools.wraps(function)
    def value_counts(self, *given, **named):
        found = function(self, *given, **named)
        said("value_counts")
        found.name, found.index.name = self.name, None
        return found

    pandas.Series.value_counts = value_counts


RULES = (
    (b"pandas", _ASKED, "pandas", _times),
    (b"pandas", _COUNTED, "pandas", _counts),
)
