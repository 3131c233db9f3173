"""An instructor's test file, run beside the submission's code; each outcome goes out as it comes.

What runs in one process can be reached by everything in it. So the tests come in only after the
submission was loaded, what tests rest on is compared with what it was before, and put right, and
nothing printed, raised or ended can make an outcome; code that sets out to can still read them.
"""

import importlib
import importlib.util
import os
import re
import sys
import types

import load
from stand_ins import foreign
from stand_ins.absent import MARK
from tested import stars

FOLDER = "tests-of-the-course"
OWN_WORDS = frozenset(
    "__%s__" % word
    for word in (
        *("eq", "ne", "lt", "le", "gt", "ge", "bool", "float", "contains"),
        *("array", "array_ufunc", "array_function"),
    )
)
"""What a class says of equality, order and truth, and what arrays ask it."""
DYNAMIC = re.compile(
    rb"__(?:[a-z]{2}|bool|float|array\w*|contains)__|\btype\(|\beval\b|\bexec\b|setattr"
)
MOST_TEXT = 4000


class Lacking(type):
    """The type of what stands for a name that the submission lacks, until it is used."""

    def __call__(cls, *arguments, **named):
        """Nothing is made of it."""
        return cls.__getattr__("")

    def __getattr__(cls, name):
        raise cls.__dict__["why"]


def not_there(why):
    """What a test gets by a name that the submission lacks: an exception too, for all it knows."""
    return Lacking(why.name, (Exception,), {"why": why})


def absent(name, forms):
    """What the use of a name raises that nothing handed in has, or whose line was not reached."""
    for form in forms:
        lost = form.unreached(name)
        if lost is not None:
            lost.name = name
            return lost
    error = NameError("there is no %s in what was handed in" % name)
    error.name = name
    return error


def run(forms, probe, given, guard, tell):
    """Run all tests that are not to be left out; `tell` takes each outcome."""
    before = guard.restore()
    if before:
        tell({"changed": before[:20], "while": "it was loaded"})
    folder = os.path.join(os.getcwd(), FOLDER)
    for name, text in given["files"].items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
    sys.path.insert(0, folder)
    order = probe["forms"]
    asked = [form for form in forms if form.name in order and form.module is not None]
    ranked = sorted(asked, key=lambda form: order.index(form.name))
    for form in ranked:
        for name in form.untouched:
            form.module.__dict__.pop(name, None)
    known = stars.read(given["files"].values())
    redefined = [one for name in given["modules"] for one in stand_in(name, ranked, known)]
    if redefined:
        tell({"changed": redefined[:20], "while": "it was loaded"})
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    recorder = plugin(guard, given, ranked, tell, folder)
    arguments = [os.path.join(folder, given["file"]), "--rootdir", folder, "--confcutdir", folder]
    arguments += ["-c", os.devnull, "--capture=sys", "--import-mode=importlib", "-p", "no:terminal"]
    arguments += ["-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:doctest"]
    arguments += ["--basetemp", os.path.join(os.getcwd(), "temporary-files-of-tests")]
    guard.library.main(arguments, plugins=[recorder])
    return recorder.collected and recorder.ended


def stand_in(name, forms, known):
    """Have `import name` give what was handed in, whatever its file is called.

    Returns the names of Python's own that a star would bring along with another meaning.
    """
    own = [form.module for form in forms if form.module.__name__ == name]
    module = own[0] if len(own) == 1 else types.ModuleType(name)
    if not own:
        found = name in sys.modules or name in sys.builtin_module_names
        if found or (not forms and importlib.util.find_spec(name)):
            return stars.limit(sys.modules.get(name), name, known)
        module.__all__ = sorted({n for f in forms for n in vars(f.module) if not n.startswith("_")})
        for form in reversed(forms):
            fields = {n: v for n, v in vars(form.module).items() if not n.startswith("__")}
            module.__dict__.update(fields)

    def lacking(wanted):
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        return not_there(absent(wanted, forms))

    module.__dict__.setdefault("__getattr__", lacking)
    sys.modules[name] = module
    return stars.limit(module, name, known)


