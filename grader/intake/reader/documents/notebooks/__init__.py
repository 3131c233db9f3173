"""Notebooks in other files than `.ipynb`: which reader a file's cells are read by."""

from __future__ import annotations

from .cells import Notebook
from .html_cells import cells_of_html
from .rmarkdown import cells_of_rmarkdown
from .scripts import cells_of_script


def cells_of(name: str, text: str) -> Notebook | None:
    """The cells of a text that is a notebook under its suffix; None where it is none.

    Rmd and qmd always are; Markdown, Python and HTML only where their content says so.
    """
    suffix = name.lower().rpartition(".")[2]
    if suffix in ("rmd", "qmd", "md", "markdown"):
        return cells_of_rmarkdown(name, text)
    if suffix == "py":
        return cells_of_script(text)
    if suffix in ("html", "htm"):
        return cells_of_html(text)
    return None
