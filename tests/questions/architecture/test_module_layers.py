"""Convolutions, pools, norms, recurrent and attention layers: each recomputed as torch runs it."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.questions.architecture.module import network_of
from grader.questions.architecture.module.steps import Unreadable
from grader.questions.architecture.network import Network
from grader.values import decode

torch = pytest.importorskip("torch")
nn = torch.nn
RUNNER = Path(__file__).parents[3] / "grader" / "collect" / "runner"


@pytest.fixture(scope="module")
def runner() -> Any:
    """The runner's own recorder and encoder, loaded as its program loads them."""
    before = dict(sys.modules)
    sys.path.insert(0, str(RUNNER))
    try:
        yield importlib.import_module("torch_module"), importlib.import_module("encode")
    finally:
        sys.path.remove(str(RUNNER))
        for name in set(sys.modules) - set(before):
            if getattr(sys.modules[name], "__file__", None) and str(RUNNER) in str(
                sys.modules[name].__file__
            ):
                del sys.modules[name]


def network(runner: Any, model: Any, rows: Any, tokens: bool = False) -> Network:
    """The network that comes out of running a module on rows."""
    recorder, encode = runner
    inputs = rows.tolist()
    found = recorder.answer(model, {"data": {"inputs": inputs, "tokens": tokens}}, None, "model")
    coder = encode.Encoder()
    plain = json.loads(json.dumps(coder.value(found)))
    return network_of(decode(plain, coder.blocks), np.array(inputs))


class Last(nn.Module):  # type: ignore[misc,name-defined]
    """A recurrent layer whose last output goes through a dense one."""

    def __init__(self, layer: Any, width: int, first: bool = True) -> None:
        super().__init__()
        self.layer, self.first, self.out = layer, first, nn.Linear(width, 2)

    def forward(self, x: Any) -> Any:
        """The last step of each row."""
        said = self.layer(x if self.first else x.transpose(0, 1))[0]
        return self.out(said[:, -1] if self.first else said[-1])


class Attends(nn.Module):  # type: ignore[misc,name-defined]
    """Attention of a sequence to itself."""

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(4, heads, batch_first=True)
        self.out = nn.Linear(4, 2)

    def forward(self, x: Any) -> Any:
        """The mean over a row's steps."""
        return self.out(self.attention(x, x, x)[0].mean(dim=1))


