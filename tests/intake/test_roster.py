"""The roster ties submissions to people, suggests where it cannot, and tells who is missing."""

from __future__ import annotations

import contextlib
import tempfile
import unicodedata
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
        "OrgDefinedId,Username,Last Name,First Name\n#101,#jdoe,Doe,Jane\n#102,#so,O'Neil,Seán\n",
        '"Vollständiger Name";"ID-Nummer"\n"Jane Doe";101\n"Seán O\'Neil";102\n',
        "Matrikelnummer;Name;Vorname\n101;Doe;Jane\n102;O'Neil;Seán\n",
        "Prénom,Nom,Numéro d'identification\nJane,Doe,101\nSeán,O'Neil,102\n",
        "Nombre;Apellido(s);Número de ID\nJane;Doe;101\nSeán;O'Neil;102\n",
        "Nome;Cognome;Matricola\nJane;Doe;101\nSeán;O'Neil;102\n",
        "学号\t姓名\n101\tJane Doe\n102\tSeán O'Neil\n",
        "Course: ML, autumn\nPrinted 2025-01-01\n\nNetID;Name\n101;Jane Doe\n102;Seán O'Neil\n",
        'Student;ID;SIS Login ID\n"Doe, Jane";101.0;jd\n"O\'Neil, Seán";102.0;so\n',
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


def test_a_workbook_is_a_roster(tmp_path: Path) -> None:
    """As Excel saves it, with a title above and an empty sheet before it."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Class")
    for row in (["ML 101"], [], ["Student ID", "Last Name", "First Name"], [101, "Doe", "Jane"]):
        sheet.append(row)
    book.save(tmp_path / "roster.xlsx")
    people = read_roster(tmp_path / "roster.xlsx").people
    assert [(one.id, one.name) for one in people] == [("101", "Jane Doe")]


@pytest.mark.parametrize(
    ("roster", "name", "id_"),
    [
        ("id,name\n007,Ada\n008,Bob\n", "7", "007"),
        ("github_username,name\nada-a,Ada\nada,Bob\n", "hw2-ada-a", "ada-a"),
        ("id,name\n7,Ada\n007,Bob\n", "007", "007"),
        ("id,name\n07,Ada\n007,Bob\n", "7", None),
    ],
)
def test_ids_are_tied_as_programs_change_them(
    roster: str, name: str, id_: str | None, tmp_path: Path
) -> None:
    """Without the zeros that a workbook drops, and behind the name that GitHub puts first."""
    (tmp_path / "roster.csv").write_text(roster)
    lay_out(tmp_path / "class", {f"{name}/hw.py": MODULE, "other/hw.py": MODULE})
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    (found,) = (one for one in intake.submissions if one.id == name)
    assert [one.id for one in found.people] == ([id_] if id_ else [])


def test_people_of_one_name_are_both_suggested(tmp_path: Path) -> None:
    """Whoever renames the submission sees whom it may belong to."""
    (tmp_path / "roster.csv").write_text("id,name\nu1,Ada Alpha\nu2,Ada Alpha\n")
    lay_out(tmp_path / "class", {"Ada Alpha/hw.py": MODULE, "x/hw.py": MODULE})
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    told = [one.findings[0].message for one in intake.submissions if one.id == "Ada-Alpha"]
    assert "u1" in told[0] and "u2" in told[0]


@pytest.mark.parametrize("text", ["", "1,2,3\n", "grade\n5\n", "section\nMonday\n"])
def test_a_roster_without_its_columns_is_the_callers_mistake(text: str, tmp_path: Path) -> None:
    """The message says what the first line has to be."""
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(SubmissionError, match="id,name,email"):
        read_roster(tmp_path / "roster.csv")


@pytest.mark.parametrize("heading", ["section", "Section", "Tutorial group", "Recitation"])
def test_a_section_is_read_where_there_is_one(heading: str, tmp_path: Path) -> None:
    """Under any usual heading; without one it is empty."""
    path = tmp_path / "roster.csv"
    path.write_text(f"id,name,{heading}\n1,Ada,Monday\n2,Bob,\n")
    assert [one.section for one in read_roster(path).people] == ["Monday", ""]


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
    """A submission tied to nobody says who is close and still missing."""
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
    assert [finding.kind for finding in intake.findings] == ["several-submissions"]
    assert "101, jdoe" in intake.findings[0].message


def test_names_shared_by_two_people_tie_nobody(tmp_path: Path) -> None:
    """Two people called Li Wei cannot be told apart by name."""
    (tmp_path / "roster.csv").write_text("id,name\n1,Li Wei\n2,Wei Li\n")
    lay_out(tmp_path / "class", {"li_wei.py": MODULE, "zz.py": MODULE})
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    assert all(not one.people for one in intake.submissions)


def test_a_group_ties_everybody_in_it(tmp_path: Path) -> None:
    """Both submitters of a Gradescope submission have handed in."""
    roster = "sid,name\n2001,Jane Doe\n2002,Sean O'Neil\n2003,Li Wei\n2004,No Body\n"
    (tmp_path / "roster.csv").write_text(roster)
    lay_out(tmp_path / "class", platforms.GRADESCOPE)
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    assert [person.id for person in intake.missing] == ["2004"]


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 2 (12)\n"
    "    Points Possible,,,,,15.00\n"
    '"Alpha, Ada",101,s1,ada,A,\n'
    '"Beta Gámez, José Luis",102,s2,jose,A and B,7\n'
    '"Student, Test",999,,,A,\n'
)


@pytest.mark.parametrize(
    "text",
    [
        CANVAS,
        CANVAS.replace("Homework 2 (12)\n", "Homework 2 (12)\n,,,,,Manual Posting\n"),
        "sep=,\n" + CANVAS,
        CANVAS.replace("\n", "\r\n"),
        CANVAS.replace("\n", "\r"),
        "Student;ID;SIS User ID;SIS Login ID;Integration ID;Section\n"
        "Points Possible;;;;;\nAda Alpha;101;s1;ada;i1;A\nJosé Luis Beta Gámez;102;s2;jose;;A\n",
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section\nAlpha,Ada,101,s1,ada,A\n"
        "Beta Gámez,José Luis,102,s2,jose,A\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_canvas_own_gradebook_is_a_roster(text: str, encoding: str, tmp_path: Path) -> None:
    """Names as they are said, every id, no row of Canvas's own, in whatever Excel made of it."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    ada, jose = read_roster(path).people
    assert (ada.id, ada.name, ada.other_ids[:2]) == ("101", "Ada Alpha", ("s1", "ada"))
    assert (jose.id, jose.name) == ("102", "José Luis Beta Gámez")
    work = dict.fromkeys(("ada.py", "s2.py"), MODULE)
    intake = discover([lay_out(tmp_path / encoding, work)], path)
    assert {one.id: one.name for one in intake.submissions} == {"ada": ada.name, "s2": jose.name}


