"""What the code of submissions can import, beside Python's own modules."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

USUAL: Mapping[str, str] = {
    "numpy": "numpy", "pandas": "pandas", "matplotlib": "matplotlib", "scipy": "scipy",
    "sklearn": "scikit-learn", "torch": "torch", "seaborn": "seaborn", "sympy": "sympy",
    "statsmodels": "statsmodels", "tqdm": "tqdm", "openpyxl": "openpyxl", "PIL": "pillow",
}  # fmt: skip
"""What homework imports most, by the name in its code, with the name that is installed."""


def libraries_told(packages: Mapping[str, str]) -> str:
    """What submissions can import where these packages are installed, and what is usual besides."""
    versions = {_plain(name): version for name, version in packages.items()}
    usual = [(name, versions.get(_plain(package), "")) for name, package in USUAL.items()]
    there = [f"{name} {version}" for name, version in usual if version]
    absent = [name for name, version in usual if not version]
    named = {_plain(package) for package in (*USUAL.values(), "homework-grader")}
    others = sorted((name for name in packages if _plain(name) not in named), key=str.lower)
    lines = [f"Submissions can import {', '.join(there) or 'none of the usual libraries'}."]
    if others:
        listed = ", ".join(f"{name} {packages[name]}" for name in others)
        lines.append(f"Also installed there: {listed}.")
    if absent:
        said = f"Not installed, though homework often imports it: {', '.join(absent)}"
        lines.append(f"{said} ({install_hint(absent)}).")
    return "\n".join(textwrap.fill(line, 100, break_on_hyphens=False) for line in lines)


def install_hint(names: list[str]) -> str:
    """How to install the usual ones among these; a name that a student made up is never advised."""
    known = [USUAL[name] for name in names if name in USUAL]
    return f"pip install {' '.join(known)}" if known else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
