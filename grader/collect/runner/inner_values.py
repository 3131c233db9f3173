"""Values of asked names that only a function had, such as `main()`, while the code was loaded."""

import ast
import re

MOST_CALLS = 3
_GIVEN_INSIDE = re.compile(r"^[ \t]+(\w+)[ \t]*(?::[^=\n]*)?=(?!=)", re.M)


class Values:
    """What functions of one form gave to asked names inside themselves."""

    def __init__(self):
        self.seen = {}
        self.wanted = ()
        self.recording = True

    def watching(self, source, wanted, namespace):
        """What changes a tree so that such values are seen, or None where there are none."""
        text = source if isinstance(source, str) else source.decode("utf-8", "replace")
        given = set(_GIVEN_INSIDE.findall(text)).intersection(wanted)
        inner = [name for name in given if "\n" + name not in text and not text.startswith(name)]
        if not inner:
            return None
        self.wanted = tuple({*self.wanted, *inner})
        name = "__inner_values_%d__" % id(self)
        namespace["__builtins__"][name] = self.take
        return lambda body: [_watched(node, set(inner), name) for node in body]

    def take(self, values):
        """The local names of a function that has just ended."""
        if self.recording:
            for name in self.wanted:
                if name in values:
                    self.seen.setdefault(name, []).append(values[name])

    def get(self, name):
        """(True, value) where a function that ran a few times at most had the name last."""
        rows = self.seen.get(name, ())
        return (True, rows[-1]) if 0 < len(rows) <= MOST_CALLS else (False, None)


def held(form, name):
    """(True, value) where mappings or objects at the margin of the code give a name one value."""
    found = []
    for kept, thing in list(form.module.__dict__.items()):
        if form.place(kept)["line"] is None:
            continue
        kind = type(thing)  # to ask the thing itself may run code of its own
        own = kind.__module__ == form.module.__name__ and not issubclass(kind, type)
        inside = thing if kind is dict else _fields(thing) if own else None
        value = inside.get(name) if type(inside) is dict else None
        if value is not None and value is not Ellipsis and not callable(value):
            found.append(value)
    return (True, found[-1]) if len(found) == 1 else (False, None)


def called(thing, name):
    """The part of a library's result that is called as what is asked: `slope = linregress(x, y)`.

    Anything else is the value itself.
    """
    kind = type(thing)
    if not issubclass(kind, tuple) or kind is tuple or "." not in kind.__module__:
        return thing
    words = re.findall(r"[a-z]+", name.lower())
    asked = {"".join(words), *words} | {word + "value" for word in words if len(word) == 1}
    fields = getattr(kind, "_fields", ())
    found = [one for one in fields if isinstance(one, str) and one.replace("_", "") in asked]
    return getattr(thing, found[0]) if len(found) == 1 else thing


def _fields(thing):
    try:
        return object.__getattribute__(thing, "__dict__")
    except AttributeError:
        return None


def _watched(node, inner, name):
    """A function that gives one of the names, changed to tell its names at its end."""
    if not isinstance(node, ast.FunctionDef) or node.name in inner:
        return node
    own = [one for one in ast.walk(node) if not isinstance(one, (ast.Lambda, ast.ClassDef))]
    if any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in own):
        return node
    stored = {one.id for one in own if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    declared = {one for row in own if isinstance(row, ast.Global) for one in row.names}
    if not (stored - declared) & inner:
        return node
    tell = ast.parse("%s(dict(locals()))" % name).body
    kept = ast.Try(body=node.body, handlers=[], orelse=[], finalbody=tell)
    fields = dict(ast.iter_fields(node), body=[kept])
    changed = ast.copy_location(type(node)(**fields), node)
    for one in ast.walk(kept.finalbody[0]):
        ast.copy_location(one, node)
    ast.copy_location(kept, node)
    return ast.fix_missing_locations(changed)
