"""The course sites' own sheets are filled in one column, for people who are surely meant."""

import csv
import io
import time
from collections.abc import Mapping, Sequence

import pandas
import pytest

from grader.errors import UsageMistake
from grader.reports.exports.sheets import blackboard, brightspace, canvas, moodle
from grader.reports.exports.sheets.csv_bytes import read_sheet
from grader.reports.exports.sheets.filling import Filled, fill
from grader.reports.records import Results
from tests.reports.example_results import example

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (11),"
    "Homework 2: Behavioral Data Science (77)\r\n"
    "    Points Possible,,,,,10,32\r\n"
    '"Lovelace, Ada",501,,ada,01,9,\r\n'
    '"López, María",502,,mlopez,01,,\r\n'
    '"O\'Neil, Sam",503,,sam,01,7,1.00\r\n'
    '"Student, Test",504,,,01,,\r\n'
)
MOODLE = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum grade",'
    '"Last modified (grade)","Feedback comments"\n'
    'Participant 71,"Ada Lovelace",ada@example.edu,Submitted,,32.00,"Friday, 1 May",\n'
    'Participant 72,"María López",m@example.edu,Submitted,,32.00,-,\n'
    'Participant 73,"Sam O\'Neil",sam@example.edu,Submitted,5.00,32.00,-,"kept"\n'
)

BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Email,"
    "Quiz 1 Points Grade <Numeric MaxPoints:10 Weight:50>,"
    "Homework 2: Behavioral Data Science Points Grade <Numeric MaxPoints:32 Weight:50 "
    "Category:Homework CategoryWeight:40>,Homework 2: Behavioral Data Science Text Grade <Text>,"
    "End-of-Line Indicator\r\n"
    "#0012345,#ada,Lovelace,Ada,ada@example.edu,9,,,#\r\n"
    '#0012346,#mlopez,López,María,m@example.edu,8,,,#\r\n'
    '#0012347,#sam,O\'Neil,Sam,sam@example.edu,"7.5",1,,#\r\n'
)
BLACKBOARD = (
    '\ufeff"Last Name","First Name","Username","Student ID","Last Access","Availability",'
    '"Quiz [Total Pts: 10 Score] |1281892",'
    '"Homework 2: Behavioral Data Science [Total Pts: 32 Score] |1281893",'
    '"Total [Total Pts: up to 42 Score] |1281894"\n'
    '"Lovelace","Ada","ada","0012345","2025-05-01 10:00:00","Yes","9","","9"\n'
    '"López","María","mlopez","0012346","","Yes","8","","8"\n'
    '"O\'Neil","Sam","sam","0012347","","Yes","7","1.00","8"\n'
)

Who = Mapping[str, Sequence[Mapping[str, str]]]


def fill_canvas(
    data: bytes, results: Results, *, column: str = "", people: Who | None = None
) -> Filled:
    """Canvas's gradebook, filled."""
    return fill(canvas.find(read_sheet(data), results, column), results, people)


def fill_moodle(
    data: bytes, results: Results, *, column: str = "", people: Who | None = None
) -> Filled:
    """Moodle's worksheet, filled."""
    return fill(moodle.find(read_sheet(data), results, column), results, people)


def graded() -> Results:
    """The example class with everything decided for Ada and Sam."""
    results = example()
    for index, score in ((0, 28.5), (2, 4)):
        results["submissions"][index].update({"status": "graded", "score": score})
    return results


def test_canvas_is_filled_in_one_column() -> None:
    """Scores stand in the assignment's column, and no other byte differs."""
    filled = fill_canvas(CANVAS.encode(), graded())
    expected = CANVAS.replace("ada,01,9,\r", "ada,01,9,28.5\r").replace("7,1.00", "7,4")
    assert filled.data.decode() == expected
    assert (filled.filled, filled.unmatched, filled.undecided) == (2, (), ("maria-lopez",))


