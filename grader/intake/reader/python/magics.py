"""A notebook cell as plain Python: magics and shell lines taken out, strings left alone.

IPython's own transformer reads the cell, so that a percent sign inside a string or an
expression stays what it is. Line numbers stay as they stand in the cell.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from ..result import Place, Result

_RUN_BODY = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "py", "memit"})
_QUIET = frozenset({
    "matplotlib", "load_ext", "reload_ext", "autoreload", "config", "pinfo", "pinfo2", "precision",
    "xmode", "pprint", "who", "whos", "history", "pip", "pip3", "conda", "cd", "pwd",
    "ls", "reset", "clear", "tensorflow_version", "env", "set_env", "mkdir", "cat", "who_ls",
})  # fmt: skip
_PYLAB = (
    "import numpy, matplotlib; from matplotlib import pylab, mlab, pyplot; "
    "np = numpy; plt = pyplot"
)
_PYLAB_ALL = "from pylab import *; from numpy import *"
"""What `%pylab` imports, in the words of IPython."""
_AUTOMATIC = (
    "pip", "pip3", "conda", "matplotlib", "pylab", "cd", "ls", "pwd", "mkdir", "rmdir", "rm", "cp",
    "mv", "cat", "who", "whos", "who_ls", "load_ext", "reload_ext", "autoreload", "config", "reset",
    "clear", "history", "env", "set_env", "precision", "xmode", "tensorflow_version", "time",
    "timeit", "run", "store", "less", "more", "man", "dirs", "lsmagic", "apt", "apt-get", "wget",
    "git", "unzip", "nvidia-smi",
)  # fmt: skip
"""Magics that a kernel also takes without their percent sign, and what people take for one."""
_WORDS = "|".join(map(re.escape, _AUTOMATIC))
_COMMAND = re.compile(rf"^([ \t]*)({_WORDS})(?:[ \t]+(?![=(,:)\[+*%&|<>])(\S.*))?[ \t]*$")
_BARE = re.compile(r"^(ls|pwd|whos|who|clear|history|lsmagic)([ \t]+-\w+)?[ \t]*$", re.MULTILINE)
_KERNEL = re.compile(
    rb"^[ \t]*[%!]|^(?:pip3?|conda|matplotlib|cd|ls|load_ext|apt|wget|git)[ \t]+[\w./-]"
    rb"|^(?:ls|pwd|whos|who|clear|history)(?:[ \t]+-\w+)?[ \t]*$",
    re.MULTILINE,
)
_MARKED = re.compile(
    r"^[ \t]*(%|!|\?|>>>|\.\.\. |In \[)|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE
)


_ENDS = "\v\x1c\x1d\x1e\x85\u2028\u2029"
_STAND_INS = {ord(end): 0x10FFF0 + place for place, end in enumerate(_ENDS)}
"""For what ends a line to IPython and to no one else, signs that nobody writes."""
_STOOD_FOR = {sign: end for end, sign in _STAND_INS.items()}
MAX_WORK = 100_000
"""Lines that IPython may look through: it reads a cell anew for each line that it changes."""


def may_need_kernel(data: bytes) -> bool:
    """Whether a line of a module may be a kernel's and not Python's."""
    return _KERNEL.search(data) is not None


def plain_python(source: str, place: Place, result: Result) -> str:
    """The cell's source without anything that only a kernel understands."""
    source = _FUTURE.sub(_late, source) if "__future__" in source else source
    stripped = source.lstrip("\n")
    if stripped.startswith("%%"):
        return _cell_magic(source, place, result)
    text = source
    if not parses(source):
        text = _with_percents(source)
        if _MARKED.search(text) and not parses(text):
            transformed = _transformed(text, place, result)
            if transformed is None:
                return source
            text = transformed
    elif _BARE.search(source):
        text = _BARE.sub(lambda word: "pass".ljust(len(word[0])), source)
    return _without_kernel(text, place, result)


_FUTURE = re.compile(r"^from[ \t]+__future__[ \t]+import[ \t]+\w[^\n(\\]*$", re.MULTILINE)
_QUIET_LINES = re.compile(r"""(?:[ \t]*(?:[#%!][^\n]*|from[ \t]+__future__[^\n]*)?\n)*""")


def _late(found: re.Match[str]) -> str:
    """A word to the compiler below other statements, which a kernel takes one by one."""
    if _QUIET_LINES.fullmatch(found.string, 0, found.start()):
        return found[0]
    return f"pass  # {found[0]}"


def _with_percents(source: str) -> str:
    """The cell with a percent sign before each line that is a magic without one."""
    lines = source.split("\n")
    for row, line in enumerate(lines):
        found = _COMMAND.match(line)
        if found and (found[3] is None or not parses(line.strip())):
            lines[row] = f"{found[1]}%{line[len(found[1]) :]}"
    return "\n".join(lines)


