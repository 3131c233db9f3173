"""What would give an answer away is refused, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import RubricError
from grader.release import package_of

HEAD = "title: Homework\n"


def refused(folder: Path, text: str, **files: str) -> list[str]:
    """The lines with which releasing a rubric is refused; none where it is not."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_csv", ".csv").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    path = folder / "rubric.yaml"
    path.write_text(text)
    try:
        package_of(path)
    except RubricError as error:
        return [line.removeprefix(f"{folder}/") for line in error.lines()]
    return []


QUESTIONS = {
    "formula in a title": (
        """questions:
  - id: g
    kind: symbolic
    title: "The gradient, 3*y + 4*x"
    points: 1
    variables: [x, y]
    key: ["4*x + 3*y", "3*x"]
""",
        "rubric.yaml:5:5: questions.0.title: this gives the answer to g away (key.0): '3*y + 4*x'",
    ),
    "formula in LaTeX": (
        """questions:
  - id: g
    kind: symbolic
    points: 1
    prompt: 'Show that the slope is $\\frac{2x}{1+x^2}$.'
    variables: [x]
    key: "2*x/(1 + x^2)"
""",
        "rubric.yaml:6:5: questions.0.prompt: this gives the answer to g away (key):",
    ),
    "derivative of what is asked": (
        """questions:
  - id: j
    kind: jacobian
    points: 1
    prompt: "Of u = x^2*y; hint: 2*x*y comes first."
    variables: [x, y]
    of: {u: "x^2*y"}
""",
        "rubric.yaml:6:5: questions.0.prompt: this gives the answer to j away (of.u): '2*x*y",
    ),
    "number in a prompt": (
        """questions:
  - id: n
    kind: numeric
    points: 1
    prompt: "Compute it (about 3.14159)."
    key: 3.14159
""",
        "rubric.yaml:6:5: questions.0.prompt: this gives the answer to n away (key): '3.14159'",
    ),
    "small number behind its word": (
        """questions:
  - id: n
    kind: numeric
    points: 1
    prompt: "How many? The answer is 7."
    key: 7
""",
        "rubric.yaml:6:5: questions.0.prompt: this gives the answer to n away (key): '7'",
    ),
    "row of a table": (
        """questions:
  - id: d
    kind: descent
    points: 1
    prompt: "You should come to -4.707 in the end."
    objective: "2*x^2 + 3*x*y"
    variables: [x, y]
    start: [2, 9]
    step_size: 0.1
    steps: 3
""",
        "rubric.yaml:6:5: questions.0.prompt: this gives the answer to d away (objective)",
    ),
    "word": (
        """questions:
  - id: w
    kind: short_text
    points: 1
    prompt: "What is the Jacobian of a scalar function called? (gradient)"
    key: [gradient]
""",
        "rubric.yaml:6:5: questions.0.prompt: this gives the answer to w away (key.0): 'gradient'",
    ),
    "letter of an option": (
        """questions:
  - id: c
    kind: choice
    points: 1
    prompt: "Which one? Solution: (b)"
    options: {a: One, b: Two}
    key: [b]
""",
        "rubric.yaml:6:5: questions.0.prompt: this gives the answer to c away (key.0): 'Solution",
    ),
    "truth value behind its statement": (
        """questions:
  - id: t
    kind: true_false
    points: 1
    items:
      - {key: true, text: "Two is even (true)"}
      - {key: false, text: "Three is even"}
""",
        "rubric.yaml:7:9: questions.0.items.0: this gives the answer to t away (items.0): '(true)'",
    ),
    "truth values in a row": (
        """questions:
  - id: t
    kind: true_false
    title: "T F F"
    points: 1
    items:
      - {key: true, text: "Two is even"}
      - {key: false, text: "Three is even"}
      - {key: false, text: "Five is even"}
""",
        "rubric.yaml:5:5: questions.0.title: this gives the answer to t away (items): 'T F F'",
    ),
    "what a marker looks for": (
        """questions:
  - id: f
    kind: free_response
    points: 1
    prompt: "Explain. Names both the bias and the variance."
    items:
      - {id: a, text: "Names both the bias and the variance.", points: 1}
""",
        "rubric.yaml:6:5: questions.0.prompt: this gives the answer to f away (items.0.text)",
    ),
    "in another question": (
        """questions:
  - id: a
    kind: symbolic
    points: 1
    variables: [x, y]
    key: "x^2*y + sin(x) - 3"
  - id: b
    kind: free_response
    points: 1
    prompt: "Where is sin(x) + y*x^2 - 3 = 0?"
""",
        "rubric.yaml:11:5: questions.1.prompt: this gives the answer to a away (key)",
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_in_a_text_for_students_is_refused(tmp_path: Path, name: str) -> None:
    """In a title or a prompt, in whatever notation, at its line and column."""
    text, wanted = QUESTIONS[name]
    lines = refused(tmp_path, HEAD + text)
    assert any(wanted in line for line in lines), lines


FAIR = {
    "the statement itself": """questions:
  - id: j
    kind: jacobian
    points: 1
    title: Jacobian
    prompt: "Give the Jacobian of u = x^2 - y^2, w = 2*x*y + e^x at (1, 1)."
    variables: [x, y]
    of: {u: "x^2 - y^2", w: "2*x*y + e^x"}
    at: [[1, 1]]
""",
    "numbers of the statement": """questions:
  - id: n
    kind: numeric
    points: 4
    prompt: "Part 2: how many of the 12 are even? Give 1 number."
    key: 6
""",
    "words of the statement": """questions:
  - id: t
    kind: true_false
    points: 2
    title: True or false
    prompt: "Say T or F, true or false."
    items:
      - {key: true, text: "A false premise implies everything."}
      - {key: false, text: "True statements are never false."}
""",
}


@pytest.mark.parametrize("name", FAIR)
def test_what_only_states_the_question_is_no_answer(tmp_path: Path, name: str) -> None:
    """Functions, points and small numbers that students are given in any case."""
    assert refused(tmp_path, HEAD + FAIR[name]) == []


MODEL = """data: [{file: %s}]
questions:
  - id: m
    kind: performance
    points: 1
    name: Model
    rows: {train: train.csv, label: y, hidden: key/hidden.csv, hidden_labels: key/labels.csv}
    metrics: [{metric: accuracy, none_below: 0.5, full_from: 0.9}]
"""
TRAIN = "a,b,y\n" + "".join(f"{n % 7},{n % 5},{n % 2}\n" for n in range(40))
HIDDEN = "a,b\n" + "".join(f"{n * 3 % 11},{n * 5 % 13}\n" for n in range(60))
LABELS = "y\n" + "".join(f"{(n * n + n // 3) % 2}\n" for n in range(60))


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("key/labels.csv", {}, "is kept from students by m: rows.hidden_labels"),
        ("key/hidden.csv", {}, "is kept from students by m: rows.hidden"),
        ("copy.csv", {"copy_csv": LABELS}, "is kept from students by m: rows.hidden_labels"),
        ("more.csv", {"more_csv": f"{TRAIN}{LABELS[2:]}"}, "hidden"),
    ],
    ids=["the labels", "the hidden rows", "a copy of the labels", "labels behind other rows"],
)
def test_hidden_data_among_the_data_is_refused(
    tmp_path: Path, name: str, more: dict[str, str], said: str
) -> None:
    """By its path, by its bytes, or by what stands in it."""
    files = {"train_csv": TRAIN, "key__hidden_csv": HIDDEN, "key__labels_csv": LABELS, **more}
    lines = refused(tmp_path, HEAD + MODEL % name, **files)
    there = [line for line in lines if line.startswith("rubric.yaml:2:9: data.0.file:")]
    assert any(said in line for line in there), lines


