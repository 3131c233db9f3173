"""One job: takes in a submission and a plan of probes, runs it, streams what it did."""

import gc
import os
import sys

import encode
import frames
import load
import notes
import observing
import probes
import pytests
import searches
import shown
import source_text
import surroundings
import torch_module
from drawing import figures
from stand_ins import absent, foreign, imports, python2
from stop import Stop
from tested.guard import guarded
from units import Piece

HERE = os.path.dirname(os.path.abspath(__file__))
AROUND = surroundings.Surroundings()
os.environ.setdefault("MPLBACKEND", "Agg")
MOST_NETWORKS = 8
LONGEST = 4 << 20
"""Bytes of an answer's text."""
loaded, prepare = surroundings.loaded, surroundings.prepare


def run(connection):
    """Receive one job on `connection` and answer it; never returns normally to student code."""
    channel = frames.Channel(connection)
    job, blocks = channel.receive()
    sys.modules.pop(__name__, None)
    place_files(job, blocks)
    searches.begin()
    for name in job.get("preload", ()):
        surroundings.import_quietly(name)
    sys.path.append(os.getcwd())
    forms = [load.Form(plan, blocks) for plan in job["forms"]]
    job["probes"] = [dict(probe, **_payload(probe, blocks)) for probe in job["probes"]]
    for form in forms:
        form.as_script = any(probe["data"].get("as_script") for probe in job["probes"])
        form.wanted = frozenset(name for probe in job["probes"] for name in probe["names"])
    showing = shown.Shown()
    if any(probe["do"] == "figures" or probe["data"].get("draws") for probe in job["probes"]):
        showing.drawn = figures.Figures()
        AROUND.imports.rules.append(("matplotlib.pyplot", showing.drawn.hook))
    surround(job, blocks, forms, showing)
    del blocks
    tests = [probe for probe in job["probes"] if probe["do"] == "tests"]
    guard = guarded(tests[0]["data"]["libraries"]) if tests else None
    for form in forms:
        load_form(channel, job, form, showing)
    for probe in job["probes"]:
        channel.later({"begin": probe["id"]})
        if probe["do"] != "value" or not probes.are_plain(forms, probe):
            channel.flush()
        if probe["do"] != "value":  # a value is there already: nothing is drawn for it
            surroundings.seed(job["seed"])
        if probe["do"] == "tests":
            run_tests(channel, forms, probe, guard)
        elif probe["do"] == "observe":
            frame, blocks = observing.coded(observing.observe(forms, probe, AROUND), showing.drawn)
            tell(channel, dict(frame, probe=probe["id"]), blocks)
        elif probe["do"] == "figures":
            frame, blocks = showing.drawn.answer(probe["id"])
            tell(channel, frame, blocks)
        else:
            answer(channel, forms, probe)
    flush()
    channel.send({"done": True, "notes": notes.taken()})


def surround(job, blocks, forms, showing):
    """What the submission finds around it, from every file of it that may ask for something."""
    files = [blocks[file["block"]] for file in job["files"] if file["name"].endswith(".py")]
    sources = [load.bytes_of(source) for form in forms for source in form.sources]
    AROUND.install(job, [*sources, *files], showing)

    def run_helper(module, source, path):
        AROUND.imports.texts[path] = source
        module.__dict__["__builtins__"] = AROUND.builtins
        surroundings.seed(job["seed"], source)
        piece, prepared = Piece(source, path, module.__dict__), None
        if source.endswith(python2.MARK):
            module.__dict__.update(python2.names())
            prepared = python2.changes([source])
        error = piece.run(None, prepared)
        if error is not None:
            raise error

    imports.load_from(os.getcwd(), run_helper)
    shown.copying(showing)


def load_form(channel, job, form, showing):
    """Load one form within its time, and say how that went and what it showed."""
    channel.send({"loading": form.file, "form": form.name})
    wanted = [
        name
        for probe in job["probes"]
        if probe["do"] == "value" and form.name in probe["forms"]
        for name in probe["names"]
    ]

    def progress(unit, statement):
        channel.send({"at": [unit, statement], "file": form.file, "form": form.name})

    with Stop(job.get("load_seconds")):
        errors = form.load(
            lambda source: surroundings.seed(job["seed"], source),
            AROUND, wanted, showing, progress,
        )
    form.inner.recording = False
    flush()
    records, blocks = showing.taken()
    frame = {"loaded": form.file, "form": form.name, "errors": errors[:50], "shown": records}
    channel.later(dict(frame, notes=notes.taken()), blocks)


