"""Who handed in what: a folder, an archive or a platform's download, as a list of submissions.

This is the trusted side: it looks at names, sizes and the platform's own index files, and treats
every byte a student wrote as opaque.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import SubmissionError, did_you_mean
from grader.evidence import Finding
from grader.intake import ids
from grader.intake.download import archive_entries, is_archive
from grader.intake.folder import gather
from grader.intake.owners import is_note, nameless, shared_by_one
from grader.intake.pieces import Entry, Piece, assemble, by_submission, latest_of
from grader.intake.platforms import Recognised, recognise
from grader.intake.reader.names import is_clutter
from grader.intake.roster import People, Roster, read_roster, tie
from grader.intake.submission import Intake, Submission


@dataclass(slots=True)
class _Search:
    """What was found so far, and by which rule."""

    people: People
    skip: Path | None
    pieces: list[Piece] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def take_one(self, path: Path, why: str = "", called: str = "") -> None:
        """The path, with everything in it, is one submission."""
        if why:
            self.rules.append(f"{path}: one submission, since {why}")
        piece = Piece.plain(_entry(path))
        if called:
            piece = replace(piece, stem=called, original=called, name=called)
        self.pieces.append(piece)

    def take_together(self, paths: Sequence[Path], called: Sequence[str]) -> bool:
        """Whether several paths are one platform's download, as a shell lists its names."""
        parents = {path.absolute().parent for path in paths}
        above = parents.pop().name if len(parents) == 1 else ""
        pairs = zip(paths, called, strict=True)
        entries = [replace(_entry(path), name=own or _name(path)) for path, own in pairs]
        found = recognise(above, entries, paths[0].parent)
        if found is not None:
            self._take_download(f"{len(paths)} paths", found)
        return found is not None

    def _take_download(self, where: str, found: Recognised) -> None:
        self.pieces += found.pieces
        self.findings += found.findings
        self.rules.append(f"{where}: taken as a download of {found.platform}")

    def look_into(self, path: Path, called: str = "", *, alone: bool) -> None:
        """The submissions of one path the caller named."""
        if path.is_dir():
            entries = _children(path, self.skip)
            recognised = recognise(_name(path), entries, path)
            if recognised is None and len(entries) == 1 and entries[0].folder and alone:
                inner = path / entries[0].name
                recognised = recognise(inner.name, _children(inner, self.skip), inner)
        elif is_archive(path):
            entries = archive_entries(path)
            recognised = recognise(ids.stem_of(path.name), entries, path)
            if recognised is None and not _is_class_archive(entries):
                alone = False
        else:
            entries, recognised, alone = [], None, False
        if recognised is not None:
            self._take_download(str(path), recognised)
        elif not alone:
            folders = [entry for entry in entries if entry.folder]
            is_class_like = path.is_dir() and 1 < len(folders) == len(entries)
            why = "several paths are given, each one; a class is given alone"
            self.take_one(path, why if is_class_like else "", called)
        elif not entries:
            raise SubmissionError(
                f"{path}: the folder is empty; each submission is a file or folder in it."
            )
        elif inside := _downloads_in(entries):
            for download in inside:
                self.look_into(download, alone=True)
        elif why := self._of_one(path, entries):
            self.take_one(path, f"{why}")
        else:
            self._take_class(path, entries)

    def _of_one(self, path: Path, entries: Sequence[Entry]) -> str:
        """Why a folder is one student's; empty where each file or folder in it is a student."""
        named = {self.people.called(ids.stem_of(entry.name)) for entry in entries} - {None}
        if len(named) > 1:
            return ""
        owner = self.people.called(_name(path))
        files = any(not entry.folder for entry in entries)
        if owner is not None and files and named <= {owner}:
            return f"it is named for {owner.name}"
        return shared_by_one(entries)

    def _take_class(self, path: Path, entries: Sequence[Entry]) -> None:
        students = [entry for entry in entries if not is_note(entry)] or list(entries)
        self.pieces += [Piece.plain(entry) for entry in students]
        if all(entry.folder for entry in students) or len(students) == 1:
            return
        rule = f"{path}: each file or folder in it is one submission"
        unsaid = nameless(students)
        if unsaid:
            does = "does not say whose it is" if len(unsaid) == 1 else "do not say whose they are"
            rule += f" ({', '.join(map(ids.shown, unsaid[:5]))} {does})"
        self.rules.append(f"{rule}; --one takes all of it as one")


