"""Credit per mistake in a rubric: misspelt names are told, with the one that is meant."""

from fractions import Fraction

from tests.questions.mathematics import QUESTIONS


def test_a_misspelt_mistake_is_told_in_every_kind() -> None:
    """A name that no mistake has would silently change nothing."""
    for question in QUESTIONS.values():
        wrong = question.model_copy(update={"credit": {"reversed_lk": Fraction(1, 2)}})
        assert [path for path, _ in wrong.problems()] == ["credit.reversed_lk"], question.id


def test_the_name_that_is_meant_is_suggested() -> None:
    """One typo away from a known mistake."""
    wrong = QUESTIONS["p4.mle"].model_copy(update={"credit": {"reversed_lk": Fraction(1, 2)}})
    assert "did you mean `reversed_kl`?" in wrong.problems()[0][1]


def test_known_names_are_accepted() -> None:
    """The names the documentation lists."""
    for name, mistake in {
        "p3.gradient": "swapped_components",
        "p3.descent": "lost_factor",
        "p3.jacobian": "transposed",
        "p4.mle": "missing_p",
        "p4.asymmetry": "only_asserted",
    }.items():
        right = QUESTIONS[name].model_copy(update={"credit": {mistake: Fraction(1, 2)}})
        assert right.problems() == []
