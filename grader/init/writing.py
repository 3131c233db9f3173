"""Writes a draft: the rubric, a test file per tested question, the model answer, the template."""

from __future__ import annotations

import ast
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from grader.init.draft import Draft, Drafted, OneTest
from grader.rubric.schema import schema_text

MODULE = "submission"
"""The name by which the tests import what is handed in."""

SESSION = '''

def run(session):
    """A session passes where each line of it shows what stands below it."""
    names = dict(vars({module}))
    test = doctest.DocTestParser().get_doctest(session, names, "session", None, None)
    options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    try:
        doctest.DebugRunner(optionflags=options).run(test)
    except doctest.UnexpectedException as error:
        raise error.exc_info[1]
    except doctest.DocTestFailure as error:
        raise AssertionError(f"{error.example.source}gave {error.got}") from None
'''


def files_of_draft(draft: Draft) -> Iterator[tuple[str, str | bytes]]:
    """Every file of the assignment, by its path."""
    yield "rubric.yaml", rubric_text(draft)
    yield "rubric.schema.json", schema_text()
    for question in draft.questions:
        if not question.is_manual:
            yield _tests_of(question), tests_text(question, draft)
    if draft.reference is not None:
        yield f"reference/{draft.file}", _notebook(draft.reference)
    if draft.template is not None:
        yield f"template/{draft.file}", _notebook(draft.template)
    for path in draft.data:
        yield f"data/{path.name}", path.read_bytes()


def _tests_of(question: Drafted) -> str:
    return f"tests/test_{question.id.replace('.', '_')}.py"


