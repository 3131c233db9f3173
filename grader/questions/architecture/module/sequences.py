"""Recurrent layers and attention on plain arrays; arguments in the order of torch's functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


class Unlike(ValueError):
    """A form of a layer that is not recomputed."""


def _sigmoid(np: Any, x: Any) -> Any:
    return np.exp(-np.logaddexp(0, -x))


def lstm_step(np: Any, gates: Any, recurrent: Any, state: list[Any]) -> list[Any]:
    """One step of an LSTM: the new output and cell."""
    i, f, g, o = np.split(gates + recurrent, 4, axis=-1)
    cell = _sigmoid(np, f) * state[1] + _sigmoid(np, i) * np.tanh(g)
    return [_sigmoid(np, o) * np.tanh(cell), cell]


def gru_step(np: Any, gates: Any, recurrent: Any, state: list[Any]) -> list[Any]:
    """One step of a GRU: the new output."""
    r, z, n = np.split(gates, 3, axis=-1)
    hr, hz, hn = np.split(recurrent, 3, axis=-1)
    update = _sigmoid(np, z + hz)
    new = np.tanh(n + _sigmoid(np, r + hr) * hn)
    return [(1 - update) * new + update * state[0]]


def plain_step(activation: str) -> Callable[..., list[Any]]:
    """One step of a plain recurrent layer."""

    def step(np: Any, gates: Any, recurrent: Any, state: list[Any]) -> list[Any]:
        summed = gates + recurrent
        return [np.tanh(summed) if activation == "tanh" else np.maximum(summed, 0)]

    return step


def recurrent(step: Callable[..., list[Any]]) -> Callable[..., Any]:
    """A recurrent layer of several levels, in one or both directions."""

    def run(
        np: Any, x: Any, start: Any, weights: Any, biased: Any, levels: Any, _drop: Any,
        _train: Any, both: Any, rows_first: Any,
    ) -> list[Any]:  # fmt: skip
        states = start if isinstance(start, list) else [start]
        lone = x.ndim == 2
        if lone:
            x, states = x[:, None], [one[:, None] for one in states]
        data = np.swapaxes(x, 0, 1) if rows_first and not lone else x
        ways, each = (2 if both else 1), (4 if biased else 2)
        if type(levels) is not int or len(weights) != levels * ways * each:
            raise Unlike("a recurrent layer of another form")
        ends: list[list[Any]] = [[] for _ in states]
        for level in range(levels):
            outputs = []
            for way in range(ways):
                place = level * ways + way
                own = weights[place * each : (place + 1) * each]
                state = [one[place] for one in states]
                shown = []
                for row in data[::-1] if way else data:
                    gates = row @ own[0].T + (own[2] if biased else 0)
                    state = step(np, gates, state[0] @ own[1].T + (own[3] if biased else 0), state)
                    shown.append(state[0])
                outputs.append(np.stack(shown[::-1] if way else shown))
                for kept, one in zip(ends, state, strict=True):
                    kept.append(one)
            data = np.concatenate(outputs, axis=-1)
        result = np.swapaxes(data, 0, 1) if rows_first and not lone else data
        finals = [np.stack(kept) for kept in ends]
        return [result[:, 0], *(one[:, 0] for one in finals)] if lone else [result, *finals]

    return run


def _attend(np: Any, q: Any, k: Any, v: Any, mask: Any = None, scale: Any = None) -> Any:
    scores = q @ np.swapaxes(k, -1, -2) * (scale or 1 / math.sqrt(q.shape[-1]))
    if mask is not None:
        scores = np.where(mask, scores, -np.inf) if mask.dtype.kind == "b" else scores + mask
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares = powers / powers.sum(axis=-1, keepdims=True)
    return shares @ v, shares


def scaled_attention(
    np: Any, q: Any, k: Any, v: Any, attn_mask: Any = None, dropout_p: Any = 0.0,
    is_causal: Any = False, scale: Any = None, **named: Any,
) -> Any:  # fmt: skip
    """Attention as a function of queries, keys and values."""
    if is_causal:
        attn_mask = np.tril(np.ones((q.shape[-2], k.shape[-2]), bool))
    return _attend(np, q, k, v, attn_mask, scale)[0]


def head_attention(
    np: Any, query: Any, key: Any, value: Any, width: Any, heads: Any, weight: Any, bias: Any,
    bias_k: Any, bias_v: Any, zero: Any, _drop: Any, out: Any, out_bias: Any, **named: Any,
) -> Any:  # fmt: skip
    """Attention of several heads with its projections, and the mean of its shares."""
    padding, mask = named.get("key_padding_mask"), named.get("attn_mask")
    if weight is None or bias_k is not None or zero or padding is not None:
        raise Unlike("attention of another form")
    if query.ndim != 3 or type(heads) is not int or heads < 1:
        raise Unlike("attention of another form")
    pieces = np.split(weight, 3)
    biases = np.split(bias, 3) if bias is not None else [0, 0, 0]

    def split(x: Any, number: int) -> Any:
        made = x @ pieces[number].T + biases[number]
        length, rows, size = made.shape
        return made.reshape(length, rows, heads, size // heads).transpose(1, 2, 0, 3)

    q, k, v = (split(x, n) for n, x in enumerate((query, key, value)))
    found, shares = _attend(np, q, k, v, mask)
    rows, _, length, _ = found.shape
    merged = found.transpose(2, 0, 1, 3).reshape(length, rows, -1)
    return [merged @ out.T + (0 if out_bias is None else out_bias), shares.mean(axis=1)]
