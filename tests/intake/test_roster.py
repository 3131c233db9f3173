"""The roster ties hand-ins to people, suggests where it cannot, and tells who is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.intake import discover
from grader.intake.roster import plain_name, read_roster
from tests.intake import platforms
from tests.intake.platforms import MODULE, lay_out

ROSTER = "id,name,email\n101,Jane Doe,jdoe@example.edu\n102,Seán O'Neil,sean@example.edu\n"


@pytest.mark.parametrize(
    "text",
    [
        ROSTER,
        "Student ID;Full Name;E-mail address\n101;Jane Doe;jdoe@example.edu\n102;Seán O'Neil;s@x\n",
        "\ufeffSID\tFirst Name\tLast Name\n101\tJane\tDoe\n102\tSeán\tO'Neil\n\t\t\n",
        "OrgDefinedId,Last Name,First Name,Username\n101,Doe,Jane,jdoe\n102,O'Neil,Seán,so\n",
    ],
)
def test_columns_are_found_in_any_usual_spelling(text: str, tmp_path: Path) -> None:
    """Platforms name and separate columns differently; blank rows are nobody."""
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    people = read_roster(tmp_path / "roster.csv").people
    assert [(person.id, person.name) for person in people] == [
        ("101", "Jane Doe"),
        ("102", "Seán O'Neil"),
    ]


@pytest.mark.parametrize("text", ["", "1,2,3\n", "grade\n5\n"])
def test_a_roster_without_its_columns_is_the_callers_mistake(text: str, tmp_path: Path) -> None:
    """The message says what the first line has to be."""
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(SubmissionError, match="id,name,email"):
        read_roster(tmp_path / "roster.csv")


def test_people_are_tied_by_id_email_or_name(tmp_path: Path) -> None:
    """Stems that are an id, the front of an e-mail, or a name in any order and spelling."""
    text = ROSTER + "103,Mara García,mg@example.edu\n104,Li Wei,lw@example.edu\n105,No Body,\n"
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    files = {"101.py": MODULE, "sean.py": MODULE, "garcia_mara.ipynb": "", "104_hw2.py": MODULE}
    intake = discover([lay_out(tmp_path / "class", files)], tmp_path / "roster.csv")
    assert {one.people[0].id for one in intake.submissions} == {"101", "102", "103", "104"}
    assert [person.name for person in intake.missing] == ["No Body"]


def test_canvas_names_are_tied_though_run_together(tmp_path: Path) -> None:
    """Canvas writes `doejane`; the roster's Jane Doe is meant."""
    (tmp_path / "roster.csv").write_text("id,name\nu1,Jane Doe\nu2,Sean O'Neil\n")
    lay_out(tmp_path / "class", platforms.CANVAS)
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    names = {one.id: one.name for one in intake.submissions}
    assert names["doejane_101"] == "Jane Doe"
    assert names["oneilsean_102"] == "Sean O'Neil"


def test_a_typing_error_gets_a_suggestion(tmp_path: Path) -> None:
    """A hand-in tied to nobody says who is close and still missing."""
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    lay_out(tmp_path / "class", {"jane_deo.py": MODULE, "102.py": MODULE})
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    loose = next(one for one in intake.submissions if one.id == "jane_deo")
    assert [finding.kind for finding in loose.findings] == ["roster-unmatched"]
    assert "Jane Doe (101)" in loose.findings[0].message
    assert [person.id for person in intake.missing] == ["101"]


def test_two_hand_ins_of_one_person_are_told(tmp_path: Path) -> None:
    """Nothing is chosen for the instructor; both are graded and the class gets a finding."""
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    lay_out(tmp_path / "class", {"101.py": MODULE, "jdoe.py": MODULE})
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    assert [finding.kind for finding in intake.findings] == ["several-hand-ins"]
    assert "101, jdoe" in intake.findings[0].message


def test_names_shared_by_two_people_tie_nobody(tmp_path: Path) -> None:
    """Two people called Li Wei cannot be told apart by name."""
    (tmp_path / "roster.csv").write_text("id,name\n1,Li Wei\n2,Wei Li\n")
    lay_out(tmp_path / "class", {"li_wei.py": MODULE, "zz.py": MODULE})
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    assert all(not one.people for one in intake.submissions)


def test_a_group_ties_everybody_in_it(tmp_path: Path) -> None:
    """Both submitters of a Gradescope hand-in have handed in."""
    roster = "sid,name\n2001,Jane Doe\n2002,Sean O'Neil\n2003,Li Wei\n2004,No Body\n"
    (tmp_path / "roster.csv").write_text(roster)
    lay_out(tmp_path / "class", platforms.GRADESCOPE)
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    assert [person.id for person in intake.missing] == ["2004"]


@given(st.lists(st.from_regex(r"[A-Za-zÀ-ÿ]{1,8}", fullmatch=True), min_size=1, max_size=4))
def test_names_compare_without_order_case_and_marks(words: list[str]) -> None:
    """However a name is turned and spelled, it is the same name."""
    assert plain_name(" ".join(words)) == plain_name(", ".join(words[::-1]).casefold())
