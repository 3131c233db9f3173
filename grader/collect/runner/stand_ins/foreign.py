"""Whether an error is of this machine, not of the submission: what is not here, or not so old."""

import errno
import os
import re
import sys

from called import single_elements

from .absent import Lost, lost_of

REMOVED = {
    "DataFrame": {"append", "ix", "as_matrix", "get_value", "set_value", "iteritems", "sort",
                  "applymap", "mad", "lookup", "swaplevel", "get_values"},
    "Series": {"append", "ix", "as_matrix", "get_value", "set_value", "iteritems", "sort", "order",
               "mad", "ravel", "get_values"},
    "ndarray": {"ptp", "itemset", "newbyteorder", "tostring"},
}  # fmt: skip
_ATTRIBUTE = re.compile(r"module '([\w.]+)' has no attribute '(\w+)'")
_OBJECT = re.compile(r"'(?:\w+\.)*(\w+)' object has no attribute '(\w+)'")
_KEYWORD = re.compile(r"(\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'")
_PLACES = re.compile(r"^(\w+)(?:\.(\w+))?\(\) takes .*positional arguments? but \d+ w")
_REFUSED_NOW = re.compile(
    r"The binary mode of fromstring is removed|inhomogeneous shape after \d"
    r"|Calling np\.sum\(generator\)|Unable to avoid copy while creating an array"
    r"|integer -?\d+ out of bounds for u?int\d+$|Calling nonzero on 0d arrays"
    r"|^arrays to stack must be passed as a \"sequence\""
)
"""What NumPy says of what it did, or only warned of, for those who learned on an earlier one."""
_OLD_CALLS = (
    "pandas", "seaborn", "matplotlib.pyplot", "sklearn.metrics", "sklearn.model_selection",
)  # fmt: skip
_NETWORK = frozenset((
    "URLError", "HTTPError", "gaierror", "ConnectionError", "ConnectTimeout", "NewConnectionError",
    "MaxRetryError", "ConnectionRefusedError", "ClientConnectorError", "ConnectError",
    "LocalEntryNotFoundError", "OfflineModeIsEnabled", "NameResolutionError",
))  # fmt: skip
_CARD = re.compile(
    r"\bCUDA\b|\bNVIDIA\b|cudart|\bcuda(?:\b|[A-Z_])|\bCU(?:DA|BLAS|DNN)_[A-Z]|\bMPS\b"
    r"|\bmps\b.*(device|backend)"
)
REFUSED = "new processes are not allowed here"
_MOST_CAUSES = 8
_WINDOW = re.compile(r"\bdisplay\b|\$DISPLAY|no display name|interactive framework|headless", re.I)


def lost(error, is_own=lambda name: False):
    """The `Lost` that an error comes to, or None where it is the submission's own.

    `is_own(name)` says whether the submission itself defines a function or class of that name.
    """
    if isinstance(error, Lost):
        return error
    try:
        message = str(error)[:2000]
    except BaseException:
        return None
    for rule in (_import, _attribute, _keyword, _places, _numpy, _file, _process, _card, _window):
        found = rule(error, message, is_own)
        if found is not None:
            return found
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & _NETWORK or _refused_socket(error):
        return Lost("network", "there is no network here")
    if isinstance(error, LookupError) and re.search(r"Resource \S+ not found", message):
        return Lost("file", "what it downloads is not here")
    if isinstance(error, EOFError) and "reading a line" in message:
        return Lost("keyboard", "nobody is at the keyboard here")
    return None


def unnamed(error, namespace):
    """The `Lost` of a name that may have come with `from ... import *` of what is not here."""
    if not isinstance(error, NameError):
        return None
    surrounding = namespace.get("__builtins__")
    imports = surrounding.get("__import__") if isinstance(surrounding, dict) else None
    return getattr(imports, "star_lost", None)


def uses(names, namespace):
    """The `Lost` of the first of these names that is bound to a stand-in, or None."""
    for name in names:
        found = lost_of(namespace.get(name))
        if found is not None:
            return found
    return None


def _import(error, message, is_own):
    if not isinstance(error, ImportError):
        return None
    name = getattr(error, "name", None) or ""
    if name and _is_of_submission(name):
        return None
    missing = "name '" not in message and "cannot import name" not in message
    if isinstance(error, ModuleNotFoundError) and missing:
        return absent_library(name)
    return Lost("version", "%s here is another version: %s" % (name or "a library", message[:200]))


def absent_library(name):
    """The loss of a library that is not installed, or of a module that was not handed in."""
    top, _, rest = name.partition(".")
    if rest and top in sys.modules and not _is_of_submission(top):
        return Lost("version", "%s here has no %s" % (_versioned(top), name))
    return Lost("library", "%s is not installed beside the grader, nor handed in" % (top or "it"))


