"""The assignment that ships, handed in as a PDF with typed headings and photographed formulas."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.marking.transcribing.coursework import drawn, questions, run, typed, write

RUBRIC = Path(__file__).parents[3] / "rubric" / "homework2.yaml"

HEADINGS = {
    "Problem 3: Gradient Descent (6)": ["Part 1:", "Part 2:"],
    "Problem 4: Maximum Likelihood Estimation Continued (8)": ["4-1)", "4-2)", "4-bonus)"],
}

TYPED = {
    "p3.gradient": r"$$\nabla C(\theta_1, \theta_2) = (4\theta_1 + 3\theta_2,\ 3\theta_1)$$",
    "p3.descent": "-1.5 | 8.4\n-3.42 | 8.85\n-4.707 | 9.876",
    "p3.jacobian": "2x | -2y\n2y + e^x | 2x",
    "p3.jacobian_at": (
        r"$J(1, 1) = \begin{bmatrix} 2 & -2 \\ 2 + e & 2 \end{bmatrix}$"
        "\n\n"
        r"$J(0, 0) = \begin{bmatrix} 0 & 0 \\ 1 & 0 \end{bmatrix}$"
    ),
    "p4.mle": r"""4-1) $KL(p^* || p) = \int p^*(x) \log \frac{p^*(x)}{p(x|\theta)} dx$

$$KL(p^* || p) = \int p^*(x) \log p^*(x) dx - \int p^*(x) \log p(x|\theta) dx$$

the first integral has no $\theta$, call it $c$

$$KL(p^* || p) = c - \int p^*(x) \log (x|\theta) dx$$

so KL is smallest where $\int p^*(x) \log p(x|\theta) dx$ is largest; by the law of large numbers

$$\int p^*(x) \log p(x|\theta) dx \approx \frac{1}{N} \sum_{i=1}^N \log p(x_i|\theta)$$

$$\arg\min_\theta KL(p^* || p) = \arg\max_\theta \sum_{i=1}^N \log p(x_i|\theta)$$""",
    "p4.asymmetry": (
        r"$KL(p || q) = \int p(x) \log \frac{p(x)}{q(x)} dx$ and "
        r"$KL(q || p) = \int q(x) \log \frac{q(x)}{p(x)} dx$, "
        r"these differ, so $KL(p || q) \neq KL(q || p)$: not symmetric"
    ),
    "p4.identity": (
        r"$$KL(p || p) = \int p(x) \log \frac{p(x)}{p(x)} dx = \int p(x) \log 1\, dx = 0$$"
    ),
}
"""What a person types from the photos, slips included."""


def handed_in() -> bytes:
    """A page per problem: headings as text, below each a photo."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.backends.backend_pdf import PdfPages
    from PIL import Image

    buffer = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 42}), PdfPages(buffer) as pages:
        for title, parts in HEADINGS.items():
            page = pyplot.figure(figsize=(8.5, 11))
            page.text(0.1, 0.94, title, fontsize=16, weight="bold")
            for number, part in enumerate(parts):
                top = 0.88 - 0.28 * number
                page.text(0.1, top, part, fontsize=12)
                picture = Image.open(io.BytesIO(drawn(title, part, "in pencil")))
                axes = page.add_axes((0.1, top - 0.22, 0.7, 0.2))
                axes.imshow(picture)
                axes.axis("off")
            pages.savefig(page)
            pyplot.close(page)
    return buffer.getvalue()


@pytest.mark.slow
def test_typed_in_photos_earn_what_the_same_text_earns(tmp_path: Path) -> None:
    """Right formulas, a table and matrices as grids, and a derivation with its slip by name."""
    write(tmp_path / "class" / "ada", {"homework2.pdf": handed_in()})
    rubric = str(RUBRIC)
    run(
        tmp_path,
        *("grade", "class", "--rubric", rubric, "--out", "out", "--isolation", "none"),
    )
    before = questions(tmp_path, "ada")
    assert {before[name]["status"] for name in TYPED} == {"awaiting"}
    run(tmp_path, "transcribe", "export", "out")
    sheets = tmp_path / "out" / "transcribing"
    for name, text in TYPED.items():
        typed(sheets / f"{name}.yaml", text)
    run(tmp_path, "transcribe", "import", "out", "--by", "eve")
    found = questions(tmp_path, "ada")
    scores = {name: found[name]["score"] for name in TYPED}
    assert scores == {
        "p3.gradient": 1, "p3.descent": 2, "p3.jacobian": 1, "p3.jacobian_at": 1,
        "p4.mle": 4.75, "p4.asymmetry": 1.5, "p4.identity": 1,
    }  # fmt: skip
    assert found["p4.mle"]["mistakes"] == ["missing_p"]
    assert r"c - \int p^*(x) \log (x|\theta) dx" in found["p4.mle"]["feedback"][0]
    assert found["p4.asymmetry"]["mistakes"] == ["only_asserted"]
    assert found["p3.jacobian"]["source"]["page"] == 1
