"""Whether a worker is like the caller in all that evidence depends on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def differences(own: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """What is not the same of two machines, in one line; empty where all of it is."""
    if not other:
        return "it does not say what it is"
    if "refusal" in other:
        return str(other["refusal"])[:300]
    for name in ("grader", "code", "python", "tier"):
        if own.get(name) != other.get(name):
            theirs, ours = str(other.get(name))[:40], str(own.get(name))[:40]
            if name == "code":
                return "its copy of the grader's code is another one"
            return f"its {name} is {theirs}, not {ours}"
    there, here = other.get("packages"), own.get("packages")
    if not isinstance(there, dict) or not isinstance(here, dict):
        return "it does not say which packages it has"
    names = sorted({*there, *here}, key=str.lower)
    unlike = [name for name in names if there.get(name) != here.get(name)]
    few = ", ".join(
        f"{name} {there.get(name, 'absent')} instead of {here.get(name, 'none')}"
        for name in unlike[:3]
    )
    more = " and more" if len(unlike) > 3 else ""
    return f"its packages differ: {few}{more}" if unlike else ""
