"""Derivations: every equality tested in random worlds, slips named, required steps looked for."""

from typing import Any

import pytest

from grader.equivalence.reading.notation import Notation
from grader.marks import Status
from grader.questions.derivation import Derivation
from grader.questions.derivation.text import pieces
from grader.questions.derivation.writing import expectations
from tests.questions.mathematics import QUESTIONS, SEEDS, cases, check, mark


@pytest.mark.parametrize("case", cases("derivation-mistakes"), ids=lambda case: case["shows"])
def test_mistakes_of_the_catalogue_are_named_with_their_credit(case: dict[str, Any]) -> None:
    """Each broken argument of the catalogue has its cause and its credit, under every seed."""
    for seed in SEEDS:
        check(case, seed)


def mle() -> Derivation:
    """The question about maximum likelihood."""
    found = QUESTIONS["p4.mle"]
    assert isinstance(found, Derivation)
    return found


@pytest.mark.parametrize(
    ("text", "holds", "cause"),
    [
        ("integral p*(x) log(p*(x)/p(x|theta)) dx = KL(p* || p)", True, ""),
        ("KL(p* || p) = H(p*, p) - H(p*)", True, ""),
        ("KL(p* || p) = KL(p || p*)", False, "reversed_kl"),
        ("log(p*(x)/p(x|theta)) = log p*(x) - log p(x|theta)", True, ""),
        ("integral p*(x) dx = 1", True, ""),
        ("integral p(x|theta) dx = 1", True, ""),
        ("log prod_{i=1}^N p(x_i|theta) = sum_{i=1}^N log p(x_i|theta)", True, ""),
        ("log sum_{i=1}^N p(x_i|theta) = sum_{i=1}^N log p(x_i|theta)", False, "log_of_sum"),
        ("KL(p* || p) >= 0", True, ""),
        ("KL(p* || p) <= 0", False, "inequality"),
        ("KL(p* || p) != KL(p || p*)", True, ""),
        ("KL(p* || p) = 2 integral p*(x) log(p*(x)/p(x|theta)) dx", False, "constant_factor"),
        ("KL(p* || p) = -integral p*(x) log p(x|theta) dx", False, "theta_free_offset"),
        ("argmax_theta -KL(p* || p) = argmin_theta KL(p* || p)", True, ""),
        ("integral p*(x) x dx ≈ 1/N sum_{i=1}^N x_i", True, ""),
        ("KL(p* || p) = integral p*(x) log p(x|theta) dx", False, "negated"),
        ("integral p*(x) foo(x) dx = 1", None, ""),
    ],
)
def test_claims_are_classified(text: str, holds: bool | None, cause: str) -> None:
    """Identities hold in every world; wrong ones have their cause; unknown ones stay open."""
    found = mle().argument(text, 3)
    assert [claim.holds for claim in found.claims] == [holds]
    wanted = {"negated": "missing_minus"}.get(cause, cause)
    assert found.claims[0].cause == wanted


CROSS = "integral p*(x) log p(x|theta) dx"
FOUND = "KL(p*||p) = const - " + CROSS


@pytest.mark.parametrize(
    ("texts", "kind", "holds", "cause"),
    [
        (["theta_hat = argmin_theta KL(p*||p)"], "definition", True, ""),
        (["p*(x) = p(x|theta)"], "hypothesis", True, ""),
        ([f"KL(p* || p) = c - {CROSS}"], "constant", True, ""),
        ([f"KL(p || p*) = c - {CROSS}"], "claim", False, "reversed_kl"),
        ([f"KL(p* || p) = c + {CROSS}"], "claim", False, "missing_minus"),
        ([f"KL(p* || p) = c - 2 {CROSS}"], "claim", False, "broken_step"),
        (["KL(p* || p) = c + f(theta)"], "claim", None, ""),
        ([FOUND, f"2 KL(p*||p) = const - 2 {CROSS}"], "constant", True, ""),
        ([FOUND, f"2 KL(p*||p) = const - {CROSS}"], "claim", False, "constant_factor"),
        ([f"L(theta) = {CROSS}", "KL(p*||p) = -H - L(theta)"], "constant", True, ""),
        ([f"argmin_theta KL(p*||p) = argmax_theta {CROSS}"], "arg", True, ""),
        ([f"argmin_theta KL(p || p*) = argmax_theta {CROSS}"], "arg", False, "reversed_kl"),
        ([f"argmin_theta KL(p*||p) = argmin_theta {CROSS}"], "arg", False, "arg_not_flipped"),
        (
            [
                "argmax_theta sum_{i=1}^N log p(x_i|theta) "
                "= argmax_theta log sum_{i=1}^N p(x_i|theta)"
            ],
            "arg",
            False,
            "log_of_sum",
        ),
        (
            ["argmax_theta prod_{i=1}^N p(x_i|theta) = argmax_theta sum_{i=1}^N p(x_i|theta)"],
            "arg",
            False,
            "broken_step",
        ),
        (["argmin_theta KL(p*||p) = argmin_theta f(theta)"], "arg", None, ""),
        (["KL(p*||p) != KL(p*||p)"], "non_identity", False, "not_different"),
        (["KL(p*||p) != f(theta)"], "non_identity", None, ""),
        (["KL(p*||p) >= f(theta)"], "inequality", None, ""),
        (["$KL(p^*\\|p) \\propto \\theta$"], "relation", None, ""),
        ([f"KL(p*||p) = (1/log(2)) ({CROSS})"], "claim", False, None),
        (["KL(p*||p) = (1/log(2)) KL(p*||p)"], "claim", False, "log_base"),
        (["pi integral p*(x) dx = pi"], "claim", True, ""),
        (["p*(x) = 9^9^9^9"], "claim", None, ""),
        (["KL(p* || 3) = 0"], "claim", None, ""),
        (["KL(p*) = 1"], "claim", None, ""),
        (["integral_0^1 p*(x) dx <= 1"], "inequality", None, ""),
        (["integral_0^oo p*(x) dx = 1"], "claim", None, ""),
        (["$\\int_{-\\infty}^\\infty p^*(x) dx = 1$"], "claim", True, ""),
        (["sum_{i=1}^{N^2} x_i = 1"], "claim", None, ""),
        (["log prod_{i=1}^N p(x_i|theta) = sum_{i=2}^N log p(x_i|theta)"], "claim", None, ""),
        (["log prod_{i=0}^N p(x_i|theta) = sum_{i=0}^N log p(x_i|theta)"], "claim", None, ""),
        (["log prod_i p(x_i|theta) = sum_{i=1}^N log p(x_i|theta)"], "claim", True, ""),
    ],
)
def test_the_last_step_of_an_argument(
    texts: list[str], kind: str, holds: bool | None, cause: str | None
) -> None:
    """Constants, definitions, arg min and inequalities: what they are, whether and why not."""
    claim = mle().argument(texts, 3).claims[-1]
    assert (claim.kind, claim.holds) == (kind, holds)
    assert cause is None or claim.cause == cause


