"""Runs the code of a hand-in, form by form, and finds names in what it left behind."""

import builtins
import os
import re
import sys
import traceback
import types

GIVEN = re.compile(r"^(?:class\b|def\b|async def\b)?[ \t]*(\w+)(?:[ \t]*[:=(,]|[ \t]*$)", re.M)


class Form:
    """One body of code: a module, the cells of a notebook, the code of a write-up."""

    def __init__(self, plan, blocks):
        self.name = plan["form"]
        self.file = plan["file"]
        self.units = plan["units"]
        self.sources = [unit_source(unit, blocks) for unit in self.units]
        self.module = None
        self.errors = []
        self.places = None

    @property
    def cells(self):
        """Whether the code comes in pieces, each of which may fail alone."""
        return self.name != "module"

    def load(self, before):
        """Run every unit in one namespace; an error ends its own unit only."""
        stem = os.path.splitext(os.path.basename(self.file))[0]
        self.module = types.ModuleType("__main__" if self.cells else stem)
        self.module.__file__ = os.path.join(os.getcwd(), self.file)
        self.module.__dict__["__builtins__"] = builtins
        if self.cells:
            self.module.display = print
            sys.modules["__main__"] = self.module
        elif stem.isidentifier() and stem not in sys.modules:
            sys.modules[stem] = self.module
        for unit, source in zip(self.units, self.sources):
            before(source)
            try:
                code = compile(source, self.label(unit), "exec", dont_inherit=True)
                exec(code, self.module.__dict__)
            except BaseException as error:  # a submission may raise anything, SystemExit too
                self.errors.append(describe(error, self, unit))
        return self.errors

    def label(self, unit):
        """The file name that tracebacks show for a unit."""
        if unit.get("cell") is None:
            return self.module.__file__
        return "%s#%d" % (self.module.__file__, unit["cell"])

    def place(self, name):
        """Where `name` was last given a value, as far as the text tells."""
        if self.places is None:
            self.places = {}
            for unit, source in zip(self.units, self.sources):
                text = source if isinstance(source, str) else source.decode("utf-8", "replace")
                for found in GIVEN.finditer(text):
                    line = text.count("\n", 0, found.start()) + unit.get("line", 1)
                    self.places[found.group(1)] = {"line": line, "cell": unit.get("cell")}
        return self.places.get(name, {"line": None, "cell": None})


def unit_source(unit, blocks):
    """The code of a unit: text, or the raw bytes of a file with whatever encoding it declares."""
    if "block" in unit:
        return blocks[unit["block"]]
    return unit["source"]


def describe(error, form=None, unit=None):
    """What a student can use of an exception: its type, its message, their own line."""
    place = {"line": None, "cell": unit.get("cell") if unit else None}
    if isinstance(error, SyntaxError) and error.lineno and form is not None:
        place["line"] = error.lineno + (unit.get("line", 1) - 1 if unit else 0)
    file = form.file if form else ""
    here = os.getcwd() + os.sep
    walk = error.__traceback__
    steps = 0
    while walk is not None and steps < 10000:
        name = walk.tb_frame.f_code.co_filename
        if name.startswith(here):
            path, _, cell = name[len(here) :].partition("#")
            file, place["line"] = path, walk.tb_lineno
            place["cell"] = int(cell) if cell else None
        walk = walk.tb_next
        steps += 1
    try:
        message = str(error)[:2000]
    except BaseException:
        message = ""
    try:
        detail = "".join(traceback.format_exception(type(error), error, error.__traceback__, 40))
    except BaseException:
        detail = ""
    return dict(
        place,
        file=file,
        form=form.name if form else "",
        type=type(error).__name__[:100],
        message=message,
        detail=detail[-8000:],
    )
