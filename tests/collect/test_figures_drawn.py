"""Figures as the program that runs code sees them: shown, saved, closed, cleared or left open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from grader.collect.pictured import figure_rows
from grader.evidence import Answer
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect
from grader.values import Array

pytest.importorskip("matplotlib")
START = "import matplotlib.pyplot as plt\nfrom matplotlib.figure import Figure\n"
PNG = b"\x89PNG\r\n\x1a\n"


def drawn(*cells: str, more: tuple[Ask, ...] = ()) -> tuple[list[Any], Any]:
    """The rows of figures that a notebook of these cells draws, and all evidence."""
    units = tuple(
        {"cell": n, "line": 1, "source": (START if n == 1 else "") + cell}
        for n, cell in enumerate(cells, 1)
    )
    ask = Ask("q/shown", {"do": "figures", "names": [], "forms": ["notebook"], "arguments": [],
                          "data": {}})  # fmt: skip
    job = Job({}, (Code("notebook", "hw.ipynb", units),), (ask, *more))
    evidence = collect(ProcessLauncher(Path(sys.executable)), job)
    outcome = evidence.outcomes["q/shown"]
    assert isinstance(outcome, Answer), outcome
    assert isinstance(outcome.value, list)
    return outcome.value, evidence


def lines(row: Any) -> list[int]:
    """How many lines each pair of axes of a figure has."""
    return [axes["counts"]["lines"] for axes in row[1]["axes"]]


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("plt.plot([1, 2])", 1),
        ("plt.plot([1, 2]); plt.show()", 1),
        ("plt.plot([1, 2]); plt.savefig('a.png'); plt.close()", 1),
        ("plt.plot([1, 2]); plt.show(); plt.plot([2, 1]); plt.show()", 2),
        ("plt.plot([1, 2]); plt.savefig('a.png'); plt.clf(); plt.plot([2, 1])", 2),
        ("f = Figure(); f.add_subplot().plot([1, 2]); f.savefig('a.png')", 1),
        ("f, a = plt.subplots(); a.plot([1, 2]); plt.close(f)", 1),
        ("f, a = plt.subplots(); a.plot([1, 2]); f.show()", 1),
        ("for k in range(3): plt.figure(k); plt.plot([k, 2])", 3),
        ("plt.figure()", 0),
        ("plt.plot([1, 2]); plt.title('$\\\\frac{1$')", 1),
    ],
)
def test_a_figure_counts_however_it_ends(cell: str, count: int) -> None:
    """Each once, with the curves that it had."""
    rows, _ = drawn(cell)
    assert [lines(row) for row in rows] == [[1]] * count


def test_a_cell_has_its_own_figures() -> None:
    """One that is drawn on later is another one's, as in a notebook."""
    rows, _ = drawn("plt.plot([1, 2])", "plt.plot([2, 1])", "f = plt.gcf()\nf.gca().plot([1])\nf")
    assert [row[0][3] for row in rows] == [1, 2, 3]
    assert [lines(row) for row in rows] == [[1], [1], [1]]


def test_what_is_drawn_comes_as_data_and_picture() -> None:
    """Words, scales, points, bars, images; the picture is small."""
    rows, _ = drawn(
        "import numpy as np\nt = np.linspace(0, 1, 5000)\n"
        "f, (a, b, c) = plt.subplots(1, 3, figsize=(40, 30))\n"
        "a.semilogy(t, np.exp(t), label='growth')\na.set_xlabel('t')\na.legend()\na.axhline(2)\n"
        "b.hist(t, bins=7)\nb.scatter([1, 2], [3, 4])\nc.imshow(np.eye(3))\nf.suptitle('All')"
    )
    ((place, data, png),) = rows
    growth, bars, image = data["axes"]
    assert place == ["notebook", "hw.ipynb", 1, 1] and data["title"] == "All"
    assert (growth["xlabel"], growth["yscale"], growth["legend"]) == ("t", "log", ["growth"])
    assert [one["reference"] for one in growth["lines"]] == [False, True]
    curve = growth["lines"][0]
    assert (curve["n"], len(curve["x"]), curve["x"][0], curve["x"][-1]) == (5000, 1000, 0, 1)
    assert bars["bars"][0]["touching"] is True and bars["bars"][0]["n"] == 7
    assert bars["scatters"][0]["y"] == [3, 4] and image["images"][0]["shape"] == [3, 3]
    assert isinstance(png, Array) and png.data.startswith(PNG) and len(png.data) < 300_000


