"""What a ten-page PDF costs: ``python -m tests.benchmarks.pdf_reading [ROUNDS]``.

The pages of the two PDFs of TeX that the tests have are put together to ten, read whole, with
formulas, regions and pictures, and compared in one run with what PDFium alone needs to list the
characters of the same pages, since a busy machine slows both alike. The goal is 0.5 s of CPU.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from grader.intake.reader.documents.pdf import read_pdf

FILES = Path(__file__).resolve().parents[1] / "intake" / "documents" / "files"
PAGES = 10


def ten_pages() -> bytes:
    """One PDF of ten pages with text, listings, tables, matrices and fractions."""
    whole = pypdfium2.PdfDocument.new()
    while len(whole) < PAGES:
        for name in ("latex.pdf", "matrices.pdf"):
            with pypdfium2.PdfDocument(FILES / name) as one:
                left = PAGES - len(whole)
                whole.import_pages(one, list(range(min(left, len(one)))))
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def characters(data: bytes) -> None:
    """The least that any reader has to do."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            text.get_text_bounded()
            text.close()
            page.close()


def seconds(work: Callable[[bytes], object], data: bytes) -> float:
    """The CPU seconds of one reading."""
    start = time.process_time()
    work(data)
    return time.process_time() - start


def main(rounds: int = 7) -> None:
    """Print the median of both and their ratio, in turn so that both meet the same machine."""
    data = ten_pages()
    read_pdf(data)  # the first reading imports
    rows = [(seconds(read_pdf, data), seconds(characters, data)) for _ in range(rounds)]
    whole, least = (statistics.median(column) for column in zip(*rows, strict=True))
    ratio = statistics.median(one / max(other, 1e-6) for one, other in rows)
    print(f"{PAGES} pages, {len(data) >> 10} KB: {whole:.3f} s of CPU to read (goal 0.5),")
    print(f"{least:.4f} s for PDFium's characters alone: {ratio:.0f} times that")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