class Skips(nn.Module):  # type: ignore[misc,name-defined]
    """A residual connection around a convolution."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Conv2d(1, 2, 3, padding=1), nn.Conv2d(2, 2, 3, padding=1)
        self.out = nn.Linear(72, 3)

    def forward(self, x: Any) -> Any:
        """What was left aside is added again."""
        x = torch.relu(self.first(x))
        return self.out(torch.relu(self.second(x) + x).flatten(1))


PICTURE, SEQUENCE, SERIES = (1, 6, 6), (5, 3), (2, 12)
MODELS: dict[str, tuple[Any, tuple[int, ...], list[str]]] = {
    "convolution": (
        lambda: nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
            nn.Dropout(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3), nn.LogSoftmax(1),
        ),
        PICTURE,
        ["conv 1 4 3", "norm", "relu", "pool 2", "dropout", "pool", "dense 4 3", "log_softmax"],
    ),
    "strides and groups": (
        lambda: nn.Sequential(
            nn.Conv1d(2, 4, 3, stride=2, dilation=2, groups=2, bias=False), nn.AvgPool1d(2),
            nn.Flatten(), nn.Linear(8, 2),
        ),
        SERIES,
        ["conv 2 4 3", "pool 2", "dense 8 2"],
    ),
    "pool of the last steps": (
        lambda: nn.Sequential(
            nn.Conv1d(2, 3, 3, padding=1), nn.MaxPool1d(3, stride=2, padding=1),
            nn.AdaptiveAvgPool1d(4), nn.Flatten(), nn.Linear(12, 2),
        ),
        SERIES,
        ["conv 2 3 3", "pool 3", "pool", "dense 12 2"],
    ),
    "LSTM": (
        lambda: Last(nn.LSTM(3, 4, 2, bidirectional=True, batch_first=True), 8),
        SEQUENCE,
        ["recurrent 3 4", "dense 8 2"],
    ),
    "steps first": (
        lambda: Last(nn.LSTM(3, 4), 4, first=False), SEQUENCE, ["recurrent 3 4", "dense 4 2"]
    ),
    "GRU": (
        lambda: Last(nn.GRU(3, 4, batch_first=True, bias=False), 4),
        SEQUENCE,
        ["recurrent 3 4", "dense 4 2"],
    ),
    "plain recurrent": (
        lambda: Last(nn.RNN(3, 4, batch_first=True, nonlinearity="relu"), 4),
        SEQUENCE,
        ["recurrent 3 4", "dense 4 2"],
    ),
    "attention": (lambda: Attends(2), (5, 4), ["attention 4 4 2", "pool", "dense 4 2"]),
    "transformer": (
        lambda: nn.TransformerEncoderLayer(4, 2, 8, batch_first=True),
        (5, 4),
        [
            "attention 4 4 2", "dropout", "residual", "norm", "dense 4 8", "relu", "dropout",
            "dense 8 4", "dropout", "residual", "norm",
        ],
    ),
    "skip": (
        Skips, PICTURE, ["conv 1 2 3", "relu", "conv 2 2 3", "residual", "relu", "dense 72 3"]
    ),
}  # fmt: skip


def steps(found: Network) -> list[str]:
    """The layers in short."""
    rows = []
    for one in found.layers:
        name = one.name if one.kind == "activation" else one.kind
        rows.append(" ".join([name, *(str(n) for n in (one.inputs, one.outputs, one.size) if n)]))
    return rows


@pytest.mark.parametrize("name", MODELS)
def test_what_ran_is_read_and_recomputed(runner: Any, name: str) -> None:
    """The output follows from the weights, and each layer is there with its sizes."""
    torch.manual_seed(1)
    make, shape, expected = MODELS[name]
    found = network(runner, make(), torch.randn(3, *shape))
    assert found.problems == () and found.unused == ()
    assert steps(found) == expected


def test_tokens_go_through_an_embedding(runner: Any) -> None:
    """Whole numbers go in as such."""
    model = nn.Sequential(nn.Embedding(9, 4), nn.Flatten(), nn.Linear(12, 1), nn.Sigmoid())
    found = network(runner, model, torch.randint(0, 9, (3, 3)), tokens=True)
    assert found.problems == ()
    assert steps(found) == ["embedding 9 4", "dense 12 1", "sigmoid"]


@pytest.mark.parametrize("name", ["convolution", "LSTM", "attention"])
def test_other_weights_than_those_that_ran_are_seen(runner: Any, name: str) -> None:
    """A summary that does not reproduce its output is not believed."""
    recorder, encode = runner
    torch.manual_seed(2)
    make, shape, _ = MODELS[name]
    inputs = torch.randn(3, *shape).tolist()
    found = recorder.answer(make(), {"data": {"inputs": inputs}}, None, "model")
    heaviest = max(found["parameters"], key=lambda key: found["parameters"][key].numel())
    found["parameters"][heaviest] += 0.5
    coder = encode.Encoder()
    plain = json.loads(json.dumps(coder.value(found)))
    read = network_of(decode(plain, coder.blocks), np.array(inputs))
    assert read.problems == (
        "the reported output does not follow from the reported layers and weights",
    )


HOSTILE: list[tuple[str, list[Any]]] = [
    ("aten::zeros", [["l", [10**6, 10**6]]]),
    ("aten::convolution", [["v", 0], ["c", None], None, 1, 4000, 1, False, 0, 1]),
    ("aten::convolution", [["v", 0], ["p", "w"], None, ["l", [0]], ["l", [10**9]], 1]),
    ("aten::max_pool2d_with_indices", [["v", 0], ["l", [0, 0]]]),
    ("aten::_adaptive_avg_pool2d", [["v", 0], ["l", [4096, 4096]]]),
    ("aten::embedding", [["p", "w"], ["v", 0]]),
    ("lstm", [["v", 0], ["l", []], ["l", []], True, 1, 0.0, False, False, True]),
    ("lstm", [["v", 0], ["v", 0], ["p", "w"], True, 10**9, 0.0, False, False, True]),
    ("multi_head_attention_forward", [["v", 0]] * 4),
    ("aten::cat", [["l", [["v", 0]] * 5], 99]),
    ("aten::slice", [["v", 0], 1, 0, 3, 0]),
    ("aten::mean", [["v", 0], ["l", [7]]]),
]


@pytest.mark.parametrize(("name", "arguments"), HOSTILE)
def test_hostile_summaries_end_in_words(name: str, arguments: list[Any]) -> None:
    """Sizes that no network has, and arguments that no recorder writes, cost neither time nor
    memory nor an exception of another kind.
    """
    summary = {
        "parameters": {"w": [[[1.0] * 3] * 2] * 2},
        "trainable": ["w"],
        "steps": [[name, arguments, {}, 1], ["aten::add.Tensor", [["v", 1], ["v", 0]], {}, 1]],
        "output": ["v", 2],
        "value": [[0.0]],
    }
    try:
        found = network_of(summary, np.ones((3, 2, 4)))
    except Unreadable:
        return
    assert found.problems or any(layer.kind == "other" for layer in found.layers)
