"""The class page shows what is to be done, the distribution, every student, what looks wrong."""

import base64
import hashlib
import re

import pytest

from grader.reports.asked import Asked, Changed, HandedIn
from grader.reports.extras import Extras
from grader.reports.pages.html import render_student
from grader.reports.pages.overview import render_class
from grader.reports.records import Alike, Cluster, Results, Statistics
from grader.reports.statistics import class_statistics
from tests.reports.example_results import big_class, example, finding
from tests.reports.hostile import PAYLOADS, hostile_extras, hostile_results
from tests.reports.test_html import Outline


def statistics(question: str, cluster: Cluster, alike: Alike) -> Statistics:
    """Statistics of the example class, one question of which has a repeated wrong answer."""
    found = class_statistics(example(), [alike])
    found["alpha"] = 0.713
    item = found["questions"][question]
    item["difficulty"], item["discrimination"] = 0.61, -0.12
    item["suspect"], item["clusters"] = True, [cluster]
    return found


STATISTICS = statistics(
    "p3.descent",
    {
        "answer": "(-1.5, 9.45)",
        "count": 17,
        "mistake": "sequential_update",
        "ids": [f"s{n:05d}" for n in range(17)],
    },
    {"ids": ["ada", "sam"], "identical": False, "similarity": 0.97, "files": ["hw2.py"]},
)


def test_the_class_at_a_glance() -> None:
    """Figures, who handed in nothing, what we could not grade, findings."""
    text = Outline(render_class(example())).text
    for told in (
        "3 in", "1 missing", "Pat Kim", "The Jacobian at two points: The grader stopped",
        "Fit on test",
        "−1.5", "To judge", "Before you publish",
    ):  # fmt: skip
        assert told in " ".join(text.split()), told


def test_each_stranger_to_the_roster_is_told() -> None:
    """A suggestion for one submission is no example for another's; other kinds show one example."""
    results = example()
    for student in results["submissions"]:
        said = f"{student['id']} is nobody on the roster. Is it {student['id']}-x?"
        student["findings"] = [
            finding("roster-unmatched", said),
            finding("odd-encoding", f"file of {student['id']}"),
        ]
    text = Outline(render_class(results)).text
    assert all(f"Is it {student['id']}-x?" in text for student in results["submissions"])
    assert text.count("ile of ") == 1 and text.count("Such as: ") == 1


def test_every_student_has_a_row_and_a_link() -> None:
    """Links lead to the reports; those in need stand first, whatever their names."""
    page = Outline(render_class(example()))
    rows = [a["data-f"] for tag, a in page.tags if tag == "tr" and "data-f" in a]
    targets = [a["href"] for tag, a in page.tags if tag == "a"]
    assert {"reports/ada.html", "reports/maria-lopez.html", "reports/sam.html"} <= set(targets)
    assert len(rows) == 3 and str(rows[0]).startswith("failed")
    assert not page.open


def test_one_script_is_allowed_by_its_hash() -> None:
    """The policy names the hash of the one script that stands there, and nothing else runs."""
    html = render_class(example())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy and "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    for way in ("innerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in script


def test_what_is_to_be_done_shrinks_to_nothing() -> None:
    """A class in which nothing is open has an empty list and one count."""
    results = example()
    for one in results["submissions"]:
        one["findings"], one["status"] = [], "graded"
        for question in one["questions"]:
            if question["status"] in ("awaiting", "not_gradable"):
                question["status"], question["score"] = "correct", question["points"]
    results["missing"] = []
    text = " ".join(Outline(render_class(results)).text.split())
    assert "Nothing is left to do." in text


def test_what_stopped_is_told_by_cause_and_line() -> None:
    """Equal stops count together, with their people; a misspelt name gives the rubric's line."""
    results = example()
    said = "Your code stopped here with NameError: name 'x' is not defined; nothing below was run."
    near = "GRAD is on line 3 of hw2.py; GRADIENT was asked for and is nowhere."
    for one in results["submissions"][:2]:
        one["findings"] = [
            {**finding("load-error", said), "line": 7}, finding("name-near-miss", near),
        ]  # fmt: skip
    asked = {"p3.gradient": Asked(names=("GRADIENT",))}
    text = " ".join(Outline(render_class(results, Extras(asked=asked))).text.split())
    assert "2 did not run" in text and "NameError: name 'x' is not defined at line 7" in text
    assert "2 misnamed" in text and "name: [GRADIENT, GRAD]" in text


