"""Source text is read as the network that it writes, and with tokens changed it never raises."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.reader.leaks import static_findings
from grader.questions.architecture.source import SourceMistake, network_in

CASES = Path(__file__).parents[2] / "cases"
FILES = sorted([*CASES.glob("architecture-*/*.py"), *CASES.glob("leak-*/*.py")])
TOKENS = [re.findall(r"\w+|\s+|.", path.read_text(encoding="utf-8")) for path in FILES]


def mutated(chance: random.Random) -> str:
    """One case with up to six tokens replaced, removed or put in."""
    tokens = list(chance.choice(TOKENS))
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(tokens))
        other = chance.choice(chance.choice(TOKENS))
        tokens[place : place + chance.randint(0, 1)] = chance.choice([[], [other], [other, " "]])
    return "".join(tokens)


@pytest.mark.parametrize("seed", range(4))
def test_mutated_source_never_raises(seed: int) -> None:
    """Half-written code is what students hand in."""
    chance = random.Random(seed)
    for _ in range(100):
        text = mutated(chance)
        static_findings([{"file": "a.py", "cell": None, "line": 1, "source": text}])
        try:
            network_in(text)
        except SourceMistake as reason:
            assert str(reason)


@dataclass(frozen=True)
class Written:
    """A network to be written down: its sizes, what stands after each layer, which lack a bias."""

    sizes: list[int]
    after: list[str]
    bias: list[bool]

    def linear(self, at: int, first: object = None, last: object = None) -> str:
        """One dense layer, its sizes as numbers or as these texts."""
        more = "" if self.bias[at] else ", bias=False"
        ends = (self.sizes[at], self.sizes[at + 1]) if first is None else (first, last)
        return f"nn.Linear({ends[0]}, {ends[1]}{more})"

    @property
    def steps(self) -> list[str]:
        """Every layer and activation, in order."""
        rows = [[self.linear(at), *ACTIVATIONS[name]] for at, name in enumerate(self.after)]
        return [step for row in rows for step in row]


ACTIVATIONS = {"relu": ["nn.ReLU()"], "tanh": ["nn.Tanh()"], "sigmoid": ["nn.Sigmoid()"], "": []}


def _class(init: list[str], forward: list[str]) -> str:
    lines = ["class Net(nn.Module):", "    def __init__(self):", "        super().__init__()"]
    lines += [f"        {line}" for line in init]
    lines += ["    def forward(self, x):", *(f"        {line}" for line in forward)]
    return "\n".join([*lines, "model = Net()", ""])


def as_sequence(net: Written) -> str:
    """All in one call."""
    return f"model = nn.Sequential({', '.join(net.steps)})\n"


def as_starred_list(net: Written) -> str:
    """A list that grows, then is unpacked."""
    adds = [f"steps.append({step})" for step in net.steps]
    return "\n".join(["steps = []", *adds, "model = nn.Sequential(*steps)", ""])


def as_named_sizes(net: Written) -> str:
    """Sizes from a list, by their place in it."""
    rows = []
    for at, name in enumerate(net.after):
        rows += [net.linear(at, f"sizes[{at}]", f"sizes[{at} + 1]"), *ACTIVATIONS[name]]
    return f"sizes = {net.sizes}\nmodel = nn.Sequential({', '.join(rows)})\n"


def as_attributes(net: Written) -> str:
    """A class with a name for each layer, activations as functions."""
    init = [f"self.fc{at} = {net.linear(at)}" for at in range(len(net.after))]
    forward = []
    for at, name in enumerate(net.after):
        forward.append(f"x = torch.{name}(self.fc{at}(x))" if name else f"x = self.fc{at}(x)")
    return _class(init, [*forward, "return x"])


def as_module_list(net: Written) -> str:
    """A loop over what was kept in a list."""
    init = [f"self.steps = nn.ModuleList([{', '.join(net.steps)}])"]
    return _class(init, ["for step in self.steps:", "    x = step(x)", "return x"])


def as_module_list_of_a_loop(net: Written) -> str:
    """Layers added one by one, with a layer beside that nothing uses."""
    init = [f"self.beside = {net.linear(0)}", "self.steps = nn.ModuleList()"]
    init += [f"self.steps.append({step})" for step in net.steps]
    return _class(init, ["for step in self.steps:", "    x = step(x)", "return x"])


STYLES = [as_sequence, as_starred_list, as_named_sizes, as_attributes, as_module_list,
          as_module_list_of_a_loop]  # fmt: skip


@st.composite
def networks(draw: st.DrawFn) -> Written:
    """Any small network."""
    depth = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, 300), min_size=depth + 1, max_size=depth + 1))
    after = draw(st.lists(st.sampled_from([*ACTIVATIONS]), min_size=depth, max_size=depth))
    bias = draw(st.lists(st.booleans(), min_size=depth, max_size=depth))
    return Written(sizes, after, bias)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
@given(net=networks())
def test_the_network_that_is_written_is_the_one_that_is_read(
    style: Callable[[Written], str], net: Written
) -> None:
    """Sizes, activations, biases and the number of parameters, whatever they are."""
    found = network_in(style(net))
    assert found.sizes == tuple(net.sizes)
    assert found.between == ((), *((name,) if name else () for name in net.after))
    assert [layer.bias for layer in found.dense] == net.bias
    pairs = zip(net.sizes, net.sizes[1:], net.bias, strict=False)
    assert found.parameters == sum(a * b + b * bias for a, b, bias in pairs)
    assert bool(found.unused) is (style is as_module_list_of_a_loop)
