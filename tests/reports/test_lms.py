"""Canvas's and Moodle's own sheets are filled in one column, for people who are surely meant."""


import pytest

from grader.errors import UsageMistake
from grader.reports.exports.lms import fill_canvas, fill_moodle
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
