"""PyTorch's compiler is loaded for those who ask for it, and not for who tells it to keep out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.sandbox.process import RUNNER

pytest.importorskip("torch")

TRAINS = """
torch.manual_seed(0)
model = torch.nn.Linear(3, 1)
steps = torch.optim.{optimiser}(model.parameters(), lr=0.1)
slower = torch.optim.lr_scheduler.StepLR(steps, 2)
for _ in range(5):
    steps.zero_grad()
    model(torch.arange(12.0).reshape(4, 3)).pow(2).mean().backward()
    steps.step()
    slower.step()
print([value.item() for value in model.weight[0]])
"""


def told(code: str, *, put_off: bool = True) -> list[str]:
    """What code prints below the stand-in, and whether the compiler's libraries came along."""
    head = f"import sys, torch\nsys.path.insert(0, {str(RUNNER)!r})\n"
    if put_off:
        head += "import surroundings\nsurroundings.loaded()\n"
    tail = "\nprint('sympy' in sys.modules)"
    run = [sys.executable, "-c", head + code + tail]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("optimiser", ["Adam", "SGD"])
def test_an_optimiser_makes_the_same_steps_without_it(optimiser: str) -> None:
    """To the last digit, and the compiler's libraries stay where they are."""
    code = TRAINS.format(optimiser=optimiser)
    (weights, loaded), (usual, _) = told(code), told(code, put_off=False)
    assert weights == usual and loaded == "False"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import torch._dynamo\nprint(torch._dynamo.config.suppress_errors)", "False"),
        ("from torch._dynamo import config\nprint(config.suppress_errors)", "False"),
        ("import torch._dynamo.config as config\nprint(config.suppress_errors)", "False"),
        ("print(torch.compile(lambda x: x + 1, backend='eager')(torch.ones(1)).item())", "2.0"),
        ("print(torch.func.grad(lambda x: x**3)(torch.tensor(2.0)).item())", "12.0"),
        ("import torch._dynamo as d\nd.reset()\nprint(d.config is torch._dynamo.config)", "True"),
    ],
)
def test_whoever_asks_it_for_more_gets_the_real_one(code: str, said: str) -> None:
    """By every way of importing it, and through what PyTorch builds upon it."""
    assert told(code) == [said, "True"]


def test_looking_through_all_modules_does_not_load_it() -> None:
    """As tools do that want to know where something comes from."""
    code = "import inspect\nprint(inspect.getmodule(len.__class__).__name__)"
    looks = "\n_ = [getattr(m, '__warningregistry__', None) for m in list(sys.modules.values())]"
    assert told(code + looks) == ["builtins", "False"]
