"""Numbers, vectors and matrices: every way to write them, each entry by itself, slips named."""

import json
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.evidence import Answer, Missing
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.numeric import Numeric
from grader.values import Array, Expression, Opaque, array_of


def numeric(key: Any, **more: Any) -> Numeric:
    """A question of twelve points."""
    data = {"kind": "numeric", "id": "n", "points": 12, "key": key, **more}
    return Numeric.model_validate_json(json.dumps(data))


def mark(question: Numeric, answer: Any) -> Mark:
    """The mark of one answer."""
    return question.mark(Given({"": Answer(answer)}))


@pytest.mark.parametrize(
    "answer",
    [4.5, "9/2", "4.50", "$\\frac{9}{2}$", "x = 4.5", Fraction(9, 2), Expression("9/2"), [4.5],
     Array("<f8", (), b"\0\0\0\0\0\0\x12@"), [[4.5]], 4.5 + 0j, "2*2.25", "x = 2*2.25", "**4.5**",
     "$**4.5**$", "x = **4.5**",
     Expression("4.50000000000000")],
)  # fmt: skip
def test_a_number_counts_however_it_is_written(answer: Any) -> None:
    """Numbers, fractions, formulas, text and one-element containers hold the same number."""
    assert mark(numeric("9/2"), answer).status is Status.CORRECT


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (4.6, "You wrote 4.6, which is not right."),
        (math.nan, "NaN"),
        ("nan", "NaN"),
        (math.inf, "not right"),
        (1j, "not right"),
        ("1,5", "You wrote 1,5, which is not right."),
        ("2x + 1", "a number is expected"),
        (True, "a number is expected, not True"),
        ({"a": 4, "b": 5}, "a mapping"),
        ([4.5] * 7, "a list of 7 numbers"),
        ([1, 2], "a list of 2 numbers. Expected: a single number."),
    ],
)
def test_what_is_not_the_number_earns_nothing_and_says_why(answer: Any, said: str) -> None:
    """Wrong numbers, NaN, unreadable text and other shapes are marks, never errors."""
    found = mark(numeric(4.5), answer)
    assert found.score == 0 and found.status is Status.INCORRECT
    assert said in found.feedback[0]


@pytest.mark.parametrize("answer", [[4.5, 1e-14], {"value": 4.5, "error": 0}, ["t", 4.5, [1, 2]]])
def test_a_right_number_among_a_few_things_waits(answer: Any) -> None:
    """A library hands back a value with its error: a person sees which of them is the answer."""
    assert mark(numeric(4.5), answer).status is Status.AWAITING
    assert mark(numeric(4), answer).score == 0
    assert mark(numeric([4.5, 2]), [[4.5, 2], [], 2, [3, 1]]).status is Status.AWAITING


@pytest.mark.parametrize(
    ("key", "answer"),
    [(5, "x != 5"), (5, "x =/= 5"), ([2, 1], "[1, 2] or [2, 1]"), ([[2, 0], [0, 2]], "2 I")],
)
def test_what_may_be_meant_otherwise_waits(key: Any, answer: str) -> None:
    """What a number is not, one list or another, and a letter for the identity matrix."""
    assert mark(numeric(key), answer).status is Status.AWAITING


def test_a_factor_in_brackets_is_no_remark() -> None:
    """Behind a number `(cos x)` multiplies it; two ends may stand around a dash."""
    assert mark(numeric(5), "5(cos x + i sin x)").score == 0
    assert mark(numeric(5), "5 (by counting)").score == 12
    assert mark(numeric([1.2, 3.4]), "1.2 - 3.4").score == 12


@pytest.mark.parametrize("answer", ["", "  ", None, []])
def test_a_blank_is_not_a_zero(answer: Any) -> None:
    """Nothing written is missing even where the key is zero, and zero itself is right."""
    question = numeric(0)
    assert mark(question, answer).status is Status.MISSING
    assert mark(question, 0).status is Status.CORRECT
    assert question.mark(Given({"": Missing()})).status is Status.MISSING


def test_a_long_entry_is_cut_in_the_echo() -> None:
    """A number of a thousand digits does not fill the report."""
    assert len(mark(numeric(1), "1" * 900).feedback[0]) < 100


