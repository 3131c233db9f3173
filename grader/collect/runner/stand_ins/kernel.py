"""What only a notebook's kernel or a cloud's notebook has: magics, displays, mounted folders."""

import os
import sys
import types

import notes

from .absent import Lost, stand_in


def _noted(what):
    notes.add("kernel-helper", "%s does nothing here." % what)


class Kernel:
    """What `get_ipython()` gives: it takes every magic, and runs none."""

    config = None

    def __init__(self, namespace=None):
        self.user_ns = namespace if namespace is not None else {}

    def run_line_magic(self, name, line="", *more, **named):
        """Nothing of a magic is needed for an answer; a timed statement is run."""
        if name in ("time", "timeit") and line.strip():
            exec(line, self.user_ns)
        _noted("The magic %%%s" % str(name)[:40])

    def magic(self, line="", *more):
        """The same in one text."""
        name, _, rest = str(line).lstrip("%").partition(" ")
        self.run_line_magic(name, rest)

    def run_cell_magic(self, name, line="", cell="", *more):
        """A timed cell is run; other languages are not."""
        if name in ("time", "timeit", "capture"):
            exec(cell, self.user_ns)
        _noted("The magic %%%%%s" % str(name)[:40])

    def system(self, command="", *more, **named):
        """No command is run."""
        _noted("The command !%s" % str(command).strip()[:60])
        return []

    getoutput = getoutput_encoded = system_raw = system_piped = system

    def run_cell(self, text="", *more, **named):
        """Run a text as a cell."""
        exec(text, self.user_ns)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: None


class Shown:
    """An object that a notebook would draw: its data, and nothing drawn."""

    def __init__(self, data=None, *given, **named):
        self.data = data
        for name, value in named.items():
            setattr(self, name, value)

    def __repr__(self):
        return "<%s>" % type(self).__name__

    def update(self, *given, **named):
        """Nothing is drawn."""


_SHOWN = (
    "HTML", "Markdown", "Math", "Latex", "Image", "SVG", "Javascript", "JSON", "Audio", "Video",
    "YouTubeVideo", "IFrame", "FileLink", "FileLinks", "Pretty", "Code", "DisplayHandle",
    "ProgressBar", "DisplayObject",
)  # fmt: skip


def ipython(show, namespace):
    """The modules under the name IPython."""
    kernel = Kernel(namespace)
    display = _module("IPython.display", display=show, clear_output=_nothing, publish=_nothing,
                      set_matplotlib_formats=_nothing, set_matplotlib_close=_nothing,
                      display_html=show, display_markdown=show, display_pretty=show,
                      update_display=show)  # fmt: skip
    for name in _SHOWN:
        setattr(display, name, type(name, (Shown,), {}))
    top = _module(
        "IPython", display=display, get_ipython=lambda: kernel, embed=_nothing,
        start_ipython=_nothing, version_info=(8, 0, 0), __version__="8.0.0",
    )  # fmt: skip
    debugger = _module("IPython.core.debugger", set_trace=_nothing, Pdb=lambda *a, **k: kernel)
    getipython = _module("IPython.core.getipython", get_ipython=lambda: kernel)
    shell = _module("IPython.core.interactiveshell", InteractiveShell=Kernel)
    top.core = _module("IPython.core", display=display, debugger=debugger, getipython=getipython,
                       interactiveshell=shell, pylabtools=_fallen("IPython.core.pylabtools"),
                       magic=_magic())  # fmt: skip
    return top


def colab(show):
    """The modules under the name google.colab, of which a course's files are here."""
    files = _module("google.colab.files", upload=_upload, download=_nothing, view=_nothing)
    drive = _module("google.colab.drive", mount=_mounted, flush_and_unmount=_nothing)
    output = _module("google.colab.output", clear=_nothing, eval_js=_nothing,
                     register_callback=_nothing, enable_custom_widget_manager=_nothing)  # fmt: skip
    secret = stand_in(Lost("file", "a secret of the student's is not here"))
    userdata = _module("google.colab.userdata", get=lambda *given, **named: secret)
    patches = _module("google.colab.patches", cv2_imshow=_nothing)
    auth = _module("google.colab.auth", authenticate_user=_nothing)
    top = _module("google.colab", files=files, drive=drive, output=output, userdata=userdata,
                  patches=patches, auth=auth, data_table=_fallen("google.colab.data_table"),
                  widgets=_fallen("google.colab.widgets"))  # fmt: skip
    return _module("google", colab=top)


def progress():
    """The modules under the name tqdm: the loop goes on, and no bar is drawn."""

    class Bar:
        """Goes through what it was given."""

        n = 0

        def __init__(self, iterable=(), *given, **named):
            self.iterable = iterable
            self.total = named.get("total")

        def __iter__(self):
            return iter(self.iterable)

        def __len__(self):
            return len(self.iterable)

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return False

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return _nothing

        write = staticmethod(print)

        @classmethod
        def pandas(cls, *given, **named):
            """Nothing is drawn."""

    names = {
        "tqdm": Bar, "tqdm_notebook": Bar, "trange": lambda *given, **named: Bar(range(*given)),
    }  # fmt: skip
    names["tnrange"] = names["trange"]
    top = _module("tqdm", **names)
    for part in ("notebook", "auto", "autonotebook", "std", "asyncio", "contrib"):
        setattr(top, part, _module("tqdm." + part, **names))
    return top


def compiled():
    """The modules under the name numba: what would be compiled is run as it is."""

    def plain(*given, **named):
        return given[0] if given and callable(given[0]) else lambda function: function

    names = dict.fromkeys(("jit", "njit", "jitclass", "generated_jit"), plain)
    notes.add("library-absent", "numba is not here: what it would compile is run as it is.")
    top = _module("numba", prange=range, set_num_threads=_nothing, **names)
    top.typed = _module("numba.typed", List=list, Dict=dict)
    for name in ["int32", "int64", "float32", "float64", "boolean", "void", "uint8", "types"]:
        setattr(top, name, _fallen("numba." + name))
    return top


def profiles():
    """Profilers give the function back."""
    return _module("profiler", profile=lambda function=None, **named: function, LineProfiler=Kernel)


def _module(name, **things):
    module = types.ModuleType(name)
    module.__dict__.update(things)
    module.__path__ = []
    module.__getattr__ = lambda part: _fallen_part(name, part)
    return module


def _fallen_part(name, part):
    if part.startswith("__"):
        raise AttributeError(part)
    return _fallen("%s.%s" % (name, part))


def _fallen(name):
    return stand_in(Lost("library", "%s is not here" % name), name)


def _magic():
    same = lambda function=None, *more: function  # noqa: E731
    return _module("IPython.core.magic", register_line_magic=same, register_cell_magic=same,
                   register_line_cell_magic=same)  # fmt: skip


def _nothing(*given, **named):
    return None


def _mounted(*given, **named):
    _noted("Mounting Google Drive")


def _upload(*given, **named):
    """What would be chosen in a dialog: the files that lie here."""
    found = {}
    for name in sorted(os.listdir(".")):
        if os.path.isfile(name) and not name.endswith((".py", ".ipynb")):
            with open(name, "rb") as file:
                found[name] = file.read()
    _noted("Uploading: the files beside the code stand for it. It")
    return found


def loaded(name):
    """Whether a library is here."""
    if name in sys.modules:
        return True
    from importlib.util import find_spec

    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
