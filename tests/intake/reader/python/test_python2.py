"""Python 2 in the words of Python 3: what does not parse, line by line."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.reader.python.python2 import python_3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("print 'a', b", "print('a', b)"),
        ("print", "print()"),
        ("print x,", "print(x, end=' ')"),
        ("print 'a' % (b, c)", "print('a' % (b, c))"),
        ("print (a), b", "print((a), b)"),
        ("print >>f, x, y", "print(x, y, file=f)"),
        ("if x: print x; print y", "if x: print(x); print(y)"),
        ("print x # print y", "print(x) # print y"),
        ("print f(\n    1,\n    2)", "print(f(\n    1,\n    2))"),
        ("try: pass\nexcept E, e: pass", "try: pass\nexcept E as e: pass"),
        ("try: pass\nexcept (A, B), e: pass", "try: pass\nexcept (A, B) as e: pass"),
        ("raise E, 'no'", "raise E('no')"),
        ("exec 'a' in d", "exec('a', d)"),
        ("x = 10L + 0777", "x = 10 + 0o777"),
        ("x = `y` <> 'a <> b'", "x = repr(y) != 'a <> b'"),
        ("d.has_key(k)\nprint 1", "(k in d)\nprint(1)"),
    ],
)
def test_statements_of_old(old: str, new: str) -> None:
    """Each becomes what it meant."""
    found = python_3(old)
    assert found is not None
    assert ast.dump(ast.parse(found)) == ast.dump(ast.parse(new))


@pytest.mark.parametrize("text", ["x = (", "this is no program", "S = a = 0.5 so"])
def test_what_is_no_program_stays_none(text: str) -> None:
    """It is not made into one."""
    assert python_3(text) is None


STATEMENTS = st.lists(
    st.sampled_from([
        "print 'print x', y", "x = 1", "for i in range(3):\n    print i,", "s = 'except A, b:'",
        "# raise E, 'x'", "y = \"`a` <> 1L\"", "print \"%d\" % 3",
    ]),
    max_size=8,
)  # fmt: skip


@given(STATEMENTS)
def test_lines_and_texts_stay(statements: list[str]) -> None:
    """No line moves, and no string or comment is changed."""
    source = "\n".join(statements)
    found = python_3(source)
    assert found is not None
    assert found.count("\n") == source.count("\n")
    for kept in ("'print x'", "'except A, b:'", "# raise E, 'x'", '"`a` <> 1L"'):
        assert found.count(kept) == source.count(kept)


@given(st.text(alphabet="printexcraise ,:'\"`#()<>\n\t0L=%", max_size=60))
def test_any_text_is_taken(text: str) -> None:
    """Whatever comes, the answer parses or there is none."""
    found = python_3(text)
    if found is not None:
        ast.parse(found)