def test_the_public_rows_are_released(tmp_path: Path) -> None:
    """The rows to train on are no secret where the rubric gives them to submissions."""
    files = {"train_csv": TRAIN, "key__hidden_csv": HIDDEN, "key__labels_csv": LABELS}
    assert refused(tmp_path, HEAD + MODEL % "train.csv", **files) == []
    names = package_of(tmp_path / "rubric.yaml").files
    assert names["data/train.csv"].decode() == TRAIN
    assert not any(HIDDEN.encode() in content for content in names.values())


def test_an_answer_in_the_sheet_is_refused_at_its_line(tmp_path: Path) -> None:
    """The place is that of the sheet, line and column."""
    rubric = """sheet: sheet.md
questions:
  - id: g
    kind: symbolic
    points: 1
    variables: [x]
    writeup: {under: ["1"]}
    key: "x^3 + 2*x - sin(x)"
"""
    lines = refused(tmp_path, HEAD + rubric, sheet_md="# 1\n\nFind it.\n\nSee: 2x + x^3 - sin(x)\n")
    assert lines == [
        "sheet.md:5:6: this gives the answer to g away (key): '2x + x^3 - sin(x)'"
    ] or lines[0].startswith("sheet.md:5:"), lines


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    """Nothing is overwritten."""
    from grader.errors import UsageMistake
    from grader.release import release

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageMistake, match="empty"):
        release(tmp_path / "rubric.yaml", tmp_path / "out")
