"""Annotations and the summary, read by the rules that GitHub documents for them."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from grader.cli import cli
from grader.reports.exports.github.annotations import annotations_of
from grader.reports.exports.github.markdown import literal
from grader.reports.exports.github.summary import MOST_BYTES, render_summary, write_github
from grader.reports.exports.results_json import render_json
from grader.reports.extras import Extras
from grader.reports.records import Results, SubmissionResult
from tests.reports.example_results import example, mixed
from tests.reports.hostile import PAYLOADS, hostile_results, hostile_submission

UNESCAPED = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A line as the runner takes it apart: kind, properties, message; ValueError for no command."""
    text = line.lstrip()
    if not text.startswith("::"):
        raise ValueError(line)
    head, _, message = text[2:].partition("::")
    kind, _, rest = head.partition(" ")
    pairs = [pair.partition("=") for pair in rest.split(",")]
    return kind, {key: _plain(value) for key, _, value in pairs}, _plain(message)


def _plain(text: str) -> str:
    for escape, character in UNESCAPED:
        text = text.replace(escape, character)
    return text


def crashed() -> SubmissionResult:
    """The mixed submission, whose code stopped."""
    one = mixed()
    one["findings"] = [
        {"kind": "load-error", "message": "Your code stopped here with ZeroDivisionError: 50 %.",
         "file": "hw 2.py", "line": 38, "cell": None},
    ]  # fmt: skip
    return one


def test_the_cause_and_then_the_dearest_come_first() -> None:
    """What kept the code from running, then questions by points lost; ten at most."""
    found = [command(line) for line in annotations_of(crashed(), "homework 2")]
    kind, properties, message = found[0]
    assert (kind, properties["file"], properties["line"]) == ("error", "homework 2/hw 2.py", "38")
    assert message == "Your code stopped here with ZeroDivisionError: 50 %."
    lost = [
        (float(points[2]) - float(points[1]))
        for _, about, _ in found[1:]
        if (points := re.search(r"\(([\d.]+) of ([\d.]+) points\)$", about["title"]))
    ]
    assert len(lost) == len(found) - 1 and lost == sorted(lost, reverse=True) and lost[0] >= 1
    assert len(found) <= 10


def test_nothing_earned_is_an_error_and_a_part_of_it_a_warning() -> None:
    """As far as two signs can say it."""
    kinds = {about["title"]: kind for kind, about, _ in map(command, annotations_of(mixed()))}
    assert kinds["True or false (3.25 of 4 points)"] == "warning"
    assert kinds["KL is not symmetric (0 of 3 points)"] == "error"


def test_places_are_the_students_own() -> None:
    """A line of a file is one; a line in a cell is said in words, since GitHub knows no cells."""
    read = map(command, annotations_of(mixed()))
    found = {about["title"]: (about, said) for _, about, said in read}
    about, said = found["True or false (3.25 of 4 points)"]
    assert about["file"] == "homework2.ipynb" and "line" not in about
    assert said.endswith(" (cell 3)")


@pytest.mark.parametrize("payload", [*PAYLOADS, "a\n::error::owned,line=9%", "::stop-commands::x"])
def test_no_text_is_a_command_of_its_own(payload: str) -> None:
    """Each line is one command whose properties are those we gave."""
    lines = annotations_of(hostile_submission(payload), "in,side:%")
    text = "".join(f"{line}\n" for line in lines)
    assert len(text.splitlines()) == len(lines) <= 10
    for line in lines:
        assert "##[" not in line
        kind, about, _ = command(line)
        assert kind in ("error", "warning") and set(about) <= {"title", "file", "line"}
        assert about.get("file", "in,side:%/").startswith("in,side:%/")


def rendered(text: str) -> str:
    """The page that a Markdown reader makes of a text, raw HTML, links and tables allowed."""
    reader = MarkdownIt("gfm-like", {"html": True})
    return str(reader.render(text))


def tokens(text: str) -> set[str]:
    """The kinds of markup in a text."""
    reader = MarkdownIt("gfm-like", {"html": True})
    return {t.type for token in reader.parse(text) for t in (token, *(token.children or ()))}