def parses(source: str) -> bool:
    """Whether a text is Python, `await` outside of functions included.

    It is compiled: a `return` outside of functions is refused only then.
    """
    try:
        compile(source, "<unknown>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _cell_magic(source: str, place: Place, result: Result) -> str:
    """A cell under `%%name`: its body is run, written to a file, or left out by name."""
    lead = len(source) - len(source.lstrip("\n"))
    line, _, body = source[lead:].partition("\n")
    name, _, rest = line[2:].strip().partition(" ")
    blank = "\n" * (lead + 1)
    if name in _RUN_BODY:
        return blank + plain_python(body, place, result)
    if name in ("writefile", "file") and rest.strip():
        target = rest.split()[-1]
        return f"with open({target!r}, 'w', encoding='utf-8') as _out:\n    _out.write({body!r})\n"
    message = f"The cell under %%{name[:40]} is not Python and is not run."
    result.note("magic-ignored", message, place.file, None, place.cell)
    return "\n" * source.count("\n")


def _transformed(source: str, place: Place, result: Result) -> str | None:
    """The cell through IPython's transformer, or None with a finding where that is missing."""
    try:
        from IPython.core.inputtransformer2 import TransformerManager
    except ImportError:
        message = "A cell has magics or shell lines: install homework-grader[grade] to read them."
        result.note("reader-incomplete", message, place.file, None, place.cell)
        return None
    lines = source.count("\n") + len(source) // 40
    result.magic_work += lines * len(_MARKED.findall(source))
    if result.magic_work > MAX_WORK:
        message = "There are more magics and shell lines than are read; a person looks at these."
        result.note("read-in-part", message, place.file, None, place.cell)
        result.unreadable("read-in-part", place)
        return None
    try:
        text: str = TransformerManager().transform_cell(source.translate(_STAND_INS))
    except Exception:  # the cell is no Python at all; running it says where
        return source
    return text.translate(_STOOD_FOR)


def _without_kernel(text: str, place: Place, result: Result) -> str:
    """Replace statements that call the kernel, line for line."""
    if "get_ipython" not in text:
        return text
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    lines = text.split("\n")
    changes: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            new = _replacement(node, lambda kind, said: result.note(
                kind, said, place.file, None, place.cell))  # fmt: skip
            if new is not None:
                changes.append((node, new))
    for node, new in sorted(changes, key=lambda row: -row[0].lineno):
        _replace(lines, node, new)
    return "\n".join(lines)


def _replace(lines: list[str], node: ast.stmt, new: str) -> None:
    """Put `new` where a statement stands, keeping the number of lines (columns are bytes)."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    head = lines[first].encode()[: node.col_offset].decode("utf-8", "replace")
    tail = lines[last].encode()[node.end_col_offset or 0 :].decode("utf-8", "replace")
    lines[first] = head + new + (tail if first == last else "")
    for row in range(first + 1, last + 1):
        lines[row] = tail if row == last else ""


def _replacement(node: ast.stmt, note: Callable[[str, str], None]) -> str | None:
    """What stands for a statement that only a kernel understands, else None."""
    if not isinstance(node, ast.Expr | ast.Assign):
        return None
    call = node.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    if not (isinstance(owner, ast.Call) and _is_name(owner.func, "get_ipython")):
        return None
    return _kernel_call(node, call.func.attr, call.args, note)


def _kernel_call(
    node: ast.Expr | ast.Assign, method: str, arguments: list[Any], note: Callable[[str, str], None]
) -> str:
    texts = [str(a.value) for a in arguments if isinstance(a, ast.Constant)]
    target = ""
    if isinstance(node, ast.Assign):
        target = ", ".join(ast.unparse(t) for t in node.targets) + " = "
    if method in ("system", "getoutput", "getoutput_encoded"):
        said = texts[0].strip()[:60] if texts else ""
        note("shell-ignored", f"The shell line !{said} is not run.")
        return f"{target}[]" if target else "pass"
    name = texts[0] if texts else ""
    if method in ("run_line_magic", "magic"):
        if method == "magic":
            name, _, rest = name.partition(" ")
            texts = [name, rest]
        if name in ("time", "timeit") and len(texts) > 1 and texts[1].strip():
            statement = re.sub(r"^(-\w+(\s*\d+)?\s+)+", "", texts[1].strip())
            return target + statement
        if name == "run" and len(texts) > 1 and texts[1].split():
            file = texts[1].split()[-1]
            return f"exec(compile(open({file!r}).read(), {file!r}, 'exec'))"
        if name == "pylab":
            return _PYLAB if "--no-import-all" in " ".join(texts) else f"{_PYLAB}; {_PYLAB_ALL}"
        if name not in _QUIET:
            note("magic-ignored", f"The magic %{name[:40]} is not run.")
    return f"{target}None" if target else "pass"


def _is_name(node: Any, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