def place_files(job, blocks):
    """Write the submission and the course's data into the private work folder, our cwd."""
    for file in job["files"]:
        folder = os.path.dirname(file["name"])
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(file["name"], "wb") as out:
            out.write(blocks[file["block"]])


def answer(channel, forms, probe):
    """Answer one probe: the first form that has the name, then the others for comparison."""
    if probe["do"] == "networks":
        networks(channel, forms, probe)
        return
    if probe["do"] in searches.DO:
        search(channel, forms, probe)
        return
    found = False
    for form, name, target, how in probes.find(forms, probe):
        frame = {"probe": probe["id"], "other": found, "form": form.name, "file": form.file}
        frame.update(form.place(name.partition(".")[0]))
        coder = encode.Encoder(channel.flush)
        written = source_text.in_place_of(target, probe) and source_text.of([form], probe)
        if written:
            channel.later(dict(frame, **written, outcome="answer", how=""), [])
            found = True
            continue
        try:
            value = probes.answer(
                target, probe, form, name,
                lambda part, told=None: ask(channel, probe, part, told),
            )
            frame["value"] = coder.value(value)
            frame.update(outcome="answer", how=how)
        except BaseException as error:  # a submission may raise anything, SystemExit too
            frame = ended(error, form, frame)
            lacks = how == "absent" or frame.get("why") == "library"
            written = lacks and probe["do"] == "module" and source_text.of(forms, probe)
            frame = dict(written) if written else frame
            frame = dict(frame, probe=probe["id"], other=found)
            frame.setdefault("outcome", "answer")
            coder.blocks = []
        flush()
        tell(channel, frame, coder.blocks)
        found = True
        if probe["do"] != "value":
            break
    if not found:
        flush()
        written = source_text.of(forms, probe) if probe["do"] == "module" else None
        frame = dict(written, outcome="answer") if written else nowhere(forms, probe)
        channel.later(dict(frame, probe=probe["id"]))
    if probe["do"] != "value":
        gc.collect(0)


def tell(channel, frame, blocks):
    """Have an answer go out; where it is larger than one may be, that it is."""
    try:
        channel.later(frame, blocks, LONGEST)
    except ValueError:
        kept = {name: frame[name] for name in frame if name not in ("value", "how")}
        channel.later(dict(kept, outcome="large", why="bytes"))


def search(channel, forms, probe):
    """Answer a probe that looks through all that the code left: rows, each with its place."""
    coder = encode.Encoder()
    rows = []
    for form, line_and_cell, row in searches.DO[probe["do"]](forms, probe):
        place = [form.name, form.file, line_and_cell["line"], line_and_cell["cell"]]
        kept, left = len(coder.blocks), coder.left
        try:
            rows.append(coder.value([place, row]))
        except BaseException:  # what cannot be told, or was made of what is lost
            del coder.blocks[kept:]
            coder.left = left
    flush()
    frame = {"probe": probe["id"], "outcome": "answer", "value": rows}
    tell(channel, frame, coder.blocks)


def networks(channel, forms, probe):
    """Answer with the summary of each network there is, or what building or running it raised."""
    coder = encode.Encoder()
    rows, first = [], None
    for form, name, thing in torch_module.every(forms, probe):
        if len(rows) == MOST_NETWORKS:
            break
        kept, left = len(coder.blocks), coder.left
        row = dict(form.place(name), name=name)
        try:
            row["summary"] = torch_module.answer(thing, probe, form, name)
            rows.append(coder.value(row))
        except BaseException as error:  # a submission may raise anything, SystemExit too
            del coder.blocks[kept:]
            coder.left = left
            row.pop("summary", None)
            told = load.describe(error, form)
            row.update((key, told[key]) for key in ("type", "message"))
            rows.append(coder.value(row))
        first = first or dict(form.place(name), form=form.name, file=form.file)
    flush()
    frame = dict(first, outcome="answer", value=rows) if first else no_network(forms, probe)
    tell(channel, dict(frame, probe=probe["id"]), coder.blocks)


