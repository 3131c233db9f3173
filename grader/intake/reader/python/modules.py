"""Which Python files of a submission are run, and under what names they lie in the work folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from ..names import shadowed

_PREFERRED = re.compile(
    r"^(submission|solutions?|answers?|main|home_?work[_-]?\d*|hw[_-]?\d*|assignment[_-]?\d*)"
    r"([_ -]?\(?\d+\)?)?$",
    re.IGNORECASE,
)
MOST_IN_PACKAGE = 30
"""Modules of a package that are imported because they mention what is asked for."""
MOST_NESTED = 10
"""Modules in folders that are run because no other has what is asked for."""
_LIBRARY = re.compile(r"(?:^|/)(?:site-packages|\.?v?env|node_modules)/")
_TESTS = re.compile(r"^(test_.*|.*_test|setup|noxfile|__main__)$")


def unwrapped(names: Collection[str]) -> dict[str, str]:
    """Each name without the folders that everything lies in; a package keeps its own folder."""
    names = list(names)
    prefix = ""
    while names and all("/" in name[len(prefix) :] for name in names):
        tops = {name[len(prefix) :].partition("/")[0] for name in names}
        if len(tops) != 1:
            break
        inner = prefix + tops.pop() + "/"
        if inner + "__init__.py" in names:
            break
        prefix = inner
    result = {name: name[len(prefix) :] for name in names}
    if "__init__.py" in result.values():  # files of a package, without their folder
        return {name: f"submission/{short}" for name, short in result.items()}
    return result


def forms_of(
    names: Sequence[str], wanted: Sequence[str], holds: Callable[[str, str], bool]
) -> list[dict[str, Any]]:
    """The module forms among files called `names`, best first: one file each, or one package.

    `wanted` are the names that questions ask for and `holds(file, name)` says whether a file's
    bytes mention one. A file that is no submission by name is run only where it mentions one.
    """
    top = sorted((n for n in names if n.endswith(".py") and "/" not in n), key=_natural)
    usable = [n for n in top if not shadowed(n)] or top
    plain = [n for n in usable if not _TESTS.match(_stem(n))] or usable
    preferred = [n for n in plain if _PREFERRED.match(_stem(n))]
    others = [n for n in plain if n not in preferred]
    telling = [n for n in others if any(holds(n, name) for name in wanted)]
    chosen = preferred + telling or others
    forms = [{"form": "module", "file": n, "units": [{"file": n}]} for n in chosen]
    unheld = [name for name in wanted if not any(holds(n, name) for n in usable)]
    packages = sorted(n for n in names if n.count("/") == 1 and n.endswith("/__init__.py"))
    roots = tuple(init.removesuffix("__init__.py") for init in packages)
    nested = sorted((n for n in names if n.endswith(".py")), key=lambda n: (n.count("/"), n))
    lacking = [n for n in nested if "/" in n and any(holds(n, name) for name in unheld)]
    if not (preferred or telling):
        forms = [_package(n, names, wanted, holds) for n in packages] + forms
    else:
        needed = [r + "__init__.py" for r in roots if any(n.startswith(r) for n in lacking)]
        forms += [_package(n, names, wanted, holds) for n in needed]
    if forms:
        nested = [n for n in lacking if not n.startswith(roots) and not _LIBRARY.search(n)]
    return forms + [
        {"form": "module", "file": n, "units": [{"file": n}]} for n in nested[:MOST_NESTED]
    ]


def _package(
    init: str, names: Sequence[str], wanted: Sequence[str], holds: Callable[[str, str], bool]
) -> dict[str, Any]:
    """A package as units that import its names; the package itself is loaded as Python does."""
    folder = init.partition("/")[0]
    inner = [n for n in names if n.startswith(folder + "/") and not n.endswith("/__init__.py")]
    modules = [n for n in sorted(inner, key=_natural) if n.endswith(".py")]
    telling = [n for n in modules if any(holds(n, name) for name in wanted)][:MOST_IN_PACKAGE]
    dotted = [n.removesuffix(".py").split("/") for n in telling]
    lines = [f"from {'.'.join(n)} import *" for n in dotted if all(map(str.isidentifier, n))]
    sources = [*lines, f"from {folder} import *"]
    units = [{"cell": None, "line": 1, "source": source} for source in sources]
    return {"form": "module", "file": init, "units": units}


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".py")


def _natural(name: str) -> list[Any]:
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part.casefold())
        for part in re.split(r"(\d+)", name)
        if part
    ]