def _notebook(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def rubric_text(draft: Draft) -> str:
    """The rubric, as somebody would write it."""
    lines = [
        modeline(),
        f"# Made by `grader init` from {draft.file}, an assignment of {draft.origin}.",
        "# `grader validate rubric.yaml` checks this file; `grader selftest rubric.yaml` marks the",
        "# model answer by it.",
        *(f"# Note: {note}." for note in draft.notes),
        f"title: {written(draft.title)}",
        "sources: [notebook, module, writeup]",
    ]
    if draft.reference is not None:
        lines.append("reference: reference")
    if draft.template is not None:
        lines.append(f"template: {written(f'template/{draft.file}')}")
    if draft.data:
        lines.append("data:")
        lines += [f"  - {{file: {written(f'data/{path.name}')}}}" for path in draft.data]
    lines.append("questions:")
    for question in draft.questions:
        lines += [f"  {line}" for line in _question(question)]
    return "\n".join(lines) + "\n"


def modeline() -> str:
    """The line by which an editor knows what a rubric may hold."""
    return "# yaml-language-server: $schema=rubric.schema.json"


def _question(question: Drafted) -> list[str]:
    lines = [f"- id: {question.id}", f"  title: {written(question.title)}"]
    kind = "free_response" if question.is_manual else "pytest"
    lines += [f"  kind: {kind}", f"  points: {points_as_written(question.points)}"]
    if question.is_manual:
        lines.append(f"  name: {question.id.replace('.', '_').upper()}")
        if any(map(str.isalnum, question.label)):
            label = question.label.replace("|", " ")
            lines.append(f"  writeup: {{under: [{written(label)}], take: prose}}")
        return lines
    if question.names:
        lines.append(f"  name: [{', '.join(question.names[:20])}]")
    return [*lines, f"  file: {_tests_of(question)}", f"  module: {MODULE}"]


def written(text: str) -> str:
    """A text as YAML, in quotes where it needs them."""
    simple = re.fullmatch(r"[A-Za-z][\w ./-]*[\w./-]|[A-Za-z]", text)
    words = ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
    if simple and text.lower() not in words:
        return text
    return json.dumps(text, ensure_ascii=False)


def points_as_written(points: Fraction) -> str:
    """Points as somebody would write them: 2, 0.5 or 1/3."""
    if points.denominator == 1:
        return str(points.numerator)
    exact = Fraction(str(float(points))) == points
    return str(float(points)) if exact else f"{points.numerator}/{points.denominator}"


def tests_text(question: Drafted, draft: Draft) -> str:
    """A test file: a function for each test, in the names of what was handed in."""
    session = any(test.is_session for test in question.tests)
    marked = any(test.points is not None for test in question.tests)
    title = question.title.replace("\\", "/").replace('"', "'")
    head = [f'"""{title}: tests of {draft.file}, made by `grader init`."""\n']
    head += ["import doctest\nimport io\n"] if session else []
    head += ["import pytest\n"] if marked else []
    head.append(f"import {MODULE}" if session else "")
    head.append(f"from {MODULE} import *  # the tests use its names as a notebook does")
    text = "\n".join(part for part in head if part)
    if session:
        text += "\n" + SESSION.replace("{module}", MODULE)
    else:
        text += "\n"
    shared = _shared([test.code for test in question.tests if not test.is_session])
    for number, test in enumerate(question.tests, 1):
        text += f"\n\n{_function(number, test, shared)}\n"
    return text


def _function(number: int, test: OneTest, shared: frozenset[str]) -> str:
    mark = f"@pytest.mark.points({_marked(test.points)})\n" if test.points is not None else ""
    says = f'    """{test.says}"""\n' if re.fullmatch(r"[\w .:-]+", test.says) else ""
    if test.is_session:
        body = f"    run({_quoted(test.code)})"
    else:
        body = _body(_without_magics(test.code), shared)
    return f"{mark}def test_{number}():\n{says}{body}"


def _marked(points: Fraction) -> str:
    return str(points.numerator) if points.denominator == 1 else repr(str(points))


def _quoted(code: str) -> str:
    """A piece of code as a literal in Python."""
    if '"""' in code or code.endswith('"') or "\\" in code:
        return repr(code)
    return f'"""\n{code.strip(chr(10))}\n"""'


def _body(code: str, shared: frozenset[str]) -> str:
    """Code as the body of a function, or as a text that is run, where it cannot be one."""
    stored = _stored(code) & shared
    scope = f"    global {', '.join(sorted(stored))}\n" if stored else ""
    body = scope + textwrap.indent(code, "    ")
    try:
        inner = ast.parse(f"def test():\n{body}").body[0]
        assert isinstance(inner, ast.FunctionDef)
        same = ast.Module(inner.body[1:] if stored else inner.body, [])
        compile(f"def test():\n{body}", "test", "exec")
        if ast.dump(same) == ast.dump(ast.Module(ast.parse(code).body, [])):
            return body
    except SyntaxError:
        pass
    return f"    exec({_quoted(code)}, globals())"


def _without_magics(code: str) -> str:
    """Code without the lines that only a notebook understands."""
    try:
        ast.parse(code)
    except SyntaxError:
        lines = [line for line in code.split("\n") if not re.match(r"\s*[%!]", line)]
        return "\n".join(lines)
    return code


def _shared(codes: Sequence[str]) -> frozenset[str]:
    """Names that tests give and read, which in a notebook are those of all cells."""
    stored = [_stored(_without_magics(code)) for code in codes]
    loaded: set[str] = set()
    for code in codes:
        try:
            tree = ast.parse(_without_magics(code))
        except SyntaxError:
            continue
        loaded |= {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
    return frozenset(set().union(*stored) & loaded) if stored else frozenset()


def _stored(code: str) -> frozenset[str]:
    """The names that code gives a value at its top level."""
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return frozenset()
    found: set[str] = set()
    pending: list[ast.AST] = [*body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
            continue
        if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp):
            continue
        if isinstance(node, ast.GeneratorExp):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias) and node.name != "*":
            found.add((node.asname or node.name).partition(".")[0])
        pending += ast.iter_child_nodes(node)
    return frozenset(found)