def no_network(forms, probe):
    """What came of looking for networks where there are none: one of a library that is lost?"""
    for form in forms:
        for thing in form.values.values():
            lost = absent.lost_of(thing) if isinstance(thing, type) else None
            if lost is not None:
                return {"outcome": "unavailable", "why": lost.why, "reason": lost.reason}
        if form.errors and form.name in probe["forms"]:
            error = form.errors[0]
            told = "%s stopped with %s: %s, and no network was there"
            reason = told % (form.file, error["type"], error["message"][:200])
            found = {"outcome": "unavailable", "why": "stopped", "reason": reason}
            return dict(found, form=form.name, file=form.file, line=error["line"])
    return nowhere(forms, probe)


def run_tests(channel, forms, probe, guard):
    """Run the instructor's tests, which are asked for now; each outcome goes out as it comes."""
    if guard is None:
        reason = "pytest is not installed beside the grader"
        given = ask(channel, probe, 0)
        frame = {"outcome": "unavailable", "why": "library", "reason": reason}
        channel.send(dict(frame, probe=probe["id"], token=given["token"]))
        return
    given = ask(channel, probe, 0)

    def tell(row):
        flush()
        channel.send({"row": probe["id"], "token": given["token"], "value": plain(row)})

    pytests.run(forms, probe, given, guard, tell)
    flush()
    frame = {"outcome": "answer", "how": "", "value": [], "token": given["token"]}
    channel.send(dict(frame, probe=probe["id"]))


def plain(row):
    """A mapping of plain data as it travels."""
    return encode.Encoder().value(row)


def nowhere(forms, probe):
    """What came of a probe whose names nobody has: no answer, where all code was run to its end."""
    for form in forms:
        if form.name in probe["forms"] and form.stopped is not None:
            lost = form.stopped
            return {"outcome": "unavailable", "why": lost.why, "reason": lost.reason}
    for form in forms:
        stops = (form.stop_before(name.partition(".")[0]) for name in probe["names"])
        found = next(filter(None, stops), None) if form.name in probe["forms"] else None
        if found is not None:
            return dict(found, form=form.name, file=form.file)
    others = probes.of_its_shape(forms, probe) if probe["do"] == "value" else []
    if others:
        said = "nothing is called %s; of its shape there is %s"
        reason = said % (" or ".join(probe["names"]), ", ".join(name for _, name in others[:6]))
        form, name = others[0]
        place = dict(form.place(name), form=form.name, file=form.file)
        return dict(place, outcome="unavailable", why="name", reason=reason)
    return {"outcome": "missing"}


def ended(error, form, frame):
    """What came of a probe that raised: its own error, or what it could not have here."""
    if isinstance(error, encode.TooLarge):
        return dict(frame, outcome="large", why=error.why)
    lost = foreign.lost(error)
    if isinstance(lost, absent.Lost):
        return dict(frame, outcome="unavailable", why=lost.why, reason=lost.reason)
    return dict(load.describe(error, form), outcome="raised")


def ask(channel, probe, part, told=None):
    """Ask the trusted side for the next part of this probe, such as hidden inputs.

    `told` is what came of a fit so far: what is told later may repeat what is hidden.
    """
    frame = {"want": probe["id"], "part": part}
    coder = encode.Encoder()
    if told is not None:
        frame["fitted"] = coder.value(told)
    channel.send(frame, coder.blocks)
    frame, blocks = channel.receive()
    return probes.unpack(frame["data"], blocks)


def _payload(probe, blocks):
    if not (probe.get("arguments") or probe.get("data")):
        return {"arguments": [], "data": {}}
    return {
        "arguments": probes.unpack(probe.get("arguments", []), blocks),
        "data": probes.unpack(probe.get("data", {}), blocks),
    }


def flush():
    """Push out what was printed, so that it is there before the frame that follows it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass


def _hide():
    """Take our own modules out of the way of those of the submission that have the same name.

    Done when this one is loaded, in the fork server: a child that did it would copy their pages.
    """
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file.startswith(HERE + os.sep) and name not in ("__main__", __name__):
            del sys.modules[name]
    sys.path[:] = [path for path in sys.path if path != HERE]


_hide()