def test_canvas_and_moodle_are_read_back_by_others() -> None:
    """pandas finds the scores beside whom they belong to, and every heading as it was."""
    filled = pandas.read_csv(io.BytesIO(fill_canvas(CANVAS.encode(), graded()).data))
    before = pandas.read_csv(io.StringIO(CANVAS))
    assert list(filled.columns) == list(before.columns)
    scores = filled.set_index("SIS Login ID")["Homework 2: Behavioral Data Science (77)"]
    assert scores[["ada", "sam"]].tolist() == [28.5, 4.0] and scores.isna()["mlopez"]
    data = fill_moodle(MOODLE.encode(), graded()).data
    sheet = pandas.read_csv(io.BytesIO(data), encoding="utf-8-sig", index_col="Identifier")
    assert sheet.loc["Participant 71", "Grade"] == 28.5
    assert sheet.loc["Participant 73", "Feedback comments"] == "kept"


HOSTILE = (
    '"=cmd()|x, ""Ada"""', '"+1+1 Ada"', '"Ada\n  , Lovelace"',
    '"\u202egnp, Ada"', '"@SUM(A1) Ada"',
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_cells_of_a_sheet_come_back_as_they_were(name: str) -> None:
    """What the site wrote is the site's; a name that runs over lines moves no score."""
    sheet = CANVAS.replace('"Lovelace, Ada"', name)
    filled = fill_canvas(sheet.encode(), graded())
    assert filled.data.decode() == sheet.replace("ada,01,9,\r", "ada,01,9,28.5\r").replace(
        "7,1.00", "7,4"
    )


def test_canvas_rows_are_found_by_the_platforms_ids() -> None:
    """A group of two fills two rows; somebody unknown is told."""
    people = {"ada": [{"id": "501"}, {"id": "504"}], "sam": [{"id": "999", "name": "Nobody"}]}
    filled = fill_canvas(CANVAS.encode(), graded(), people=people)
    assert filled.data.decode().count("28.5") == 2
    assert filled.unmatched == ("sam",)


def test_two_people_of_one_name_are_left_alone() -> None:
    """A name that stands twice matches nobody."""
    twice = CANVAS.replace('"Student, Test",504', '"Ada Lovelace",504').replace(",ada,", ",,")
    filled = fill_canvas(twice.encode(), graded())
    assert filled.unmatched == ("ada",)


def test_a_column_that_cannot_be_told_is_asked_for() -> None:
    """The columns are listed, and one can be named."""
    with pytest.raises(UsageMistake, match=r"no column is named 'Homework 9'.*'Quiz \(11\)'"):
        fill_canvas(CANVAS.encode(), graded(), column="Homework 9")
    assert b"28.5" in fill_canvas(CANVAS.encode(), graded(), column="Quiz (11)").data
    with pytest.raises(UsageMistake, match="no gradebook exported from Canvas"):
        fill_canvas(b"a,b\n", graded())


def test_moodle_is_filled_in_one_column() -> None:
    """Rows are found by participant, address or name; dates and comments stay."""
    people = {
        "ada": [{"id": "71", "name": "A. L."}],
        "sam": [{"id": "?", "email": "SAM@example.edu"}],
    }
    filled = fill_moodle(MOODLE.encode(), graded(), people=people)
    expected = MOODLE.replace('Submitted,,32.00,"Fri', 'Submitted,28.5,32.00,"Fri')
    assert filled.data.decode() == expected.replace('5.00,32.00,-,"k', '4,32.00,-,"k')
    assert filled.filled == 2


def test_moodle_hides_names_where_it_is_marked_blind() -> None:
    """Such a sheet has the status where others have the name."""
    sheet = "Identifier,Status,Grade,Maximum grade\n" + "".join(
        f"Participant {n},Submitted for grading - late,,32.00\n" for n in (71, 72)
    )
    ids = [str(one["id"]) for one in graded()["submissions"] if one["status"] == "graded"]
    people = {
        one: [{"id": str(n), "name": f"Participant {n}"}]
        for one, n in zip(ids, (71, 72), strict=True)
    }
    assert fill_moodle(sheet.encode(), graded(), people=people).filled == 2


def test_moodle_speaks_other_languages() -> None:
    """The grade's column can be named in the site's language."""
    german = MOODLE.replace(",Grade,", ",Bewertung,")
    assert fill_moodle(german.encode(), graded(), column="Bewertung").filled == 2
    with pytest.raises(UsageMistake, match="no column is named 'Grade'"):
        fill_moodle(german.encode(), graded())


@pytest.mark.parametrize("cell", ["EX", "ex", " EX ", '"EX"', "Excused"])
def test_who_is_excused_stays_excused(cell: str) -> None:
    """A cell that says so is left as it is, and the instructor is told."""
    sheet = CANVAS.replace("ada,01,9,\r", f"ada,01,9,{cell}\r")
    filled = fill_canvas(sheet.encode(), graded())
    assert filled.data.decode() == sheet.replace("7,1.00", "7,4")
    assert filled.filled == 1
    assert "excused in the sheet (EX), left so: ada" in filled.notes


@pytest.mark.parametrize(
    ("points", "told"),
    [("32", ""), ("32.00", ""), ("", ""), ("-", ""), ("100", "100"), ("15,5", "15.5"), ("0", "0")],
)
def test_other_points_possible_are_told(points: str, told: str) -> None:
    """Scores are not converted; a column out of other points is no surprise after the upload."""
    sheet = CANVAS.replace("Possible,,,,,10,32", f'Possible,,,,,10,"{points}"')
    assert sheet != CANVAS
    filled = fill_canvas(sheet.encode(), graded())
    said = [note for note in filled.notes if "out of" in note]
    assert bool(said) == bool(told)
    assert not told or f"out of {told} points and the rubric out of 32" in said[0]


def test_moodles_maximum_is_compared_in_any_language() -> None:
    """It stands right behind the grade; German decimals have a comma."""
    german = MOODLE.replace("Grade,", "Bewertung,", 1).replace('"Maximum grade"', "Bestwertung")
    german = german.replace("32.00", '"100,00"')
    notes = fill_moodle(german.encode(), graded(), column="Bewertung").notes
    assert any("out of 100" in note for note in notes)


def test_moodles_maximum_is_compared_too() -> None:
    """The worksheet repeats it in every row."""
    assert not [n for n in fill_moodle(MOODLE.encode(), graded()).notes if "out of" in n]
    (said,) = (
        note
        for note in fill_moodle(MOODLE.replace("32.00", "100.00").encode(), graded()).notes
        if "out of" in note
    )
    assert "out of 100 points and the rubric out of 32" in said


@pytest.mark.parametrize(
    ("cell", "told"),
    [("1.00", "sam (1.00 becomes 4)"), ("4.00", ""), ('"4,0"', ""), ("", ""), ("-", "")],
)
def test_a_score_that_was_there_before_is_told(cell: str, told: str) -> None:
    """What somebody typed into the course site is not replaced without a word."""
    notes = fill_canvas(CANVAS.replace("7,1.00", f"7,{cell}").encode(), graded()).notes
    assert [note for note in notes if "before" in note] == (
        [f"scores that were there before: {told}"] if told else []
    )


def test_a_column_that_canvas_does_not_read_is_refused() -> None:
    """Filling it would change nothing there."""
    sheet = CANVAS.replace("Quiz (11)", "Quiz (11) (read only)")
    with pytest.raises(UsageMistake, match="does not read this column"):
        fill_canvas(sheet.encode(), graded(), column="Quiz (11) (read only)")


def test_a_number_of_another_system_hits_nobody() -> None:
    """Sam's number in a download is Ada's here: Sam is found by name, and somebody else by none."""
    people = {
        "ada": [{"id": "7", "name": "Grace Hopper"}],
        "sam": [{"id": "501", "name": "Sam O'Neil"}],
    }
    sheet = CANVAS.replace("López, María", "Lopez, Maria").replace(",503,", ",7,")
    filled = fill_canvas(sheet.encode(), graded(), people=people)
    assert filled.data.decode() == sheet.replace("7,1.00", "7,4")
    assert filled.unmatched == ("ada",)


def test_names_match_without_their_accents() -> None:
    """A site that knows no accents, and a download that does."""
    results = graded()
    results["submissions"][1].update({"status": "graded", "score": 12})
    sheet = CANVAS.replace("López, María", "Lopez, Maria")
    assert fill_canvas(sheet.encode(), results).unmatched == ()


def test_two_submissions_of_one_person_are_left_to_the_instructor() -> None:
    """Which of two scores holds is not for us to guess; equal ones are no question."""
    results = graded()
    people = {"ada": [{"id": "501"}], "sam": [{"id": "501"}]}
    filled = fill_canvas(CANVAS.encode(), results, people=people)
    assert filled.data.decode() == CANVAS and filled.filled == 0
    assert any("left as it was: ada and sam" in note for note in filled.notes)
    results["submissions"][2]["score"] = 28.5
    assert fill_canvas(CANVAS.encode(), results, people=people).filled == 1


def test_a_gradebook_sorted_by_a_spreadsheet_is_read() -> None:
    """The row of points stands among the students, and is none."""
    first, points, *rest = CANVAS.splitlines(keepends=True)
    moved = "".join((first, *rest[:2], points.replace("10,32", "10,50"), *rest[2:]))
    filled = fill_canvas(moved.encode(), graded())
    assert filled.filled == 2
    assert any("out of 50 points" in note for note in filled.notes)


def test_a_total_of_canvas_is_refused() -> None:
    """The row of points says of it that it is read only."""
    sheet = CANVAS.replace("Possible,,,,,10,32", "Possible,,,,,(read only),32")
    with pytest.raises(UsageMistake, match="does not read this column"):
        fill_canvas(sheet.encode(), graded(), column="Quiz (11)")


def test_moodles_maximum_may_have_a_capital() -> None:
    """Versions differ."""
    sheet = MOODLE.replace("Maximum grade", "Maximum Grade").replace("32.00", "100.00")
    assert any("out of 100" in note for note in fill_moodle(sheet.encode(), graded()).notes)


def test_brightspace_is_filled_in_one_column() -> None:
    """Identifiers match without the export's `#`; names, marks of line ends, headings stay."""
    results = graded()
    filled = fill(brightspace.find(read_sheet(BRIGHTSPACE.encode()), results, ""), results)
    expected = BRIGHTSPACE.replace("ada@example.edu,9,,", "ada@example.edu,9,28.5,")
    assert filled.data.decode() == expected.replace('"7.5",1,', '"7.5",4,')
    table = pandas.read_csv(io.BytesIO(filled.data), index_col="Username")
    (name,) = (n for n in table.columns if n.startswith("Homework 2") and "Points Grade" in n)
    assert table[name].dropna().to_dict() == {"#ada": 28.5, "#sam": 4.0}
    assert set(table["End-of-Line Indicator"]) == {"#"}


def test_brightspace_ids_of_a_roster_match() -> None:
    """A class list with the school's number, whose e-mail address has another login."""
    results = graded()
    people = {"ada": [{"id": "0012345"}], "sam": [{"id": "x", "email": "SAM@example.edu"}]}
    filled = fill(brightspace.find(read_sheet(BRIGHTSPACE.encode()), results, ""), results, people)
    assert (filled.filled, filled.unmatched) == (2, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_blackboard_is_filled_in_one_column(encoding: str, separator: str) -> None:
    """Both of its downloads, commas and Excel's tabs: headings, numbers and quotes stay."""
    text = BLACKBOARD.replace('","', f'"{separator}"')
    data = text.encode() if encoding == "utf-8" else text.encode("utf-16-le")
    results = graded()
    filled = fill(blackboard.find(read_sheet(data), results, ""), results)
    back = filled.data.decode(encoding if encoding == "utf-8" else "utf-16-le")
    expected = text.replace(
        separator.join(('"9"', '""', '"9"')), separator.join(('"9"', '"28.5"', '"9"'))
    )
    assert back == expected.replace('"1.00"', '"4"')
    rows = list(csv.DictReader(io.StringIO(back.lstrip("\ufeff")), delimiter=separator))
    heading = "Homework 2: Behavioral Data Science [Total Pts: 32 Score] |1281893"
    assert {row["Username"]: row[heading] for row in rows} == {
        "ada": "28.5", "mlopez": "", "sam": "4"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (" |1281893", "", "has no column number, Blackboard would make a new column"),
        ("Total Pts: 32", "Total Pts: up to 32", "Blackboard calculates this column"),
        ('"Username"', '"Login"', "no download of Blackboard's Grade Center"),
    ],
)
def test_what_blackboard_would_not_take_is_refused(old: str, new: str, said: str) -> None:
    """A heading without its number makes a new column there; sums take no scores."""
    sheet = read_sheet(BLACKBOARD.replace(old, new).encode())
    title = "Homework 2: Behavioral Data Science"
    column = title if old.startswith('"') else sheet.rows[0][7].text
    with pytest.raises(UsageMistake, match=said):
        blackboard.find(sheet, graded(), column)


def test_no_sheet_of_brightspace_is_refused() -> None:
    """A file without its key columns, and one without the item."""
    with pytest.raises(UsageMistake, match="no grades exported from Brightspace"):
        brightspace.find(read_sheet(b"Name,Grade\n"), graded(), "")
    with pytest.raises(UsageMistake, match="no column is named 'Homework 7'"):
        brightspace.find(read_sheet(BRIGHTSPACE.encode()), graded(), "Homework 7")


@pytest.mark.parametrize(
    ("find", "sheet", "old", "new"),
    [
        (canvas.find, CANVAS, "Possible,,,,,10,32", "Possible,,,,,10,100"),
        (moodle.find, MOODLE, "32.00", "100.00"),
        (brightspace.find, BRIGHTSPACE, "MaxPoints:32", "MaxPoints:100"),
        (blackboard.find, BLACKBOARD, "Total Pts: 32", "Total Pts: 100"),
    ],
    ids=["canvas", "moodle", "brightspace", "blackboard"],
)
def test_scores_are_converted_when_asked(find, sheet: str, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    """28.5 of 32 are 89.06 of 100; without being asked they are not, and that is told."""
    results, data = graded(), read_sheet(sheet.replace(old, new).encode())
    column = find(data, results, "")
    scaled = fill(column, results, scale=True)
    assert "89.06" in scaled.data.decode() and "12.5" in scaled.data.decode()
    assert "scores are converted from 32 to 100 points" in scaled.notes
    plain = fill(column, results)
    assert "28.5" in plain.data.decode()
    assert any("--scale converts them" in note for note in plain.notes)


@pytest.mark.parametrize("points", ["", "-", "0"])
def test_what_cannot_be_converted_is_refused(points: str) -> None:
    """A sheet that does not say its points, or counts none."""
    sheet = read_sheet(CANVAS.replace("Possible,,,,,10,32", f"Possible,,,,,10,{points}").encode())
    with pytest.raises(UsageMistake, match="--scale: the sheet does not say how many points"):
        fill(canvas.find(sheet, graded(), ""), graded(), scale=True)


def test_more_than_the_column_holds_is_told() -> None:
    """Bonus points that the site may cut off."""
    results = graded()
    results["submissions"][0]["score"] = 33
    notes = fill_canvas(CANVAS.encode(), results).notes
    assert "above what the column counts out of, which the site may cap: ada (33)" in notes


def test_ten_thousand_rows_take_linear_time() -> None:
    """A whole university's sheet, each row someone's."""
    results = example()
    ada = results["submissions"][0]
    results["submissions"] = [
        {**ada, "id": f"s{i}", "name": f"Student {i}", "status": "graded"} for i in range(10_000)
    ]
    title = results["rubric"]["title"]
    head = f"Student,ID,SIS User ID,SIS Login ID,Section,{title} (7)\n"
    body = "".join(f'"Student, {i}",{i},,s{i},"A, B",\n' for i in range(10_000))
    start = time.process_time()
    filled = fill_canvas((head + body).encode(), results)
    assert filled.filled == 10_000 and filled.unmatched == ()
    assert time.process_time() - start < 5
