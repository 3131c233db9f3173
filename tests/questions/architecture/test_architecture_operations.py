"""What marking recomputes with plain arrays is what torch computes, operation by operation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from grader.questions.architecture.module.operations import (
    ELEMENTWISE,
    PRODUCTS,
    RESHAPES,
    Unsupported,
    compute,
)

torch = pytest.importorskip("torch")

X = np.random.default_rng(7).normal(size=(4, 3)) * 3
UNIT = 1 / (1 + np.exp(-X))
"""The same numbers between 0 and 1, for what needs positive ones."""
Y = X[::-1].copy()
W = np.random.default_rng(8).normal(size=(3, 2))
B = np.array([0.5, -2.0])
V = np.array([1.0, -1.0, 0.25])
CUBE = np.arange(24.0).reshape(2, 3, 4)
SCALE, SHIFT = np.array([1.0, 2.0, 0.5]), np.array([0.0, 1.0, -1.0])

CASES: list[tuple[str, list[Any], dict[str, Any]]] = [
    *((name, [X], {}) for name in ("tanh", "sigmoid", "relu", "silu", "mish", "softplus", "gelu")),
    *((name, [X], {}) for name in ("elu", "hardtanh", "hardsigmoid", "hardswish", "leaky_relu")),
    *((name, [X], {}) for name in ("exp", "expm1", "sin", "cos", "sinh", "cosh", "erf", "neg")),
    *((name, [UNIT], {}) for name in ("log", "log1p", "sqrt", "reciprocal")),
    *((name, [UNIT], {}) for name in ("rsqrt", "square")),
    *((name, [X, Y], {}) for name in ("atan2", "hypot")),
    *((name, [X, Y], {}) for name in ("add", "sub", "mul", "div", "maximum", "minimum")),
    *((name, [X, 0.5], {}) for name in ("gt", "ge", "lt", "le", "add", "sub", "mul", "div")),
    *((name, [CUBE], {}) for name in ("clone", "detach", "alias", "zeros_like", "ones_like")),
    ("abs", [X], {}),
    ("erf", [np.zeros((2, 2))], {}),
    ("leaky_relu", [X, 0.3], {}),
    ("_prelu_kernel", [X, V], {}),
    ("elu", [X, 0.7, 1.5, 2.0], {}),
    ("elu", [X * 300], {}),
    ("gelu", [X], {"approximate": "tanh"}),
    ("softplus", [X, 2, 20], {}),
    ("sigmoid", [X * 300], {}),
    ("hardtanh", [X, -0.5, 0.25], {}),
    ("log_sigmoid_forward", [X], {}),
    ("clamp", [X, -1.0, 1.0], {}),
    ("clamp", [X, None, 1.0], {}),
    ("clamp", [X], {"min": 0.25}),
    ("clamp_min", [X, 0.5], {}),
    ("clamp_max", [X, 0.5], {}),
    ("pow", [UNIT, 2.5], {}),
    ("add", [X, Y], {"alpha": 3}),
    ("sub", [X, Y], {"alpha": 3}),
    ("rsub", [X, Y], {}),
    ("rsub", [X, Y], {"alpha": 3}),
    ("where", [X > 0, X, Y], {}),
    ("addmm", [B, X, W], {}),
    ("addmm", [B, X, W], {"beta": 0.5, "alpha": 2}),
    ("addmv", [X[:, 0], X, V], {}),
    ("mm", [X, W], {}),
    ("mv", [X, V], {}),
    ("bmm", [CUBE, CUBE.transpose(0, 2, 1)], {}),
    ("matmul", [X, W], {}),
    ("linear", [X, W.T.copy()], {}),
    ("linear", [X, W.T.copy(), B], {}),
    ("t", [X], {}),
    ("t", [V], {}),
    ("transpose", [CUBE, 0, 2], {}),
    ("transpose", [CUBE, -1, -2], {}),
    ("permute", [CUBE, [2, 0, 1]], {}),
    *((name, [CUBE, [4, -1]], {}) for name in ("view", "reshape", "_unsafe_view")),
    ("select", [CUBE, 1, 2], {}),
    ("select", [CUBE, 2, -1], {}),
    ("slice", [CUBE, 1, 1, 9223372036854775807], {}),
    ("slice", [CUBE, 2, 0, 3, 2], {}),
    ("unbind", [CUBE, 1], {}),
    ("flatten", [CUBE], {}),
    ("flatten", [CUBE, 1], {}),
    ("flatten", [CUBE, 0, 1], {}),
    ("flatten", [CUBE, 1, -1], {}),
    ("squeeze", [CUBE[:1, :, :1]], {}),
    ("squeeze", [CUBE[:, :, :1], -1], {}),
    ("squeeze", [CUBE[:, :, :1], 0], {}),
    ("squeeze", [CUBE[:1, :, :1], [0, 2]], {}),
    ("unsqueeze", [X, 1], {}),
    ("unsqueeze", [X, -1], {}),
    ("expand", [V, [4, 3]], {}),
    ("expand", [CUBE[:, :1], [2, 5, -1]], {}),
    ("_softmax", [X, 1, False], {}),
    ("_softmax", [X * 300, -1, False], {}),
    ("_log_softmax", [X, 0, False], {}),
    ("native_layer_norm", [X, [3], SCALE, SHIFT, 1e-5], {}),
    ("native_layer_norm", [CUBE, [3, 4], None, None, 1e-3], {}),
    ("_native_batch_norm_legit_no_training", [X, SCALE, SHIFT, V, UNIT[0], 0.1, 1e-3], {}),
    ("native_batch_norm", [X, None, None, V, UNIT[0], False, 0.1, 1e-5], {}),
]


def by_torch(name: str, arguments: list[Any], named: dict[str, Any]) -> Any:
    """What torch's own operator gives for the same arguments."""

    def tensor(value: Any) -> Any:
        return torch.from_numpy(value) if isinstance(value, np.ndarray) else value

    result = getattr(torch.ops.aten, name)(*map(tensor, arguments), **named)
    return result[0] if isinstance(result, tuple | list) else result


