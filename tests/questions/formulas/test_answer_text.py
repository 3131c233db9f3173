"""Words, labels and indices around the formulas of an answer."""

import pytest

from tests.questions.mathematics import mark

RIGHT = [
    "∂C/∂θ1 = 4θ1 + 3θ2\n∂C/∂θ2 = 3θ1",
    "∂C/∂θ₁ = 4θ₁ + 3θ₂ and ∂C/∂θ₂ = 3θ₁",
    "(4t1 + 3t2)i + (3t1)j",
    "4*theta[0] + 3*theta[1], 3*theta[0]",
    "np.array([4*theta[1] + 3*theta[2], 3*theta[1]])",
    "gradient: (4θ1 + 3θ2, 3θ1)",
    "The gradient is (4θ1 + 3θ2, 3θ1).",
    "dC/dtheta1: 4*theta1 + 3*theta2, dC/dtheta2: 3*theta1",
    "<4θ1 + 3θ2, 3θ1>",
    "lambda t1, t2: (4*t1 + 3*t2, 3*t1)",
    "Matrix([[Add(Mul(Integer(4), Symbol('theta_1')), Mul(Integer(3), Symbol('theta_2')))], "
    "[Mul(Integer(3), Symbol('theta_1'))]])",
    r"$\frac{\partial C}{\partial\theta_1} = 4\theta_1 + 3\theta_2$ and "
    r"$\frac{\partial C}{\partial\theta_2} = 3\theta_1$",
    "\\frac{\\partial C}{\\partial\\theta_1} = 4\\theta_1 + 3\\theta_2\n"
    "\\frac{\\partial C}{\\partial\\theta_2} = 3\\theta_1",
    r"\vec{\nabla} C = \boxed{(4\theta_1 + 3\theta_2, 3\theta_1)}",
    r"\nabla C = (4\theta_1 + 3\theta_2)\hat{\imath} + 3\theta_1\hat{\jmath}",
    r"\nabla C = (4\theta_1 + 3\theta_2)\mathbf{e}_1 + 3\theta_1\mathbf{e}_2",
]


@pytest.mark.parametrize("answer", RIGHT)
def test_a_right_gradient_in_other_dress(answer: str) -> None:
    """Each of these is the gradient, and full."""
    assert mark("p3.gradient", answer).score == 1


@pytest.mark.parametrize(
    "answer", ["(4t1 + 3t2)j + (3t1)i", "<4θ1, 3θ1>", "4*theta[0] + 3*theta[0], 3*theta[1]"]
)
def test_a_wrong_gradient_in_other_dress(answer: str) -> None:
    """The dress does not make a wrong entry right."""
    assert (mark("p3.gradient", answer).score or 0) < 1


@pytest.mark.parametrize("answer", [["0", "0"], [0, 0], "(x - x, 0)", "(θ1 = 0, θ2 = 0)"])
def test_zero_is_no_multiple_of_the_key(answer: object) -> None:
    """Zero times what was expected is nothing."""
    assert mark("p3.gradient", answer).score in (0, None)


@pytest.mark.parametrize("text", ["\n" * 300_000 + ":", "a" * 300_000 + "[:", "$a" * 200_000])
def test_long_texts_are_refused_at_once(text: str) -> None:
    """No pattern goes over a long text more than once."""
    assert mark("p3.gradient", text).score in (0, None)
