"""File names of submissions: which are safe to write, which are clutter, which shadow a library."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable

COPIES = ".ipynb_checkpoints"
"""Where Jupyter keeps a copy of each notebook."""
CLUTTER = frozenset({
    "__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".git", ".svn", ".hg", ".idea", ".vscode",
    COPIES, ".venv", "venv", "node_modules", ".mypy_cache", ".pytest_cache",
    ".ruff_cache", ".gitignore", ".gitattributes", ".gitkeep", ".github",
    ".grader",
})  # fmt: skip
"""What tools leave behind; it is left out without a word."""

STARTUP = frozenset({
    "sitecustomize.py", "usercustomize.py", "sitecustomize", "usercustomize", "conftest.py",
    "__pycache__",
})  # fmt: skip
"""What an interpreter or pytest would pick up by itself; it is left out with a finding."""

LIBRARIES = frozenset({
    "IPython", "PIL", "bs4", "cv2", "flint", "graphviz", "jax", "joblib", "keras", "lightgbm",
    "matplotlib", "mpl_toolkits", "mpmath", "networkx", "nltk", "numba", "numpy", "pandas",
    "plotly", "pydantic", "pytest", "requests", "scipy", "seaborn", "sklearn", "statsmodels",
    "sympy", "tensorflow", "threadpoolctl", "torch", "torchvision", "tqdm", "transformers",
    "xgboost", "yaml",
})  # fmt: skip

_SETTING_ENDINGS = """
    cfg ini toml lock map gitignore gitkeep gitattributes ds_store editorconfig bib sty cls bst
    aux out toc fls synctex fdb_latexmk nav snm vrb bbl blg woff woff2 ttf license makefile
    gnumakefile dockerfile pipfile codeowners
"""
_DATA_ENDINGS = """
    csv tsv npy npz pt pth ckpt pkl pickle joblib h5 hdf5 onnx safetensors pb bin model weights
    parquet feather arrow mat arff data dat log db sqlite xml css js sh bash bat cmd ps1
    so o a dll dylib pyd exe class jar whl
"""
_SETTINGS = frozenset(_SETTING_ENDINGS.split())
_DATA = frozenset(_DATA_ENDINGS.split()) | _SETTINGS
"""Endings of files that hold data, settings or a program's own notes, and no answer."""
_PLUMBING = ("requirements", "licen", "environment", "package", "pyproject", "cmakelists")

_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_ENDINGS = "." + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
MAX_PART = 120
"""Bytes of one part of a path; the systems allow 255."""
MAX_NAME = 400


def is_clutter(name: str) -> bool:
    """Whether any part of the path is something a tool left behind."""
    return any(part in CLUTTER or part.startswith("._") for part in name.split("/"))


def is_data(name: str) -> bool:
    """Whether a file holds data, settings or a program's own notes, by its ending."""
    return _ending(name) in _DATA


def is_plumbing(name: str) -> bool:
    """Whether a file only sets something up, such as `requirements.txt`."""
    return name.rpartition("/")[2].casefold().startswith(_PLUMBING)


def is_setting(name: str) -> bool:
    """Whether a file is of no use by itself: settings, licences, what LaTeX leaves behind."""
    return is_plumbing(name) or _ending(name) in _SETTINGS


def _ending(name: str) -> str:
    return name.rpartition("/")[2].casefold().rpartition(".")[2]


def copied(name: str) -> str:
    """The notebook that Jupyter keeps this file as a copy of; nothing for any other file."""
    plain = name.replace("\\", "/")
    if f"{COPIES}/" not in plain or not plain.endswith(".ipynb"):
        return ""
    own = plain.replace(f"{COPIES}/", "").replace("-checkpoint.", ".")
    return "" if is_clutter(own) else own


def without_copies(names: Iterable[str]) -> dict[str, str]:
    """Each file of a submission by the name it is read under: copies only where nothing else is."""
    listed = list(names)
    own = {name: name for name in listed if not copied(name)}
    return own or {name: copied(name) for name in listed}


def said_of_copy(own: str) -> str:
    """The sentence of the finding on a copy that is read in place of its notebook."""
    last = own.rpartition("/")[2]
    return f"Only the copy that Jupyter keeps of {last} was handed in; it is read."


def is_startup(name: str) -> bool:
    """Whether the file acts on an interpreter by lying there: sitecustomize, caches.

    A `.pth` does so only in a folder of libraries, which no submission is; most are weights.
    """
    return any(part in STARTUP for part in name.split("/"))


def shadowed(name: str) -> str | None:
    """The library or standard module that a file or folder of this name would hide, or None."""
    top, _, rest = name.partition("/")
    stem = top if rest else top.removesuffix(".py")
    if not rest and not top.endswith(".py"):
        return None
    if stem in LIBRARIES or stem in sys.stdlib_module_names:
        return stem
    return None


def unsafe(name: str) -> str | None:
    """Why a member's path must not be used at all, or None: absolute, upwards, a drive."""
    plain = name.replace("\\", "/")
    if plain.startswith("/") or re.match(r"^[A-Za-z]:", plain):
        return "it is an absolute path"
    if ".." in plain.split("/"):
        return "it leads out of the submission's folder"
    if len(plain) > 4 * MAX_NAME:
        return "it is longer than any file name"
    return None


def safe_name(name: str) -> str:
    """A relative name in NFC that every system can write; unsafe parts are replaced or dropped.

    The result never is absolute, never holds `..`, a control character, or a reserved name, and is
    its own safe name: what was unpacked under it is found under it.
    """
    text = name.replace("\\", "/").encode("utf-8", "replace").decode("utf-8", "replace")
    text = unicodedata.normalize("NFC", text)
    parts = [clean for part in text.split("/") if (clean := _safe_part(part))]
    joined = "/".join(parts)
    if len(joined) > MAX_NAME:
        joined = parts[-1]
    return joined or "unnamed"


def _safe_part(part: str) -> str:
    """One part of a path after all rules; since one may undo another, until none changes it."""
    clean = _FORBIDDEN.sub("-", _CONTROL.sub("-", part)).lstrip().rstrip(_ENDINGS)
    if _RESERVED.match(clean):
        clean = "_" + clean
    clean = _shorten(clean)
    return clean if clean == part else _safe_part(clean)


def _shorten(part: str) -> str:
    if len(part.encode()) <= MAX_PART:
        return part
    stem, dot, suffix = part.rpartition(".")
    if not dot or len(suffix.encode()) > 10:
        stem, suffix = part, ""
    room = MAX_PART - len(suffix.encode()) - 1
    short = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{short}.{suffix}" if suffix else short
