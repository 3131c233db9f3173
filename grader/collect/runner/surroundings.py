"""What a submission's code finds around it: names without an import, files, screens, seeds."""

import builtins
import os
import random
import re
import sys

import numpy_arrays
from stand_ins import (
    addresses,
    chained,
    compiler,
    devices,
    imports,
    kernel,
    keyboard,
    older,
    older_models,
    older_science,
    older_tables,
    older_times,
    paths,
    processes,
    windows,
)

HEAVY = ((b"numpy", "numpy.random"), (b"sklearn", "numpy.random"), (b"torch", "torch"))
_seeded = []
"""The number that every generator stands at, where nothing was drawn or loaded since."""
_PARTS = (
    addresses, devices, compiler, older, older_models, older_science, older_tables, older_times,
    chained, processes, windows, keyboard, paths,
)  # fmt: skip
_RULES = [rule for part in _PARTS for rule in part.RULES]
"""(library, what is asked of it, module, what to do once that is loaded): for code that asks."""
_ANY = re.compile(b"|".join(re.escape(library) or asked.pattern for library, asked, *_ in _RULES))


class Surroundings:
    """One submission's own builtins; those of the libraries stay as they are.

    Made before the fork, since each object that a child makes or counts is a page copied.
    """

    def __init__(self):
        self.namespace = {}
        self.showing = None
        self.imports = imports.Imports(self.show, self)
        self.builtins = dict(vars(builtins))
        self.builtins["__import__"] = self.imports
        self.builtins["input"] = keyboard.asked
        self.builtins["breakpoint"] = keyboard.passed
        self.builtins["display"] = self.show
        self.builtins["get_ipython"] = lambda: kernel.Kernel(self.namespace)
        self.arguments = keyboard.Arguments([""])
        imports.install()
        paths.install()
        self.builtins["open"] = builtins.open

    def show(self, *things, **named):
        """What `display` does: each thing is kept as it is now, and printed."""
        for thing in things:
            self.showing.display(thing)
            print(thing)

    def install(self, job, sources, showing):
        """Make this machine answer as far as it honestly can like the student's own."""
        self.showing = showing
        text = b"\n".join(sources)
        paths.live_in(os.getcwd(), [file["name"] for file in job["files"]], job.get("aliases"))
        if _ANY.search(text):
            for library, asked, module, action in _RULES:
                if library in text and asked.search(text):
                    self.imports.rules.append((module, action))
            self.imports.settle()
        sys.argv = self.arguments
        sys.breakpointhook = keyboard.passed

    def left_early(self):
        """What a submission lacked that ended itself after a look at its arguments, or None."""
        return keyboard.ARGUMENTS if self.arguments.looked else None


def loaded():
    """What can be done once libraries are there, and before anything of them is used."""
    if "torch" in sys.modules:
        compiler.put_off(sys.modules["torch"])


def prepare(number):
    """What can be done before the fork: a child that seeds by itself copies some 40 pages."""
    seed(number)
    _seeded[:] = [number]


def import_quietly(name):
    """Import a library that the reference uses, so that it can be seeded before any code runs."""
    if name in sys.modules:
        return
    _seeded[:] = []
    try:
        __import__(name)
    except ImportError:
        pass


def seed(number, source=b""):
    """Seed every generator that is loaded, or that this source is about to load."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    for word, name in HEAVY:
        if word in data and name not in sys.modules:
            import_quietly(name)
    is_done = _seeded == [number]
    _seeded[:] = []
    if is_done:
        return
    random.seed(number)
    numpy_arrays.seed(number)
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "default_generator"):
        torch.default_generator.manual_seed(number)  # torch.manual_seed also asks for every GPU
