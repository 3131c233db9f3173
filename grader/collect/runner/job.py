"""One job: takes in a hand-in and a plan of probes, runs it, streams what it did."""

import gc
import os
import random
import sys

import encode
import frames
import load
import numpy_arrays
import probes
import source_text

HEAVY = ((b"numpy", "numpy.random"), (b"sklearn", "numpy.random"), (b"torch", "torch"))


def run(connection):
    """Receive one job on `connection` and answer it; never returns normally to student code."""
    channel = frames.Channel(connection)
    job, blocks = channel.receive()
    place_files(job, blocks)
    for name in job.get("preload", ()):
        import_quietly(name)
    sys.path.append(os.getcwd())
    os.environ.setdefault("MPLBACKEND", "Agg")
    forms = [load.Form(plan, blocks) for plan in job["forms"]]
    job["probes"] = [dict(probe, **_payload(probe, blocks)) for probe in job["probes"]]
    del blocks
    for form in forms:
        channel.send({"loading": form.file, "form": form.name})
        errors = form.load(lambda source: seed(job["seed"], source))
        flush()
        channel.later({"loaded": form.file, "form": form.name, "errors": errors[:50]})
    for probe in job["probes"]:
        channel.send({"begin": probe["id"]})
        seed(job["seed"])
        answer(channel, forms, probe)
    flush()
    channel.send({"done": True})


def place_files(job, blocks):
    """Write the hand-in and the course's data into the private work folder, our cwd."""
    for file in job["files"]:
        folder = os.path.dirname(file["name"])
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(file["name"], "wb") as out:
            out.write(blocks[file["block"]])


def import_quietly(name):
    """Import a library that the reference uses, so that it can be seeded before any code runs."""
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
    random.seed(number)
    numpy_arrays.seed(number)
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "default_generator"):
        torch.default_generator.manual_seed(number)  # torch.manual_seed also asks for every GPU


def answer(channel, forms, probe):
    """Answer one probe: the first form that has the name, then the others for comparison."""
    found = False
    for form, name, target in probes.find(forms, probe):
        frame = {"probe": probe["id"], "other": found, "form": form.name, "file": form.file}
        frame.update(form.place(name.partition(".")[0]))
        coder = encode.Encoder()
        try:
            value = probes.answer(target, probe, name, lambda part: ask(channel, probe, part))
            frame["value"] = coder.value(value)
            frame["outcome"] = "answer"
        except BaseException as error:  # a submission may raise anything, SystemExit too
            frame = dict(load.describe(error, form), probe=probe["id"], other=found)
            frame["outcome"] = "raised"
            coder.blocks = []
        flush()
        channel.later(frame, coder.blocks)
        found = True
        if probe["do"] != "value":
            break
    if not found:
        flush()
        written = source_text.of(forms, probe) if probe["do"] == "module" else None
        frame = dict(written, outcome="answer") if written else {"outcome": "missing"}
        channel.later(dict(frame, probe=probe["id"]))
    gc.collect(0)


def ask(channel, probe, part):
    """Ask the trusted side for the next held payload of this probe, such as hidden inputs."""
    channel.send({"want": probe["id"], "part": part})
    frame, blocks = channel.receive()
    return probes.unpack(frame["data"], blocks)


def _payload(probe, blocks):
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