def plugin(guard, given, forms, tell, folder):
    """What hears of each test; made here, since its hooks are marked by the library."""
    library = guard.library
    here = os.getcwd() + os.sep
    dynamic = any(DYNAMIC.search(load.bytes_of(s)) for form in forms for s in form.sources)

    class Recorder:
        """Hears of each test from the library, and tells what came of it."""

        def __init__(self):
            self.collected = False
            self.ended = False
            self.unloaded = {}
            self.rows = {}

        def pytest_sessionstart(self, session):
            guard.take()  # the library's own plug-ins have changed it by now

        @library.hookimpl(trylast=True)
        def pytest_collection_modifyitems(self, items):
            self.collected = True
            left = set(given["skip"])
            items[:] = [item for item in items if name_of(item) not in left]
            for module in {item.module for item in items if hasattr(item, "module")}:
                guard.watch(module)

        def pytest_exception_interact(self, call, report):
            if report.when == "collect":
                error = call.excinfo.value
                self.unloaded = described(error.__cause__ or error, forms)

        def pytest_collectreport(self, report):
            """Say what kept the tests from being loaded; where it was no code of the submission's,
            nobody knows what they would have said.
            """
            if report.failed:
                row, self.unloaded = self.unloaded, {}
                said = "the tests could not be loaded (%s)" % row.get("type", "unknown")
                lost = row.get("lost") or (None if row.get("file") else ["tests", said])
                tell({"uncollected": str(report.longrepr)[-MOST_TEXT:], "lost": lost})

        @library.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_runtest_protocol(self, item, nextitem):
            """Say that a test begins and what came of it; put right what was changed."""
            name = name_of(item)
            changed = guard.restore()
            tell({"begin": name})
            points = [m.args[0] for m in item.iter_markers("points") if m.args]
            self.rows[name] = {"test": name, "ok": None, "points": points[:1]}
            if changed:
                self.rows[name]["changed"] = changed[:20]
            yield
            row = self.rows.pop(name)
            changed = guard.restore()
            if changed:
                row["changed"] = row.get("changed", []) + changed[:20]
            if row["ok"] is None:
                row.update(ok=False, type="", message="it did not end")
            tell(row)

        @library.hookimpl(hookwrapper=True)
        def pytest_runtest_call(self, item):
            """Watch which comparisons of the submission's own classes the library calls."""
            row = self.rows[name_of(item)]

            def watch(frame, event, argument):
                code, caller = frame.f_code, frame.f_back
                if event != "call" or code.co_name not in OWN_WORDS or not of_submission(code):
                    return
                if caller is not None and not of_submission(caller.f_code):
                    row.setdefault("own", set()).add(code.co_name)

            if dynamic:
                sys.setprofile(watch)
            yield
            if dynamic:
                if sys.getprofile() is not watch:
                    row.setdefault("own", set()).add("sys.setprofile")
                sys.setprofile(None)

        @library.hookimpl(hookwrapper=True, trylast=True)
        def pytest_runtest_makereport(self, item, call):
            """Keep how each phase of a test ended, before anything can change the report."""
            yield
            row = self.rows.get(name_of(item))
            if row is None:
                return
            error = call.excinfo.value if call.excinfo is not None else None
            if error is not None and row["ok"] is not False:
                row.update(described(error, forms), ok=False, phase=call.when)
                if isinstance(error, library.skip.Exception) and call.when == "setup":
                    row["skipped"] = True
            elif call.when == "call" and row["ok"] is None:
                row["ok"] = True
            if call.when == "teardown":
                said = "".join(text for _, _, text in item._report_sections)
                row["printed"] = said[:MOST_TEXT]
                row["own"] = sorted(row.get("own", ()))

        def pytest_sessionfinish(self, session):
            self.ended = session.shouldstop is False and session.testscollected is not None

    def of_submission(code):
        return code.co_filename.startswith(here) and not code.co_filename.startswith(folder)

    return Recorder()


def described(error, forms):
    """What a test, or its loading, ended with: where, and whether it lacked what is not here."""
    told = load.describe(error)
    inside = told["file"].startswith(FOLDER)
    row = {"type": told["type"], "message": told["message"][:MOST_TEXT]}
    row.update(bases=[kind.__name__[:100] for kind in type(error).__mro__[:20]])
    wanted = getattr(error, "name", None) if isinstance(error, NameError) else None
    if inside and wanted:  # it can only have come with a star
        error = absent(wanted, forms)
        row["message"] = str(error)
    own = {name for form in forms for name in vars(form.module)}
    lost = foreign.lost(error, own.__contains__)
    if lost is not None and not isinstance(error, AssertionError):
        row["lost"] = [lost.why, lost.reason[:300]]
    elif MARK in row["message"]:  # what was compared was made of what is not here
        row["lost"] = ["absent", "what it compares could not be made here"]
    if not inside:
        row.update(file=told["file"], line=told["line"], cell=told["cell"])
    return row


def name_of(item):
    """A test's name without its file."""
    return item.nodeid.partition("::")[2][:300]
