"""Each file of the package is on the side of evidence, marks or measures, or on none."""

from __future__ import annotations

import shutil
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from grader.gradebook.keys import EVIDENCE_CODE
from grader.gradebook.sources import PACKAGE, code_digest, files_at
from grader.marking.marker import MARKING_CODE
from grader.marking.measures import MEASURING_CODE, kind_code
from grader.questions import KINDS
from grader.questions.base import Question
from tests.structure.test_imports import imported


def measuring_places(kind: type[Question]) -> tuple[str, ...]:
    """What the facts and measures of one kind rest on, within the package."""
    own = (path.relative_to(PACKAGE).as_posix() for path in kind_code(kind))
    return (*MEASURING_CODE, *own)


MEASURED = {kind.__name__.lower(): kind for kind in KINDS if kind.is_measured()}
DIGESTS = {
    "evidence": EVIDENCE_CODE,
    "marks": MARKING_CODE,
    **{name: measuring_places(kind) for name, kind in MEASURED.items()},
}

RULES = {
    "collect/*": "evidence",
    "intake/reader/*": "evidence",
    "intake/reading.py": "evidence",
    "intake/reply.py": "evidence",
    "intake/submission.py": "evidence",
    "intake/choose.py": "evidence",
    "intake/fitting.py": "evidence",
    "intake/data_alone.py": "evidence",
    "sandbox/server/*": "evidence",
    "sandbox/__init__.py": "evidence",
    "sandbox/supervise.py": "evidence",
    "sandbox/apart.py": "evidence",
    "sandbox/conversation.py": "evidence",
    "sandbox/audience.py": "evidence",
    "sandbox/session.py": "evidence",
    "sandbox/told.py": "evidence",
    "sandbox/job.py": "evidence",
    "sandbox/frames.py": "evidence",
    "sandbox/child.py": "evidence",
    "sandbox/launcher.py": "evidence",
    "sandbox/forkserver.py": "evidence",
    "sandbox/process.py": "evidence",
    "sandbox/learn.py": "evidence",
    "sandbox/slots.py": "evidence",
    "sandbox/temporary.py": "",
    "values.py": "evidence marks measures",
    "evidence/*": "evidence marks measures",
    "equivalence/*": "marks",
    "marks.py": "marks",
    "marking/mark.py": "marks",
    "marking/by_hand.py": "marks",
    "marking/room.py": "marks",
    "marking/steps.py": "marks",
    "marking/sureness.py": "marks",
    "marking/marker.py": "marks",
    "marking/measures.py": "marks measures",
    "marking/facts.py": "measures",
    "marking/*": "",
    "measures/*": "marks measures",
    "questions/asking/*": "marks measures",
    "questions/base.py": "marks measures",
    "questions/mistake.py": "marks measures",
    "questions/program.py": "marks measures",
    "questions/find.py": "marks measures",
    "questions/record.py": "marks measures",
    "questions/words.py": "marks measures",
    "questions/architecture/*": "marks architecture",
    "questions/mixture/*": "marks mixture",
    "questions/performance/*": "marks performance mixture",
    "questions/tables.py": "marks performance mixture",
    "questions/*": "marks",
    "cli/*": "",
    "web/*": "",
    "gradebook/*": "",
    "reports/*": "",
    "rubric/*": "",
    "workers/*": "",
    "init/*": "",
    "release/*": "",
    "selfcheck/*": "",
    "selftest/*": "",
    "intake/__init__.py": "",
    "intake/discover.py": "",
    "intake/download.py": "",
    "intake/folder.py": "",
    "intake/ids.py": "",
    "intake/names.py": "",
    "intake/owners.py": "",
    "intake/pieces.py": "",
    "intake/platforms/*": "",
    "intake/roster.py": "",
    "intake/roster_file.py": "",
    "intake/similarity.py": "",
    "intake/seen.py": "",
    "intake/transcript.py": "",  # a mark follows from the digest of what it reads
    "sandbox/doctor.py": "",
    "sandbox/interpreter.py": "",
    "sandbox/refusal.py": "",
    "__init__.py": "",
    "__main__.py": "",
    "check.py": "",
    "pytest_plugin.py": "",
    "errors.py": "",
    "grade.py": "",
    "py.typed": "",
    "merge.py": "",
    "rescore.py": "",
}
"""Which digests a change of a file changes; the first pattern that fits counts.

Of measures there is a digest per measured kind; `measures` stands for all of them.
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole package."""
    copy = tmp_path_factory.mktemp("code") / "grader"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def files(package: Path) -> list[str]:
    """Every file of the package, by its path within."""
    return sorted(
        path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()
    )


