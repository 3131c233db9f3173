"""Online text in HTML as the Markdown that a student could have typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.writeup.html import markdown_of_html

ROW = "<tr><td>{}</td><td>{}</td></tr>"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<h1>A</h1><h3>B</h3>x", "# A\n\n### B\n\nx"),
        ("<p>one\n  two</p><p>three</p>", "one two\n\nthree"),
        ("a<br>b", "a\nb"),
        ("<p><b>T</b> and <em>F</em>, <strong>x</strong> <i>y</i></p>", "**T** and *F*, **x** *y*"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a</li><li><p>b</p></li></ol>", "1. a\n2. \nb"),
        ("<pre>x = [1,\n     2]</pre>", "```\nx = [1,\n     2]\n```"),
        ("<p>1 &lt; 2 &amp; &theta;</p>", "1 < 2 & θ"),
        ("<style>p {}</style><title>t</title><script>1</script>x<!-- no -->", "x"),
        ("</script></li></pre></ol>x", "x"),
        ("", ""),
    ],
)
def test_a_page_as_markdown(page: str, text: str) -> None:
    """Headings, paragraphs, emphasis, lists, code and characters; nothing of what is hidden."""
    assert markdown_of_html(page) == text


def test_every_table_has_its_own_head() -> None:
    """The first row of each table is its head; a second table close by has one too."""
    one = f"<table><tr><th>a</th><th>b</th></tr>{ROW.format(1, 2)}{ROW.format(3, 4)}</table>"
    two = f"<table>{ROW.format('c', 'd')}{ROW.format(5, 6)}</table>"
    lines = [line.replace(" ", "") for line in markdown_of_html(one + two).split("\n") if line]
    assert lines == [
        *("|a|b|", "|---|---|", "|1|2|", "|3|4|"),
        *("|c|d|", "|---|---|", "|5|6|"),
    ]


HALF = "<mfrac><mn>1</mn><mn>2</mn></mfrac>"
SET = "<span class='MathJax'>12</span>"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (f"<p>so <math>{HALF}</math>.</p>", r"so $\frac{1}{2}$."),
        (f"<math display='block'>{HALF}</math>", r"$$\frac{1}{2}$$"),
        (f"<math><semantics>{HALF}<annotation encoding='application/x-tex'>\\half</annotation>"
         "</semantics></math>", r"$\half$"),
        (f"{SET}<script type='math/tex'>1/2</script>", "$1/2$"),
        (f"{SET}\n<script type='math/tex; mode=display'>1/2</script>", "$$1/2$$"),
        (f"a {SET} b", "a ![](drawn) b"),
        (f"<mjx-container class='MathJax'><mjx-math>12</mjx-math><mjx-assistive-mml><math>{HALF}"
         "</math></mjx-assistive-mml></mjx-container>", r"$\frac{1}{2}$"),
        (f"<span class='katex'><span class='katex-mathml'><math>{HALF}</math></span>"
         "<span class='katex-html'><span>1</span>2</span></span> end", r"$\frac{1}{2}$ end"),
        ("<span class='katex'><span class='katex-html'><span>1</span>2</span></span> end",
         "![](drawn) end"),
        ("<math><mlongdiv>2</mlongdiv></math>", "![](drawn)"),
        ("<p>a<svg><text>12</text></svg>b</p>", "a![](drawn)b"),
        ("<h2>Problem 1<a href='#x'><svg><path></path></svg></a></h2>", "## Problem 1"),
        ("<h2>Problem 1<a class='anchor' href='#x'>¶</a></h2><p>x</p>", "## Problem 1\n\nx"),
        ("<math><mi>x", ""),
    ],
)  # fmt: skip
def test_formulas_of_a_page(page: str, text: str) -> None:
    """Each formula is there once, by its source; one that is only set is a thing to look at."""
    assert markdown_of_html(page).strip() == text


TAGS = (
    *("p", "div", "li", "ol", "ul", "table", "tr", "td", "pre", "b", "h2", "script", "br"),
    *("math", "mi", "svg"),
)
PIECES = st.one_of(
    st.text("ab \n<&;|`$", max_size=6),
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(["<!--", "<a href='x", "&#x110000;", "<![CDATA[", "<?php"]),
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_no_page_is_too_broken(pieces: list[str]) -> None:
    """Tags in any order, never closed or never opened, give some text."""
    assert isinstance(markdown_of_html("".join(pieces)), str)