def test_nothing_but_blanks_is_missing() -> None:
    """An empty entry alone, or a table of them, is no answer."""
    assert mark(numeric([3]), [""]).status is Status.MISSING
    found = mark(numeric([[0, 0], [1, 2]]), [["", None], [" ", ""]])
    assert (found.status, found.mistakes) == (Status.MISSING, ())
    assert found.feedback == ("Nothing is written. Expected: a matrix of shape 2x2.",)


def test_nan_equals_nothing_under_any_tolerance() -> None:
    """NaN is refused by a range and by an absolute tolerance alike."""
    tolerances: list[dict[str, Any]] = [{"range": {}}, {"absolute": 100}, {"exact": True}]
    for tolerance in tolerances:
        assert mark(numeric(1, tolerance=tolerance), math.nan).score == 0


def test_each_entry_of_a_matrix_earns_its_share() -> None:
    """Parts are named by row and column, a blank and a wrong entry lose only their own points."""
    found = mark(numeric([[1, 2], [3, "1/4"]]), [[1, ""], ["2x", 0.25]])
    assert found.score == 6 and found.status is Status.PARTIAL
    assert [(part.id, part.status) for part in found.parts] == [
        ("n.1.1", Status.CORRECT),
        ("n.1.2", Status.MISSING),
        ("n.2.1", Status.INCORRECT),
        ("n.2.2", Status.CORRECT),
    ]
    assert found.feedback == ("2 of 4 entries are right.",)
    assert found.parts[1].feedback == ("Entry 1, 2: nothing is written.",)
    assert found.parts[2].feedback[0].startswith("Entry 2, 1: you wrote 2x;")


@pytest.mark.parametrize(
    "answer",
    [
        [1, 2, 3],
        [[1], [2], [3]],
        [[1, 2, 3]],
        array_of([1.0, 2.0, 3.0]),
        ["1", "4/2", Expression("3")],
        "[1, 2, 3]",
        "\\begin{pmatrix} 1 \\\\ 2 \\\\ 3 \\end{pmatrix}",
        Expression("Matrix([[1], [2], [3]])"),
    ],
)
def test_a_vector_counts_in_any_container(answer: Any) -> None:
    """Rows, columns, arrays, lists of texts and written-out vectors are the same vector."""
    found = mark(numeric([1, 2, 3]), answer)
    assert found.status is Status.CORRECT, found
    assert [part.id for part in found.parts] == ["n.1", "n.2", "n.3"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([1, 2, 3, 4], "a list of 4 numbers"),
        ([1], "a list of one number"),
        ([[1, 2, 3], [4, 5, 6]], "a matrix of shape 2x3"),
        ([[[1, 2]] * 2] * 2, "an array of shape 2x2x2"),
        ([[1, 2], [3]], "rows of different lengths"),
        ("x = 5", "a single number"),
        (5, "a single number"),
        (Array("<f8", (200, 100), bytes(160_000)), "a matrix of shape 200x100"),
    ],
)
def test_another_shape_is_told_with_the_expected_one(answer: Any, said: str) -> None:
    """A wrong shape names both shapes and earns nothing."""
    found = mark(numeric([[1, 2], [3, 4]]), answer)
    assert found.score == 0 and found.mistakes == ("wrong_shape",)
    assert said in found.feedback[0]
    assert "Expected: a matrix of shape 2x2." in found.feedback[0]


@pytest.mark.parametrize(
    ("answer", "mistake", "said"),
    [
        (-4.5, "wrong_sign", "The sign is wrong"),
        (45, "wrong_decimal_point", "off by 1 place: it is too large"),
        ("0.0045", "wrong_decimal_point", "off by 3 places: it is too small"),
    ],
)
def test_a_slip_is_named_with_and_without_credit(answer: Any, mistake: str, said: str) -> None:
    """A named mistake earns nothing unless the rubric's data gives it credit."""
    found = mark(numeric(4.5), answer)
    assert found.score == 0 and found.mistakes == (mistake,)
    assert said in found.feedback[0]
    found = mark(numeric(4.5, credit={mistake: "1/4"}), answer)
    assert found.score == 3 and found.status == Status.PARTIAL
    assert "It still earns 1/4 of the points." in found.feedback[0]


def test_full_credit_for_a_slip_is_full_credit() -> None:
    """A slip that costs nothing leaves its entry correct in points."""
    found = mark(numeric([1, 2], credit={"wrong_sign": 1}), [1, -2])
    assert found.score == 12 and found.mistakes == ("wrong_sign",)