def _attribute(error, message, is_own):
    if not isinstance(error, AttributeError):
        return None
    found = _ATTRIBUTE.search(message)
    if found and not _is_of_submission(found.group(1)):
        top = found.group(1).partition(".")[0]
        if _is_library(top):
            return Lost("version", "%s here has no %s" % (_versioned(top), found.group(2)))
    found = _OBJECT.search(message)
    if found and found.group(2) in REMOVED.get(found.group(1), ()):
        kind = type(getattr(error, "obj", None)).__module__.partition(".")[0]
        top = kind if kind in sys.modules and kind != "builtins" else "pandas"
        return Lost("version", "%s here has no %s" % (_versioned(top), found.group(2)))
    return None


def _keyword(error, message, is_own):
    if not isinstance(error, TypeError):
        return None
    found = _KEYWORD.search(message)
    if not found or not found.group(1) or is_own(found.group(1)):
        return None
    said = "a library here is another version: %s takes no %s" % found.groups()
    return Lost("version", said)


def _places(error, message, is_own):
    """Arguments by their places that a library of today wants by their names."""
    found = _PLACES.search(message) if isinstance(error, TypeError) else None
    if found is None or any(is_own(name) for name in found.groups() if name):
        return None
    for library in _OLD_CALLS:
        if hasattr(sys.modules.get(library), found.group(1)):
            return Lost("version", "%s here wants the names of arguments" % _versioned(library))
    return None


def _numpy(error, message, is_own):
    """What NumPy, or SciPy, refuses today and did not when the code may have been written."""
    kinds = (ValueError, TypeError, OverflowError)
    refused = isinstance(error, kinds) and _REFUSED_NOW.search(message)
    if refused or (isinstance(error, kinds) and single_elements.may_be(error, message)):
        return Lost("version", "%s here does not take this any more" % _versioned("numpy"))
    indexed = isinstance(error, IndexError) and message == "invalid index to scalar variable."
    if indexed and "mode" in _names_in(error) and "scipy.stats" in sys.modules:
        return Lost("version", "%s here gives a mode as a number" % _versioned("scipy"))
    return None


def _names_in(error):
    """The names that the innermost code of an error uses."""
    walk = error.__traceback__
    while walk is not None and walk.tb_next is not None:
        walk = walk.tb_next
    return walk.tb_frame.f_code.co_names if walk is not None else ()


def _file(error, message, is_own):
    if not isinstance(error, OSError) or error.errno not in (errno.ENOENT, errno.EACCES):
        return None
    if not isinstance(error.filename, (str, bytes, os.PathLike)):
        return None
    name = re.split(r"[\\/]", os.fsdecode(error.filename))[-1]
    return Lost("file", "the file %s was not handed in" % name[:120])


def _process(error, message, is_own):
    """A process that was not allowed, also where a library has made an error of its own of it."""
    for _ in range(_MOST_CAUSES):
        if error is None:
            return None
        if REFUSED in message:
            return Lost("process", REFUSED)
        error = error.__cause__ or error.__context__
        message = str(error)[:2000] if isinstance(error, PermissionError) else ""
    return None


def _card(error, message, is_own):
    kinds = (RuntimeError, AssertionError, NotImplementedError)
    if isinstance(error, kinds) and _CARD.search(message):
        return Lost("card", "there is no graphics card here")
    if isinstance(error, RuntimeError) and "initialize cpuinfo" in message:
        return Lost("version", "PyTorch cannot tell the kind of processor here")
    return None


def _window(error, message, is_own):
    named = type(error).__name__ == "TclError"
    if named or (isinstance(error, (RuntimeError, ImportError)) and _WINDOW.search(message)):
        return Lost("window", "there is no screen here")
    return None


def _refused_socket(error):
    if not isinstance(error, OSError) or error.errno not in (errno.EPERM, errno.EACCES):
        return False
    walk = error.__traceback__
    while walk is not None and walk.tb_next is not None:
        walk = walk.tb_next
    return walk is not None and walk.tb_frame.f_code.co_filename.endswith("socket.py")


def _is_of_submission(name):
    module = sys.modules.get(name) or sys.modules.get(name.partition(".")[0])
    file = getattr(module, "__file__", None) or ""
    top = name.partition(".")[0]
    here = os.getcwd()
    if file.startswith(here + os.sep):
        return True
    return module is None and os.path.exists(os.path.join(here, top + ".py"))


def _is_library(top):
    """Whether it is installed beside Python: a slip in the use of Python's own is a slip."""
    file = getattr(sys.modules.get(top), "__file__", None) or ""
    return "site-packages" in file or "dist-packages" in file


def _versioned(top):
    version = getattr(sys.modules.get(top), "__version__", None)
    return "%s %s" % (top, version) if isinstance(version, str) else top
