"""What to say where no sandbox is to be had: why, and the one line that changes it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

CONTAINER = "run the grader in the container of its Containerfile (docs/isolation.md)"
IN_CONTAINER = ("/.dockerenv", "/run/.containerenv")
SETTINGS = {
    "kernel.apparmor_restrict_unprivileged_userns": ("1", "0"),
    "kernel.unprivileged_userns_clone": ("0", "1"),
    "user.max_user_namespaces": ("0", "10000"),
}


def advice(reasons: Mapping[str, str]) -> str:
    """One message for a refusal: what was tried, and what would help here."""
    tried = "; ".join(f"{tier}: {reason}" for tier, reason in reasons.items())
    return (
        f"no sandbox for untrusted code on this machine ({tried}).\n"
        f"To get one: {fix(reasons)}.\n"
        "To run submissions with the rights of your own account, type --isolation none."
    )


def fix(reasons: Mapping[str, str]) -> str:
    """The one line that gives this machine a sandbox, as far as can be told."""
    if sys.platform != "linux":
        return CONTAINER
    for reason in reasons.values():
        if "root alone" in reason:
            return reason.split("; ", 1)[-1]
        if "ordinary user" in reason:
            return "start the grader as an ordinary user (in a container: --user 1000:1000)"
    if any(Path(mark).exists() for mark in IN_CONTAINER):
        return "start the container with --security-opt seccomp=unconfined (docs/isolation.md)"
    for name, (bad, good) in SETTINGS.items():
        if _setting(name) == bad:
            return f"sudo sysctl -w {name}={good}"
    return f"use Linux 6.2 or newer, or {CONTAINER}"


def _setting(name: str) -> str | None:
    try:
        return Path("/proc/sys", *name.split(".")).read_text().strip()
    except OSError:
        return None
