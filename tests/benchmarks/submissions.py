"""The LIGHT and FULL submissions that every tool is timed on, and what each is asked."""

from __future__ import annotations

from grader.sandbox.child import Limits
from grader.sandbox.job import Ask, Code, Job

LIGHT = """
import numpy as np

TRUE_FALSE = [True, False, False, False, False, False, True, True]


def descend(start, rate, steps):
    a, b = start
    rows = []
    for _ in range(steps):
        a, b = a - rate * (4 * a + 3 * b), b - rate * (3 * a)
        rows.append((a, b))
    return rows


DESCENT_TABLE = descend((2.0, 9.0), 0.1, 3)


def jacobian(x, y):
    return np.array([[2 * x, -2 * y], [2 * y + np.exp(x), 2 * x]])


POINTS = np.random.default_rng(0).normal(size=(50, 2))
JACOBIANS = np.array([jacobian(x, y) for x, y in POINTS])
"""

FULL = (
    LIGHT
    + """
import torch
from torch import nn

torch.manual_seed(0)


class Classifier(nn.Module):
    def __init__(self, size=20):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(size, 128), nn.Tanh(), nn.Linear(128, 128), nn.Tanh(), nn.Linear(128, 1)
        )

    def forward(self, x):
        return torch.sigmoid(self.layers(x))


class Experts(nn.Module):
    def __init__(self, size=10, count=3):
        super().__init__()
        self.experts = nn.ModuleList(nn.Linear(size, 1) for _ in range(count))
        self.gate = nn.Linear(size, count)

    def forward(self, x):
        weights = torch.softmax(self.gate(x), 1)
        answers = torch.cat([torch.sigmoid(expert(x)) for expert in self.experts], 1)
        return (weights * answers).sum(1)


ROWS = (torch.rand(300, 10) > 0.5).float()
LABELS = (ROWS.sum(1) >= 6).float()
MODEL = Experts()
STEPS = torch.optim.Adam(MODEL.parameters(), lr=0.05)
for _ in range(150):
    LOSS = nn.functional.binary_cross_entropy(MODEL(ROWS), LABELS)
    STEPS.zero_grad()
    LOSS.backward()
    STEPS.step()
ACCURACY = float(((MODEL(ROWS) > 0.5).float() == LABELS).float().mean())
OUTPUTS = Classifier()(torch.zeros(4, 20)).detach().numpy()
"""
)

NAMES = {
    "light": ("TRUE_FALSE", "DESCENT_TABLE", "JACOBIANS"),
    "full": ("TRUE_FALSE", "DESCENT_TABLE", "JACOBIANS", "ACCURACY", "OUTPUTS"),
}
SOURCES = {"light": LIGHT, "full": FULL}

CHECKS = {
    "light": """
import numpy as np
import submission


def test_items():
    assert submission.TRUE_FALSE == [True, False, False, False, False, False, True, True]


def test_table():
    expected = [(-1.5, 8.4), (-3.42, 8.85), (-4.707, 9.876)]
    assert np.allclose(submission.DESCENT_TABLE, expected)


def test_jacobians():
    for (x, y), found in zip(submission.POINTS, submission.JACOBIANS):
        assert np.allclose(found, [[2 * x, -2 * y], [2 * y + np.exp(x), 2 * x]])
""",
}
CHECKS["full"] = (
    CHECKS["light"]
    + """

def test_accuracy():
    assert submission.ACCURACY > 0.8


def test_outputs():
    assert submission.OUTPUTS.shape == (4, 1)
"""
)


def job(kind: str, extra: str = "") -> Job:
    """One submission of a kind, asked for all of its answers."""
    asks = tuple(
        Ask(name, {"do": "value", "names": [name], "forms": ["module"]}) for name in NAMES[kind]
    )
    code = Code("module", "submission.py", ({"file": "submission.py"},))
    source = (SOURCES[kind] + extra).encode()
    return Job({"submission.py": source}, (code,), asks, limits=Limits())