@pytest.mark.parametrize(
    "name",
    [
        "alpha_ada", "Ada Maria Alpha_hw2", "ada-m-alpha", "AdaAlpha_Homework2", "hw2 ada alpha",
        "alphaada_101_5001_hw2", "ALPHA, Ada (final)",
    ],
)  # fmt: skip
def test_names_are_tied_but_for_middle_names(name: str, tmp_path: Path) -> None:
    """A middle name left out, added or shortened; words of the sheet stand around the name."""
    (tmp_path / "roster.csv").write_text(CANVAS.replace("Alpha, Ada", "Alpha, Ada Maria"))
    intake = discover(
        [lay_out(tmp_path / "class", {f"{name}.py": MODULE, "zz.py": MODULE})],
        tmp_path / "roster.csv",
    )
    assert "Ada Maria Alpha" in [one.name for one in intake.submissions]


@pytest.mark.parametrize(
    ("roster", "name"),
    [
        ("id,name\n1,Ada Alpha\n2,Bob Roe\n", "ada"),
        ("id,name\n1,Ada Maria Alpha\n2,Ada Lucia Alpha\n", "ada_alpha"),
        ("id,name\n1,Ada Alpha\n2,Bob Roe\n", "ada_roe"),
        ("id,name\n1,Ada Maria Alpha\n2,Bob Roe\n", "ada_lucia_alpha"),
        ("id,name,login\n1,Ada Alpha,aa\n2,Anna Ames,aa\n", "aa"),
    ],
)
def test_what_could_be_another_is_tied_to_nobody(roster: str, name: str, tmp_path: Path) -> None:
    """A first name alone, two who fit, and a middle name that differs are no tie."""
    (tmp_path / "roster.csv").write_text(roster)
    lay_out(tmp_path / "class", {f"{name}.py": MODULE, "zz.py": MODULE})
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    assert not any(one.people for one in intake.submissions)


def test_accents_compare_in_whatever_form_they_are_written(tmp_path: Path) -> None:
    """macOS writes names decomposed; letters such as ø and ł have no accent to take off."""
    roster = "id,name,login\n1,José Núñez,josé\n2,Søren Łuk,soeren\n"
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    files = {unicodedata.normalize("NFD", "josé.py"): MODULE, "soren_luk.py": MODULE}
    intake = discover([lay_out(tmp_path / "class", files)], tmp_path / "roster.csv")
    assert [one.name for one in intake.submissions] == ["José Núñez", "Søren Łuk"]