def test_no_slip_is_named_where_the_tolerance_would_accept_anything_small() -> None:
    """Shifting the point far enough would bring any number near a target of almost zero."""
    tolerance = {"absolute": "0.01"}
    assert mark(numeric("0.001", tolerance=tolerance), 500).mistakes == ()
    assert mark(numeric(5, tolerance={"range": {"low": 4, "high": 6}}), 50).mistakes == ()


def test_a_transposed_matrix_is_named() -> None:
    """The right numbers in exchanged rows and columns are one mistake, with data credit."""
    key = [[1, 2], [3, 4]]
    found = mark(numeric(key), [[1, 3], [2, 4]])
    assert found.score == 6 and found.mistakes == ("transposed",)
    found = mark(numeric(key, credit={"transposed": "3/4"}), [[1, 3], [2, 4]])
    assert found.score == 9 and "transposed" in found.feedback[1]
    assert mark(numeric([[1, 2, 3], [4, 5, 6]]), [[1, 2, 3], [4, 5, 7]]).mistakes == ()


def test_all_or_nothing_where_the_rubric_says_so() -> None:
    """Without per-entry credit one wrong entry loses all, and is still told."""
    question = numeric([1, 2], per_entry=False)
    found = mark(question, [1, 7])
    assert found.score == 0 and found.parts == ()
    assert found.feedback[-1] == "Entry 2: you wrote 7, which is not right."
    assert mark(question, [1, 2]).status is Status.CORRECT


def test_the_key_shows_only_where_it_is_revealed() -> None:
    """`reveal: true` adds the target to what is said of a wrong entry."""
    for answer in (1, "2x", "-73.25"):
        assert "Expected" not in mark(numeric("73.25"), answer).feedback[0]
        told = mark(numeric("73.25", reveal=True), answer).feedback[0]
        assert told.endswith("Expected: 73.25.")


@pytest.mark.parametrize(
    ("tolerance", "right", "wrong"),
    [
        ({"exact": True}, "1/3", 0.3333333333),
        ({"absolute": "0.01"}, 0.34, 0.35),
        ({"relative": "0.1"}, 0.36, 0.37),
        ({"decimal_places": 2}, "0.33", "0.34"),
        ({"sig_figs": 3}, "0.333", "0.334"),
        ({"range": {"low": 0, "high": 1}}, 0.9, 1.1),
        ({"any_of": [{"exact": True}, {"absolute": "0.1"}]}, 0.4, 0.5),
    ],
)
def test_every_tolerance_model_applies(tolerance: Any, right: Any, wrong: Any) -> None:
    """A third, under each model, with one number just in and one just out."""
    question = numeric("1/3", tolerance=tolerance)
    assert question.problems() == []
    assert mark(question, right).status is Status.CORRECT
    assert mark(question, wrong).score == 0


def test_a_relative_tolerance_of_a_zero_target_is_refused() -> None:
    """The rubric is told at load, once, what to write instead; unknown mistakes too."""
    question = numeric([0, 1, 0], tolerance={"relative": "0.1"}, credit={"wrong_sing": 1})
    (place, said), (other, hint) = question.problems()
    assert (place, other) == ("tolerance", "credit.wrong_sing")
    assert "write absolute" in said and "wrong_sign" in hint


@pytest.mark.parametrize(
    "key", ["abc", None, True, [], [[1, 2], [3]], [[[[[1]]]]], [[]], {"a": 1}, [0] * 10_001]
)
def test_a_key_that_is_no_table_of_numbers_is_refused(key: Any) -> None:
    """What is not a number or a rectangle of numbers is a mistake of the rubric."""
    with pytest.raises(ValidationError, match=r"write|differ"):
        numeric(key)


def test_a_key_survives_being_written_and_read() -> None:
    """A dumped question reads back as itself, and its schema allows nested lists."""
    question = numeric([["1/3", 2], [0.1, -4]])
    assert Numeric.model_validate_json(question.model_dump_json(exclude_unset=True)) == question
    assert question.key == ((Fraction(1, 3), 2), (Fraction(1, 10), -4))
    assert "anyOf" in Numeric.model_json_schema()["properties"]["key"]