def test_seaborn_and_pandas_draw_through_matplotlib() -> None:
    """Their figures are seen like any."""
    pytest.importorskip("seaborn")
    rows, _ = drawn(
        "import seaborn as sns, pandas as pd\n"
        "d = pd.DataFrame({'u': [1, 2, 3], 'v': [3, 5, 4]})\nd.plot(x='u', y='v')",
        "sns.lineplot(data=d, x='u', y='v')",
        "sns.histplot(d['v'], bins=3)",
    )
    assert [row[1]["axes"][0]["xlabel"] for row in rows] == ["u", "u", "v"]
    assert rows[2][1]["axes"][0]["bars"][0]["touching"] is True


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy as np\nplt.plot(np.zeros(3_000_000))",
        "for k in range(200): plt.figure(); plt.plot([k])\nplt.close('all')",
        "plt.figure(figsize=(1e6, 1e-3)); plt.plot([1])",
        "for k in range(400): plt.plot([k], label='x' * 10_000)",
        "plt.plot([1])\nclass A:\n    axes = property(lambda s: 1 / 0)\nplt.figure = lambda n: A()",
        "plt.plot([1])\nplt.get_fignums = lambda: ['a', None]",
        "plt.plot([1]); plt.gca().get_title = None",
        "plt.plot([float('nan'), float('inf'), 1e308])",
        "plt.gca().text(1e9, 1e9, 'far')",
    ],
)
def test_what_is_drawn_is_bounded(cell: str) -> None:
    """Millions of points, hundreds of figures, giant paper, and code that lies about it."""
    rows, evidence = drawn(cell)
    assert len(rows) <= 40
    assert sum(len(row[2].data) for row in rows if row[2] is not None) <= 8 << 20
    assert evidence.findings == ()


def test_figures_of_several_questions_travel_once() -> None:
    """The second probe says where the first one has them."""
    again = Ask("r/shown", {"do": "figures", "names": [], "forms": ["notebook"], "arguments": [],
                            "data": {}})  # fmt: skip
    _, evidence = drawn("plt.plot([1])", more=(again,))
    assert evidence.outcomes["r/shown"].value == "q/shown"


def test_a_function_draws_when_it_is_called() -> None:
    """What loading drew does not count there."""
    call = Ask("q/call", {"do": "observe", "names": ["draw"], "forms": ["notebook"],
                          "arguments": [[3]], "data": {"draws": True}})  # fmt: skip
    _, evidence = drawn("plt.plot([1])\ndef draw(n):\n    for k in range(n): plt.plot([k, 1])",
                        more=(call,))  # fmt: skip
    rows = evidence.outcomes["q/call"].value["figures"]
    assert [lines(row) for row in rows] == [[3]]


@pytest.mark.parametrize(
    "rows",
    [None, 3, "a", [1], [[1, 2]], [[1, 2, 3]], [[[], {}, Array("|u1", (3,), b"abc")]],
     [[{"a": 1}, {"axes": []}, None]], [[["x"] * 9, {}, Array("|u1", (9,), PNG + b"0")]] * 500],
)  # fmt: skip
def test_rows_of_figures_are_hostile_data(rows: Any) -> None:
    """Only pictures that begin as one are kept, and few of them."""
    pictures: dict[str, bytes] = {}
    found = figure_rows(rows, pictures)
    assert len(found) <= 60
    assert all(data.startswith(PNG) for data in pictures.values())
    assert all(row["place"][0] in ("module", "notebook", "writeup") for row in found)
