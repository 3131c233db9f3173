"""Which libraries a class needs: for its code, where no reference says it, and to read its files.

A fork server that has loaded them saves every submission a second of importing. Only names of these
lists are ever taken from what students wrote, and only the interpreter's own libraries are loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.intake.submission import Submission

LIBRARIES: dict[str, tuple[str, ...]] = {
    "matplotlib": ("matplotlib.pyplot",),
    "numpy": ("numpy", "numpy.random", "numpy.linalg"),
    "pandas": ("pandas",),
    "scipy": ("scipy", "scipy.stats", "scipy.optimize", "scipy.linalg"),
    "seaborn": ("seaborn",),
    "sklearn": (
        *("sklearn.linear_model", "sklearn.metrics", "sklearn.model_selection"),
        *("sklearn.preprocessing", "sklearn.pipeline", "sklearn.ensemble"),
    ),
    "statsmodels": ("statsmodels.api",),
    "sympy": ("sympy",),
    "torch": ("torch", "torch.nn.functional", "torch.optim", "torch.utils.data"),
    "torch.compile": ("torch._dynamo",),
}
"""What is loaded where one of them is imported: what most code that does so comes to use."""
_IMPORT = re.compile(rb"^[ \t\"]*(?:import|from)[ \t]+([a-z]{3,20})\b", re.MULTILINE)
_COMPILES = re.compile(
    rb"torch\.(?:compile|func|_dynamo)\b"
    rb"|^[ \t\"]*from torch import [^\n]*\b(?:compile|func)\b",
    re.MULTILINE,
)
_SAMPLE, _SHARE = 40, 4
_MOST, _LARGEST = 200_000, 20 << 20


_PICTURES = (
    *("PIL.Image", "PIL.ImageOps"),
    *(f"PIL.{kind}ImagePlugin" for kind in ("Png", "Jpeg", "Bmp", "Gif", "Ppm")),
)
READ_WITH: dict[str, tuple[str, ...]] = {
    ".pdf": ("numpy", "pypdfium2"),
    **dict.fromkeys((".png", ".jpg", ".jpeg"), _PICTURES),
    **dict.fromkeys((".xlsx", ".xls", ".xlsb", ".ods"), ("python_calamine",)),
}
"""What the reader of submissions loads for files of an ending."""


def libraries_of(submissions: Sequence[Submission]) -> tuple[str, ...]:
    """The libraries that a fourth of a class imports, by a sample of it."""
    sample = _sample(submissions)
    found: Counter[str] = Counter()
    for one in sample:
        names: set[str] = set()
        for file in one.files[:20]:
            if file.name.endswith((".py", ".ipynb")):
                try:
                    data = file.read()[:_MOST] if file.size <= _LARGEST else b""
                except OSError:
                    continue
                names.update(name.decode() for name in _IMPORT.findall(data))
                if _COMPILES.search(data):
                    names.add("torch.compile")
        found.update(names & LIBRARIES.keys())
    return tuple(name for name in LIBRARIES if found[name] * _SHARE >= len(sample) > 0)


def read_with(submissions: Sequence[Submission]) -> tuple[str, ...]:
    """What the reader loads for endings that a fourth of a class has, by a sample of it."""
    sample = _sample(submissions)
    found = Counter(
        ending for one in sample for ending in {Path(f.name).suffix.lower() for f in one.files[:20]}
    )
    names = (READ_WITH[e] for e in READ_WITH if found[e] * _SHARE >= len(sample) > 0)
    return tuple(dict.fromkeys(name for row in names for name in row))


def _sample(submissions: Sequence[Submission]) -> Sequence[Submission]:
    return submissions[:: max(len(submissions) // _SAMPLE, 1)][:_SAMPLE]


def modules_of(libraries: Sequence[str]) -> tuple[str, ...]:
    """What a server loads for these libraries, as far as they are there.

    Nothing is run to learn it: a process that imports PyTorch for that takes as long as a server.
    """
    return tuple(name for library in libraries for name in LIBRARIES[library])