def test_a_wrong_answer_of_many_can_be_named() -> None:
    """The line for the rubric stands beside the cluster, escaped."""
    wrong: Cluster = {"answer": "6.28", "count": 4, "mistake": "", "ids": ["ada"]}
    made = statistics("p3.descent", wrong, STATISTICS["similar"][0])
    line = 'mistakes: [{answer: 6.28, points: 1, say: "<b>"}]'
    html = render_class(
        example(), Extras(statistics=made, snippets={("p3.descent", "6.28"): line})
    )
    assert "name this mistake" in html and "<b>&#34;}" not in html
    assert line in Outline(html).text


def test_who_changed_with_the_last_run_is_told() -> None:
    """By question, how many up and down, and who."""
    changed = [Changed("ada", "p3.descent", 1.0, 2.0), Changed("sam", "p3.descent", None, 2.0)]
    text = " ".join(Outline(render_class(example(), Extras(changed=changed))).text.split())
    assert "1 newly decided, 1 up by 1" in text


def test_common_mistakes_are_counted_once_a_student() -> None:
    """A mistake named for a question and for its parts is one student's mistake."""
    text = " ".join(Outline(render_class(big_class(17))).text.split())
    assert "sequential update 17" in text
    assert "transposed 17" in text


def test_statistics_are_shown_where_given() -> None:
    """Alpha, discrimination with its warning, clusters and similar submissions."""
    text = " ".join(Outline(render_class(example(), Extras(statistics=STATISTICS))).text.split())
    for told in (
        "alpha of the whole is 0.71",
        "Tells apart",
        "-0.12",
        "as common as the right one",
    ):
        assert told in text
    assert "(-1.5, 9.45)" in text and "and 11 more" in text and "97% alike" in text


def test_what_is_for_staff_alone_stands_on_the_class_page() -> None:
    """Hidden inputs and what came of them, the most common first; no student's page has them."""
    hidden = "Case 2 with [[0.5]]: returned [0.5], expected 0.5."
    staff = {"p3.descent": {"Case 1 with [[1]]: raised KeyError: .": 1, hidden: 12}}
    text = " ".join(Outline(render_class(example(), Extras(staff=staff))).text.split())
    assert text.index(hidden) < text.index("Case 1 with [[1]]")
    submission = example()["submissions"][0]
    assert hidden not in render_student(example(), submission, Extras(staff=staff))


def test_an_empty_class_has_a_page() -> None:
    """Nobody handed in anything: said, not crashed."""
    results: Results = {**example(), "submissions": []}
    assert "Nobody has handed in anything yet." in render_class(results)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_opens_no_tag(payload: str) -> None:
    """Names, findings and mistakes of any text leave the page's structure alone."""
    made = statistics(
        "p1",
        {"answer": payload, "count": 2, "mistake": payload, "ids": [payload, "x"]},
        {"ids": [payload, "b"], "similarity": 1, "identical": True, "files": [payload]},
    )
    extras = hostile_extras(payload, statistics=made, staff={"p1": {payload: 3}})
    written = render_class(hostile_results(payload), extras)
    written.encode("utf-8")
    page = Outline(written)
    assert not page.open
    assert not {tag for tag, _ in page.tags} & {"img", "iframe", "link", "form", "base"}
    assert [tag for tag, _ in page.tags].count("script") == 1
    targets = [str(a["href"]) for _, a in page.tags if "href" in a]
    assert all(target.startswith(("#", "reports/")) and ":" not in target for target in targets)


def test_sections_and_times_are_columns_where_they_are_known() -> None:
    """A column each, means by section, and neither where nobody has one."""
    results = example()
    ids = [one["id"] for one in results["submissions"]]
    times = {
        ids[0]: HandedIn("A <b>", "2025-02-21T14:05:00+01:00"),
        ids[1]: HandedIn("B", "no time"),
    }
    html = render_class(results, Extras(handed_in=times))
    assert 'data-fixed="6"' in html and "2025-02-21 14:05" in html and ">no time" in html
    assert "Mean by section: A &lt;b&gt; <b>" in html and "<option>B</option>" in html
    plain = render_class(results)
    assert 'data-fixed="4"' in plain and "Handed in</th>" not in plain
