"""Runs a script anew, or calls a function, with given input, and tells what it prints."""

import io
import os
import re
import sys
import types

import encode
import load
from stand_ins import foreign, python2
from stand_ins.absent import Lost, is_absent
from units import Piece

MOST_TEXT = 20000
WORDS = re.compile(rb"\b(?:argv|argparse|ArgumentParser)\b")
KEYS = re.compile(rb"\b(?:raw_)?input\(|\bstdin\b")
"""What code has that reads its command line, and what is typed in."""


class Captured(io.TextIOBase):
    """Keeps the beginning of what is printed and as much of its end."""

    def __init__(self):
        self.parts = []
        self.size = 0
        self.written = 0

    def writable(self):
        """Whether anybody may write."""
        return True

    def write(self, text):
        """Keep it, and let go of what is in the middle."""
        self.written += len(text)
        self.parts.append(text)
        self.size += len(text)
        if self.size > 4 * MOST_TEXT:
            kept = "".join(self.parts)
            self.parts = [kept[: MOST_TEXT // 2], kept[-MOST_TEXT // 2 :]]
            self.size = MOST_TEXT
        return len(text)

    def told(self):
        """(text, characters left out)."""
        text = "".join(self.parts)
        if len(text) > MOST_TEXT:
            text = text[: MOST_TEXT // 2] + text[-MOST_TEXT // 2 :]
        return text, self.written - len(text)


def observe(forms, probe, around):
    """A frame with what one run printed, what a call gave back, and how it ended."""
    order = probe["forms"]
    ranked = sorted((f for f in forms if f.name in order), key=lambda f: order.index(f.name))
    wanted = [
        (form, name)
        for form in ranked
        for name in probe["names"]
        if callable(form.values.get(name))
    ]
    if probe["names"] and not wanted:
        return {"outcome": "missing"}
    if not ranked:
        return {"outcome": "missing"}
    arguments = (probe["arguments"] or [[]])[0]
    typed = probe["data"].get("stdin", "")
    reads = [WORDS] * bool(arguments) + [KEYS] * bool(typed)
    form, name = wanted[0] if wanted else (_program(ranked, reads), None)
    if name is None:
        def run():
            return _script(form, around)
        words = [form.file] + [str(word) for word in arguments]
    else:
        target = form.values[name]
        if is_absent(target):
            return {"outcome": "missing"}

        def run():
            return target(*arguments)
        words = [form.file]
    drawn = around.showing.drawn
    if probe["data"].get("draws"):
        drawn.rows = []
        drawn.begin(form, {"line": None, "cell": None})
    frame = _told(run, form, typed, words, around)
    if probe["data"].get("draws"):
        drawn.end()
        frame["draws"] = True
    return frame


def _program(forms, reads):
    """The file that is run: none that another one imports, best one that reads what is given."""

    def rank(form):
        stem = os.path.splitext(os.path.basename(form.file))[0].encode()
        imports = re.compile(rb"^[ \t]*(?:from|import)[ \t][^\n]*\b%s\b" % re.escape(stem), re.M)
        own = [load.bytes_of(source) for source in form.sources]
        beside = [one.sources for one in forms if one is not form]
        others = [load.bytes_of(source) for sources in beside for source in sources]
        lacking = [word for word in reads if not any(word.search(text) for text in own)]
        return any(imports.search(text) for text in others), len(lacking)

    return min(forms, key=rank)


def _told(run, form, typed, words, around):
    """What came of it, with this typed in and these words on the command line."""
    before = sys.stdin, sys.stdout, sys.argv, around.builtins["input"]
    captured = Captured()
    sys.stdin, sys.stdout, sys.argv = io.StringIO(typed), captured, words
    around.builtins["input"] = _typed
    error = result = None
    try:
        result = run()
    except BaseException as raised:  # a submission may raise anything, SystemExit too
        error = raised
    finally:
        sys.stdin, sys.stdout, sys.argv, around.builtins["input"] = before
    lost = foreign.lost(error) if isinstance(error, Exception) else None
    if isinstance(lost, Lost):
        return {"outcome": "unavailable", "why": lost.why, "reason": lost.reason}
    text, cut = captured.told()
    value = {"text": text, "cut": cut}
    if error is not None and not isinstance(error, SystemExit):
        told = load.describe(error, form)
        value["raised"] = ["%s: %s" % (told["type"], told["message"]), told["line"]]
    elif result is not None:
        value["value"] = result
    return dict(form.place(""), outcome="answer", form=form.name, file=form.file, value=value)


def _typed(prompt=""):
    """What `input` does where something is typed in: the question has its own line."""
    if prompt:
        print(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError("nothing more is typed in")
    return line.rstrip("\n")


def _script(form, around):
    """Run all of a form from its beginning, as if it were started anew."""
    module = types.ModuleType("__main__")
    module.__file__ = os.path.join(os.getcwd(), form.file)
    module.__dict__["__builtins__"] = around.builtins
    before = sys.modules.get("__main__")
    sys.modules["__main__"] = module
    try:
        for unit, source in zip(form.units, form.sources):
            label = form.label(unit)
            around.imports.texts[label] = source
            prepared = None
            if unit.get("python2"):
                module.__dict__.update(python2.names())
                prepared = python2.changes(form.sources)
            error = Piece(source, label, module.__dict__).run(None, prepared)
            if error is not None and not form.cells:
                raise error
    finally:
        if before is not None:
            sys.modules["__main__"] = before


def coded(frame, drawn=None):
    """The frame and its raw blocks; what a call gave back only where it is plain.

    What was drawn before is not told again.
    """
    coder = encode.Encoder()
    if "value" in frame:
        value = dict(frame["value"])
        result = value.pop("value", None)
        plain = coder.value(value)
        if frame.pop("draws", False):
            plain["items"].append(["figures", drawn.taken(coder)])
        kept = len(coder.blocks)
        try:
            if result is not None:
                plain["items"].append(["value", coder.value(result)])
        except BaseException:  # whatever it is made of
            del coder.blocks[kept:]
        frame = dict(frame, value=plain)
    return frame, coder.blocks