def test_the_id_goes_before_other_systems_ids(tmp_path: Path) -> None:
    """Where Canvas's number of one is the school's number of another, Canvas's counts."""
    (tmp_path / "roster.csv").write_text(
        'Student,ID,SIS User ID,SIS Login ID,Section\n"A, B",101,102,x,\n"C, D",102,101,y,\n'
    )
    lay_out(tmp_path / "class", {"ab_101_1_hw.py": MODULE, "cd_102_2_hw.py": MODULE})
    intake = discover([tmp_path / "class"], tmp_path / "roster.csv")
    assert [one.name for one in intake.submissions] == ["B A", "D C"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,name\n1,Ada\n2,Bob\n1,Cid\n", r"csv: one id stands for two people: 1 \(Ada and Cid, "
         r"lines 2 and 4\)\. Give each"),
        ("id,name\nx,Ada\nX,Bob\n", "X .Ada and Bob, lines 2 and 3"),
        ("name,email\nAda,a@x\nBob,a@x\n", "a@x .Ada and Bob"),
        ("id,name\n" + "".join(f"{n // 2},N{n}\n" for n in range(20)), "ids stand .* and 5 more"),
        ('"' + "x" * 200_000, "cannot be read as CSV"),
        ("PK\x03\x04", "the roster cannot be read: "),
    ],
)  # fmt: skip
def test_a_mistake_in_a_roster_is_one_message(text: str, says: str, tmp_path: Path) -> None:
    """An id of two people is told with both and their lines, before anything is run."""
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(SubmissionError, match=says):
        read_roster(tmp_path / "roster.csv")


def test_somebody_who_stands_twice_is_one(tmp_path: Path) -> None:
    """In two sections, turned or with another address, it is still the same person."""
    (tmp_path / "roster.csv").write_text(
        'id,name,email\n1,Ada Alpha,a@x\n1,"Alpha, Ada",b@x\n1,ADA ALPHA,a@x\n'
    )
    assert [person.id for person in read_roster(tmp_path / "roster.csv").people] == ["1"]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_whatever_a_roster_holds_there_is_an_answer(data: bytes) -> None:
    """People with an id each, or one message; nothing else is raised."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes(data)
        with contextlib.suppress(SubmissionError):
            people = read_roster(path).people
            assert len({person.id for person in people}) == len(people)


NAMES = st.from_regex(r"(?!(?:Jr|Sr|I+)\Z)[A-Z][a-zà-öø-ÿ]{1,8}", fullmatch=True)
"""No first name among them that stands behind a last one: "Ada, Jr" is no turned name."""


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6, unique=True), st.data())
def test_every_way_to_write_a_roster_gives_the_same_people(
    names: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Encoding, separator, line ends, the turn of names and Canvas's own rows change nothing."""
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]))
    cut = data.draw(st.sampled_from(",;\t"))
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    rows = [["Student", "ID", "SIS Login ID", "Section"], ["  Points Possible", "", "", ""]]
    for number, (first, last) in enumerate(names):
        turned = data.draw(st.booleans())
        rows.append([f'"{last}, {first}"' if turned else f"{first} {last}", f"u{number}", "", "A"])
    text = end.join(cut.join(row) for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes(text.encode(encoding))
        people = read_roster(path).people
    assert [(one.id, one.name) for one in people] == [
        (f"u{number}", f"{first} {last}") for number, (first, last) in enumerate(names)
    ]


@given(st.lists(st.from_regex(r"[A-Za-zÀ-ÿ]{1,8}", fullmatch=True), min_size=1, max_size=4))
def test_names_compare_without_order_case_and_marks(words: list[str]) -> None:
    """However a name is turned and spelled, it is the same name."""
    assert plain_name(" ".join(words)) == plain_name(", ".join(words[::-1]).casefold())


@pytest.mark.parametrize("word", ["Participant ", "Teilnehmer/in", "Участник "])
def test_people_of_one_name_are_told_apart_by_moodles_number(word: str, tmp_path: Path) -> None:
    """Moodle's worksheet is a roster: the number of its first column is the one in its download."""
    sheet = f"Identifier,Full name,Status\n{word}71,Li Wei,-\n{word}72,Li Wei,-\n{word}73,Ada,-\n"
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    files = {f"Li Wei_{n}_assignsubmission_file/hw.py": MODULE for n in (71, 72)}
    intake = discover([lay_out(tmp_path / "class", files)], tmp_path / "sheet.csv")
    assert [one.people[0].id for one in intake.submissions] == [f"{word}71", f"{word}72"]
    assert [one.name for one in intake.missing] == ["Ada"]


def test_those_who_are_marked_blind_are_found_by_their_number(tmp_path: Path) -> None:
    """Where Moodle hides names, its download and its worksheet have the number alone."""
    sheet = "Identifier,Status,Grade\nParticipant 71,Submitted,\nParticipant 72,Submitted,\n"
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    files = {f"Participant_{n}_assignsubmission_file/hw.py": MODULE for n in (71, 72)}
    folder = lay_out(tmp_path / "class", files)
    intake = discover([folder], tmp_path / "sheet.csv")
    assert [one.name for one in intake.submissions] == ["Participant 71", "Participant 72"]
    assert intake.missing == ()
    assert [one.people[0].id for one in discover([folder]).submissions] == ["71", "72"]