def test_the_symmetry_claim_is_not_taken_for_a_constant() -> None:
    """Two sides without the parameter cannot differ "by something free of it"."""
    question = QUESTIONS["p4.identity"]
    assert isinstance(question, Derivation)
    found = question.argument("KL(p || q) = KL(q || p)", 1)
    assert found.claims[0].holds is False
    assert found.claims[0].cause == "reversed_kl"


def test_the_score_is_the_sum_of_the_steps() -> None:
    """What mistakes cost is taken from the parts, so that they add up."""
    for case in cases("derivation-mistakes"):
        found = mark(case["question"], case["answer"])
        assert sum(part.score or 0 for part in found.parts) == found.score, case["shows"]


def test_words_alone_go_to_a_person_unless_they_are_few() -> None:
    """A whole argument in prose is read by a person; "no idea" is not an argument."""
    said = "The divergence splits into an entropy and a cross entropy and only one has theta in it."
    assert mark("p4.mle", said).status is Status.AWAITING
    buzz = "Constant, law of large numbers; minimising the KL is maximising the likelihood."
    assert mark("p4.mle", buzz).score in (0, None)
    assert mark("p4.mle", "I do not know").score == 0
    assert mark("p4.mle", "").status is Status.MISSING


@pytest.mark.parametrize(
    "answer",
    [7, None, [], {}, ["$"], "$$", "=" * 500, "(" * 5000, "$" + "{" * 3000 + "$", "9^9^9^9 = 1"],
)
def test_anything_may_come_back(answer: Any) -> None:
    """Hostile and broken texts become marks in little time."""
    found = mark("p4.mle", answer)
    assert found.score in (0, None)


def test_the_name_of_the_estimator_is_not_the_step_to_the_sample() -> None:
    """ "Maximum likelihood estimate" says nothing about why a mean replaces an integral."""
    steps = [
        "KL(p*||p) = integral p*(x) log p*(x) dx - integral p*(x) log p(x|theta) dx",
        "argmin_theta KL(p*||p) = argmax_theta sum_{i=1}^N log p(x_i|theta)",
        "which is the maximum likelihood estimate",
    ]
    assert "missing_sample_mean" in mark("p4.mle", steps).mistakes


def test_expectations_become_integrals() -> None:
    """Subscripts name the variable and the density; none means the data's density."""
    assert expectations("E_{y~q}[log y]", False, "p*") == "(integral q(y) (log y) dy)"
    assert expectations(r"\mathbb{E}[X]", True, "p") == r"\left(\int p(x) \left(X\right) dx\right)"
    nested = expectations("E_p[E_q[x]]", False, "p")
    assert nested.count("integral") == 2
    assert expectations("E = mc^2", False, "p") == "E = mc^2"


def test_lines_that_go_on_are_joined() -> None:
    """A line that starts with an equals sign continues the one before."""
    notation = Notation("infix", frozenset(("p", "q", "KL")))
    found = pieces("KL(p||q) = 1\n= 2\nso that is it", notation, "p")
    assert [piece.text for piece in found] == ["KL(p||q) = 1 = 2", "so that is it"]


@pytest.mark.parametrize(
    "answer",
    [
        "KL(P||P) = Σ P(x) log(P(x)/P(x)) = Σ P(x) log 1 = 0",
        r"\int p(x)\log\frac{p(x)}{p(x)}dx = \int p(x) (\log p(x) - \log p(x)) dx = 0",
    ],
)
def test_an_identity_with_capitals_or_without_its_name(answer: str) -> None:
    """A density may be a capital, and a divergence may be written out from the start."""
    assert mark("p4.identity", answer).score == 1


def test_an_align_between_lines_of_words_and_dollars() -> None:
    """Display environments need no dollars of their own."""
    answer = r"""\begin{align*}
KL(p\|p) &= \int p(x)\log\frac{p(x)}{p(x)}dx \\
&= \int p(x)\log 1 \, dx
\end{align*}
which is $KL(p\|p) = 0$."""
    assert mark("p4.identity", answer).score == 1
