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
