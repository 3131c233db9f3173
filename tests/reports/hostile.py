"""Strings that a student could put anywhere, and a submission with one of them in every field."""

from typing import Any

from grader.reports.asked import Asked, Changed, HandedIn, Told
from grader.reports.extras import Extras
from grader.reports.records import Results, SubmissionResult
from tests.reports.example_results import example, mixed, part, place, question

PAYLOADS = (
    "<script>document.title='owned'</script>",
    "</script><script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "\"><svg onload=document.title='owned'>",
    "' onmouseover='document.title=1' x='",
    "</style><script>document.title='owned'</script>",
    "</title><script>document.title='owned'</script>",
    "<iframe src=http://127.0.0.1:9/></iframe>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<base href=http://127.0.0.1:9/>",
    "<form action=http://127.0.0.1:9/><button autofocus>",
    "<a href=javascript:document.title='owned'>x</a>",
    "$\\text{<script>document.title='owned'</script>}$",
    "$\\href{javascript:document.title='owned'}{x}$",
    "$\\text{</math><img src=x onerror=document.title='owned'>}$",
    "$\\mathrm{<annotation-xml encoding=text/html><script>document.title=1</script>}$",
    "$\\hspace{-4000em}\\rule{9999em}{9999em}$",
    "$" + "\\frac{1}{" * 300 + "x" + "}" * 300 + "$",
    "$" + "{" * 1200 + "$",
    "`<script>document.title='owned'</script>`",
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "<!--", "-->", "<![CDATA[", "]]>", "&lt;script&gt;", "&#x3c;script>",
    "\x00\x01\x07\x08\x1b[31mred\x1b[0m\x9b31m\x7f",
    "\u202etxet desrever\u202c\u2066\u2067\u2069\u200f",
    "\ud800 lone \udfff",
    "\ufffe\uffff\u2028\u2029\ufeff\u200b",
    "a" + "\u0301" * 500,
    "W" * 20_000,
    "x\n" * 5_000,
    "\r::error::owned\n##[error]owned\n::set-output name=x::y",
    "=HYPERLINK(\"http://127.0.0.1:9/\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1",
    "../../etc/passwd",
)  # fmt: skip


def hostile_submission(text: str) -> SubmissionResult:
    """The mixed submission with `text` in every field that a student or their files can reach."""
    student = mixed()
    student["name"] = text
    student["files"] = [text, "hw2.py"]
    kinds = (text, "load-error", "syntax-error", "name-near-miss", "unreadable")
    near = f"{text} is on line 1 of {text}; {text} was asked for and is nowhere."
    said = f"Your code stopped here with {text}; nothing below was run."
    messages = (text, said, text, near, text)
    student["findings"] = [
        {"kind": kind, "message": message, "file": text, "line": 1, "cell": None}
        for kind, message in zip(kinds, messages, strict=True)
    ]
    student["questions"] = [
        question(
            one["id"],
            one["score"],
            one["status"],
            text,
            f"You wrote {text} here.",
            mistakes=(text,),
            read=text,
            source=place(text, 3),
            parts=[
                part(f"{one['id']}.{text}", 0, 1, "incorrect", text, mistakes=(text,)),
                part(text, None, 1, "awaiting", text),
            ],
        )
        for one in student["questions"]
    ]
    return student


def hostile_results(text: str) -> Results:
    """A class of one, with `text` in every field that a student or the roster can reach."""
    results = example()
    results["submissions"] = [hostile_submission(text)]
    results["missing"] = [{"id": text, "name": text}]
    return results


def hostile_plots(text: str) -> dict[str, Any]:
    """Pictures whose every label is `text`, with numbers that no axis likes."""
    nan, infinity = float("nan"), float("inf")
    return {
        "roc": {"student": [[0, 0], [nan, 1], [1, infinity]], "baseline": [], "student_auc": nan},
        "intervals": [
            {"label": text, "low": nan, "estimate": infinity, "high": -infinity,
             "none_below": 0.5, "full_from": 0.5},
            {"label": text, "low": 1, "estimate": 1, "high": 1},
        ],
        "confusion": {"labels": [text, text], "counts": [[0, 0], [0, 0]]},
        "experts": [{"label": text, "share": nan}, {"label": text, "share": 7}],
        "seconds": [0.0, infinity],
        "descent": {"x": [0, 1], "y": [0, 1], "values": [[nan, 1.0], [infinity, 2.0]],
                    "path": [[nan, nan], [9, 9], [0.5, 0.5]]},
        "column": {"heading": text, "cells": [text, text, text]},
        "lines": [{"text": text, "formula": made, "holds": holds, "gap": made}
                  for made in (True, False) for holds in (True, False, None)],
    }  # fmt: skip


def hostile_extras(text: str, **more: Any) -> Extras:
    """What pages show beyond results, with `text` wherever a rubric or an answer reaches."""
    results = hostile_results(text)
    (student,) = results["submissions"]
    names = [str(one["id"]) for one in student["questions"]]
    other, carried = (names[0],), frozenset({text})
    titles = {text: text, "1": text}
    about = Asked(text, titles, (text,), text, (text,), text, other, carried, carried)
    return Extras(
        asked=dict.fromkeys(names, about),
        told={(student["id"], name): Told(text, f"Keeps {text}.", f"Do {text}.") for name in names},
        lines={student["id"]: {(text, 1, None): f"1: {text}\n2: {text}"}},
        keys=dict.fromkeys(names, text),
        snippets={(name, text): f"mistakes: [{{answer: {text}}}]" for name in names},
        handed_in={student["id"]: HandedIn(text, text)},
        changed=[Changed(student["id"], name, None, 1.0) for name in names],
        **more,
    )