@settings(max_examples=60, deadline=None)
@given(st.fractions(max_denominator=10**6), st.sampled_from([str, Fraction, float]))
def test_a_number_written_out_is_itself(value: Fraction, form: Any) -> None:
    """Exact text and fractions always count; a float counts but for arithmetic noise."""
    assert mark(numeric(str(value)), form(value)).status is Status.CORRECT


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(-999, 999), min_size=3, max_size=3), min_size=2, max_size=4),
    st.data(),
)
def test_one_changed_entry_costs_exactly_its_share(key: list[list[int]], data: Any) -> None:
    """Whatever the matrix, one entry moved by one loses one entry's points."""
    row = data.draw(st.integers(0, len(key) - 1))
    column = data.draw(st.integers(0, 2))
    answer = [list(line) for line in key]
    answer[row][column] += 1
    found = mark(numeric(key), answer)
    lost = [part.id for part in found.parts if part.status is not Status.CORRECT]
    assert lost == [f"n.{row + 1}.{column + 1}"]
    assert found.score == 12 - Fraction(12, len(key) * 3)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(_ANYTHING, st.sampled_from([3, [1, 2], [[1, 2], [3, 4]]]))
def test_anything_may_come_back(answer: Any, key: Any) -> None:
    """No answer raises, and none earns more than the points."""
    found = mark(numeric(key), answer)
    assert found.score is None or 0 <= found.score <= 12
    assert (found.reason is not None) == (found.status is Status.AWAITING)


@pytest.mark.parametrize(
    "answer",
    [
        "[1. 2. 3. 4.]",
        "1 2 3 4",
        "1\n2\n3\n4",
        "0    1\n1    2\n2    3\n3    4\ndtype: int64",
        "x = [1, 2, 3, 4]",
        "x1=1, x2=2, x3=3, x4=4",
        {"a": 1, "b": 2, "c": 3, "d": 4},
        "tensor([1., 2., 3., 4.], dtype=torch.float64)",
    ],
)
def test_a_vector_as_programs_print_it(answer: Any) -> None:
    """White space, lines, an index and names beside the numbers take nothing from them."""
    assert mark(numeric([1, 2, 3, 4]), answer).status is Status.CORRECT


@pytest.mark.parametrize(
    "answer", ["[1 2; 3 4]", "[[1. 2.]\n [3. 4.]]", ["1 2", "3 4"], "1, 2\n3, 4"]
)
def test_a_matrix_as_programs_print_it(answer: Any) -> None:
    """Rows end where lines or semicolons end."""
    assert mark(numeric([[1, 2], [3, 4]]), answer).status is Status.CORRECT


@pytest.mark.parametrize(
    ("key", "answer", "status"),
    [
        ("9/2", "hello", Status.AWAITING),
        ("9/2", Opaque("Widget", "<w>"), Status.AWAITING),
        ("9/2", "4 or 5", Status.AWAITING),
        ([[1, 2], [3, 4]], "no matrix", Status.AWAITING),
        ([[1, 2], [3, 4]], Opaque("Widget", "<w>"), Status.AWAITING),
        ("9/2", "TODO", Status.MISSING),
        ("9/2", Opaque("builtins.ellipsis", "Ellipsis"), Status.MISSING),
        ("9/2", "...", Status.MISSING),
        ("9/2", "Your answer here", Status.MISSING),
        ("9/2", "___", Status.MISSING),
    ],
)
def test_what_cannot_be_read_goes_to_a_person(key: Any, answer: Any, status: Status) -> None:
    """Words and unknown objects are no zero; a blank and a placeholder are missing."""
    found = mark(numeric(key), answer)
    assert found.status is status
    assert found.reason == ("unread" if status is Status.AWAITING else None)


