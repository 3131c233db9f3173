"""PDFs made here: order of reading, paragraphs, listings, tables and what is beside the text."""

from __future__ import annotations

import ast

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.documents.pdf import read_pdf
from grader.selftest.papers import pdf
from tests.intake.documents.paper import Paper, listing, prose

LONG = "the gradient of a function shows where it rises and how steep it is and so on"


def blocks(paper: Paper) -> list[str]:
    """The blocks of the text that is read."""
    return read_pdf(paper.pdf()).text.strip().split("\n\n")


def test_a_paragraph_goes_on_over_a_page_without_header_and_number() -> None:
    """Lines are joined over the page's end; header and number of the page are left out."""
    paper = Paper()
    for number, words in ((1, ["Alpha " + LONG, "beta " + LONG]), (2, ["gamma " + LONG, "delta."])):
        if number == 2:
            paper.page()
        paper.text(72, 40, "Homework of Student A")
        paper.text(300, 760, str(number))
        prose(paper, 700 if number == 1 else 80, words)
    assert blocks(paper) == [f"Alpha {LONG} beta {LONG} gamma {LONG} delta."]


def test_two_columns_are_read_one_after_the_other() -> None:
    """The right column follows the left one, below a title over both."""
    paper = Paper()
    paper.text(150, 60, "A title that stands over both of the columns", "bold", 16)
    row = "words in a column of this width {}"
    prose(paper, 100, [row.format(n) for n in range(12)], x=60)
    prose(paper, 100, [row.format(n) for n in range(12, 24)], x=330)
    text = read_pdf(paper.pdf()).text
    places = [text.index(f"width {n}") for n in range(24)]
    assert places == sorted(places)
    assert text.startswith("# A title")


def test_hyphens_go_only_where_the_whole_word_is_known() -> None:
    """gra-dient is one word since "gradient" stands elsewhere; mini-batches keeps its hyphen."""
    paper = Paper()
    prose(
        paper,
        80,
        [
            "The gradient is computed on small parts of all the data that we have, and the gra-",
            "dient of such a part is good enough in practice, as those who work with mini-",
            "batches know well.",
        ],
    )
    (block,) = blocks(paper)
    assert "and the gradient of such" in block
    assert "with mini-batches know" in block


def test_numbers_of_items_stay_and_odd_ones_are_no_list() -> None:
    """Items count on; a number out of order is escaped, so that Markdown does not recount it."""
    paper = Paper()
    prose(paper, 80, ["1. True, as shown", "2. False", "5. True"])
    assert blocks(paper) == ["1. True, as shown", "2. False", "5\\. True"]


def test_signs_of_markdown_come_out_as_they_are() -> None:
    """Stars, dollars, backslashes and hashes of the page are escaped."""
    paper = Paper()
    prose(paper, 80, ["# not a heading with a*b*c and $5 and $6"])
    assert blocks(paper) == ["\\# not a heading with a\\*b\\*c and \\$5 and \\$6"]


CODE = """import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Linear(2, 1)

    def forward(self, x):
        return self.one(x)"""


def test_a_listing_keeps_columns_and_blank_lines() -> None:
    """Indentation and empty lines come from places alone."""
    paper = Paper()
    paper.text(72, 80, "PyTorch:")
    listing(paper, 110, CODE)
    assert read_pdf(paper.pdf()).text == f"PyTorch:\n\n```\n{CODE}\n```\n"


def test_a_listing_torn_by_a_page_is_one() -> None:
    """The rest on the next page joins, with the columns of the first part."""
    rows = CODE.split("\n")
    paper = Paper()
    listing(paper, 700, "\n".join(rows[:5]))
    paper.text(300, 770, "1")
    paper.page()
    listing(paper, 80, "\n".join(rows[5:]))
    paper.text(300, 770, "2")
    assert read_pdf(paper.pdf()).text == f"```\n{CODE}\n```\n"


def test_grounds_and_imports_cut_listings() -> None:
    """Two grounds are two fences; without any, a second block of imports begins one."""
    paper = Paper()
    for y in (80, 140):
        paper.fill(80, y, 400, 40, grey=0.9)
        listing(paper, y + 15, "import a\nx = a.b(1)")
    assert read_pdf(paper.pdf()).text.count("```") == 4
    paper = Paper()
    listing(paper, 80, "import keras\nx = keras.y()\nz = x\n# PyTorch\nimport torch\nw = torch.z()")
    first, second = blocks(paper)
    assert first == "```\nimport keras\nx = keras.y()\nz = x\n```"
    assert second == "```\n# PyTorch\nimport torch\nw = torch.z()\n```"


def test_prompts_and_numbers_of_lines_are_no_code() -> None:
    """`In [3]:` and numbers at the left are cut off; quotes of a word processor become plain."""
    paper = Paper()
    paper.text(60, 80, "In [3]:", "fixed", 10)
    listing(paper, 80, "x = “a”\nif x:\n    y = ‘b’", x=120)
    assert blocks(paper) == ["```\nx = \"a\"\nif x:\n    y = 'b'\n```"]
    paper = Paper()
    for number in range(3):
        paper.text(60, 80 + 12 * number, str(number + 9), "plain", 7)
    listing(paper, 80, "def f():\n    x = 1\n    return x")
    assert blocks(paper) == ["```\ndef f():\n    x = 1\n    return x\n```"]


