"""Everything that an extra installs has a pinned version, so that every setup is the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^(\S+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.M)
}


def needed(wanted: Iterable[str]) -> set[str]:
    """The names of all that these requirements bring along, as far as it is installed here."""
    found: set[str] = set()
    todo = [(Requirement(line), frozenset[str]()) for line in wanted]
    while todo:
        one, chosen = todo.pop()
        if one.marker and not any(one.marker.evaluate({"extra": e}) for e in chosen or {""}):
            continue
        name = canonicalize_name(one.name)
        if name in found:
            continue
        try:
            lines = requires(name) or []
        except PackageNotFoundError:
            lines = []
        found.add(name)
        todo += [(Requirement(line), frozenset(one.extras)) for line in lines]
    return found


@pytest.mark.parametrize("extra", ["", *EXTRAS])
def test_all_that_an_extra_brings_along_is_pinned(extra: str) -> None:
    """The package itself and each of its extras, with what those need in turn."""
    lines = EXTRAS[extra] if extra else PROJECT["dependencies"]
    assert needed(lines) - set(PINNED) <= {"setuptools"}  # of which an environment has its own


def test_pins_are_versions_that_the_project_allows() -> None:
    """A pin below an extra's own lower bound could never be installed."""
    for line in [*PROJECT["dependencies"], *(one for rows in EXTRAS.values() for one in rows)]:
        one = Requirement(line)
        assert one.specifier.contains(PINNED[canonicalize_name(one.name)]), line


def test_every_setup_installs_what_students_import() -> None:
    """`make demo`, `make test` and the container bring what a class of today imports."""
    for file in ("Makefile", "Containerfile"):
        installs = re.findall(r'-e "\.\[([\w,]+)\]"', (ROOT / file).read_text("utf-8"))
        assert installs and all("course" in one.split(",") for one in installs), file
