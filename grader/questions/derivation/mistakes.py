"""The causes by which a step that does not hold is told."""

from __future__ import annotations

from fractions import Fraction

from grader.questions.mistake import Example, Known, MistakeTable

HALF, MOST = Fraction(1, 2), Fraction(3, 4)
QUESTION = {
    "id": "p4.identity",
    "kind": "derivation",
    "points": 1,
    "name": "KL_IDENTITY",
    "densities": ["p", "q"],
    "steps": [
        {
            "id": "integral",
            "title": "the integral (or sum) with the logarithm of a ratio that is 1",
            "points": 1,
            "shows": ["integral p(x) log(p(x)/p(x)) dx"],
        },
        {"id": "conclusion", "title": "the value 0", "points": 1, "concludes": "KL(p || p) = 0"},
    ],
}
_MODEL = {
    "densities": ["p*", "p"],
    "parametric": ["p"],
    "steps": [
        {
            "id": "definition",
            "title": "the divergence written as an integral",
            "points": 1,
            "shows": ["integral p*(x) log(p*(x)/p(x|theta)) dx"],
        }
    ],
}
_RIGHT = "KL(p*||p) = integral p*(x) log(p*(x)/p(x|theta)) dx"
_ABOUT = "a model p(x | theta) of p*"


def _cause(name: str, says: str, keeps: Fraction, *answer: str, fixed: bool = False) -> Known:
    """One cause, by an answer about a model with a parameter, or about two fixed densities."""
    example = Example(list(answer)) if fixed else Example(list(answer), _MODEL, about=_ABOUT)
    return Known(name, says, example, keeps)


MISTAKES = MistakeTable(
    QUESTION,
    (
        _cause(
            "missing_p",
            "inside the logarithm the density is missing: write log p(x | theta).",
            Fraction(19, 20),
            _RIGHT,
            "KL(p*||p) = integral p*(x) log p*(x) dx - integral p*(x) log(x|theta) dx",
        ),
        _cause(
            "reversed_kl",
            "the divergence is the other way round: it is weighted by its first distribution.",
            HALF,
            "KL(p*||p) = integral p(x|theta) log(p(x|theta)/p*(x)) dx",
        ),
        _cause(
            "wrong_weights",
            "an integral is weighted by the wrong density.",
            HALF,
            "KL(p*||p) = integral p(x|theta) log(p*(x)/p(x|theta)) dx",
        ),
        _cause(
            "missing_minus",
            "one term has the wrong sign: log(a/b) = log a - log b.",
            MOST,
            _RIGHT,
            "KL(p*||p) = integral p*(x) log p*(x) dx + integral p*(x) log p(x|theta) dx",
        ),
        _cause(
            "inverted_ratio",
            "the ratio is upside down; that gives the negative.",
            MOST,
            "KL(p*||p) = integral p*(x) log(p(x|theta)/p*(x)) dx",
        ),
        _cause(
            "sign",
            "one side is the negative of the other.",
            MOST,
            _RIGHT,
            "integral p*(x) log p(x|theta) dx = -integral p*(x) log p(x|theta) dx",
        ),
        _cause(
            "log_base",
            "the two sides differ by the base of the logarithm; state the base you use.",
            Fraction(1),
            "KL(p*||p) = integral p*(x) log_2(p*(x)/p(x|theta)) dx",
        ),
        _cause(
            "factor_n",
            "a factor N (or 1/N) is lost; it does not move the arg max, but the equality needs it.",
            Fraction(4, 5),
            _RIGHT,
            "integral p*(x) log p(x|theta) dx ≈ sum_{i=1}^N log p(x_i|theta)",
        ),
        _cause(
            "constant_factor",
            "the two sides differ by a constant factor.",
            MOST,
            "KL(p*||p) = 2 integral p*(x) log(p*(x)/p(x|theta)) dx",
        ),
        _cause(
            "log_of_sum",
            "the logarithm of a sum is not the sum of logarithms.",
            HALF,
            _RIGHT,
            "integral p*(x) log p(x|theta) dx ≈ 1/N log(sum_{i=1}^N p(x_i|theta))",
        ),
        _cause(
            "ratio_of_logs",
            "log a / log b is not log(a/b).",
            HALF,
            "KL(p*||p) = integral p*(x) log(p*(x))/log(p(x|theta)) dx",
        ),
        _cause(
            "dropped_log",
            "a logarithm is lost.",
            HALF,
            "KL(p*||p) = integral p*(x) p*(x)/p(x|theta) dx",
        ),
        _cause(
            "theta_free_offset",
            "the sides differ by a term without theta: the same arg min, but not equal.",
            MOST,
            _RIGHT,
            "KL(p*||p) = -integral p*(x) log p(x|theta) dx",
        ),
        _cause(
            "arg_not_flipped",
            "minimising -f is maximising f: arg min and arg max change places.",
            MOST,
            _RIGHT,
            "argmin_theta KL(p*||p) = argmin_theta sum_{i=1}^N log p(x_i|theta)",
        ),
        _cause(
            "missing_hypothesis",
            "this holds only where the two distributions are equal; say so.",
            MOST,
            "KL(p || q) = integral p(x) log(p(x)/q(x)) dx",
            "= 0",
            fixed=True,
        ),
        _cause(
            "not_different",
            "the two sides are equal.",
            HALF,
            "KL(p || p) = integral p(x) log(p(x)/p(x)) dx = 0",
            "KL(p || q) != integral p(x) log(p(x)/q(x)) dx",
            fixed=True,
        ),
        _cause(
            "inequality",
            "the inequality does not hold.",
            HALF,
            "KL(p || p) = integral p(x) log(p(x)/p(x)) dx = 0",
            "KL(p || q) <= 0",
            fixed=True,
        ),
        _cause(
            "broken_step",
            "the two sides are not equal.",
            HALF,
            _RIGHT,
            "KL(p*||p) = integral p*(x) log p*(x) dx * integral p*(x) log p(x|theta) dx",
        ),
        Known(
            "restated",
            "This states what is to be shown; the steps between its sides are missing.",
            Example(
                "(a + b)^2 = a^2 + 2 a b + b^2",
                {**{name: None for name in QUESTION if name in ("densities", "steps")},
                 "wanted": "(a + b)^2 = a^2 + 2 a b + b^2"},
            ),
            Fraction(0),
        ),
        Known(
            "missing_<step>",
            "Not found: {title}.",
            Example(["KL(p || p) = 0"]),
            costs="the points of that step",
            named_as="missing_integral",
        ),
    ),
)