def test_tables_with_and_without_rules() -> None:
    """A grid is a table by its rules; cells below each other are one by their places."""
    paper = Paper()
    for y in (80, 100, 120):
        paper.fill(100, y, 200, 0.7)
    for x in (100, 200, 300):
        paper.fill(x, 80, 0.7, 40)
    for y, cells in ((94, ("step", "x")), (114, ("0", "–1.5"))):
        paper.text(110, y, cells[0])
        paper.text(210, y, cells[1])
    rows = (("model", "score"), ("net", "0.5"), ("tree", "-0.25"), ("svm", "1"))
    for place, cells in enumerate(rows):
        paper.text(110, 200 + 14 * place, cells[0])
        paper.text(240, 200 + 14 * place, cells[1])
    one, two = blocks(paper)
    assert one == "| step | x |\n|---|---|\n| 0 | –1.5 |"
    assert two == "| model | score |\n|---|---|\n| net | 0.5 |\n| tree | -0.25 |\n| svm | 1 |"


def test_scripts_are_mathematics() -> None:
    """Smaller and higher or lower characters become scripts between dollars."""
    paper = Paper()
    paper.text(72, 80, "so x", "plain", 11)
    paper.text(72 + 22.7, 76, "2", "plain", 7)
    paper.text(72 + 30, 80, "- 3y", "plain", 11)
    paper.text(72 + 49, 82, "i", "plain", 7)
    assert blocks(paper) == ["so $x^2 - 3y_i$"]


PROGRAM = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["x = f(a, b)", "y += 'q w'", "print(z[1:2])"])),
    min_size=2,
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(PROGRAM, st.integers(1, 11))
def test_any_program_comes_out_with_its_columns(rows: list[tuple[int, str]], cut: int) -> None:
    """Whatever the nesting, and wherever the page ends, the same program is read."""
    lines: list[str] = []
    for depth, text in rows:
        while len(lines) and lines[-1].endswith(":") and depth <= _depth(lines[-1]):
            depth += 1
        depth = min(depth, _depth(lines[-1]) + lines[-1].endswith(":") if lines else 0)
        lines.append("    " * depth + (text if len(lines) % 3 else "if x:"))
    if lines[-1].endswith(":"):
        lines.append("    " * (_depth(lines[-1]) + 1) + "pass")
    code = "\n".join(lines)
    ast.parse(code)
    paper = Paper()
    listing(paper, 600, "\n".join(lines[:cut]))
    if lines[cut:]:
        paper.page()
        listing(paper, 80, "\n".join(lines[cut:]))
    assert read_pdf(paper.pdf()).text == f"```\n{code}\n```\n"


def _depth(line: str) -> int:
    return (len(line) - len(line.lstrip(" "))) // 4


def test_greek_letters_typed_with_their_number_stay_in_their_formula() -> None:
    """θ1 and θ₁ are one name, whether a sign of mathematics or words come before."""
    lines = [
        "∇C = (4θ1 + 3θ2, 3θ1)",
        "The gradient is ∇C = (4θ₁ + 3θ₂, 3θ₁), as asked.",
        "We know that ∂f/∂λ₁₂ = 2λ₁₂ at once",
        "Wir wählen für jedes λ größere Zahlen",
    ]
    text = read_pdf(pdf([(0, line) for line in lines])).text
    vector = r"\nabla C = (4\theta_{1} + 3\theta_{2}, 3\theta_{1})"
    assert text.count(vector) == 2
    assert r"$\partial f/\partial\lambda_{12} = 2\lambda_{12}$" in text
    assert "Wir wählen für jedes λ größere Zahlen" in text


def test_letters_beyond_the_first_plane_are_letters() -> None:
    """A mathematical italic, of which PDFium gives two halves, is one letter of its formula."""
    paper = Paper()
    paper.text(72, 100, "The answer is", "plain")
    paper.text(148, 100, "x", "letters")
    paper.text(158, 100, "= 96")
    paper.text(186, 100, "-")
    paper.text(194, 100, "y", "letters")
    assert blocks(paper) == ["The answer is $x = 96 - y$"]


def test_the_tag_of_a_subset_says_nothing_of_its_font() -> None:
    """QXLMTT+LMRoman12-Bold is bold and a heading; LMTT alone would be a typewriter's font."""
    paper = Paper()
    paper.text(72, 80, "Second part", "subset", 16)
    prose(paper, 120, [LONG, LONG, LONG])
    assert blocks(paper)[0] == "# Second part"


def test_a_number_alone_in_larger_type_is_a_heading() -> None:
    """A problem begins below "2." in larger type, of which no more is said, not below any."""
    paper = Paper()
    paper.text(72, 60, "1.", "bold", 16)
    prose(paper, 90, [LONG, LONG])
    paper.text(72, 160, "2.", "bold", 16)
    prose(paper, 190, [LONG, LONG])
    paper.text(72, 260, "7.")
    assert [one for one in blocks(paper) if "." in one[:6]] == ["# 1.", "# 2.", "7."]


def test_a_table_of_contents_opens_no_section() -> None:
    """Its lines are left out, those without dots between them too; answers behind dots stay."""
    titles = ["Task", "Theory", "Densities", "Results", "Values"]
    paper = Paper()
    paper.text(72, 60, "Contents", "bold", 14)
    for number, title in enumerate(titles):
        dots = "" if title == "Theory" else " ." * 30
        paper.text(72, 90 + 16 * number, f"{number + 1} {title}{dots}")
        paper.text(500, 90 + 16 * number, str(number + 2))
    for number, title in enumerate(titles):
        paper.page()
        paper.text(72, 60, f"{number + 1} {title}", "bold", 14)
        prose(paper, 90, [f"What belongs to {title.lower()} stands here, and nothing else."])
    text = read_pdf(paper.pdf()).text
    assert all(text.count(title) == 1 for title in titles)
    assert " . ." not in text
    answers = Paper()
    for number, title in enumerate(titles):
        answers.text(72, 60 + 16 * number, f"{title} . . . . . . . . . .")
        answers.text(500, 60 + 16 * number, str(70 - number))
    prose(answers, 200, titles)
    assert "70" in read_pdf(answers.pdf()).text
