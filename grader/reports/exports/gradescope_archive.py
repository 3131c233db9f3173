"""`exports/gradescope-feedback.zip`: an autograder that hands out on Gradescope what is graded.

Gradescope takes no files of feedback, but it runs an autograder again for all submissions: this one
runs nothing of them. It looks its submission up and copies the result that was written for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.reports.exports.archive import Member, write_archive
from grader.reports.exports.gradescope import render_gradescope
from grader.reports.extras import Extras, redacted
from grader.reports.records import Results
from grader.reports.words import safe_name

_SETUP = """#!/usr/bin/env bash
command -v python3 >/dev/null || { apt-get update && apt-get install -y python3; }
"""
_RUN = """#!/usr/bin/env bash
exec python3 "${AUTOGRADER_ROOT:-/autograder}/source/hand_out.py"
"""
_HAND_OUT = '''"""Copies the result that was written for this submission; others have none."""

import json
import os
import pathlib
import sys

root = pathlib.Path(os.environ.get("AUTOGRADER_ROOT", "/autograder"))
about = json.loads((root / "submission_metadata.json").read_text("utf-8"))
index = json.loads((root / "source" / "index.json").read_text("utf-8"))
name = index["submissions"].get(str(about.get("id")))
for user in about.get("users") or []:
    name = name or index["emails"].get(str(user.get("email") or "").strip().casefold())
if name is None:
    sys.exit("This submission was not graded yet.")
data = (root / "source" / "results" / name).read_bytes()
partial = root / "results" / "results.json.partial"
partial.write_bytes(data)
partial.replace(root / "results" / "results.json")
'''

People = Mapping[str, Sequence[Mapping[str, str]]]


def write_gradescope_archive(
    results: Results, out: Path, extras: Extras, people: People
) -> tuple[Path, str]:
    """Write the archive; the file with a note on whose result is not in it."""
    index: dict[str, dict[str, str]] = {"submissions": {}, "emails": {}}
    open_, nowhere = [], []
    for one in results["submissions"]:
        found = dict(_keys(one["id"], people.get(one["id"], ())))
        if one["status"] != "graded":
            open_.append(one["id"])
        elif not found:
            nowhere.append(one["id"])
        else:
            for key, kind in found.items():
                index[kind][key] = f"{safe_name(one['id'])}.json"

    given = {name for kind in index.values() for name in kind.values()}

    def members() -> Iterator[Member]:
        yield Member("setup.sh", _SETUP.encode(), 0o755)
        yield Member("run_autograder", _RUN.encode(), 0o755)
        yield Member("hand_out.py", _HAND_OUT.encode())
        yield Member("index.json", (json.dumps(index, indent=1) + "\n").encode())
        for one in results["submissions"]:
            name = f"{safe_name(one['id'])}.json"
            if name in given:
                data = render_gradescope(results, redacted(one, extras.shows))
                yield Member(name, data, folder="results/")

    path = out / "exports" / "gradescope-feedback.zip"
    write_archive(path, members())
    note = f"{len(given)} results"
    if nowhere:
        note += f"; neither a number of Gradescope nor an address: {', '.join(nowhere)}"
    if open_:
        note += f"; not decided yet: {', '.join(open_)}"
    return path, note


def _keys(own: str, people: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """How Gradescope will ask for a submission: by its number there, else by an address.

    One with a number is found by that alone, so that what is handed in later is not given the
    points of what was graded.
    """
    number = own.removeprefix("submission_")
    if number != own and number.isdecimal():
        yield number, "submissions"
        return
    for person in people:
        if email := str(person.get("email") or "").strip().casefold():
            yield email, "emails"
