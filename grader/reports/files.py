"""Report files appear whole or not at all, and only when they changed."""

import os
import secrets
from pathlib import Path

from grader.errors import OutOfSpace, UsageMistake, is_full


def write_if_changed(path: Path, content: bytes) -> bool:
    """Put `content` at `path` in one step; False when the file already held exactly that."""
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except OSError:
        pass
    try:
        _replace(path, content)
    except OSError as problem:
        if is_full(problem):
            raise OutOfSpace(path) from problem
        raise UsageMistake(f"{path}: cannot write: {problem.strerror or problem}") from problem
    return True


def _replace(path: Path, content: bytes) -> None:
    """Write beside the target and rename, so that a reader never meets half a file."""
    partial = path.parent / f".report-{secrets.token_hex(8)}"
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(partial, new, 0o666)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(partial, new, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        partial.replace(path)
    except BaseException:
        partial.unlink()
        raise


def make_writable(out: Path) -> None:
    """Make the folder of a run, and see before anything is run that it can be written to."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except FileExistsError:
        raise UsageMistake(f"{out}: a file; --out names a folder for what is written") from None
    except OSError as error:
        if is_full(error):
            raise OutOfSpace(out) from error
        said = f"{out}: cannot be written to: {error.strerror}; choose another --out"
        raise UsageMistake(said) from None