def discover(paths: Sequence[Path], roster: Path | None = None, *, one: bool = False) -> Intake:
    """Every submission under `paths`, the latest attempt of each, tied to the roster if given.

    One folder or one archive is a class (a child is a student), unless a platform's layout is
    recognised or all names in it are one student's; of several paths each is one submission,
    unless it, or all of them together, is a platform's download. With `one` each path is one
    submission, whatever it holds.
    Raises `SubmissionError` for a path that is not there, cannot be read, or holds nothing.
    """
    people = read_roster(roster) if roster is not None else Roster()
    search = _Search(People(people), roster)
    paths = [Path(path) for path in paths]
    for path in paths:
        _must_exist(path)
    called = _named_above(paths)
    together = len(paths) > 1 and not one and search.take_together(paths, called)
    for path, name in zip(paths, called, strict=True) if not together else ():
        if one:
            search.take_one(path, "--one says so", name)
        else:
            search.look_into(path, name, alone=len(paths) == 1)
    pieces = search.pieces
    if not pieces:
        names = ", ".join(str(path) for path in paths) or "no path"
        said = "nothing was handed in there; name a folder of submissions."
        raise SubmissionError(f"{names}: {said}")
    submissions, missing, noted = tie(assemble(pieces), search.people)
    return Intake(tuple(submissions), missing, (*search.findings, *noted), tuple(search.rules))


def _named_above(paths: Sequence[Path]) -> list[str]:
    """The nearest folder above each path that tells them apart, as in `*/hw3.py`; else ""."""
    if len({_name(path) for path in paths}) == 1 < len(paths):
        for above in zip(*(path.absolute().parents for path in paths), strict=False):
            if len({one.name for one in above}) == len(paths):
                return [one.name for one in above]
    return [""] * len(paths)


def names_in_download(path: Path) -> tuple[str, dict[str, list[str]]]:
    """The platform of a download, and the names in it of each submission's last attempt, by id.

    Nothing but names is looked at. Raises `SubmissionError` for what is no platform's download.
    """
    _must_exist(path)
    entries = _children(path, None) if path.is_dir() else archive_entries(path)
    found = recognise(_name(path), entries, path)
    if found is None and path.is_dir() and len(entries) == 1 and entries[0].folder:
        inner = path / entries[0].name
        found = recognise(inner.name, _children(inner, None), inner)
    if found is None:
        raise SubmissionError(f"{path}: this is no course site's download of submissions.")
    names = {
        id_: [piece.entry.name for piece in latest_of(group)]
        for id_, group in by_submission(found.pieces).items()
    }
    return found.platform, names


def single(path: Path) -> Submission:
    """The one submission that `path` is: a file, an archive, or a folder with everything in it."""
    path = Path(path)
    _must_exist(path)
    found = gather(_target(path))
    if not found.files and not found.findings:
        wanted = "a module (.py), a notebook (.ipynb) or a write-up (.md)"
        raise SubmissionError(f"{path}: there is nothing in it to grade; put {wanted} there.")
    name = _name(path)
    stem = name if path.is_dir() else ids.stem_of(name)
    files, findings = tuple(found.files), tuple(found.findings)
    return Submission(ids.base_id(stem), ids.shown(stem), files, findings, path=path)


def _name(path: Path) -> str:
    """The path's own name, also where it is written as a dot."""
    return path.name if path.name not in ("", "..") else path.resolve().name


def _entry(path: Path) -> Entry:
    """A path that the caller named, with whatever is in it."""
    return Entry(_name(path), path.is_dir(), _target(path))


def _target(path: Path) -> Path:
    """What the caller's own link leads to; links inside a submission are never followed."""
    return path.resolve() if path.is_symlink() else path


def _must_exist(path: Path) -> None:
    if not path.exists():
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        near = did_you_mean(path.name, beside) or "."
        raise SubmissionError(f"{path}: there is no such file or folder{near}")
    if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
        raise SubmissionError(f"{path}: it cannot be read; check its permissions.")


def _children(folder: Path, skip: Path | None) -> list[Entry]:
    """The direct children that can be submissions, in the order of their names."""
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as reason:
        raise SubmissionError(f"{folder}: it cannot be read ({reason.strerror}).") from reason
    skipped = skip.resolve() if skip is not None else None
    return [
        Entry(entry.name, entry.is_dir(follow_symlinks=False), Path(entry.path))
        for entry in found
        if not is_clutter(entry.name)
        and not entry.name.startswith(".")
        and (skipped is None or Path(entry.path).resolve() != skipped)
    ]


def _downloads_in(entries: Sequence[Entry]) -> list[Path]:
    """The downloads in a folder that holds nothing else but tables and notes, such as a roster."""
    found = []
    for entry in entries:
        path = entry.path
        if path is None or entry.folder or path.suffix.lower() != ".zip":
            if entry.folder or not (is_note(entry) or _is_table(entry.name)):
                return []
            continue
        own = recognise(ids.stem_of(entry.name), archive_entries(path), path)
        if own is None or len({piece.key for piece in own.pieces}) < 2:
            return []
        found.append(path)
    return found


def _is_table(name: str) -> bool:
    return name.lower().endswith((".csv", ".tsv", ".xls", ".xlsx", ".ods", ".yaml", ".yml"))


def _is_class_archive(entries: Sequence[Entry]) -> bool:
    return len(entries) > 1 and all(entry.folder for entry in entries)
