"""`pytest`: an instructor's own test file, run in the sandbox beside the student's code."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, PlainSerializer, PlainValidator, ValidationInfo

from grader.evidence import Answer, outcome_from_plain
from grader.marks import (
    Mark,
    Part,
    Status,
    awaiting,
    decided,
    missing,
    not_gradable,
    show,
    status_of,
)
from grader.questions.base import Given, Probe, Question
from grader.questions.lost import NOT_HERE
from grader.questions.pytest.listed import Listed, TestFile, read_tests
from grader.questions.pytest.rows import Row, read_rows
from grader.questions.record import Points
from grader.values import MAX_NODES, MAX_TEXT

BESIDE = "These tests ran in one process with your code, which could see them."
"""What the report says of the weaker promise."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside the rubric, with its text; none where nobody read it (a schema, a test)."""

    file: str
    text: str | None = None

    @property
    def short(self) -> str:
        """Its name without folders, under which it lies beside the other tests."""
        return self.file.replace("\\", "/").rpartition("/")[2]


def _validated(value: Any, info: ValidationInfo) -> Beside:
    if isinstance(value, Beside):
        return value
    if not isinstance(value, str) or not value.strip():
        raise ValueError("write the path of a file, relative to the rubric")
    read: Callable[[str], bytes] | None = (info.context or {}).get("read")
    if read is None:
        return Beside(value)
    try:
        return Beside(value, read(value).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(f"{value} is no text in UTF-8") from None


def _tested(value: Any, info: ValidationInfo) -> Beside:
    """A test file that can be read and has tests."""
    found = _validated(value, info)
    if found.text is None:
        return found
    try:
        listed = read_tests(found.text.encode())
    except SyntaxError as error:
        raise ValueError(f"{found.file}, line {error.lineno}: {error.msg}") from None
    except ValueError as error:
        raise ValueError(f"{found.file}, {error}") from None
    if not listed.tests:
        raise ValueError(f"{found.file} has no test: name functions test_…, or classes Test…")
    return found


_PATH = PlainSerializer(lambda one: [one.file, one.text], return_type=list)
_Beside = Annotated[Beside, PlainValidator(_validated, json_schema_input_type=str), _PATH]
_Tests = Annotated[Beside, PlainValidator(_tested, json_schema_input_type=str), _PATH]


class Pytest(Question):
    """Asks for code that passes a test file of the instructor's; each test earns its points.

    The tests run beside the student's code, in a process of their own for this question: code that
    sets out to can read them. What is expected is safest with the other kinds.
    """

    kind: Literal["pytest"]
    file: _Tests
    """The test file, relative to the rubric."""
    beside: tuple[_Beside, ...] = Field((), alias="files")
    """Text files that lie beside it when it runs, such as conftest.py and tables."""
    module: str | tuple[str, ...] | None = None
    """The name by which the tests import what is handed in, whatever its file is called; where
    left out, each module that they import and that is no library."""
    points_of: dict[str, Points] = Field(default_factory=dict)
    """Points of single tests, by name: `test_mean`, `TestAll::test_mean`, `test_mean[3]`; those of
    `@pytest.mark.points(2)` count where it names none. The other tests share what is left."""
    own_comparison: bool = False
    """Whether a test may be decided by what the submission's own classes say of equality, order or
    truth; where not, a person looks at a test that passed so."""
    visible: Literal["accepted"] | None = None
    """accepted: the tests may lie in a folder for hidden data all the same, though the submission's
    code can read them while they run."""

    needs_reference: ClassVar[bool] = True
    most_elements: ClassVar[int] = MAX_NODES
    most_text: ClassVar[int] = MAX_TEXT
    entry: ClassVar[str] = "code that the tests can call"
    part_word: ClassVar[str] = "Test"
    look_again: ClassVar[str] = "Run the first failing test by itself and follow it line by line."

    @cached_property
    def listed(self) -> TestFile:
        """What the text of the test file tells."""
        if self.file.text is None:
            return TestFile((), ())
        beside = frozenset(one.short.removesuffix(".py") for one in self.beside)
        return read_tests(self.file.text.encode(), beside)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the tests import of what is handed in."""
        return super().names or self.listed.names

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules by which the tests import what is handed in."""
        if self.module is None:
            return tuple(dict.fromkeys(one.partition(".")[0] for one in self.listed.modules))
        return (self.module,) if isinstance(self.module, str) else self.module

    def probes(self) -> tuple[Probe, ...]:
        """One probe, alone in its process; the tests come in once the submission is loaded."""
        files = {one.short: one.text or "" for one in (*self.beside, self.file)}
        held = {"files": files, "file": self.file.short, "modules": list(self.modules)}
        text = self.file.text or ""
        data = {"libraries": [name for name in ("numpy", "pandas", "torch") if name in text]}
        seconds = self.seconds
        return (
            Probe(
                self.id,
                "tests",
                self.names,
                data=data,
                held=(held,),
                seconds=seconds,
                hidden=True,
            ),
        )

    def problems(self) -> list[tuple[str, str]]:
        """Points of tests that are not there, more or fewer points than the question has."""
        found = []
        known = {one.name for one in self.listed.tests}
        for name in self.points_of:
            if self.file.text is not None and name.partition("[")[0] not in known:
                near = difflib.get_close_matches(name, known, 1, 0.5)
                there = ", ".join(sorted(known)[:10])
                hint = f"did you mean {near[0]}?" if near else f"there is {there}"
                found.append((f"points_of.{name}", f"there is no test {name}; {hint}"))
        hidden = [one for one in (self.file, *self.beside) if "hidden" in one.file.split("/")[:-1]]
        if hidden and self.visible is None:
            said = (
                "the submission's code can read these tests while they run: move the file out of "
                "the folder for hidden data, or write visible: accepted"
            )
            found.append(("file", said))
        if not found and self.file.text is not None:
            found += self._sums()
        return found

    def _sums(self) -> Iterator[tuple[str, str]]:
        """Whether the points of single tests add up to those of the question."""
        weights = [self._weight(one) for one in self.listed.tests]
        said = sum((w for w in weights if w is not None), Fraction(0))
        extra = [points for name, points in self.points_of.items() if "[" in name]
        single = sum(extra, Fraction(0))
        free = any(weight is None for weight in weights)
        if said + single > self.points and not (extra and said <= self.points):
            yield "points", f"the tests have {show(said + single)} points: write as many"
        elif not free and not extra and said != self.points:
            yield "points", f"the tests have {show(said)} points together: write as many"
        elif free and said + single >= self.points > 0:
            yield "points", "no points are left for the tests that have none of their own"

    def _weight(self, test: Listed) -> Fraction | None:
        return self.points_of.get(test.name, test.points)

    def remarks(self, reference: Mapping[str, bytes]) -> Iterator[str]:
        """The weaker promise, where nobody has said that they know it."""
        if self.visible is None:
            yield (
                f"{self.id}: the submission's code can read {self.file.file} while it runs: put no "
                "secret into it, and write `visible: accepted` to say that you know (SECURITY.md)"
            )

    def learned(self, facts: Mapping[str, Any]) -> Iterator[str]:
        """Nothing more."""
        yield from ()

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether these tests failed, and no others: the names that a mistake lists."""
        if not isinstance(answer, list | tuple) or not all(isinstance(one, str) for one in answer):
            raise ValueError("write the names of the tests that this mistake fails, as a list")
        known = {one.name for one in self.listed.tests}
        if unknown := [one for one in answer if one.partition("[")[0] not in known]:
            raise ValueError(f"there is no test {unknown[0]}")
        if given.value is answer:
            return True
        rows = read_rows(given.value)
        failed = {row.test for row in rows if not row.ok and row.test}
        return bool(failed) and all(
            any(one in (test, test.partition("[")[0]) for test in failed) for one in answer
        ) and all(test in answer or test.partition("[")[0] in answer for test in failed)

    def mark(self, given: Given) -> Mark:
        """As any question's; a mistake of the rubric's is told by the tests that it fails."""
        found = self.lost(given.answer) or self.mark_answer(given)
        if found.status not in (Status.INCORRECT, Status.PARTIAL):
            return found
        known = next((one for one in self.mistakes if self.is_answer(one.answer, given)), None)
        if known is None:
            return found
        score = found.score if known.points is None else known.points
        told = (known.say, f"Credited: {show(score)} of {show(self.points)}.")
        named = replace(found, mistakes=(known.name,), feedback=(*found.feedback, *told))
        if known.points is None:
            return named
        return replace(named, score=score, status=status_of(known.points, self.points))

    def mark_answer(self, given: Given) -> Mark:
        """Each test that passed earns its points; what was not told did not pass."""
        rows = read_rows(given.value)
        known = _rows_of_reference(given)
        broken = [row for row in known if row.test and not row.ok and not row.skipped]
        if broken:
            why = ", ".join(f"{row.test} ({row.type or row.ended})" for row in broken[:3])
            failed = not_gradable(self.points, f"the reference fails {why}")
            return replace(failed, staff=tuple(row.for_staff(row.test) for row in broken))
        if changed := sorted({name for row in rows for name in row.changed}):
            return self._told_by_hand(changed, given)
        lost = next((row.lost for row in rows if row.lost and row.lost[0] in NOT_HERE), None)
        if lost is not None:
            return not_gradable(self.points, lost[1])
        came = {row.test: row for row in reversed(rows) if row.test}
        leaves = self._leaves(known or rows)
        if came and all(row.is_absent for row in came.values()):
            return missing(self.points, self.not_found())
        if came and all(row.type == "NotImplementedError" for row in came.values()):
            return missing(self.points, "Nobody has filled it in: it raises NotImplementedError.")
        parts, staff = [], []
        for number, (name, points) in enumerate(leaves, 1):
            row = came.get(name, _lost(rows, name))
            parts.append(self._part(number, name, points, row))
            if not row.ok:
                staff.append(row.for_staff(name))
        return self._marked(parts, staff, given)

    def _marked(self, parts: Sequence[Part], staff: Sequence[str], given: Given) -> Mark:
        passed = sum(part.status is Status.CORRECT for part in parts)
        told = [f"{passed} of {len(parts)} tests passed.", BESIDE]
        score = sum((part.score for part in parts if part.score is not None), Fraction(0))
        if any(part.score is None for part in parts):
            mark = awaiting(self.points, *told, score=score or None, parts=tuple(parts))
        else:
            mark = decided(min(score, self.points), self.points, told, parts=parts)
        return replace(mark, source=given.source, staff=tuple(staff[:50]))

    def _told_by_hand(self, changed: Sequence[str], given: Given) -> Mark:
        """Code that changes what tests rest on: nothing that they say is believed."""
        told = "Your code changed what tests rest on; a person decides."
        staff = f"It changed {', '.join(changed[:10])}, which was put right before each test."
        return replace(awaiting(self.points, told, BESIDE), source=given.source, staff=(staff,))

    def _part(self, number: int, name: str, points: Fraction, row: Row) -> Part:
        says = next((t.says for t in self.listed.tests if t.name == name.partition("[")[0]), "")
        title = f"{name} ({says.rstrip('.')})" if says else name
        told = ""
        if row.ok and row.own and not self.own_comparison:
            told = f"{title}: passed by your own {', '.join(row.own)}; a person decides."
        elif row.lost is not None:
            told = f"{title}: {row.told(self.reveal)}"
        if told:
            return Part(f"{self.id}.{number}", None, points, Status.AWAITING, (told,))
        if row.ok:
            return Part(f"{self.id}.{number}", points, points, Status.CORRECT)
        told = f"{title}: {row.told(self.reveal)}"
        return self.part(str(number), Fraction(0), points, told)

    def _leaves(self, known: Sequence[Row]) -> list[tuple[str, Fraction]]:
        """Every test with its points: those that the reference ran, or that are in the text."""
        by_function: dict[str, list[str]] = {one.name: [] for one in self.listed.tests}
        for row in known:
            function = row.test.partition("[")[0]
            tests = by_function.get(function)
            if row.test and not row.skipped and tests is not None and row.test not in tests:
                tests.append(row.test)
        skipped = {row.test.partition("[")[0] for row in known if row.skipped}
        groups = {
            name: tests or [name]
            for name, tests in by_function.items()
            if tests or name not in skipped
        }
        single = {n: p for n, p in self.points_of.items() if "[" in n}
        weights = {one.name: self._weight(one) for one in self.listed.tests if one.name in groups}
        free = [
            name
            for name, tests in groups.items()
            if weights[name] is None and any(test not in single for test in tests)
        ]
        fixed = sum((w for w in weights.values() if w is not None), Fraction(0))
        fixed += sum((p for n, p in single.items() if weights.get(n.partition("[")[0]) is None),
                     Fraction(0))  # fmt: skip
        rest = max(self.points - fixed, Fraction(0)) / len(free) if free else Fraction(0)
        leaves = []
        for name, tests in groups.items():
            weight = weights[name]
            plain = [test for test in tests if test not in single]
            own = sum((single[test] for test in tests if test in single), Fraction(0))
            share = rest if weight is None else max(weight - own, Fraction(0))
            leaves += [(t, single.get(t, share / max(len(plain), 1))) for t in tests]
        return leaves


def _rows_of_reference(given: Given) -> list[Row]:
    stored = given.facts.get("reference")
    outcome = outcome_from_plain(stored) if stored else None
    return read_rows(outcome.value) if isinstance(outcome, Answer) else []


def _lost(rows: Sequence[Row], name: str) -> Row:
    """A test of which nothing came: the run ended before, or its file could not be loaded."""
    one = next((row for row in rows if row.uncollected), Row(""))
    return Row(name, uncollected=one.uncollected, lost=one.lost)
