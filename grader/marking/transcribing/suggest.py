"""What might stand in a picture: asked of the instructor's own command, kept, never a mark."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import selectors
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.errors import UsageMistake
from grader.gradebook import Gradebook
from grader.marking.transcribing.entries import PAGES, Entry
from grader.rubric.model import Rubric

MAX_SECONDS = 60.0
MAX_BYTES = 20_000
_MOST_FAILURES = 3
"""In a row; after that the command is not asked again in this run."""
_KEPT = "suggestions"


class Suggestions:
    """Asks one command about pictures, each once; its failures are told and cost nothing.

    The command gets a PNG on its standard input, in an empty folder, with the question's id and
    what is taken there in its environment, and writes Markdown and LaTeX. It never learns of
    whom the picture is.
    """

    def __init__(
        self,
        book: Gradebook,
        rubric: Rubric,
        command: Sequence[str],
        tell: Callable[[str], None],
        seconds: float = MAX_SECONDS,
    ) -> None:
        self._book = book
        self._takes = {q.id: q.writeup.take for q in rubric.questions if q.writeup is not None}
        self._command = tuple(command)
        self._tell = tell
        self._seconds = seconds
        self._failures = 0
        self.asked = 0

    def __call__(self, entry: Entry) -> str:
        """What might stand in the pictures of an entry, one below the other."""
        found = [
            self._of(entry, gap.picture) if gap.picture else gap.text for gap in entry.regions
        ]
        return "\n\n".join(filter(None, found))

    def _of(self, entry: Entry, digest: str) -> str:
        take = self._takes.get(entry.question, "")
        said = json.dumps([_KEPT, self._command, digest, entry.question, take])
        key = f"{_KEPT}/{hashlib.sha256(said.encode()).hexdigest()}"
        known = self._book.derived.get(key)
        if known is not None:
            return str(known)
        png = self._book.derived.picture(entry.submissions[0], digest)
        if png is None or self._failures >= _MOST_FAILURES:
            return ""
        self.asked += 1
        environment = {"GRADER_QUESTION": entry.question or PAGES, "GRADER_TAKE": take}
        try:
            text = answer_of(self._command, png, environment, self._seconds)
        except _Failed as failure:
            self._failures += 1
            self._tell(f"the transcriber said nothing of {entry.token}: {failure}")
            if self._failures == _MOST_FAILURES:
                self._tell("it is not asked again; the sheets are written without suggestions")
            return ""
        self._failures = 0
        self._book.derived.keep(_KEPT, {key: text})
        return text


def command_of(given: str | None, rubric: Rubric) -> tuple[str, ...]:
    """The command to ask: the one given, else the rubric's; () where there is none."""
    said = rubric.transcriber if given is None else given
    if not isinstance(said, str):
        return tuple(said or ())
    try:
        return tuple(shlex.split(said))
    except ValueError as error:
        raise UsageMistake(f"--transcriber: {said!r} is no command line: {error}") from None


class _Failed(Exception):
    """The command gave no answer; the message says why."""


def answer_of(
    command: Sequence[str], png: bytes, environment: dict[str, str], seconds: float
) -> str:
    """What a command says of a picture; raises `_Failed`, and leaves no process of it behind."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture.png"
        picture.write_bytes(png)
        with picture.open("rb") as given:
            try:
                process = subprocess.Popen(
                    command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    cwd=folder, env={**os.environ, **environment}, start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise _Failed(f"{command[0]}: {error.strerror}") from None
        try:
            data = _output(process, seconds)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode:
        raise _Failed(f"it ended with {process.returncode}")
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").strip()
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


def _output(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """All that a process writes, until it closes its output; raises `_Failed` where it is much."""
    ends = time.monotonic() + seconds
    data = b""
    output = process.stdout
    if output is None:
        raise _Failed("it has no output")
    with output, selectors.DefaultSelector() as ready:
        ready.register(output, selectors.EVENT_READ)
        while True:
            if not ready.select(max(ends - time.monotonic(), 0)):
                raise _Failed(f"it took longer than {seconds:g} s")
            piece = os.read(output.fileno(), 1 << 16)
            if not piece:
                break
            data += piece
            if len(data) > MAX_BYTES:
                raise _Failed(f"it wrote more than {MAX_BYTES} bytes")
    try:
        process.wait(max(ends - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        raise _Failed(f"it took longer than {seconds:g} s") from None
    return data
