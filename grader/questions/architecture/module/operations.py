"""The torch operations that marking can recompute, on plain arrays.

Names are those of torch's own operator library without overloads (`addmm`, `tanh`,
`native_layer_norm`). An operation that is not here is reported by name: a network that needs it is
not the dense network these questions ask for.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.questions.architecture.module.layers import LAYERS
from grader.questions.architecture.module.sequences import Unlike

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


class Unsupported(ValueError):
    """An operation that cannot be recomputed; the message is its name."""


PRODUCTS = frozenset({"addmm", "mm", "matmul", "linear", "bmm", "mv", "addmv"})
RESHAPES = frozenset(
    [
        *("t", "transpose", "permute", "view", "reshape", "_unsafe_view", "squeeze", "unsqueeze"),
        *("flatten", "expand", "clone", "detach", "_to_copy", "alias", "contiguous", "to"),
        *("lift_fresh", "select", "slice", "unbind"),
    ]
)
NORMS = {
    "native_batch_norm": "batch normalisation",
    "_native_batch_norm_legit_no_training": "batch normalisation",
    "cudnn_batch_norm": "batch normalisation",
    "native_layer_norm": "layer normalisation",
    "native_group_norm": "group normalisation",
    "native_dropout": "dropout",
    "cat": "a concatenation",
    "stack": "a concatenation",
}


def compute(name: str, given: list[Any], named: dict[str, Any]) -> list[Numbers]:
    """The results of one operation; raises `Unsupported` for one that is not known here."""
    import numpy as np

    maker = next((made for made in (kind.get(name) for kind in KINDS) if made), None)
    if maker is None:
        raise Unsupported(NORMS.get(name, name.strip("_").replace("_", " ")))
    try:
        result = maker(np, *given, **named)
    except Unlike as what:
        raise Unsupported(str(what)) from None
    return result if isinstance(result, list) else [result]


def _scaled_add(np: Any, a: Any, b: Any, alpha: float = 1) -> Any:
    return a + alpha * b


def _clamp(np: Any, x: Any, low: Any = None, high: Any = None, **named: Any) -> Any:
    low, high = named.get("min", low), named.get("max", high)
    return np.clip(x, -np.inf if low is None else low, np.inf if high is None else high)


def _elu(np: Any, x: Any, alpha: float = 1, scale: float = 1, slope: float = 1) -> Any:
    return np.where(x > 0, scale * x, scale * alpha * np.expm1(np.minimum(x * slope, 0)))


def _gelu(np: Any, x: Any, approximate: str = "none") -> Any:
    if approximate == "tanh":
        return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    return x / 2 * (1 + _erf(np, x / np.sqrt(2)))


def _erf(np: Any, x: Any) -> Any:
    return np.vectorize(math.erf, otypes=[float])(x)


def _sigmoid(np: Any, x: Any) -> Any:
    return np.exp(-np.logaddexp(0, -x))


def _softplus(np: Any, x: Any, beta: float = 1, threshold: float = 20) -> Any:
    return np.logaddexp(0, beta * x) / beta


ELEMENTWISE: dict[str, Callable[..., Any]] = {
    "tanh": lambda np, x: np.tanh(x),
    "sigmoid": _sigmoid,
    "relu": lambda np, x: np.maximum(x, 0),
    "leaky_relu": lambda np, x, slope=0.01: np.where(x > 0, x, slope * x),
    "_prelu_kernel": lambda np, x, slope: np.where(x > 0, x, slope * x),
    "elu": _elu,
    "gelu": _gelu,
    "silu": lambda np, x: x * _sigmoid(np, x),
    "mish": lambda np, x: x * np.tanh(np.logaddexp(0, x)),
    "softplus": _softplus,
    "hardtanh": lambda np, x, low=-1, high=1: np.clip(x, low, high),
    "hardsigmoid": lambda np, x: np.clip(x / 6 + 0.5, 0, 1),
    "hardswish": lambda np, x: x * np.clip(x / 6 + 0.5, 0, 1),
    "log_sigmoid_forward": lambda np, x: [-np.logaddexp(0, -x), x],
    "clamp": _clamp,
    "clamp_min": lambda np, x, low: np.maximum(x, low),
    "clamp_max": lambda np, x, high: np.minimum(x, high),
    "exp": lambda np, x: np.exp(x),
    "expm1": lambda np, x: np.expm1(x),
    "log": lambda np, x: np.log(x),
    "log1p": lambda np, x: np.log1p(x),
    "sin": lambda np, x: np.sin(x),
    "cos": lambda np, x: np.cos(x),
    "sinh": lambda np, x: np.sinh(x),
    "cosh": lambda np, x: np.cosh(x),
    "erf": _erf,
    "neg": lambda np, x: -x,
    "abs": lambda np, x: np.abs(x),
    "sqrt": lambda np, x: np.sqrt(x),
    "reciprocal": lambda np, x: 1 / x,
    "pow": lambda np, x, y: np.power(x, y),
    "add": _scaled_add,
    "sub": lambda np, a, b, alpha=1: a - alpha * b,
    "rsub": lambda np, a, b, alpha=1: b - alpha * a,
    "mul": lambda np, a, b: a * b,
    "div": lambda np, a, b: a / b,
    "atan2": lambda np, a, b: np.arctan2(a, b),
    "hypot": lambda np, a, b: np.hypot(a, b),
    "rsqrt": lambda np, x: 1 / np.sqrt(x),
    "square": lambda np, x: x * x,
    "maximum": lambda np, a, b: np.maximum(a, b),
    "minimum": lambda np, a, b: np.minimum(a, b),
    "gt": lambda np, a, b: np.asarray(a > b),
    "ge": lambda np, a, b: np.asarray(a >= b),
    "lt": lambda np, a, b: np.asarray(a < b),
    "le": lambda np, a, b: np.asarray(a <= b),
    "where": lambda np, c, a, b: np.where(c, a, b),
    "zeros_like": lambda np, x, **_: np.zeros_like(x, dtype=float),
    "ones_like": lambda np, x, **_: np.ones_like(x, dtype=float),
}
"""Operations that act on each number alone."""


def _transpose(np: Any, x: Any, a: int = 0, b: int = 1) -> Any:
    return np.swapaxes(x, a, b) if x.ndim > 1 else x


def _view(np: Any, x: Any, shape: Any) -> Any:
    return np.reshape(x, [int(n) for n in shape])


def _flatten(np: Any, x: Any, start: int = 0, end: int = -1) -> Any:
    end = end % x.ndim
    return x.reshape(*x.shape[:start], -1, *x.shape[end + 1 :])


def _squeeze(np: Any, x: Any, axis: Any = None) -> Any:
    if axis is None:
        return np.squeeze(x)
    axes = [axis] if isinstance(axis, int) else axis
    return np.squeeze(x, tuple(a for a in axes if x.shape[a] == 1))


def _expand(np: Any, x: Any, shape: Any, **_: Any) -> Any:
    lead = len(shape) - x.ndim
    whole = [x.shape[i - lead] if n == -1 else n for i, n in enumerate(shape)]
    return np.broadcast_to(x, whole)


def _slice(
    np: Any, x: Any, axis: int = 0, start: Any = None, end: Any = None, step: int = 1
) -> Any:
    picks = [slice(None)] * x.ndim
    picks[axis] = slice(start, end, step)
    return x[tuple(picks)]


def _softmax(np: Any, x: Any, axis: int, _half: bool = False) -> Any:
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _along(fold: str) -> Callable[..., Any]:
    """An operation that makes one number of each row, or of each column."""

    def folded(np: Any, x: Any, axis: Any = None, keep: bool = False, **_named: Any) -> Any:
        if hasattr(axis, "shape"):  # two arrays, number by number
            return np.maximum(x, axis) if fold == "max" else np.minimum(x, axis)
        axes = tuple(axis) if isinstance(axis, list) else axis
        return getattr(np, fold)(x, axis=axes, keepdims=keep)

    return folded


def _largest(np: Any, x: Any, *given: Any, **named: Any) -> Any:
    return [_along("max")(np, x, *given, **named), x]


def _logsumexp(np: Any, x: Any, axis: Any, keep: bool = False) -> Any:
    return np.log(_along("sum")(np, np.exp(x), axis, keep))


ROWWISE: dict[str, Callable[..., Any]] = {
    "_softmax": _softmax,
    "_log_softmax": lambda np, x, axis, half=False: np.log(_softmax(np, x, axis)),
    "sum": _along("sum"),
    "amax": _along("max"),
    "max": _largest,
    "logsumexp": _logsumexp,
}
"""Operations on the numbers of a row together, of which a softmax is made."""


def _linear(np: Any, x: Any, weight: Any, bias: Any = 0) -> Any:
    return x @ weight.T + (0 if bias is None else bias)


def _batch_norm(
    np: Any, x: Any, weight: Any, bias: Any, mean: Any, variance: Any, *given: Any, **named: Any
) -> Any:
    epsilon = next((v for v in reversed(given) if isinstance(v, float)), 1e-5)
    by_channel = (1, -1, *[1] * (x.ndim - 2)) if x.ndim > 1 else (-1,)
    mean, variance, weight, bias = (
        None if one is None else one.reshape(by_channel) for one in (mean, variance, weight, bias)
    )
    scaled = (x - mean) / np.sqrt(variance + epsilon)
    result = scaled * (1 if weight is None else weight) + (0 if bias is None else bias)
    return [result, x, x]


def _layer_norm(np: Any, x: Any, shape: Any, weight: Any, bias: Any, epsilon: float) -> Any:
    axes = tuple(range(x.ndim - len(shape), x.ndim))
    mean, variance = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    scaled = (x - mean) / np.sqrt(variance + epsilon)
    result = scaled * (1 if weight is None else weight) + (0 if bias is None else bias)
    return [result, mean, variance]


def _same(np: Any, x: Any, *_given: Any, **_named: Any) -> Any:
    return x


_OTHERS: dict[str, Callable[..., Any]] = {
    "addmm": lambda np, b, x, w, beta=1, alpha=1: beta * b + alpha * (x @ w),
    "addmv": lambda np, b, x, w, beta=1, alpha=1: beta * b + alpha * (x @ w),
    "mm": lambda np, x, w: x @ w,
    "mv": lambda np, x, w: x @ w,
    "bmm": lambda np, x, w: x @ w,
    "matmul": lambda np, x, w: x @ w,
    "linear": _linear,
    "t": _transpose,
    "transpose": _transpose,
    "permute": lambda np, x, axes: np.transpose(x, axes),
    "view": _view,
    "reshape": _view,
    "_unsafe_view": _view,
    "flatten": _flatten,
    "squeeze": _squeeze,
    "unsqueeze": lambda np, x, axis: np.expand_dims(x, axis),
    "expand": _expand,
    "select": lambda np, x, axis, place: np.take(x, place, axis=axis),
    "slice": _slice,
    "unbind": lambda np, x, axis=0: [np.take(x, n, axis=axis) for n in range(x.shape[axis])],
    "cat": lambda np, rows, axis=0: np.concatenate(rows, axis=axis),
    "stack": lambda np, rows, axis=0: np.stack(rows, axis=axis),
    "zeros": lambda np, shape, **_: np.zeros(shape),
    "ones": lambda np, shape, **_: np.ones(shape),
    "native_batch_norm": _batch_norm,
    "_native_batch_norm_legit_no_training": _batch_norm,
    "native_layer_norm": _layer_norm,
    **dict.fromkeys(
        ("clone", "detach", "_to_copy", "alias", "contiguous", "to", "lift_fresh"), _same
    ),
}

KINDS = (ELEMENTWISE, ROWWISE, _OTHERS, LAYERS)
