"""Every field that a child fills has somebody who may see it once hidden inputs went in."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from grader.evidence import (
    Answer,
    Died,
    Missing,
    Outcome,
    Raised,
    Source,
    Unavailable,
    Unsure,
)
from grader.sandbox import audience
from grader.sandbox.audience import (
    AFTER_HIDDEN,
    LACKING,
    Submitted,
    after_hidden,
    death_after_hidden,
    fits_of,
    report_of,
)
from grader.sandbox.job import Ask, Code, Job

SANDBOX = Path(audience.__file__).parent
PARSERS = (
    SANDBOX / "conversation.py",
    SANDBOX / "told.py",
    SANDBOX.parent / "evidence" / "__init__.py",
)
ASKED = {"begin", "want", "part", "probe", "done", "names", "do", "forms", "$"}
"""What is compared with what was asked, and never kept."""
STORED = {"outcomes", "others", "findings", "usage"}
"""Keys of evidence that our own gradebook holds."""
WORD = "zebra7391"
FILES = {"work.py": b"a = 1\nb = 2\n"}
JOB = Job(FILES, (Code("module", "work.py", ({"file": "work.py"},)),), ())
SUBMITTED = Submitted.of(JOB)
CALL = Ask("q", {"do": "call", "names": ["f"], "forms": ["module"]}, hidden=True)
MODEL = Ask("m", {"do": "estimator", "names": ["M"], "data": {"methods": ["predict"]}}, hidden=True)
PLACE = Source("module", "work.py", 2)
ODD = Source(WORD, WORD, 7391, 7391, 7391)


def fields_read(path: Path) -> set[str]:
    """The keys under which a file looks into what a child sent."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if called and node.func.attr == "get" and node.args:  # type: ignore[attr-defined]
            found.add(_text(node.args[0]))  # type: ignore[attr-defined]
        elif isinstance(node, ast.Subscript):
            found.add(_text(node.slice))
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
            found.add(_text(node.left))
    return found - {""}


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_field_has_somebody_who_may_see_it() -> None:
    """The table names each key that our side looks for in a frame, and nothing else."""
    read = set().union(*map(fields_read, PARSERS)) - ASKED - STORED
    assert read <= AFTER_HIDDEN.keys()
    assert AFTER_HIDDEN.keys() <= read | {"exit", "signal", "printed"}


SAID: list[tuple[Outcome, Outcome]] = [
    (Raised(WORD, WORD, ODD, WORD, WORD), Raised("an exception", "", hidden=True)),
    (
        Raised("ValueError", WORD, PLACE, WORD, "fit"),
        Raised("ValueError", "", PLACE, "", "fit", True),
    ),
    (Missing(WORD), Missing("f does nothing yet: nobody has filled it in.")),
    (Missing(), Missing()),
    (Unavailable(WORD, WORD, ODD), Unavailable("ended", LACKING["ended"])),
    (Unavailable("library", WORD, PLACE), Unavailable("library", LACKING["library"], PLACE)),
]


@pytest.mark.parametrize(("said", "kept"), SAID, ids=lambda one: type(one).__name__)
def test_words_of_an_outcome_are_for_staff(said: Outcome, kept: Outcome) -> None:
    """A student sees our own words and places that there are; staff see what was said."""
    found, noted = after_hidden(said, CALL, SUBMITTED)
    assert found == kept
    assert bool(noted) == (WORD in repr(said))
    assert all(one.staff for one in noted)


def test_a_guess_is_no_answer() -> None:
    """What stands inside a function cannot answer a question with hidden inputs."""
    found, _ = after_hidden(Unsure((Answer(WORD),)), CALL, SUBMITTED)
    assert WORD not in repr(found)


def test_what_calls_gave_keeps_values_alone() -> None:
    """Values are compared, and never shown; lines that are not there are dropped."""
    rows: list[Any] = [
        {"ok": True, "value": WORD, "slow": WORD, "line": 7391},
        {"ok": False, "type": WORD, "message": WORD, "line": 2, "lost": [WORD, WORD]},
        {"ok": False, "lacks": WORD},
        {"ok": True, "steps": [{"ok": False, "line": 7391, "lost": ["file", WORD]}]},
        7391,
    ]
    found, noted = after_hidden(Answer(rows, ODD), CALL, SUBMITTED)
    assert isinstance(found, Answer) and isinstance(found.value, list)
    assert found.source == Source()
    first, second, third, fourth, last = found.value
    assert first == {"ok": True, "value": WORD, "line": None}
    assert (second["line"], second["lost"]) == (2, ["ended", LACKING["ended"]])
    assert WORD not in third["lacks"]
    assert fourth["steps"] == [{"ok": False, "line": None, "lost": ["file", LACKING["file"]]}]
    assert last is None
    assert WORD in noted[0].message


def test_a_fit_is_what_was_told_before_hidden_rows_went_in() -> None:
    """How it failed and what it calls its classes are known by then; later words do not count."""
    told = {"ok": False, "type": "KeyError", "message": "my own", "line": 1, "stage": "fit"}
    failed = report_of(told, MODEL, SUBMITTED, secret=False)
    fine = report_of({"ok": True, "method": WORD, "classes": ["a"]}, MODEL, SUBMITTED, False)
    late = {"ok": False, "type": WORD, "message": WORD, "line": 7391, "stage": WORD}
    after = {"ok": True, "batches": [1], "classes": [WORD], "also": {"gate": late}}
    rows = [after, after, late]
    first, second, third = fits_of(rows, [failed, fine], SUBMITTED, secret=True)
    assert first == told
    assert second == {
        "ok": True,
        "batches": [1],
        "method": "calling it",
        "classes": ["a"],
        "also": {"gate": {"ok": False}},
    }
    assert WORD not in repr(third) and third["line"] is None


def test_a_fit_after_another_model_had_its_rows_is_told_without_words() -> None:
    """What it calls its classes is read, and marked as nothing to be shown."""
    said = report_of({"ok": False, "type": WORD, "message": WORD}, MODEL, SUBMITTED, secret=True)
    assert WORD not in repr(said)
    fine = report_of({"ok": True, "method": "predict", "classes": [WORD]}, MODEL, SUBMITTED, True)
    assert fine["unsaid"] is True


@pytest.mark.parametrize("reason", ["it ended by itself (exit code 73)", "it crashed (signal 11)"])
def test_nobody_chooses_a_number_to_end_with(reason: str) -> None:
    """An exit code and a signal are numbers that a process picks for itself."""
    assert death_after_hidden(Died(reason)).reason == "it ended by itself"


def test_too_much_memory_is_still_told() -> None:
    """That is the kernel's word, and the most frequent reason."""
    assert "memory" in death_after_hidden(Died(audience.MEMORY)).reason
