"""What a submission showed while it was loaded: printed text and displayed values, unit by unit."""

import ast
import sys

import encode

MOST_RECORDS = 300
MOST_TEXT = 20000
MOST_ALL = 400000
MOST_WRITTEN = 8000
MOST_ITEMS = 20000
MOST_CALLS = 60
MOST_DEPTH = 100


class Shown:
    """Takes what is printed and displayed by one form; the rest goes on as it was."""

    def __init__(self):
        self.records = []
        self.blocks = []
        self.room = MOST_ALL
        self.form = None
        self.unit = None
        self.text = []
        self.size = 0
        self.written = 0
        self.drawn = None
        self.piece = None
        self.lines = []

    def begin(self, form, unit, piece=None):
        """From here on it is this unit of this form that shows something; `piece` is its code."""
        self.form, self.unit, self.piece = form, unit, piece
        if self.drawn is not None:
            self.drawn.begin(form, unit)
        self.text, self.size, self.written, self.lines = [], 0, 0, []

    def write(self, text):
        """Keep the beginning of what is printed, and as much of its end."""
        half = MOST_TEXT // 2
        if self.size < half and self.piece is not None and len(self.lines) < MOST_CALLS:
            line = _line_in(self.piece.label)
            if line is not None and (not self.lines or self.lines[-1][1] != line):
                self.lines.append((self.written, line))
        self.written += len(text)
        if self.size < half:
            self.text.append(text[: half - self.size])
            text = text[half - self.size :]
            self.size += len(self.text[-1])
        if text:
            last = self.text.pop() if self.size >= half and len(self.text) > 1 else ""
            if len(last) + len(text) > 2 * half:
                last, text = "", text[-half:]
            self.text.append(last + text)
            self.size = half

    def display(self, value, expression=""):
        """Keep one displayed value as it is now, and what it prints as."""
        if self.drawn is not None and type(value).__name__ == "Figure":
            self.drawn.see(value)
        if value is None or len(self.records) >= MOST_RECORDS or self.unit is None:
            return
        coder = encode.Encoder(before=len(self.blocks))
        coder.blocks = blocks = []
        record = self._record(expression)
        try:
            if getattr(value, "size", 0) <= MOST_ITEMS:
                plain = coder.value(value)
                if len(repr(plain)) + sum(map(len, blocks)) <= min(MOST_TEXT * 8, self.room):
                    record["value"] = encode.moved(plain, len(self.blocks))
                    self.room -= len(repr(plain)) + sum(map(len, blocks))
                    self.blocks += blocks
            if expression:
                record["text"] = repr(value)[: min(MOST_WRITTEN, max(self.room, 0))]
                self.room -= len(record["text"])
        except BaseException:  # whatever it is, it was shown and cannot be kept
            pass
        if "value" in record or "text" in record:
            self.records.append(record)

    def end(self):
        """The unit is over: what it printed becomes one record."""
        if self.drawn is not None:
            self.drawn.end()
        if type(sys.stdout) is not Copying:  # a stream of the submission's own, which may hold back
            try:
                sys.stdout.flush()
            except BaseException:
                pass
        text = "".join(self.text)[: max(self.room, 0)]
        if text.strip() and len(self.records) < MOST_RECORDS:
            cut = self.written - len(text)
            self.records.append(dict(self._record(""), text=text, cut=cut, calls=self._calls()))
            self.room -= len(text)
        self.unit, self.text, self.size, self.piece = None, [], 0, None

    def _calls(self):
        """Where the text of each call of `print` begins, and what it was told to print."""
        if not self.lines:
            return []
        try:
            tree, text = self.piece.parsed(), self.piece.text()
            printing = [node for node in ast.walk(tree) if _prints(node)]
            printing.sort(key=lambda one: one.end_lineno - one.lineno)
            found = []
            for start, line in self.lines:
                near = [one for one in printing if one.lineno <= line <= one.end_lineno]
                given = near[0].args[:6] if near else ()
                said = [ast.get_source_segment(text, one) or "" for one in given]
                found.append([start, ", ".join(said)[:300]])
            return found
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []

    def taken(self):
        """The records so far and their blocks."""
        found = self.records, self.blocks
        self.records, self.blocks = [], []
        return found

    def _record(self, expression):
        return {
            "form": self.form.name,
            "file": self.form.file,
            "line": self.unit.get("from") or self.unit.get("line"),
            "cell": self.unit.get("cell"),
            "expression": expression[:300],
        }


def _prints(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("print", "display")


def _line_in(label):
    """The line of the code called `label` that is running, the innermost of it."""
    frame = sys._getframe(2)
    for _ in range(MOST_DEPTH):
        if frame is None:
            return None
        if frame.f_code.co_filename == label:
            return frame.f_lineno
        frame = frame.f_back
    return None


class Copying:
    """A stream that shows what is written to it before it goes on."""

    def __init__(self, stream, shown):
        self.__dict__.update(stream=stream, shown=shown)

    def write(self, text):
        """Write and keep."""
        if self.shown.unit is not None and isinstance(text, str):
            self.shown.write(text)
        return self.stream.write(text)

    def writelines(self, lines):
        """Write and keep each."""
        for line in lines:
            self.write(line)

    @property
    def buffer(self):
        """What takes bytes, such as for a stream of another encoding in the place of this one."""
        return Bytes(self.stream, self.shown)

    def detach(self):
        """The same: what is below goes on to be used."""
        return self.buffer

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __setattr__(self, name, value):
        setattr(self.stream, name, value)


class Bytes:
    """What lies below a stream, and shows what is written to it before it goes on."""

    def __init__(self, stream, shown):
        self.stream, self.shown = stream, shown

    def write(self, data):
        """Write and keep."""
        if self.shown.unit is not None:
            self.shown.write(bytes(data).decode("utf-8", "replace"))
        return self.stream.buffer.write(data)

    def close(self):
        """Whoever lets go of a stream around it closes it; others go on to print."""
        self.stream.flush()

    def __getattr__(self, name):
        return getattr(self.stream.buffer, name)


def copying(shown):
    """Have `sys.stdout` show what is printed; returns the stream itself."""
    stream = sys.stdout
    sys.stdout = Copying(stream, shown)
    return stream