@pytest.mark.parametrize(("name", "arguments", "named"), CASES, ids=[case[0] for case in CASES])
def test_an_operation_is_the_one_of_torch(
    name: str, arguments: list[Any], named: dict[str, Any]
) -> None:
    """Same shape, same numbers: else a right network would not reproduce its own outputs."""
    wanted = by_torch(name, arguments, named).numpy()
    found = compute(name, arguments, named)[0]
    assert found.shape == wanted.shape
    assert np.allclose(np.asarray(found, float), np.asarray(wanted, float), rtol=1e-6, atol=1e-9)


def test_every_operation_is_compared() -> None:
    """No operation gets in without its comparison; copies of other kinds are the same function."""
    compared = {name for name, _, _ in CASES}
    copies = {"_to_copy", "contiguous", "to", "lift_fresh"}
    assert (ELEMENTWISE.keys() | PRODUCTS | RESHAPES) - compared <= copies
    for name in copies:
        assert compute(name, [X], {})[0] is X


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("native_dropout", "dropout"),
        ("native_group_norm", "group normalisation"),
        ("_fancy_new_thing", "fancy new thing"),
    ],
)
def test_another_operation_is_refused_by_its_name(name: str, said: str) -> None:
    """A student reads which operation is not of a dense network."""
    with pytest.raises(Unsupported, match=f"^{said}$"):
        compute(name, [X], {})


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["tanh", "sigmoid", "softplus", "gelu", "elu", "silu", "mish", "erf"]),
    st.floats(-700, 700, allow_subnormal=False),
)
def test_activations_agree_far_out(name: str, x: float) -> None:
    """No overflow far from zero, and full digits near it."""
    numbers: NDArray[np.float64] = np.array([x])
    with np.errstate(all="ignore"):
        found = compute(name, [numbers], {})[0]
    wanted = by_torch(name, [numbers], {}).numpy()
    assert np.allclose(found, wanted, rtol=1e-6, atol=1e-9)
