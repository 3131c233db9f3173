"""What `grader check` prints of the form of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.evidence import Finding
from grader.questions.asking.form import State
from grader.reports.exports.github.annotations import in_property, message
from grader.reports.exports.github.markdown import literal
from grader.reports.terminal import harmless, wrapped
from grader.reports.text import clean_line
from grader.selfcheck.looking import Checked, Row

SIGNS = {
    State.FINE: "✓",
    State.FIX: "✗",
    State.MISSING: "○",
    State.PERSON: "…",
    State.OPEN: "·",
}
WORDS = {
    State.FINE: "form is right",
    State.FIX: "to fix",
    State.MISSING: "not answered",
    State.PERSON: "a person reads it",
    State.OPEN: "not checked here",
}
COLOURS = {
    State.FINE: "32",
    State.FIX: "31",
    State.MISSING: "33",
    State.PERSON: "34",
    State.OPEN: "90",
}
MOST = 10


def summary(checked: Checked) -> str:
    """How many questions can be checked here, and how many want something."""
    count = len(checked.rows)
    fix = len(checked.to_fix)
    wants = "nothing needs fixing" if not fix else f"{fix} need{'s' if fix == 1 else ''} fixing"
    stops = ", and code stops (see above)" if checked.stops else ""
    return (
        f"{checked.checkable} of {count} can be checked here, and by their form alone: {wants}"
        f"{stops}. Whether an answer is right is not known here."
    )


def one_line(row: Row) -> str:
    """A question in a line: its sign, id, and the first thing to say."""
    look = row.look
    first = f": {clean_line(look.says[0], 160)}" if look.says else ""
    return harmless(f"{SIGNS[look.state]} {row.form.id}  {WORDS[look.state]}{first}")


def lines(checked: Checked, *, width: int = 80, colour: bool = False) -> Iterator[str]:
    """The whole check, line by line."""
    files = ", ".join(clean_line(name, 60) for name in checked.files[:6])
    yield harmless(f"{clean_line(checked.title, 100)}: {files or 'no files'}")
    yield ""
    longest = max((len(row.form.id) for row in checked.rows), default=4)
    for row in checked.rows:
        state = row.look.state
        title = clean_line(row.form.title, 400)
        room = max(width - longest - 24, 12)
        title = title if len(title) <= room else f"{title[: room - 1].rstrip()}…"
        head = f"{SIGNS[state]} {row.form.id:<{longest}}  {WORDS[state]:<17}  {harmless(title)}"
        yield f"\033[{COLOURS[state]}m{head.rstrip()}\033[0m" if colour else head.rstrip()
        yield from wrapped(row.look.says, width, "    ")
        if row.look.read and state in (State.FIX, State.PERSON):
            place = row.look.source.where()
            read = f"Read{f' at {place}' if place else ''}: {clean_line(row.look.read, 120)}"
            yield from wrapped([read], width, "    ")
    if checked.findings:
        yield ""
        yield "Noticed"
        yield from wrapped(list(map(noticed, checked.findings[:20])), width, "  ! ")
    yield ""
    yield from wrapped([summary(checked)], width, "")


def noticed(finding: Finding) -> str:
    """A finding with its place."""
    place = clean_line(finding.file, 80)
    if place and finding.line is not None:
        place += f", line {finding.line}"
    return f"{finding.message}{f' ({place})' if place else ''}"


def ci_commands(checked: Checked) -> list[str]:
    """Commands of GitHub Actions that put what needs fixing beside its line, at most ten."""
    rows = []
    for row in checked.to_fix[:MOST]:
        title = in_property(f"{row.form.id}: {WORDS[row.look.state]}")
        properties = [f"title={title}"]
        source = row.look.source
        if source.file and source.cell is None and source.page is None:
            properties.append(f"file={in_property(source.file)}")
            if source.line is not None:
                properties.append(f"line={source.line}")
        rows.append(f"::error {','.join(properties)}::{message(' '.join(row.look.says))}")
    return rows


def ci_summary(checked: Checked) -> str:
    """The same in Markdown, for the page of a workflow's step."""
    rows = [f"## {literal(checked.title)}", "", literal(summary(checked), 600), ""]
    rows += ["| question | | |", "|---|---|---|"]
    for row in checked.rows:
        state = row.look.state
        says = literal(" ".join(row.look.says), 400)
        rows.append(f"| {literal(row.form.id)} | {SIGNS[state]} {WORDS[state]} | {says} |")
    return "\n".join([*rows, "", ""])


def changed(before: Checked | None, now: Checked) -> Sequence[str]:
    """A line for each question of which something else is said than before."""
    old = {row.form.id: one_line(row) for row in before.rows} if before is not None else {}
    return [line for row in now.rows if (line := one_line(row)) != old.get(row.form.id)]
