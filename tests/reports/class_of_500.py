"""A class of 500 with what an instructor has to see: a wrong key, crashes, typos, absences.

Six questions without models. `python -m tests.reports.class_of_500 FOLDER` writes it there.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

DIVIDES, UNCLOSED, MISNAMED, SILENT, ABSENT = 15, 8, 8, 43, 20
"""How many stop at a division, do not parse, misname a table, leave text out, hand in none."""
WRONG_KEY = "3.1514"
SECTIONS = ("Monday", "Tuesday")
TO_JUDGE = 500 - DIVIDES - SILENT

RUBRIC = {
    "title": "Problem set 1",
    "questions": [
        {
            "id": "q1", "kind": "true_false", "title": "True or false", "points": 3,
            "name": "TRUE_FALSE", "prompt": "Say of each statement whether it is true.",
            "items": [
                {"key": True, "text": "A circle of radius $r$ has the area $\\pi r^2$."},
                {"key": False, "text": "Every continuous function has a derivative."},
                {"key": True, "text": "The gradient points uphill."},
            ],
        },
        {
            "id": "q2", "kind": "numeric", "title": "The area of the unit disc", "points": 3,
            "name": "AREA", "prompt": "Give the area of the unit disc to four decimals.",
            "key": WRONG_KEY, "tolerance": {"absolute": 0.0005},
        },
        {
            "id": "q3", "kind": "symbolic", "title": "A gradient", "points": 2,
            "name": "GRADIENT", "prompt": "Give the gradient of $x^2 + 3xy$.",
            "variables": ["x", "y"], "key": ["2*x + 3*y", "3*x"],
            "advice": "Hold one variable fixed at a time.",
        },
        {
            "id": "q4", "kind": "descent", "title": "Two steps of gradient descent", "points": 2,
            "name": "DESCENT_TABLE", "prompt": "Descend from (1, 1) with step size 0.1, two steps.",
            "objective": "x^2 + y^2", "variables": ["x", "y"], "start": [1, 1],
            "step_size": 0.1, "steps": 2,
        },
        {
            "id": "q5", "kind": "jacobian", "title": "A Jacobian", "points": 2, "name": "JACOBIAN",
            "prompt": "Give the Jacobian of $u = x^2 - y^2$, $w = 2xy$.",
            "variables": ["x", "y"], "of": {"u": "x^2 - y^2", "w": "2*x*y"},
        },
        {
            "id": "q6", "kind": "free_response", "title": "What a gradient is", "points": 3,
            "name": "MEANING", "prompt": "Say in your own words what a gradient is.",
            "items": [
                {"id": "vector", "text": "The vector of partial derivatives.", "points": 1.5},
                {"id": "uphill", "text": "Points where it climbs fastest.", "points": 1.5},
            ],
        },
    ],
}  # fmt: skip

_TEXTS = (
    "The gradient collects the partial derivatives and points where the function grows fastest.",
    "It is the vector of slopes, one for each variable.",
    "A gradient says how steep the function is, and in which direction it climbs.",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """One student's answers as code; None leaves one out."""

    area: str
    gradient: str
    table: str
    jacobian: str
    text: str | None
    table_name: str = "DESCENT_TABLE"
    fault: str = ""

    def source(self) -> str:
        """The module that is handed in."""
        lines = [
            "TRUE_FALSE = [True, False, True]",
            f"AREA = {self.area}",
            f"GRADIENT = {self.gradient}",
            {"divides": "rate = 1 / 0", "unclosed": "steps = [0.1, 0.2"}.get(self.fault, ""),
            f"{self.table_name} = {self.table}",
            f"JACOBIAN = {self.jacobian}",
        ]
        if self.text is not None:
            lines.append(f'MEANING = "{self.text}"')
        return "\n".join(lines) + "\n"


def students() -> list[tuple[str, Answers]]:
    """(id, answers) of the 500 who handed something in, the same each time."""
    chance = random.Random(20250221)
    found = []
    for place in range(500):
        answers = Answers(
            area=chance.choices(["3.1416", WRONG_KEY, "6.2832"], [67, 8, 25])[0],
            gradient=chance.choices(
                ['["2*x + 3*y", "3*x"]', '["2*x - 3*y", "3*x"]', '["3*x", "2*x + 3*y"]'],
                [75, 15, 10],
            )[0],
            table=chance.choices(
                ["[[0.8, 0.8], [0.64, 0.64]]", "[[1.2, 1.2], [1.44, 1.44]]"], [80, 20]
            )[0],
            jacobian=chance.choices(
                ['[["2*x", "-2*y"], ["2*y", "2*x"]]', '[["2*x", "2*y"], ["-2*y", "2*x"]]'], [85, 15]
            )[0],
            text=chance.choice(_TEXTS),
        )
        found.append((f"student-{place + 1:03}", answers))
    chance.shuffle(found)
    return sorted(_with_faults(found))


def _with_faults(found: list[tuple[str, Answers]]) -> list[tuple[str, Answers]]:
    from dataclasses import replace

    ends = [DIVIDES, UNCLOSED, MISNAMED, SILENT]
    changes = (
        {"fault": "divides"},
        {"fault": "unclosed"},
        {"table_name": "DESCENT_TABEL", "table": "[[1.2, 1.2], [1.44, 1.44]]"},
        {"text": None},
    )
    start = 0
    for count, change in zip(ends, changes, strict=True):
        for place in range(start, start + count):
            name, answers = found[place]
            found[place] = name, replace(answers, **change)  # type: ignore[arg-type]
        start += count
    return found


def write_class(folder: Path) -> tuple[Path, Path, Path]:
    """Write rubric, roster and submissions; the three paths."""
    submissions = folder / "submissions"
    names = []
    for name, answers in students():
        one = submissions / name / "submission.py"
        one.parent.mkdir(parents=True)
        one.write_text(answers.source(), encoding="utf-8")
        names.append(name)
    rubric = folder / "rubric.yaml"
    rubric.write_text(yaml.safe_dump(RUBRIC, sort_keys=False), encoding="utf-8")
    roster = folder / "roster.csv"
    absent = [f"absent-{place + 1:02}" for place in range(ABSENT)]
    rows = [
        f"{name},{name.replace('-', ' ').title()},{SECTIONS[n % len(SECTIONS)]}"
        for n, name in enumerate((*names, *absent))
    ]
    roster.write_text("id,name,section\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return rubric, roster, submissions


if __name__ == "__main__":
    write_class(Path(sys.argv[1]))
