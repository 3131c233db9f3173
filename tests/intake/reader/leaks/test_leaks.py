"""Static signs of leakage: each case says on which line which finding belongs, or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.intake.reader.leaks import static_findings

CASES = Path(__file__).parents[3] / "cases"
STATIC = sorted(CASES.glob("leak-*/*_[0-9]*.py"))
KINDS = (
    "fit-on-test",
    "preprocessing-on-test",
    "label-in-features",
    "other-label-column",
    "preprocessing-before-split",
    "in-sample-meta-features",
)


def found_in(source: str) -> set[tuple[int, str]]:
    """Line and kind of every finding in one file."""
    unit = {"file": "homework.py", "cell": None, "line": 1, "source": source}
    return {(finding["line"], finding["kind"]) for finding in static_findings([unit])}


@pytest.mark.parametrize("case", STATIC, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_case_raises_exactly_the_findings_it_is_marked_with(case: Path) -> None:
    """A positive case names the line; a negative one, an honest way to write it, is silent."""
    source = case.read_text(encoding="utf-8")
    marked = {
        (number, match.group(1))
        for number, line in enumerate(source.split("\n"), 1)
        if (match := re.search(r"# finding: (\S+)", line))
    }
    assert found_in(source) == marked
    is_static = case.parent.name.removeprefix("leak-") in KINDS
    assert bool(marked) == (is_static and case.stem.startswith("positive"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_three_positive_and_five_negative_cases(kind: str) -> None:
    """A finding that was never seen to stay silent is not to be trusted."""
    folder = CASES / f"leak-{kind}"
    assert len(list(folder.glob("positive_*.py"))) >= 3
    assert len(list(folder.glob("negative_*.py"))) >= 5


NOTEBOOK = (
    """
train_df = pd.read_csv("train.csv")
test_df = pd.read_csv("test.csv")
features = [f"A{i}_Score" for i in range(1, 11)]
""",
    """
X_train, y_train = train_df[features], train_df["Class/ASD"]
X_test = test_df[features]
y_test = test_df["austim"].map({"yes": 1, "no": 0})
""",
    """
def train_nn(X, y):
    model = Net()
    adam = torch.optim.Adam(model.parameters())
    inputs = torch.tensor(X.values, dtype=torch.float32)
    labels = torch.tensor(y.values, dtype=torch.float32).view(-1, 1)
    for epoch in range(100):
        adam.zero_grad()
        loss = nn.BCELoss()(model(inputs), labels)
        loss.backward()
        adam.step()
    return model(inputs).detach().numpy().flatten()
""",
    """
nn_train = train_nn(X_train, y_train)
nn_test = train_nn(X_test, y_test)
""",
)


def test_the_well_known_notebook_is_told_both_things_with_their_cells() -> None:
    """A network fitted again on the test rows, and a test label from another column."""
    units = [
        {"file": "hw2.ipynb", "cell": number, "line": 1, "source": source.lstrip("\n")}
        for number, source in enumerate(NOTEBOOK, 1)
    ]
    found = {(f["kind"], f["cell"], f["line"]): f["message"] for f in static_findings(units)}
    assert "'austim'" in found.pop(("other-label-column", 2, 3))
    assert "test rows with their labels" in found.pop(("fit-on-test", 4, 2))
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = (",
        "f(" * 300,
        "a" + ".b" * 3000,
        "def f(): f()\nf()",
        "while True:\n    x = x(x)\n",
    ],
    ids=["empty", "broken", "nested", "chain", "recursive", "loop"],
)
def test_odd_text_raises_nothing(source: str) -> None:
    """Text that cannot be followed is unknown, and unknown is no finding."""
    assert found_in(source) == set()
