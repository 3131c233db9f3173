"""One honest submission with each library that courses use, in the complete sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from grader.errors import SandboxRefusal
from grader.evidence import Answer
from grader.sandbox import open_launcher
from grader.sandbox.child import Launcher, Limits
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.supervise import collect

pytestmark = pytest.mark.sandbox

LIBRARIES = {
    "torch": "import torch\nlayer = torch.nn.Linear(2, 1)\nX = list(layer(torch.ones(3, 2)).shape)",
    "sklearn": "from sklearn.linear_model import LogisticRegression\n"
    "X = LogisticRegression().fit([[0.0], [1.0]] * 5, [0, 1] * 5).predict([[1.0]]).tolist()",
    "pandas": "import pandas\nX = pandas.DataFrame({'a': [1, 1, 2]}).groupby('a').size().tolist()",
    "matplotlib": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('a.png')\n"
    "X = len(plt.gca().lines)",
    "asyncio": "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    return 1\n"
    "X = asyncio.run(f())",
    "multiprocessing": "from multiprocessing.pool import ThreadPool\nwith ThreadPool(2) as pool:\n"
    "    X = pool.map(abs, [-1, 2])",
    "joblib": "from joblib import Parallel, delayed\n"
    "X = Parallel(n_jobs=2)(delayed(abs)(n) for n in [-1, 2])",
    "seaborn": "import seaborn\nX = len(seaborn.lineplot(x=[1, 2], y=[1, 2]).lines)",
    "statsmodels": "import statsmodels.api as sm\n"
    "X = len(sm.OLS([1.0, 2.0, 3.1], sm.add_constant([1.0, 2.0, 3.0])).fit().params)",
}
GIVES = {
    "torch": [3, 1],
    "sklearn": [1],
    "pandas": [2, 1],
    "matplotlib": 1,
    "asyncio": 1,
    "multiprocessing": [1, 2],
    "joblib": [1, 2],
    "seaborn": 1,
    "statsmodels": 2,
}


@pytest.fixture(scope="module", params=["namespaces", "landlock"])
def launcher(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    """A launcher in one of the sandboxes, where this machine has it."""
    try:
        found = open_launcher(request.param)
    except SandboxRefusal as refusal:
        pytest.skip(str(refusal))
    yield found
    found.close()


@pytest.mark.parametrize("library", LIBRARIES)
def test_honest_code_runs(launcher: Launcher, library: str) -> None:
    """It answers what it answers anywhere, without an error while loading."""
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    form = Code("module", "work.py", ({"file": "work.py"},))
    ask = Ask("X", {"do": "value", "names": ["X"], "forms": ["module"]})
    limits = Limits(seconds=240, load_seconds=200)
    files = {"work.py": LIBRARIES[library].encode()}
    found = collect(launcher, Job(files, (form,), (ask,), limits=limits))
    outcome = found.outcomes["X"]
    assert isinstance(outcome, Answer), (outcome, found.findings)
    value = outcome.value
    assert value == GIVES[library]
    assert [one.kind for one in found.findings if one.kind.startswith("load")] == []
