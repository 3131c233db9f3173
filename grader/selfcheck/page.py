"""The same as one self-contained page, without script or outside request."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.questions.asking.form import State
from grader.reports.pages.page import style
from grader.reports.text import clean, clean_line
from grader.selfcheck.looking import Checked
from grader.selfcheck.terminal import SIGNS, WORDS, noticed, summary


def render(checked: Checked) -> str:
    """The page; everything that came from a student is cleaned, capped and escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    rows = [
        {
            "id": row.form.id,
            "title": clean_line(row.form.title, 200),
            "state": str(row.look.state),
            "sign": SIGNS[row.look.state],
            "word": WORDS[row.look.state],
            "says": [clean(said)[:2_000] for said in row.look.says],
            "read": clean_line(row.look.read, 400) if row.look.state is not State.MISSING else "",
            "place": clean_line(row.look.source.where(), 200),
            "expected": clean_line(row.form.expected(), 300),
            "checks": row.form.checks if row.form.is_checked else "",
        }
        for row in checked.rows
    ]
    return environment.get_template("page.html.j2").render(
        css=style(),
        title=clean_line(checked.title, 200),
        files=[clean_line(name, 80) for name in checked.files[:12]],
        summary=summary(checked),
        findings=[clean_line(noticed(one), 400) for one in checked.findings[:40]],
        rows=rows,
    )
