"""The reader's entry for a fork server or a plain process: one request in, one reply out."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from typing import Any

PRELOAD = (
    *("exchange", "python.notebook", "python.magics", "writeup", "data_answers", "archive"),
    "papers",
)
"""Modules of the reader that a fork server loads once, with the libraries they use."""


def run(connection: Any, output_fd: int = -1) -> None:
    """Answer the one request on `connection`; prints of libraries go to file descriptors 1, 2."""
    part("exchange").serve(connection)


def part(name: str) -> Any:
    """One module of this folder, as part of a package whatever way this file was started."""
    package = __package__ or "grader_reader"
    if package not in sys.modules:
        here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
        spec = importlib.util.spec_from_file_location(
            package,
            os.path.join(here, "__init__.py"),  # noqa: PTH118
            submodule_search_locations=[here],
        )
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[package] = module
        spec.loader.exec_module(module)
    return importlib.import_module(f"{package}.{name}")


def warm_up() -> None:
    """Load every part and the libraries behind them, for a server that forks from here."""
    for name in PRELOAD:
        part(name)
    part("exchange").warm_up()