@pytest.mark.parametrize(
    ("key", "answer", "status"),
    [
        (12500, "12,500", Status.CORRECT),
        (12500, r"$12\,500$", Status.CORRECT),
        (12500, "12'500", Status.CORRECT),
        ("12.5", "12,500", Status.AWAITING),
        (12500, "12.500", Status.AWAITING),
        ("3.142", "3.142", Status.CORRECT),
        (12500, "125,00", Status.INCORRECT),
        ("5/2", "2 1/2", Status.CORRECT),
        ("-5/2", "-2 1/2", Status.CORRECT),
        ("5/2", r"2\frac{1}{2}", Status.CORRECT),
        (1, r"2\frac{1}{2}", Status.AWAITING),
        (3, r"2\frac{1}{2}", Status.INCORRECT),
        ("1/3", r"0.\overline{3}", Status.CORRECT),
        ("1/3", "0.(3)", Status.CORRECT),
        ("1/6", "0.1666...", Status.CORRECT),
        ("1/3", "0.3", Status.INCORRECT),
        ("7/2", "3.5 bits", Status.CORRECT),
        ("7/2", "3.5 km", Status.AWAITING),
        ("7/2", "4.5 bits", Status.INCORRECT),
        (3_500_000, "3.5 million", Status.CORRECT),
        ("1/4", "25 per cent", Status.CORRECT),
        ("1/4", "1/4 ≈ 0.25", Status.CORRECT),
        ("1/4", "0.25 (25%)", Status.CORRECT),
        ("1/4", "0.25 (p = 0.3)", Status.CORRECT),
        ("3/10", "0.25 (p = 0.3)", Status.INCORRECT),
        ("1/4", "0.25 (not sure)", Status.AWAITING),
        ("1/4", "25 out of 100", Status.CORRECT),
        (25, "25 out of 100", Status.AWAITING),
        (-6, "negative six", Status.CORRECT),
        (6, "negative six", Status.INCORRECT),
        ("1/4", r"P = \frac14 = 25\%", Status.CORRECT),
        ("0.3", "0.25 ≈ 0.3", Status.AWAITING),
        ("1/4", "0.1/0.4 = 0.35", Status.AWAITING),
        ("0.45", "0.1/0.4 = 0.35", Status.INCORRECT),
        ("-3.41", "t = -3.41 < -2.2", Status.CORRECT),
        ("-2.2", "t = -3.41 < -2.2", Status.INCORRECT),
        (40000, "n >= 40000", Status.AWAITING),
        (40000, "n >= 50000", Status.INCORRECT),
        (2, "The rank is 2.", Status.CORRECT),
        (2, "The rank is not 2.", Status.AWAITING),
        (2, "**Answer:** 2", Status.CORRECT),
        ("0.0098", "p=.0098", Status.CORRECT),
        (98, "p=.0098", Status.INCORRECT),
        (7, Expression("Eq(x, 7)"), Status.CORRECT),
        (7, Expression("{7}"), Status.CORRECT),
        (7, Expression("{7, 8}"), Status.AWAITING),
        (7, Opaque("mpmath.ctx_mp_python.mpf", "7.0"), Status.CORRECT),
    ],
)
def test_everyday_spellings(key: Any, answer: Any, status: Status) -> None:
    """What two readings would mark differently waits; what only one can mean is decided."""
    found = mark(numeric(key), answer)
    assert found.status is status
    assert (found.reason is not None) == (status is Status.AWAITING)


def test_an_entry_that_is_not_read_leaves_the_others_their_points() -> None:
    """What was decided stands in the score of a mark that waits."""
    found = mark(numeric([1, 2, 3]), [1, "too many", 4])
    assert found.status is Status.AWAITING and found.score == 4
    assert found.reason == "unread"
    assert [part.status for part in found.parts] == [
        Status.CORRECT, Status.AWAITING, Status.INCORRECT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "answer", "status"),
    [
        ("1/2", "50%", Status.CORRECT),
        (50, "50 %", Status.AWAITING),
        (5, "500%", Status.CORRECT),
        ("1/2", "0.5%", Status.INCORRECT),
        (50, "0.5", Status.INCORRECT),
    ],
)
def test_per_cent(key: Any, answer: str, status: Status) -> None:
    """A share may be written with the sign; a key that is none goes to a person with it."""
    assert mark(numeric(key), answer).status is status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("50 %", Status.CORRECT), ("50", Status.CORRECT), ("0.5", Status.CORRECT),
        ("0.5 %", Status.INCORRECT), ("5000%", Status.AWAITING), ("60%", Status.INCORRECT),
    ],
)  # fmt: skip
@pytest.mark.parametrize("prompt", ["By how many per cent?", "The rate in %", "Wie viel Prozent?"])
def test_a_percentage_that_is_asked_for(prompt: str, answer: str, status: Status) -> None:
    """With the sign, without it, or as a share, where the question asks for a percentage."""
    assert mark(numeric(50, prompt=prompt), answer).status is status
