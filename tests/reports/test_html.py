"""The student's page says what was read, what it earned and why, and nothing it must not say."""

import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.reports.asked import Asked, Told
from grader.reports.extras import Extras, redacted
from grader.reports.pages import mathml
from grader.reports.pages.html import render_student, write_html
from grader.reports.records import SubmissionResult
from tests.reports.example_results import (
    QUESTIONS,
    example,
    example_plots,
    mixed,
    question,
    submission,
)
from tests.reports.hostile import PAYLOADS, hostile_extras, hostile_plots, hostile_results

CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
KNOWN = set(
    """
    html head title style body svg symbol path circle use a header p h1 strong main section b span
    div i ul li nav ol h2 article figcaption pre table thead tr th tbody td footer dl dt dd
    details summary meta code figure bdi main blockquote table
    """.split()  # noqa: SIM905 - forty quotes say less
)
VOID = {"meta", "col", "br", "img", "input", "link", "hr"}


class Outline(HTMLParser):
    """The tags of a page, whether they nest, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag that has to be closed."""
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th", "tr"):
            self._close_cells(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def _close_cells(self, tag: str) -> None:
        """Close what HTML closes by itself before a cell, a row, or the end of its table."""
        ended = {"td": ("td", "th"), "th": ("td", "th")}.get(tag, ("td", "th", "tr"))
        while self.open[-1] in ended:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag, which has to be this one."""
        if tag in ("tbody", "thead", "table"):
            self._close_cells(tag)
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect the text."""
        self.text += data


def page_of(student: SubmissionResult, extras: Extras | None = None) -> Outline:
    """The parsed page of one student of the example class."""
    return Outline(render_student(example(), student, extras))


def test_a_student_sees_marks_reading_cause_and_credit() -> None:
    """Score, echo with its place, named mistake, sentence and parts are all on the page."""
    text = page_of(mixed()).text
    for told in (
        "15.76", "of 32 points", "5 points wait for your teacher", "for your teacher to mark",
        "hw2.py:44",
        "[(2, 9), (-1.5, 9.45), (-3.735, 9.9), (-5.211, 11.02)]", "Sequential update",
        "The later rows are right for the row before them", "homework2.ipynb, cell 3",
        "This is our fault, not yours", "fits on the test rows with their labels",
        "22 February 2025, 01:40 (UTC-05:00)", "1 hour 41 minutes late", "−1.5",
    ):  # fmt: skip
        assert told in text, told


def test_the_footer_says_how_to_get_the_same_marks_again() -> None:
    """Version, rubric hash, sandbox, interpreter and packages; neither path nor seed."""
    text = page_of(mixed(), Extras(packages={"numpy": "2.4.1"})).text
    for told in ("grader 0.1.0", "9f" * 32, "tier A", "3.11.7", "numpy 2.4.1"):
        assert told in text
    assert "20250221" not in text and "homework2.yaml" not in text


def test_the_page_is_self_contained_and_guarded() -> None:
    """No script, no address, one policy, every link within the page."""
    plots = {("maria-lopez", q): data for q, data in example_plots().items()}
    page = page_of(mixed(), Extras(plots=plots))
    assert not page.open
    metas = [a for tag, a in page.tags if tag == "meta"]
    policies = [a["content"] for a in metas if a.get("http-equiv") == "Content-Security-Policy"]
    assert [str(policy).startswith(CSP) for policy in policies] == [True]
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "iframe", "link", "object", "embed", "form", "base"}
    targets = [a["href"] for _, a in page.tags if "href" in a]
    assert targets and all(str(target).startswith("#") for target in targets)
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {str(target)[1:] for target in targets} <= set(map(str, ids))


