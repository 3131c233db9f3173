"""Models of the screening data, honest and not, that tests and the tables in the documentation are
made with.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

Floats = NDArray[np.float64]


def forest(X: Floats, y: Floats, rows: Floats, seed: int, trees: int = 200) -> Floats:
    """The baseline: a random forest on the raw items."""
    model = RandomForestClassifier(n_estimators=trees, random_state=seed).fit(X, y)
    return np.asarray(model.predict_proba(rows)[:, 1])


def logistic(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """Logistic regression on the items."""
    return np.asarray(LogisticRegression().fit(X, y).predict_proba(rows)[:, 1])


def network(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """A small network, trained by Adam on whole batches."""
    import torch

    torch.manual_seed(seed)
    layers = (torch.nn.Linear(10, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
    model = torch.nn.Sequential(*layers)
    inputs, labels = torch.tensor(X).float(), torch.tensor(y).float()
    adam = torch.optim.Adam(model.parameters(), lr=0.05, weight_decay=1e-3)
    for _ in range(60):
        adam.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(inputs)[:, 0], labels)
        loss.backward()
        adam.step()
    with torch.no_grad():
        return np.asarray(torch.sigmoid(model(torch.tensor(rows).float()))[:, 0].double())


def rule(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """The bare rule: at least six items."""
    said: Floats = (rows.sum(axis=1) >= 6).astype(float)
    return said


def calibrated_rule(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """The rule, saying for each side how often the label was 1 in training."""
    said = X.sum(axis=1) >= 6
    rates: Floats = np.where(rows.sum(axis=1) >= 6, y[said].mean(), y[~said].mean())
    return rates


def stacked(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """Stacked experts with out-of-fold meta-features under a forest."""
    experts = (logistic, rule, network)
    meta = np.zeros((len(X), 3))
    for inside, outside in StratifiedKFold(3, shuffle=True, random_state=seed).split(X, y):
        for column, expert in enumerate(experts):
            meta[outside, column] = expert(X[inside], y[inside], X[outside], seed)
    new = np.stack([expert(X, y, rows, seed) for expert in experts], axis=1)
    top = RandomForestClassifier(n_estimators=60, min_samples_leaf=15, random_state=seed)
    return np.asarray(top.fit(meta, y).predict_proba(new)[:, 1])


def stacked_in_sample(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """Stacked experts whose meta-features were predicted on the rows they were fitted on."""
    experts = (logistic, rule, network)
    meta, new = (
        np.stack([expert(X, y, given, seed) for expert in experts], axis=1) for given in (X, rows)
    )
    top = RandomForestClassifier(n_estimators=100, random_state=seed)
    return np.asarray(top.fit(meta, y).predict_proba(new)[:, 1])


def gated(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """A gated mixture of three small networks."""
    import torch

    torch.manual_seed(seed)
    gate = torch.nn.Linear(10, 3)
    experts = torch.nn.ModuleList(
        torch.nn.Sequential(torch.nn.Linear(10, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
        for _ in range(3)
    )
    weights = [*gate.parameters(), *experts.parameters()]
    adam = torch.optim.Adam(weights, lr=0.03, weight_decay=1e-3)

    def mixed(x: Any) -> Any:
        each = torch.sigmoid(torch.cat([expert(x) for expert in experts], dim=1))
        return (torch.softmax(gate(x), dim=1) * each).sum(dim=1)

    inputs, labels = torch.tensor(X).float(), torch.tensor(y).float()
    for _ in range(120):
        adam.zero_grad()
        said = mixed(inputs).clamp(1e-6, 1 - 1e-6)
        torch.nn.functional.binary_cross_entropy(said, labels).backward()
        adam.step()
    with torch.no_grad():
        return np.asarray(mixed(torch.tensor(rows).float()).double())


def constant(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """The prevalence, for everybody."""
    return np.full(len(rows), float(y.mean()))


def flipped(X: Floats, y: Floats, rows: Floats, seed: int) -> Floats:
    """A logistic regression fitted to the wrong class."""
    return np.asarray(1 - logistic(X, y, rows, seed))


HONEST = {"logistic": logistic, "stacked": stacked, "gated": gated}
OTHERS = {
    "stacked in-sample": stacked_in_sample,
    "forest": forest,
    "bare rule": rule,
    "calibrated rule": calibrated_rule,
    "constant": constant,
    "label-flipped": flipped,
}