def sides(pattern: str) -> set[str]:
    """The digests that a rule names."""
    named = set(RULES[pattern].split())
    return named - {"measures"} | (set(MEASURED) if "measures" in named else set())


def rule(name: str) -> str | None:
    """The first pattern that fits, or None."""
    return next((pattern for pattern in RULES if fnmatchcase(name, pattern)), None)


def digests(package: Path) -> dict[str, str]:
    """All digests of a copy of the package."""
    return {name: code_digest(places, package) for name, places in DIGESTS.items()}


def test_every_file_is_on_a_side(package: Path) -> None:
    """A new file of the package has to be put on a side, and no rule outlives its files."""
    found = {name: rule(name) for name in files(package)}
    assert [name for name, pattern in found.items() if pattern is None] == []
    assert set(RULES) - set(found.values()) == set()


def test_each_file_counts_on_its_side_alone(package: Path) -> None:
    """What is stored is made anew for code that made it, and for no other."""
    covered = {which: set(files_at(places, package)) for which, places in DIGESTS.items()}
    found = {
        name: {which for which, paths in covered.items() if package / name in paths}
        for name in files(package)
    }
    assert {name: on for name, on in found.items() if on != sides(rule(name) or "")} == {}


def test_a_changed_byte_changes_the_digests_of_its_side_alone(package: Path) -> None:
    """Tried with the first file of each rule."""
    before = digests(package)
    firsts = {rule(name): name for name in reversed(files(package))}
    assert len(firsts) == len(RULES)
    for pattern, name in firsts.items():
        path = package / name
        content = path.read_bytes()
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:] if content else b"\n")
        changed = {which for which, digest in digests(package).items() if digest != before[which]}
        path.write_bytes(content)
        assert changed == sides(pattern or ""), name
    assert digests(package) == before


@pytest.mark.parametrize("kind", MEASURED)
def test_a_kinds_digest_covers_what_its_measures_import(kind: str) -> None:
    """Whatever of the package a measured kind imports is in its digest, but for marks."""
    seen = [path for place in kind_code(MEASURED[kind]) for path in place.rglob("*.py")]
    assert uncovered(seen, (*DIGESTS[kind], "marks.py")) == set()


def test_the_digest_of_marks_covers_what_marking_imports() -> None:
    """But for what only carries a question, an answer or an error to it."""
    files = [
        path
        for place in (PACKAGE / name for name in MARKING_CODE)
        for path in ([place] if place.is_file() else place.rglob("*.py"))
    ]
    assert uncovered(files, (*MARKING_CODE, "errors.py", "gradebook", "rubric/model.py")) == set()


def uncovered(files: list[Path], places: tuple[str, ...]) -> set[tuple[str, str]]:
    """What these files import of the package that stands in none of the places."""
    covered = [PACKAGE / place for place in places]
    assert files
    return {
        (file.name, name)
        for file in files
        for name in imported(file)
        if name.startswith("grader.")
        and not any(place in (path, *path.parents) for path in modules(name) for place in covered)
    }


def modules(name: str) -> list[Path]:
    """The file that a dotted name of the package, or what holds it, stands for."""
    path = PACKAGE.joinpath(*name.split(".")[1:])
    candidates = [path.with_suffix(".py"), path, path.parent.with_suffix(".py"), path.parent]
    return [next(candidate for candidate in candidates if candidate.exists())]


@pytest.mark.parametrize("places", DIGESTS.values(), ids=DIGESTS)
def test_a_place_that_moved_away_is_an_error(places: tuple[str, ...], package: Path) -> None:
    """Code that is named and not there is never left out silently."""
    for place in places:
        lost = [path for path in package.glob(place) if path.exists()]
        for path in lost:
            path.rename(path.with_name(f"moved-{path.name}"))
        with pytest.raises(FileNotFoundError, match="named as code"):
            code_digest(places, package)
        for path in lost:
            path.with_name(f"moved-{path.name}").rename(path)


def test_two_files_that_change_places_change_the_digest(tmp_path: Path) -> None:
    """Names count with their folders, sub-folders of any depth are looked into, caches are not."""
    for name, text in (("a/b/same.py", "1"), ("a/c/same.py", "2")):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    before = code_digest(("a",), tmp_path)
    (tmp_path / "a/b/same.pyc").write_text("compiled")
    assert code_digest(("a",), tmp_path) == before
    (tmp_path / "a/b/same.py").write_text("2")
    (tmp_path / "a/c/same.py").write_text("1")
    assert code_digest(("a",), tmp_path) != before
