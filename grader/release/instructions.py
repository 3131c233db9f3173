"""One page for students: what to hand in, how to check it, and what a check cannot tell."""

from __future__ import annotations

import re
from collections.abc import Collection

from grader.marks import show
from grader.questions.asking.form import Form
from grader.rubric.model import Rubric
from grader.rubric.released import Released


def instructions(rubric: Rubric, released: Released, files: Collection[str]) -> str:
    """The page in Markdown."""
    course = f"{' '.join(released.course.split())}. " if released.course else ""
    bonus = sum(form.points for form in released.questions if form.bonus)
    more = f" and {show(bonus)} of bonus" if bonus else ""
    count = len(released.questions)
    checked = sum(form.is_checked for form in released.questions)
    work = sorted(name for name in files if name.startswith("submission/"))
    others = sorted(name for name in files if name.startswith("other-forms/"))
    rows = [
        f"# {' '.join(released.title.split())}",
        f"{course}{count} questions, {show(released.points)} points{more}.{_due(rubric)}",
        "## Hand in",
        "Everything that is to be marked lies in the folder `submission`. "
        + (f"Fill in {_listed(work)}." if work else "Put your files there."),
    ]
    if others:
        rows.append(
            f"Or answer in another form: copy {_listed(others)} there. A question may be answered "
            "in any of them; the first that surely has an answer counts. Keep names and headings."
        )
    if released.data:
        data = _listed([one.file for one in released.data])
        rows.append(f"Data: {data}. Read a file by its name alone; it is beside your code then.")
    rows += [
        "## Check it",
        "```sh\npip install homework-grader\ngrader check submission --rubric rubric.yaml\n```",
        "This runs your code on your own machine and looks at the form of your answers: names, "
        "shapes, types, and what is read where. Add `--watch` to look again at each change, "
        "`--question ID` for one question, `--html page.html` for a page. In a notebook: "
        "`%load_ext grader`, then `%grader ID`.",
        f"{checked} of {count} questions can be checked here. Nobody has the key here, so nothing "
        "is said of whether an answer is right. The command ends with 1 where something needs "
        "fixing.",
        "## Questions",
        "| question | points | expected |\n|---|---|---|\n"
        + "\n".join(map(_row, released.questions)),
    ]
    prompts = [form for form in released.questions if form.prompt or form.statements()]
    if prompts:
        rows.append("## What is asked")
    for form in prompts:
        rows.append(f"**{form.id}** {' '.join(form.prompt.split())}".rstrip())
        if form.statements():
            rows.append("\n".join(f"- {_text(one)}" for one in form.statements()))
    if released.sheet:
        rows.append(f"The whole statement is in `{released.sheet}`.")
    return "\n\n".join(rows) + "\n"


def _row(form: Form) -> str:
    """A question in a row of the table."""
    name = f", in `{form.names[0]}`" if form.names else ""
    cells = (f"{form.id} {form.title}", form.worth.partition(" ")[0], f"{form.expected()}{name}")
    bonus = " (bonus)" if form.bonus else ""
    return f"| {_cell(cells[0])} | {cells[1]}{bonus} | {_cell(cells[2])} |"


def _due(rubric: Rubric) -> str:
    late = rubric.late
    if late is None:
        return ""
    due = late.aware(late.due)
    return f" Due {due:%Y-%m-%d %H:%M} ({late.timezone or due.tzname()})."


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _text(line: str) -> str:
    """A line whose number does not begin a list of its own."""
    return re.sub(r"^(\w+)\.", r"\1\\.", line)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
