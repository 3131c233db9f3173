"""A PDF of TeX's own fonts: scripts, signs without a map, a listing over a page, each object."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from grader.intake.reader.documents.document import Document
from grader.intake.reader.documents.pdf import read_pdf

FILES = Path(__file__).parent / "files"
FILE = (FILES / "latex.pdf").read_bytes()


@pytest.fixture(scope="module")
def document() -> Document:
    """What is read of `latex.tex` as TeX has set it."""
    return read_pdf(FILE)


def test_the_text_is_the_expected_one(document: Document) -> None:
    """Headings, labels, one-row mathematics, a list, a table, and one listing over two pages."""
    assert document.text == EXPECTED


def test_signs_without_a_map_are_read_by_their_code_and_marked(document: Document) -> None:
    """The sum whose code says X and the brackets of the matrix: read, and shown to a person."""
    assert [(region.why, region.read) for region in document.regions] == [
        ("unmapped-glyphs", "part"),
        ("unmapped-glyphs", "part"),
    ]
    total, matrix = (region.suggestion for region in document.regions)
    assert total == r"$$\sum_{i=1}^nx_i^2 = - \frac{n(n + 1)}{2}$$"
    assert matrix == r"$$J = \begin{bmatrix} 2x & -2y \\ 0 & z \end{bmatrix}$$"
    assert all(region.png.startswith(b"\x89PNG") for region in document.regions)


def test_each_line_knows_its_page(document: Document) -> None:
    """The listing goes on from the first page to the second."""
    rows = document.text.rstrip("\n").split("\n")
    assert document.places[rows.index("import numpy as np")].page == 1
    assert document.places[rows.index("    return -x")].page == 2


def _objects() -> list[tuple[int, int]]:
    with pypdfium2.PdfDocument(FILE) as file:
        counts = [len(list(page.get_objects())) for page in file]
    return [(page, index) for page, count in enumerate(counts) for index in range(count)]


@pytest.mark.parametrize(("page", "index"), _objects()[::3])
def test_whatever_is_taken_away_is_missed(page: int, index: int, document: Document) -> None:
    """Without any one piece of text or any bar, the text or a region is another."""
    file = pypdfium2.PdfDocument(FILE)
    sheet = file[page]
    thing = list(sheet.get_objects())[index]
    left, bottom, right, top = thing.get_bounds()
    is_rule = thing.type != pypdfium2.raw.FPDF_PAGEOBJ_TEXT
    if is_rule and (right - left > 60 or top - bottom > 60):
        pytest.skip("a line of the table")
    if top < 40:
        pytest.skip("the page's number")
    sheet.remove_obj(thing)
    sheet.gen_content()
    out = io.BytesIO()
    file.save(out)
    thing.close()  # before its file: it belongs to no page any more
    sheet.close()
    file.close()
    other = read_pdf(out.getvalue())
    pictures = [region.pixels for region in document.regions]
    assert (other.text, [region.pixels for region in other.regions]) != (document.text, pictures)


def test_tall_brackets_hold_their_rows_together() -> None:
    """Matrices of three and four rows, with fractions in them, steps that go on, and cases."""
    found = read_pdf((FILES / "matrices.pdf").read_bytes())
    shown = [line for line in found.text.split("\n") if line.startswith("$$")]
    assert shown == MATRICES.strip().split("\n")
    assert len(found.regions) == len(shown)


MATRICES = r"""
$$Ac = \begin{bmatrix} 1 & 2 & 4 \\ 0 & -1 & 3 \\ 5 & 1 & 1 \end{bmatrix} \begin{bmatrix} 1 \\ 1 \\ 2 \end{bmatrix} = \begin{bmatrix} 1 + 2 + 8 \\ -1 + 6 \\ 5 + 1 + 2 \end{bmatrix} = \begin{bmatrix} 11 \\ 5 \\ 8 \end{bmatrix}$$
$$A^{-1} = \frac{1}{11} \begin{pmatrix} -4 & 2 & 10 \\ 15 & -19 & -3 \\ 5 & 9 & -1 \end{pmatrix}$$
$$v = \begin{bmatrix} \frac{1}{2} \\ -3 \\ 0.25 \\ 7 \end{bmatrix}$$
$$P(X | Y) = \frac{P(Y | X)P(X)}{P(Y)}$$
$$= \frac{0.9 \cdot 0.1}{0.45}$$
$$= \frac{1}{5}$$
$$f(x) = \begin{cases} x + 1 & \text{if} x > 0 \\ 0 & \text{if} x = 0 \\ 1 - x & \text{if} x < 0 \end{cases}$$
"""  # noqa: E501

EXPECTED = r"""# Problem 1: Warm up (3)

(a) We have $f(x) = x^2 - 3x + 1$ and so $f'(x) = 2x - 3$, which vanishes at $x^* = 1.5$.

(b) Since $a \neq b$ and $x_{i+1} \leq x_i$, the costs fall to 10% of a_b.

$$\theta_{k+1} = \theta_k - \alpha\nabla C(\theta_k)$$

$$\sum_{i=1}^nx_i^2 = - \frac{n(n + 1)}{2}$$

![unmapped-glyphs](region:0)

$$J = \begin{bmatrix} 2x & -2y \\ 0 & z \end{bmatrix}$$

![unmapped-glyphs](region:1)

1. True, for a very long reason that goes on and on until the line must be broken near its end.

2. False

# Problem 2: Code (2)

| step | value |
|---|---|
| 0 | -1.5 |
| 1 | 2.25 |

```
import numpy as np

def f(x):
    if x > 0:
        return [i for i in range(3)]
    return -x
```

The end of it.
"""