@pytest.mark.parametrize(
    "payload",
    [*PAYLOADS, "![x](http://127.0.0.1:9/x.png)", "[x](javascript:1)", "a | b", "`a` **b** ~~c~~",
     "https://example.org www.example.org", "@octocat #1 :tada:", "$\\href{x}{y}$", "\\|", "1. x"],
)  # fmt: skip
def test_texts_are_shown_as_they_are(payload: str) -> None:
    """A cell of a table, a title and a line hold the text and no markup."""
    assert tokens(literal(payload)) <= {"paragraph_open", "paragraph_close", "inline", "text"}
    page = render_summary(hostile_results(payload))
    kinds = {kind for kind in tokens(page) if not kind.startswith(("t", "paragraph", "heading"))}
    assert kinds <= {"inline", "strong_open", "strong_close", "html_block"}
    assert set(re.findall(r"</?(\w+)", "".join(html_in(page)))) == {"details", "summary"}
    assert rendered(page).count("<tr>") == 2 + 5 + 16
    assert "@octocat" not in rendered(page)


def html_in(page: str) -> list[str]:
    """The raw HTML of a page."""
    return [t.content for t in MarkdownIt("gfm-like").parse(page) if t.type == "html_block"]


def test_the_summary_says_where_the_points_went() -> None:
    """The score, five rows, the rest behind a fold."""
    results = example()
    results["submissions"] = [crashed()]
    page = render_summary(results)
    assert "**15.76 of 32 points**" in page and "taken off for being late" in page
    assert page.index("Your code did not run to its end") < page.index("KL is not symmetric")
    assert page.count("<details>") == 1
    results["submissions"] = [example()["submissions"][0]]
    assert "Nothing was lost in what is decided." in render_summary(results)


def test_a_class_has_a_row_each_and_stays_within_the_limit() -> None:
    """GitHub drops the whole page where it is larger."""
    results = example()
    one = mixed()
    one["id"] = "<" * 80
    for question in one["questions"]:
        question["title"] = "|" * 200
    results["submissions"] = [one] * 10_000
    page = render_summary(results)
    assert len(page.encode()) < MOST_BYTES
    assert "And 9000 more submissions." in page or "more lines are left out" in page


def test_a_workflow_gets_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The annotations on the log, the page where Actions wants it; outside only files."""
    results: Results = example()
    results["submissions"] = [crashed()]
    (tmp_path / "results.json").write_bytes(render_json(results))
    summary = tmp_path / "step"
    summary.write_text("before\n")
    arguments = ["export", str(tmp_path), "--to", "github", "--inside", "work"]
    done = CliRunner().invoke(cli, arguments, env={"GITHUB_ACTIONS": None})
    assert done.exit_code == 0 and "::" not in done.output
    env = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    done = CliRunner().invoke(cli, arguments, env=env)
    first = next(line for line in done.output.splitlines() if line.startswith("::"))
    assert command(first)[1] == {
        "title": "Your code did not run to its end", "file": "work/hw 2.py", "line": "38"
    }  # fmt: skip
    assert summary.read_text().startswith("before\n## Homework 2")


def test_what_students_may_not_see_is_in_neither(tmp_path: Path) -> None:
    """A log is read by whoever pushed."""
    results = example()
    results["submissions"] = [mixed()]
    shows: Any = {q["id"]: "after_due" for q in results["submissions"][0]["questions"]}
    for path in write_github(results, tmp_path, Extras(shows=shows)):
        assert "You wrote" not in path.read_text()


def test_a_class_has_no_annotations(tmp_path: Path) -> None:
    """Lines of students' files are no lines of the repository that the class is graded in."""
    one = example()
    one["submissions"] = [mixed()]
    write_github(one, tmp_path, Extras())
    assert (tmp_path / "exports" / "github" / "annotations.txt").is_file()
    write_github(example(), tmp_path, Extras())
    assert not (tmp_path / "exports" / "github" / "annotations.txt").exists()
