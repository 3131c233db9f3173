"""A page as a browser prints it, of the class of Google Docs and notebooks printed to PDF."""

from __future__ import annotations

from pathlib import Path

from grader.intake.reader.documents.pdf import read_pdf

FILE = (Path(__file__).parent / "files" / "browser.pdf").read_bytes()

EXPECTED = """# Problem 1: Lists

1. True - it is

2. False - it is not, and the reason is so long that it is set on two lines of this narrow page

- dot one

- dot two

Some `code(x)` with $x^2 - 1$ and $a_i$. An underlined word, and a struck out one.

![unread-ink](region:0)

```
import numpy as np

def g(a):
    for k in a:
        print("k", -k)
```

```
import torch
x = torch.ones(3)
```

| step | x |
|---|---|
| 0 | -1.5 |
| 1 | 2.25 |

| model | score | note |
|---|---|---|
| net | 0.5 | ok |
| tree | 0.25 | bad |
| svm | 0.125 | fine |

A drawn formula in a sentence.

![drawn-formula](region:1)

![picture](region:2)

epoch

The end.
"""


def test_a_printed_page_is_read_and_drawn_things_are_shown() -> None:
    """Lists, code, tables come out; struck-out words, the formula and the plot are regions."""
    document = read_pdf(FILE)
    assert document.text == EXPECTED
    assert [region.read for region in document.regions] == ["part", "part", "none"]
    assert {kind for kind, _, _ in document.findings} == {
        "formula-drawn",
        "picture-answer",
        "read-in-part",
    }
