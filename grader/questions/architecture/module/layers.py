"""The layers that marking can recompute beside dense ones, on plain arrays: convolutions, pooling,
embeddings, recurrent layers, attention.

Arguments come in torch's order, of operations below every way of writing them (`convolution`), or
of torch's own function for a whole layer (`lstm`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from grader.questions.architecture.module.sequences import (
    Unlike,
    gru_step,
    head_attention,
    lstm_step,
    plain_step,
    recurrent,
    scaled_attention,
)
from grader.questions.architecture.network import Kind, Layer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MAX_SIDE = 4096
"""Padding, strides and kernels beyond this are no homework's."""


def sides(x: Any, kernel: Sequence[int], stride: Any, padding: Any, dilation: Any) -> list[int]:
    """How long a convolution or a pool of these is in each direction."""
    shape = x.shape[-len(kernel) :] if len(kernel) else ()
    settings = (_each(one, len(kernel)) for one in (stride, padding, dilation))
    rows = zip(shape, kernel, *settings, strict=True)
    return [
        max((length + 2 * pad - gap * (width - 1) - 1) // step + 1, 0)
        for length, width, step, pad, gap in rows
    ]


def _each(value: Any, count: int) -> list[int]:
    """A setting for each direction; one number stands for all."""
    listed = value if isinstance(value, list) else [value]
    listed = listed * count if len(listed) == 1 else listed
    if len(listed) != count or not all(type(n) is int and 0 <= n <= MAX_SIDE for n in listed):
        raise Unlike("a layer of other settings")
    return listed


def _windows(
    np: Any, x: Any, kernel: list[int], stride: Any, padding: Any, dilation: Any, fill: float
) -> Any:
    """Every window of a batch of channels: shape (rows, channels, *sides, *kernel)."""
    count = len(kernel)
    steps, pads, gaps = (_each(one, count) for one in (stride, padding, dilation))
    if 0 in steps:
        raise Unlike("a layer of other settings")
    x = np.pad(x, [(0, 0), (0, 0), *((p, p) for p in pads)], constant_values=fill)
    wide = [gap * (width - 1) + 1 for width, gap in zip(kernel, gaps, strict=True)]
    axes = tuple(range(2, 2 + count))
    seen = np.lib.stride_tricks.sliding_window_view(x, wide, axis=axes)
    picks = [slice(None), slice(None), *(slice(None, None, s) for s in steps)]
    return seen[(*picks, *(slice(None, None, gap) for gap in gaps))]


def _convolution(
    np: Any, x: Any, weight: Any, bias: Any, stride: Any, padding: Any, dilation: Any,
    transposed: Any = False, output_padding: Any = 0, groups: Any = 1,
) -> Any:  # fmt: skip
    if transposed or type(groups) is not int or groups < 1 or weight.shape[0] % groups:
        raise Unlike("a transposed convolution")
    count = weight.ndim - 2
    seen = _windows(np, x, list(weight.shape[2:]), stride, padding, dilation, 0.0)
    axes = list(range(2 + count, 2 + 2 * count))
    parts = []
    inner, outer = weight.shape[1], weight.shape[0] // groups
    for group in range(groups):
        piece = seen[:, group * inner : (group + 1) * inner]
        kernel = weight[group * outer : (group + 1) * outer]
        summed = np.tensordot(piece, kernel, axes=([1, *axes], list(range(1, 2 + count))))
        parts.append(np.moveaxis(summed, -1, 1))
    result = np.concatenate(parts, axis=1)
    return result if bias is None else result + bias.reshape(1, -1, *[1] * count)


def _max_pool(
    np: Any, x: Any, kernel: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1,
    ceil: Any = False,
) -> Any:  # fmt: skip
    found = _pool(np, x, kernel, stride, padding, dilation, ceil, -math.inf)
    best = found.max(axis=tuple(range(-_width(kernel), 0)))
    return [best, best]


def _average_pool(
    np: Any, x: Any, kernel: Any, stride: Any = None, padding: Any = 0, ceil: Any = False,
    *more: Any,
) -> Any:  # fmt: skip
    found = _pool(np, x, kernel, stride, padding, 1, ceil, 0.0)
    return found.mean(axis=tuple(range(-_width(kernel), 0)))


def _pool(
    np: Any, x: Any, kernel: Any, stride: Any, padding: Any, dilation: Any, ceil: Any, fill: float
) -> Any:
    if ceil:
        raise Unlike("pooling that rounds up")
    listed = _each(kernel, _width(kernel))
    lone = x.ndim == 1 + len(listed)
    step = stride if stride else kernel
    found = _windows(np, x[None] if lone else x, listed, step, padding, dilation, fill)
    return found[0] if lone else found


def _width(kernel: Any) -> int:
    return len(kernel) if isinstance(kernel, list) and len(kernel) > 1 else 2


def _adaptive_pool(np: Any, x: Any, sizes: Any) -> Any:
    """Averages over parts of equal share, in as many directions as there are sizes."""
    listed = _each(sizes, len(sizes))
    lead = x.ndim - len(listed)
    result = x
    for number, size in enumerate(listed):
        length = result.shape[lead + number]
        if not size:
            raise Unlike("pooling to nothing")
        parts = [
            result.take(range(n * length // size, -(-(n + 1) * length // size)), axis=lead + number)
            for n in range(size)
        ]
        means = [part.mean(axis=lead + number) for part in parts]
        result = np.stack(means, axis=lead + number)
    return result


def _embedding(np: Any, weight: Any, places: Any, *more: Any) -> Any:
    found = places.astype(int)
    if found.size and (found.min() < 0 or found.max() >= len(weight)):
        raise Unlike("an embedding of other tokens")
    return weight[found]


def _mean(np: Any, x: Any, axes: Any = None, keep: Any = False, **named: Any) -> Any:
    listed = tuple(axes) if isinstance(axes, list) else axes
    return x.mean(axis=listed, keepdims=bool(keep))


LAYERS: dict[str, Callable[..., Any]] = {
    "convolution": _convolution,
    "max_pool2d_with_indices": _max_pool,
    "max_pool3d_with_indices": _max_pool,
    "avg_pool2d": _average_pool,
    "avg_pool3d": _average_pool,
    "_adaptive_avg_pool2d": _adaptive_pool,
    "_adaptive_avg_pool3d": _adaptive_pool,
    "mean": _mean,
    "embedding": _embedding,
    "lstm": recurrent(lstm_step),
    "gru": recurrent(gru_step),
    "rnn_tanh": recurrent(plain_step("tanh")),
    "rnn_relu": recurrent(plain_step("relu")),
    "multi_head_attention_forward": head_attention,
    "scaled_dot_product_attention": scaled_attention,
    "dropout": lambda np, x, *_given, **_named: x,
}


def cells_of(name: str, given: Sequence[Any]) -> tuple[int, int]:
    """Numbers in the result of a layer, and multiplications for each of them."""
    shapes: Iterable[Any] = (getattr(item, "shape", ()) for item in _flat(given))
    sizes = [math.prod(shape) for shape in shapes]
    if name == "convolution":
        x, weight = given[0], given[1]
        outside = sides(x, list(weight.shape[2:]), *given[3:6])
        return x.shape[0] * weight.shape[0] * math.prod(outside), math.prod(weight.shape[1:])
    if "pool" in name and not name.startswith("_adaptive"):
        x, kernel = given[0], given[1]
        listed = _each(kernel, _width(kernel))
        padding = given[3] if len(given) > 3 else 0
        step = given[2] if len(given) > 2 and given[2] else kernel
        outside = sides(x, listed, step, padding, 1)
        return math.prod(x.shape[: -len(listed)]) * math.prod(outside), math.prod(listed)
    if name.startswith("_adaptive"):
        x, wanted = given[0], given[1]
        return math.prod(x.shape[: -len(wanted)]) * math.prod(_each(wanted, len(wanted))), 100
    if name == "embedding":
        return math.prod(given[1].shape) * math.prod(given[0].shape[1:]), 1
    if name in ("lstm", "gru", "rnn_tanh", "rnn_relu"):
        rows = math.prod(given[0].shape[:-1])
        return rows * sum(math.prod(w.shape) for w in given[2]), 4
    if "attention" in name:
        length = max((item.shape[0] for item in given[:2] if hasattr(item, "shape")), default=1)
        return sizes[0] * max(length, 1) + sizes[0], 8 * max(given[0].shape[-1], 1)
    return max(sizes, default=1), 1


def _flat(given: Sequence[Any]) -> Iterable[Any]:
    return itertools.chain.from_iterable(
        item if isinstance(item, list) else [item] for item in given
    )


KINDS: dict[str, tuple[Kind, str]] = {
    "convolution": ("conv", "a convolution"),
    "max_pool2d_with_indices": ("pool", "max pooling"),
    "max_pool3d_with_indices": ("pool", "max pooling"),
    "avg_pool2d": ("pool", "average pooling"),
    "avg_pool3d": ("pool", "average pooling"),
    "_adaptive_avg_pool2d": ("pool", "average pooling"),
    "_adaptive_avg_pool3d": ("pool", "average pooling"),
    "mean": ("pool", "average pooling"),
    "embedding": ("embedding", "an embedding"),
    "lstm": ("recurrent", "an LSTM"),
    "gru": ("recurrent", "a GRU"),
    "rnn_tanh": ("recurrent", "a plain recurrent layer"),
    "rnn_relu": ("recurrent", "a plain recurrent layer"),
    "multi_head_attention_forward": ("attention", "attention"),
    "scaled_dot_product_attention": ("attention", "attention"),
    "dropout": ("dropout", "dropout"),
}


def layer_of(name: str, given: Sequence[Any], data: Any) -> Layer | None:
    """The layer that an operation is, with its sizes; None for one that is none of these."""
    if name not in KINDS:
        return None
    kind, words = KINDS[name]
    if kind == "conv":
        weight, groups = given[1], given[8] if len(given) > 8 else 1
        channels = int(weight.shape[1]) * (groups if type(groups) is int else 1)
        bias = given[2] is not None
        return Layer(kind, words, channels, int(weight.shape[0]), bias, int(weight.shape[-1]))
    if kind == "pool":
        kernel = given[1] if name.endswith("indices") or name.startswith("avg") else None
        width = kernel[-1] if isinstance(kernel, list) and kernel else kernel
        return Layer(kind, words, size=width if type(width) is int else None)
    if kind == "embedding":
        return Layer(kind, words, int(given[0].shape[0]), int(given[0].shape[1]))
    if kind == "recurrent":
        first = given[2][0]
        return Layer(kind, words, int(first.shape[1]), int(given[2][1].shape[1]))
    if name == "multi_head_attention_forward":
        heads = given[4] if type(given[4]) is int else None
        return Layer(kind, words, int(data.shape[-1]), int(data.shape[-1]), size=heads)
    return Layer(kind, words)