def test_every_picture_has_a_title_and_headings_are_in_order() -> None:
    """A page that is read aloud makes sense."""
    plots = {("maria-lopez", q): data for q, data in example_plots().items()}
    page = page_of(mixed(), Extras(plots=plots))
    drawings = [a for tag, a in page.tags if tag == "svg" and a.get("role") == "img"]
    assert len(drawings) == 6
    assert [tag for tag, _ in page.tags].count("desc") == 6
    headings = [tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == "h1" and set(headings[1:]) == {"h2"}


def test_matrix_entries_stand_as_a_matrix() -> None:
    """A 2 by 2 matrix has two columns, and what is wrong in it is marked in its place."""
    written = render_student(example(), mixed())
    table = written[written.index('id="q-p3.jacobian"') :].partition('class="entries">')[2]
    table = table.partition("</table>")[0]
    assert re.findall(r'<td class="(\w+)"', table) == [
        "correct", "incorrect", "incorrect", "correct",
    ]  # fmt: skip
    assert table.count("<tr>") == 2 and table.count(">wrong<") == 2


def test_formulas_of_an_echo_are_typeset() -> None:
    """LaTeX that was read stands as MathML, the entries of a matrix each in their place."""
    tags = [tag for tag, _ in page_of(mixed()).tags]
    assert tags.count("math") >= 4
    assert tags.count("mfrac") >= 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_opens_no_tag(payload: str) -> None:
    """With a payload in every field the page nests rightly and holds no foreign element."""
    results = hostile_results(payload)
    plots = {("maria-lopez", "p5.performance"): hostile_plots(payload)}
    extras = hostile_extras(payload, plots=plots)
    written = render_student(results, results["submissions"][0], extras)
    written.encode("utf-8")
    page = Outline(written)
    assert not page.open
    assert not {tag for tag, _ in page.tags} & {
        "script",
        "img",
        "iframe",
        "link",
        "form",
        "base",
        "a1",
    }
    assert not [a for _, a in page.tags if any(key.startswith("on") for key in a)]
    assert len(written) < 1_500_000


SCRAPS = st.sampled_from(
    [
        "<",
        ">",
        "&",
        '"',
        "'",
        "`",
        "$",
        "\\text{",
        "\\frac{",
        "}",
        "{",
        "{{",
        "{%",
        "<script>",
        "-->",
        "\x00",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(SCRAPS | st.characters(), max_size=25).map("".join))
def test_no_text_at_all_opens_a_tag(text: str) -> None:
    """Whatever stands in every field, the page has the tags it has for plain text."""
    results = hostile_results(text)
    written = render_student(results, results["submissions"][0], hostile_extras(text))
    page = Outline(written)
    assert not page.open
    assert {tag for tag, _ in page.tags} <= KNOWN | mathml._TAGS


def test_a_question_shown_as_a_whole_hides_its_parts() -> None:
    """`feedback: question` shows the mark, `after_due` not even the reason."""
    whole = page_of(mixed(), Extras(shows={"p1": "question"})).text
    assert "shows the mark as a whole" in whole and "A False needs one" not in whole
    later = page_of(mixed(), Extras(shows={"p3.gradient": "after_due"})).text
    assert "after the deadline" in later and "at θ₁ = 1" not in later
    assert "4*t1 + 3*t2" in later


def test_what_is_withheld_decides_no_byte() -> None:
    """Two pages that differ in withheld feedback only are the same, fingerprint included."""
    other = mixed()
    other["questions"][5]["feedback"] = ["Something else."]
    extras = Extras(shows={"p3.gradient": "after_due"})
    assert render_student(example(), mixed(), extras) == render_student(example(), other, extras)
    assert redacted(mixed(), {}) == mixed()


def test_pages_are_written_once(tmp_path: Path) -> None:
    """A second writing changes nothing; a changed mark changes the class page and one page."""
    results = example()
    first = write_html(results, tmp_path, Extras())
    assert sorted(path.name for path in first) == [
        "ada.html", "index.html", "maria-lopez.html", "sam.html",
    ]  # fmt: skip
    assert write_html(results, tmp_path, Extras()) == []
    results["submissions"][0]["questions"][0]["score"] = 3
    changed = write_html(results, tmp_path, Extras())
    assert [path.name for path in changed] == ["index.html", "ada.html"]
    assert not list(tmp_path.rglob(".report-*"))


def test_an_unknown_kind_gets_the_general_template() -> None:
    """Kinds from elsewhere, even hostile names, are shown in the general way."""
    student = mixed()
    student["questions"][0]["kind"] = "../student"
    assert "A False needs one" in page_of(student).text


def test_the_arithmetic_of_lateness_stands_beside_the_sum() -> None:
    """The sentence that a late policy wrote is shown with the sum, not among the findings."""
    student = mixed()
    sentence = "1 day begun × 5% of the points: 1.5 points deducted."
    student["findings"] = [
        {"kind": "late", "message": sentence, "file": "", "line": None, "cell": None}
    ]
    text = page_of(student).text
    assert sentence in text and "Taken off for handing in late" in text
    assert "Noticed while reading" not in text


_LONG = "The gradient is computed from the wrong batch of points. " * 2
_ANSWERS = st.tuples(
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["correct", "partial", "incorrect", "awaiting", "missing"]),
    st.sampled_from(["Row 2 is wrong.", "Expected 7, you wrote 3.", _LONG]),
    st.sampled_from(["[2, 3]", _LONG, "1: 2\n2: 3"]),
    st.sampled_from([(), ("lost_factor",)]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_ANSWERS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_page_is_the_same_after_others_as_alone(answers: list[list[tuple[Any, ...]]]) -> None:
    """What is made once for equal answers hides nothing that tells two pages apart."""
    first, second, _ = names = [row[0] for row in QUESTIONS[:3]]
    asked = {second: Asked(follows=(first,), carried=frozenset({"lost_factor"}))}
    told = {("s0", first): Told(cause="Row 2 is wrong.", next="Look at row 2.")}
    extras = Extras(asked=asked, told=told, plots={("s1", first): {"formula": "x^2"}})
    results = example()
    results["submissions"] = [
        submission(f"s{n}", row[0][0], [
            question(name, 1, status, said, read=read, mistakes=mistakes)
            for name, (_, status, said, read, mistakes) in zip(names, row, strict=True)
        ])
        for n, row in enumerate(answers)
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        write_html(results, Path(folder), extras)
        for one in results["submissions"]:
            together = Path(folder, "reports", f"{one['id']}.html").read_text("utf-8")
            assert together == render_student(results, one, extras)
